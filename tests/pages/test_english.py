"""English screens are English: Vietnamese letters appear only in what people and the law wrote."""

import html
import re

import pytest
from sqlalchemy import select

from meeting.access.policy import View
from meeting.agenda.tables import Item, Meeting, Seat
from meeting.attendance.commands import NoteAbsence
from meeting.attendance.rules import NOT_SEEN
from meeting.documents.tables import Document
from meeting.law import editions as law
from meeting.panels import registry as panels
from meeting.speaking.commands import EnterSpeaker, GiveFloor
from meeting.voting.tables import Motion
from tests.council import Council
from tests.pages.client import Browser
from tests.pages.letters import LETTERS

OURS_IN_ANY_LANGUAGE = ("Tiếng Việt", NOT_SEEN)
"""How a language names itself where it is chosen; a reason as it is written into the minutes."""


def data_of(council: Council) -> list[str]:
    """Everything on a screen that somebody wrote, longest first."""
    with council.database.read() as db:
        rows = [*db.scalars(select(Meeting)), *db.scalars(select(Item)), *db.scalars(select(Seat))]
        rows += [*db.scalars(select(Motion)), *db.scalars(select(Document))]
        texts = {text for row in rows for text in vars(row).values() if isinstance(text, str)}
        meeting = db.get_one(Meeting, council.meeting)
        body = law.preset(meeting.edition, meeting.preset)
    texts |= {body.quorum.article, *(rule.article for rule in body.decisions.values())}
    said = {text for text in texts if re.search(r"[^\x00-\x7f]", text)}
    said |= {text[0].upper() + text[1:] for text in said} | {text.upper() for text in said}
    return sorted(said | set(OURS_IN_ANY_LANGUAGE), key=len, reverse=True)


def vietnamese(council: Council, page: str) -> list[str]:
    """What is Vietnamese on a page, apart from data and the catalogue for scripts."""
    page = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    page = html.unescape(page)
    for text in data_of(council):
        page = page.replace(text, "")
    return sorted({found.strip() for found in LETTERS.findall(page)})


def drawn(council: Council) -> str:
    """Every panel for every view, in English."""
    seen = [council.sees(view, name, "en") for view in View for name in panels.names_for(view)]
    return "\n".join(seen)


def pages(council: Council) -> str:
    """Every page of the room and of its doors, in English."""
    here, found = f"/m/{council.meeting}", []
    for who, places in {
        "ha": ["/", f"{here}/console", f"{here}/roll", f"{here}/votes"],
        "an": ["/", f"{here}/chair", f"{here}/tablet"],
        "lan": ["/", here, f"{here}/papers/{council.document}", f"{here}/console", "/nowhere"],
        "screen": [f"{here}/screen"],
        "nobody": ["/sign-in", "/c/lost", "/q/none"],
    }.items():
        browser = Browser(council, who if who in council.tokens else None)
        with browser.client.session_transaction() as session:
            session["language"] = "en"
        found += [browser.get(place).text for place in places]
    assert all('lang="en"' in page for page in found)
    return "\n".join(found)


@pytest.fixture
def quiet(council: Council) -> Council:
    """These pages are checked by other tests."""
    council.watching = False
    return council


def test_every_page_and_panel_is_english_through_a_whole_meeting(quiet: Council) -> None:
    council = quiet
    council.prepares("Một", item=1)
    council.prepares("Hai", item=2, form="hands")
    assert vietnamese(council, pages(council) + drawn(council)) == []
    council.sits()
    council.submits(
        "ha", NoteAbsence(meeting_id=council.meeting, seat_id=council.seats["guest"], excused=True, reason="phep")
    )
    speech = council.submits("ha", EnterSpeaker(meeting_id=council.meeting, seat_id=council.seats["lan"])).made[
        "speech_id"
    ]
    assert vietnamese(council, pages(council) + drawn(council)) == []
    council.submits("ha", GiveFloor(meeting_id=council.meeting, speech_id=speech, minutes=3))
    assert vietnamese(council, pages(council) + drawn(council)) == []
    one = council.opens_motion("Ba")
    council.splits(one, 5, 3)
    assert vietnamese(council, pages(council) + drawn(council)) == []
    council.closes(one, missing=1)
    assert vietnamese(council, pages(council) + drawn(council)) == []
    council.announces(one)
    two = council.opens_motion("Bốn", form="hands")
    council.counts_hands(two, 9, 0)
    assert vietnamese(council, pages(council) + drawn(council)) == []
    council.closes(two)
    council.announces(two)
    council.ends()
    assert vietnamese(council, pages(council) + drawn(council)) == []


def test_a_sentence_left_in_vietnamese_is_found(council: Council) -> None:
    assert vietnamese(council, "<p>Trần Thị Lan</p><p title='Đóng'>") == ["<p title='Đóng'>".strip("<>")]

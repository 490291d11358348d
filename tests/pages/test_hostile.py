"""Names and titles as an enemy would write them: shown as they were written, never executed."""

import pytest

from meeting.access.policy import View
from meeting.agenda.commands import AddItem, ChangeMeeting
from meeting.attendance.commands import NoteAbsence, UndoArrival
from meeting.conduct.commands import RecordConclusion
from meeting.documents.commands import AddDocument, RecordNoRendition, RecordRendition
from meeting.kernel.clock import stamp
from meeting.minutes.commands import RecordNoDraft
from meeting.panels import registry as panels
from meeting.people.commands import ChangePerson
from meeting.people.particulars import Particulars
from meeting.voting.commands.motions import CancelMotion, PrepareMotion
from tests.cast import MORNING
from tests.council import AGAINST, FOR, Council
from tests.every_page import PAGES
from tests.pages.client import Browser, Tags

EVIL = """</script></title>"'><x-evil onclick="alert(1)">&amp;{{7*7}}{%x%}%(name)s{0}\u2028"""
BRIEF = """"'><x-evil onclick="alert(1)">"""
"""For fields of at most forty letters."""
SHOWN = "&amp;{{7*7}}{%x%}%(name)s{0}"


@pytest.fixture
def hostile(council: Council) -> Council:
    """A meeting in which every text is hostile, with an announced vote and an open one."""
    sitting, meeting, item = council, council.meeting, council.items[0]
    sitting.submits("system", AddItem(meeting_id=meeting, position=8, title=EVIL, presenter=EVIL, text=EVIL))
    sitting.sits()
    for who in ("lan", "ha", "an"):
        evil = Particulars(full_name=EVIL, given_name=BRIEF, honorific=BRIEF, title=EVIL, unit=f"{who} {EVIL}")
        sitting.submits("admin", ChangePerson(person_id=sitting.people[who], version=1, particulars=evil))
    sitting.submits("ha", RecordConclusion(meeting_id=meeting, item_id=item, text=EVIL))
    for record in (
        RecordRendition(meeting_id=meeting, document_id=2, pdf_sha256="a" * 64, pages=1),
        RecordNoRendition(meeting_id=meeting, document_id=3, reason=EVIL),
    ):
        sitting.submits(
            "system",
            AddDocument(
                meeting_id=meeting,
                item_id=item,
                title=EVIL,
                filename=EVIL.replace("/", ""),
                media_type="x",
                sha256="a" * 64,
                size=1,
            ),
        )
        sitting.submits("system", record)
    sitting.submits("ha", UndoArrival(meeting_id=meeting, seat_id=sitting.seats["khoa"]))
    sitting.submits("ha", NoteAbsence(meeting_id=meeting, seat_id=sitting.seats["khoa"], excused=False, reason=EVIL))
    first = sitting.opens_motion(EVIL)
    sitting.votes(first, lan=FOR, nam=AGAINST)
    sitting.submits("ha", CancelMotion(meeting_id=meeting, motion_id=first, reason=EVIL))
    sitting.opens(first + 1)
    sitting.votes(first + 1, lan=FOR, nam=FOR, mai=AGAINST)
    sitting.closes(first + 1, missing=6)
    sitting.submits("ha", PrepareMotion(meeting_id=meeting, item_id=item, title=EVIL))
    return sitting


def check(html: str, where: object) -> Tags:
    tags = Tags(html)
    assert not [tag for tag, _ in tags.tags if tag == "x-evil"], where
    assert not [attributes for _, attributes in tags.tags if "onclick" in attributes], where
    return tags


def test_every_panel_shows_hostile_text_as_text(hostile: Council) -> None:
    def look(stage: str) -> str:
        read = ""
        for language in ("vi", "en"):
            for view in View:
                for name in panels.names_for(view):
                    read += check(hostile.sees(view, name, language), (stage, name, view)).text
        return read

    assert SHOWN in look("closed")
    hostile.announces(2)
    assert SHOWN in look("announced")
    hostile.ends()
    hostile.submits("system", RecordNoDraft(meeting_id=hostile.meeting, reason=EVIL))
    assert SHOWN in look("ended")


def test_every_page_shows_hostile_text_as_text(hostile: Council) -> None:
    shown = ""
    for path in [*PAGES, "/m/1/papers/2"]:
        for who in ("an", "ha", "lan", "screen"):
            answer = Browser(hostile, who).get(path)
            if answer.mimetype == "text/html":
                shown += check(answer.text, (path, who)).text
            answer.close()
    assert SHOWN in shown


def test_a_hostile_title_of_the_meeting_is_text_on_every_page(council: Council) -> None:
    times = {"starts_at": stamp(MORNING), "ends_at": stamp(MORNING.replace(hour=9))}
    council.submits(
        "system", ChangeMeeting(meeting_id=1, version=1, title=EVIL, body=EVIL, place=EVIL, parent_body=EVIL, **times)
    )
    for path, who in (
        ("/", "lan"),
        ("/m/1", "lan"),
        ("/m/1/console", "ha"),
        ("/m/1/chair", "an"),
        ("/m/1/screen", "screen"),
    ):
        assert SHOWN in check(Browser(council, who).get(path).text, path).text


def test_hostile_text_typed_at_the_sign_in_is_shown_as_text(council: Council) -> None:
    page = Browser(council).signs_in(EVIL, "x").text
    inputs = [attributes for tag, attributes in check(page, "sign-in").tags if tag == "input"]
    assert EVIL in [attributes.get("value") for attributes in inputs]


def test_a_hostile_file_name_stays_inside_its_header(council: Council) -> None:
    blob = council.house.site.blobs.put(b"x")
    command = AddDocument(
        meeting_id=1,
        item_id=None,
        title="Tờ trình",
        filename='a"; filename=b;\u202efdp.exe',
        media_type="text/html",
        sha256=blob,
        size=1,
    )
    made = council.submits("system", command).made["document_id"]
    council.submits("system", RecordNoRendition(meeting_id=1, document_id=made, reason="x"))
    answer = Browser(council, "ha").get(f"/m/1/papers/{made}/original")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "\u202e" not in answer.headers["Content-Disposition"]

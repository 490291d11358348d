"""Pages beside the plan: search, calendar, one-file pack, approval, changes, readers, versions, units, and more.

axe finds nothing, nothing is wider than the screen, on four sizes and both grounds; keys alone are enough.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from meeting.agenda.approving import RequireApproval, SubmitMeeting
from meeting.agenda.commands import AddItem
from meeting.agenda.ordering import ChangeItem
from meeting.documents.arranging import RemoveDocument
from meeting.documents.commands import RecordRendition
from meeting.documents.on_paper import SuspectSecret
from meeting.documents.tables import find_document
from meeting.people.units import MakeUnit
from meeting.planning.approving import SubmitChanges
from meeting.planning.commands import PublishAgain
from meeting.voting.commands.motions import PrepareMotion
from meeting.worker import create_workshop
from tests.browser.longest import LONG_UNIT, LONGEST
from tests.browser.still import Still
from tests.browser.walk import Walk, looked_at
from tests.council import Council
from tests.papers import opens, replaced
from tests.planned import Draft
from tests.search.conftest import adds


@pytest.fixture
def office(council: Council) -> Council:
    """With a paper in two versions, words to be found, published changes, a draft that waits for its chair, units."""
    council.watching = False
    replaced(council)
    adds(council, "Quy chế", "Theo Điều 35 của Luật Tổ chức", item=council.items[1])
    said = {"presenter": "Phòng Tài chính – Kế hoạch", "minutes": 20, "form": "vote", "text": "", "level": 0}
    command = ChangeItem(meeting_id=1, item_id=council.items[1], version=1, title=LONGEST.strip()[:400], **said)
    council.submits("ha", command)
    council.submits("ha", PublishAgain(meeting_id=1))
    parent = None
    for title in (LONG_UNIT.strip()[:200], "Phòng Kinh tế", "Thôn Đông"):
        made = council.submits("admin", MakeUnit(title=title, parent_id=parent))
        parent = made.made["unit_id"]
    council.submits("admin", RequireApproval(required=True))
    council.submits("ha", AddItem(meeting_id=1, title=LONGEST.strip()[:400]))
    more = {**said, "presenter": LONG_UNIT.strip()[:150], "text": LONGEST.strip()[:400], "minutes": 45}
    council.submits("ha", ChangeItem(meeting_id=1, item_id=council.items[1], version=2, title="Kế hoạch", **more))
    council.submits("ha", SubmitChanges(meeting_id=1))
    draft = Draft(council)
    draft.invites("an", "chair", votes=True)
    draft.invites("ha", "clerk")
    draft.adds(LONGEST.strip()[:400])
    council.submits("ha", SubmitMeeting(meeting_id=draft.meeting))
    worker = create_workshop(council.house.site.settings, clock=council.clock)
    while worker.work_once():
        pass
    worker.database.close()
    return council


def administrators(office: Council) -> dict[str, str]:
    """What an administrator opens, by name."""
    return {
        "units": "/units",
        "again": "/meetings/1/again?rhythm=month_weekday&count=12",
        "search": "/search",
        "found": "/search?words=dieu+35",
        "found-nothing": "/search?words=khongco",
        "readers": f"/meetings/1/papers/{office.document}/readers",
        "versions": f"/meetings/1/papers/{office.document}/versions",
        "calendar-unit": "/calendar?view=month&on=2026-09-24&whose=unit",
        "list-unit": "/meetings?whose=unit",
        **{f"calendar-{view}": f"/calendar?view={view}&day=2026-09-24" for view in ("day", "week", "month")},
    }


def test_pages_that_the_administrator_opens_fit_every_screen(
    browser: Browser, office: Council, album: Path | None
) -> None:
    assert looked_at(browser, office, "admin", administrators(office), album) == {}


def test_pages_that_each_role_opens_fit_every_screen_in_english(browser: Browser, office: Council) -> None:
    pages = {
        "admin": administrators(office),
        "lan": {"changes": "/m/1/changes", "pack": "/m/1/binder"},
        "an": {"approval": "/meetings/2/approval", "approval-changes": "/meetings/1/approval/changes", "today": "/"},
        "ha": {"plan-changes-wait": "/meetings/1"},
    }
    wrong: dict[str, object] = {}
    for who, paths in pages.items():
        still = Still(browser, office, who)
        still.speaks("en")
        walk = Walk(still, None, whole_words=True)
        walk.goes(paths)
        still.close()
        wrong |= walk.faults
    assert wrong == {}


def test_papers_that_wait_for_a_look_and_removed_ones_fit_every_screen(
    browser: Browser, council: Council, album: Path | None
) -> None:
    council.watching = False
    with council.database.read() as db:
        first = find_document(db, 1, council.document).sha256
    council.submits("system", RecordRendition(meeting_id=1, document_id=council.document, pdf_sha256=first, pages=12))
    gone = adds(council, LONGEST.strip()[:400], "Theo Điều 35", item=council.items[1])
    made = RecordRendition(meeting_id=1, document_id=gone, pdf_sha256=first, pages=12)
    council.submits("system", made)
    opens(council, "lan", *range(1, 12, 2), document=gone)
    council.submits("ha", RemoveDocument(meeting_id=1, document_id=gone))
    council.tells()
    council.prepares(LONGEST.strip()[:420], item=2)
    replaced(council)
    council.submits("system", SuspectSecret(meeting_id=1, document_id=council.document, of=first))
    unread = adds(council, "Bản quét", "")
    with council.database.read() as db:
        of = find_document(db, 1, unread).sha256
    council.submits("system", SuspectSecret(meeting_id=1, document_id=unread, of=of, unseen=True))
    item = f"/meetings/1/agenda?item={council.items[1]}"
    pages = {"papers-held": "/meetings/1/papers", "gone-read": f"/meetings/1/papers/{gone}/reading"}
    pages |= {"question-untold": item, "plan-at-once": "/meetings/1", "people-at-once": "/meetings/1/people"}
    assert looked_at(browser, council, "ha", pages, album) == {}
    assert looked_at(browser, council, "lan", {"own-gone": "/m/1/reading"}, album) == {}
    still = Still(browser, council, "ha")
    still.speaks("en")
    walk = Walk(still, None, whole_words=True)
    walk.goes(pages | {"places-at-once": "/meetings/1/seating"})
    still.close()
    assert walk.faults == {}


def test_pages_that_members_and_the_chair_open_fit_every_screen(
    browser: Browser, office: Council, album: Path | None
) -> None:
    assert looked_at(browser, office, "lan", {"changes": "/m/1/changes", "pack": "/m/1/binder"}, album) == {}
    assert looked_at(browser, office, "an", {"approval": "/meetings/2/approval"}, album) == {}
    shown = {"approval-changes": "/meetings/1/approval/changes", "today-approves": "/"}
    assert looked_at(browser, office, "an", shown, album) == {}
    assert looked_at(browser, office, "ha", {"plan-changes-wait": "/meetings/1"}, album) == {}


def test_the_agenda_is_changed_in_session_by_keys_alone(browser: Browser, sitting: Council, album: Path | None) -> None:
    sitting.watching = False
    title = LONGEST.strip()[:420]
    sitting.submits("ha", PrepareMotion(meeting_id=1, item_id=sitting.items[1], title=title))
    still = Still(browser, sitting, "ha")
    walk = Walk(still, album)
    walk.goes({"agenda-change": "/meetings/1/agenda/change"})
    assert walk.faults == {}
    page = still.opens("/meetings/1/agenda/change").page
    page.get_by_label("Thay đổi", exact=True).first.focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("Tên nội dung").first.focus()
    page.keyboard.type("Vốn khắc phục bão")
    page.get_by_test_id("propose").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("console")).to_contain_text("rút nội dung 2")
    expect(page.get_by_test_id("console")).to_contain_text("bổ sung nội dung “Vốn khắc phục bão” vào cuối chương trình")
    walk.looks("console-agenda-change")
    assert walk.faults == {}
    still.close()

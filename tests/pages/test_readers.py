"""Guests see what is meant for them and nothing else, at every door: pages, lists, files, parts, the socket."""

import hashlib
import re

import pytest

from meeting.documents.arranging import ChooseReaders
from meeting.documents.commands import AddDocument, RecordRendition
from meeting.documents.on_paper import AddOnPaper
from meeting.documents.readers import Readers
from meeting.kernel.clock import stamp
from meeting.kernel.refusals import NOT_ALLOWED
from meeting.people.groups import ChooseGroups, DissolveGroup, MakeGroup
from tests.cast import MORNING, PDF
from tests.conftest import Builder
from tests.connection import Device
from tests.council import Council
from tests.pages.client import Browser

SECRET = "Phương án nhân sự"
NOBODY = Readers(members=False)
EVERYBODY = Readers(guests=True)


def add(council: Council, readers: Readers, title: str = SECRET, *, ready: bool = True) -> int:
    """A paper of the present item, ready to be read."""
    content = PDF + title.encode()
    sha256 = council.house.site.blobs.put(content)
    command = AddDocument(
        meeting_id=1,
        item_id=council.items[0],
        title=title,
        filename="a.pdf",
        media_type="application/pdf",
        sha256=sha256,
        size=len(content),
        readers=readers,
    )
    made = council.submits("system", command).made["document_id"]
    if ready:
        council.submits("system", RecordRendition(meeting_id=1, document_id=made, pdf_sha256=sha256, pages=1))
    return made


def choose(council: Council, document: int, readers: Readers) -> None:
    council.submits("ha", ChooseReaders(meeting_id=1, document_id=document, readers=readers))


def doors(council: Council, document: int) -> list[str]:
    """Every address of a paper, also the one that names its content."""
    sha256 = hashlib.sha256(PDF + SECRET.encode()).hexdigest()
    of = f"/m/1/papers/{document}"
    return [of, f"{of}/file.pdf", f"{of}/file.pdf?of={sha256}", f"{of}/original"]


def everything_shown(council: Council, who: str) -> str:
    """Everything that a person receives without opening a paper: their pages, and the socket from the beginning."""
    browser = Browser(council, who)
    pages = [browser.get(path).text for path in ("/", "/m/1/tablet", "/m/1/papers/own")]
    device = Device(council, who)
    resumed = device.resumes(0)
    return " ".join([*pages, str(resumed), str(device.told("panels"))])


@pytest.mark.parametrize(
    ("readers", "reading"),
    [
        (Readers(), {"an", "ha", "lan", "khoa"}),
        (EVERYBODY, {"an", "ha", "lan", "khoa", "guest"}),
        (NOBODY, {"an", "ha"}),
        (Readers(members=False, guests=True), {"an", "ha", "guest"}),
    ],
)
def test_only_people_who_may_read_a_paper_find_it(sitting: Council, readers: Readers, reading: set[str]) -> None:
    with sitting.unwatched():
        paper = add(sitting, readers)
    for who in ("an", "ha", "lan", "khoa", "guest", "outsider", "screen"):
        statuses = {Browser(sitting, who).get(path).status_code for path in doors(sitting, paper)}
        assert statuses == ({200} if who in reading else {404}), who
        if who in ("an", "lan", "khoa", "guest"):
            shown = everything_shown(sitting, who)
            assert (SECRET in shown) is (who in reading), who
            assert (f"papers/{paper}" in shown) is (who in reading), who


def test_parts_of_a_paper_and_questions_about_changes_are_refused_too(sitting: Council) -> None:
    paper = add(sitting, NOBODY)
    etag = hashlib.sha256(PDF + SECRET.encode()).hexdigest()
    for headers in ({"Range": "bytes=0-9"}, {"If_None_Match": f'"{etag}"'}, {"If_Range": f'"{etag}"'}):
        for path in doors(sitting, paper):
            assert Browser(sitting, "guest").get(path, **headers).status_code == 404
    assert Browser(sitting, "guest").client.head(doors(sitting, paper)[1]).status_code == 404


def test_a_guest_named_for_a_paper_finds_it_among_their_own(sitting: Council) -> None:
    paper = add(sitting, Readers(people=(sitting.people["guest"],)))
    own = Browser(sitting, "guest").get("/m/1/papers/own").text
    assert (SECRET in own, f"/m/1/papers/{paper}" in own, "Mục 1" in own) == (True, True, True)
    assert SECRET not in Browser(sitting, "lan").get("/m/1/papers/own").text, "members have it in the agenda"
    assert SECRET in sitting.sees("member", "papers")
    assert SECRET not in sitting.sees("guest", "papers") + sitting.sees("guest", "agenda")


def test_a_group_reads_while_it_has_members_and_a_dissolved_one_opens_nothing(sitting: Council) -> None:
    group = sitting.submits("admin", MakeGroup(title="Thường trực")).made["group_id"]
    khoa = sitting.people["khoa"]
    sitting.submits("admin", ChooseGroups(person_id=khoa, group_ids=(group,)))
    paper = add(sitting, Readers(members=False, groups=(group,)))

    def read() -> list[int]:
        return [Browser(sitting, who).get(f"/m/1/papers/{paper}/file.pdf").status_code for who in ("khoa", "lan")]

    assert read() == [200, 404]
    assert SECRET in Browser(sitting, "khoa").get("/m/1/papers/own").text
    sitting.submits("admin", DissolveGroup(group_id=group))
    assert read() == [404, 404]
    again = sitting.submits("admin", MakeGroup(title="Nhóm khác")).made["group_id"]
    sitting.submits("admin", ChooseGroups(person_id=sitting.people["lan"], group_ids=(again,)))
    assert (again > group, read()) == (True, [404, 404]), "its number is never given again"


def test_a_paper_can_be_read_in_its_period_and_leaves_nothing_in_the_browser(sitting: Council) -> None:
    opens, closes = MORNING.replace(hour=3), MORNING.replace(hour=4)
    paper = add(sitting, Readers(guests=True, opens_at=stamp(opens), closes_at=stamp(closes)))
    sha256 = hashlib.sha256(PDF + SECRET.encode()).hexdigest()

    def seen(who: str) -> tuple[int, bool]:
        browser = Browser(sitting, who)
        file = browser.get(f"/m/1/papers/{paper}/file.pdf?of={sha256}")
        if file.status_code == 200:
            assert file.headers["Cache-Control"] == "no-store"
        return file.status_code, SECRET in everything_shown(sitting, who)

    assert [seen(who) for who in ("guest", "lan")] == [(404, False)] * 2
    own = Browser(sitting, "guest").get("/m/1/papers/own").text
    assert re.search(r'data-changes-at="([^"]*)"', own)[1] == stamp(opens)  # type: ignore[index]
    sitting.clock.moment = opens
    assert [seen(who) for who in ("guest", "lan")] == [(200, True)] * 2
    sitting.clock.moment = closes
    assert [seen(who) for who in ("guest", "lan", "an", "ha")] == [(404, False), (404, False), (200, True), (200, True)]


def test_a_removed_right_ends_at_once_also_for_people_with_the_address(sitting: Council) -> None:
    paper = add(sitting, EVERYBODY)
    device = Device(sitting, "guest")
    device.resumes(0)
    assert SECRET in sitting.sees("guest", "papers")
    choose(sitting, paper, NOBODY)
    told = str(device.told("panels"))
    assert ("papers" in told, SECRET in told) == (True, False)
    assert {Browser(sitting, "guest").get(path).status_code for path in doors(sitting, paper)} == {404}


def test_the_panel_says_that_a_persons_own_papers_changed_and_not_which(sitting: Council) -> None:
    def token(view: str) -> str:
        found = re.search(r'data-own="([^"]*)"', sitting.sees(view, "papers"))
        assert found is not None
        return found[1]

    assert token("guest") == ""
    paper = add(sitting, NOBODY, ready=False)
    first = token("guest")
    sitting.submits("system", RecordRendition(meeting_id=1, document_id=paper, pdf_sha256="ab" * 32, pages=2))
    assert len({"", first, token("guest")}) == 3


def test_no_guest_gets_a_file_fetched_ahead_for_another(sitting: Council) -> None:
    paper = add(sitting, Readers())
    assert f"papers/{paper}/file.pdf" in sitting.sees("member", "papers")
    assert f"papers/{paper}" not in sitting.sees("guest", "papers")


@pytest.mark.parametrize(
    ("readers", "code"),
    [
        (Readers(groups=(99,)), "kernel.not_found"),
        (Readers(people=(999,)), "kernel.not_found"),
        (Readers(opens_at="sáng mai"), "documents.bad_time"),
        (Readers(opens_at=stamp(MORNING), closes_at=stamp(MORNING)), "documents.bad_window"),
    ],
)
def test_invalid_readers_are_refused(council: Council, readers: Readers, code: str) -> None:
    command = ChooseReaders(meeting_id=1, document_id=council.document, readers=readers)
    assert council.refuses("ha", command) == code


def test_a_paper_cannot_be_hidden_from_the_chair_by_suspecting_it(council: Council) -> None:
    document, held = add(council, EVERYBODY), Readers(guests=True, held=True)
    assert council.refuses("ha", ChooseReaders(meeting_id=1, document_id=document, readers=held)) == NOT_ALLOWED
    said = {"filename": "a.pdf", "media_type": "application/pdf", "sha256": "ab" * 32, "size": 9}
    for command in (
        AddDocument(meeting_id=1, item_id=None, title="Ẩn", readers=held, **said),
        AddOnPaper(meeting_id=1, item_id=None, title="Ẩn", readers=held),
    ):
        assert council.refuses("ha", command) == NOT_ALLOWED
    assert Browser(council, "an").get(f"/m/1/papers/{document}/file.pdf").status_code == 200


def test_pages_about_readers_say_the_bodys_own_word_for_its_members(build: Builder) -> None:
    for council, member in ((build(preset="hdnd"), "đại biểu"), (build(preset="dang"), "cấp ủy viên")):
        desk = Browser(council, "ha")
        page = " ".join(desk.get(f"/meetings/1/papers/{council.document}/readers").text.split())
        assert f"Tất cả {member}" in page
        assert f"Người đọc: {member}" in " ".join(desk.get("/meetings/1/papers").text.split())
        assert f"{member} khác thì không" in " ".join(Browser(council, "lan").get("/m/1/reading").text.split())


def test_the_secretary_says_on_a_page_who_reads(council: Council) -> None:
    browser, page = Browser(council, "ha"), f"/meetings/1/papers/{council.document}/readers"
    assert "Người đọc: thành viên" in " ".join(browser.get("/meetings/1/papers").text.split())
    guest = str(council.people["guest"])
    sent = browser.send(page, person=guest, opens_at="2026-09-24T08:00", closes_at="2026-09-24T10:30")
    assert sent.status_code == 303
    words = " ".join(browser.get("/meetings/1/papers").text.split())
    assert re.search(r"Người đọc: Ngô Thị Yến từ 08:00 24/09/2026 đến 10:30 24/09/2026", words)
    assert re.search(rf'name="person" value="{guest}" checked', browser.get(page).text)
    assert browser.send(page, members="yes", opens_at="mai").status_code == 400
    assert Browser(council, "lan").send(page, guests="yes").status_code == 403

"""Lists of people: what each line would do, importing, undoing, and everything that an office's file may hold."""

import io
import unicodedata
from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from openpyxl import Workbook
from sqlalchemy import select

from meeting.access.tables import Login
from meeting.agenda.commands import AddSeat
from meeting.journal import book as journal
from meeting.kernel.refusals import Refused
from meeting.people.commands import AddPerson, ChangePerson, IssueCard, RetirePerson
from meeting.people.particulars import Particulars
from meeting.people.tables import Person, find_person
from meeting.roster.commands import AcceptRoster, OfferRoster, TakeLines, WithdrawRoster
from meeting.roster.rules import Doubt, LineKind, LineState, RosterState
from meeting.work.workshop import Workshop
from tests.council import Council
from tests.rosters import HEAD, LAN, MANY, csv, lines, offers, particulars, state
from tests.workshops import working, works

PHUC = Particulars(full_name="Ma Văn Phúc", given_name="Phúc", honorific="ông", title="Ủy viên", unit="Ban Kinh tế")


@pytest.fixture
def worker(council: Council) -> Iterator[Workshop]:
    """The worker; the jobs that were requested before are done."""
    with working(council) as made:
        works(made)
        yield made


def takes_in(council: Council, worker: Workshop, roster: int) -> None:
    council.submits("admin", AcceptRoster(roster_id=roster))
    works(worker)
    assert state(council, roster) == (RosterState.TAKEN, "")


def test_each_line_says_what_it_would_do_and_nothing_has_changed_yet(council: Council, worker: Workshop) -> None:
    roster = offers(council, worker, MANY)
    assert state(council, roster) == (RosterState.READ, "")
    assert [(each.kind, each.doubt, each.fact) for each in lines(council, roster)] == [
        (LineKind.ADDS, Doubt.NONE, ""),
        (LineKind.SAME, Doubt.NONE, ""),
        (LineKind.CHANGES, Doubt.NONE, ""),
        (LineKind.ADDS, Doubt.NONE, ""),
        (LineKind.CONFLICT, Doubt.OTHER_NAME, "ông Bùi Đăng Khoa"),
        (LineKind.CONFLICT, Doubt.NAMESAKE, "bà Hồ Anh Đào, Ủy viên, UBND xã Minh Tân"),
        (LineKind.CONFLICT, Doubt.TWICE, "2"),
        (LineKind.CONFLICT, Doubt.ACCOUNT, "có dấu"),
        (LineKind.CONFLICT, Doubt.NO_NAME, ""),
        (LineKind.CONFLICT, Doubt.LETTERS, ""),
    ]
    assert particulars(council, "phuc") is None


def test_an_import_journals_each_person_and_leaves_conflicts_out(council: Council, worker: Workshop) -> None:
    takes_in(council, worker, offers(council, worker, MANY))
    assert particulars(council, "phuc") == PHUC
    nam = particulars(council, "nam")
    assert nam is not None
    assert nam.title == "Trưởng ban"
    assert particulars(council, "khoa") != PHUC
    with council.database.read() as db:
        book = list(journal.entries(db, journal.OFFICE))[-4:]
        assert [each.kind for each in book] == [
            "roster.accepted",
            "people.person_added",
            "people.person_changed",
            "people.person_added",
        ]
        assert book[0].actor == f"person-{council.people['admin']}"
        assert db.scalar(select(Person.called).where(Person.called == "lo thi mai")) is not None


def test_the_same_list_again_changes_nothing(council: Council, worker: Workshop) -> None:
    takes_in(council, worker, offers(council, worker, MANY))
    again = offers(council, worker, MANY)
    kinds = [each.kind for each in lines(council, again)[:4]]
    assert kinds == [LineKind.SAME, LineKind.SAME, LineKind.SAME, LineKind.SAME]


def test_fields_without_a_column_stay_as_they_are(council: Council, worker: Workshop) -> None:
    before = particulars(council, "lan")
    assert before is not None and before.honorific and before.unit
    sparse = "Họ và tên,Chức vụ,Tài khoản\nTrần Thị Lan,Trưởng ban,lan\nPhạm Hoài Nam,,nam\nHà Mới,Ủy viên,moi".encode()
    roster = offers(council, worker, sparse)
    assert [each.kind for each in lines(council, roster)] == [LineKind.CHANGES, LineKind.CHANGES, LineKind.ADDS]
    takes_in(council, worker, roster)
    assert particulars(council, "lan") == replace(before, title="Trưởng ban"), "honorific, unit and given name stay"
    nam, new = particulars(council, "nam"), particulars(council, "moi")
    assert nam is not None and (nam.title, nam.honorific) == ("", "ông"), "an empty cell of a column empties"
    assert new is not None and (new.given_name, new.honorific) == ("Mới", "")


@pytest.mark.parametrize(("filename", "told"), [("ds xã.CSV", "ds xã.CSV"), (f"{'ộ' * 200}.csv", "danh-sach.csv")])
def test_a_problem_is_reported_with_the_name_of_the_file(
    council: Council, worker: Workshop, filename: str, told: str
) -> None:
    ended, problem = state(council, offers(council, worker, "Họ và tên,Tài khoản\nVũ,vu".encode("utf-16"), filename))
    assert ended is RosterState.UNREADABLE
    assert problem.startswith(told), problem


def test_a_given_name_left_blank_is_not_guessed_again(council: Council, worker: Workshop) -> None:
    thinh = replace(PHUC, full_name="Y Thịnh Niê", given_name="Y Thịnh")
    council.submits("admin", AddPerson(account="thinh", particulars=thinh))
    roster = offers(council, worker, csv("Y Thịnh Niê,,ông,Ủy viên,Ban Kinh tế,thinh"))
    assert [each.kind for each in lines(council, roster)] == [LineKind.SAME]


def test_a_given_name_is_corrected_whichever_earlier_rows_leave_it_blank(council: Council, worker: Workshop) -> None:
    council.submits("admin", AddPerson(account="thinh", particulars=replace(PHUC, full_name="Y Thịnh Niê")))
    blank, corrected = LAN.replace(",Lan,", ",,"), "Y Thịnh Niê,Y Thịnh,ông,Ủy viên,Ban Kinh tế,thinh"
    takes_in(council, worker, offers(council, worker, csv(blank, corrected)))
    found = particulars(council, "thinh")
    assert found is not None and found.given_name == "Y Thịnh"


def test_an_import_is_undone_except_for_people_changed_since(council: Council, worker: Workshop) -> None:
    names = ("mot", "hai", "ba", "bon")
    listed = [f"Người Thứ {name.title()},{name.title()},ông,Ủy viên,Ban {name},{name}" for name in names]
    roster = offers(
        council, worker, csv(*listed, LAN.replace("Ủy viên", "Trưởng ban"), "Phạm Hoài Nam,Nam,ông,Phó ban,Khác,nam")
    )
    takes_in(council, worker, roster)
    added: dict[str, int] = {}
    with council.database.read() as db:
        added = {login.account: login.person_id for login in db.scalars(select(Login).where(Login.account.in_(names)))}
    council.submits("admin", IssueCard(person_id=added["hai"], card_hash="x", pin_hash="x"))
    council.submits("admin", AddSeat(meeting_id=council.meeting, person_id=added["ba"], role="member", votes=True))
    council.submits("admin", RetirePerson(person_id=added["bon"]))
    changed = ChangePerson(person_id=council.people["nam"], version=2, particulars=PHUC)
    council.submits("admin", changed)
    council.submits("admin", WithdrawRoster(roster_id=roster))
    works(worker)
    assert state(council, roster) == (RosterState.TAKEN_BACK, "")
    assert [each.state for each in lines(council, roster)] == [
        LineState.UNDONE,
        LineState.KEPT,
        LineState.KEPT,
        LineState.KEPT,
        LineState.UNDONE,
        LineState.KEPT,
    ]
    lan = particulars(council, "lan")
    assert lan is not None
    assert (lan.title, particulars(council, "mot"), particulars(council, "nam")) == ("Ủy viên", None, PHUC)
    council.submits("admin", AddPerson(account="mot", particulars=replace(PHUC, unit="Ban Mới")))


def test_a_person_corrected_after_the_preview_is_left_out(council: Council, worker: Workshop) -> None:
    roster = offers(council, worker, csv(LAN.replace("Ủy viên", "Trưởng ban")))
    corrected = ChangePerson(person_id=council.people["lan"], version=1, particulars=PHUC)
    council.submits("admin", corrected)
    takes_in(council, worker, roster)
    assert [each.state for each in lines(council, roster)] == [LineState.LEFT_OUT]
    assert particulars(council, "lan") == PHUC


def test_a_list_is_imported_once_and_undone_once(council: Council, worker: Workshop) -> None:
    roster = offers(council, worker, MANY)
    assert council.refuses("admin", WithdrawRoster(roster_id=roster)) == "roster.not_taken"
    takes_in(council, worker, roster)
    assert council.refuses("admin", AcceptRoster(roster_id=roster)) == "roster.not_read"
    council.submits("system", TakeLines(roster_id=roster))  # a worker that died after its last batch begins again
    council.submits("admin", WithdrawRoster(roster_id=roster))
    assert council.refuses("admin", WithdrawRoster(roster_id=roster)) == "roster.not_taken"
    assert council.refuses("admin", OfferRoster(filename="x.pdf", sha256="0" * 64)) == "roster.not_a_list"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (csv(LAN).decode("utf-8-sig").encode("cp1258", "ignore"), "UTF-8"),
        (csv(LAN).decode("utf-8-sig").encode("utf-16"), "UTF-16"),
        (b"", ""),
        ("Cột lạ,Họ và tên\r\n1,An".encode(), "Cột lạ"),
        (b"\x00\x01\x02" * 100, ""),
        (b'Ho va ten\r\n"An', ""),
    ],
)
def test_an_unreadable_file_says_what_to_correct(council: Council, worker: Workshop, content: bytes, said: str) -> None:
    found, problem = state(council, offers(council, worker, content))
    assert found == RosterState.UNREADABLE
    assert problem
    assert said in problem


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_a_csv_file_of_any_excel_is_read(council: Council, worker: Workshop, form: str, comma: str) -> None:
    text = "\r\n".join([HEAD, LAN, "Ma Văn Phúc,Phúc,ông,Ủy viên,Ban Kinh tế,phuc"]).replace(",", comma)
    roster = offers(council, worker, unicodedata.normalize(form, text).encode("utf-8-sig"))
    assert [each.kind for each in lines(council, roster)] == [LineKind.SAME, LineKind.ADDS]
    assert lines(council, roster)[1].particulars == PHUC


def test_a_workbook_as_offices_write_it_is_read(council: Council, worker: Workshop) -> None:
    """A title above, a unit merged beside its people, numbers and dates, columns that are of no use here."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DANH SÁCH ỦY VIÊN"])
    sheet.merge_cells("A1:G1")
    sheet.append(["STT", "Họ và tên", "Chức vụ", "Đơn vị", "Tài khoản", "Ngày sinh", "Điện thoại"])
    sheet.append([1, "Ma Văn Phúc", "Ủy viên", "Ban Kinh tế", "phuc", 27395, 912345678])
    sheet.append([2.0, "Ma Thị Hoa", "Ủy viên", None, 20260101, "01/01/1975", None])
    sheet.append([3, "Ma Thị Lý", "Ủy viên", "Ban Khác", "ly", None, None])
    sheet.merge_cells("D3:D4")
    out = io.BytesIO()
    book.save(out)
    found = lines(council, offers(council, worker, out.getvalue(), "ủy viên.xlsx"))
    assert [(each.account, each.particulars.given_name, each.particulars.unit) for each in found] == [
        ("phuc", "Phúc", "Ban Kinh tế"),
        ("20260101", "Hoa", "Ban Kinh tế"),
        ("ly", "Lý", "Ban Khác"),
    ]


def test_many_people_are_imported_a_few_at_a_time(council: Council, worker: Workshop) -> None:
    people = [f"Đại Biểu {n},{n},ông,Ủy viên,Tổ {n},d{n}" for n in range(300)]
    roster = offers(council, worker, csv(*people))
    assert {each.kind for each in lines(council, roster)} == {LineKind.ADDS}
    council.watching = False
    council.submits("admin", AcceptRoster(roster_id=roster))
    council.submits("system", TakeLines(roster_id=roster))
    done = [each for each in lines(council, roster) if each.state == LineState.DONE]
    assert len(done) == 10, "no transaction is long"
    works(worker)
    with council.database.read() as db:
        assert find_person(db, max(each.person_id or 0 for each in lines(council, roster))).called == "dai bieu 299"


def test_only_an_administrator_reads_lists(council: Council) -> None:
    for who in ("an", "ha", "lan"):
        with pytest.raises(Refused):
            council.submits(who, AcceptRoster(roster_id=1))

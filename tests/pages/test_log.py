"""The log on screen: what was done and who signed in, in words, found by filters; nobody can delete from it."""

import csv
import io
import re
import unicodedata
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meeting.access import attempts
from meeting.access.actors import SYSTEM
from meeting.access.tables import Attempt, SignIn, Way
from meeting.attendance.commands import NoteAbsence
from meeting.conduct.commands import RecordConclusion
from meeting.entrance.commands import ForgetSignIns
from meeting.entrance.routines import is_forgetting_due
from meeting.entrance.rules import keeps_from
from meeting.journal.events import areas, registered
from meeting.journal.tables import Line
from meeting.office.sheets import harmless
from meeting.people.commands import AddPerson, SetAdmin
from meeting.people.groups import MakeGroup
from meeting.people.particulars import Particulars
from tests.cast import PIN, card_of
from tests.council import AGAINST, Council
from tests.pages.client import Browser
from tests.pages.listed import lines, log

FORMULA = Particulars(full_name="=1+1", given_name="x", honorific="", title="", unit="")


@pytest.fixture
def admin(council: Council) -> Browser:
    council.watching = False
    return Browser(council, "admin")


def sign_ins(admin: Browser, **asked: str) -> list[str]:
    return lines(admin.client.get("/log/sign-ins", query_string=asked).text)


def test_every_event_is_written_out_in_words() -> None:
    acts = {kind: known.called for kind, known in registered().items()}
    assert all(acts.values()) and all(areas().values())
    assert {kind.partition(".")[0] for kind in acts} == set(areas())
    assert len(set(acts.values())) > 150
    assert not [words for words in acts.values() if "_" in words or re.search(r"[a-z]\.[a-z]", words)]


def test_the_log_names_who_did_what(council: Council, admin: Browser) -> None:
    council.submits("admin", MakeGroup(title="Thường trực"))
    council.submits("admin", SetAdmin(person_id=council.people["lan"], admin=True))
    newest, before = log(admin)[:2]
    assert "Đổi quyền quản trị" in newest
    assert "bà Trần Thị Lan · Có quyền quản trị" in newest
    assert "Quản trị hệ thống" in newest
    assert "Thêm nhóm · Thường trực" in before
    assert "people." not in admin.get("/log").text


def test_a_line_of_the_log_names_a_person_once(council: Council, admin: Browser) -> None:
    moi = Particulars(full_name="Lê Thị Mới", given_name="Mới", honorific="bà", title="Kế toán", unit="Văn phòng")
    council.submits("admin", AddPerson(account="moi", particulars=moi))
    (line,) = log(admin, words="Kế toán")
    assert line.count("Lê Thị Mới") == 1
    assert "bà Lê Thị Mới" in line


def test_filters_narrow_by_who_kind_meeting_and_words_in_any_spelling(council: Council, admin: Browser) -> None:
    council.clock.advance(minutes=1)
    council.arrives("lan", "nam")
    assert all("Điểm danh có mặt" in each for each in log(admin, area="attendance"))
    assert len(log(admin, area="attendance")) == 2
    assert len(log(admin, who="le thu ha")) == 2
    assert len(log(admin, who="HÀ lê", area="attendance")) == 2
    assert log(admin, who="khong co ai") == []
    assert all("Phiên họp thường kỳ tháng 9" in each for each in log(admin, meeting=str(council.meeting)))
    assert {each.split()[-1] for each in log(admin, meeting="office", area="people")} == {"chủ"}
    assert "Cấp thẻ đăng nhập" in " ".join(log(admin, words="tran thi lan", area="people"))
    assert len(log(admin, words=unicodedata.normalize("NFD", "đầu tư công"))) == 1
    assert log(admin, words="100%' OR 1=1 --_") == []


def test_days_are_days_in_vietnam(council: Council, admin: Browser) -> None:
    council.clock.advance(hours=17)  # one o'clock of the next morning
    council.submits("system", MakeGroup(title="Đêm"))
    fresh = Browser(council)
    fresh.signs_in("admin", PIN)
    assert ["Thêm nhóm · Đêm" in each for each in log(fresh, first="2026-09-25")] == [True]
    assert not any("Đêm" in each for each in log(fresh, last="2026-09-24"))
    assert len(log(fresh, first="hôm qua", last="9999-99-99")) > 40


def test_the_log_continues_page_by_page_without_a_gap(council: Council, admin: Browser) -> None:
    for n in range(60):
        council.submits("admin", MakeGroup(title=f"Nhóm {n}"))
    with council.database.read() as db:
        written = db.scalar(select(func.count()).select_from(Line)) or 0
    seen, path = [], "/log"
    while path:
        page = admin.get(path).text
        seen += lines(page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        path = onward[1].replace("&amp;", "&") if onward else ""
        council.submits("admin", MakeGroup(title=f"Trong lúc xem {len(seen)}"))  # the pages that come after do not move
    assert len(seen) == written
    assert [int(found[1]) for each in seen if (found := re.search(r"· Nhóm (\d+) ", each))] == list(range(59, -1, -1))


def test_private_matters_are_not_in_the_log(council: Council, admin: Browser) -> None:
    council.submits(
        "ha", NoteAbsence(meeting_id=council.meeting, seat_id=council.seats["khoa"], excused=True, reason="Đi mổ tim")
    )
    council.sits(8)
    council.submits(
        "ha", RecordConclusion(meeting_id=council.meeting, item_id=council.items[0], text="Nói kín", version=0)
    )
    motion = council.opens_motion()
    council.casts("lan", motion, AGAINST)
    page = "".join(log(admin))
    assert "Gửi phiếu biểu quyết · Thông qua kế hoạch" in page
    for secret in ("Đi mổ tim", "Nói kín", "against", "Không tán thành"):
        assert secret not in page
        assert secret.encode() not in admin.get("/log.csv").data


def test_the_log_says_who_signed_in_how_and_from_where(council: Council, admin: Browser) -> None:
    tablet = Browser(council, address="10.0.0.7")
    tablet.signs_in("lan", PIN)
    tablet.send("/sign-out")
    tablet.scans(card_of("nam"))
    tablet.signs_in("lan", "000000")
    tablet.get("/c/lost")
    found = sign_ins(admin)
    assert len(found) == 6 - 1
    assert "Bị từ chối · bằng thẻ 10.0.0.7" in found[0]
    assert "Bị từ chối · bà Trần Thị Lan · bằng tài khoản" in found[1]
    assert "Đăng nhập · ông Phạm Hoài Nam · bằng thẻ" in found[2]
    assert "Đăng xuất · bà Trần Thị Lan 10.0.0.7" in found[3]
    assert "Đăng nhập · bà Trần Thị Lan · bằng tài khoản" in found[4]
    assert len(sign_ins(admin, ended="refused")) == 2
    assert len(sign_ins(admin, who="tran thi lan")) == 3
    assert len(sign_ins(admin, words="10.0.0.7")) == 5
    assert len(sign_ins(admin, ended="nonsense", before="9" * 40)) == 5


def test_no_pin_is_in_the_log(council: Council, admin: Browser) -> None:
    Browser(council).signs_in(PIN, PIN)
    assert PIN not in admin.get("/log/sign-ins").text


def test_a_flood_of_guesses_is_a_few_lines(council: Council, admin: Browser) -> None:
    def flood(db: Session) -> int:
        for address in range(20):
            for n in range(25):
                attempts.note_refused(
                    db, Way.CODE, account=f"a{n}", address=f"10.0.0.{address}", device="", now=council.clock()
                )
        return db.scalar(select(func.count()).select_from(Attempt)) or 0

    assert council.database.gate.submit(flood) <= attempts.IN_ALL + 25
    with council.database.read() as db:
        assert db.scalar(select(func.sum(Attempt.count))) == 500, "and none of them is left out of the count"


def test_old_sign_ins_are_deleted_by_the_rule_and_the_journal_says_so(council: Council, admin: Browser) -> None:
    Browser(council).signs_in("lan", PIN)
    admin.send("/settings/sign_in_months", value="6", seen="")
    council.clock.advance(days=185)
    settings = council.house.site.settings
    with council.database.read() as db:
        assert not is_forgetting_due(db, settings, council.clock())
    council.clock.advance(days=600)
    with council.database.read() as db:
        assert is_forgetting_due(db, settings, council.clock())
    again = Browser(council)
    again.signs_in("admin", PIN)
    council.commands.submit(ForgetSignIns(months=24), actor=SYSTEM)
    (line,) = sign_ins(again)
    assert "Quản trị hệ thống" in line
    with council.database.read() as db:
        assert attempts.oldest(db) == council.clock()
        kept = db.scalars(select(SignIn.made_at)).all()
    assert kept == [council.clock()], "devices and their addresses are kept no longer"


def test_a_setting_in_a_file_cannot_empty_the_log_at_once(council: Council) -> None:
    assert keeps_from(council.clock(), 0) == council.clock() - timedelta(days=180)


def test_the_exported_log_opens_in_a_spreadsheet_without_formulas(council: Council, admin: Browser) -> None:
    council.submits("admin", AddPerson(account="", particulars=FORMULA))
    written = admin.get("/log.csv")
    assert written.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.data.decode("utf-8-sig"))))
    assert rows[0] == ["Lúc", "Ai", "Việc", "Chi tiết", "Phiên họp"]
    assert rows[1][2:4] == ["Thêm người", "'=1+1"]
    assert [harmless(each) for each in ("=1", "-1", "@x", "An")] == ["'=1", "'-1", "'@x", "An"]
    book = load_workbook(io.BytesIO(admin.get("/log.xlsx?words=1%2B1").data))
    cells = list(book.worksheets[0].iter_rows(values_only=True))
    assert cells[1][3] == "=1+1"
    assert book.worksheets[0]["D2"].data_type == "s"
    heads = next(csv.reader(io.StringIO(admin.get("/log/sign-ins.csv").text)))
    assert heads[3] == "Kết quả"


def test_no_line_of_the_log_can_be_removed(council: Council, admin: Browser) -> None:
    for path in ("/log", "/log/sign-ins"):
        assert admin.send(path).status_code == 404
        assert admin.client.delete(path).status_code in {400, 404}
    forget = admin.submits("entrance.forget_sign_ins", {"months": 6})
    assert (forget.status_code, forget.get_json()["code"]) == (403, "access.not_allowed")

"""Lists of people that an office hands in as files: their lines, what the program made of each, and how far it is."""

from sqlalchemy import select

from meeting.people.particulars import Particulars
from meeting.people.tables import person_of_account
from meeting.roster.commands import OfferRoster
from meeting.roster.rules import RosterState
from meeting.roster.tables import RosterLine, find_roster
from meeting.work.workshop import Workshop
from tests.council import Council
from tests.workshops import works

HEAD = "Họ và tên,Tên gọi,Xưng hô,Chức vụ,Đơn vị,Tài khoản"
LAN = "Trần Thị Lan,Lan,bà,Ủy viên,UBND xã Minh Tân,lan"


def offers(council: Council, worker: Workshop, content: bytes, filename: str = "danh-sach.csv") -> int:
    """The administrator hands a file in, and the worker reads it."""
    blob = council.house.site.blobs.put(content)
    made = council.submits("admin", OfferRoster(filename=filename, sha256=blob)).made["roster_id"]
    works(worker)
    return made


def csv(*lines: str) -> bytes:
    return "\r\n".join([HEAD, *lines]).encode("utf-8-sig")


def lines(council: Council, roster: int) -> list[RosterLine]:
    with council.database.read() as db:
        return list(db.scalars(select(RosterLine).where(RosterLine.roster_id == roster).order_by(RosterLine.line)))


def state(council: Council, roster: int) -> tuple[RosterState, str]:
    with council.database.read() as db:
        found = find_roster(db, roster)
        return found.state, found.problem


def particulars(council: Council, account: str) -> Particulars | None:
    with council.database.read() as db:
        found = person_of_account(db, account)
        return found.particulars if found else None


MANY = csv(
    "Ma Văn Phúc,Phúc,ông,Ủy viên,Ban Kinh tế,Phuc",
    LAN,
    "Phạm Hoài Nam,Nam,ông,Trưởng ban,UBND xã Minh Tân,nam",
    "Lò Thị Mai,Mai,bà,Khách mời,Sở Tài chính,",
    "Ai Đó Khác,Khác,ông,Ủy viên,UBND,khoa",
    "Hồ Anh Đào,Đào,bà,Kế toán,Văn phòng,",
    "Ma Văn Phúc,Phúc,ông,Ủy viên,Ban Kinh tế,phuc",
    "Người Xấu,Xấu,ông,,,Có Dấu",
    ",,ông,,,trong",
    "Nguy?n V?n T,T,ông,,,loi",
)

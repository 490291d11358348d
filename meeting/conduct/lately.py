"""Says which administrators do not count as a second person yet.

One administrator sets the directory and gives the right. A new administrator who signs in through the directory may be
the same person, with an account and a password that they made themselves.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.tables import Login
from meeting.journal import book as journal
from meeting.kernel.refusals import Refused, declare
from meeting.people.events import AdminChanged
from meeting.people.tables import find_person

LATELY = timedelta(days=7)
FROM_DIRECTORY = declare(
    "conduct.admin_from_directory",
    409,
    "{name} đăng nhập qua danh bạ và mới thành quản trị trong 7 ngày qua nên chưa tính là người thứ hai. Nhờ quản trị "
    "khác, hoặc cấp trên máy chủ: “meeting cards MÃ-PHIÊN-HỌP --person TÀI-KHOẢN”.",
)


def check_not_from_directory(db: Session, people: tuple[int, ...], now: datetime) -> None:
    """Raise Refused when one of these administrators comes from the directory and got the right in the last days."""
    lately = lately_from_directory(db, now)
    for person_id in people:
        if person_id in lately:
            raise Refused(FROM_DIRECTORY, name=find_person(db, person_id).particulars.named())


def new_from_directory(db: Session, now: datetime) -> set[int]:
    """Return those of them who were not administrators in the days before.

    Somebody whose right was only taken away and given back still counts as another administrator.
    """
    given_back = select(Login.person_id).where(Login.right_taken_at > now - LATELY)
    return lately_from_directory(db, now) - set(db.scalars(given_back))


def lately_from_directory(db: Session, now: datetime) -> set[int]:
    """Return the people who sign in through the directory and became administrators in the last days."""
    changed = journal.among_after(db, journal.OFFICE, (AdminChanged.kind,), now - LATELY)
    new = {each.body["person_id"] for each in changed if each.body["admin"]}
    bound = select(Login.person_id).where(Login.person_id.in_(new), Login.directory_id.is_not(None))
    return set(db.scalars(bound))

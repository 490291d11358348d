"""An administrator's first steps. Each is marked as done from what the database contains."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meeting.access.tables import Login
from meeting.agenda.tables import Meeting, Seat
from meeting.backup.tables import RunKind, last_run
from meeting.config import Settings
from meeting.kernel.refusals import _l
from meeting.kernel.roles import Role
from meeting.people.tables import Person

UNNAMED = Settings.__dataclass_fields__["office_name"].default


class FirstStep(NamedTuple):
    """A step: what to do, whether it is done, and the page for it."""

    words: str
    done: bool
    address: str


def first_steps(db: Session, settings: Settings, *, secure: bool) -> list[FirstStep]:
    """Return the steps in the order in which an office does them."""

    def some(column: object, *where: object) -> bool:
        return bool(db.scalar(select(func.count()).select_from(column).where(*where)))  # type: ignore[arg-type]

    return [
        FirstStep(_l("Đặt tên cơ quan"), settings.office_name != UNNAMED, "/settings#office_name"),
        FirstStep(
            _l("Thêm người của cơ quan"), (db.scalar(select(func.count()).select_from(Person)) or 0) > 1, "/people"
        ),
        FirstStep(_l("Lập phiên họp đầu tiên, có tên cơ quan họp"), some(Meeting, Meeting.body != ""), "/meetings/new"),
        FirstStep(_l("Có người đứng đầu cơ quan trong phiên họp"), some(Seat, Seat.head), "/meetings"),
        FirstStep(_l("Có thư ký trong phiên họp"), some(Seat, Seat.role == Role.CLERK), "/meetings"),
        FirstStep(_l("Cấp thẻ đăng nhập"), some(Login, Login.card_hash.is_not(None), ~Login.admin), "/people"),
        FirstStep(_l("Bật HTTPS"), secure, "/network"),
        FirstStep(_l("Có bản sao lưu đầu tiên"), last_run(db, RunKind.BACKUP, good=True) is not None, "/backup"),
    ]

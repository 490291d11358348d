"""The office's register of certificates on the command line: show it, write it to a file, revoke in it."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from meeting.access.actors import SYSTEM
from meeting.config import Settings
from meeting.kernel.clock import now, read_stamp
from meeting.kernel.dates import exact_time, short_date
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.parts import Parts
from meeting.people.commands import ReportLost
from meeting.people.tables import person_of_account
from meeting.register.commands import RevokeCertificates
from meeting.register.keeping import file_of, register_of
from meeting.register.lines import Certified
from meeting.register.rules import Because
from meeting.store.database import Database
from meeting.witness.key import event_key


def own_register(settings: Settings) -> bytes:
    """Return this machine's register as a file; empty without one. Minutes can be checked without a database."""
    key = event_key(settings.data)
    if key is None:
        return b""
    database = Database(settings.database)
    try:
        with database.read() as db:
            return file_of(db, now(), key)
    except SQLAlchemyError:
        return b""
    finally:
        database.close()


def require_whole(parts: Parts) -> None:
    """Raise Refused when the register is damaged: it must not be given away."""
    with parts.database.read() as db:
        register_of(db)


def told(parts: Parts) -> Iterator[str]:
    """Yield a line for every certificate, oldest first."""
    with parts.database.read() as db:
        register = register_of(db)
    if register.opened is None:
        yield "Cơ quan chưa lập sổ chứng thư. Chạy: meeting init"
        return
    yield f"Sổ chứng thư số, lập ngày {short_date(register.opened.at)}: {len(register.rows)} chứng thư."
    for row in register.rows.values():
        yield _told(row)


def revoke(parts: Parts, account: str, reason: str, *, lost: bool) -> str:
    """Revoke a person's certificates and return a sentence about it. With `lost`, their card is blocked too.

    Raises Refused when nobody has this account.
    """
    with parts.database.read() as db:
        person = person_of_account(db, account.lower())
    if person is None:
        raise Refused(NOT_FOUND)
    name = person.particulars.named()
    if lost:
        parts.commands.submit(ReportLost(person_id=person.id, reason=reason), actor=SYSTEM)
        return f"Đã khóa thẻ của {name}, đăng xuất mọi máy và thu hồi chứng thư số. Cấp thẻ mới: meeting cards"
    parts.commands.submit(RevokeCertificates(person_id=person.id, reason=reason), actor=SYSTEM)
    return f"Đã thu hồi chứng thư số của {name}: không ký được nữa. Chữ ký đã có từ trước vẫn có giá trị."


def _told(row: Certified) -> str:
    ends = f"từ {short_date(read_stamp(row.told.begins))} đến {short_date(row.ends)}"
    given = f"ghi sổ lúc {_when(row.line.at)} ({Because(row.told.why)})"
    said = f"  {row.told.holder}: số {row.told.serial}, {ends}, {given}"
    if row.revoked is None:
        return said
    return f"{said}; THU HỒI lúc {_when(row.revoked.line.at)} ({Because(row.revoked.why, row.revoked.reason)})"


def _when(moment: datetime) -> str:
    return f"{exact_time(moment)} {short_date(moment)}"

"""Commands about witnesses: name the key, and report a kept head that this journal does not contain."""

import msgspec
from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.commands.registry import Command, Context, MeetingCommand, command, handles
from meeting.journal import book as journal
from meeting.journal.events import Event
from meeting.kernel.refusals import NOT_ALLOWED, Refused, declare
from meeting.kernel.roles import Role
from meeting.witness.events import AlarmRead, HeadContradicted, KeyNamed
from meeting.witness.heads import Head

IN_JOURNAL = declare("witness.in_journal", 409, "Nhật ký của máy chủ có đúng mã mà máy này giữ. Không có gì sai.")
UNPROVEN = declare(
    "witness.unproven", 403, "Điều máy này giữ không có chữ ký của máy chủ này nên không làm chứng được."
)


@command("witness.name_key", allow=Capability.WORK)
class NameKey(Command, frozen=True, kw_only=True):
    """A server signs with this key (its public half) from now on."""

    key: str


@handles(NameKey)
def name_key(command: NameKey, context: Context) -> list[Event]:
    """Record the key, once."""
    known = journal.all_of(context.db, journal.OFFICE, KeyNamed)
    return [] if any(each.key == command.key for each in known) else [KeyNamed(key=command.key)]


@command("witness.report_head", allow=Capability.CHECK_IN)
class ReportHead(MeetingCommand, frozen=True, kw_only=True):
    """Report the head that a device keeps, because the head shown to it later does not follow it."""

    seq: int
    hash: str
    prev: str
    at: str
    key: str
    signature: str


@handles(ReportHead)
def report_head(command: ReportHead, context: Context) -> list[Event]:
    """Alarm chair and secretary, once per hash.

    Only heads signed by a key of this office count, so that nobody can raise a false alarm; of those, every head that
    contradicts the journal.
    """
    if context.actor.seat is None:
        raise Refused(NOT_ALLOWED)
    book = journal.book_of(command.meeting_id)
    fields = {name: getattr(command, name) for name in ("seq", "hash", "prev", "at", "key", "signature")}
    head = msgspec.convert(fields | {"book": book}, Head)
    keys = {each.key for each in journal.all_of(context.db, journal.OFFICE, KeyNamed)}
    if head.key not in keys or not head.holds():
        raise Refused(UNPROVEN)
    line = journal.line(context.db, book, head.seq)
    if line is not None and line.hash == head.hash:
        raise Refused(IN_JOURNAL)
    told = journal.all_of(context.db, book, HeadContradicted)
    if any((each.seq, each.kept) == (head.seq, head.hash) for each in told):
        return []
    written = line.hash if line is not None else ""
    seat_id = context.actor.seat.seat_id
    return [HeadContradicted(seat_id=seat_id, seq=head.seq, kept=head.hash, written=written)]


@command("witness.read_alarm", allow=Capability.CHECK_IN)
class ReadAlarm(MeetingCommand, frozen=True, kw_only=True):
    """Confirm that the asker has read this many reports.

    The pages of their role no longer show them; those of the other role do.
    """

    told: int


@handles(ReadAlarm)
def read_alarm(command: ReadAlarm, context: Context) -> list[Event]:
    """Record in the journal who has read which reports. A later report alarms again."""
    role = context.actor.role
    if role not in (Role.CHAIR, Role.CLERK):
        raise Refused(NOT_ALLOWED)
    book = journal.book_of(command.meeting_id)
    before = read_by(context.db, book, role)
    told = min(command.told, len(journal.all_of(context.db, book, HeadContradicted)))
    return [AlarmRead(role=role, told=told)] if told > before else []


def read_by(db: Session, book: str, role: Role) -> int:
    """Return the number of reports that a role has read."""
    return max((each.told for each in journal.all_of(db, book, AlarmRead) if each.role == role), default=0)

"""Requests about witnesses: a key is named, a device has kept what this journal does not say."""

import msgspec

from meeting.access.policy import Capability
from meeting.commands.registry import Command, Context, MeetingCommand, command, handles
from meeting.journal import book as journal
from meeting.journal.events import Event
from meeting.kernel.refusals import NOT_ALLOWED, Refused, declare
from meeting.witness.events import HeadContradicted, KeyNamed
from meeting.witness.heads import Head

IN_JOURNAL = declare("witness.in_journal", 409, "Nhật ký của máy chủ có đúng mã mà máy này giữ. Không có gì sai.")
_MOST_TOLD = 20
"""Reports that a meeting's journal takes: the first ones say all that there is to know."""


@command("witness.name_key", allow=Capability.WORK)
class NameKey(Command, frozen=True, kw_only=True):
    """A server signs with this key (its public half) from now on."""

    key: str


@handles(NameKey)
def name_key(command: NameKey, context: Context) -> list[Event]:
    """Once for each key."""
    known = journal.all_of(context.db, journal.OFFICE, KeyNamed)
    return [] if any(each.key == command.key for each in known) else [KeyNamed(key=command.key)]


@command("witness.report_head", allow=Capability.CHECK_IN)
class ReportHead(MeetingCommand, frozen=True, kw_only=True):
    """A device brings the head that it keeps because what it was shown since does not follow it."""

    seq: int
    hash: str
    prev: str
    at: str
    key: str
    signature: str


@handles(ReportHead)
def report_head(command: ReportHead, context: Context) -> list[Event]:
    """Chair and secretary are alarmed. Each hash is told once, and no journal is filled with reports.

    Nothing is believed that the journal disproves: a head that it contains is no news.
    """
    if context.actor.seat is None:
        raise Refused(NOT_ALLOWED)
    book = journal.book_of(command.meeting_id)
    line = journal.line(context.db, book, command.seq)
    if line is not None and line.hash == command.hash:
        raise Refused(IN_JOURNAL)
    told = journal.all_of(context.db, book, HeadContradicted)
    if len(told) >= _MOST_TOLD or any((each.seq, each.kept) == (command.seq, command.hash) for each in told):
        return []
    fields = {name: getattr(command, name) for name in ("seq", "hash", "prev", "at", "key", "signature")}
    keys = {each.key for each in journal.all_of(context.db, journal.OFFICE, KeyNamed)}
    head = msgspec.convert(fields | {"book": book}, Head)
    return [
        HeadContradicted(
            seat_id=context.actor.seat.seat_id,
            seq=command.seq,
            kept=command.hash,
            written=line.hash if line is not None else "",
            proven=head.key in keys and head.holds(),
        )
    ]

"""The one way to change anything.

One transaction does all of this: look for a receipt under the key; lock the meeting's book; look up the actor; check
the policy; let the handler decide; append the events to the journal; save the receipt. Screens are updated only after
the commit.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

import msgspec
from sqlalchemy.orm import Session

from meeting.access import actors, policy
from meeting.access.actors import Actor
from meeting.access.policy import Capability
from meeting.commands import caps, receipts, registry
from meeting.commands.called import called_by_body
from meeting.commands.hooks import Hook
from meeting.commands.receipts import Asked
from meeting.commands.registry import Command, Context
from meeting.journal import book as journal
from meeting.journal.chain import canonical
from meeting.journal.events import Event, encode
from meeting.kernel.clock import Clock, stamp
from meeting.kernel.refusals import NOT_SIGNED_IN, Refused
from meeting.store.database import Database
from meeting.store.rows import write_out

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

T = TypeVar("T")
Announce = Callable[[str, Sequence[Event], int], None]
"""Called after a commit with the book, its new events, and the number of the last of them."""


before_changing: Hook[[Command, Context], list[Event]] = Hook("the course of a meeting, or its plan, is changed")


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a command. `upto`: the book's number after it; `at`: the server's time; `code`: a short receipt of
    the last event; `made`: the ids of what was made, by name."""

    upto: int
    at: str
    code: str
    made: dict[str, int]


Submit = Callable[[Command], Reply]


class Commands:
    """Carries out commands on one database."""

    def __init__(self, database: Database, *, secret: bytes, clock: Clock, announce: Announce) -> None:
        self._database = database
        self._secret = secret
        self._clock = clock
        self._announce = announce

    def submit(self, command: Command, *, token: str | None = None, actor: Actor | None = None, key: str = "") -> Reply:
        """Carry out a command for the holder of a session token (or, inside the installation, for `actor`).

        Returns after the commit is durable. Raises Refused. When the same command is sent again with the same `key`,
        returns the first answer and changes nothing.
        """
        receipts.check_key(key)
        meeting_id = getattr(command, "meeting_id", None)

        def work(db: Session) -> tuple[Reply, list[Event]] | Refused:
            now = self._clock()
            try:
                return self._decide(db, command, actor or actors.find(db, token, meeting_id, now), key, now)
            except Refused as refused:
                if command.from_crowd:
                    return refused  # it has written nothing: the rest of the transaction need not be repeated
                raise

        answer = self._database.gate.submit(work)
        if isinstance(answer, Refused):
            raise answer
        reply, events = answer
        if events:
            self._announce(journal.book_of(meeting_id), events, reply.upto)
        return reply

    def together(self, script: Callable[[Submit], T], *, actor: Actor) -> T:
        """Carry out the commands of a script in one transaction, and return its result.

        When one command is refused, none takes effect.
        """
        told: list[tuple[str, list[Event], int]] = []

        def work(db: Session) -> T:
            told.clear()  # the gate may run a transaction twice

            def submit(command: Command) -> Reply:
                reply, events = self._decide(db, command, actor, "", self._clock())
                told.append((journal.book_of(getattr(command, "meeting_id", None)), events, reply.upto))
                return reply

            return script(submit)

        result = self._database.gate.submit(work)
        for each in told:
            self._announce(*each)
        return result

    def _decide(
        self, db: Session, command: Command, who: Actor | None, key: str, now: datetime
    ) -> tuple[Reply, list[Event]]:
        if who is None:
            raise Refused(NOT_SIGNED_IN)
        unwritten: set[str] = db.info.setdefault("unwritten", set())
        if not command.from_crowd or who.name in unwritten:
            write_out(db)  # this command must be able to read what earlier commands of this transaction decided
            unwritten.clear()
        asked = Asked(who.name, key, command.name, command)
        if (known := receipts.find(db, asked)) is not None:
            return msgspec.json.decode(known, type=Reply), []
        meeting_id = getattr(command, "meeting_id", None)
        journal.lock(db, journal.book_of(meeting_id))
        policy.require(who, command.allow)
        caps.check(command)
        context = Context(db=db, actor=who, meeting_id=meeting_id, now=now, secret=self._secret)
        with called_by_body(db, meeting_id):
            changes = command.of_plan or command.allow is Capability.RUN
            first = before_changing.ask(command, context) if changes else []
            own = registry.handler_of(command)(command, context)
        events = [event for told in first for event in told] + own
        upto, code = _write(db, journal.book_of(meeting_id), events, context)
        reply = Reply(upto=upto, at=stamp(now), code=code, made=registry.made_by(command, own))
        receipts.keep(db, asked, msgspec.json.encode(reply).decode(), now)
        if command.from_crowd:
            unwritten.add(who.name)
        else:
            write_out(db)
        return reply, events


def _write(db: Session, book: str, events: list[Event], context: Context) -> tuple[int, str]:
    """Append the events and return the book's last number and the receipt of the last event (none: empty)."""
    journal.append(db, book, events, actor=context.actor.in_journal, at=context.now)
    return journal.lock(db, book).seq, receipt_code(context.now, events[-1]) if events else ""


def receipt_code(at: datetime, event: Event) -> str:
    """Return four characters, easy to read aloud. Anybody with the journal can compute them from the event's line."""
    number = int(hashlib.sha256(canonical([stamp(at), event.kind, encode(event)])).hexdigest()[:5], 16)
    return "".join(_ALPHABET[(number >> (5 * i)) & 31] for i in range(4))

"""The council: one meeting in a real database behind a real application, and the verbs that its people use.

`submits` hands in a command as its person's device would, by session token. After it, the minutes must be composed at
once and agree with the rows, and the stale-panel check runs: after the first ten commands of each kind in a run, and
after a third of the others, which take turns by days (`Watch.is_due`). Several commands of one verb (`arrives`,
`votes`) are checked together. A command that the run has checked before in the same state is not checked again. Time
does not pass until a test says so.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta

import msgspec
from flask.testing import FlaskClient
from sqlalchemy import select

from meeting.access import actors
from meeting.access.actors import SYSTEM
from meeting.agenda.steps import Step
from meeting.agenda.tables import items_of
from meeting.app import House
from meeting.attendance import commands as attendance
from meeting.attendance.commands import MarkPresent
from meeting.attendance.pointing import AddPoint
from meeting.attendance.points import points_of
from meeting.commands.registry import Command, decode
from meeting.commands.submit import Reply
from meeting.conduct.commands import EndMeeting, GoToItem, StartMeeting, TakeBackEnd
from meeting.journal import book as journal
from meeting.journal.chain import Entry
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.minutes.basis import ConfirmBasis
from meeting.planning.commands import PublishAgain
from meeting.record.record import QUORUM, Record
from meeting.store.engine import is_sqlite
from meeting.voting.commands.agenda_change import ProposeAgendaChange
from meeting.voting.commands.ballots import CastBallot
from meeting.voting.commands.motions import CancelMotion, OpenMotion, PrepareMotion, WaiveQuorum
from meeting.voting.commands.results import AnnounceResult, CloseMotion, CountHands
from meeting.voting.tables import Ballot, Motion
from tests.cast import MORNING, Body, Founded, beginning, members_of, sign_in
from tests.retold import check_retold
from tests.tries import TRIES
from tests.watch import Watch

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"
NO_QUORUM = "attendance.no_quorum"


class Clock:
    """A clock that moves only when a test moves it."""

    def __init__(self) -> None:
        self.moment = MORNING

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **passed: float) -> datetime:
        """Let time pass: `advance(seconds=20)`."""
        self.moment += timedelta(**passed)
        return self.moment


class Council:
    """The cast and its verbs."""

    def __init__(self, house: House, clock: Clock, body: Body, founded: Founded) -> None:
        self.house = house
        self._body = body
        self.founded = founded
        self.clock = clock
        self.database = house.site.database
        self.commands = house.site.commands
        self.meeting = founded.meeting
        # this council's own copies: all tests of a run share what was founded
        self.people = dict(founded.people)
        self.seats = dict(founded.seats)
        self.tokens = dict(founded.tokens)
        self.items = list(founded.items)
        self.document = founded.document
        self.members = members_of(body)
        self.voters = ["an", *self.members]
        self.watching = is_sqlite(house.site.settings.database)  # any database gives the same screens
        self.watch = Watch(self.database, clock, house.site.settings.data, founded.meeting)

    # what people do

    def submits(self, who: str, command: Command, *, key: str = "") -> Reply:
        """Hand in a command; `who` is an account, `screen`, `nobody` (not signed in) or `system`."""
        with self._checked(command.name, who, command):
            return self._submit(who, command, key)

    def point(self, name: str) -> int:
        """The number of a point outside the room; the secretary adds it when it is new."""
        with self.database.read() as db:
            known = {each.name: each.id for each in points_of(db, self.meeting)}
        if name not in known and name:
            return self.submits("ha", AddPoint(meeting_id=self.meeting, title=name)).made["point_id"]
        return known.get(name, 0)

    @contextmanager
    def unwatched(self) -> Iterator[None]:
        """Steps that lead up to what a test is about. Other tests watch them, and drawing every screen takes time."""
        self.watching, before = False, self.watching
        try:
            yield
        finally:
            self.watching = before

    @contextmanager
    def _together(self, verb: str, *done: object) -> Iterator[None]:
        """The commands of one verb are checked as one: all that they changed, by all their events. With more tries each
        is checked by itself."""
        if not self.watching or TRIES > 1:
            yield
            return
        with self._checked(verb, verb, done), self.unwatched():
            yield

    @contextmanager
    def _checked(self, kind: str, who: str, command: object) -> Iterator[None]:
        """Unless the run has checked the same: the minutes always, and all screens when it is their turn."""
        past = self._past(who, command) if self.watching else None
        if past is None or not self.watch.is_new(past):
            yield
            return
        seq = self.seq()
        with self.watch.around(lambda: self.events(seq)) if self.watch.is_due(kind, past) else nullcontext():
            yield
        self.retells()

    def refuses(self, who: str, command: Command, *, key: str = "") -> str:
        """The code with which a command is refused; fails when the command has written anything."""
        seq = self.seq()
        try:
            self._submit(who, command, key)
        except Refused as refused:
            assert str(refused), "a refusal has a sentence"
            assert self.seq() == seq, "what was refused must leave no line"
            return refused.code
        raise AssertionError(f"not refused: {command}")

    def starts(self, who: str = "ha") -> None:
        """The secretary, or `who`, starts the meeting; when too few are here, the chair writes the reason first."""
        start = StartMeeting(meeting_id=self.meeting)
        try:
            self.submits(who, start)
        except Refused as refused:
            if refused.code != NO_QUORUM:
                raise
            self.submits("an", attendance.WaiveQuorum(meeting_id=self.meeting, reason="Nội dung không thể hoãn"))
            self.submits(who, start)

    def tells(self) -> None:
        """The secretary publishes the changed plan again: everybody invited now sees it."""
        self.submits("ha", PublishAgain(meeting_id=self.meeting))

    def ends(self) -> None:
        """The chair confirms the basis of the quorum; the secretary ends the meeting."""
        self.submits("an", ConfirmBasis(meeting_id=self.meeting, decision=QUORUM))
        self.submits("ha", EndMeeting(meeting_id=self.meeting))

    def reopens(self, reason: str = "Bấm nhầm") -> None:
        """The secretary asks to take back an end by mistake, and the chair agrees: both send the same command."""
        for who in ("ha", "an"):
            self.submits(who, TakeBackEnd(meeting_id=self.meeting, reason=reason))

    def calls_off(self, motion: int, reason: str = "Đọc nhầm") -> Reply:
        """The same for a vote whose box is closed: the secretary asks, the chair agrees."""
        command = CancelMotion(meeting_id=self.meeting, motion_id=motion, reason=reason)
        self.submits("ha", command)
        return self.submits("an", command)

    def turns_to(self, place: int) -> None:
        """The secretary turns to the item at a place of the agenda (1 is the first)."""
        self.submits("ha", GoToItem(meeting_id=self.meeting, item_id=self.items[place - 1]))

    def arrives(self, *accounts: str) -> None:
        """The secretary checks people in, one by one."""
        with self._together("arrives", accounts):
            for account in accounts:
                self.submits("ha", MarkPresent(meeting_id=self.meeting, seat_id=self.seats[account]))

    def comes_back(self, **passed: float) -> None:
        """Time passes until another day (`hours=15`), and everybody signs in again."""
        self.clock.advance(**passed)
        self.tokens |= self.database.gate.submit(lambda db: sign_in(db, self.founded, self.clock()))

    def sits(self, present: int | None = None) -> None:
        """The meeting runs with the first `present` voters (default: all) in the room; in one transaction."""
        begin = beginning(self.founded, self.voters[:present])
        with self.database.read() as db:
            clerk = actors.find(db, self.tokens["ha"], self.meeting, self.clock())
        self.commands.together(lambda submit: [submit(each) for each in begin], actor=clerk)

    def prepares(self, title: str, *, item: int = 1, form: str = "open", decision: str = "") -> int:
        """The secretary prepares a question under the item at a place; return its number."""
        command = PrepareMotion(
            meeting_id=self.meeting, item_id=self.items[item - 1], title=title, form=form, decision=decision
        )
        return self.submits("ha", command).made["motion_id"]

    def opens(self, motion: int) -> None:
        """The secretary opens a prepared vote."""
        self.submits("ha", OpenMotion(meeting_id=self.meeting, motion_id=motion))

    def allows(self, motion: int, reason: str = "Việc khẩn cấp") -> None:
        """The chair writes why a vote goes on although too few are here."""
        self.submits("an", WaiveQuorum(meeting_id=self.meeting, motion_id=motion, reason=reason))

    def opens_motion(self, title: str = "Thông qua kế hoạch", *, form: str = "open", decision: str = "") -> int:
        """Open a vote on a question under the first item; return its number. A test begins here, so this is not
        watched."""
        with self.unwatched():
            motion = self.prepares(title, form=form, decision=decision)
            self.opens(motion)
        return motion

    def casts(self, who: str, motion: int, choice: str, *, key: str = "") -> Reply:
        """A person casts a ballot."""
        return self.submits(who, CastBallot(meeting_id=self.meeting, motion_id=motion, choice=choice), key=key)

    def votes(self, motion: int, **choices: str) -> None:
        """Several ballots: `votes(m, an=FOR, lan=AGAINST)`; `y_thinh` is y-thinh."""
        with self._together("votes", motion, choices):
            for account, choice in choices.items():
                self.casts(account.replace("_", "-"), motion, choice)

    def splits(
        self, motion: int, votes_for: int, votes_against: int, abstain: int = 0, *, chair: str | None = FOR
    ) -> None:
        """The given numbers of ballots, the chair's among them (None: the chair does not vote)."""
        choices = [FOR] * votes_for + [AGAINST] * votes_against + [ABSTAIN] * abstain
        if chair is not None:
            choices.remove(chair)
            choices.insert(0, chair)
        ballots = list(zip(self.voters if chair is not None else self.members, choices, strict=False))
        with self.unwatched():  # look once at what one more ballot changes on the screens
            for account, choice in ballots[:-1]:
                self.casts(account, motion, choice)
        last, choice = ballots[-1]
        self.casts(last, motion, choice)

    def counts_hands(self, motion: int, votes_for: int, votes_against: int, abstain: int = 0) -> None:
        """The secretary enters a count of raised hands."""
        self.submits(
            "ha",
            CountHands(
                meeting_id=self.meeting,
                motion_id=motion,
                votes_for=votes_for,
                votes_against=votes_against,
                abstentions=abstain,
            ),
        )

    def proposes(self, *steps: dict[str, object], form: str = "hands", decision: str = "") -> int:
        """The secretary prepares a change of the agenda as a question; return its number."""
        command = ProposeAgendaChange(
            meeting_id=self.meeting,
            steps=tuple(msgspec.convert(step, Step) for step in steps),
            form=form,
            decision=decision,
        )
        return self.submits("ha", command).made["motion_id"]

    def changes_agenda(self, *steps: dict[str, object]) -> int:
        """The room adopts a change of the agenda by raised hands; return the number of the vote."""
        with self._together("changes the agenda", steps):
            motion = self.proposes(*steps)
            self.opens(motion)
            self.counts_hands(motion, 9, 0)
            self.closes(motion)
            self.announces(motion)
        with self.database.read() as db:
            self.items[:] = [item.id for item in items_of(db, self.meeting)]
        return motion

    def closes(self, motion: int, *, missing: int = 0) -> None:
        """The secretary closes a vote and accepts how many of those present did not vote."""
        self.submits("ha", CloseMotion(meeting_id=self.meeting, motion_id=motion, missing=missing))

    def announces(self, motion: int) -> Motion:
        """The secretary announces a result; return the motion as it then is."""
        self.submits("ha", AnnounceResult(meeting_id=self.meeting, motion_id=motion))
        return self.motion(motion)

    # what can be observed

    def motion(self, motion: int) -> Motion:
        """A motion's row."""
        with self.database.read() as db:
            return db.get_one(Motion, motion)

    def box(self, motion: int) -> dict[str, int]:
        """The number of ballots of each choice in the box."""
        found: dict[str, int] = {}
        with self.database.read() as db:
            for ballot in db.scalars(select(Ballot).where(Ballot.motion_id == motion)):
                found[ballot.choice] = found.get(ballot.choice, 0) + 1
        return found

    def retells(self) -> Record:
        """The meeting as replayed from its journal; fails when that differs from the rows."""
        with self.database.read() as db:
            return check_retold(db, self.meeting)

    def journal(self) -> list[Entry]:
        """The meeting's book."""
        with self.database.read() as db:
            return list(journal.entries(db, journal.book_of(self.meeting)))

    def events(self, after: int = 0) -> list[Event]:
        """The meeting's events after a number."""
        with self.database.read() as db:
            return [event for _, event in journal.since(db, journal.book_of(self.meeting), after)]

    def seq(self) -> int:
        """The number of the last line in the meeting's book."""
        with self.database.read() as db:
            return journal.head_seq(db, journal.book_of(self.meeting))

    def sees(self, view: str, panel: str, language: str = "vi") -> str:
        """A panel as drawn for a view (`member`, `chair`, `clerk`, `guest`, `screen`)."""
        with self.database.read() as db:
            gallery = self.house.gallery
            return gallery.draw(gallery.sight(db, self.meeting, view, language), panel)

    def browser(self, who: str | None = None) -> FlaskClient:
        """A browser in the room, signed in as somebody or as nobody."""
        client = self.house.app.test_client()
        if who is not None:
            with client.session_transaction() as session:
                session["token"] = self.tokens[who]
        return client

    def _submit(self, who: str, command: Command, key: str) -> Reply:
        sent = decode(
            command.name, msgspec.to_builtins(command)
        )  # decoded as from the wire: strict, and from plain values
        if who == "system":
            return self.commands.submit(sent, actor=SYSTEM, key=key)
        return self.commands.submit(sent, token=self.tokens.get(who), key=key)

    def _past(self, who: str, command: object) -> object:
        """Everything on which a command's effect depends: the office's and the meeting's book so far, and the
        command."""
        with self.database.read() as db:
            heads = [journal.head(db, book) for book in (journal.book_of(self.meeting), journal.OFFICE)]
        return self._body, *heads, self.clock(), who, command

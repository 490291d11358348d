"""Any acts, in any order and with any clock: the minutes can be drawn and are true."""

import random
from collections.abc import Callable
from contextlib import suppress

import pytest
from msgspec.structs import replace
from sqlalchemy import select, text

from meeting.agenda.events import ItemMoved, ItemWithdrawn, MandateChanged, MeetingResumed
from meeting.agenda.pause_rules import PauseKind
from meeting.agenda.rules import ItemState, Mandate, MeetingState
from meeting.agenda.steps import Step, StepKind
from meeting.agenda.tables import Item, find_meeting, items_of
from meeting.attendance.commands import MarkAllPresent, MarkLeft, MarkPresent, NoteAbsence, UndoArrival
from meeting.attendance.pointing import RenamePoint
from meeting.attendance.recheck_rules import sum_of
from meeting.attendance.rechecks import latest_recheck, unconfirmed
from meeting.attendance.substituting import MarkSubstitute, UndoSubstitute
from meeting.attendance.tables import is_present
from meeting.commands.registry import Command
from meeting.conduct.chair import GiveChair
from meeting.conduct.commands import EndMeeting, GoToItem, RecordConclusion, TakeBackEnd
from meeting.conduct.mandates import RecordMandate
from meeting.conduct.pausing import PauseMeeting, ResumeMeeting
from meeting.conduct.rechecking import AskRecheck, ConfirmPresence, EndRecheck, SeePresence
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.law.editions import preset
from meeting.law.rules import Outcome
from meeting.law.terms import Excluded
from meeting.record.rechecks import rechecks
from meeting.speaking.commands import (
    AddMinute,
    EndSpeech,
    EnterSpeaker,
    GiveFloor,
    ResumeSpeech,
    StrikeSpeaker,
    TakeBackFloor,
)
from meeting.speaking.events import FloorGiven, FloorTakenBack
from meeting.speaking.tables import Speech
from meeting.store.engine import is_sqlite
from meeting.voting.commands.agenda_change import DropAgendaChange, ProposeAgendaChange
from meeting.voting.commands.ballots import CastBallot, RecordHand
from meeting.voting.commands.motions import CancelMotion, OpenMotion, PrepareMotion, WaiveQuorum
from meeting.voting.commands.recusing import Recuse, WithdrawRecusal
from meeting.voting.commands.results import AnnounceResult, CloseMotion, CountHands, RecordRuling
from meeting.voting.commands.switching import SwitchMotion
from meeting.voting.events import (
    MotionCancelled,
    MotionRemoved,
    MotionSwitched,
    QuorumWaived,
    RecusalWithdrawn,
    Recused,
    ResultAnnounced,
)
from meeting.voting.hand_entries import AnswerHand, ProposeHand
from meeting.voting.restoring import RestoreBox
from meeting.voting.rules import CountedBy, MotionState, RecusedFor
from meeting.voting.tables import HandEntry, Motion, motions_of
from tests.council import ABSTAIN, AGAINST, FOR, Council
from tests.tries import TRIES, seeds, shared

VOTERS = ("an", "lan", "nam", "mai")
STEPS = 200
Order = tuple[str, Command]


class Course:
    """A meeting of four that goes on at random; what may be done next depends on the vote on the floor."""

    def __init__(self, council: Council, seed: int) -> None:
        self.council, self.dice, self.elsewhere = council, random.Random(seed), random.Random(seed)
        self.meeting = council.meeting
        self.points = [council.point(name) for name in ("Thôn Đông", "Thôn Đoài")]
        self.acts: dict[str, tuple[Callable[[Motion], Order], ...]] = {
            "": (self.prepares, self.prepares, self.proposes),
            "prepared": (self.opens, self.opens, self.turns_to_it, self.arrives, self.drops),
            "open": (
                *(*(self.votes,) * 4, *(self.asks_again, self.answers) * 2, *(self.counts,) * 3),
                *(self.closes, self.closes, self.cancels, self.switches),
            ),
            "closed": (self.announces, self.announces, self.rules, self.cancels, self.restores),
        }
        self.always = (
            *(self.arrives, self.arrives, self.leaves, self.undoes, self.is_absent, self.concludes, self.turns),
            *(self.ends_by_mistake, self.rests),
            *(self.asks, self.asks, *(self.calls,) * 4, self.ends_speech, self.resumes),
        )

    def step(self) -> Order:
        if self.is_over() and self.dice.random() < 0.5:
            return self.goes_on()
        if self.state() == MeetingState.PAUSED and self.dice.random() < 0.6:
            return self.sits_again()
        motion = self.floor()
        acts = (*self.acts[motion.state if motion.id else ""], *self.always)
        return self.dice.choice(acts)(motion)

    def floor(self) -> Motion:
        """The vote that is not finished."""
        with self.council.database.read() as db:
            motions = motions_of(db, self.meeting)
        unfinished = [motion for motion in motions if motion.state in ("prepared", "open", "closed")]
        return unfinished[0] if unfinished else Motion(id=0)

    def seat(self) -> int:
        return self.council.seats[self.dice.choice((*VOTERS, "guest"))]

    def choice(self) -> str:
        return self.dice.choice((FOR, AGAINST, ABSTAIN))

    def prepares(self, _: Motion) -> Order:
        with self.council.database.read() as db:
            item = find_meeting(db, self.meeting).item_id or 0
        form = self.dice.choice(("open", "hands"))
        decision = self.dice.choice(("committee_decision", "procedural"))
        return "ha", PrepareMotion(
            meeting_id=self.meeting, item_id=item, title="Thông qua nội dung này", form=form, decision=decision
        )

    def proposes(self, _: Motion) -> Order:
        """One change of the agenda, or two; some of them are impossible."""
        steps = tuple(self.change() for _ in range(self.dice.choice((1, 1, 2))))
        form = self.dice.choice(("open", "hands"))
        return "ha", ProposeAgendaChange(meeting_id=self.meeting, steps=steps, form=form)

    def change(self) -> Step:
        kind, before = self.dice.choice((*StepKind, StepKind.ADD)), self.dice.choice((0, self.item()))
        if kind == StepKind.ADD:
            return Step(kind=kind, before=before, title="Việc phát sinh", internal=self.dice.random() < 0.3)
        return Step(kind=kind, item_id=self.item(), before=before if kind == StepKind.MOVE else 0)

    def item(self) -> int:
        """An item that the agenda has now."""
        with self.council.database.read() as db:
            return self.dice.choice([item.id for item in items_of(db, self.meeting)])

    def drops(self, motion: Motion) -> Order:
        """Only changes of the agenda are taken back like this."""
        return "ha", DropAgendaChange(meeting_id=self.meeting, motion_id=motion.id)

    def opens(self, motion: Motion) -> Order:
        return "ha", OpenMotion(meeting_id=self.meeting, motion_id=motion.id)

    def votes(self, motion: Motion) -> Order:
        if self.dice.random() < 0.2:
            return "ha", RecordHand(
                meeting_id=self.meeting, motion_id=motion.id, seat_id=self.seat(), choice=self.choice()
            )
        return self.dice.choice(VOTERS), CastBallot(meeting_id=self.meeting, motion_id=motion.id, choice=self.choice())

    def asks_again(self, motion: Motion) -> Order:
        seat, choice = self.seat(), self.choice()
        return "ha", ProposeHand(meeting_id=self.meeting, motion_id=motion.id, seat_id=seat, choice=choice)

    def answers(self, motion: Motion) -> Order:
        """A random voter, most often the one who is asked."""
        with self.council.database.read() as db:
            asked = db.scalars(select(HandEntry).where(HandEntry.motion_id == motion.id, ~HandEntry.declined)).all()
        entry = self.dice.choice(asked or [HandEntry(seat_id=self.council.seats["an"], choice=FOR)])
        who = next(account for account in VOTERS if self.council.seats[account] == entry.seat_id)
        choice = entry.choice if self.dice.random() < 0.9 else self.choice()
        agreed = self.dice.random() < 0.7
        return who, AnswerHand(meeting_id=self.meeting, motion_id=motion.id, choice=choice, agreed=agreed)

    def counts(self, motion: Motion) -> Order:
        numbers = [self.dice.randrange(3) for _ in range(3)]
        names = ("votes_for", "votes_against", "abstentions")
        return "ha", CountHands(meeting_id=self.meeting, motion_id=motion.id, **dict(zip(names, numbers, strict=True)))

    def switches(self, motion: Motion) -> Order:
        by = self.dice.choice(tuple(CountedBy))
        return "ha", SwitchMotion(meeting_id=self.meeting, motion_id=motion.id, by=by, reason="mất mạng")

    def closes(self, motion: Motion) -> Order:
        return "ha", CloseMotion(meeting_id=self.meeting, motion_id=motion.id, missing=len(VOTERS))

    def cancels(self, motion: Motion) -> Order:
        command = CancelMotion(meeting_id=self.meeting, motion_id=motion.id, reason="nhầm")
        if motion.state == MotionState.CLOSED:  # two people are needed, and both send the same command
            with suppress(Refused):  # the chair may not be in office
                self.council.submits("an", command)
        return "ha", command

    def announces(self, motion: Motion) -> Order:
        return "ha", AnnounceResult(meeting_id=self.meeting, motion_id=motion.id)

    def restores(self, motion: Motion) -> Order:
        """Now and then somebody has changed a table from outside."""
        if self.dice.random() < 0.5:
            change = text("update ballot set choice = :choice where motion_id = :motion")
            given = {"choice": self.choice(), "motion": motion.id}
            self.council.database.gate.submit(lambda db: db.execute(change, given))
        return "ha", RestoreBox(meeting_id=self.meeting, motion_id=motion.id)

    def rules(self, motion: Motion) -> Order:
        adopted = self.dice.random() < 0.5
        return "an", RecordRuling(meeting_id=self.meeting, motion_id=motion.id, adopted=adopted, reason="theo luật")

    def turns(self, motion: Motion) -> Order:
        return "ha", GoToItem(meeting_id=self.meeting, item_id=self.item())

    def turns_to_it(self, motion: Motion) -> Order:
        return "ha", GoToItem(meeting_id=self.meeting, item_id=motion.item_id)

    def concludes(self, _: Motion) -> Order:
        item = self.item()
        written = str(self.dice.random())
        with self.council.database.read() as db:
            version = db.get_one(Item, item).conclusion_version - (self.dice.random() < 0.2)
        return "ha", RecordConclusion(meeting_id=self.meeting, item_id=item, text=written, version=version)

    def ends_by_mistake(self, _: Motion) -> Order:
        return "ha", EndMeeting(meeting_id=self.meeting)

    def goes_on(self) -> Order:
        """Two people are needed, and both send the same command."""
        with suppress(Refused):
            self.council.submits("an", TakeBackEnd(meeting_id=self.meeting, reason="nhầm"))
        return "ha", TakeBackEnd(meeting_id=self.meeting, reason="nhầm")

    def is_over(self) -> bool:
        return self.state() == MeetingState.ENDED

    def state(self) -> MeetingState:
        with self.council.database.read() as db:
            return find_meeting(db, self.meeting).state

    def rests(self, _: Motion) -> Order:
        return "ha", PauseMeeting(meeting_id=self.meeting, kind=self.dice.choice(tuple(PauseKind)))

    def sits_again(self) -> Order:
        """Everybody is marked present first, or the meeting goes on with those who are there."""
        if self.dice.random() < 0.5:
            return "ha", MarkAllPresent(meeting_id=self.meeting, seat_ids=[self.council.seats[who] for who in VOTERS])
        return "ha", ResumeMeeting(meeting_id=self.meeting)

    def arrives(self, _: Motion) -> Order:
        """In the room or at a point; when somebody is present already, a point is renamed instead."""
        seat, point = self.seat(), self.elsewhere.choice((0, 0, *self.points))
        with self.council.database.read() as db:
            if is_present(db, seat):
                name = f"Thôn {self.elsewhere.randrange(9)}"
                return "ha", RenamePoint(meeting_id=self.meeting, point_id=point or self.points[0], title=name)
        return "ha", MarkPresent(meeting_id=self.meeting, seat_id=seat, point_id=point)

    def leaves(self, _: Motion) -> Order:
        return "ha", MarkLeft(meeting_id=self.meeting, seat_id=self.seat(), reason="việc gấp")

    def undoes(self, _: Motion) -> Order:
        return "ha", UndoArrival(meeting_id=self.meeting, seat_id=self.seat())

    def asks(self, _: Motion) -> Order:
        return "ha", EnterSpeaker(meeting_id=self.meeting, seat_id=self.seat())

    def calls(self, _: Motion) -> Order:
        """Somebody from the list, most often as the caller sees it; now and then it has changed meanwhile."""
        speech, speaking = self.speech("waiting"), self.speech("speaking")
        if self.dice.random() < 0.1:
            return "ha", StrikeSpeaker(meeting_id=self.meeting, speech_id=speech)
        seen = speaking if self.dice.random() < 0.9 else 0
        return "an", GiveFloor(meeting_id=self.meeting, speech_id=speech, minutes=3, instead_of=seen)

    def ends_speech(self, _: Motion) -> Order:
        act = self.dice.choice((EndSpeech, AddMinute, TakeBackFloor))
        return "ha", act(meeting_id=self.meeting, speech_id=self.speech("speaking"))

    def resumes(self, _: Motion) -> Order:
        return "ha", ResumeSpeech(meeting_id=self.meeting, speech_id=self.speech("done"))

    def speech(self, state: str) -> int:
        """A speech in that state, or 0."""
        with self.council.database.read() as db:
            found = db.scalars(select(Speech.id).where(Speech.meeting_id == self.meeting, Speech.state == state)).all()
        return self.dice.choice(found or [0])

    def is_absent(self, _: Motion) -> Order:
        return "ha", NoteAbsence(meeting_id=self.meeting, seat_id=self.seat(), excused=True, reason="ốm")


class AgendaCourse(Course):
    """The room mostly changes its agenda: by hands, by tablets, and by hands when the tablets have failed."""

    def __init__(self, council: Council, seed: int) -> None:
        super().__init__(council, seed)
        self.acts = {
            "": (self.proposes,) * 12,
            "prepared": (*(self.opens,) * 12, *(self.turns_to_it, self.drops) * 2),
            "open": (*(self.votes, self.counts, self.closes) * 6, self.switches, self.switches, self.cancels),
            "closed": (*(self.announces,) * 12, self.rules, self.cancels),
        }
        self.always = (*(self.arrives,) * 4, self.turns, self.rests)

    def item(self) -> int:
        """Most often one that the meeting has not been at."""
        with self.council.database.read() as db:
            ahead = [item.id for item in items_of(db, self.meeting) if item.state == ItemState.UPCOMING]
        return self.dice.choice(ahead) if ahead and self.dice.random() < 0.8 else super().item()

    def choice(self) -> str:
        return self.dice.choice((FOR, FOR, FOR, AGAINST))

    def counts(self, motion: Motion) -> Order:
        """Most often nearly all agree."""
        count = self.dice.choice(((4, 0, 0), (3, 0, 0), (3, 1, 0), (0, 3, 0), (2, 2, 0), (0, 0, 5)))
        names = ("votes_for", "votes_against", "abstentions")
        return "ha", CountHands(meeting_id=self.meeting, motion_id=motion.id, **dict(zip(names, count, strict=True)))


class RollCourse(Course):
    """The same, while mandates are suspended and restored, and people take no part in some questions."""

    def __init__(self, council: Council, seed: int) -> None:
        super().__init__(council, seed)
        self.acts["prepared"] = (*(self.opens,) * 3, self.turns_to_it, *(self.stands_aside, self.takes_part) * 2)
        self.always = (
            *self.always,
            *(self.is_suspended, self.has_a_substitute, self.substitute_moves, self.substitute_never_came) * 2,
            *(self.gives_a_reason,) * 3,
            self.hands_over,
        )

    def stands_aside(self, motion: Motion) -> Order:
        cause = self.dice.choice(tuple(RecusedFor))
        seat = self.seat()
        return "ha", Recuse(
            meeting_id=self.meeting, motion_id=motion.id, seat_id=seat, cause=cause, reason="có liên quan"
        )

    def takes_part(self, motion: Motion) -> Order:
        return "ha", WithdrawRecusal(meeting_id=self.meeting, motion_id=motion.id, seat_id=self.seat())

    def is_suspended(self, _: Motion) -> Order:
        """Most often back in office soon, because there are only four."""
        mandate = self.dice.choice((*Mandate, Mandate.SUSPENDED, Mandate.HELD))
        return "ha", RecordMandate(
            meeting_id=self.meeting, seat_id=self.seat(), mandate=mandate, number="12/QĐ-HĐND", reason="theo quyết định"
        )

    def has_a_substitute(self, _: Motion) -> Order:
        seat = self.seat()
        return "ha", NoteAbsence(meeting_id=self.meeting, seat_id=seat, reason="ốm", substitute="ông Lê Văn Thay")

    def substitute_moves(self, _: Motion) -> Order:
        here = bool(self.dice.getrandbits(1))
        return "ha", MarkSubstitute(meeting_id=self.meeting, seat_id=self.seat(), here=here)

    def substitute_never_came(self, _: Motion) -> Order:
        return "ha", UndoSubstitute(meeting_id=self.meeting, seat_id=self.seat())

    def hands_over(self, _: Motion) -> Order:
        return "ha", GiveChair(meeting_id=self.meeting, seat_id=self.seat())

    def gives_a_reason(self, motion: Motion) -> Order:
        return "an", WaiveQuorum(meeting_id=self.meeting, motion_id=motion.id, reason="việc gấp")


class PresenceCourse(Course):
    """The same, while the secretary keeps asking who is still here."""

    def __init__(self, council: Council, seed: int) -> None:
        super().__init__(council, seed)
        asked = (self.asks_who_is_here, *(self.is_still_here,) * 3, self.is_seen, self.counts_who_is_here)
        self.always = (*self.always, *(self.arrives,) * 4, *asked * 2)

    def asks_who_is_here(self, _: Motion) -> Order:
        return "ha", AskRecheck(meeting_id=self.meeting)

    def is_still_here(self, _: Motion) -> Order:
        return self.dice.choice(VOTERS), ConfirmPresence(meeting_id=self.meeting)

    def is_seen(self, _: Motion) -> Order:
        return "ha", SeePresence(meeting_id=self.meeting, seat_id=self.seat())

    def counts_who_is_here(self, _: Motion) -> Order:
        """Most often the secretary sees who is missing; now and then on an older page."""
        marks, fresh = self.dice.random() < 0.5, self.dice.random() < 0.8
        with self.council.database.read() as db:
            latest = latest_recheck(db, self.meeting)
            seen = sum_of(unconfirmed(db, latest)) if fresh and latest is not None else 0
        return "ha", EndRecheck(meeting_id=self.meeting, mark_left=marks, seen=seen)


@pytest.mark.parametrize("seed", shared(3, 2))
def test_after_any_course_the_minutes_can_be_drawn_and_agree_with_the_rows(build, seed: int) -> None:
    council = build(voters=len(VOTERS))
    goes(Course(council, seed))
    kinds = {type(event) for event in council.events()}
    assert kinds & {ResultAnnounced, MotionCancelled}, "a course in which some vote came to its end"
    assert kinds & {FloorGiven, FloorTakenBack}, "a course in which somebody was called to speak"
    assert MeetingResumed in kinds, "a course of several sittings"


def test_after_any_changes_of_the_agenda_the_minutes_agree_with_the_rows(build) -> None:
    kinds: set[type[Event]] = set()
    outcomes: set[Outcome] = set()
    for seed in seeds(2):
        council = build(voters=len(VOTERS))
        goes(AgendaCourse(council, seed))
        kinds |= {type(event) for event in council.events()}
        outcomes |= {told.result.outcome for told in council.retells().motions if told.steps and told.result}
    assert outcomes == {Outcome.ADOPTED, Outcome.REJECTED}
    assert {ItemWithdrawn, ItemMoved, MotionRemoved, MotionSwitched} <= kinds


def test_the_minutes_agree_with_the_rows_of_those_asked_whether_they_are_still_here(build) -> None:
    missing: set[bool] = set()
    confirmed = 0
    for seed in shared(4, 2, surely=3):
        council = build(voters=len(VOTERS))
        goes(PresenceCourse(council, seed))
        told = rechecks.of(council.retells())
        missing |= {bool(each.missing) for each in told}
        confirmed += sum(bool(each.confirmed) for each in told)
    assert confirmed, "somebody was asked and was still here"
    assert missing == {True, False}


@pytest.mark.parametrize("counted", [True, False])
def test_the_minutes_agree_with_the_rows_of_those_in_office_who_take_part(build, monkeypatch, counted: bool) -> None:
    """The edition says whether members who take no part, or are suspended, count in the total: both are tried."""
    body = preset("vn-2025-07", "ubnd")
    for standing in (Excluded.RECUSED, Excluded.SUSPENDED):
        monkeypatch.setitem(body.exclusions, standing, replace(body.counting(standing), counted=counted))
    kinds: set[type[Event]] = set()
    why: set[Excluded] = set()
    for seed in shared(5, 3):
        council = build(voters=len(VOTERS))
        goes(RollCourse(council, seed))
        kinds |= {type(event) for event in council.events()}
        why |= {each.why for told in council.retells().motions for each in told.excluded}
    assert {MandateChanged, Recused, RecusalWithdrawn, QuorumWaived, ResultAnnounced} <= kinds
    assert {Excluded.RECUSED, Excluded.SUSPENDED} <= why


def goes(course: Course) -> None:
    """Step by step; a refused command changes nothing, and after each sixth step the minutes are compared with the
    rows.

    With more tries (`tests/tries.py`) after every step: a difference remains, so the comparison then says which step
    caused it. On PostgreSQL after each tenth: the course is the one that SQLite has seen, and what may differ there,
    how rows are kept and found, shows as well in any of its states.
    """
    council = course.council
    every = (1 if TRIES > 1 else 6) if is_sqlite(council.house.site.settings.database) else 10
    with council.unwatched():
        council.arrives("an", "lan", "nam")
        council.starts()
        for number in range(STEPS):
            council.clock.advance(seconds=course.dice.randrange(-30, 60))
            who, command = course.step()
            with suppress(Refused):
                council.submits(who, command)
            if number % every == 0:
                council.retells()
        council.retells()

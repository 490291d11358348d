"""As in test_any_decision, with meetings that pause, change chairs, ask who is here, switch votes and end twice.

One meeting of every body; the same model keeps what was accepted, and the same oracle judges it.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import find_meeting
from meeting.attendance.recheck_rules import sum_of
from meeting.attendance.rechecks import latest_recheck, unconfirmed
from meeting.voting.tables import Motion
from tests.council import FOR, Council
from tests.doors.voting_model import CHOICES, Question, Room

STEPS = 400


class LongRoom(Room):
    """A meeting in which everything else happens too. `chair`: who presides now; `done`: what was accepted, counted."""

    def __init__(self, council: Council, body: str, head: str, seed: int) -> None:
        super().__init__(council, body, head, seed)
        self.whose = {seat: who for who, seat in council.seats.items()}
        self.resting = self.new_sitting = self.over = False
        self.done: Counter[str] = Counter()
        self.likely = (FOR, FOR, FOR, FOR, *CHOICES)  # most questions are adopted

    def step(self) -> None:
        """Sometimes one of the added acts; a pause or an end is soon taken back, so that something is decided."""
        if self.over and self.dice.random() < 0.5:
            self.takes_back()
        elif self.resting and self.dice.random() < 0.5:
            self.resumes()
        elif self.dice.random() < 0.2:
            self.passes()
            others = [self.pauses, self.switches, self.switches, self.ends, self.rechecks, self.gives_chair]
            self.dice.choice([*others, self.asks_again])()
        else:
            super().step()

    def accepted(self, who: str, command: str, **payload: Any) -> bool:
        """Hand it in, and count it when it was accepted."""
        made = self.asks(who, command, payload) is not None
        self.done[command] += made
        return made

    @property
    def running(self) -> list[Question]:
        """Votes between their opening and their result."""
        return [question for question in self.questions if question.state in ("open", "closed")]

    def pauses(self) -> None:
        kind = self.dice.choice(("recess", "lunch", "day"))
        if self.accepted(self.by("ha"), "conduct.pause_meeting", kind=kind):
            assert self.started
            assert not self.running and not self.resting and not self.over
            self.resting, self.reason = True, None
            if kind != "recess":
                self.new_sitting, self.room = True, set()

    def resumes(self) -> None:
        if self.dice.random() < 0.4:
            self.gives_reason()
        who = self.by("ha", self.chair)
        if self.accepted(who, "conduct.resume_meeting"):
            assert self.resting and not self.over
            if self.new_sitting:
                self.room |= {self.council.seats[who]} & set(self.seats)
                assert self.enough(len(self.body_now), len(self.here), self.reason), "a sitting without a quorum"
            self.resting = self.new_sitting = False

    def switches(self) -> None:
        if not self.questions:
            return
        now = (self.running or self.questions)[-1]
        by = self.dice.choice(("hands", "paper"))
        who = self.by("ha", self.chair)
        if self.accepted(who, "voting.switch_motion", motion_id=now.number, by=by, reason="mất mạng"):
            assert (now.state, now.form) == ("open", "open")
            now.form, now.switched = "hands", True
            now.hands, now.hand_of_head, now.counted = (0, 0, 0), "", 0

    def ends(self) -> None:
        if self.dice.random() < 0.4 and self.accepted(self.by("ha"), "conduct.end_meeting"):
            assert self.started
            assert not self.running and not self.over
            self.over = True

    def takes_back(self) -> None:
        """Two people ask for it, as they must."""
        for who in ("ha", self.chair):
            self.asks(who, "conduct.take_back_end", {"reason": "nhầm"})
        with self.council.database.read() as db:
            self.over = find_meeting(db, self.council.meeting).state == MeetingState.ENDED
        self.done["conduct.take_back_end"] += not self.over

    def rechecks(self) -> None:
        if not self.accepted("ha", "conduct.ask_recheck"):
            return
        for who in self.council.voters:
            if self.dice.random() < 0.6:
                self.asks(who, "conduct.confirm_presence", {})
        with self.council.database.read() as db:
            latest = latest_recheck(db, self.council.meeting)
            assert latest is not None
            missing = unconfirmed(db, latest)
        marks = self.dice.random() < 0.6
        if self.accepted("ha", "conduct.end_recheck", mark_left=marks, seen=sum_of(missing)):
            self.room -= set(missing) if marks else set()
        else:
            self.accepted("ha", "conduct.end_recheck", mark_left=False, seen=0)

    def gives_chair(self) -> None:
        seat = self.dice.choice(self.seats)
        if self.accepted(self.by("ha", self.chair), "conduct.give_chair", seat_id=seat):
            self.chair = self.whose[seat]

    def asks_again(self) -> None:
        """A hand beside a ballot: it counts only when the person agrees on their own device."""
        now = next((question for question in self.running if question.state == "open" and question.box), None)
        if now is None:
            return
        seat, choice = self.dice.choice(list(now.box)), self.dice.choice(CHOICES)
        given = {"motion_id": now.number, "choice": choice}
        if not self.accepted("ha", "voting.propose_hand", seat_id=seat, **given):
            return
        agreed = self.dice.random() < 0.7
        if self.accepted(self.whose[seat], "voting.answer_hand", agreed=agreed, **given) and agreed:
            assert now.form == "open"
            assert seat in now.able & self.here
            now.box[seat] = choice


@pytest.mark.parametrize(
    ("body", "voters", "head", "seed"),
    [("ubnd", 4, "an", 24), ("hdnd", 5, "an", 24), ("dang", 3, "an", 24), ("board", 4, "an", 24)],
)
def test_no_course_of_a_meeting_decides_anything_against_the_law(
    build: Callable[..., Council], body: str, voters: int, head: str, seed: int
) -> None:
    council = build(preset=body, voters=voters, head=head)
    room = LongRoom(council, body, head, seed)
    with council.unwatched():
        for _ in range(STEPS):
            room.step()
        council.retells()
    assert set(room.outcomes) == {"adopted", "rejected"}, "a course in which it goes either way"
    with council.database.read() as db:
        rows = db.scalars(select(Motion.outcome).where(Motion.outcome != "")).all()
    assert sorted(rows) == sorted(room.outcomes), "every result was judged by the oracle"
    for command in ("conduct.resume_meeting", "conduct.take_back_end"):
        assert room.done[command], command

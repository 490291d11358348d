"""A model of voting beside a meeting: what people at their devices did, and what must have been accepted."""

import random
from collections.abc import Callable
from typing import Any

from meeting.agenda.tables import find_meeting
from meeting.live.push import NAMESPACE
from meeting.voting.events import MotionPrepared, ResultAnnounced
from meeting.voting.rules import MotionState
from tests.connection import Device
from tests.council import ABSTAIN, AGAINST, FOR, Council
from tests.oracle import DECISIONS, Vote, in_office, lawful, quorate
from tests.pages.client import Browser

CHOICES = (FOR, AGAINST, ABSTAIN)
STRICT = {
    "ubnd": "committee_decision",
    "hdnd": "resolution",
    "dang": "party_decision",
    "board": "board_decision",
}
ANYBODY = ("an", "ha", "lan", "nam", "guest", "outsider", "admin", "screen", "nobody")


Payload = dict[str, Any]


class Question:
    """A vote as the model knows it."""

    def __init__(self, number: int, kind: str, form: str) -> None:
        self.number, self.kind, self.form = number, kind, form
        self.state = "prepared"
        self.able: set[int] = set()
        self.recused: set[int] = set()
        self.aside: set[int] = set()
        self.total = 0
        self.late: set[int] = set()
        self.box: dict[int, str] = {}
        self.hands: tuple[int, int, int] = (0, 0, 0)
        self.hand_of_head, self.counted = "", 0
        self.present = self.here = 0
        self.reason: int | None = None
        self.ruling: bool | None = None
        self.switched = False

    def vote(self, head: int) -> Vote:
        """What the oracle is asked."""
        said = list(self.box.values())
        numbers = self.hands if self.form == "hands" else tuple(said.count(choice) for choice in CHOICES)
        side = self.hand_of_head if self.form == "hands" else self.box.get(head, "")
        return Vote(self.total, self.present, *numbers, head=side if side in CHOICES else "")


class Room:
    """One meeting, everybody's devices, and a model of what was accepted."""

    def __init__(self, council: Council, body: str, head: str, seed: int) -> None:
        self.council, self.body, self.dice = council, body, random.Random(seed)
        self.seats = [council.seats[who] for who in council.voters]
        self.head = council.seats[head] if head else 0
        self.browsers = {who: Browser(council, None if who == "nobody" else who) for who in (*ANYBODY, *council.voters)}
        self.stamps = {who: browser.csrf() for who, browser in self.browsers.items()}
        self.room: set[int] = set()
        self.suspended: set[int] = set()
        self.vacant: set[int] = set()
        self.started = False
        self.reason: int | None = None
        self.questions: list[Question] = []
        self.outcomes: list[str] = []
        self.excluded = 0
        self.chair = "an"
        self.likely = CHOICES

    def asks(self, who: str, command: str, payload: Payload) -> dict[str, Any] | None:
        """Hand in a command by one of the doors; return the answer when it was accepted."""
        payload = {"meeting_id": self.council.meeting, **payload}
        if self.dice.random() < 0.15 and who not in ("nobody", "screen"):
            device = Device(self.council, who)
            answer = device.says("do", {"command": command, "payload": payload, "key": ""})
            device.socket.disconnect(namespace=NAMESPACE)
        else:
            answer = (
                self.browsers[who]
                .client.post(f"/do/{command}", json={"payload": payload}, headers={"X-CSRFToken": self.stamps[who]})
                .get_json()
            )
        return answer["answer"] if answer["ok"] else None

    def step(self) -> None:
        """Somebody does something, a moment after the step before."""
        self.passes()
        now = next((q for q in self.questions if q.state in ("open", "closed")), None)
        waiting = next((q for q in self.questions if q.state == "prepared"), None)
        acts: list[Callable[[], None]] = [self.comes] * 3 + [self.leaves, self.undoes]
        acts += [] if self.started else [self.starts] * 4
        if now is None:
            acts += [self.prepares] if waiting is None else [lambda: self.opens(waiting)] * 4
            acts += [] if waiting is None else [lambda: self.waives(waiting), lambda: self.stands_aside(waiting)]
        elif now.state == "open":
            votes = self.casts if now.form == "open" else self.counts
            acts += [lambda: votes(now)] * 9 + [lambda: self.closes(now)] * 2
        else:
            acts += [lambda: self.announces(now)] * 6 + [lambda: self.rules(now), lambda: self.waives(now)]
            acts += [lambda: self.cancels(now)]
        acts += [self.says_of_mandate]
        acts += [lambda: self.stands_aside(self.dice.choice(self.questions))] if self.questions else []
        acts += [lambda: self.announces(self.dice.choice(self.questions))] if self.questions else []
        self.dice.choice(acts)()

    def passes(self) -> None:
        """A moment passes: people are slower than this test."""
        self.council.clock.advance(seconds=5)
        for person in self.council.people.values():
            self.council.house.site.pace.forget(f"person-{person}")

    def by(self, *proper: str) -> str:
        """Mostly somebody who may; now and then anybody."""
        return self.dice.choice(ANYBODY if self.dice.random() < 0.15 else proper)

    @property
    def body_now(self) -> set[int]:
        return in_office(set(self.seats), self.suspended, self.vacant)

    @property
    def here(self) -> set[int]:
        """The people who are in the room and in office."""
        return self.room & self.body_now

    def enough(self, total: int, present: int, reason: int | None) -> bool:
        return quorate(self.body, total, present) or (reason is not None and present >= reason)

    def says_of_mandate(self) -> None:
        """A paper comes in; sometimes somebody without the right enters it, or it comes between a vote and its
        result."""
        seat, mandate = self.dice.choice(self.seats), self.dice.choice(("suspended", "vacant", "held", "held"))
        payload = {"seat_id": seat, "mandate": mandate, "number": "12/QĐ", "reason": "theo quyết định"}
        if self.asks(self.by("ha"), "conduct.record_mandate", payload) is None:
            return
        assert all(q.state not in ("open", "closed") for q in self.questions), "the total changed in a vote"
        self.suspended.discard(seat)
        self.vacant.discard(seat)
        if mandate != "held":
            (self.suspended if mandate == "suspended" else self.vacant).add(seat)
        self.reason = None
        for question in self.questions:
            question.reason = None if question.state == "prepared" else question.reason

    def stands_aside(self, question: Question) -> None:
        seat = self.dice.choice(self.seats)
        if self.dice.random() < 0.3:
            given = {"motion_id": question.number, "seat_id": seat}
            if self.asks(self.by("ha"), "voting.withdraw_recusal", given) is not None:
                question.recused.discard(seat)
                question.reason = None
            return
        payload = {"motion_id": question.number, "seat_id": seat, "cause": "interest", "reason": "có liên quan"}
        if self.asks(self.by("ha", "an"), "voting.recuse", payload) is not None:
            assert question.state == "prepared"
            assert seat in self.body_now
            question.recused.add(seat)
            question.reason = None

    # what people do, and what the model makes of it when it was accepted

    def comes(self) -> None:
        seat = self.dice.choice(self.seats)
        if self.asks(self.by("ha"), "attendance.mark_present", {"seat_id": seat}) is not None:
            if seat not in self.room:
                for question in self.questions:
                    question.late.add(seat)
            self.room.add(seat)

    def leaves(self) -> None:
        seat = self.dice.choice(self.seats)
        if self.dice.random() < 0.4:
            return
        if self.asks(self.by("ha"), "attendance.mark_left", {"seat_id": seat, "reason": "việc gấp"}) is not None:
            self.room.discard(seat)

    def undoes(self) -> None:
        seat = self.dice.choice(self.seats)
        if self.asks(self.by("ha"), "attendance.undo_arrival", {"seat_id": seat}) is not None:
            self.room.discard(seat)
            for question in self.questions:
                if question.state == "open" and seat not in question.late:
                    question.able.discard(seat)
                    question.aside.discard(seat)

    def starts(self) -> None:
        who = self.by("ha", self.chair)
        if self.dice.random() < 0.3:
            self.gives_reason()
        if self.asks(who, "conduct.start_meeting", {}) is not None:
            assert not self.started
            self.room |= {self.council.seats[who]} & set(self.seats)
            assert self.enough(len(self.body_now), len(self.here), self.reason), "a meeting began without a quorum"
            self.started = True

    def gives_reason(self) -> None:
        """Give the reason why a sitting may begin with fewer than it needs."""
        who, here = self.by(self.chair, "ha"), len(self.here)
        if self.asks(who, "attendance.waive_quorum", {"reason": self.dice.choice(("", "bão"))}) is not None:
            assert who == self.chair, "only the chair gives a reason"
            self.reason = here

    def prepares(self) -> None:
        with self.council.database.read() as db:
            item = find_meeting(db, self.council.meeting).item_id or self.council.items[0]
        kinds = ["", *(kind for body, kind in DECISIONS if body == self.body), "party_decision"]
        kind, form = self.dice.choice(kinds), self.dice.choice(("open", "hands"))
        payload = {"item_id": item, "title": "Thông qua", "form": form, "decision": kind}
        made = self.asks(self.by("ha"), "voting.prepare_motion", payload)
        if made is not None:
            self.questions.append(Question(made["motion_id"], kind or STRICT[self.body], form))

    def waives(self, question: Question) -> None:
        who = self.by(self.chair, "ha")
        present = question.here if question.state == "closed" else len(self.here)
        if self.asks(who, "voting.waive_quorum", {"motion_id": question.number, "reason": "bão"}) is not None:
            assert who == self.chair, "only the chair gives a reason"
            question.reason = present

    def opens(self, question: Question) -> None:
        if self.asks(self.by("ha", self.chair), "voting.open_motion", {"motion_id": question.number}) is not None:
            assert self.started
            assert self.enough(len(self.body_now), len(self.here), question.reason), "a vote opened without a quorum"
            question.state, question.able, question.late = "open", self.here - question.recused, set()
            question.aside, question.total = self.here & question.recused, len(self.body_now)
            assert question.able, "nobody was there to vote"
            self.excluded += len(question.recused | (set(self.seats) - self.body_now))

    def casts(self, question: Question) -> None:
        voter = self.dice.choice(self.council.voters)
        choice, seat = self.dice.choice(self.likely), self.council.seats[voter]
        payload = {"motion_id": question.number, "choice": choice}
        if self.dice.random() < 0.2:
            by_hand = self.asks(self.by("ha"), "voting.record_hand", payload | {"seat_id": seat})
            accepted = by_hand is not None
        else:
            who = self.by(voter)
            seat = self.council.seats.get(who, 0)
            accepted = self.asks(who, "voting.cast_ballot", payload) is not None
        if accepted:
            assert question.state == "open"
            assert seat in question.able & self.here, "only who was there at the opening, and is there, votes"
            question.box[seat] = choice

    def counts(self, question: Question) -> None:
        most = len(question.able & self.here) + (self.dice.random() < 0.1)
        first = self.dice.randrange(most + 1)
        second = min(first, most - first) if self.dice.random() < 0.6 else most - first
        numbers = [first, second, self.dice.randrange(2)]
        side = self.dice.choice(("", *CHOICES, "none"))
        payload = dict(zip(("votes_for", "votes_against", "abstentions"), numbers, strict=True)) | {"head_choice": side}
        if self.asks(self.by("ha"), "voting.count_hands", {"motion_id": question.number, **payload}) is not None:
            there = question.able & self.here
            assert sum(numbers) <= len(there), "never more hands than people"
            assert not side or self.head in there, "a head who is away raises no hand"
            question.hands = (numbers[0], numbers[1], numbers[2])
            question.hand_of_head, question.counted = side, len(there | (question.aside & self.here))

    def closes(self, question: Question) -> None:
        payload = {"motion_id": question.number, "missing": 99}
        if self.asks(self.by("ha", self.chair), "voting.close_motion", payload) is not None:
            there = question.able & self.here
            by_hands = question.form == "hands"
            question.state = "closed"
            aside = question.aside & self.here
            question.present = question.counted if by_hands else len(there | set(question.box) | aside)
            question.here = min(question.counted, len(there | aside)) if by_hands else len(there | aside)

    def rules(self, question: Question) -> None:
        who, adopted = self.by(self.chair), self.dice.random() < 0.5
        payload = {"motion_id": question.number, "adopted": adopted, "reason": "theo luật"}
        if self.asks(who, "voting.record_ruling", payload) is not None:
            assert who == self.chair, "only the chair rules"
            assert len(lawful(self.body, question.kind, question.vote(self.head))) == 2
            question.ruling = adopted

    def cancels(self, question: Question) -> None:
        payload = {"motion_id": question.number, "reason": "nhầm"}
        for who in dict.fromkeys((self.by("ha", self.chair), "ha", self.chair)):  # a closed one takes two
            self.asks(who, "voting.cancel_motion", payload)
        if question.state != "cancelled" and self.council.motion(question.number).state == MotionState.CANCELLED:
            question.state = "cancelled"
            made = [event.motion_id for event in self.council.events() if isinstance(event, MotionPrepared)][-1:]
            again = Question(made[0], question.kind, "open" if question.switched else question.form)
            again.recused = set(question.recused)
            self.questions.append(again)

    def announces(self, question: Question) -> None:
        if self.asks(self.by("ha", self.chair), "voting.announce_result", {"motion_id": question.number}) is None:
            return
        results = [event for event in self.council.events() if isinstance(event, ResultAnnounced)]
        (told,) = [result for result in results if result.motion_id == question.number]
        vote = question.vote(self.head)
        readings = lawful(self.body, question.kind, vote)
        assert question.state == "closed"
        assert self.enough(question.total, question.here, question.reason), "a result was announced without a quorum"
        assert told.outcome in readings, (question.kind, vote)
        assert len(readings) == 1 or (question.ruling is not None and told.outcome == _word(question.ruling))
        whole = vote.total if DECISIONS[self.body, question.kind][0] == "all" else vote.present
        assert told.base_count == whole, "a base that the law does not give"
        question.state = "announced"
        self.outcomes.append(told.outcome)


def _word(adopted: bool) -> str:
    return "adopted" if adopted else "rejected"

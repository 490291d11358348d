"""Ballots that wait together are decided as if each had come alone: the same rows, lines, receipts and answers.

Two copies of one meeting go through the same random course: in one everybody waits for the answer to the command
before, in the other a whole hall hands in at once. Then every table is compared, byte by byte.
"""

import random
from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import insert, text

from meeting.access.tables import SignIn
from meeting.commands.registry import Command
from meeting.commands.submit import Reply
from meeting.kernel.refusals import Refused
from meeting.kernel.tokens import token_hash
from meeting.voting.commands.ballots import CastBallot, RecordHand
from meeting.voting.commands.motions import CancelMotion
from meeting.voting.commands.results import CloseMotion
from meeting.voting.devices import VoteHere
from meeting.voting.events import BallotCast
from meeting.voting.hand_entries import AnswerHand, ProposeHand
from tests.cast import MORNING
from tests.council import ABSTAIN, AGAINST, FOR, Council
from tests.waiting import Together

TABLES = ("ballot", "voting_device", "hand_entry", "receipt", "journal_line", "journal_head", "motion", "attendance")
CHOICES = (FOR, AGAINST, ABSTAIN)
STEPS = 90
Order = tuple[str, Command, str]
"""The token, the command, the key."""


def second_device(council: Council, who: str) -> str:
    """A token of another device on which the person is signed in; the same in every copy of the meeting."""
    token = f"second-device-of-{who}"
    row = {"token_hash": token_hash(token), "person_id": council.people[who], "screen_of": None}
    until = {"made_at": MORNING, "expires_at": MORNING.replace(hour=20), "ended_at": None}
    council.database.gate.submit(lambda db: db.execute(insert(SignIn), row | until))
    return token


class Course:
    """What a hall of nine and its secretary do during two votes, at random."""

    def __init__(self, council: Council, motions: Sequence[int], seconds: dict[str, str], seed: int) -> None:
        self.council, self.motions, self.seconds = council, motions, seconds
        self.dice = random.Random(seed)

    def steps(self) -> list[Order]:
        return [self.order() for _ in range(STEPS)]

    def order(self) -> Order:
        if self.dice.random() < 0.85:
            return self.ballot()
        return self.dice.choice((self.hand, self.asks, self.answers, self.moves, self.closes))()

    def ballot(self) -> Order:
        """A ballot of a member or of somebody without a vote, a seat or a sign-in; some keys come twice."""
        who = self.dice.choice((*self.council.voters * 3, "ha", "guest", "outsider"))
        token = self.council.tokens[who]
        if who in self.seconds and self.dice.random() < 0.4:
            token = self.seconds[who]
        if self.dice.random() < 0.04:
            token = "unknown"
        motion = self.dice.choice((*self.motions[:1] * 6, *self.motions[1:], 999))
        key = self.dice.choice(("", "k1", "k2", "k3", f"k{self.dice.random()}", "không phải khóa"))
        order = CastBallot(meeting_id=self.council.meeting, motion_id=motion, choice=self.dice.choice(CHOICES))
        return token, order, key

    def hand(self) -> Order:
        return self.clerk(RecordHand, seat_id=self.seat(), choice=self.dice.choice(CHOICES))

    def asks(self) -> Order:
        return self.clerk(ProposeHand, seat_id=self.seat(), choice=AGAINST)

    def answers(self) -> Order:
        who, agreed = self.dice.choice(self.council.voters), self.dice.random() < 0.7
        order = AnswerHand(meeting_id=self.council.meeting, motion_id=self.motions[0], choice=AGAINST, agreed=agreed)
        return self.council.tokens[who], order, ""

    def moves(self) -> Order:
        who = self.dice.choice(list(self.seconds))
        token = self.dice.choice((self.seconds[who], self.council.tokens[who]))
        return token, VoteHere(meeting_id=self.council.meeting), ""

    def closes(self) -> Order:
        """Seldom, and late enough that there is something to be refused before and after."""
        if self.dice.random() < 0.7:
            return self.ballot()
        if self.dice.random() < 0.2:
            return self.clerk(CancelMotion, reason="nhầm")
        return self.clerk(CloseMotion, missing=9)

    def clerk(self, kind: type[Command], **given: object) -> Order:
        order = kind(meeting_id=self.council.meeting, motion_id=self.motions[0], **given)  # type: ignore[call-arg]
        return self.council.tokens["ha"], order, ""

    def seat(self) -> int:
        return self.council.seats[self.dice.choice(self.council.voters)]


def ready(build: Callable[..., Council]) -> tuple[Council, list[int], dict[str, str]]:
    """A running meeting with an open vote and a prepared one; two members have a second device."""
    council = build(sits=True)
    with council.unwatched():
        prepared = council.prepares("Nội dung sau")
        motion = council.opens_motion()
        council.submits("ha", ProposeHand(**hand_of_lan(council, motion)))
    return council, [motion, prepared], {who: second_device(council, who) for who in ("lan", "nam")}


def hand_of_lan(council: Council, motion: int) -> dict[str, object]:
    council.casts("lan", motion, FOR)
    return {"meeting_id": council.meeting, "motion_id": motion, "seat_id": council.seats["lan"], "choice": AGAINST}


def hand_in(council: Council, order: Order) -> Callable[[], object]:
    token, command, key = order
    return lambda: council.commands.submit(command, token=token, key=key)


def told(call: Callable[[], object]) -> object:
    try:
        return call()
    except Refused as refused:
        return refused


def in_words(answer: object) -> object:
    return (answer.code, str(answer)) if isinstance(answer, Refused) else answer


def tables(council: Council) -> dict[str, list[tuple[object, ...]]]:
    with council.database.read() as db:
        return {table: sorted(map(tuple, db.execute(text(f"select * from {table}"))), key=repr) for table in TABLES}


@pytest.mark.parametrize("seed", range(8))
def test_simultaneous_ballots_of_a_hall_are_answered_and_recorded_like_single_ones(
    build: Callable[..., Council], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secrets.token_hex", lambda length: "5a" * length)  # what closes a vote is salted
    alone, motions, seconds = ready(build)
    crowd, *same = ready(build)
    assert same == [motions, seconds]
    course = Course(alone, motions, seconds, seed).steps()
    one_by_one = [in_words(told(hand_in(alone, order))) for order in course]
    sound = [order for order in course if order[2].isascii()]  # a malformed key does not come as far as the writer
    taken = iter(Together(crowd.database).call([hand_in(crowd, order) for order in sound]))
    at_once = [in_words(next(taken) if order in sound else told(hand_in(crowd, order))) for order in course]
    assert at_once == one_by_one
    assert tables(crowd) == tables(alone)
    assert crowd.journal() == alone.journal()
    replies = [answer for answer in one_by_one if isinstance(answer, Reply)]
    assert replies
    assert len(replies) < len(course), "some were refused"
    assert [event for event in crowd.events() if isinstance(event, BallotCast)]


def test_a_refused_ballot_makes_no_other_start_again(build: Callable[..., Council]) -> None:
    council, (motion, prepared), _ = ready(build)
    ballots = [(council.tokens[who], CastBallot(**ballot(council, motion)), f"k{who}") for who in council.voters]
    early = (council.tokens["an"], CastBallot(**ballot(council, prepared)), "early")
    foreign = ("unknown", CastBallot(**ballot(council, motion)), "foreign")
    together = Together(council.database)
    answers = together.call([hand_in(council, order) for order in (ballots[0], early, foreign, *ballots[1:])])
    refused = [answer.code for answer in answers if isinstance(answer, Refused)]
    assert sorted(refused) == ["access.not_signed_in", "voting.not_open"]
    assert council.box(motion) == {FOR: 9}
    assert together.undone == 0, "no half of the batch was done again"


def ballot(council: Council, motion: int) -> dict[str, object]:
    return {"meeting_id": council.meeting, "motion_id": motion, "choice": FOR}

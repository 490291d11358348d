"""Many at once: one seat has one ballot, a refusal affects no other command, and a full disk acknowledges nothing."""

import threading
from collections.abc import Callable

import pytest

from meeting.access import actors
from meeting.commands.registry import Command
from meeting.commands.submit import Reply, Submit
from meeting.journal.chain import check
from meeting.kernel.refusals import Refused
from meeting.voting.commands.ballots import CastBallot, RecordHand
from meeting.voting.commands.motions import OpenMotion, PrepareMotion
from meeting.voting.commands.results import AnnounceResult, CloseMotion
from meeting.voting.events import BallotCast
from tests.council import ABSTAIN, AGAINST, FOR, Council
from tests.heard import statements
from tests.waiting import Together


def at_once(work: list[Callable[[], object]]) -> list[object]:
    """Run everything in threads that start together; return results (or what was raised) in order."""
    answers: list[object] = [None] * len(work)
    ready = threading.Barrier(len(work))

    def run(place: int) -> None:
        ready.wait()
        try:
            answers[place] = work[place]()
        except Exception as error:
            answers[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def casting(council: Council, who: str, motion: int, choice: str, key: str = "") -> Callable[[], Reply]:
    command = CastBallot(meeting_id=council.meeting, motion_id=motion, choice=choice)
    return lambda: council.commands.submit(command, token=council.tokens[who], key=key)


def test_a_hundred_simultaneous_ballots_of_one_seat_are_one_ballot(sitting: Council) -> None:
    motion = sitting.opens_motion()
    choices = [(FOR, AGAINST, ABSTAIN)[n % 3] for n in range(100)]
    answers = at_once([casting(sitting, "lan", motion, choice) for choice in choices])
    assert all(isinstance(answer, Reply) for answer in answers)
    assert sum(sitting.box(motion).values()) == 1
    cast = [event for event in sitting.events() if isinstance(event, BallotCast)]
    assert len(cast) == 100
    assert sitting.box(motion) == {cast[-1].choice: 1}, "the last one in the journal counts"
    check(sitting.journal())


def test_a_hundred_simultaneous_repeats_of_one_request_are_one_ballot_with_one_answer(sitting: Council) -> None:
    motion = sitting.opens_motion()
    answers = at_once([casting(sitting, "lan", motion, FOR, key="k1")] * 100)
    assert len({repr(answer) for answer in answers}) == 1
    assert len([event for event in sitting.events() if isinstance(event, BallotCast)]) == 1


def test_ballots_that_arrive_during_the_close_are_counted_or_refused_and_never_lost(sitting: Council) -> None:
    motion = sitting.opens_motion()
    work: list[Callable[[], object]] = [casting(sitting, who, motion, FOR) for who in sitting.voters]
    work.insert(4, lambda: sitting.closes(motion, missing=9))
    answers = [answer for place, answer in enumerate(at_once(work)) if place != 4]
    acknowledged = [answer for answer in answers if isinstance(answer, Reply)]
    refused = [answer.code for answer in answers if isinstance(answer, Refused)]
    assert len(acknowledged) + len(refused) == 9
    assert set(refused) <= {"voting.closed"}
    assert sitting.motion(motion).votes_for == len(acknowledged)


def test_everybody_votes_at_once_and_the_chain_holds(build: Callable[..., Council]) -> None:
    council = build(preset="hdnd", voters=60, chair_title="Chủ tịch HĐND xã")
    council.sits()
    motion = council.opens_motion()
    answers = at_once([casting(council, who, motion, FOR, key=f"k-{who}") for who in council.voters])
    numbers = sorted(answer.upto for answer in answers if isinstance(answer, Reply))
    assert numbers == list(range(numbers[0], numbers[0] + 60)), "each has a line of its own"
    assert council.box(motion) == {FOR: 60}
    check(council.journal())


def test_a_ballot_asks_the_database_four_things_and_writes_four_rows(build: Callable[..., Council]) -> None:
    """Reads: the person, their seat, an earlier answer, the seat's state. Everything else is read once for all ballots.

    Writes: the ballot, its line, its receipt, and with a person's first ballot in a meeting the device on which they
    vote.
    """
    council = build(voters=60, sits=True)
    motion = council.opens_motion()
    with statements(council.database) as heard:
        Together(council.database).call([casting(council, who, motion, FOR, key="k1") for who in council.voters])
    assert council.box(motion) == {FOR: 60}
    each = [told.split()[0] for told in heard if "journal_head" not in told]  # the head of the book, once a batch
    assert (each.count("SELECT"), each.count("INSERT")) == (4 * 60, 4 * 60)
    assert set(each) == {"SELECT", "INSERT", "BEGIN", "COMMIT"}


def test_an_acknowledgement_names_the_line_that_proves_it(sitting: Council) -> None:
    motion = sitting.opens_motion()
    reply = sitting.casts("lan", motion, FOR)
    line = sitting.journal()[reply.upto - 1]
    assert (line.kind, line.actor, line.at) == ("voting.ballot_cast", f"person-{sitting.people['lan']}", reply.at)
    assert len(reply.code) == 4


def test_commands_together_are_all_done_or_none(sitting: Council) -> None:
    with sitting.database.read() as db:
        clerk = actors.find(db, sitting.tokens["ha"], sitting.meeting, sitting.clock())
    assert clerk is not None
    seq = sitting.seq()

    def prepare(title: str) -> Command:
        return PrepareMotion(meeting_id=sitting.meeting, item_id=sitting.items[0], title=title)

    with pytest.raises(Refused, match=r"voting\.no_title|không được để trống"):
        sitting.commands.together(lambda submit: [submit(prepare(title)) for title in ("Một", "Hai", "")], actor=clerk)
    assert sitting.seq() == seq
    assert "Một" not in sitting.sees("clerk", "motions")
    sitting.commands.together(lambda submit: [submit(prepare(title)) for title in ("Một", "Hai")], actor=clerk)
    assert sitting.seq() == seq + 2


def test_a_count_sees_what_its_own_transaction_has_written(sitting: Council) -> None:
    with sitting.unwatched():
        motions = [sitting.prepares("Một"), sitting.prepares("Hai")]
    with sitting.database.read() as db:
        clerk = actors.find(db, sitting.tokens["ha"], sitting.meeting, sitting.clock())
    assert clerk is not None

    def hold(submit: Submit, motion: int) -> None:
        which = {"meeting_id": sitting.meeting, "motion_id": motion}
        submit(OpenMotion(**which))
        submit(RecordHand(**which, seat_id=sitting.seats["lan"], choice=FOR))
        submit(CloseMotion(**which, missing=8))
        submit(AnnounceResult(**which))

    sitting.commands.together(lambda submit: [hold(submit, motion) for motion in motions], actor=clerk)
    assert [sitting.motion(motion).outcome for motion in motions] == ["rejected", "rejected"]

"""Minutes in which the quorum was reached or lost: compared with a full recount after each move."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest

from meeting.attendance.turn_rules import Move, Office, Walk
from meeting.law.editions import preset
from meeting.law.rules import quorum
from tests.cast import EDITION, MORNING

RULE = preset(EDITION, "ubnd").quorum.terms()
IN_OFFICE, SUSPENDED, VACANT = Office(True, True), Office(True, False), Office(False, False)


def moves(dice: random.Random, seats: range) -> Iterator[Move]:
    """People come, go, come again, or are suspended; now and then something happens that is nobody's move."""
    for minute in range(60):
        at, seat = MORNING + timedelta(minutes=minute), dice.choice(seats)
        what = dice.randrange(10)
        if what < 5:
            yield Move(at, seat, 1)
        elif what < 8:
            yield Move(at, seat, -1)
        elif what < 9:
            yield Move(at, seat, office=dice.choice((IN_OFFICE, SUSPENDED, VACANT)))
        else:
            yield Move(at)


@pytest.mark.parametrize("seed", range(30))
def test_the_figures_after_each_move_equal_a_full_recount(seed: int) -> None:
    dice, seats = random.Random(seed), range(1, 10)
    kept, offices, here = dict.fromkeys(seats, IN_OFFICE), dict.fromkeys(seats, IN_OFFICE), set[int]()
    was, turn = False, None
    walk = Walk(RULE, kept)
    for move in moves(dice, seats):
        walk.take(move)
        if move.office is not None:
            offices[move.seat_id] = move.office
        elif move.step:
            (here.add if move.step > 0 else here.discard)(move.seat_id)
        total = sum(office.counted for office in offices.values())
        present = sum(offices[seat].serves for seat in here)
        ruled = quorum(RULE, total, min(present, total))
        assert (walk.present, walk.total, walk.needed) == (present, total, ruled.needed)
        if walk.met != was:
            was, turn = walk.met, (move.at, walk.met)
        assert walk.turned == turn
    assert kept == offices


def test_a_quorum_that_never_was_is_not_lost() -> None:
    walk = Walk(RULE, dict.fromkeys(range(1, 10), IN_OFFICE))
    for move in (*(Move(MORNING, seat, 1) for seat in range(1, 6)), Move(MORNING, 5, -1)):
        walk.take(move)
    assert walk.turned is None
    for seat in (5, 6):
        walk.take(Move(MORNING + timedelta(minutes=seat), seat, 1))
    assert walk.turned == (MORNING + timedelta(minutes=6), True)

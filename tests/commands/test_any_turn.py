"""Two secretaries and the chair turn, close doors, pause and end within seconds: rows and minutes agree."""

import random
from contextlib import suppress

import pytest

from meeting.agenda.commands import AddSeat
from meeting.agenda.events import ItemOpened
from meeting.agenda.pause_rules import PauseKind
from meeting.agenda.tables import find_meeting, items_of
from meeting.commands.registry import Command
from meeting.conduct.commands import EndMeeting, GoToItem, TakeBackEnd
from meeting.conduct.doors import CloseDoors, OpenDoors
from meeting.conduct.pausing import PauseMeeting, ResumeMeeting
from meeting.conduct.wheel import GiveWheel
from meeting.kernel.refusals import Refused
from tests.council import Council

STEPS = 150


def press(council: Council, dice: random.Random, clerk: int) -> Command:
    """One press; turning is the most frequent."""
    meeting = council.meeting
    turn = GoToItem(meeting_id=meeting, item_id=dice.choice(council.items))
    doors = CloseDoors(meeting_id=meeting), OpenDoors(meeting_id=meeting)
    rest = PauseMeeting(meeting_id=meeting, kind=PauseKind.RECESS), ResumeMeeting(meeting_id=meeting)
    over = EndMeeting(meeting_id=meeting), TakeBackEnd(meeting_id=meeting, reason="nhầm")
    return dice.choice(
        (*(turn,) * 12, *doors, *rest, rest[1], *over, over[1], GiveWheel(meeting_id=meeting, seat_id=clerk))
    )


@pytest.mark.parametrize("seed", range(3))
def test_after_any_quick_presses_the_record_of_each_item_agrees_with_its_row(build, seed: int) -> None:
    council, dice = build(voters=4), random.Random(seed)
    with council.unwatched():
        seat = AddSeat(meeting_id=council.meeting, person_id=council.people["outsider"], role="clerk", votes=False)
        clerk = council.submits("admin", seat).made["seat_id"]
        council.arrives(*council.voters)
        council.starts("an")
        for _ in range(STEPS):
            council.clock.advance(seconds=dice.choice((0, 1, 4, 4, 30)))
            with suppress(Refused):
                council.submits(dice.choice(("an", "an", "ha", "outsider")), press(council, dice, clerk))
                agree(council)
    turns = [event for event in council.events() if isinstance(event, ItemOpened)]
    assert {turn.taken_back for turn in turns} == {False, True}


def agree(council: Council) -> None:
    """Besides the usual comparison: in the record the present item is behind doors exactly while they are closed."""
    record = council.retells()
    with council.database.read() as db:
        doors, rows = find_meeting(db, council.meeting).doors_closed, items_of(db, council.meeting)
    for item, row in zip(record.items, rows, strict=True):
        if item.is_open():
            assert row.closed == doors
            assert bool(item.closed_parts and item.closed_parts[-1].closed_at is None) == doors
        else:
            assert all(part.closed_at for part in item.closed_parts)

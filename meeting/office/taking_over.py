"""Filling new drafts from an earlier meeting: people, items and questions, by the commands that a person gives."""

from collections.abc import Mapping, Sequence

from meeting.access import policy
from meeting.office.copying import (
    AskedCommand,
    expected_copied,
    items_copied,
    mandates_copied,
    own_place,
    points_copied,
    seating_copied,
    seats_copied,
    sittings_copied,
)
from meeting.office.door import hand_in_all
from meeting.web import current
from meeting.web.site import site


def take_over(source: int, made: Sequence[int]) -> None:
    """Copy people, planned sittings, points, items and questions of a meeting to each of the new ones.

    A repeated request continues where the first one stopped.
    """
    with site().database.read() as db:
        actor = current.require_actor(db, None)
        seated = actor.person_id if policy.keeps_what_they_plan(actor) else None
        sittings = [(one, each) for one in made for each in sittings_copied(db, source, one)]
        points = [(one, each) for one in made for each in points_copied(db, source, one)]
        rooms = [each for one in made for each in seating_copied(db, source, one)]
        seats = [each for one in made for each in seats_copied(db, source, one, but=seated)]
        own = [each for one in made for each in own_place(db, source, one, seated)] if seated is not None else []
        items = [each for one in made for each in items_copied(db, source, one)]
    planned = hand_in_all([asked for _, (_, asked) in sittings], part="sitting")
    anew = {
        (one, number): reply.made["sitting_id"] for (one, (number, _)), reply in zip(sittings, planned, strict=True)
    }
    there = hand_in_all([asked for _, (_, asked) in points], part="point")
    points_anew = {
        (one, number): reply.made["point_id"] for (one, (number, _)), reply in zip(points, there, strict=True)
    }
    hand_in_all(rooms, part="room")
    hand_in_all(seats, part="seat")
    hand_in_all(own, part="own")
    with site().database.read() as db:
        mandates = [each for one in made for each in mandates_copied(db, source, one)]
        expected = [each for one in made for each in expected_copied(db, source, one, points_anew)]
    hand_in_all(mandates, part="mandate")
    hand_in_all(expected, part="expected")
    added = hand_in_all([_in_sitting(item, anew) for item, _ in items], part="item")
    asked = [
        (kind, said | {"item_id": reply.made["item_id"]})
        for reply, (_, questions) in zip(added, items, strict=True)
        for kind, said in questions
    ]
    hand_in_all(asked, part="question")


def _in_sitting(item: AskedCommand, anew: Mapping[tuple[int, int], int]) -> AskedCommand:
    """Return the item's command with the sitting of its new meeting.

    `anew` maps (meeting id, earlier sitting id) to it.
    """
    kind, said = item
    number = said["sitting_id"]
    return kind, said | {"sitting_id": anew[said["meeting_id"], number] if number is not None else None}

"""Commands about the places of the room, before the meeting: their layout, and who sits where."""

import msgspec

from meeting.access.policy import Capability
from meeting.agenda import rules
from meeting.agenda.events import Placed, SeatingLaidOut, SeatsPlaced
from meeting.agenda.seating_rules import Seating, check_place, check_seating, filled
from meeting.agenda.tables import Meeting, Seat, find_meeting, find_seat, seating_of, seats_of
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event


@command("agenda.lay_out_seating", allow=Capability.PREPARE)
class LayOutSeating(MeetingCommand, frozen=True, kw_only=True):
    """Set the layout: `head` places at the table in front, `rows` of `width`, aisles after these numbers."""

    head: int = 0
    rows: int = 0
    width: int = 0
    aisles: tuple[int, ...] = ()


@handles(LayOutSeating)
def lay_out_seating(command: LayOutSeating, context: Context) -> list[Event]:
    """Store the layout. People whose place no longer exists keep its name and are shown as not placed."""
    meeting = _planned(context, command.meeting_id)
    seating = Seating(head=command.head, rows=command.rows, width=command.width, aisles=command.aisles)
    check_seating(seating)
    if seating == seating_of(meeting):
        return []
    meeting.seating = msgspec.to_builtins(seating)
    return [SeatingLaidOut(seating=seating)]


@command("agenda.place_seat", allow=Capability.PREPARE)
class PlaceSeat(MeetingCommand, frozen=True, kw_only=True):
    """Put somebody at a place of the room, by its name. An empty `label` takes their place away."""

    seat_id: int
    label: str


@handles(PlaceSeat)
def place_seat(command: PlaceSeat, context: Context) -> list[Event]:
    """Place them. Raises Refused with the name of the person who already sits there."""
    meeting = _planned(context, command.meeting_id)
    seat = find_seat(context.db, meeting.id, command.seat_id)
    label = check_place(seating_of(meeting), command.label) if command.label else ""
    others = [(each.label, each.particulars.full_name) for each in seats_of(context.db, meeting.id) if each != seat]
    rules.check_label(label, others)
    return _placed({seat: label})


@command("agenda.fill_places", allow=Capability.PREPARE)
class FillPlaces(MeetingCommand, frozen=True, kw_only=True):
    """Give everybody without a place the next free one, in the order of the list."""


@handles(FillPlaces)
def fill_places(command: FillPlaces, context: Context) -> list[Event]:
    """Fill the places. Existing places stay. With too few places, the last people of the list get none."""
    meeting = _planned(context, command.meeting_id)
    seats = {seat.id: seat for seat in seats_of(context.db, meeting.id)}
    found = filled(seating_of(meeting), {number: seat.label for number, seat in seats.items()})
    return _placed({seats[number]: label for number, label in found.items()})


@command("agenda.clear_places", allow=Capability.PREPARE)
class ClearPlaces(MeetingCommand, frozen=True, kw_only=True):
    """Take everybody's place away."""


@handles(ClearPlaces)
def clear_places(command: ClearPlaces, context: Context) -> list[Event]:
    """Take away everybody's place, to start again."""
    meeting = _planned(context, command.meeting_id)
    return _placed(dict.fromkeys(seats_of(context.db, meeting.id), ""))


def _planned(context: Context, meeting_id: int) -> Meeting:
    meeting = find_meeting(context.db, meeting_id)
    rules.check_planned(meeting.state)
    return meeting


def _placed(labels: dict[Seat, str]) -> list[Event]:
    changed = {seat: label for seat, label in labels.items() if seat.label != label}
    for seat, label in changed.items():
        seat.label = label
    told = tuple(Placed(seat_id=seat.id, label=label) for seat, label in changed.items())
    return [SeatsPlaced(places=told)] if told else []

"""The features of a room: their events, and what these tell the record."""

from meeting.minutes import told as minutes
from meeting.people import events as people
from meeting.record import agenda, attendance, documents, speaking, voting
from meeting.record.replay import teach

TELLINGS = (agenda.telling, attendance.telling, documents.telling, speaking.telling, voting.telling, minutes.telling)
UNTOLD = (people,)
"""Events that are read with the others and change nothing in the record."""


def register() -> None:
    """Make every feature known; whatever assembles a server, a worker or a command calls this."""
    teach(*TELLINGS)

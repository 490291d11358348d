"""Milestones: the events at which the head of a meeting's journal is signed and handed out.

They are those after which the room would do something else: the meeting has begun, stands or is over, a vote is open,
closed, told or void, the minutes are drawn or signed. What comes in between is held by the next one.
"""

from meeting.agenda.events import STAGE_EVENTS
from meeting.minutes.events import Drafted, Signed
from meeting.voting.events import HELD_EVENTS

MILESTONES = (*STAGE_EVENTS, *HELD_EVENTS, Drafted, Signed)
KINDS = tuple(each.kind for each in MILESTONES)

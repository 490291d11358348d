"""A whole meeting as a script: every kind of fact that a meeting's book can hold comes up in it.

A step is handed in by somebody's tablet, over the socket, or, as `system`, by the installation's own
worker in another process, as it would be in life.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from meeting.agenda.commands import AddItem, AddSeat, ChangeMeeting
from meeting.attendance.rules import new_claim
from meeting.commands import registry
from meeting.documents.commands import AddDocument, RecordNoRendition, RecordRendition
from meeting.kernel.clock import stamp
from meeting.minutes.commands import RecordDraft, RecordNoDraft

"""Making drafts from typed headings."""

from collections.abc import Sequence

from meeting.agenda.commands import CreateMeeting
from meeting.agenda.rules import SLUG_TAKEN
from meeting.commands import caps
from meeting.commands.payload import read_payload
from meeting.commands.receipts import KEY_REUSED
from meeting.kernel.refusals import Refused
from meeting.office import heading
from meeting.office.door import submit_part
from meeting.web import current


def make_drafts(typed: Sequence[dict[str, str]]) -> list[int]:
    """Make a draft of each heading and return their ids. Raises Refused, for a bad heading before any draft is made.

    A repeated request gets the drafts that it made, whatever their codes have become.
    """
    current.hold_to_pace()
    asked = [_asked(each) for each in typed]
    return [_made(commands, f"meeting-{place}") for place, commands in enumerate(asked)]


def _asked(typed: dict[str, str]) -> list[CreateMeeting]:
    """Return the command with each code to try in turn."""
    said = {"preset": typed["preset"], "edition": heading.edition_for(typed), "draft": True}
    said |= heading.names(typed) | heading.times(typed)
    commands = [
        read_payload(CreateMeeting.name, said | {"slug": each}, CreateMeeting) for each in heading.codes_of(typed)
    ]
    caps.check(commands[0])
    return commands


def _made(commands: Sequence[CreateMeeting], part: str) -> int:
    *first, last = commands
    for command in first:
        try:
            return submit_part(command, part).made["meeting_id"]
        except Refused as refused:
            if refused.code not in (SLUG_TAKEN, KEY_REUSED):
                raise
    return submit_part(last, part).made["meeting_id"]

"""Commands about remarks: signed-in people send them, an administrator marks them as read."""

from typing import Annotated

from meeting.access.policy import Capability
from meeting.commands.registry import Command, Context, command, handles
from meeting.feedback.events import RemarkRead
from meeting.feedback.tables import Remark
from meeting.journal.events import Event
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.kernel.text import Cap


@command("feedback.send", allow=Capability.OWN_SETTINGS)
class SendRemark(Command, frozen=True, kw_only=True):
    """Send a remark about the program. `topic`: the open subject of help. The handler is in `help/remarks.py`."""

    topic: Annotated[str, Cap("Mục trợ giúp", 40)]
    words: Annotated[str, Cap("Góp ý", 1000)]


@command("feedback.mark_read", allow=Capability.KEEP_HOUSE)
class MarkRead(Command, frozen=True, kw_only=True):
    """Mark a remark as read."""

    remark_id: int


@handles(MarkRead)
def mark_read(command: MarkRead, context: Context) -> list[Event]:
    """Mark the remark. Marking it again changes nothing. Raises Refused for an unknown id."""
    remark = context.db.get(Remark, command.remark_id)
    if remark is None:
        raise Refused(NOT_FOUND)
    if remark.read_at is not None:
        return []
    remark.read_at = context.now
    return [RemarkRead(remark_id=remark.id)]

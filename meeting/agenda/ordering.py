"""Commands about items before the meeting: their text and their order."""

from meeting.access.policy import Capability
from meeting.agenda import rules
from meeting.agenda.events import ItemChanged, ItemMoved
from meeting.agenda.planned import find_planned
from meeting.agenda.rules import ItemForm
from meeting.agenda.tables import find_item, find_meeting, items_of, put_in_order
from meeting.agenda.timing import read_start
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event


@command("agenda.change_item", allow=Capability.PREPARE)
class ChangeItem(MeetingCommand, frozen=True, kw_only=True):
    """Change an item. `version`: the version that the asker saw."""

    of_plan = True

    item_id: int
    version: int
    title: str
    presenter: str = ""
    minutes: int = 0
    form: ItemForm = ItemForm.OTHER
    text: str = ""
    level: int = 0
    internal: bool = False
    start: str = ""
    sitting_id: int | None = None


@handles(ChangeItem)
def change_item(command: ChangeItem, context: Context) -> list[Event]:
    """Change it. The second of two editors is refused and sees what the first wrote. Saving again changes nothing."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_planned(meeting.state)
    rules.check_item(command.title, command.minutes, command.level)
    item = find_item(context.db, meeting.id, command.item_id)
    if command.sitting_id is not None:
        find_planned(context.db, meeting.id, command.sitting_id)
    fields = ("title", "presenter", "minutes", "form", "text", "level", "internal", "sitting_id")
    said = {field: getattr(command, field) for field in fields} | {"start": read_start(command.start)}
    if said == {field: getattr(item, field) for field in said}:
        return []
    rules.check_seen(item.version, command.version, item.title)
    for field, value in said.items():
        setattr(item, field, value)
    item.version += 1
    return [ItemChanged(item_id=item.id, **said)]


@command("agenda.move_item", allow=Capability.PREPARE)
class MoveItem(MeetingCommand, frozen=True, kw_only=True):
    """Move an item to another position of the agenda; 1 is first."""

    of_plan = True

    item_id: int
    position: int


@handles(MoveItem)
def move_item(command: MoveItem, context: Context) -> list[Event]:
    """Move it. Two people may move different items at the same time."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_planned(meeting.state)
    item = find_item(context.db, meeting.id, command.item_id)
    rows = {row.id: row for row in items_of(context.db, meeting.id)}
    order = rules.moved(list(rows), item.id, command.position)
    if order == list(rows):
        return []
    put_in_order(context.db, [rows[each] for each in order])
    return [ItemMoved(item_id=item.id, position=command.position)]

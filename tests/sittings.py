"""Sittings of a meeting: planned, given items, and paused."""

from datetime import datetime

from meeting.agenda.ordering import ChangeItem
from meeting.agenda.planning_sittings import PlanSitting
from meeting.agenda.tables import find_item
from meeting.conduct.pausing import PauseMeeting, ResumeMeeting
from meeting.kernel.clock import VIETNAM, stamp
from tests.council import Council


def at(text: str) -> datetime:
    """A moment on a wall clock in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def pause(council: Council, kind: str = "lunch", **when: object) -> PauseMeeting:
    return PauseMeeting(meeting_id=council.meeting, kind=kind, **when)


def rests(council: Council, kind: str = "lunch", **when: object) -> None:
    council.submits("ha", pause(council, kind, **when))


def goes_on(council: Council) -> None:
    council.submits("ha", ResumeMeeting(meeting_id=council.meeting))


def plans_sitting(council: Council, starts: str, ends: str, title: str = "") -> int:
    """The secretary plans_sitting a sitting; return its number."""
    command = PlanSitting(meeting_id=council.meeting, title=title, starts_at=stamp(at(starts)), ends_at=stamp(at(ends)))
    return council.submits("system", command).made["sitting_id"]


def change(council: Council, place: int, sitting_id: int | None) -> ChangeItem:
    with council.database.read() as db:
        item = find_item(db, council.meeting, council.items[place - 1])
        said = {name: getattr(item, name) for name in ("title", "presenter", "minutes", "form", "text", "level")}
        return ChangeItem(
            meeting_id=council.meeting, item_id=item.id, version=item.version, sitting_id=sitting_id, **said
        )


def belongs(council: Council, place: int, sitting_id: int | None) -> None:
    """The item at a place of the agenda (1 is first) belongs to a sitting."""
    council.submits("system", change(council, place, sitting_id))

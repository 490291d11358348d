"""Closed parts of an item in the record: from when to when the meeting was at it, in session, behind closed doors."""

from datetime import datetime

from msgspec.structs import replace

from meeting.record.record import Item, Span


def is_behind_doors(item: Item) -> bool:
    """Whether a closed part of it goes on."""
    return bool(item.closed_parts) and item.closed_parts[-1].closed_at is None


def close_doors(item: Item, at: datetime) -> Item:
    """The item, from now on behind closed doors."""
    return replace(item, closed_parts=(*item.closed_parts, Span(opened_at=at)))


def leave_doors(item: Item, at: datetime) -> Item:
    """The item when it is left, the meeting rests, or the doors are opened: a closed part ends with it."""
    if not is_behind_doors(item):
        return item
    last = replace(item.closed_parts[-1], closed_at=at)
    return replace(item, closed_parts=(*item.closed_parts[:-1], last))

"""Closed parts of an item in the record: when the meeting was at it, in session, behind closed doors."""

from datetime import datetime

from msgspec.structs import replace

from meeting.record.record import Item, Span


def is_behind_doors(item: Item) -> bool:
    """Return whether a closed part is open-ended so far."""
    return bool(item.closed_parts) and item.closed_parts[-1].closed_at is None


def close_doors(item: Item, at: datetime) -> Item:
    """Return the item with a closed part that begins now."""
    return replace(item, closed_parts=(*item.closed_parts, Span(opened_at=at)))


def leave_doors(item: Item, at: datetime) -> Item:
    """Return the item with its closed part ended: it is left, the meeting pauses, or the doors are opened."""
    if not is_behind_doors(item):
        return item
    last = replace(item.closed_parts[-1], closed_at=at)
    return replace(item, closed_parts=(*item.closed_parts[:-1], last))

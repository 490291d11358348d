"""Whether a session sees a published plan as published, or with its unpublished changes.

`see_as_told` makes it see the plan as published, as invited people do. Commands, jobs and makers of a meeting see
all changes.
"""

from collections.abc import Collection

from sqlalchemy.orm import Session

_AS_TOLD = "as told"


def see_as_told(db: Session, *, besides: Collection[int] = ()) -> None:
    """Make this session see every meeting as published, except the meetings in `besides`."""
    db.info[_AS_TOLD] = frozenset(besides)


def see_whole(db: Session, meetings: Collection[int]) -> None:
    """Make this session see these meetings with unpublished changes. Must be called before they are read."""
    if _AS_TOLD in db.info:
        db.info[_AS_TOLD] |= frozenset(meetings)


def sees_as_told(db: Session, meeting_id: int) -> bool:
    """Return whether this session sees a meeting without its unpublished changes."""
    besides: Collection[int] = db.info.get(_AS_TOLD, (meeting_id,))
    return meeting_id not in besides

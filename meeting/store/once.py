"""Once: a query that several panels make while they are drawn in one session is run once.

Only read-only sessions remember results, and only when told to. All others query every time.
"""

import functools
from collections.abc import Callable, Collection
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

P = ParamSpec("P")
R = TypeVar("R")

KEPT = "once"


def remember(db: Session) -> None:
    """Make this session, which sees one state from begin to end, remember what it reads."""
    db.info.setdefault(KEPT, {})


def once(read: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Session, P], R]:
    """Function decorator: a reading that a remembering session makes once for each set of arguments."""

    @functools.wraps(read)
    def reading(db: Session, /, *args: P.args, **kwargs: P.kwargs) -> R:
        kept = db.info.get(KEPT)
        if kept is None or kwargs:
            return read(db, *args, **kwargs)
        key = (read, args)
        if key not in kept:
            kept[key] = read(db, *args, **kwargs)
        found: R = kept[key]
        return found

    return reading


def among(numbers: Collection[int]) -> tuple[int, ...]:
    """Return ids as an argument of a remembered query: sorted, so that the same rows are asked for only once."""
    return tuple(sorted(numbers))

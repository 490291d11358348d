"""Once: what several panels ask the database for while they are drawn in one session is asked once.

Only a session that cannot write remembers, and only when it is told to: everywhere else each reading is made anew.
"""

import functools
from collections.abc import Callable, Collection
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

P = ParamSpec("P")
R = TypeVar("R")

KEPT = "once"


def remember(db: Session) -> None:
    """From now on this session, which sees one state from begin to end, keeps what it has read."""
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
    """Numbers of rows as an argument of such a reading: in one order, so that the same rows are asked for once."""
    return tuple(sorted(numbers))

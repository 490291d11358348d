"""The titles used in a refusal: each body has its own word for its chair and its members.

The sentence of a refusal may contain `{chair}` or `{member}`. The rule that refuses does not need to know the body.
Without a meeting, the neutral words of `kernel/refusals` are used.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy.orm import Session

from meeting.kernel.refusals import NEUTRAL, Refused

WordFinder = Callable[[Session, int], Mapping[str, object]]
_find_words: WordFinder = lambda db, meeting_id: {}  # noqa: E731 - until meetings are registered


def register_word_finder(finder: WordFinder) -> None:
    """Set the function that gives a body's words: `finder(db, meeting_id)` returns a word for each name in
    `NEUTRAL`."""
    global _find_words  # noqa: PLW0603 - one finder for the whole program, set once at composition
    _find_words = finder


@contextmanager
def called_by_body(db: Session, meeting_id: int | None) -> Iterator[None]:
    """Fill in the body's words in a Refused raised inside. Looks them up only when the sentence needs one."""
    try:
        yield
    except Refused as refused:
        if meeting_id is not None and any(f"{{{name}}}" in refused.template for name in NEUTRAL):
            with db.no_autoflush:  # the refused rows may be half written
                refused.facts = {**_find_words(db, meeting_id), **refused.facts}
        raise

"""What people are called in a refusal: by the word of the meeting's own body.

The sentence of a refusal may say `{chair}` or `{member}`; the rule that refuses need not know the body. Where no
meeting is known the neutral words of `kernel/refusals` remain.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy.orm import Session

from meeting.kernel.refusals import NEUTRAL, Refused

WordFinder = Callable[[Session, int], Mapping[str, object]]
_find_words: WordFinder = lambda db, meeting_id: {}  # noqa: E731 - until meetings are registered


def register_word_finder(finder: WordFinder) -> None:
    """Tell how a meeting's body calls its people: `finder(db, meeting_id)` gives a word for each name of `NEUTRAL`."""
    global _find_words  # noqa: PLW0603 - one finder for the whole program, set once at composition
    _find_words = finder


@contextmanager
def called_by_body(db: Session, meeting_id: int | None) -> Iterator[None]:
    """A refusal raised inside speaks as the body of the meeting does; a look-up only when its sentence needs one."""
    try:
        yield
    except Refused as refused:
        if meeting_id is not None and any(f"{{{name}}}" in refused.template for name in NEUTRAL):
            with db.no_autoflush:  # what was refused may be half written
                refused.facts = {**_find_words(db, meeting_id), **refused.facts}
        raise

"""The titles used in a refusal: each body has its own word for its chair and its members.

The sentence of a refusal may contain `{chair}` or `{member}`. The rule that refuses does not need to know the body.
Without a meeting, the neutral words of `kernel/refusals` are used.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy.orm import Session

from meeting.commands.hooks import Hook
from meeting.kernel.refusals import NEUTRAL, Refused

words_of_body: Hook[[Session, int], Mapping[str, object]] = Hook("a refusal names an office of its body")
"""Each answer is a word for each name in `NEUTRAL`."""


@contextmanager
def called_by_body(db: Session, meeting_id: int | None) -> Iterator[None]:
    """Fill in the body's words in a Refused raised inside. Looks them up only when the sentence needs one."""
    try:
        yield
    except Refused as refused:
        if meeting_id is not None and any(f"{{{name}}}" in refused.template for name in NEUTRAL):
            with db.no_autoflush:  # the refused rows may be half written
                for words in words_of_body.ask(db, meeting_id):
                    refused.facts = {**words, **refused.facts}
        raise

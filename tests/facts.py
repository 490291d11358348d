"""Every refusal that a test meets: a fact that is words of the catalogue is a phrase, said in the reader's language."""

from typing import Any

from meeting.kernel.refusals import Refused
from meeting.kernel.words import say

_refuse = Refused.__init__


def watch_facts() -> None:
    """From now on a refusal with bare words of the catalogue among its facts fails."""
    Refused.__init__ = _checked  # type: ignore[method-assign]


def _checked(refused: Refused, code: str, **facts: Any) -> None:
    bare = {name: fact for name, fact in facts.items() if isinstance(fact, str) and say(fact, "en") != fact}
    assert not bare, f"{code}: give these facts as phrase(…): {bare}"
    _refuse(refused, code, **facts)

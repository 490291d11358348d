"""Hooks: how a feature asks the features above it, which it may not import. There are few; `features.py` lists them.

Prefer a plain call from `conduct/` to a hook.
"""

from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Hook(Generic[P, R]):
    """A question that a feature asks other features.

    Each answer raises Refused to stop the act, or returns its effect.
    """

    def __init__(self, moment: str) -> None:
        self.moment = moment
        self.answers: list[Callable[P, R]] = []

    def answered_by(self, *answers: Callable[P, R]) -> None:
        """Set the functions to ask, in this order. Called once for the whole program."""
        self.answers = list(answers)

    def ask(self, *args: P.args, **kwargs: P.kwargs) -> list[R]:
        """Call every answer in order; return what they returned."""
        return [answer(*args, **kwargs) for answer in self.answers]

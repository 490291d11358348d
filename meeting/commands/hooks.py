"""Hooks: what a feature asks those above it, which it does not know. Few, and `features.py` says who answers.

What may be called in plain sight (`conduct/`) needs none.
"""

from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Hook(Generic[P, R]):
    """A moment at which others have a say: they raise Refused to hold it, or return what it brings about."""

    def __init__(self, moment: str) -> None:
        self.moment = moment
        self.answers: list[Callable[P, R]] = []

    def answered_by(self, *answers: Callable[P, R]) -> None:
        """These are asked, in this order; said once for the whole program."""
        self.answers = list(answers)

    def ask(self, *args: P.args, **kwargs: P.kwargs) -> list[R]:
        """Ask everybody; what they returned."""
        return [answer(*args, **kwargs) for answer in self.answers]

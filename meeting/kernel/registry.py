"""What modules define, known from the moment at which their module is listed and not before.

A decorator defines; `features.py` lists. So nothing is done by a mere import, and what is not listed does not exist.
"""

from types import ModuleType
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Registry(Generic[K, V]):
    """Things of one sort by their key: commands by name, events by kind."""

    def __init__(self, sort: str) -> None:
        self._sort = sort
        self._defined: dict[str, dict[K, V]] = {}
        self.known: dict[K, V] = {}

    def define(self, module: str, key: K, thing: V) -> None:
        """Called by a decorator in `module`; ValueError for a key that the module has given already."""
        defined = self._defined.setdefault(module, {})
        if key in defined:
            raise ValueError(f"{self._sort} defined twice: {key}")
        defined[key] = thing

    def take(self, module: ModuleType) -> None:
        """Make known what a module defines. Once or many times; ValueError when two modules use one key."""
        for key, thing in self._defined.get(module.__name__, {}).items():
            if self.known.setdefault(key, thing) is not thing:
                raise ValueError(f"{self._sort} defined twice: {key}")

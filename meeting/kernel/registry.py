"""Definitions take effect only when their module is listed.

A decorator defines; `features.py` lists. So an import alone has no effect, and an unlisted definition does not exist.
"""

from types import ModuleType
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Registry(Generic[K, V]):
    """Definitions of one sort by key: commands by name, events by kind."""

    def __init__(self, sort: str) -> None:
        self._sort = sort
        self._defined: dict[str, dict[K, V]] = {}
        self.known: dict[K, V] = {}

    def define(self, module: str, key: K, thing: V) -> None:
        """Store a definition from a decorator in `module`.

        Raises ValueError when the module has used the key already.
        """
        defined = self._defined.setdefault(module, {})
        if key in defined:
            raise ValueError(f"{self._sort} defined twice: {key}")
        defined[key] = thing

    def take(self, module: ModuleType) -> dict[K, V]:
        """Put a module's definitions into effect, and return them. May be repeated.

        Raises ValueError when two modules use one key.
        """
        defined = self._defined.get(module.__name__, {})
        for key, thing in defined.items():
            if self.known.setdefault(key, thing) is not thing:
                raise ValueError(f"{self._sort} defined twice: {key}")
        return defined

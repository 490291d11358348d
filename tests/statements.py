"""Databases are opened by the thousand in a run of the tests; how a statement is written is found once for all."""

from typing import Any

from sqlalchemy import Engine


class _Compiled(dict[Any, Any]):
    """What was compiled, by dialect's kind and not by the one dialect of each engine: a run has two engines a test."""

    def get(self, key: Any, default: Any = None) -> Any:
        dialect, *statement = key
        return super().get((type(dialect), *statement), default)

    def __setitem__(self, key: Any, value: Any) -> None:
        dialect, *statement = key
        super().__setitem__((type(dialect), *statement), value)


def remember_statements() -> None:
    """SQLAlchemy compiles a statement once for each engine, which takes ten times as long as asking it.

    The text depends on the statement and the kind of database alone, so all engines of a run share it.
    """
    compiled = _Compiled()
    Engine._compiled_cache = property(lambda engine: compiled, lambda engine, its_own: None)  # type: ignore[assignment]

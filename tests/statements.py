"""A test run opens thousands of databases; each statement is compiled only once for all of them."""

from typing import Any

from sqlalchemy import Engine


class _Compiled(dict[Any, Any]):
    """Compiled statements by kind of dialect, not by the dialect of each engine: a run has two engines per test."""

    def get(self, key: Any, default: Any = None) -> Any:
        dialect, *statement = key
        return super().get((type(dialect), *statement), default)

    def __setitem__(self, key: Any, value: Any) -> None:
        dialect, *statement = key
        super().__setitem__((type(dialect), *statement), value)


def remember_statements() -> None:
    """SQLAlchemy compiles a statement once for each engine, which takes ten times as long as running it.

    The text depends on the statement and the kind of database alone, so all engines of a run share it.
    """
    compiled = _Compiled()
    Engine._compiled_cache = property(lambda engine: compiled, lambda engine, its_own: None)  # type: ignore[assignment]

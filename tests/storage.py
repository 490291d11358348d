"""Databases for tests: each made once per run (migrated, or with a whole meeting in it), then copied for every test."""

import itertools
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from tests.postgres import Cluster

SECRET = "5e" * 32

Make = Callable[[Path, str], Any]
"""Fills a new data folder and database, given the folder and the database's address; its result is kept."""


class Storage(Protocol):
    """Where databases come from."""

    def kept(self, name: str, make: Make) -> Any:
        """What `make` returned when the original of that name was made; the first call makes it."""
        ...

    def copy(self, name: str, folder: Path) -> str:
        """Copy an original into a new data folder; return the database's address."""
        ...

    def keep(self, folder: Path) -> None:
        """Keep what is copied into this folder after the test: several tests read it."""
        ...

    def close(self) -> None:
        """Remove everything."""
        ...


def begin(folder: Path) -> Path:
    """A new data folder with its secret key."""
    folder.mkdir(parents=True)
    (folder / "secret.key").write_text(SECRET)
    return folder


class SqliteStorage:
    """One file per database."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[str, Any] = {}

    def kept(self, name: str, make: Make) -> Any:
        if name not in self._kept:
            folder = begin(self._folder / name)
            self._kept[name] = make(folder, _sqlite(folder))
        return self._kept[name]

    def copy(self, name: str, folder: Path) -> str:
        shutil.copytree(self._folder / name, folder)
        return _sqlite(folder)

    def keep(self, folder: Path) -> None:
        pass

    def close(self) -> None:
        pass


class PostgresStorage:
    """One private cluster; an original is a template database."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[str, Any] = {}
        self._cluster = Cluster()
        self._cluster.start()
        self._numbers = itertools.count(1)
        self._copies: list[tuple[Path, str]] = []
        self._lasting: set[Path] = set()

    def kept(self, name: str, make: Make) -> Any:
        if name not in self._kept:
            folder = begin(self._folder / name)
            self._cluster.create(name)
            self._kept[name] = make(folder, self._cluster.url(name))
        return self._kept[name]

    def copy(self, name: str, folder: Path) -> str:
        shutil.copytree(self._folder / name, folder)
        self._forget_all_but(folder.parent)
        fresh = f"test_{next(self._numbers)}"
        self._cluster.create(fresh, name)
        self._copies.append((folder.parent, fresh))
        return self._cluster.url(fresh)

    def keep(self, folder: Path) -> None:
        self._lasting.add(folder)

    def close(self) -> None:
        self._cluster.stop()

    def _forget_all_but(self, test: Path) -> None:
        """Drop the databases of earlier tests."""
        standing = {test, *self._lasting}
        for owner, name in self._copies:
            if owner not in standing:
                self._cluster.drop(name)
        self._copies = [copy for copy in self._copies if copy[0] in standing]


def storage_for(folder: Path) -> Storage:
    """PostgreSQL when $MEETING_TEST_DATABASE asks for it, else SQLite."""
    wanted = os.environ.get("MEETING_TEST_DATABASE", "sqlite")
    return {"sqlite": SqliteStorage, "postgresql": PostgresStorage}[wanted](folder)


def _sqlite(folder: Path) -> str:
    return f"sqlite+pysqlite:///{folder / 'meeting.db'}"

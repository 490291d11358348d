"""A PostgreSQL server for one test run: made in a temporary folder, reached by a socket file, then removed."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg2

from tests.memory import quickest

USER = "postgres"
PATIENCE_SECONDS = 30
MEMORY_BYTES = 2 << 30
"""A database for each test is three hundred files."""


class Cluster:
    """One server. Durability is off: it lives only as long as the tests."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="meeting-pg-", dir=quickest(MEMORY_BYTES)))
        self._server: subprocess.Popen[bytes] | None = None
        self._connection: Any = None

    def start(self) -> None:
        """Make the cluster and wait until it answers; RuntimeError when it does not."""
        if os.geteuid() == 0:  # the server refuses to run as root
            owner = pwd.getpwnam(USER)
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)
        data = str(self._folder / "data")
        make = [program("initdb"), "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(_as_owner(make), check=True, capture_output=True, cwd=self._folder)
        run = [program("postgres"), "-D", data, "-k", str(self._folder)]
        for setting in (
            "listen_addresses=",
            "fsync=off",
            "full_page_writes=off",
            "max_connections=200",
            "shared_buffers=32MB",
            "max_wal_size=128MB",
            "autovacuum=off",
        ):
            run += ["-c", setting]
        with (self._folder / "log").open("wb") as log:
            self._server = subprocess.Popen(_as_owner(run), stdout=log, stderr=log, cwd=self._folder)
        self._wait()

    def stop(self) -> None:
        """End the server and remove everything."""
        if self._connection is not None:
            self._connection.close()
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)
            self._server.wait(PATIENCE_SECONDS)
        shutil.rmtree(self._folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """The address of a database, for SQLAlchemy."""
        return f"postgresql+psycopg2://{USER}@/{database}?host={self._folder}"

    def create(self, database: str, template: str = "template1") -> None:
        """Create a database as a copy of its template."""
        self._say(f'create database "{database}" template "{template}" strategy file_copy')

    def drop(self, database: str) -> None:
        """Remove a database, even while clients are connected."""
        self._say(f'drop database if exists "{database}" with (force)')

    def _say(self, statement: str) -> None:
        """By one connection for the whole run: for each, the server starts a process."""
        if self._connection is None:
            self._connection = psycopg2.connect(host=str(self._folder), user=USER, dbname="postgres")
            self._connection.autocommit = True
        with self._connection.cursor() as cursor:
            cursor.execute(statement)

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return self._say("select 1")
            except psycopg2.OperationalError:
                if time.monotonic() > until:
                    raise RuntimeError((self._folder / "log").read_text()) from None
                time.sleep(0.05)


def program(name: str) -> str:
    """The newest installed program of that name; RuntimeError when PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    path = str(found[-1]) if found else shutil.which(name)
    if path is None:
        raise RuntimeError(f"{name} is not installed: apt install postgresql")
    return path


def _as_owner(command: list[str]) -> list[str]:
    """The command as a user who may run the server. `setpriv` adds no process between, so signals arrive."""
    if os.geteuid() != 0:
        return command
    return ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups", "--", *command]

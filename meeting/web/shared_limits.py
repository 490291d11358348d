"""Limits counted in the database, so that all servers together allow as many tries as one.

One row holds the moments of one key, by the database's clock, updated in one statement: two tries at once at two
servers count as two. Moments in the future, from a clock that was set back, lock nobody out.
"""

import itertools
from typing import Any

from limits.storage import MovingWindowSupport, Storage
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

SCHEME = "database"
TIDY_EVERY = 1000

_ACQUIRE = text("""
    INSERT INTO tries AS t (key, moments, until)
    SELECT :key, array_fill(now, ARRAY[:amount]), now + :expiry
    FROM (SELECT CAST(extract(epoch FROM clock_timestamp()) AS float) AS now) AS clock
    ON CONFLICT (key) DO UPDATE SET until = excluded.until, moments = excluded.moments || array(
        SELECT moment FROM unnest(t.moments) AS moment
        WHERE moment BETWEEN excluded.until - 2 * :expiry AND excluded.until - :expiry
    )
    WHERE :most >= :amount + (
        SELECT count(*) FROM unnest(t.moments) AS moment
        WHERE moment BETWEEN excluded.until - 2 * :expiry AND excluded.until - :expiry
    )
    RETURNING 1
""")
_WINDOW = text("""
    SELECT coalesce(min(moment), max(now)), count(moment)
    FROM (SELECT CAST(extract(epoch FROM clock_timestamp()) AS float) AS now) AS clock
    LEFT JOIN (SELECT unnest(moments) AS moment FROM tries WHERE key = :key) AS taken
    ON moment BETWEEN now - :expiry AND now
""")
_CLEAR = text("DELETE FROM tries WHERE key = :key")
_TIDY = text("DELETE FROM tries WHERE until < extract(epoch FROM clock_timestamp())")
_RESET = text("DELETE FROM tries")


class DatabaseStorage(Storage, MovingWindowSupport):
    """See limits.storage. `counters`: see store.postgres."""

    STORAGE_SCHEME: list[str] | None = [SCHEME]  # noqa: RUF012 - the library declares it so

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions)
        self._counters: Engine = options["counters"]
        self._taken = itertools.count(1)

    @property
    def base_exceptions(self) -> type[Exception]:
        """Return the exception that the storage may raise."""
        return SQLAlchemyError

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Take this many of a key's tries. Returns False, and takes none, when fewer are left."""
        if amount > limit:
            return False
        with self._counters.connect() as db:
            if next(self._taken) % TIDY_EVERY == 0:
                db.execute(_TIDY)
            taken = db.execute(_ACQUIRE, {"key": key, "most": limit, "expiry": expiry, "amount": amount})
            return taken.first() is not None

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """Return (start of the window, number of tries in it) for a key."""
        with self._counters.connect() as db:
            since, taken = db.execute(_WINDOW, {"key": key, "expiry": expiry}).one()
        return float(since), int(taken)

    def clear(self, key: str) -> None:
        """Give back all of a key's tries."""
        with self._counters.connect() as db:
            db.execute(_CLEAR, {"key": key})

    def reset(self) -> int | None:
        """Give back everybody's tries, and return how many rows that were."""
        with self._counters.connect() as db:
            return int(db.execute(_RESET).rowcount)

    def check(self) -> bool:
        """Return whether it can be asked."""
        with self._counters.connect() as db:
            return bool(db.scalar(text("SELECT 1")))

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Not used; it would serve fixed windows."""
        raise NotImplementedError

    get = get_expiry = incr  # type: ignore[assignment]

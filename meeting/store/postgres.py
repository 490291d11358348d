"""PostgreSQL: one writer at a time over all servers, as with SQLite; and nobody waits for a dead server.

Every transaction that writes first takes one lock of the whole database. So the rules for one server's transactions
(each sees everything committed before it; two never decide at once) hold for all servers together. The lock is released
with the transaction: at its end, or when the server's connection breaks. If a machine loses power, PostgreSQL ends its
transaction after IDLE_SECONDS.
"""

from typing import Any

from sqlalchemy import Engine, create_engine, event

WRITER = 0x6D656574
"""The number of the lock. No other program may use it in this database."""
IDLE_SECONDS = 5
"""The longest time between two statements of a transaction. Our transactions never wait."""
PATIENCE_SECONDS = 10
"""How long to wait until the transactions of other servers end."""
DURABLE = f"""
SET synchronous_commit = on;
SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s';
SET lock_timeout = '{PATIENCE_SECONDS}s'
"""
SPARING = "SET synchronous_commit = off"
ALIVE = "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3"
"""Lets both sides notice a lost partner; without it a lost machine's connection stays open for two hours."""
CONNECT = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}


def writer(url: str) -> Engine:
    """Return the engine of a server's single writing connection."""
    engine = _engine(url, DURABLE, pool_size=1)

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER})")

    return engine


def readers(url: str, size: int) -> Engine:
    """Return the engine of the reading connections. Every transaction sees one state from begin to end."""
    return _engine(
        url,
        "",
        pool_size=size,
        pool_timeout=30,
        isolation_level="REPEATABLE READ",
        execution_options={"postgresql_readonly": True},
    )


def counters(url: str) -> Engine:
    """Return the engine for short-lived counts. Every statement is committed at once, without the writer's lock."""
    return _engine(url, SPARING, pool_size=2, pool_timeout=30, isolation_level="AUTOCOMMIT")


def _engine(url: str, settings: str, **kind: Any) -> Engine:
    engine = create_engine(
        url, max_overflow=0, pool_pre_ping=True, hide_parameters=True, connect_args=dict(CONNECT), **kind
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"{ALIVE}; {settings}" if settings else ALIVE)
        connection.commit()  # a rollback also undoes a setting made in the transaction

    return engine

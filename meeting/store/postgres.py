"""PostgreSQL: one writer at a time, as with SQLite, of however many servers; and nobody who is gone is waited for.

Every transaction that writes begins by taking one lock of the whole database, so what holds of one server's
transactions (each sees all that was committed before it, two never decide at once) holds of all servers' together.
The lock is given back with the transaction: by its end, or when the server's connection breaks. A machine that lost
its power cannot say goodbye: PostgreSQL ends its transaction after IDLE_SECONDS.
"""

from typing import Any

from sqlalchemy import Engine, create_engine, event

WRITER = 0x6D656574
"""The number of the lock: any that no other program uses in this database."""
IDLE_SECONDS = 5
"""Between two statements of a transaction. Nothing of ours waits inside one."""
PATIENCE_SECONDS = 10
"""For the transactions of others."""
DURABLE = f"""
SET synchronous_commit = on;
SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s';
SET lock_timeout = '{PATIENCE_SECONDS}s'
"""
SPARING = "SET synchronous_commit = off"
ALIVE = "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3"
"""So both sides find out that the other is gone; without it a lost machine's connection stands for two hours."""
CONNECT = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}


def writer(url: str) -> Engine:
    """The engine of a server's one writing connection."""
    engine = _engine(url, DURABLE, pool_size=1)

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER})")

    return engine


def readers(url: str, size: int) -> Engine:
    """The engine of the reading connections; every transaction sees one state from begin to end."""
    return _engine(
        url,
        "",
        pool_size=size,
        pool_timeout=30,
        isolation_level="REPEATABLE READ",
        execution_options={"postgresql_readonly": True},
    )


def counters(url: str) -> Engine:
    """The engine of what is counted and soon forgotten: every statement for itself, beside the writer's lock."""
    return _engine(url, SPARING, pool_size=2, pool_timeout=30, isolation_level="AUTOCOMMIT")


def _engine(url: str, settings: str, **kind: Any) -> Engine:
    engine = create_engine(
        url, max_overflow=0, pool_pre_ping=True, hide_parameters=True, connect_args=dict(CONNECT), **kind
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"{ALIVE}; {settings}" if settings else ALIVE)
        connection.commit()  # a setting made in a transaction that is undone is undone with it

    return engine

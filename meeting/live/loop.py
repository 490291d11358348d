"""The event loop: how code that waits, computes or runs beside the server does so.

`eventlet` is the default. Upstream is winding it down, so everything also runs with `threading`. Only this file and
`green.py` know eventlet; wsgi.py calls `patch`.
"""

import importlib
import os
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable
from typing import Any

from meeting.config import AsyncMode


def patch(mode: AsyncMode, *, postgresql: bool = True) -> None:
    """Patch the standard library to cooperate. Call it before Flask is imported. Does nothing for `threading`.

    `postgresql`: patch its driver too; SQLite installations save 5 MiB without it.
    """
    if mode != AsyncMode.EVENTLET:
        return
    if "flask" in sys.modules:
        raise RuntimeError("patch() comes before anything imports Flask")
    os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")  # its resolver ignores mDNS and nsswitch
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it announces its own retirement at import
        import eventlet  # noqa: PLC0415
    eventlet.monkey_patch(all=True, psycopg=postgresql)  # naming one part would leave out all others
    # eventlet runs programs with a second copy of this module: what it raises when one takes too long must be the same
    # exception as ours, or no `except` catches it
    eventlet.patcher.original("subprocess").TimeoutExpired = subprocess.TimeoutExpired


def offload(function: Callable[..., Any], *args: Any) -> Any:
    """Run a function that blocks or computes, without holding up the event loop, and return its result.

    It must not touch locks, sockets or the push, which belong to the loop.
    """
    if not on_eventlet():
        return function(*args)
    from eventlet import tpool  # noqa: PLC0415

    return tpool.execute(function, *args)


def real_thread(function: Callable[[], None]) -> None:
    """Start an operating-system thread, also under eventlet. It must not touch locks, sockets or the log."""
    threads = threading
    if on_eventlet():
        from eventlet import patcher  # noqa: PLC0415

        threads = patcher.original("threading")
    threads.Thread(target=function, daemon=True).start()


def unpatched(name: str) -> Any:
    """Return the unpatched module of the standard library, for real threads that may block in it."""
    if not on_eventlet():
        return importlib.import_module(name)
    from eventlet import patcher  # noqa: PLC0415

    return patcher.original(name)


def on_eventlet() -> bool:
    """Return whether the standard library was patched."""
    patcher = sys.modules.get("eventlet.patcher")
    return patcher is not None and bool(patcher.is_monkey_patched("thread"))


def start(function: Callable[[], None], name: str) -> None:
    """Run a function beside the server: a greenlet under eventlet, else a thread."""
    threading.Thread(target=function, name=name, daemon=True).start()

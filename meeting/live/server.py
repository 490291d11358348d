"""Serving: the application answers on its port until SIGTERM or Ctrl+C, by the server of the chosen mode."""

import gc
from typing import Any

from meeting.config import AsyncMode
from meeting.live.connections import Connections
from meeting.live.doorway import Where, raise_limit
from meeting.live.loop import start
from meeting.live.secure import Secure


def serve(
    app: Any, where: Where, *, mode: AsyncMode, tls: tuple[str, str] | None, beside: Secure | None = None
) -> None:
    """Serve until SIGTERM or Ctrl+C. `beside`: HTTPS on its own port, as soon as it has a certificate."""
    gc.freeze()  # what is loaded stays: going through all of it would stop every tablet for a tenth of a second
    gc.set_threshold(10_000, 20, 100)  # five times as often as while starting: 6 MiB less after five hundred sign-ins
    connections = Connections(raise_limit())
    start(connections.watch, "connections")
    if mode == AsyncMode.EVENTLET:
        from meeting.live.green import serve_green as serve_all  # noqa: PLC0415 - each loads its own libraries
    else:
        from meeting.live.threads import serve_threads as serve_all  # noqa: PLC0415
    serve_all(app, connections, where, tls, beside)

"""Supervision: a small process that starts the server, and starts it again should it end by itself.

It holds nothing of the meeting and imports next to nothing, so what ends the server does not end it.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from meeting.kernel.sparing import Sparing

log = logging.getLogger(__name__)

REFUSED = 78
"""What a server ends with when starting it again would change nothing: a setting, a port in use, no database."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds before it is started again; twice as many each time, until it has run for a while."""
RUN_WELL_SECONDS = 60.0
PATIENCE_SECONDS = 20.0
"""For a server that was told to end."""


class Supervisor:
    """Keeps one server running until it is told to end."""

    def __init__(self, data: Path, options: Sequence[str]) -> None:
        self._command = [sys.executable, "-m", "meeting", "--data", str(data), "serve"]
        self._options = list(options)
        self._told = threading.Event()
        self._server: subprocess.Popen[bytes] | None = None

    def run(self) -> int:
        """Run until SIGTERM, Ctrl+C or the end of the terminal, or until the server refuses to start; the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._pass_on)
        pause = FIRST_PAUSE
        while True:
            began = time.monotonic()
            code = self._serve()
            if self._told.is_set() or code == 0:
                return 0
            if code == REFUSED and pause == FIRST_PAUSE:  # later its port, say, may be in use by one that is dying
                return 1
            lasted = time.monotonic() - began
            pause = FIRST_PAUSE if lasted > RUN_WELL_SECONDS else pause
            log.error("the server ended after %.0f s (%s); it is started again in %.1f s", lasted, _why(code), pause)
            self._options = [*self._options, "--quiet"] if "--quiet" not in self._options else self._options
            self._rest(pause)
            if self._told.is_set():
                return 0
            pause = min(2 * pause, LONGEST_PAUSE)

    def _serve(self) -> int:
        """Start a server and wait for its end. A process group of its own: Ctrl+C comes to it through us, once."""
        environment = os.environ | {"MEETING_PARENT": str(os.getpid())}
        self._server = subprocess.Popen([*self._command, *self._options], env=environment, process_group=0)
        if self._told.is_set():  # meanwhile
            self._server.terminate()
        while True:
            told = self._told.is_set()  # asked before the wait: what is told meanwhile begins a patient one
            try:
                return self._server.wait(timeout=PATIENCE_SECONDS if told else 1.0)
            except subprocess.TimeoutExpired:
                if told:
                    log.error("the server does not end; it is killed")
                    self._server.kill()

    def _rest(self, seconds: float) -> None:
        """Not by waiting for the event: whoever does may hold its lock when the signal comes."""
        until = time.monotonic() + seconds
        while not self._told.is_set() and time.monotonic() < until:
            time.sleep(0.1)

    def _pass_on(self, number: int, frame: object) -> None:
        self._told.set()
        if self._server is not None and self._server.poll() is None:
            self._server.terminate()


def write_down(level: str) -> None:
    """Log to the standard error, a bounded number of lines a minute."""
    logging.basicConfig(level=level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for handler in logging.getLogger().handlers:
        if not any(isinstance(known, Sparing) for known in handler.filters):
            handler.addFilter(Sparing())


def _why(code: int) -> str:
    if code >= 0:
        return f"exit code {code}; its last words are above"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = str(-code)
    return f"killed by {name}" + (": out of memory?" if name == "SIGKILL" else "")

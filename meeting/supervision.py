"""Supervision: a small process that starts one or several servers, and restarts those that stop unexpectedly.

It holds no data of meetings and imports almost nothing, so what crashes a server does not crash it. `meeting run` turns
into this process by exec after it has read the command line, which frees the memory used until then.
"""

import logging
import math
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from meeting.kernel.sparing import Sparing
from meeting.rehearsal.place import RehearsalPlace

log = logging.getLogger(__name__)

REFUSED = 78
"""The exit code of a server that a restart would not help: a bad setting, a port in use, no database."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds before a restart. The pause doubles each time until the server has run for a while."""
RUN_WELL_SECONDS = 60.0
PATIENCE_SECONDS = 20.0
"""Seconds for a server to stop after SIGTERM."""
LOOK_SECONDS = 0.5
"""Seconds between checks for changes without a signal: a rehearsal is ready, or over."""


def supervise(data: Path, processes: int, log_level: str, options: Sequence[str]) -> NoReturn:
    """Turn this process into the supervisor, with these options for its servers."""
    words = [sys.executable, "-m", __name__, str(data), str(processes), log_level, *options]
    os.execv(sys.executable, words)  # noqa: S606 - no shell is involved


class Supervisor:
    """Keeps one server running, or several on one port (`processes`), until a signal stops it."""

    def __init__(self, data: Path, options: Sequence[str], processes: int = 1) -> None:
        command = [sys.executable, "-m", "meeting", "--data", str(data), "serve", *options]
        self._place = RehearsalPlace(data)
        self._rehearsal: _Rehearsal | None = None
        if processes == 1:
            self._servers = [_Server(command, alone=True)]
        else:
            first = [*command, "--shares-port"]  # only the first has a worker and prints the addresses
            others = [_Server([*first, "--quiet", "--no-worker"], alone=False) for _ in range(processes - 1)]
            self._servers = [_Server(first, alone=False), *others]
        self._told = False

    def run(self) -> int:
        """Run until SIGTERM, Ctrl+C, a closed terminal, or until a server refuses to start. Returns the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._pass_on)
        signals = _Signals()
        code = None
        self._place.throw_away()  # a power cut may have left a rehearsal behind
        while code is None and not self._told:
            if not self._rehearses():
                code = next((found for server in self._servers if (found := server.tend()) is not None), None)
            signals.wait(min(LOOK_SECONDS, *(server.due_in() for server in self._servers)))
        self._end()
        return code or 0

    def _rehearses(self) -> bool:
        """Return whether a rehearsal is running. Starts one that is ready, and ends one that is over."""
        if self._rehearsal is None and self._place.is_there():
            self._end()  # the real server ends first: the two never run together
            self._rehearsal = _Rehearsal(self._place)
        if self._rehearsal is not None and self._rehearsal.tend():
            self._rehearsal = None
            for server in self._servers:
                server.rest_over()
        return self._rehearsal is not None

    def _pass_on(self, number: int, frame: object) -> None:
        self._told = True
        if self._rehearsal is not None:
            self._rehearsal.terminate()
        for server in self._servers:
            server.terminate()

    def _end(self) -> None:
        """End all servers, in order. Kill those that do not end in time."""
        if self._rehearsal is not None:
            self._rehearsal.end()
        for server in self._servers:
            server.terminate()  # a server may have started after the others got the signal
        until = time.monotonic() + PATIENCE_SECONDS
        for server in self._servers:
            server.end(max(0.0, until - time.monotonic()))


class _Signals:
    """Wakes the supervisor when a server stops or a signal arrives. It sleeps otherwise."""

    def __init__(self) -> None:
        self._ear, mouth = os.pipe()
        for end in (self._ear, mouth):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(mouth, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)  # an ignored signal would not wake us

    def wait(self, seconds: float) -> None:
        """Wait for a signal, at most this many seconds."""
        if select.select([self._ear], [], [], seconds)[0]:
            os.read(self._ear, 4096)


class _Rehearsal:
    """A server on the scratch installation of a rehearsal. It ends at its time and is never restarted."""

    def __init__(self, place: RehearsalPlace) -> None:
        self._place = place
        self._began = time.monotonic()
        command = [sys.executable, "-m", "meeting", "--data", str(place.folder), "serve", "--quiet", "--no-worker"]
        # no environment settings: one of them may name the real database
        own = {name: value for name, value in os.environ.items() if not name.startswith("MEETING_")}
        self._server = _Server(command, alone=True, environment=own)
        self._server.tend()

    def tend(self) -> bool:
        """Return whether the rehearsal is over, for any reason. If so, its data is deleted."""
        if time.monotonic() < self._began + self._place.seconds() and not self._place.is_over() and self._server.runs():
            return False
        self.end()
        return True

    def terminate(self) -> None:
        """Ask it to stop."""
        self._server.terminate()

    def end(self) -> None:
        """Stop it, and delete its scratch installation."""
        self._server.terminate()
        self._server.end(PATIENCE_SECONDS)
        self._place.throw_away()


class _Server:
    """One server. `alone`: when it exits normally, the supervisor ends too."""

    def __init__(self, command: list[str], *, alone: bool, environment: Mapping[str, str] = os.environ) -> None:
        self._command = command
        self._environment = environment
        self._alone = alone
        self._process: subprocess.Popen[bytes] | None = None
        self._pause = FIRST_PAUSE
        self._began = 0.0
        self._again_at = 0.0

    def tend(self) -> int | None:
        """Start the server when it is due. Returns the supervisor's exit code when everything is over, else None."""
        if self._process is None:
            if time.monotonic() >= self._again_at:
                self._start()
            return None
        code = self._process.poll()
        if code is None:
            return None
        if code == 0 and self._alone:
            return 0
        if code == REFUSED and self._pause == FIRST_PAUSE:  # later the port may be in use by a dying server
            return 1
        self._rest(code)
        return None

    def due_in(self) -> float:
        """Return the seconds until it must be started; infinity while it runs."""
        return math.inf if self._process is not None else max(0.0, self._again_at - time.monotonic())

    def terminate(self) -> None:
        """Ask it to stop."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def end(self, patience: float) -> None:
        """Wait at most `patience` seconds for it to stop, then kill it."""
        if self._process is None:
            return
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            log.error("the server does not end; it is killed")
            self._process.kill()
            self._process.wait()

    def _start(self) -> None:
        """Start it in its own process group, so that Ctrl+C reaches it once, through us."""
        self._began = time.monotonic()
        environment = dict(self._environment) | {"MEETING_PARENT": str(os.getpid())}
        self._process = subprocess.Popen(self._command, env=environment, process_group=0)

    def runs(self) -> bool:
        """Return whether the server is running."""
        return self._process is not None and self._process.poll() is None

    def rest_over(self) -> None:
        """Start it at the next check: it was stopped on purpose."""
        self._process, self._again_at, self._pause = None, 0.0, FIRST_PAUSE

    def _rest(self, code: int) -> None:
        """Restart it after a pause: it stopped unexpectedly."""
        lasted = time.monotonic() - self._began
        self._pause = FIRST_PAUSE if lasted > RUN_WELL_SECONDS else self._pause
        log.error("the server ended after %.0f s (%s); it is started again in %.1f s", lasted, _why(code), self._pause)
        self._command = [*self._command, "--quiet"] if "--quiet" not in self._command else self._command
        self._process, self._again_at = None, time.monotonic() + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE)


def write_down(level: str) -> None:
    """Log to standard error, with a bounded number of lines per minute."""
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


if __name__ == "__main__":
    _data, _processes, _level, *_options = sys.argv[1:]
    write_down(_level)
    sys.exit(Supervisor(Path(_data), _options, int(_processes)).run())

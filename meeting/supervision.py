"""Supervision: a small process that starts the server, or several, and starts again what ends by itself.

It holds nothing of the meeting and imports next to nothing, so what ends the server does not end it. `meeting run`
becomes it once the command line has been understood, and leaves all that this took behind.
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
"""What a server ends with when starting it again would change nothing: a setting, a port in use, no database."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds before it is started again; twice as many each time, until it has run for a while."""
RUN_WELL_SECONDS = 60.0
PATIENCE_SECONDS = 20.0
"""For a server that was told to end."""
LOOK_SECONDS = 0.5
"""For what no signal tells of: that a rehearsal is ready, or over."""


def supervise(data: Path, processes: int, log_level: str, options: Sequence[str]) -> NoReturn:
    """Be the supervisor from now on, in this process, with the options of its servers."""
    words = [sys.executable, "-m", __name__, str(data), str(processes), log_level, *options]
    os.execv(sys.executable, words)  # noqa: S606 - no shell has a part in it


class Supervisor:
    """Keeps a server running until it is told to end, or several that share one port (`processes`)."""

    def __init__(self, data: Path, options: Sequence[str], processes: int = 1) -> None:
        command = [sys.executable, "-m", "meeting", "--data", str(data), "serve", *options]
        self._place = RehearsalPlace(data)
        self._rehearsal: _Rehearsal | None = None
        if processes == 1:
            self._servers = [_Server(command, alone=True)]
        else:
            first = [*command, "--shares-port"]  # it alone has a worker, and prints the addresses
            others = [_Server([*first, "--quiet", "--no-worker"], alone=False) for _ in range(processes - 1)]
            self._servers = [_Server(first, alone=False), *others]
        self._told = False

    def run(self) -> int:
        """Run until SIGTERM, Ctrl+C or the end of the terminal, or until a server refuses to start; the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._pass_on)
        signals = _Signals()
        code = None
        self._place.throw_away()  # what a power cut left of a rehearsal
        while code is None and not self._told:
            if not self._rehearses():
                code = next((found for server in self._servers if (found := server.tend()) is not None), None)
            signals.wait(min(LOOK_SECONDS, *(server.due_in() for server in self._servers)))
        self._end()
        return code or 0

    def _rehearses(self) -> bool:
        """Whether a rehearsal has the room; begins one that is ready, and ends one that is over."""
        if self._rehearsal is None and self._place.is_there():
            self._end()  # the real server first: the two never run together
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
        """All of them, in order; whoever does not end in time is killed."""
        if self._rehearsal is not None:
            self._rehearsal.end()
        for server in self._servers:
            server.terminate()  # one may have been started when the others were told
        until = time.monotonic() + PATIENCE_SECONDS
        for server in self._servers:
            server.end(max(0.0, until - time.monotonic()))


class _Signals:
    """Wakes the supervisor at once when a server ends or it is told to end; between these it sleeps."""

    def __init__(self) -> None:
        self._ear, mouth = os.pipe()
        for end in (self._ear, mouth):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(mouth, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)  # one that is ignored wakes nobody

    def wait(self, seconds: float) -> None:
        """Until a signal comes, so long at most."""
        if select.select([self._ear], [], [], seconds)[0]:
            os.read(self._ear, 4096)


class _Rehearsal:
    """A server on the scratch installation of a rehearsal: it ends in its time, and is never started again."""

    def __init__(self, place: RehearsalPlace) -> None:
        self._place = place
        self._began = time.monotonic()
        command = [sys.executable, "-m", "meeting", "--data", str(place.folder), "serve", "--quiet", "--no-worker"]
        # no setting of the environment: one of them may name the real database
        own = {name: value for name, value in os.environ.items() if not name.startswith("MEETING_")}
        self._server = _Server(command, alone=True, environment=own)
        self._server.tend()

    def tend(self) -> bool:
        """Whether it is over, by whatever way; then nothing is left of it."""
        if time.monotonic() < self._began + self._place.seconds() and not self._place.is_over() and self._server.runs():
            return False
        self.end()
        return True

    def terminate(self) -> None:
        """Tell it to end."""
        self._server.terminate()

    def end(self) -> None:
        """End it, and throw away what it was played on."""
        self._server.terminate()
        self._server.end(PATIENCE_SECONDS)
        self._place.throw_away()


class _Server:
    """One server. `alone`: when it ends in order there is nothing more to do."""

    def __init__(self, command: list[str], *, alone: bool, environment: Mapping[str, str] = os.environ) -> None:
        self._command = command
        self._environment = environment
        self._alone = alone
        self._process: subprocess.Popen[bytes] | None = None
        self._pause = FIRST_PAUSE
        self._began = 0.0
        self._again_at = 0.0

    def tend(self) -> int | None:
        """Start it when it is time; the exit code of the whole when there is nothing more to be done."""
        if self._process is None:
            if time.monotonic() >= self._again_at:
                self._start()
            return None
        code = self._process.poll()
        if code is None:
            return None
        if code == 0 and self._alone:
            return 0
        if code == REFUSED and self._pause == FIRST_PAUSE:  # later its port, say, may be in use by one that is dying
            return 1
        self._rest(code)
        return None

    def due_in(self) -> float:
        """Seconds until it is to be started; for one that runs, without end."""
        return math.inf if self._process is not None else max(0.0, self._again_at - time.monotonic())

    def terminate(self) -> None:
        """Tell it to end."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def end(self, patience: float) -> None:
        """Wait so many seconds for its end; then it is killed."""
        if self._process is None:
            return
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            log.error("the server does not end; it is killed")
            self._process.kill()
            self._process.wait()

    def _start(self) -> None:
        """A process group of its own: Ctrl+C comes to it through us, once."""
        self._began = time.monotonic()
        environment = dict(self._environment) | {"MEETING_PARENT": str(os.getpid())}
        self._process = subprocess.Popen(self._command, env=environment, process_group=0)

    def runs(self) -> bool:
        """Whether it has not ended."""
        return self._process is not None and self._process.poll() is None

    def rest_over(self) -> None:
        """It was ended on purpose: the next look starts it."""
        self._process, self._again_at, self._pause = None, 0.0, FIRST_PAUSE

    def _rest(self, code: int) -> None:
        """It ended by itself: after a pause it is started again."""
        lasted = time.monotonic() - self._began
        self._pause = FIRST_PAUSE if lasted > RUN_WELL_SECONDS else self._pause
        log.error("the server ended after %.0f s (%s); it is started again in %.1f s", lasted, _why(code), self._pause)
        self._command = [*self._command, "--quiet"] if "--quiet" not in self._command else self._command
        self._process, self._again_at = None, time.monotonic() + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE)


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


if __name__ == "__main__":
    _data, _processes, _level, *_options = sys.argv[1:]
    write_down(_level)
    sys.exit(Supervisor(Path(_data), _options, int(_processes)).run())

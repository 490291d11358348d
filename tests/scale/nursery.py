"""A nursery of servers: everything is imported once, and each start is a fork of that, ready in a blink.

Twenty-five restarts of the command line would be mostly twenty-five imports. What is forked and killed
here is the server itself, `running.serve`, on the same data folder, with a process of its own each time.
Reads `start` lines, answers each with the new server's process id; ends when its input is closed.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

from tests.scale.hosts import ROOT, Host


class NurseryHost(Host):
    """A Host whose servers come out of a nursery; its command is not used."""

    def __init__(self, host: Host) -> None:
        super().__init__(host.name, [sys.executable, "-m", "tests.scale.nursery"], host.port, host.log)
        self.environment = host.environment
        self.nursery: subprocess.Popen[bytes] | None = None
        self.pid = 0

    def spawn(self) -> None:
        """Have the next server forked."""
        if self.nursery is None:
            with self.log.open("ab") as log:
                self.nursery = subprocess.Popen(
                    self.command,
                    cwd=ROOT,
                    env=self.environment,
                    start_new_session=True,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                )
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        self.nursery.stdin.write(b"start\n")
        self.nursery.stdin.flush()
        self.pid = int(self.nursery.stdout.readline())

    def alive(self) -> bool:
        """Whether the newest server still runs."""
        if not self.pid:
            return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def pids(self) -> list[int]:
        """The newest server."""
        return [self.pid] if self.pid else []

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        if self.alive():
            os.kill(self.pid, signal.SIGKILL)
        while self.alive():
            time.sleep(0.001)
        self.pid = 0

    @contextlib.contextmanager
    def running(self) -> Iterator[Host]:
        """A server for the length of a block; the nursery ends with it."""
        try:
            with super().running():
                yield self
        finally:
            if self.nursery is not None:
                self.nursery.kill()
                self.nursery.communicate()


def main() -> None:
    """Import, then fork a server for each line of input."""
    from meeting.config import load
    from meeting.live.server import patch

    settings = load()
    patch(settings.async_mode)
    from meeting.cli.running import serve

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever was killed is forgotten by the system at once
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            serve(settings, with_worker=False)
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    main()

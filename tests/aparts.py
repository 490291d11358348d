"""Tasks that run apart (`meeting/work/apart.py`) are forks of a process that has already imported their modules.

Starting an interpreter with pyHanko costs more than half a second of processor time, and a test run needs hundreds. A
fork runs the same module on the same input as `python -m` does, and is killed when its time is over. Servers under test
start their tasks themselves; that each program starts alone, tests/doors/test_tasks_start.py tries.
"""

import atexit
import contextlib
import importlib
import json
import os
import resource
import runpy
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from meeting.work import apart
from tests.keys import cost_little, is_little
from tests.nursery import ROOT, dies_with_its_parent

MOST = 1 << 16
Limits = Sequence[tuple[int, int]]
PYTHON = sys.executable


class Aparts:
    """The parent of all tasks of this process; the first task starts it."""

    def __init__(self) -> None:
        self._ours: socket.socket | None = None
        self._parent: subprocess.Popen[bytes] | None = None
        self._of = 0
        """The process that started it; a fork of that process starts another."""
        self._one = threading.Lock()

    def run(
        self, command: Sequence[str], *, timeout: float, check: bool, limits: Limits = (), **how: Any
    ) -> subprocess.CompletedProcess[bytes]:
        """Do what `subprocess.run` does with `python -m module`: pass `input`, capture the output.

        `limits`: of the process, as `resource.setrlimit` takes them.
        """
        if command[0] != PYTHON:  # a test has put another program in Python's place
            return subprocess.run(command, timeout=timeout, check=check, **how)
        over, told = os.pipe()
        files = [os.memfd_create(name) for name in ("asked", "answered", "complained")]
        try:
            os.write(files[0], how["input"])
            os.lseek(files[0], 0, os.SEEK_SET)
            try:
                pid = self._forks(command[2], how.get("env", dict(os.environ)), limits, [*files, told])
            finally:
                os.close(told)
            over_yet = select.poll()
            over_yet.register(over, select.POLLIN | select.POLLHUP)
            if timeout <= 0 or not over_yet.poll(timeout * 1000):  # the fork may have ended already
                with contextlib.suppress(ProcessLookupError):  # it ended just now
                    os.killpg(pid, signal.SIGKILL)  # and what it started
                raise subprocess.TimeoutExpired(command, timeout)
            ended = os.read(over, 1)
            status = ended[0] if ended else -signal.SIGKILL
            answered, complained = (os.pread(file, os.fstat(file).st_size, 0) for file in files[1:])
            return subprocess.CompletedProcess(command, status, answered, complained)
        finally:
            for file in (*files, over):
                os.close(file)

    def close(self) -> None:
        """End the parent and all tasks that still run."""
        if self._ours is not None and self._parent is not None and self._of == os.getpid():
            self._ours.close()
            self._parent.wait(10)

    def _forks(self, module: str, environment: dict[str, str], limits: Limits, files: list[int]) -> int:
        """Start a task and return its process id."""
        with self._one:
            if self._ours is None or self._of != os.getpid():
                self._of = os.getpid()
                self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                with theirs:
                    words = [sys.executable, "-m", "tests.aparts", str(theirs.fileno())]
                    self._parent = subprocess.Popen(
                        words, cwd=ROOT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL
                    )
            asked: dict[str, Any] = {"module": module, "environment": environment, "folder": str(Path.cwd())}
            asked |= {"little": is_little(), "limits": limits}
            socket.send_fds(self._ours, [json.dumps(asked).encode()], files)
            return int(self._ours.recv(MOST))


APARTS = Aparts()
atexit.register(APARTS.close)


def remember_aparts() -> None:
    """Make the tasks of this process forks."""
    apart.subprocess = SimpleNamespace(run=APARTS.run, TimeoutExpired=subprocess.TimeoutExpired)  # type: ignore


def main() -> None:
    """Fork a task for each message. Its module is imported here first, so later tasks find it loaded."""
    asking = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        said, files, _, _ = socket.recv_fds(asking, MOST, 4)
        if not said:
            return
        asked = json.loads(said)
        importlib.import_module(asked["module"])
        child = os.fork()
        if child == 0:
            asking.close()
            for what, limit in asked["limits"]:
                resource.setrlimit(what, (limit, limit))
            if asked["little"]:
                cost_little()
            os._exit(_task(asked["module"], asked["environment"], asked["folder"], files))
        for file in files:
            os.close(file)
        with contextlib.suppress(ProcessLookupError):  # it has ended
            os.setpgid(child, child)
        asking.send(str(child).encode())


def _task(module: str, environment: dict[str, str], folder: str, files: list[int]) -> int:
    """Run a module as `python -m` does, with these files as its input and output; report its exit status at the end."""
    dies_with_its_parent()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    *three, told = files
    for number, file in enumerate(three):
        os.dup2(file, number)
    status = 1
    try:
        sys.argv = [module]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        import traceback

        traceback.print_exc()
    with contextlib.suppress(Exception):
        sys.stdout.flush()
        sys.stderr.flush()
    os.write(told, bytes([status & 0xFF]))
    return status


if __name__ == "__main__":
    main()

"""Run one task in a process of its own and wait for its answer.

For signing: pyHanko runs an event loop that cannot stand beside the server's, and the PIN
goes by a pipe and is never written down. Under eventlet the wait is a green one.
"""

import subprocess
import sys
from typing import TypeVar

import msgspec

T = TypeVar("T")

SECONDS = 60


class TaskFailed(Exception):  # noqa: N818 - reported as a refusal by whoever asked
    """The task ended without an answer."""


def run_apart(module: str, request: msgspec.Struct, answer: type[T], *, seconds: float = SECONDS) -> T:
    """Run `python -m module`, hand it `request` as JSON on its input, read `answer` as JSON from its output."""
    command = [sys.executable, "-m", module]
    try:
        done = subprocess.run(
            command, input=msgspec.json.encode(request), capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TaskFailed(f"{module}: {seconds} s") from error
    if done.returncode != 0:
        raise TaskFailed(f"{module}: {done.stderr.decode(errors='replace')[-2000:]}")
    return msgspec.json.decode(done.stdout, type=answer)

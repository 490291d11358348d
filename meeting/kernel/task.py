"""The side of a task that runs in its own process: it reads one request and writes one answer.

`meeting.work.apart` and `meeting.work.jail` start such processes.
"""

import gc
import sys
from collections.abc import Callable
from types import UnionType
from typing import TypeVar

import msgspec

Q = TypeVar("Q")


def answer_request(kind: type[Q] | UnionType, task: Callable[[Q], msgspec.Struct]) -> None:
    """Read a request of this kind as JSON from standard input, and write the task's answer to standard output."""
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=kind)
    sys.stdout.buffer.write(msgspec.json.encode(task(request)))
    gc.freeze()  # else Python looks through all objects three times as it ends

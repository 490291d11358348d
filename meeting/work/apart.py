"""Run one task in a separate process and wait for its answer.

Signing needs this: pyHanko runs an event loop that cannot run beside the server's, and the PIN goes through a pipe and
is never stored. Under eventlet the wait does not block the loop.
"""

import logging
import subprocess
import sys
from typing import TypeVar

import msgspec

from meeting.kernel.refusals import Refused, declare

log = logging.getLogger(__name__)

T = TypeVar("T")

SECONDS = 60
NOT_DONE = declare(
    "work.not_done", 503, "Máy chủ chưa làm được việc này. Chưa có gì thay đổi. Xin làm lại sau ít phút."
)


class TaskFailed(Exception):  # noqa: N818 - the caller reports it as a refusal
    """The task ended without an answer."""


def run_apart(module: str, request: msgspec.Struct, answer: type[T], *, seconds: float = SECONDS) -> T:
    """Run `python -m module` with `request` as JSON on its input, and return `answer` from JSON on its output.

    Raises TaskFailed when the process fails or takes longer than `seconds`.
    """
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


def done_apart(module: str, request: msgspec.Struct, answer: type[T], *, seconds: float = SECONDS) -> T:
    """Return the answer of `run_apart`, before anything has changed. Raises Refused when the task ended without one."""
    try:
        return run_apart(module, request, answer, seconds=seconds)
    except TaskFailed:
        log.exception("a task failed before anything was changed")
        raise Refused(NOT_DONE) from None

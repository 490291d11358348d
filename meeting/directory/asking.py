"""Asks the directory in a separate process, which is killed when it takes too long."""

from meeting.access.directory.task import Answer, Everybody, LinkStep, Question, StillThere
from meeting.work.apart import TaskFailed, run_apart

SECONDS = 8
"""For somebody at the door: two connections of three seconds each, and the start of the process."""
READING_SECONDS = 120


def ask(question: Question | Everybody | StillThere, seconds: float = SECONDS) -> Answer:
    """Ask the directory. Returns an Answer even when the directory hangs or replies with something unreadable."""
    try:
        return run_apart("meeting.access.directory.ldap_apart", question, Answer, seconds=seconds)
    except (TaskFailed, ValueError):
        return Answer(LinkStep.CONNECT, "timeout")

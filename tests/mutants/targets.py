"""Which code decides, and which tests must notice when it is changed; and the changes that change nothing."""

from typing import NamedTuple


class Target(NamedTuple):
    """Files that decide something (patterns below the project's folder), and the tests that are to notice."""

    files: tuple[str, ...]
    tests: tuple[str, ...]


TARGETS = {
    "law": Target(("meeting/law/*.py",), ("tests/rules",)),
    "voting": Target(
        ("meeting/voting/rules.py", "meeting/voting/verdict.py"),
        ("tests/rules", "tests/commands/test_voting.py", "tests/commands/test_who_may_vote.py", "tests/commands"),
    ),
    "attendance": Target(
        ("meeting/attendance/rules.py",),
        ("tests/rules", "tests/commands/test_attendance.py", "tests/pages/test_arrive.py", "tests/commands"),
    ),
    "access": Target(
        ("meeting/access/actors.py", "meeting/access/policy.py", "meeting/access/sessions.py"),
        ("tests/permissions", "tests/pages", "tests/doors/test_socket.py"),
    ),
    "verification": Target(
        (
            "meeting/proof/*.py",
            "meeting/signing/inspection.py",
            "meeting/signing/container.py",
            "meeting/record/*.py",
            "meeting/minutes/told.py",
            "meeting/journal/chain.py",
        ),
        ("tests/journal", "tests/paper", "tests/commands"),
    ),
}

EQUIVALENT: dict[tuple[str, str], str] = {}
"""(file, the changed line without indentation): why no test can notice, or why nothing is decided by it."""

"""Which code decides, and which tests must notice when it is changed; and the changes that change nothing."""

from typing import NamedTuple


class Target(NamedTuple):
    """Files that decide something (patterns below the project's folder), and the tests that are to notice."""

    files: tuple[str, ...]
    tests: tuple[str, ...]
    without: tuple[str, ...] = ()
    """Tests that take long and catch nothing that others do not."""


_SLOW = tuple(f"tests/commands/test_{name}.py" for name in ("any_course", "crowd", "screens", "documents", "people"))

TARGETS = {
    "law": Target(("meeting/law/*.py",), ("tests/rules",), ("tests/rules/test_oracle.py",)),
    "rules": Target(
        ("meeting/voting/rules.py", "meeting/attendance/rules.py", "meeting/attendance/passes.py"),
        ("tests/rules/test_voting_rules.py", "tests/rules/test_attendance_rules.py"),
    ),
    "voting": Target(
        (
            "meeting/voting/judging.py",
            "meeting/voting/quorum.py",
            "meeting/voting/recount.py",
            "meeting/voting/hand_entries.py",
            "meeting/voting/devices.py",
            "meeting/voting/restoring.py",
            "meeting/attendance/quorum.py",
        ),
        (
            "tests/commands/test_count.py",
            "tests/commands/test_quorum.py",
            "tests/commands/test_voting.py",
            "tests/commands/test_who_may_vote.py",
            "tests/doors/test_voting_device.py",
            "tests/doors/test_who_votes.py",
        ),
    ),
    "access": Target(
        ("meeting/access/*.py", "meeting/access/directory/local.py", "meeting/kernel/hashing.py"),
        (
            "tests/permissions",
            "tests/pages/test_devices.py",
            "tests/pages/test_kiosk.py",
            "tests/pages/test_entrance.py",
            "tests/pages/test_people.py",
            "tests/pages/test_planner.py",
            "tests/pages/test_second.py",
            "tests/pages/test_locking.py",
            "tests/pages/test_units.py",
            "tests/commands/test_units.py",
            "tests/commands/test_approval.py",
            "tests/pages/test_log.py",
            "tests/pages/test_alarms.py",
            "tests/doors/test_socket.py",
            "tests/store/test_database.py",
        ),
    ),
    "verification": Target(
        (
            "meeting/proof/*.py",
            "meeting/signing/certificates.py",
            "meeting/signing/container.py",
            "meeting/signing/inspection.py",
            "meeting/signing/sealed.py",
            "meeting/minutes/basis.py",
            "meeting/minutes/rules.py",
            "meeting/minutes/told.py",
            "meeting/journal/chain.py",
        ),
        (
            "tests/journal",
            "tests/paper/test_checks.py",
            "tests/paper/test_record.py",
            "tests/paper/test_signing.py",
            "tests/paper/test_verify.py",
            "tests/commands/test_minutes.py",
            "tests/commands/test_bases.py",
            "tests/rules/test_minutes_rules.py",
        ),
    ),
    "record": Target(
        ("meeting/record/*.py",),
        ("tests/journal", "tests/paper", "tests/commands"),
        ("tests/paper/test_lengths.py", "tests/paper/test_mutations.py", *_SLOW),
    ),
}

_LAST_ARRIVAL = (
    "last = max((n for n, move in enumerate(self._moves) if move.seat_id == seat_id and move.step > 0), default=None)"
)
_HEADS_BALLOTS = ".where(Motion.meeting_id == meeting_id, Seat.meeting_id == meeting_id, Seat.head)"
_UNREADABLE = 'self._inspection = Inspection(signatures=(), revisions=0, unsigned=b"")'

_MADE_SINCE = "if edition_id not in found and _office and edition_id in _file_names(_office[0]):"

EQUIVALENT: dict[tuple[str, str, str], str] = {
    (
        "meeting/access/actors.py",
        "seat = _find_seat(db, meeting_id, signed.person_id) if meeting_id is not None else None",
        "seat = _find_seat(db, meeting_id, signed.person_id) if True else None",
    ): "nobody has a seat in no meeting: the condition spares a question to the database",
    (
        "meeting/access/actors.py",
        "shared: bool = False",
        "shared: bool = True",
    ): "of every person it is said; whoever else asks casts no ballot and is shown no page that locks",
    (
        "meeting/access/attempts.py",
        "whose = db.scalar(select(Login.person_id).where(Login.account == kept)) if kept else None",
        "whose = db.scalar(select(Login.person_id).where(Login.account == kept)) if True else None",
    ): "no sign-in is without an account: the condition spares a question to the database",
    (
        "meeting/access/sessions.py",
        "return {person: (moment, count) for person, moment, count in db.execute(query) if person is not None}",
        "return {person: (moment, count) for person, moment, count in db.execute(query) if True}",
    ): "nobody is in no list of people: the condition is for the type checker",
    **{
        ("meeting/law/editions.py", _MADE_SINCE, _MADE_SINCE.replace(condition, other)): (
            "the condition spares reading the folder again for a name that is not there, and it holds one folder"
        )
        for condition, other in (
            ("edition_id not in found and _office and edition_id in _file_names(_office[0])", "True"),
            ("found and _office", "found or _office"),
            ("_office[0]", "_office[-1]"),
        )
    },
    (
        "meeting/law/editions.py",
        "return _editions(_office[0] if _office else None)",
        "return _editions(_office[-1] if _office else None)",
    ): "the list holds one folder at most",
    (
        "meeting/law/edition_file.py",
        "def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:",
        "def construct_mapping(self, node: yaml.MappingNode, deep: bool = True) -> dict[Hashable, Any]:",
    ): "the same values, made at once or afterwards",
    (
        "meeting/proof/afterwards.py",
        "return signer_of_form(record, role, same_form=paper.same_form) if role is not None else None",
        "return signer_of_form(record, role, same_form=paper.same_form) if True else None",
    ): "nobody signs for no role: the condition is for the type checker",
    **{
        ("meeting/proof/verify.py", _UNREADABLE, _UNREADABLE.replace("revisions=0", f"revisions={other}")): (
            "nobody counts the revisions of a file that cannot be read"
        )
        for other in (1, -1)
    },
    **{
        ("meeting/record/presence.py", _LAST_ARRIVAL, _LAST_ARRIVAL.replace("move.step > 0", other)): (
            "the only step of 0 is the beginning of the meeting, which is nobody's"
        )
        for other in ("move.step >= 0", "move.step > -1")
    },
    ("meeting/proof/record.py", "pages: int = 0", "pages: int = 1"): "without a record nobody asks for pages",
    ("meeting/proof/record.py", "pages: int = 0", "pages: int = -1"): "without a record nobody asks for pages",
    (
        "meeting/voting/recount.py",
        "if told.closed is not None:",
        "if False:",
    ): "who could vote when a vote was closed was counted, and that check-in cannot be undone any more",
    (
        "meeting/voting/recount.py",
        'if getattr(event, "motion_id", None) != motion_id:',
        "if False:",
    ): "one vote at a time: until this one is announced or called off no other has ballots",
    **{
        ("meeting/voting/judging.py", _HEADS_BALLOTS, _HEADS_BALLOTS.replace(condition, other)): (
            "a ballot's seat and its vote are of one meeting; each condition lets the database find few rows"
        )
        for condition, other in (
            ("Motion.meeting_id == meeting_id", "Seat.meeting_id == meeting_id"),
            ("Seat.meeting_id == meeting_id", "Seat.head"),
        )
    },
    (
        "meeting/voting/hand_entries.py",
        "if seat is None:",
        "if False:",
    ): "who may vote has a seat: the condition is for the type checker",
}
"""(file, a line without indentation, the same changed): why no test can notice, or why nothing is decided by it."""

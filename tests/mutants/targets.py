"""The code that decides, and the tests that must notice when it is changed; and the changes that change nothing."""

from typing import NamedTuple


class Target(NamedTuple):
    """Files that decide something (patterns below the project's folder), and the tests that must notice."""

    files: tuple[str, ...]
    tests: tuple[str, ...]
    without: tuple[str, ...] = ()
    """Tests that take long and catch nothing that others do not."""


_SLOW = tuple(f"tests/commands/test_{name}.py" for name in ("any_course", "crowd", "screens", "documents", "people"))

_RULES = (
    *("voting", "attendance", "door", "agenda", "pause", "planned", "presiding", "release", "steps", "checking"),
    *("people", "excluded", "turn"),
)
_LAW = (
    *("law", "law_editions", "law_properties", "law_sentences", "own_edition", "working_days"),
    *("attendance_rules", "excluded_rules", "turn_rules", "voting_rules"),
)
"""The files of `tests/rules` that use the law; the oracle finds nothing that these do not, and takes long."""
_VOTING = ("devices", "hand_entries", "judging", "proofs", "quorum", "recount", "restoring")
_VOTES = (
    *(
        "count",
        "quorum",
        "quorum_of_a_vote",
        "voting",
        "who_may_vote",
        "switching",
        "agenda_change",
        "together",
        "closed_part",
    ),
    *("coming_back", "false_end", "two_meetings"),
)
_PRESENCE = (
    *("attendance", "presence", "points", "recheck", "sittings", "officers_cards", "quorum", "seats", "roster"),
    *("two_meetings",),
)
_COURSE = (
    *("accord", "agenda", "approval", "closed_part", "false_end", "officers_cards", "planned_sittings", "planning"),
    *("quorum", "recheck", "seats", "sittings", "switching", "two_meetings", "units", "wheel", "who_may_vote"),
)
_PROOFS = (
    *("certificate_facts", "checks", "inspection", "record", "register_checks", "register_proof", "sealed"),
    *("signed_papers", "signing", "turning", "verify", "who_counts", "witness_checks"),
)

TARGETS = {
    "law": Target(
        ("meeting/law/*.py", "meeting/law/calendar/*.py"), tuple(f"tests/rules/test_{name}.py" for name in _LAW)
    ),
    "rules": Target(
        (
            *("meeting/accord/rules.py", "meeting/checking/rules.py", "meeting/entrance/rules.py"),
            *("meeting/kiosk/rules.py", "meeting/register/rules.py", "meeting/voting/rules.py"),
            *(f"meeting/agenda/{name}.py" for name in ("rules", "pause_rules", "planned_rules", "presiding_rules")),
            *("meeting/agenda/release_rules.py", "meeting/agenda/steps.py"),
            *(f"meeting/attendance/{name}.py" for name in ("rules", "passes", "card_rules", "point_rules")),
            *("meeting/attendance/recheck_rules.py", "meeting/attendance/turn_rules.py"),
            *("meeting/people/rules.py", "meeting/people/unit_rules.py"),
            *("meeting/access/policy.py", "meeting/access/directory/nested.py", "meeting/voting/excluded.py"),
            *("meeting/register/lines.py", "meeting/witness/heads.py", "meeting/live/packets.py"),
        ),
        (
            *(f"tests/rules/test_{name}_rules.py" for name in _RULES),
            *(f"tests/rules/test_{name}.py" for name in ("nested_groups", "register_lines", "heads_alone", "packets")),
            *("tests/permissions/test_policy.py", "tests/commands/test_rights_at_points.py"),
        ),
    ),
    "voting": Target(
        (
            *(f"meeting/voting/{name}.py" for name in _VOTING),
            "meeting/voting/commands/*.py",
            "meeting/attendance/quorum.py",
        ),
        (
            *(f"tests/commands/test_{name}.py" for name in _VOTES),
            *("tests/doors/test_voting_device.py", "tests/doors/test_who_votes.py", "tests/pages/test_locking.py"),
            "tests/commands/test_rights_at_points.py",
        ),
    ),
    "grounds": Target(
        tuple(f"meeting/voting/{name}.py" for name in ("box", "exclusions", "grounds", "lists", "standing", "tables")),
        (
            *(f"tests/commands/test_{name}.py" for name in (*_VOTES, "rights_at_points")),
            *(f"tests/doors/test_{name}.py" for name in ("who_votes", "voting_device", "who_is_in_office")),
            *("tests/pages/test_own_aside.py", "tests/store/test_database.py"),
        ),
    ),
    "attendance": Target(
        (
            *(f"meeting/attendance/{name}.py" for name in ("cards", "claim", "commands", "pointing", "points", "scan")),
            *(f"meeting/attendance/{name}.py" for name in ("rechecks", "sittings", "substituting", "tables", "turns")),
        ),
        (
            *(f"tests/commands/test_{name}.py" for name in _PRESENCE),
            *("tests/pages/test_arrive.py", "tests/pages/test_cards.py", "tests/store/test_database.py"),
        ),
    ),
    "conduct": Target(
        (
            "meeting/conduct/*.py",
            *("meeting/accord/commands.py", "meeting/accord/seconding.py", "meeting/accord/tables.py"),
            *(f"meeting/agenda/{name}.py" for name in ("pauses", "chairing", "approving", "publishing", "tables")),
        ),
        (
            *(f"tests/commands/test_{name}.py" for name in _COURSE),
            "tests/doors/test_who_presides.py",
            "tests/doors/test_who_presides_is_there.py",
            "tests/doors/test_who_is_in_office.py",
        ),
    ),
    "door": Target(
        (
            *("meeting/kiosk/commands.py", "meeting/kiosk/invitations.py", "meeting/kiosk/tables.py"),
            *(f"meeting/entrance/{name}.py" for name in ("entering", "locking", "reissue", "second", "tries")),
            *("meeting/live/entry.py", "meeting/live/sentry.py"),
            *("meeting/commands/submit.py", "meeting/commands/receipts.py", "meeting/private/door.py"),
            *("meeting/people/scope.py", "meeting/people/second.py"),
        ),
        (
            *(f"tests/pages/test_{name}.py" for name in ("kiosk", "kiosk_at_a_point", "locking", "second", "entrance")),
            *("tests/pages/test_cards.py", "tests/pages/test_units.py", "tests/permissions/test_own.py"),
            *("tests/commands/test_private_door.py", "tests/commands/test_together.py", "tests/commands/test_crowd.py"),
            *("tests/commands/test_coming_back.py", "tests/commands/test_units.py", "tests/doors/test_socket.py"),
        ),
    ),
    "kept": Target(
        (
            *(f"meeting/register/{name}.py" for name in ("commands", "keeping", "opening", "shown")),
            "meeting/witness/behind.py",
            *("meeting/witness/key.py", "meeting/witness/following.py", "meeting/witness/milestones.py"),
            *(f"meeting/signing/{name}.py" for name in ("keys", "keyring", "renewal", "sign", "stamping")),
            "meeting/journal/book.py",
        ),
        (
            *("tests/register", "tests/witness", "tests/journal", "tests/paper/test_signing.py"),
            *("tests/paper/test_register_proof.py", "tests/doors/test_register.py", "tests/pages/test_certificates.py"),
        ),
    ),
    "access": Target(
        (
            *(f"meeting/access/{name}.py" for name in ("actors", "attempts", "second", "sessions", "tables")),
            *("meeting/access/directory/local.py", "meeting/kernel/hashing.py"),
            "meeting/access/directory/outside.py",
        ),
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
            "tests/directory/test_alike.py",
            "tests/directory/test_outside.py",
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
            "meeting/minutes/telling.py",
            "meeting/journal/chain.py",
        ),
        (
            *("tests/journal", "tests/witness", "tests/register/test_register.py"),
            *(f"tests/paper/test_{name}.py" for name in _PROOFS),
            *("tests/commands/test_minutes.py", "tests/commands/test_bases.py", "tests/rules/test_minutes_rules.py"),
            *("tests/doors/test_verify_jailed.py", "tests/doors/test_edition_in_use.py"),
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
_COUNT_OF_ONE = "count: Mapped[int] = mapped_column(default=1)"
_GOES = "elif move.step < 0 and seat in here:"
_NAME_OF_BOOK = 'return book.entries[0].book if book is not None and book.entries else ""'
_UNREADABLE = 'self._inspection = Inspection(signatures=(), revisions=0, unsigned=b"")'

_MADE_SINCE = "if edition_id not in found and _office and edition_id in _file_names(_office[0]):"

_SITS_THEN = (
    "near = [each for each in sittings if local(each.starts_at).date() == day or each.starts_at <= at < each.ends_at]"
)

EQUIVALENT: dict[tuple[str, str, str], str] = {
    (
        "meeting/agenda/planned_rules.py",
        _SITS_THEN,
        _SITS_THEN.replace("<= at <", "< at <"),
    ): "what begins at this moment begins on this day",
    (
        "meeting/agenda/steps.py",
        "check_item(step.title, step.minutes, 0)",
        "check_item(step.title, step.minutes, 1)",
    ): "an item may stand at either level: its title and its minutes are what is asked",
    (
        "meeting/agenda/planned_rules.py",
        "raise Refused(BAD_SITTING, hours=int(LONGEST_SITTING.total_seconds()) // 3600)",
        "raise Refused(BAD_SITTING, hours=int(LONGEST_SITTING.total_seconds()) // 3599)",
    ): "a day has 24 whole ones of these too",
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
        "meeting/access/directory/outside.py",
        "return answer.found[0] if answer.found else None",
        "return answer.found[-1] if answer.found else None",
    ): "a password has one owner at most (`_owner` in ldap_apart.py)",
    **{
        ("meeting/attendance/turn_rules.py", before, after): (
            "a move that is no coming or going is of nobody, or of an office; nobody is never here"
        )
        for before, after in (
            ("seat_id: int = 0", "seat_id: int = -1"),
            ("seat_id: int = 0", "seat_id: int = 1"),
            ("step: int = 0", "step: int = -1"),
            (_GOES, _GOES.replace("< 0", "<= 0")),
            (_GOES, _GOES.replace("< 0", "< 1")),
        )
    },
    **{
        ("meeting/access/tables.py", _COUNT_OF_ONE, _COUNT_OF_ONE.replace("1", other)): (
            "`note` writes the count of a new line itself"
        )
        for other in ("0", "2")
    },
    (
        "meeting/access/sessions.py",
        "proved_at=now if lock_minutes else None,",
        "proved_at=now if True else None,",
    ): "nobody asks for a proof on a device of one's own",
    (
        "meeting/access/sessions.py",
        "_of_shared(db, device, SignIn.locks_at > now, locks_at=now)",
        "_of_shared(db, device, SignIn.locks_at >= now, locks_at=now)",
    ): "what locks at this moment is locked at this moment again",
    (
        "meeting/access/sessions.py",
        "return {person: (moment, count) for person, moment, count in db.execute(query) if person is not None}",
        "return {person: (moment, count) for person, moment, count in db.execute(query) if True}",
    ): "nobody is in no list of people: the condition is for the type checker",
    (
        "meeting/law/own.py",
        "amount: int = 0",
        "amount: int = -1",
    ): "only a deadline has an amount, and neither is one",
    (
        "meeting/law/calendar/reading.py",
        'files_ = sorted((_office[0] / FOLDER).glob("*.yaml")) if _office else []',
        'files_ = sorted((_office[-1] / FOLDER).glob("*.yaml")) if _office else []',
    ): "the list holds one folder at most",
    (
        "meeting/law/calendar/days.py",
        "super().__init__(str(year))",
        "pass",
    ): "an exception keeps what it was made of by itself",
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
    **{
        ("meeting/law/own.py", f"{half}: int = 0", f"{half}: int = -1"): "a fraction with less than 1 in it is refused"
        for half in ("numerator", "denominator")
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
    ("meeting/proof/verify.py", _NAME_OF_BOOK, _NAME_OF_BOOK.replace("[0]", "[-1]")): "a chain is of one journal",
    **{
        ("meeting/proof/verify.py", _UNREADABLE, _UNREADABLE.replace("revisions=0", f"revisions={other}")): (
            "nobody counts the revisions of a file that cannot be read"
        )
        for other in (1, -1)
    },
    (
        "meeting/signing/inspection.py",
        "return (int(said[1]), said[2]), (int(said[3]), said[4]) if said[3] else None",
        "return (int(said[1]), said[2]), (int(said[3]), said[4]) if said[4] else None",
    ): "number and hash of the register are there together or not at all",
    (
        "meeting/signing/certificates.py",
        "_AUTHORITY_BITS = 3072",
        "_AUTHORITY_BITS = 3073",
    ): "a key has an even number of bits: the library then makes one of 3072",
    **{
        ("meeting/record/presence.py", _LAST_ARRIVAL, _LAST_ARRIVAL.replace("move.step > 0", other)): (
            "the only step of 0 is the beginning of the meeting, which is nobody's"
        )
        for other in ("move.step >= 0", "move.step > -1")
    },
    (
        "meeting/proof/record.py",
        "same_form: bool = True",
        "same_form: bool = False",
    ): "without a record nobody asks for its form",
    ("meeting/proof/record.py", "pages: int = 0", "pages: int = 1"): "without a record nobody asks for pages",
    ("meeting/proof/record.py", "pages: int = 0", "pages: int = -1"): "without a record nobody asks for pages",
    **{
        ("meeting/voting/tables.py", "return device[:12]", f"return device[:{other}]"): (
            "a page compares two codes that were both made here"
        )
        for other in (11, 13)
    },
    (
        "meeting/voting/quorum.py",
        "if not recusals_of(db, motion.id):",
        "if False:",
    ): "without recusals nobody is left out: it saves the question who is excluded",
    (
        "meeting/voting/recount.py",
        "if told.closed is not None:",
        "if False:",
    ): "who could vote when a vote was closed was counted, and that check-in cannot be undone any more",
    (
        "meeting/voting/recount.py",
        'if getattr(event, "motion_id", None) != motion_id:',
        "if False:",
    ): "one vote at a time: until this one is announced or cancelled no other has ballots",
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
"""(file, a line without indentation, the same changed): why no test can notice, or why it decides nothing."""

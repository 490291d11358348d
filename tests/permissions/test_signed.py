"""After a signature: every command, by everybody, on everything that a long meeting has left behind.

What is written into the meeting's book after the first signature of the minutes must be one of the few kinds that
`meeting verify` accepts there; anything else would make honest minutes look false.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import product
from typing import Any

import msgspec
import pytest
from sqlalchemy import select, update

from meeting.access import actors, sessions
from meeting.access.actors import SYSTEM
from meeting.access.policy import allowed
from meeting.accord.tables import Accord
from meeting.agenda.commands import AddSeat
from meeting.agenda.ordering import ChangeItem
from meeting.agenda.planned import PlannedSitting
from meeting.agenda.planning_sittings import PlanSitting
from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import Publication, Seat, find_item, find_meeting
from meeting.attendance.commands import NoteAbsence, UndoArrival
from meeting.attendance.points import RemotePoint
from meeting.commands import registry
from meeting.conduct.commands import TakeBackEnd
from meeting.conduct.rechecking import AskRecheck
from meeting.contributions.commands import AllotItem, Contribute
from meeting.contributions.tables import Contribution
from meeting.documents.on_paper import SuspectSecret
from meeting.documents.tables import Document
from meeting.journal import book as journal
from meeting.kernel.clock import stamp
from meeting.kernel.refusals import Refused
from meeting.kernel.roles import Role
from meeting.kiosk.commands import OpenKiosk, PairKiosk
from meeting.kiosk.tables import Kiosk
from meeting.minutes.commands import RecordDraft, RecordSignature
from meeting.minutes.events import Signed
from meeting.people.commands import ChangePerson
from meeting.people.tables import find_person
from meeting.people.units import MakeUnit
from meeting.planning.approving import SubmitChanges
from meeting.planning.tables import ChangesSubmission
from meeting.proof.afterwards import _LATE
from meeting.speaking.commands import EndSpeech, EnterSpeaker, GiveFloor
from meeting.speaking.tables import Speech
from meeting.voting.commands.motions import CancelMotion
from meeting.voting.commands.recusing import Recuse
from meeting.voting.rules import RecusedFor
from meeting.voting.tables import Motion
from tests.cast import MORNING
from tests.conftest import Builder
from tests.council import Council
from tests.well_formed import an_order

SECOND_CLERK, OF_A_UNIT = "outsider", "khoa"
PEOPLE = ("an", "ha", SECOND_CLERK, "lan", OF_A_UNIT, "guest", "admin", "screen", "kiosk")
OF_A_MEETING = [name for name, cls in sorted(registry.registered().items()) if "meeting_id" in cls.__struct_fields__]
"""Every other command writes into the office's book (`commands/submit.py`)."""
MANDATE = "conduct.record_mandate"
"""Its `number` is that of a paper."""


def prepare(council: Council) -> None:
    """Before the meeting: two secretaries, a sitting, a point, a unit's paper, machines at the door, and changes.

    The first change is published again; the next waits for the chair, who never answers.
    """
    one = {"meeting_id": council.meeting}
    clerk = council.people[SECOND_CLERK]
    seat = council.submits("ha", AddSeat(**one, person_id=clerk, role=Role.CLERK, votes=False))
    council.seats[SECOND_CLERK] = seat.made["seat_id"]
    council.point("Thôn Đoài")
    council.submits("ha", PlanSitting(**one, starts_at=stamp(MORNING), ends_at=stamp(MORNING + timedelta(hours=1))))
    hand_in(council)
    for code in ("first", "second"):
        council.submits("ha", OpenKiosk(**one, title="Cửa chính", by_name=True, code_hash=code))
    council.submits("system", PairKiosk(**one, code_hash="first", device="máy"))
    change(council, "Kế hoạch đầu tư công")
    council.tells()
    change(council, "Kế hoạch đầu tư công năm 2027")
    council.submits("ha", SubmitChanges(**one))


def hand_in(council: Council) -> None:
    """A unit hands in a paper that nobody answers."""
    item = {"meeting_id": council.meeting, "item_id": council.items[1]}
    unit = council.submits("admin", MakeUnit(title="Phòng Kinh tế")).made["unit_id"]
    with council.database.read() as db:
        person = find_person(db, council.people[OF_A_UNIT])
    told = {"version": person.version, "particulars": person.particulars}
    council.submits("admin", ChangePerson(person_id=person.id, unit_id=unit, **told))
    council.submits("ha", AllotItem(**item, unit_id=unit))
    paper = {"filename": "a.pdf", "media_type": "application/pdf", "sha256": "a", "size": 1, "reason": "Chờ số liệu"}
    council.submits(OF_A_UNIT, Contribute(**item, title="Báo cáo", **paper))


def change(council: Council, title: str) -> None:
    """The secretary rewords the second item."""
    with council.database.read() as db:
        version = find_item(db, council.meeting, council.items[1]).version
    command = ChangeItem(meeting_id=council.meeting, item_id=council.items[1], version=version, title=title)
    council.submits("ha", command)


def hold(council: Council) -> None:
    """In session: speeches, an absence, a suspected paper, a re-check, and votes in every state that can be left."""
    one = {"meeting_id": council.meeting}
    for who in ("lan", "nam"):
        speech = council.submits("ha", EnterSpeaker(**one, seat_id=council.seats[who])).made["speech_id"]
        if who == "lan":
            council.submits("ha", GiveFloor(**one, speech_id=speech, minutes=5))
            council.submits("ha", EndSpeech(**one, speech_id=speech))
    council.submits("ha", UndoArrival(**one, seat_id=council.seats["khoa"]))
    away = {"excused": True, "reason": "Ốm", "substitute": "Hồ Văn Bảy"}
    council.submits("ha", NoteAbsence(**one, seat_id=council.seats["khoa"], **away))
    with council.database.read() as db:
        of = db.get_one(Document, council.document).sha256
    council.submits("system", SuspectSecret(**one, document_id=council.document, of=of))
    council.proposes({"kind": "withdraw", "item_id": council.items[1]})
    motion = council.opens_motion("Thông qua")
    council.closes(motion, missing=8)
    council.submits("ha", CancelMotion(**one, motion_id=motion, reason="Đọc nhầm"))  # the second never agrees
    council.announces(motion)
    called_off = council.opens_motion("Thông qua lần hai")
    again = council.submits("ha", CancelMotion(**one, motion_id=called_off, reason="Đọc nhầm")).made["motion_id"]
    recused = {"cause": RecusedFor.INTEREST, "reason": "Có liên quan"}
    council.submits("ha", Recuse(**one, motion_id=again, seat_id=council.seats["lan"], **recused))
    council.submits("ha", AskRecheck(**one))


def sign(council: Council) -> None:
    """The end, which somebody wants to take back; the draft, and the secretary's signature."""
    council.ends()
    council.submits("ha", TakeBackEnd(meeting_id=council.meeting, reason="Bấm nhầm"))
    one, stands = {"meeting_id": council.meeting}, {"journal_seq": council.seq(), "journal_head": "h"}
    council.submits("system", RecordDraft(**one, **stands, sha256="d", pages=4))
    council.submits("ha", RecordSignature(**one, approved_sha256="d", signed_sha256="s", certificate="CN=…"))


def to_signature(council: Council) -> Council:
    """A long meeting is over, and its minutes are signed by the secretary.

    Afterwards somebody changes a seat in the tables. Kiosks are not stopped yet.
    """
    council.watching = False
    prepare(council)
    council.sits()
    hold(council)
    sign(council)
    council.tokens["kiosk"] = council.database.gate.submit(lambda db: spoil(db, council))
    return council


def spoil(db: Any, council: Council) -> str:
    """Change the tables from outside; return the token of the kiosk."""
    db.execute(update(Seat).where(Seat.id == council.seats["mai"]).values(counted=False))
    stands = {"person_id": None, "screen_of": None, "kiosk": 1, "kiosk_of": council.meeting}
    return sessions.begin(db, **stands, now=council.clock(), hours=14)


def left_behind(council: Council) -> dict[str, list[object]]:
    """For each field of a command that names something: everything of that kind that the meeting has."""
    tables: dict[str, Any] = {
        "document_id": Document,
        "motion_id": Motion,
        "speech_id": Speech,
        "point_id": RemotePoint,
        "sitting_id": PlannedSitting,
        "kiosk_id": Kiosk,
        "accord_id": Accord,
        "contribution_id": Contribution,
    }
    with council.database.read() as db:
        one = council.meeting
        found = {name: db.scalars(select(row.id).where(row.meeting_id == one)).all() for name, row in tables.items()}
        numbers = db.scalars(select(Publication.number).where(Publication.meeting_id == one)).all()
        waiting = db.scalars(select(ChangesSubmission.submission).where(ChangesSubmission.waits)).all()
        papers = db.scalars(select(Document.sha256).where(Document.meeting_id == one)).all()
    seats = [council.seats[who] for who in ("an", "lan", "khoa", SECOND_CLERK)]
    named = {"seat_id": seats, "item_id": council.items, "number": numbers, "submission": waiting, "of": papers}
    return {name: list(values) for name, values in {**found, **named}.items()}


def commands_about(council: Council, name: str, left: dict[str, list[object]]) -> Iterator[registry.Command]:
    """The command about everything that it can be about."""
    command = an_order(council, name)
    fields = [field for field in type(command).__struct_fields__ if field in left and name != MANDATE]
    for values in product(*(left[field] for field in fields)):
        yield msgspec.structs.replace(command, **dict(zip(fields, values, strict=True)))


def senders(council: Council, name: str) -> list[str]:
    """Everybody whose role has the right to the command."""
    right = registry.registered()[name].allow
    with council.database.read() as db:
        found = {who: actors.find(db, council.tokens[who], council.meeting, council.clock()) for who in PEOPLE}
    found["system"] = SYSTEM
    return [who for who, actor in found.items() if actor is not None and allowed(actor, right)]


def heads(council: Council) -> list[object]:
    """Where the books of the meeting and of the office end."""
    with council.database.read() as db:
        return [journal.head(db, book) for book in (journal.book_of(council.meeting), journal.OFFICE)]


@pytest.fixture(scope="module")
def unwritten(lasting: Builder) -> Iterator[Council]:
    """The same signed meeting for every command; a new one after a command that was not refused."""

    def councils() -> Iterator[Council]:
        while True:
            council = to_signature(lasting())
            stood = heads(council)
            while heads(council) == stood:
                yield council

    return councils()


@pytest.fixture
def signed(unwritten: Iterator[Council]) -> Council:
    return next(unwritten)


def test_something_of_every_kind_is_left_behind(signed: Council) -> None:
    left = left_behind(signed)
    assert {name for name, values in left.items() if not values} == set()
    with signed.database.read() as db:
        meeting = find_meeting(db, signed.meeting)
    assert (meeting.state, meeting.minutes_signed) == (MeetingState.ENDED, True)


@pytest.mark.parametrize("name", OF_A_MEETING)
def test_no_command_can_falsify_the_minutes_after_a_signature(signed: Council, name: str) -> None:
    before = signed.seq()
    for command in commands_about(signed, name, left_behind(signed)):
        for who in senders(signed, name):
            with suppress(Refused):
                signed.submits(who, command)
    assert {entry.kind for entry in signed.journal()[before:]} <= {Signed.kind, *_LATE}

"""The cast: the same invented people in every test, and the meeting that they are going to hold.

By default a commune's People's Committee of nine: `an` chairs, `ha` is its secretary (no vote), eight members, a
`guest`; `outsider` is signed in but has no seat, `admin` administers the office.
"""

import dataclasses
import hashlib
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import yaml
from sqlalchemy.orm import Session

from meeting.access import actors, sessions
from meeting.access.actors import SYSTEM
from meeting.agenda.commands import AddItem, AddSeat, CreateMeeting
from meeting.attendance.commands import MarkPresent
from meeting.commands.registry import Command
from meeting.commands.submit import Submit
from meeting.conduct.commands import StartMeeting
from meeting.config import Settings
from meeting.documents.commands import AddDocument, RecordRendition
from meeting.kernel.clock import stamp
from meeting.kernel.tokens import token_hash
from meeting.law.editions import keep_office
from meeting.parts import assemble
from meeting.people.commands import AddPerson, IssueCard
from meeting.people.particulars import Particulars
from meeting.witness.key import make_event_key
from tests.keys import hashed_for_little
from tests.storage import Make

MORNING = datetime(2026, 9, 24, 1, 0, tzinfo=UTC)
EDITION = "vn-2025-07"
PIN = "482915"
MEMBERS = ("lan", "nam", "mai", "hung", "binh", "y-thinh", "dao", "khoa")
NAMES = {
    "an": ("ông", "Nguyễn Văn An", "An"),
    "ha": ("bà", "Lê Thu Hà", "Hà"),
    "lan": ("bà", "Trần Thị Lan", "Lan"),
    "nam": ("ông", "Phạm Hoài Nam", "Nam"),
    "mai": ("bà", "Đỗ Tuyết Mai", "Mai"),
    "hung": ("ông", "Vũ Mạnh Hùng", "Hùng"),
    "binh": ("ông", "Đặng Thanh Bình", "Bình"),
    "y-thinh": ("ông", "Y Thịnh Niê", "Y Thịnh"),
    "dao": ("bà", "Hồ Anh Đào", "Đào"),
    "khoa": ("ông", "Bùi Đăng Khoa", "Khoa"),
    "guest": ("bà", "Ngô Thị Yến", "Yến"),
    "outsider": ("ông", "Lý Quang Vinh", "Vinh"),
    "admin": ("ông", "Quản trị hệ thống", "Quản trị"),
}
ITEMS = (("Khai mạc", "ceremony"), ("Kế hoạch đầu tư công năm 2027", "vote"), ("Kết luận", "conclusion"))
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
)


@dataclasses.dataclass(frozen=True)
class Body:
    """The body that meets: its law preset, how many have a vote, the chair's title, and who heads the body (or nobody).

    `law`: the text of the office's own edition of the rules; empty: the shipped edition.
    """

    preset: str = "ubnd"
    voters: int = 9
    chair_title: str = "Chủ tịch UBND xã"
    head: str = "an"
    law: str = ""

    @property
    def edition(self) -> str:
        """The id of its edition."""
        return yaml.safe_load(self.law)["id"] if self.law else EDITION

    @property
    def name(self) -> str:
        """The name of the original that tests copy."""
        return "body_" + hashlib.sha256(repr(self).encode()).hexdigest()[:12]


@dataclasses.dataclass(frozen=True)
class Founded:
    """The ids of what was founded, and a session token by account for everybody who signed in."""

    meeting: int
    people: dict[str, int]
    seats: dict[str, int]
    tokens: dict[str, str]
    items: list[int]
    document: int


def founder(body: Body, *, sits: bool = False) -> Make:
    """Return what makes the original of a body's meeting: planned, nobody there yet, everybody signed in.

    With `sits`: running at its first item, with everybody who has a vote in the room.
    """

    def make(folder: Path, url: str) -> Founded:
        parts = assemble(Settings(data=folder, database_url=url), clock=lambda: MORNING)
        if body.law:
            parts.settings.law.mkdir()
            (parts.settings.law / f"{body.edition}.yaml").write_text(body.law, "utf-8")
            keep_office(parts.settings.law)
        parts.database.migrate()
        make_event_key(folder)  # all copies sign the heads of their journals with it, so that they look alike
        blob = parts.blobs.put(PDF)
        founded = parts.commands.together(lambda submit: _found(submit, body, blob), actor=SYSTEM)
        founded.tokens.update(parts.database.gate.submit(lambda db: sign_in(db, founded, MORNING)))
        if sits:
            with parts.database.read() as db:
                clerk = actors.find(db, founded.tokens["ha"], founded.meeting, MORNING)
            begin = beginning(founded, ["an", *members_of(body)])
            parts.commands.together(lambda submit: [submit(each) for each in begin], actor=clerk)
        parts.close()
        return founded

    return make


SECOND_MEETING = CreateMeeting(
    slug="phien-hop-khac",
    title="Phiên họp khác",
    body="UBND xã Minh Tân",
    place="Phòng họp tầng 1",
    starts_at=stamp(MORNING),
    ends_at=stamp(MORNING + timedelta(hours=1)),
    preset="ubnd",
    edition=EDITION,
)
"""Another meeting of the same body, planned; nobody has a seat in it."""


def beginning(founded: Founded, voters: list[str]) -> list[Command]:
    """What the secretary does so that the meeting runs with these voters in the room."""
    come = [MarkPresent(meeting_id=founded.meeting, seat_id=founded.seats[account]) for account in voters]
    return [*come, StartMeeting(meeting_id=founded.meeting)]


@cache
def pin_hash() -> str:
    """Everybody has the same PIN, compared for little: in a run people sign in a thousand times, and nobody guesses."""
    return hashed_for_little(PIN)


def card_of(account: str) -> str:
    """The secret on a person's card."""
    return f"the-card-of-{account}"


def _found(submit: Submit, body: Body, blob: str) -> Founded:
    people = {account: _add_person(submit, body, account) for account in _accounts(body)}
    meeting = submit(
        CreateMeeting(
            slug="phien-hop-thang-9",
            title="Phiên họp thường kỳ tháng 9",
            parent_body="",
            body="UBND xã Minh Tân",
            body_code="UBND",
            place="Phòng họp tầng 2",
            starts_at=stamp(MORNING),
            ends_at=stamp(MORNING + timedelta(hours=3)),
            preset=body.preset,
            edition=body.edition,
        )
    ).made["meeting_id"]
    seats = {
        account: submit(
            AddSeat(
                meeting_id=meeting,
                person_id=people[account],
                role=role,
                votes=votes,
                label=label,
                head=account == body.head,
            )
        ).made["seat_id"]
        for account, role, votes, label in _seating(body)
    }
    items = [
        submit(AddItem(meeting_id=meeting, position=n, title=title, form=form, minutes=20)).made["item_id"]
        for n, (title, form) in enumerate(ITEMS, start=1)
    ]
    document = submit(
        AddDocument(
            meeting_id=meeting,
            item_id=items[1],
            title="Tờ trình",
            filename="to-trinh.pdf",
            media_type="application/pdf",
            sha256=blob,
            size=len(PDF),
        )
    ).made["document_id"]
    submit(RecordRendition(meeting_id=meeting, document_id=document, pdf_sha256=blob, pages=1))
    return Founded(meeting, people, seats, {}, items, document)


def members_of(body: Body) -> list[str]:
    """Accounts of those who have a vote, without the chair."""
    more = (f"db{number:02d}" for number in range(1, body.voters))
    return [*MEMBERS, *more][: body.voters - 1]


def _accounts(body: Body) -> list[str]:
    return ["an", "ha", *members_of(body), "guest", "outsider", "admin"]


def _seating(body: Body) -> list[tuple[str, str, bool, str]]:
    members = [(account, "member", True, f"A{n:02d}") for n, account in enumerate(members_of(body), start=1)]
    return [("an", "chair", True, "CT"), ("ha", "clerk", False, ""), *members, ("guest", "guest", False, "")]


def _add_person(submit: Submit, body: Body, account: str) -> int:
    honorific, full, given = NAMES.get(account, ("ông", f"Đại biểu {account}", account))
    title = body.chair_title if account == "an" else "Chuyên viên Văn phòng" if account == "ha" else "Ủy viên"
    person = submit(
        AddPerson(
            account=account,
            particulars=Particulars(
                full_name=full,
                given_name=given,
                honorific=honorific,
                title=title,
                unit="UBND xã Minh Tân",
            ),
            admin=account == "admin",
        )
    ).made["person_id"]
    submit(IssueCard(person_id=person, card_hash=token_hash(card_of(account)), pin_hash=pin_hash()))
    return person


def sign_in(db: Session, founded: Founded, now: datetime) -> dict[str, str]:
    """A session token for everybody, by account."""
    tokens = {
        account: sessions.begin(db, person_id=person, screen_of=None, now=now, hours=14)
        for account, person in founded.people.items()
    }
    screen = sessions.begin(db, person_id=None, screen_of=founded.meeting, now=now, hours=14)
    return tokens | {"screen": screen}

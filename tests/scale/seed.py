"""`python -m tests.scale.seed`: a fresh installation, one running meeting, everybody signed in and present.

The meeting goes in as any pack does and is started and attended by the secretary's own orders, so
that what is stormed later is a real meeting. Only the sign-ins are made without typing five hundred PINs.
Prints the Room as JSON. The settings come from the environment, as for the server.
"""

import argparse
import secrets
import sys
from datetime import timedelta
from pathlib import Path

import flask
import msgspec
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy.orm import Session

from meeting.access import actors, sessions
from meeting.access.actors import SYSTEM
from meeting.agenda.rules import ItemForm
from meeting.agenda.tables import items_of, seats_of
from meeting.app import House, create_app
from meeting.attendance.commands import MarkPresent
from meeting.commands.registry import Command
from meeting.conduct.commands import StartMeeting
from meeting.config import Settings, load
from meeting.documents.commands import RecordRendition
from meeting.documents.tables import Document, documents_of
from meeting.kernel.clock import now
from meeting.kernel.roles import Role
from meeting.packs.folder.model import Pack, PackItem, PackMotion, PackPaper, PackPerson
from meeting.packs.load import Loader
from meeting.people.particulars import Particulars
from meeting.store.database import Database
from meeting.voting.tables import motions_of
from tests.scale.big_paper import PAGES
from tests.scale.room import Room

ITEMS = 12
PAPERS_EACH = 2
PDF = "application/pdf"
SUBJECTS = (
    "Tình hình thực hiện nhiệm vụ phát triển kinh tế – xã hội",
    "Dự toán thu, chi ngân sách và phương án phân bổ",
    "Kế hoạch đầu tư công trung hạn",
    "Kết quả giám sát việc giải quyết kiến nghị của cử tri",
)


def main() -> None:
    """Seed the installation that the environment names."""
    parser = argparse.ArgumentParser(prog="python -m tests.scale.seed", description=__doc__)
    parser.add_argument("--members", type=int, required=True)
    parser.add_argument("--motions", type=int, required=True)
    parser.add_argument("--paper", type=Path, required=True)
    options = parser.parse_args()
    settings = load()
    prepare(settings)
    house = create_app(settings)
    room = fill(house, hall_pack(options.members, options.motions, options.paper))
    sys.stdout.buffer.write(msgspec.json.encode(room))


def prepare(settings: Settings) -> None:
    """What `meeting init` makes, short of certificates: nobody signs here."""
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.secret_file.write_text(secrets.token_hex(32))
    database = Database(settings.database)
    database.migrate()
    database.close()


def hall_pack(members: int, motions: int, paper: Path) -> Pack:
    """A people's council of `members` deputies: twelve items, two papers each, all motions under one."""
    starts = now()
    questions = [f"Thông qua Nghị quyết số {n + 1}" for n in range(motions)]
    voting = tuple(PackMotion(title=title, form="open", decision="resolution") for title in questions)
    items = tuple(_item(n, paper, voting if n == 1 else ()) for n in range(1, ITEMS + 1))
    staff = (_person("chutoa", "Trần Minh Quang", Role.CHAIR), _person("thuky", "Lê Thu Hà", Role.CLERK))
    deputies = tuple(_person(f"db{n:04d}", f"Nguyễn Văn {n}", Role.MEMBER, f"A{n}") for n in range(members))
    return Pack(
        slug="hoi-truong",
        title="Kỳ họp thường lệ cuối năm",
        preset="hdnd",
        parent_body="",
        body="Hội đồng nhân dân",
        body_code="HĐND",
        place="Hội trường lớn",
        starts_at=starts,
        ends_at=starts + timedelta(hours=8),
        items=items,
        people=staff + deputies,
    )


def _item(number: int, paper: Path, motions: tuple[PackMotion, ...]) -> PackItem:
    papers = tuple(
        PackPaper(title=f"Báo cáo số {n}", filename=f"bao-cao-{n}.pdf", media_type=PDF, path=paper)
        for n in range(1, PAPERS_EACH + 1)
    )
    return PackItem(
        number=number,
        title=f"{SUBJECTS[number % len(SUBJECTS)]} ({number})",
        minutes=20,
        presenter="Ủy ban nhân dân",
        form=ItemForm.VOTE if motions else ItemForm.PRESENTATION,
        papers=papers,
        motions=motions,
    )


def _person(account: str, name: str, role: Role, label: str = "") -> PackPerson:
    given_name = name.rsplit(maxsplit=1)[1]
    return PackPerson(
        account=account,
        particulars=Particulars(
            full_name=name,
            given_name=given_name,
            honorific="Ông",
            title="Đại biểu",
            unit="Tổ đại biểu",
        ),
        label=label,
        role=role,
        votes=role == Role.MEMBER,
    )


def fill(house: House, pack: Pack) -> Room:
    """Import the pack, have its papers ready, start the meeting with everybody there."""
    site = house.site
    meeting_id, _ = Loader(site.database, site.commands, site.blobs).load(pack)
    with site.database.read() as db:
        seats = {seat.role: seat for seat in seats_of(db, meeting_id)}
        members = [seat for seat in seats_of(db, meeting_id) if seat.votes]
        papers = documents_of(db, meeting_id)
    ready = [_readable(meeting_id, paper) for paper in papers]
    site.commands.together(lambda submit: [submit(order) for order in ready], actor=SYSTEM)
    people = [seat.person_id for seat in (seats["clerk"], *members)]
    tokens = site.database.gate.submit(lambda db: _sign_in(db, people))
    with site.database.read() as db:
        clerk = actors.find(db, tokens[0], meeting_id, now())
        items, motions = items_of(db, meeting_id), motions_of(db, meeting_id)
    assert clerk is not None
    opening: list[Command] = [MarkPresent(meeting_id=meeting_id, seat_id=seat.id) for seat in members]
    opening.append(StartMeeting(meeting_id=meeting_id))
    site.commands.together(lambda submit: [submit(order) for order in opening], actor=clerk)
    cookies = [_cookie(house.app, token) for token in tokens]
    taken = [(seat.id, cookie) for seat, cookie in zip(members, cookies[1:], strict=True)]
    return Room(
        meeting=meeting_id,
        clerk=cookies[0],
        seats=taken,
        items=[item.id for item in items],
        motions=[motion.id for motion in motions],
        document=f"/m/{meeting_id}/papers/{papers[0].id}/file.pdf",
        document_bytes=papers[0].size,
        database=str(site.settings.data / "meeting.db"),
    )


def _readable(meeting_id: int, paper: Document) -> RecordRendition:
    return RecordRendition(meeting_id=meeting_id, document_id=paper.id, pdf_sha256=paper.sha256, pages=PAGES)


def _sign_in(db: Session, people: list[int]) -> list[str]:
    return [sessions.begin(db, person_id=person, screen_of=None, now=now(), hours=8) for person in people]


def _cookie(app: flask.Flask, token: str) -> str:
    """The Cookie header of a browser that holds this session."""
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps({'token': token, 'language': 'vi'})}"


if __name__ == "__main__":
    main()

"""`python -m tests.scale.seed`: a fresh installation, a running meeting, everybody signed in and present.

The meeting is imported as any pack is, and people's own commands start it, check in and vote, so that the storms meet a
real meeting. With `--held` it is late in the day, and beside it is a meeting of the same people that has just begun.
Only the sign-ins are made without typing five hundred PINs. Prints the Rooms as JSON. The settings come from the
environment, as for the server.
"""

import argparse
import secrets
import sys
from functools import partial
from pathlib import Path

import flask
import msgspec
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy.orm import Session

from meeting.access import actors, sessions
from meeting.access.actors import SYSTEM, Actor
from meeting.agenda.tables import items_of, seats_of
from meeting.app import House, create_app
from meeting.attendance.commands import MarkPresent
from meeting.commands.registry import Command
from meeting.conduct.commands import GoToItem, StartMeeting
from meeting.config import Settings, load
from meeting.documents.commands import RecordRendition
from meeting.documents.tables import Document, documents_of
from meeting.kernel.clock import now
from meeting.kernel.roles import Role
from meeting.law.rules import Choice
from meeting.packs.folder.model import Pack
from meeting.packs.load import Loader
from meeting.store.database import Database
from meeting.voting.commands.ballots import CastBallot
from meeting.voting.commands.motions import OpenMotion
from meeting.voting.commands.results import AnnounceResult, CloseMotion
from meeting.voting.tables import Motion, motions_of
from tests.scale.big_paper import PAGES
from tests.scale.pack import HELD_EACH, Papers, Size, hall_pack
from tests.scale.room import Room

CHOICES = (Choice.FOR, Choice.FOR, Choice.FOR, Choice.AGAINST, Choice.ABSTAIN)


def main() -> None:
    """Seed the installation that the environment names."""
    parser = argparse.ArgumentParser(prog="python -m tests.scale.seed", description=__doc__)
    for name in Size.__struct_fields__:
        parser.add_argument(f"--{name}", type=int, default=argparse.SUPPRESS)
    parser.add_argument("--paper", type=Path, required=True)
    parser.add_argument("--small", type=Path)
    given = vars(parser.parse_args())
    paper = given.pop("paper")
    papers, size = Papers(paper, given.pop("small") or paper), Size(**given)
    settings = load()
    prepare(settings)
    house = create_app(settings)
    rooms = [fill(house, hall_pack(size, papers), size)]
    if size.held:
        fresh = msgspec.structs.replace(size, items=6, papers=18, held=0)
        rooms.append(fill(house, hall_pack(fresh, papers, "moi-bat-dau"), fresh))
    for number in range(size.planned):
        few = Size(members=10, motions=1, items=5, papers=0)
        Loader(house.site.database, house.site.commands, house.site.blobs).load(hall_pack(few, papers, f"ke-{number}"))
    sys.stdout.buffer.write(msgspec.json.encode(rooms))


def prepare(settings: Settings) -> None:
    """What `meeting init` makes, without certificates: nobody signs here."""
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.secret_file.write_text(secrets.token_hex(32))
    database = Database(settings.database)
    database.migrate()
    database.close()


def fill(house: House, pack: Pack, size: Size) -> Room:
    """Import the pack, have its papers ready, start the meeting with its members there, hold the votes behind it."""
    site = house.site
    meeting_id, _ = Loader(site.database, site.commands, site.blobs).load(pack)
    with site.database.read() as db:
        seats = seats_of(db, meeting_id)
        papers = documents_of(db, meeting_id)
        items, motions = items_of(db, meeting_id), motions_of(db, meeting_id)
    staff = {seat.role: seat.person_id for seat in seats if not seat.votes}
    members = [seat for seat in seats if seat.votes]
    ready = [_readable(meeting_id, paper) for paper in papers]
    site.commands.together(lambda submit: [submit(command) for command in ready], actor=SYSTEM)
    people = [staff[Role.CLERK], staff[Role.CHAIR], *(seat.person_id for seat in members)]
    tokens = site.database.gate.submit(lambda db: [_sign_in(db, person) for person in people])
    screen = site.database.gate.submit(lambda db: _sign_in(db, None, meeting_id))
    with site.database.read() as db:
        clerk, _, *voters = [actors.find(db, token, meeting_id, now()) for token in tokens[: size.members + 2]]
    assert clerk is not None
    came = [*(seat for seat in seats if seat.role is Role.CHAIR), *members[: size.members]]
    here = [MarkPresent(meeting_id=meeting_id, seat_id=seat.id) for seat in came]
    opening: list[Command] = [] if size.waits else [*here, StartMeeting(meeting_id=meeting_id)]
    site.commands.together(lambda submit: [submit(command) for command in opening], actor=clerk)
    for place, motion in enumerate(motions[: size.held]):
        if place and place % HELD_EACH == 0:  # the meeting begins at its first item
            site.commands.submit(GoToItem(meeting_id=meeting_id, item_id=motion.item_id), actor=clerk)
        hold_vote(house, motion, clerk, [voter for voter in voters if voter is not None])
    cookie = partial(_cookie, house.app)
    taken = [(seat.id, cookie(token)) for seat, token in zip(members, tokens[2:], strict=True)]
    return Room(
        meeting=meeting_id,
        clerk=cookie(tokens[0]),
        chair=cookie(tokens[1]),
        screen=cookie(screen),
        seats=taken[: size.members],
        arriving=taken[size.members :],
        items=[item.id for item in items[size.begun :]],
        motions=[motion.id for motion in motions[size.held :]],
        document=_address(papers[0]),
        document_bytes=papers[0].size,
        small=_address(papers[1]) if len(papers) > 1 else "",
        database=str(site.settings.data / "meeting.db"),
        secret=site.secret.hex(),
    )


def hold_vote(house: House, motion: Motion, clerk: Actor, voters: list[Actor]) -> None:
    """Open, one ballot of everybody, close, announce: each by its own command, the ballots in one transaction."""
    commands, meeting_id = house.site.commands, motion.meeting_id
    commands.submit(OpenMotion(meeting_id=meeting_id, motion_id=motion.id), actor=clerk)
    ballots = [
        (voter, CastBallot(meeting_id=meeting_id, motion_id=motion.id, choice=CHOICES[place % len(CHOICES)]))
        for place, voter in enumerate(voters)
    ]
    house.site.database.gate.submit(
        lambda db: [commands._decide(db, ballot, voter, "", now()) for voter, ballot in ballots]
    )
    commands.submit(CloseMotion(meeting_id=meeting_id, motion_id=motion.id), actor=clerk)
    commands.submit(AnnounceResult(meeting_id=meeting_id, motion_id=motion.id), actor=clerk)


def _address(paper: Document) -> str:
    return f"/m/{paper.meeting_id}/papers/{paper.id}/file.pdf?of={paper.sha256}"


def _readable(meeting_id: int, paper: Document) -> RecordRendition:
    return RecordRendition(meeting_id=meeting_id, document_id=paper.id, pdf_sha256=paper.sha256, pages=PAGES)


def _sign_in(db: Session, person: int | None, screen_of: int | None = None) -> str:
    return sessions.begin(db, person_id=person, screen_of=screen_of, now=now(), hours=8)


def _cookie(app: flask.Flask, token: str) -> str:
    """The Cookie header of a browser that holds this session."""
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps({'token': token, 'language': 'vi'})}"


if __name__ == "__main__":
    main()

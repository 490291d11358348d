"""A whole meeting by its commands: an installation, a folder, and everything that people do until it is ended.

No browser and no server: commands are handed in with the session token of the person's device, pages are requested by
HTTP. The worker draws, and the program that signs in production signs.
"""

import copy
import html
import re
import shutil
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import Self

from flask.testing import FlaskClient
from sqlalchemy import select

from meeting.access import sessions
from meeting.access.tables import Login
from meeting.agenda.tables import Item, Seat, items_of
from meeting.app import House, create_app
from meeting.attendance.commands import MarkPresent, NoteAbsence
from meeting.cli.installation import Installation
from meeting.commands.registry import Command
from meeting.commands.submit import Reply
from meeting.conduct.commands import EndMeeting, GoToItem, RecordConclusion, StartMeeting
from meeting.config import Settings
from meeting.kernel.roles import Role
from meeting.minutes.basis import ConfirmBasis, basis_models
from meeting.minutes.tables import latest_minutes
from meeting.packs.folder.frame import Names
from meeting.packs.folder.model import PackPerson
from meeting.packs.folder.read import UNNAMED, read
from meeting.packs.load import Loader
from meeting.register.rules import Why
from meeting.signing.keyring import Keyring
from meeting.speaking.commands import EndSpeech, EnterSpeaker, GiveFloor
from meeting.voting.commands.ballots import CastBallot
from meeting.voting.commands.motions import OpenMotion
from meeting.voting.commands.results import AnnounceResult, CloseMotion, CountHands
from meeting.voting.rules import MotionForm
from meeting.voting.tables import Motion, motions_of
from meeting.worker import create_workshop
from tests.council import Clock
from tests.keys import WORDS

FORMER = "Trưởng phòng Tư pháp"


class Played:
    """A copy of an installation, one meeting from a folder, and its cast.

    Everybody with a vote comes, except the last on the list. The chair's key is older than the meeting: its certificate
    names another post.
    """

    def __init__(
        self,
        founded: Path,
        data: Path,
        folder: Path,
        clock: Clock,
        before: Callable[[House, Clock], None] | None = None,
        *,
        names: Names = UNNAMED,
    ) -> None:
        """`before`: what the office does before the meeting is planned."""
        self._opens(founded, data, clock)
        if before is not None:
            before(self.house)
        pack = read(folder, now=clock(), names=names)
        self.meeting, _ = Loader(self.database, self.house.site.commands, self.house.site.blobs).load(pack)
        self.people = {person.account: person for person in pack.people}
        self.slug = pack.slug
        self.pins = self._cards(self.house.site.settings)

    def copied(self, data: Path) -> Self:
        """Copy the office as it is now into another folder; later changes there do not touch this one."""
        again, clock = copy.copy(self), Clock()
        clock.moment = self.clock.moment
        again._opens(self.house.site.settings.data, data, clock)
        return again

    def _opens(self, original: Path, data: Path, clock: Clock) -> None:
        shutil.copytree(original, data)
        self.clock = clock
        settings = Settings(data=data, public_url="http://phonghop.test", async_mode="threading")
        self.house = create_app(settings, clock=clock)
        self.database = self.house.site.database

    def close(self) -> None:
        """Close the connections."""
        self.database.close()

    # the cast

    def one(self, role: str) -> PackPerson:
        """The first person with a role."""
        return next(person for person in self.people.values() if person.role == role)

    @property
    def voters(self) -> list[str]:
        """Accounts of those with a vote, in the order of the list."""
        return [account for account, person in self.people.items() if person.votes]

    @property
    def here(self) -> list[str]:
        """Those of them who came."""
        return self.voters[:-1]

    @cached_property
    def seats(self) -> dict[str, int]:
        """The number of each person's seat."""
        with self.database.read() as db:
            rows = db.execute(select(Login.account, Seat.id).join(Seat, Seat.person_id == Login.person_id))
            return {row[0]: row[1] for row in rows}

    @cached_property
    def tokens(self) -> dict[str, str]:
        """Everybody's device, signed in."""
        with self.database.read() as db:
            logins = {login.account: login.person_id for login in db.scalars(select(Login))}
        return {account: self._signs_in(person) for account, person in logins.items()}

    # what people do

    def submits(self, who: str, command: Command) -> Reply:
        """Hand in a command; a little time passes."""
        self.clock.advance(seconds=20)
        return self.house.site.commands.submit(command, token=self.tokens[who])

    def runs(self) -> None:
        """From the first arrival to the end."""
        clerk, meeting = self.one("clerk").account, self.meeting
        *here, away = self.voters
        for account in here:
            self._comes(account, clerk)
        self.submits(
            clerk, NoteAbsence(meeting_id=meeting, seat_id=self.seats[away], excused=True, reason="ốm, có đơn xin phép")
        )
        self.submits(clerk, StartMeeting(meeting_id=meeting))
        with self.database.read() as db:
            items = items_of(db, meeting)
        for place, item in enumerate(items):
            if place:
                self.submits(clerk, GoToItem(meeting_id=meeting, item_id=item.id))
            self._holds(item, clerk)
        self.submits(clerk, EndMeeting(meeting_id=meeting))
        with self.database.read() as db:
            left_open = [basis["decision"] for basis in basis_models(db, meeting, "vi")]
        for decision in left_open:
            self.submits(self.one("chair").account, ConfirmBasis(meeting_id=meeting, decision=decision))

    def works(self) -> None:
        """The worker runs its jobs until none is left."""
        worker = create_workshop(self.house.site.settings, clock=self.clock)
        while worker.work_once():
            pass
        worker.database.close()

    def signs(self, account: str) -> int:
        """The person looks at the minutes and signs them with the PIN of their card; return the answer's status."""
        client = self._device(account)
        page = client.get(f"/m/{self.meeting}/minutes/sign").text
        fields = {name: _field(page, name) for name in ("csrf_token", "sha256", "version")}
        self.clock.advance(minutes=3)
        return client.post(f"/m/{self.meeting}/minutes/sign", data=fields | {"pin": self.pins[account]}).status_code

    def minutes(self) -> bytes:
        """The newest file, as the chair downloads it."""
        with self.database.read() as db:
            assert latest_minutes(db, self.meeting) is not None
        with self._device(self.one("chair").account).get(f"/m/{self.meeting}/minutes.pdf") as said:
            assert said.status_code == 200
            return bytes(said.data)

    def motions(self) -> list[Motion]:
        """Every question and its result."""
        with self.database.read() as db:
            return motions_of(db, self.meeting)

    def _comes(self, account: str, clerk: str) -> None:
        """Seen by the secretary in the room."""
        self.submits(clerk, MarkPresent(meeting_id=self.meeting, seat_id=self.seats[account]))

    def _holds(self, item: Item, clerk: str) -> None:
        """The item's votes, or a speech when it has no question. Then the secretary writes the conclusion."""
        asked = [motion for motion in self.motions() if motion.item_id == item.id]
        for motion in asked:
            self._votes(motion, clerk)
        if not asked:
            self._speaks(self.here[-1], clerk)
        text = "Hội nghị thống nhất nội dung đã trình; giao bộ phận phụ trách hoàn thiện."
        self.submits(clerk, RecordConclusion(meeting_id=self.meeting, item_id=item.id, text=text))
        self.clock.advance(minutes=4)

    def _speaks(self, account: str, clerk: str) -> None:
        entered = EnterSpeaker(meeting_id=self.meeting, seat_id=self.seats[account])
        speech = self.submits(clerk, entered).made["speech_id"]
        self.submits(clerk, GiveFloor(meeting_id=self.meeting, speech_id=speech, minutes=5))
        self.clock.advance(minutes=2)
        self.submits(clerk, EndSpeech(meeting_id=self.meeting, speech_id=speech))

    def _votes(self, motion: Motion, clerk: str) -> None:
        """Everybody here votes for it, except one who votes against and one who abstains."""
        meeting, here = self.meeting, self.here
        self.submits(clerk, OpenMotion(meeting_id=meeting, motion_id=motion.id))
        if motion.form == MotionForm.HANDS:
            self.submits(
                clerk,
                CountHands(
                    meeting_id=meeting,
                    motion_id=motion.id,
                    votes_for=len(here) - 2,
                    votes_against=1,
                    abstentions=1,
                ),
            )
        else:
            for account, choice in zip(here, ["for"] * (len(here) - 2) + ["against", "abstain"], strict=True):
                self.submits(account, CastBallot(meeting_id=meeting, motion_id=motion.id, choice=choice))
        self.submits(clerk, CloseMotion(meeting_id=meeting, motion_id=motion.id))
        self.submits(clerk, AnnounceResult(meeting_id=meeting, motion_id=motion.id))

    def _cards(self, settings: Settings) -> dict[str, str]:
        """Print the cards of the two who sign. Everybody's would take long, and other tests print them."""
        issuer = Keyring(settings.data / "keys", settings.secret()).unlock(WORDS)
        installation = Installation(settings, lambda keyring: issuer)
        for role in (Role.CHAIR, Role.CLERK):
            list(installation.issue_cards(self.slug, account=self.one(role).account))
        printed = " ".join(html.unescape(path.read_text("utf-8")) for path in (settings.data / "cards").iterdir())
        pins = dict(re.findall(r"<dd>([^<]+)</dd></div>\s*<div><dt>PIN</dt><dd>(\d{6})</dd>", printed))
        chair, keyring = self.one("chair"), installation.keyring
        keyring.make_signer(
            chair.account, pins[chair.account], full_name=chair.particulars.full_name, title=FORMER, unit=""
        )
        enter = partial(installation.enter_as(Why.CARD), chair.account)
        keyring.certify(chair.account, issuer, now=self.clock(), enter=enter)
        installation.close()
        return pins

    def _signs_in(self, person: int) -> str:
        return self.database.gate.submit(
            lambda db: sessions.begin(db, person_id=person, screen_of=None, now=self.clock(), hours=24)
        )

    def _device(self, account: str) -> FlaskClient:
        client = self.house.app.test_client()
        with client.session_transaction() as session:
            session["token"] = self.tokens[account]
        return client


def _field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', page)
    assert found is not None, page
    return found[1]

"""A whole day of an office by the clock on the wall, from the invitation to the signed minutes."""

import re
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner
from flask.testing import FlaskClient

from meeting.agenda.tables import items_of
from meeting.attendance.commands import MarkPresent
from meeting.attendance.passes import make_pass
from meeting.cli import main
from meeting.commands.submit import Reply
from meeting.conduct.commands import EndMeeting, GoToItem, RecordConclusion
from meeting.kernel import clock as clocks
from meeting.kernel.clock import local
from meeting.kernel.refusals import Refused
from meeting.law.rules import Choice
from meeting.minutes.basis import ConfirmBasis, basis_models
from meeting.minutes.tables import latest_minutes
from meeting.speaking.commands import EndSpeech, EnterSpeaker, GiveFloor
from meeting.voting.commands.ballots import CastBallot
from meeting.voting.commands.motions import OpenMotion
from meeting.voting.commands.results import AnnounceResult, CloseMotion, CountHands
from meeting.voting.tables import Motion, find_motion
from tests.council import Clock
from tests.doors.played import Played


class Day(Played):
    """A day by the clock on the wall: `at("08:04")`."""

    def __init__(self, founded: Path, data: Path, folder: Path, clock: Clock) -> None:
        tomorrow = local(clocks.now()) + timedelta(days=1)
        self._midnight = tomorrow.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(clocks.UTC)
        clock.moment = self._midnight + timedelta(hours=7)
        super().__init__(founded, data, folder, clock)
        with self.database.read() as db:
            self.items = [item.id for item in items_of(db, self.meeting)]
        self.clerk, self.chair = self.one("clerk").account, self.one("chair").account
        self.one_meeting = {"meeting_id": self.meeting}

    def at(self, time: str) -> None:
        """Nothing happens until then."""
        hours, minutes = map(int, time.split(":"))
        moment = self._midnight + timedelta(hours=hours, minutes=minutes)
        assert moment >= self.clock.moment, "time does not go back"
        self.clock.moment = moment

    def submits(self, who: str, command):
        """Hand in a command, within the minute."""
        return self.house.site.commands.submit(command, token=self.tokens[who])

    def refuses(self, who: str, command) -> str:
        try:
            self.submits(who, command)
        except Refused as refused:
            return refused.code
        raise AssertionError(f"not refused: {command}")

    def come(self, *accounts: str) -> None:
        for account in accounts:
            self.submits(self.clerk, MarkPresent(**self.one_meeting, seat_id=self.seats[account]))

    def scans(self, account: str, *, ago: float = 0, address: str = "127.0.0.1") -> tuple[int, str]:
        """Hand in the code that the hall screen showed `ago` seconds before; return status and refusal."""
        token = make_pass(self.house.site.secret, self.meeting, self.clock() - timedelta(seconds=ago), 15)
        answer = self._device(account).post(
            "/q",
            json={"payload": {"pass": token}, "key": ""},
            headers={"Origin": "http://localhost"},
            environ_base={"REMOTE_ADDR": address},
        )
        told = answer.get_json()
        return answer.status_code, "" if told["ok"] else told["code"]

    def sees(self, view: str, panel: str) -> str:
        """A panel as drawn for a view."""
        with self.database.read() as db:
            gallery = self.house.gallery
            return gallery.draw(gallery.sight(db, self.meeting, view, "vi"), panel)

    def browser(self, who: str | None = None) -> FlaskClient:
        """A browser in the room, of somebody or of nobody."""
        return self._device(who) if who else self.house.app.test_client()

    def again(self, who: str, command, key: str) -> Reply:
        """The same request under the same key, as a device sends it again when no answer came."""
        return self.house.site.commands.submit(command, token=self.tokens[who], key=key)

    def turns_to(self, place: int) -> None:
        self.submits(self.clerk, GoToItem(**self.one_meeting, item_id=self.items[place - 1]))

    def concludes(self, place: int, text: str) -> None:
        command = RecordConclusion(**self.one_meeting, item_id=self.items[place - 1], text=text)
        self.submits(self.clerk, command)

    def speaks(self, *accounts: str) -> None:
        """One after the other, two minutes each."""
        for account in accounts:
            entered = EnterSpeaker(**self.one_meeting, seat_id=self.seats[account])
            speech = self.submits(self.clerk, entered).made["speech_id"]
            self.submits(self.clerk, GiveFloor(**self.one_meeting, speech_id=speech, minutes=5))
            self.clock.advance(minutes=2)
            self.submits(self.clerk, EndSpeech(**self.one_meeting, speech_id=speech))

    def asked(self, place: int) -> list[Motion]:
        """The questions under an item."""
        return [motion for motion in self.motions() if motion.item_id == self.items[place - 1]]

    def opens(self, motion: int) -> None:
        self.submits(self.clerk, OpenMotion(**self.one_meeting, motion_id=motion))

    def casts(self, motion: int, who: list[str], votes_for: int, against: int, abstain: int) -> None:
        choices = [Choice.FOR] * votes_for + [Choice.AGAINST] * against + [Choice.ABSTAIN] * abstain
        for account, choice in zip(who, choices, strict=True):
            self.submits(account, CastBallot(**self.one_meeting, motion_id=motion, choice=choice))

    def counts(self, motion: int, votes_for: int, against: int, abstain: int = 0) -> None:
        given = {"votes_for": votes_for, "votes_against": against, "abstentions": abstain}
        self.submits(self.clerk, CountHands(**self.one_meeting, motion_id=motion, **given))

    def closes(self, motion: int, *, missing: int = 0) -> None:
        self.submits(self.clerk, CloseMotion(**self.one_meeting, motion_id=motion, missing=missing))

    def announces(self, motion: int) -> tuple[str, str]:
        """The outcome and the sentence."""
        self.submits(self.clerk, AnnounceResult(**self.one_meeting, motion_id=motion))
        with self.database.read() as db:
            row = find_motion(db, self.meeting, motion)
        return str(row.outcome), row.sentence

    def votes(self, motion: int, who: list[str], votes_for: int, against: int, abstain: int) -> tuple[str, str]:
        """From the opening to the result, by name."""
        self.opens(motion)
        self.casts(motion, who, votes_for, against, abstain)
        self.closes(motion)
        return self.announces(motion)

    def version(self) -> int:
        """Return the current version of the minutes, 0 before the first draft."""
        with self.database.read() as db:
            drawn = latest_minutes(db, self.meeting)
            return drawn.version if drawn is not None else 0

    def ends(self) -> None:
        self.submits(self.clerk, EndMeeting(**self.one_meeting))
        with self.database.read() as db:
            left_open = [basis["decision"] for basis in basis_models(db, self.meeting, "vi")]
        for decision in left_open:
            self.submits(self.chair, ConfirmBasis(**self.one_meeting, decision=decision))

    def verified(self, tmp_path: Path, signers: tuple[str, ...]) -> str:
        """Drawn, signed, exported with the journal, and verified; return the paper's text, on one line."""
        self.works()
        assert {self.signs(account) for account in signers} == {303}
        minutes, journal = tmp_path / "minutes.pdf", tmp_path / "journal.jsonl"
        minutes.write_bytes(self.minutes())
        office = ("--data", str(tmp_path / "data"))
        for words in (("journal", self.slug, str(journal)), ("verify", str(minutes), str(journal))):
            told = CliRunner().invoke(main, [*office, *words])
            assert told.exit_code == 0, told.output
        text = subprocess.check_output(["pdftotext", "-raw", minutes, "-"], text=True)
        self.close()
        return re.sub(r"\s+", " ", text)


def item(title: str, *questions: str, decision: str = "", form: str = "biểu quyết công khai") -> dict[str, object]:
    motions = [{"title": each} | ({"decision": decision} if decision else {}) for each in questions]
    found: dict[str, object] = {"title": title, "presenter": "Văn phòng", "minutes": 10, "form": form}
    return found | ({"motions": motions} if motions else {})


def csrf_of(browser: FlaskClient, path: str) -> str:
    """The token that every page carries."""
    return re.findall(r'<meta name="csrf-token" content="([^"]+)"', browser.get(path).text)[0]


def opens_door(day: Day) -> Callable[[str], int]:
    """The secretary opens a kiosk; return what it answers to somebody who presses their name."""
    page = day.browser(day.clerk)
    token = csrf_of(page, "/sign-in")
    sent = {"csrf_token": token, "title": "Cửa chính", "point_id": "0", "by_name": "on"}
    shown = page.post(f"/m/{day.meeting}/kiosks", data=sent).text
    code = re.findall(r'data-testid="kiosk-code">([^<]+)<', shown)[0]
    machine = day.browser()

    machine.post("/kiosk", data={"csrf_token": csrf_of(machine, "/kiosk"), "code": code})

    def reads(account: str) -> int:
        payload = {"read_at": int(day.clock().timestamp()), "seat_id": day.seats[account]}
        headers = {"X-CSRFToken": csrf_of(machine, "/kiosk"), "Accept": "application/json"}
        body = {"payload": payload, "key": f"nonce-{account}"}
        return machine.post(f"/m/{day.meeting}/door", json=body, headers=headers).status_code

    return reads

"""Meetings of two days, from their folder to minutes that are signed twice and verified: each sitting with its roll."""

import functools
import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from click.testing import CliRunner

from meeting.agenda.pause_rules import PauseKind
from meeting.agenda.tables import Item, find_meeting
from meeting.attendance.commands import MarkAllPresent, MarkLeft, MarkPresent
from meeting.attendance.pointing import AddPoint
from meeting.attendance.quorum import quorum_now
from meeting.cli import main
from meeting.conduct.doors import CloseDoors, OpenDoors
from meeting.conduct.pausing import PauseMeeting, ResumeMeeting
from meeting.kernel import clock as clocks
from meeting.kernel.refusals import Refused
from meeting.law.rules import Choice
from meeting.packs.folder.frame import Names
from meeting.packs.folder.read import read
from meeting.voting.commands.ballots import CastBallot
from meeting.voting.commands.motions import OpenMotion
from meeting.voting.commands.results import AnnounceResult, CloseMotion, CountHands, RecordRuling
from meeting.voting.commands.switching import SwitchMotion
from meeting.voting.rules import CountedBy, MotionForm
from meeting.voting.tables import Motion
from tests.council import Clock
from tests.doors.played import Played
from tests.packs.office import SHARED
from tests.server import AGENDAS

POINT = "UBND phường Minh Khai"
HONG_BANG = SHARED / "hdnd-hong-bang-2018"
REAL = pytest.mark.skipif(not HONG_BANG.exists(), reason="the real meeting is not at hand")


SWITCHED = "Mất mạng trong hội trường"


class TwoDays(Played):
    """After its third item everybody goes to lunch, after the fifth home; fewer come back, and one takes part from a
    point. The fourth item is held behind closed doors. On the second day the quorum is lost when people go out,
    and regained; and the first vote by name is taken off the tablets.
    """

    breaks: ClassVar = {3: (PauseKind.LUNCH, 2, 3), 5: (PauseKind.DAY, 24, 2)}
    """By the number of items held: the kind of pause, its hours, and how many are away afterwards. A pause over night
    ends on another day, at whatever hour the test runs."""

    gone, held, switched = 1, 0, False

    @property
    def here(self) -> list[str]:
        """The people in the room in this sitting."""
        return self.voters[: -self.gone]

    @functools.cached_property
    def point(self) -> int:
        """The point from which one of them takes part."""
        clerk = self.one("clerk").account
        return self.submits(clerk, AddPoint(meeting_id=self.meeting, title=POINT)).made["point_id"]

    def _holds(self, item: Item, clerk: str) -> None:
        behind_doors = self.held == 3
        if behind_doors:
            self.submits(clerk, CloseDoors(meeting_id=self.meeting))
        super()._holds(item, clerk)
        if behind_doors:
            self.submits(clerk, OpenDoors(meeting_id=self.meeting))
        self.held += 1
        if self.held in self.breaks:
            self._rests(clerk, *self.breaks[self.held])
        if self.held == 6:
            self._loses_its_quorum(clerk)

    def _loses_its_quorum(self, clerk: str) -> None:
        with self.database.read() as db:
            ruled = quorum_now(db, find_meeting(db, self.meeting))
        members = [who for who in self.here if who != self.one("chair").account]  # who presides hands over first
        out = [self.seats[who] for who in members[: ruled.present - ruled.needed + 1]]
        for seat in out:
            self.submits(clerk, MarkLeft(meeting_id=self.meeting, seat_id=seat, reason="ra ngoài"))
        self.clock.advance(minutes=5)
        self.submits(clerk, MarkAllPresent(meeting_id=self.meeting, seat_ids=out))

    def _votes(self, motion: Motion, clerk: str) -> None:
        if self.held < 6 or self.switched or motion.form == MotionForm.HANDS:
            super()._votes(motion, clerk)
            return
        self.switched = True
        one = {"meeting_id": self.meeting, "motion_id": motion.id}
        self.submits(clerk, OpenMotion(**one))
        for account in self.here[:3]:
            self.submits(account, CastBallot(**one, choice=Choice.AGAINST))
        self.submits(clerk, SwitchMotion(**one, by=CountedBy.PAPER, reason=SWITCHED))
        count = {"votes_for": len(self.here) - 1, "votes_against": 1, "abstentions": 0}
        self.submits(clerk, CountHands(**one, **count))
        self.submits(clerk, CloseMotion(**one))
        with pytest.raises(Refused) as refused:
            chair = self.one("chair").account
            self.submits(chair, RecordRuling(**one, adopted=False, reason="theo số phiếu trên máy"))
        assert refused.value.code == "voting.no_ruling_needed", "the count decides, and nobody rules otherwise"
        self.submits(clerk, AnnounceResult(**one))

    def _rests(self, clerk: str, kind: PauseKind, hours: int, gone: int) -> None:
        self.submits(clerk, PauseMeeting(meeting_id=self.meeting, kind=kind))
        self.clock.advance(hours=hours)
        self.__dict__.pop("tokens")  # everybody who comes back signs in again
        self.gone = gone
        *room, remote = self.here
        self.submits(clerk, MarkPresent(meeting_id=self.meeting, seat_id=self.seats[remote], point_id=self.point))
        together = MarkAllPresent(meeting_id=self.meeting, seat_ids=[self.seats[who] for who in room])
        self.submits(clerk, together)
        self.submits(clerk, ResumeMeeting(meeting_id=self.meeting))


HEADER = "STT,Nội dung,Cơ quan trình bày,Thời lượng (phút),Hình thức,Tài liệu"


@pytest.fixture(scope="module")
def planned_days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real agenda of two days as its council might plan it: three sittings, and which item belongs to which."""
    folder = tmp_path_factory.mktemp("planned") / "hdnd-hong-bang-2018"
    shutil.copytree(HONG_BANG, folder)
    shutil.copytree(SHARED / "papers", folder / "papers")
    today = clocks.local(clocks.now()).date()
    days = f"  - starts: {today} 08:00\n    ends: 11:30\n  - starts: 13:30\n    ends: 17:00\n"
    days += f"  - starts: {today + timedelta(days=1)} 08:00\n    ends: 11:30\n"
    (folder / "meeting.yaml").write_text(f"sittings:\n{days}", encoding="utf-8")
    rows = (folder / "agenda.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[0] == HEADER
    numbered = [f"{row},{1 + (place > 8) + (place > 10)}" for place, row in enumerate(rows[1:], start=1)]
    (folder / "agenda.csv").write_text("\n".join([f"{HEADER},Buổi họp", *numbered]), encoding="utf-8-sig")
    return folder


@REAL
def test_the_plan_is_read_in_full_and_decides_nothing(
    planned_days: Path, founded: Path, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is planned in three sittings and held in three others: the minutes describe only the latter."""
    monkeypatch.setenv("MEETING_PUBLIC_URL", "http://phonghop.test")
    clock.moment = clocks.now()
    names = Names("Hội đồng nhân dân quận Hồng Bàng", "Hội trường UBND quận")
    pack = read(planned_days, now=clock.moment, names=names)
    assert [item.sitting for item in pack.items] == [1] * 8 + [2] * 2 + [3] * 4
    played = TwoDays(founded, tmp_path / "data", planned_days, clock, names=names)
    played.runs()
    played.works()
    assert [played.signs(played.one(role).account) for role in ("clerk", "chair")] == [303, 303]
    minutes = tmp_path / "minutes.pdf"
    minutes.write_bytes(played.minutes())
    told = CliRunner().invoke(main, ["--data", str(tmp_path / "data"), "verify", str(minutes)])
    assert told.exit_code == 0, told.output
    text = re.sub(r"\s+", " ", subprocess.check_output(["pdftotext", "-raw", minutes, "-"], text=True))
    assert "Buổi thứ ba" in text
    for planned in pack.sittings:
        assert planned.title not in text
    played.close()


@pytest.mark.parametrize(
    ("folder", "names"),
    [
        (AGENDAS / "hdnd-mau", Names()),
        pytest.param(HONG_BANG, Names("Hội đồng nhân dân quận Hồng Bàng", "Hội trường UBND quận"), marks=REAL),
    ],
)
def test_a_meeting_of_two_days_runs_to_verified_minutes(
    folder: Path, names: Names, founded: Path, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEETING_PUBLIC_URL", "http://phonghop.test")
    clock.moment = clocks.now()
    played = TwoDays(founded, tmp_path / "data", folder, clock, names=names)
    played.runs()
    played.works()
    assert [played.signs(played.one(role).account) for role in ("clerk", "chair")] == [303, 303]
    minutes, journal = tmp_path / "minutes.pdf", tmp_path / "journal.jsonl"
    minutes.write_bytes(played.minutes())
    office = ("--data", str(tmp_path / "data"))
    for words in (("journal", played.slug, str(journal)), ("verify", str(minutes), str(journal))):
        told = CliRunner().invoke(main, [*office, *words])
        assert told.exit_code == 0, told.output
    text = re.sub(r"\s+", " ", subprocess.check_output(["pdftotext", "-raw", minutes, "-"], text=True))
    total = len(played.voters)
    for number, pause, away in (("nhất", " (nghỉ trưa)", 1), ("hai", " (nghỉ hết ngày)", 3), ("ba", "", 2)):
        told = rf"Buổi thứ {number}: từ [^;]+ ngày \d\d/\d+{re.escape(pause)}; có mặt {total - away}/{total} đại biểu"
        assert re.search(told, text), number
        assert f"Buổi thứ {number}: khi bắt đầu có mặt {total - away}/{total}." in text
    assert f"Buổi thứ hai, dự từ xa tại điểm cầu {POINT}: 1 người" in text
    assert re.search(r"Họp kín từ \d+ giờ \d\d", text)
    assert "Không còn đủ số người phải có mặt từ" in text and "Đủ lại số người phải có mặt từ" in text
    assert "chuyển từ biểu quyết trên máy sang phiếu giấy; khi đó đã có 3 người biểu quyết trên máy" in text
    assert text.count(SWITCHED) == 1, "told once"
    assert "theo số phiếu trên máy" not in text, "a ruling that was refused is nowhere"
    assert f"tán thành {total - 3} " in text, "the count replaces what was sent"
    last = [motion for motion in played.motions() if motion.present == total - 2]
    assert last, "a vote of the second day"
    assert all(motion.total == total for motion in last), "the total is that of the body in every sitting"
    played.close()

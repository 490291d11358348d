"""Minutes under the office's own rules: made on screen, used in a meeting, signed, and verified by the command line."""

import functools
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import select

from meeting.access import sessions
from meeting.access.tables import Login
from meeting.app import House
from meeting.attendance.commands import MarkPresent
from meeting.attendance.pointing import AddPoint
from meeting.cli import main
from meeting.kernel import clock as clocks
from meeting.kernel.clock import local
from meeting.law import editions
from meeting.law.terms import Rights
from meeting.voting.rules import MotionForm
from tests.council import Clock
from tests.doors.played import Played
from tests.own_editions import form

AGENDA = Path(__file__).resolve().parents[2] / "agendas" / "ubnd-mau"
SHIPPED = "vn-2025-07"
ALL_BUT_ONE = {
    "committee_decision-numerator": "7",
    "committee_decision-denominator": "8",
    "committee_decision-how": "least",
    "committee_decision-tie": "none",
}
"""What the office asks of a decision: seven of eight of all, instead of more than half."""


@pytest.fixture(autouse=True)
def _rules_of_nobody(tmp_path: Path) -> Iterator[None]:
    """The edition that one test made must not govern another test's meetings."""
    yield
    editions.keep_office(tmp_path / "none")


def makes_edition(house: House, clock: Clock, base: str = SHIPPED, **values: str) -> str:
    """The administrator fills in the form, in force from today; return the edition's name."""
    client = administrator(house, clock)
    known = {each.id for each in editions.editions()}
    path = f"/law/{base}/new"
    typed: dict[str, Any] = form(client, f"{path}?body=ubnd")  # type: ignore[arg-type]
    typed |= values | {"in_force": local(clock()).date().isoformat()}
    token = re.findall(r'name="csrf_token" value="([^"]+)"', client.get(path, query_string={"body": "ubnd"}).text)[0]
    answer = client.post(path, data={"csrf_token": token, **typed})
    assert answer.status_code == 303, re.findall(r'role="alert"[^<]*(?:<svg.*?</svg>)?([^<]*)', answer.text, re.DOTALL)
    (made,) = {each.id for each in editions.editions()} - known
    return made


def administrator(house: House, clock: Clock) -> FlaskClient:
    """Somebody's browser."""

    def begin(db: Any) -> str:
        person = db.scalar(select(Login.person_id).where(Login.admin))
        return sessions.begin(db, person_id=person, screen_of=None, now=clock(), hours=24)

    client, token = house.app.test_client(), house.site.database.gate.submit(begin)
    with client.session_transaction() as session:
        session["token"] = token
    return client


@pytest.fixture(scope="module")
def own(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Played, str, Path]]:
    """The sample meeting by those rules, held and signed twice; the edition's name; the folder of `data`, `minutes.pdf`
    and `journal.jsonl`, which no test changes."""
    folder, clock, made = tmp_path_factory.mktemp("own"), Clock(), list[str]()
    clock.moment = clocks.now()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEETING_PUBLIC_URL", "http://phonghop.test")
        played = Played(
            founded,
            folder / "data",
            AGENDA,
            clock,
            before=lambda house: made.append(makes_edition(house, clock, **ALL_BUT_ONE)),
        )
        played.runs()
        played.works()
        assert [played.signs(played.one(role).account) for role in ("clerk", "chair")] == [303, 303]
        (folder / "minutes.pdf").write_bytes(played.minutes())
        at_home(folder, "journal", played.slug, str(folder / "journal.jsonl"))
        yield played, made[0], folder
    played.close()


def at_home(folder: Path, *words: str, code: int = 0) -> str:
    """What the command line says of the installation whose `data` is in a folder."""
    told = CliRunner().invoke(main, ["--data", str(folder / "data"), *words])
    assert told.exit_code == code, told.output
    return str(told.output)


def verified(papers: Path, *words: str, at: Path, code: int = 0) -> str:
    """The same of the minutes and the journal that were saved in a folder, checked at some installation."""
    return at_home(at, "verify", str(papers / "minutes.pdf"), str(papers / "journal.jsonl"), *words, code=code)


def test_the_meeting_is_held_by_the_offices_rules_and_its_minutes_verify(own: tuple[Played, str, Path]) -> None:
    played, edition, folder = own
    outcomes = {motion.outcome for motion in played.motions() if motion.decision == "committee_decision"}
    assert outcomes == {"rejected"}, "six of nine are enough for the law, and not for this office"
    text = re.sub(r"\s+", " ", subprocess.check_output(["pdftotext", "-raw", folder / "minutes.pdf", "-"], text=True))
    assert "cần ít nhất 8" in text
    assert f"bộ quy định “{edition}”" in verified(folder, at=folder)


def test_rules_changed_on_screen_leave_minutes_under_the_former_ones_valid(own: tuple[Played, str, Path]) -> None:
    played, edition, folder = own
    editions.keep_office(folder / "data" / "law")
    assert makes_edition(played.house, played.clock, edition, **{"committee_decision-numerator": "5"}) != edition
    assert f"bộ quy định “{edition}”" in verified(folder, at=folder)


@pytest.mark.usefixtures("real_jail")
def test_a_machine_without_the_offices_rules_says_what_is_missing_and_with_their_file_confirms(
    own: tuple[Played, str, Path], founded: Path, tmp_path: Path
) -> None:
    _, edition, folder = own
    shutil.copytree(founded, tmp_path / "data")
    assert f"Chép tệp {edition}.yaml" in verified(folder, at=tmp_path, code=2)
    (tmp_path / "data" / "law").mkdir()
    shutil.copy(folder / "data" / "law" / f"{edition}.yaml", tmp_path / "data" / "law")
    register = str(tmp_path / "register.jsonl")  # the other machine's register ends before the cards were made
    at_home(folder, "register", "--out", register)
    assert f"bộ quy định “{edition}”" in verified(folder, "--register", register, at=tmp_path)


def test_a_file_of_rules_that_was_edited_afterwards_is_detected(
    own: tuple[Played, str, Path], founded: Path, tmp_path: Path
) -> None:
    _, edition, folder = own
    shutil.copytree(founded, tmp_path / "data")
    text = (folder / "data" / "law" / f"{edition}.yaml").read_text("utf-8")
    (tmp_path / "data" / "law").mkdir()
    (tmp_path / "data" / "law" / f"{edition}.yaml").write_text(re.sub(r"numerator: 7\b", "numerator: 5", text), "utf-8")
    assert "khác bộ quy định nêu trong nhật ký" in verified(folder, at=tmp_path, code=1)


POINT = "Nhà văn hóa thôn Đông"


class Afar(Played):
    """Two of those who come are at a point; by the office's own rules they do not vote from there."""

    @property
    def here(self) -> list[str]:
        return self.voters[:-3]

    @functools.cached_property
    def point(self) -> int:
        clerk = self.one("clerk").account
        return self.submits(clerk, AddPoint(meeting_id=self.meeting, title=POINT)).made["point_id"]

    def _comes(self, account: str, clerk: str) -> None:
        point = 0 if account in self.here else self.point
        self.submits(clerk, MarkPresent(meeting_id=self.meeting, seat_id=self.seats[account], point_id=point))


@pytest.mark.parametrize(
    ("rights", "present", "printed"),
    [
        (Rights.NO_VOTE, 8, f"Dự từ xa tại điểm cầu {POINT}, được tính có mặt và không biểu quyết: 2 người"),
        (Rights.NOT_PRESENT, 6, f"Theo dõi từ xa tại điểm cầu {POINT}, không tính có mặt và không biểu quyết: 2 người"),
    ],
)
def test_signed_minutes_of_a_meeting_whose_remote_members_had_fewer_rights_verify(
    rights: Rights,
    present: int,
    printed: str,
    founded: Path,
    clock: Clock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MEETING_PUBLIC_URL", "http://phonghop.test")
    clock.moment = clocks.now()
    made = list[str]()
    played = Afar(
        founded,
        tmp_path / "data",
        AGENDA,
        clock,
        before=lambda house: made.append(makes_edition(house, clock, **{"remote-rights": rights})),
    )
    played.runs()
    motions = [motion for motion in played.motions() if motion.form == MotionForm.OPEN]
    assert {(motion.present, motion.total, motion.votes_for) for motion in motions} == {(present, 9, 4)}
    played.works()
    assert [played.signs(played.one(role).account) for role in ("clerk", "chair")] == [303, 303]
    (tmp_path / "minutes.pdf").write_bytes(played.minutes())
    at_home(tmp_path, "journal", played.slug, str(tmp_path / "journal.jsonl"))
    played.close()
    assert f"bộ quy định “{made[0]}”" in verified(tmp_path, at=tmp_path)
    text = subprocess.check_output(["pdftotext", "-raw", tmp_path / "minutes.pdf", "-"], text=True)
    assert printed in re.sub(r"\s+", " ", text)
    file = tmp_path / "data" / "law" / f"{made[0]}.yaml"
    file.write_text(file.read_text("utf-8").replace(f"rights: {rights}", f"rights: {Rights.EQUAL}"), "utf-8")
    assert "Quyền của người dự từ xa khi khai mạc" in verified(tmp_path, at=tmp_path, code=1), "rules edited afterwards"

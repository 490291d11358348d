"""Several secretaries, a closed part, a vote taken off the tablets: nothing is too wide or hard to read anywhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from meeting.agenda.commands import AddSeat
from meeting.conduct.doors import CloseDoors
from meeting.voting.commands.results import CountHands
from meeting.voting.commands.switching import SwitchMotion
from tests.browser.still import Still
from tests.browser.walk import Walk
from tests.council import AGAINST, FOR, Council

TITLE = "Thông qua Nghị quyết về dự toán thu, chi ngân sách và kế hoạch đầu tư công năm 2027 của xã Minh Tân"
WHY = "Điểm phát Wi-Fi của hội trường mất điện, máy tính bảng không gửi được phiếu. " * 3


@pytest.fixture
def room(council: Council) -> Iterator[Council]:
    """Three secretaries, one of whom runs the meeting, which is at its second item."""
    council.watching = False
    for who in ("outsider", "admin"):
        seat = AddSeat(meeting_id=council.meeting, person_id=council.people[who], role="clerk", votes=False)
        council.submits("admin", seat)
    council.arrives(*council.voters)
    council.starts("ha")
    council.turns_to(2)
    yield council


def looks(
    browser: Browser, council: Council, album: Path | None, who: str, name: str, path: str
) -> dict[str, list[str]]:
    walk = Walk(Still(browser, council, who), album)
    walk.goes({name: f"/m/{council.meeting}/{path}"})
    walk.desk.close()
    return walk.faults


EVERYBODY = (("ha", "console"), ("an", "chair"), ("lan", "tablet"), ("guest", "tablet"), ("screen", "screen"))


def test_every_screen_shows_the_presiding_person_and_closed_doors(
    browser: Browser, room: Council, album: Path | None
) -> None:
    room.submits("an", CloseDoors(meeting_id=room.meeting))
    faults: dict[str, list[str]] = {}
    for who, path in EVERYBODY:
        faults |= looks(browser, room, album, who, f"doors-{who}", path)
    assert not faults, faults


def test_every_screen_shows_that_a_vote_is_counted_in_the_room(
    browser: Browser, room: Council, album: Path | None
) -> None:
    motion = room.prepares(TITLE, item=2)
    room.opens(motion)
    room.votes(motion, an=FOR, lan=AGAINST)
    command = SwitchMotion(meeting_id=room.meeting, motion_id=motion, by="paper", reason=WHY)  # type: ignore[arg-type]
    room.submits("ha", command)
    faults: dict[str, list[str]] = {}
    for who, path in EVERYBODY:
        faults |= looks(browser, room, album, who, f"switched-{who}", path)
    count = CountHands(meeting_id=room.meeting, motion_id=motion, votes_for=7, votes_against=1, abstentions=0)
    room.submits("ha", count)
    room.closes(motion)
    room.announces(motion)
    for who, path in EVERYBODY:
        faults |= looks(browser, room, album, who, f"counted-{who}", path)
    assert not faults, faults

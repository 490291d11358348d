"""Somebody with a vote says on their own tablet that they take no part in a question, before it is opened."""

import pytest

from meeting.voting.commands.ballots import CastBallot
from meeting.voting.commands.recusing import StandAside, WithdrawRecusal
from meeting.voting.rules import RecusedFor
from tests.cast import PIN
from tests.council import FOR, Council
from tests.doors.test_who_is_in_office import printed
from tests.pages.client import Browser
from tests.pages.test_locking import proves

TITLE, WHY = "Giao đất cho dự án", "Doanh nghiệp của gia đình tham gia dự án"


def says(council: Council, who: str, motion: int, reason: str = WHY, cause: str = "interest") -> int:
    """What their page answers, sent as its form sends it."""
    sent = {"motion": str(motion), "cause": cause, "reason": reason}
    return Browser(council, who).send(f"/m/{council.meeting}/aside", **sent).status_code


def order(council: Council, motion: int) -> StandAside:
    return StandAside(meeting_id=council.meeting, motion_id=motion, cause=RecusedFor.INTEREST, reason=WHY)


def test_a_member_stands_aside_and_officers_the_roll_and_the_minutes_show_it(sitting: Council) -> None:
    motion = sitting.prepares(TITLE)
    page = Browser(sitting, "lan").get(f"/m/{sitting.meeting}/aside").text
    assert f'<option value="{motion}"' in page
    assert says(sitting, "lan", motion) == 303
    page = Browser(sitting, "lan").get(f"/m/{sitting.meeting}/aside").text
    assert "Bạn không tham gia" in page
    assert WHY in page
    assert f'<option value="{motion}"' not in page
    assert "không tham gia: 1" in sitting.sees("clerk", "motions")
    assert WHY in Browser(sitting, "ha").get(f"/meetings/{sitting.meeting}/votes/{motion}/roll").text
    sitting.opens(motion)
    ballot = CastBallot(meeting_id=sitting.meeting, motion_id=motion, choice=FOR)  # type: ignore[arg-type]
    assert sitting.refuses("lan", ballot) == "voting.excluded"
    sitting.retells()
    assert f"Không tham gia biểu quyết nội dung này: bà Trần Thị Lan ({WHY}" in printed(sitting)


def test_the_journal_tells_that_they_said_it_themselves(sitting: Council) -> None:
    motion = sitting.prepares(TITLE)
    says(sitting, "lan", motion)
    assert sitting.journal()[-1].actor == f"person-{sitting.people['lan']}"
    sitting.retells()


def test_once_it_is_open_nobody_stands_aside(sitting: Council) -> None:
    motion = sitting.prepares(TITLE)
    sitting.opens(motion)
    assert sitting.refuses("lan", order(sitting, motion)) == "voting.not_prepared"
    assert says(sitting, "lan", motion) == 409
    page = Browser(sitting, "lan").get(f"/m/{sitting.meeting}/aside").text
    assert "Hiện không có biểu quyết nào đang chờ mở" in page


@pytest.mark.parametrize("reason", ["", "   "])
def test_it_needs_a_reason(sitting: Council, reason: str) -> None:
    motion = sitting.prepares(TITLE)
    assert says(sitting, "lan", motion, reason) == 400
    assert "không tham gia: 1" not in sitting.sees("clerk", "motions")


def test_it_is_for_oneself_once_and_for_voters_alone(sitting: Council) -> None:
    motion = sitting.prepares(TITLE)
    sitting.orders("lan", order(sitting, motion))
    assert sitting.refuses("lan", order(sitting, motion)) == "voting.recused_already"
    assert sitting.refuses("guest", order(sitting, motion)) == "access.not_allowed"
    assert sitting.refuses("ha", order(sitting, motion)) == "voting.not_a_voter"
    assert Browser(sitting, "ha").get(f"/m/{sitting.meeting}/aside").status_code == 403
    assert "không tham gia: 1" in sitting.sees("clerk", "motions")


def test_only_an_officer_takes_it_back(sitting: Council) -> None:
    motion = sitting.prepares(TITLE)
    sitting.orders("lan", order(sitting, motion))
    back = WithdrawRecusal(meeting_id=sitting.meeting, motion_id=motion, seat_id=sitting.seats["lan"])
    assert sitting.refuses("lan", back) == "access.not_allowed"
    sitting.orders("ha", back)
    assert f'<option value="{motion}"' in Browser(sitting, "lan").get(f"/m/{sitting.meeting}/aside").text


def test_on_a_shared_tablet_nobody_stands_another_aside(sitting: Council) -> None:
    motion = sitting.prepares(TITLE)
    tablet = Browser(sitting)
    tablet.send("/sign-in", account="lan", pin=PIN, shared="1")
    sitting.clock.advance(minutes=3)  # the PIN of the sign-in was good for two
    sent = {"motion": str(motion), "cause": "own", "reason": WHY}
    path = f"/m/{sitting.meeting}/aside"
    assert "data-shared" in tablet.get(path).text
    assert "nhập PIN của người biểu quyết" in tablet.send(path, **sent).text
    assert "không tham gia: 1" not in sitting.sees("clerk", "motions")
    assert proves(tablet) == 200
    assert tablet.send(path, **sent).status_code == 303
    assert "không tham gia: 1" in sitting.sees("clerk", "motions")

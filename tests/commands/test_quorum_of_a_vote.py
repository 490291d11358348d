"""The quorum of one vote where the office's own edition takes recused members out of the total, and where it does not.

Nine in the body, so six are needed of nine or eight, and five of seven. A vote has the same total before it opens,
while it is open and at its result, whatever the quorum of the meeting is.
"""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from meeting.attendance.commands import MarkLeft, MarkPresent
from meeting.conduct.mandates import RecordMandate
from meeting.law import editions
from meeting.law.terms import Rights
from meeting.voting.commands.motions import OpenMotion, WaiveQuorum
from meeting.voting.commands.recusing import Recuse
from meeting.voting.commands.results import AnnounceResult
from tests.cast import EDITION
from tests.conftest import Builder
from tests.council import FOR, NO_QUORUM, Council


@pytest.fixture(autouse=True)
def _rules_of_nobody(tmp_path: Path) -> Iterator[None]:
    """The edition that one test's office made must not govern another test's meetings."""
    yield
    editions.keep_office(tmp_path / "none")


def own(name: str, rights: Rights = Rights.EQUAL) -> str:
    """The text of an office's own edition: recused members leave the total, and points have these rights."""
    shipped = (files("meeting.law") / "shipped" / f"{EDITION}.yaml").read_text("utf-8")
    counted = "title: {vi: Không tham gia biểu quyết, en: Takes no part}\n        counted: "
    assert f"{counted}true" in shipped
    text = shipped.replace(f"id: {EDITION}", f"id: {name}").replace(f"{counted}true", f"{counted}false")
    return text.replace(f"rights: {Rights.EQUAL}", f"rights: {rights}")


@pytest.fixture
def smaller(build: Builder) -> Council:
    """All nine are in the room; recused members leave the total."""
    return build(law=own("minh-tan"), sits=True)


def asks(council: Council, *recused: str) -> int:
    """A question is prepared, from which these people are recused."""
    motion = council.prepares("Giao đất")
    for who in recused:
        council.submits(
            "ha",
            Recuse(
                meeting_id=council.meeting,
                motion_id=motion,
                seat_id=council.seats[who],
                cause="interest",  # type: ignore[arg-type]
                reason="Con trai là chủ đầu tư",
            ),
        )
    return motion


def leave(council: Council, *accounts: str) -> None:
    for who in accounts:
        council.submits("ha", MarkLeft(meeting_id=council.meeting, seat_id=council.seats[who], reason="Có việc"))


def waive(council: Council, motion: int) -> WaiveQuorum:
    return WaiveQuorum(meeting_id=council.meeting, motion_id=motion, reason="Việc khẩn cấp")


def lacking(council: Council) -> str:
    """The figures with which secretary and chair read that too few are here for the vote; empty: nothing is lacking."""
    clerk, chair = (
        re.findall(r"\d+/\d+, cần (?:ít nhất )?\d+", council.sees(view, "step")) for view in ("clerk", "chair")
    )
    assert clerk == chair
    return " ".join(clerk).replace("ít nhất ", "")


def opens_short(council: Council, motion: int) -> bool:
    """Try to open the vote; return whether it is refused because the quorum is missing."""
    if lacking(council):
        assert council.refuses("ha", OpenMotion(meeting_id=council.meeting, motion_id=motion)) == NO_QUORUM
        assert "vote-open" not in council.sees("clerk", "step"), "no button that would be refused"
        return True
    council.opens(motion)
    return False


def is_announced(council: Council, motion: int, *voters: str) -> bool:
    """These people vote for it and it is closed: whether the result may be announced."""
    council.votes(motion, **dict.fromkeys((who.replace("-", "_") for who in voters), FOR))
    council.closes(motion, missing=council.motion(motion).present - len(voters))
    short = lacking(council)
    if short:
        assert council.refuses("ha", AnnounceResult(meeting_id=council.meeting, motion_id=motion)) == NO_QUORUM
        return False
    assert council.announces(motion).outcome == "adopted"
    council.retells()
    return True


def test_a_vote_can_lack_its_quorum_only_because_a_present_member_is_recused(smaller: Council) -> None:
    motion = asks(smaller, "lan")
    leave(smaller, "dao", "khoa", "binh")
    assert "6/9" in smaller.sees("clerk", "quorum"), "the meeting itself has its quorum"
    assert lacking(smaller) == "5/8, cần 6"
    assert opens_short(smaller, motion)
    smaller.arrives("binh")
    assert not opens_short(smaller, motion)


def test_a_vote_can_have_its_quorum_only_because_recused_members_leave_the_total(smaller: Council) -> None:
    motion = asks(smaller, "dao", "khoa")
    leave(smaller, "dao", "khoa", "binh", "hung")
    assert "5/9" in smaller.sees("clerk", "quorum"), "the meeting itself has lost its quorum"
    assert not opens_short(smaller, motion)
    assert lacking(smaller) == "", "an open vote has the same total as before"
    assert is_announced(smaller, motion, "an", "lan", "nam", "mai", "y-thinh")
    assert smaller.motion(motion).total == 7


def test_an_absent_recused_member_is_not_subtracted_from_those_present(smaller: Council) -> None:
    motion = asks(smaller, "lan")
    leave(smaller, "lan", "dao", "khoa")
    assert lacking(smaller) == "", "six of eight"
    leave(smaller, "binh")
    assert lacking(smaller) == "5/8, cần 6"
    assert opens_short(smaller, motion)


def test_only_the_present_one_of_two_recused_members_is_subtracted(smaller: Council) -> None:
    motion = asks(smaller, "lan", "khoa")
    leave(smaller, "khoa", "dao", "binh", "hung")
    assert lacking(smaller) == "4/7, cần 5"
    assert opens_short(smaller, motion)
    smaller.arrives("hung")
    assert not opens_short(smaller, motion)


def test_a_question_without_recusals_keeps_the_whole_total(smaller: Council) -> None:
    first, second = smaller.prepares("Việc khác"), asks(smaller, "dao", "khoa")
    leave(smaller, "dao", "khoa", "binh", "hung")
    assert lacking(smaller) == "5/9, cần 6"
    assert opens_short(smaller, first)
    smaller.opens(second)


def test_a_recused_member_at_a_point_without_rights_was_not_counted_as_present(build: Builder) -> None:
    council = build(law=own("minh-tan-xa", Rights.NOT_PRESENT))
    council.arrives("an", "lan", "nam", "mai", "hung", "binh")
    point = council.point("Thôn Đông")
    council.submits("ha", MarkPresent(meeting_id=council.meeting, seat_id=council.seats["dao"], point_id=point))
    council.starts()
    motion = asks(council, "dao")
    assert lacking(council) == "", "six of eight"
    leave(council, "binh")
    assert lacking(council) == "5/8, cần 6"
    council.arrives("binh")
    assert not opens_short(council, motion)
    assert lacking(council) == ""


def test_a_recused_and_then_suspended_member_leaves_the_total_once(smaller: Council) -> None:
    motion = asks(smaller, "lan", "nam")
    paper = {"number": "12/NQ-HĐND", "dated": "2026-09-20", "reason": "Bị khởi tố", "mandate": "suspended"}
    smaller.submits("ha", RecordMandate(meeting_id=smaller.meeting, seat_id=smaller.seats["lan"], **paper))  # type: ignore[arg-type]
    leave(smaller, "dao", "khoa", "binh")
    assert lacking(smaller) == "4/7, cần 5"
    assert opens_short(smaller, motion)
    smaller.arrives("binh")
    assert not opens_short(smaller, motion)


def test_an_open_vote_lacks_as_many_people_as_its_result_will(smaller: Council) -> None:
    """Six of eight without the one who is recused; when one of them leaves, six of nine are still in the room."""
    motion = asks(smaller, "lan")
    leave(smaller, "dao", "khoa")
    smaller.opens(motion)
    assert lacking(smaller) == ""
    leave(smaller, "binh")
    assert lacking(smaller) == "5/8, cần 6"
    smaller.arrives("khoa")
    assert lacking(smaller) == "5/8, cần 6", "who was not there at the opening does not vote"
    assert not is_announced(smaller, motion, "an", "nam", "mai", "hung", "y-thinh")
    assert lacking(smaller) == "5/8, cần 6"
    smaller.submits("an", waive(smaller, motion))
    assert lacking(smaller) == ""
    assert smaller.announces(motion).outcome == "adopted"
    smaller.retells()


def test_a_waiver_for_five_holds_while_the_vote_is_open_and_five_stay(smaller: Council) -> None:
    motion = asks(smaller, "lan")
    leave(smaller, "dao", "khoa", "binh")
    smaller.submits("an", waive(smaller, motion))
    assert not opens_short(smaller, motion)
    assert lacking(smaller) == "", "the result may be announced without another reason"
    leave(smaller, "lan")
    assert lacking(smaller) == "", "who is recused was not one of the five"
    leave(smaller, "hung")
    assert lacking(smaller) == "4/8, cần 6"
    smaller.arrives("hung")
    assert lacking(smaller) == ""
    assert is_announced(smaller, motion, "an", "nam", "mai", "hung", "y-thinh")


def test_where_recused_members_stay_in_the_total_they_count_as_present(sitting: Council) -> None:
    motion = asks(sitting, "lan")
    leave(sitting, "dao", "khoa", "binh")
    assert not opens_short(sitting, motion)
    assert lacking(sitting) == "", "six of nine, the recused one among them"
    leave(sitting, "lan")
    assert lacking(sitting) == "5/9, cần 6"
    assert not is_announced(sitting, motion, "an", "nam", "mai", "hung", "y-thinh")


def test_nobody_who_returns_while_hands_are_counted_makes_up_the_quorum(sitting: Council) -> None:
    motion = sitting.opens_motion(form="hands")
    leave(sitting, "dao", "khoa", "binh", "hung")
    sitting.counts_hands(motion, 5, 0)
    sitting.arrives("hung", "binh")
    assert lacking(sitting) == "5/9, cần 6", "five were counted"
    sitting.counts_hands(motion, 6, 0)
    assert lacking(sitting) == ""

"""The edition says what members at remote points have: the same as in the room, presence without a vote, or neither.

Nine in the body, so two thirds are six and more than half are five, wherever members sit.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from meeting.attendance.commands import MarkLeft, WaiveQuorum
from meeting.conduct.mandates import RecordMandate
from meeting.law import editions
from meeting.law.edition_file import read_edition
from meeting.law.terms import Rights
from meeting.minutes.text.compose import compose
from meeting.voting.commands.ballots import CastBallot, RecordHand
from meeting.voting.commands.motions import OpenMotion
from tests.cast import EDITION
from tests.conftest import Builder
from tests.council import AGAINST, FOR, Council
from tests.oracle import REMOTE as LAWFUL
from tests.oracle import present_at, quorate, votes_at
from tests.own_editions import own
from tests.points import far


@pytest.fixture(autouse=True)
def _rules_of_nobody(tmp_path: Path) -> Iterator[None]:
    """The edition that one test's office made must not govern another test's meetings."""
    yield
    editions.keep_office(tmp_path / "none")


@pytest.fixture
def no_vote(build: Builder) -> Council:
    return build(law=own(Rights.NO_VOTE))


@pytest.fixture
def not_present(build: Builder) -> Council:
    return build(law=own(Rights.NOT_PRESENT))


def begins(council: Council, here: int, there: int) -> tuple[str, ...]:
    """The meeting runs with the first `here` of the body in the room and the next `there` at the point; return the
    latter."""
    away = tuple(council.voters[here : here + there])
    council.arrives(*council.voters[:here])
    far(council, *away)
    council.starts()
    return away


def quorum(council: Council, view: str = "clerk") -> str:
    return re.findall(r"<b>(\d+/\d+)</b>", council.sees(view, "quorum"))[0]


def ballot(council: Council, motion: int) -> CastBallot:
    return CastBallot(meeting_id=council.meeting, motion_id=motion, choice=FOR)  # type: ignore[arg-type]


def printed(council: Council) -> str:
    """The minutes, in one line."""
    told = compose(council.retells(), (1, "h"))
    parts = [*(each.text + " ".join(each.more) for each in told.particulars), *map(str, told.course), str(told.annexes)]
    return " ".join(parts)


def test_by_the_shipped_edition_remote_members_vote_like_those_in_the_room(council: Council) -> None:
    away = begins(council, here=4, there=3)
    motion = council.opens_motion()
    council.votes(motion, **dict.fromkeys([*away, "lan", "nam"], FOR))
    council.closes(motion, missing=2)
    assert council.announces(motion).outcome == "adopted"
    assert "Không có phiếu" not in printed(council)


def test_remote_members_without_a_vote_count_for_the_quorum_and_have_no_ballot(no_vote: Council) -> None:
    away = begins(no_vote, here=4, there=3)
    assert quorum(no_vote) == "7/9"
    motion = no_vote.opens_motion()
    assert {no_vote.refuses(each, ballot(no_vote, motion)) for each in away} == {"voting.far"}
    hand = RecordHand(meeting_id=no_vote.meeting, motion_id=motion, seat_id=no_vote.seats[away[0]], choice=FOR)  # type: ignore[arg-type]
    assert no_vote.refuses("ha", hand) == "voting.far"
    no_vote.votes(motion, **dict.fromkeys(no_vote.voters[:4], FOR))
    no_vote.closes(motion)
    row = no_vote.announces(motion)
    assert (row.present, row.total, row.outcome) == (7, 9, "rejected"), "four of nine are not more than half"
    for view in ("clerk", "chair"):
        assert no_vote.sees(view, "motion").count("dự từ xa, tính có mặt và không biểu quyết") == 3
    text = printed(no_vote)
    assert "Dự từ xa tại điểm cầu Thôn Đông, được tính có mặt và không biểu quyết: 3 người" in text
    assert text.count("dự từ xa, được tính có mặt và không biểu quyết – vẫn tính vào tổng số") == 3


def test_a_change_of_the_offices_rules_gives_nobody_a_vote_in_a_running_meeting(
    no_vote: Council, tmp_path: Path
) -> None:
    away = begins(no_vote, here=6, there=1)
    motion = no_vote.opens_motion()
    kept = own(Rights.NO_VOTE)
    corrected = kept.replace(f"rights: {Rights.NO_VOTE}", f"rights: {Rights.EQUAL}")
    assert corrected != kept
    (tmp_path / f"rieng-{Rights.NO_VOTE}.yaml").write_text(corrected, "utf-8")
    editions.keep_office(tmp_path)
    assert no_vote.refuses(away[0], ballot(no_vote, motion)) == "voting.far"


def test_a_procedural_vote_by_those_present_counts_remote_members_too(no_vote: Council) -> None:
    begins(no_vote, here=4, there=3)
    motion = no_vote.opens_motion(decision="procedural")
    no_vote.splits(motion, 3, 1)
    no_vote.closes(motion)
    assert no_vote.announces(motion).outcome == "rejected", "three of seven present"


def test_a_remote_member_who_does_not_count_is_missing_from_the_quorum_and_stays_in_the_total(
    not_present: Council,
) -> None:
    away = begins(not_present, here=6, there=3)
    assert quorum(not_present) == "6/9"
    assert quorum(not_present, "screen") == "6/9"
    motion = not_present.opens_motion()
    assert not_present.refuses(away[0], ballot(not_present, motion)) == "voting.far"
    not_present.splits(motion, 5, 1)
    not_present.closes(motion)
    row = not_present.announces(motion)
    assert (row.present, row.total, row.outcome) == (6, 9, "adopted")
    assert not_present.sees("clerk", "motion").count("theo dõi từ xa, không tính có mặt") == 3
    text = printed(not_present)
    assert "tổng số 9, có mặt 6/9, vắng mặt 0, theo dõi từ xa 3." in text
    assert "Theo dõi từ xa tại điểm cầu Thôn Đông, không tính có mặt và không biểu quyết: 3 người" in text
    assert "khi khai mạc có mặt 6/9" in text


def test_no_vote_opens_with_too_few_in_the_room_however_many_are_remote(not_present: Council) -> None:
    begins(not_present, here=6, there=3)
    not_present.submits(
        "ha", MarkLeft(meeting_id=not_present.meeting, seat_id=not_present.seats["lan"], reason="Có việc")
    )
    motion = not_present.prepares("Kế hoạch", item=1)
    refused = not_present.refuses("ha", OpenMotion(meeting_id=not_present.meeting, motion_id=motion))
    assert refused == "attendance.no_quorum"
    not_present.allows(motion)
    not_present.opens(motion)
    assert "Không còn đủ số người phải có mặt" in printed(not_present)


def test_a_member_in_the_room_who_is_suspended_is_missing_from_the_quorum(not_present: Council) -> None:
    begins(not_present, here=6, there=3)
    assert "Không còn đủ số người phải có mặt" not in printed(not_present)
    paper = {"number": "15/NQ-HĐND", "dated": "2026-09-20", "reason": "Có quyết định", "mandate": "suspended"}
    suspend = RecordMandate(meeting_id=not_present.meeting, seat_id=not_present.seats["lan"], **paper)  # type: ignore[arg-type]
    not_present.submits("ha", suspend)
    assert "Không còn đủ số người phải có mặt" in printed(not_present)


def test_a_waiver_for_beginning_covers_as_many_as_counted_then(not_present: Council) -> None:
    not_present.arrives(*not_present.voters[:5])
    far(not_present, *not_present.voters[5:])
    command = WaiveQuorum(meeting_id=not_present.meeting, reason="Việc khẩn cấp")
    not_present.submits("an", command)
    not_present.starts()
    assert "khi có mặt 5 và phải có ít nhất 6" in printed(not_present)


@pytest.mark.parametrize("rights", [Rights.NO_VOTE, Rights.NOT_PRESENT])
def test_a_voter_who_moves_to_a_point_cannot_vote_any_more_and_a_sent_ballot_counts(
    build: Builder, rights: Rights
) -> None:
    council = build(law=own(rights))
    begins(council, here=9, there=0)
    motion = council.opens_motion()
    council.votes(motion, **dict.fromkeys(council.voters[:4], FOR), khoa=AGAINST)
    for who in ("khoa", "dao"):
        council.submits("ha", MarkLeft(meeting_id=council.meeting, seat_id=council.seats[who], reason="Xuống thôn"))
        far(council, who)
    assert council.refuses("dao", ballot(council, motion)) == "voting.far"
    council.votes(motion, **dict.fromkeys(council.voters[4:7], FOR))
    council.closes(motion, missing=1)
    row = council.announces(motion)
    counted = rights == Rights.NO_VOTE
    assert (row.votes_for, row.votes_against, row.here) == (7, 1, 9 if counted else 7)


def test_a_member_who_comes_from_the_point_votes_in_the_next_vote(no_vote: Council) -> None:
    begins(no_vote, here=6, there=1)
    motion = no_vote.opens_motion()
    mover = no_vote.voters[6]
    no_vote.submits("ha", MarkLeft(meeting_id=no_vote.meeting, seat_id=no_vote.seats[mover], reason="Lên xã"))
    no_vote.arrives(mover)
    assert no_vote.refuses(mover, ballot(no_vote, motion)) == "voting.excluded"
    no_vote.splits(motion, 5, 1)
    no_vote.closes(motion)
    no_vote.announces(motion)
    following = no_vote.opens_motion("Nội dung tiếp theo")
    no_vote.casts(mover, following, FOR)
    assert no_vote.box(following) == {FOR: 1}


def test_the_program_and_the_oracle_agree_for_every_body_and_every_right() -> None:
    for body, lawful in LAWFUL.items():
        assert editions.preset(EDITION, body).remote.rights == lawful
    for rights in Rights:
        terms = read_edition(own(rights), f"rieng-{rights}").preset("ubnd").remote.terms()
        assert terms.votes == votes_at(str(rights))
        for here in range(10):
            for there in range(10 - here):
                seen = here + (there if terms.counted else 0)
                assert seen == present_at(str(rights), here, there)
                assert quorate("ubnd", 9, seen) == (seen >= 6)

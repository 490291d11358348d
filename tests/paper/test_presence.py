"""What the record says of presence: every moment at which the quorum was reached or lost, counting true arrivals
alone."""

from datetime import UTC, datetime

import pytest

from meeting.attendance.events import ArrivalUndone, QuorumWaived
from meeting.journal import chain
from meeting.minutes.events import BasisConfirmed
from meeting.record.record import QUORUM
from meeting.record.replay import replay
from tests.forgeries import forged
from tests.paper.story import Story, five


@pytest.fixture
def story() -> Story:
    """Five members, of whom four must be here, and a guest; the first four have come a minute apart, then it began."""
    told = five()
    told.plans("Kế hoạch", "vote")
    for seat in told.members[:4]:
        told.comes(seat)
        told.wait(1)
    told.starts()
    return told


def turns(story: Story) -> list[tuple[bool, int, datetime]]:
    """Whether the quorum was met from then on, with how many, and when."""
    presence = replay(story.entries).presence
    assert presence is not None
    return [(turn.met, turn.present, turn.at) for turn in presence.openings[0].turns]


def test_an_undone_arrival_does_not_count_and_the_quorum_comes_with_the_next(story: Story) -> None:
    begun = turns(story)
    assert [(met, present) for met, present, _ in begun] == [(True, 4)]
    fourth, fifth = story.members[3], story.members[4]
    left = story.at
    story.leaves(fourth, "có việc")
    story.wait(5)
    story.comes(fourth)
    story.wait(5)
    came = story.at
    story.comes(fifth)
    story.says(ArrivalUndone(seat_id=fourth))
    assert turns(story) == [*begun, (False, 3, left), (True, 4, came)]


def test_undoing_a_guests_arrival_does_not_affect_the_quorum(story: Story) -> None:
    guest = story.seats("guest", "Trưởng thôn", votes=False)
    story.comes(guest)
    before = turns(story)
    story.says(ArrivalUndone(seat_id=guest))
    assert turns(story) == before


def test_a_waiver_for_beginning_is_given_before_the_beginning(story: Story) -> None:
    story.says(QuorumWaived(needed=4, present=4, reason="Việc gấp"))
    with pytest.raises(chain.Broken, match="được ghi sau khi khai mạc") as broken:
        replay(story.entries)
    assert broken.value.seq == len(story.entries)


def test_the_basis_of_the_quorum_is_not_confirmed_before_the_meeting_has_begun() -> None:
    story = Story("ubnd", "Phiên họp", "UBND xã", "UBND", begins=datetime(2026, 9, 24, 1, tzinfo=UTC))
    story.seats("chair", "Chủ tịch", votes=True)
    story.says(BasisConfirmed(decision=QUORUM, article="Quy chế làm việc của Ủy ban nhân dân"))
    with pytest.raises(chain.Broken, match="khi không cần"):
        replay(story.entries)


def test_nobody_is_twice_on_the_roll_of_a_vote(story: Story) -> None:
    story.turns_to(1)
    story.opens("Thông qua kế hoạch")
    roll = story.entries[-1].body["roll"]
    entries, seq = forged(story, "voting.motion_opened", roll=[*roll, roll[0]])
    with pytest.raises(chain.Broken, match="có người được ghi hai lần") as broken:
        replay(entries)
    assert broken.value.seq == seq

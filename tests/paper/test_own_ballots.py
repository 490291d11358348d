"""What the record accepts about people's own ballots: questions and repairs only where there is cause."""

import pytest

from meeting.journal import chain
from meeting.journal.events import encode
from meeting.record.replay import replay
from meeting.voting.events import BoxRestored, HandDeclined, HandProposed, RightMoved
from tests.forgeries import forged, relinked
from tests.paper.story import AGAINST, FOR, Story, five, refused


@pytest.fixture
def story() -> Story:
    """Five members, all here except the last, a guest who stays away, and an open vote (number 1)."""
    told = five()
    told.seats("guest", "Trưởng thôn", votes=False)
    item = told.plans("Kế hoạch", "vote")
    told.comes(*told.members[:4])
    told.starts()
    told.turns_to(item)
    told.opens("Thông qua kế hoạch")
    return told


def guest_of(story: Story) -> int:
    return next(seat for seat, role in story.roles.items() if role == "guest")


def restored(story: Story, *restorings: BoxRestored) -> list[chain.Entry]:
    """The vote is closed, repaired this many times, and announced."""
    motion = 1
    for seat in story.members[:4]:
        story.casts(motion, seat, FOR)
    story.finishes(motion, 4, 0, 0)
    entries = list(story.entries)
    place = next(n for n, entry in enumerate(entries) if entry.kind == "voting.result_announced")
    template = entries[place - 1]
    between = [
        chain.link("", book=template.book, seq=1, at=template.at, kind=each.kind, actor="thu.ky", body=encode(each))
        for each in restorings
    ]
    return relinked([*entries[:place], *between, *entries[place:]])


def test_the_roll_of_a_vote_names_only_people_with_a_vote(story: Story) -> None:
    roll = story.entries[-1].body["roll"]
    for stranger in (guest_of(story), 99):
        entries, seq = forged(story, "voting.motion_opened", roll=[*roll, stranger])
        with pytest.raises(chain.Broken, match=f"chỗ ngồi số {stranger} không có quyền biểu quyết") as broken:
            replay(entries)
        assert broken.value.seq == seq


def test_the_right_to_vote_moves_only_between_people_with_a_vote(story: Story) -> None:
    story.says(RightMoved(seat_id=story.members[0]))
    replay(story.entries)
    for stranger in (guest_of(story), 99):
        told = list(story.entries)
        assert "không có quyền biểu quyết" in refused(story, RightMoved(seat_id=stranger))
        story.entries[:] = told


def test_only_a_person_who_sent_a_ballot_is_asked_whether_another_counts(story: Story) -> None:
    first, second = story.members[:2]
    story.casts(1, first, FOR)
    story.casts(1, second, FOR, how="hand")
    story.says(HandProposed(motion_id=1, seat_id=first, choice=AGAINST))
    replay(story.entries)
    for other in (second, story.members[2]):
        told = list(story.entries)
        said = refused(story, HandProposed(motion_id=1, seat_id=other, choice=AGAINST))
        assert said == f"hỏi lại chỗ ngồi số {other} khi người đó chưa tự gửi phiếu"
        story.entries[:] = told


def test_a_person_without_a_vote_is_not_asked(story: Story) -> None:
    late = story.members[4]
    said = refused(story, HandProposed(motion_id=1, seat_id=late, choice=AGAINST))
    assert "chưa tự gửi phiếu" not in said, "it is not for want of a ballot"


def test_only_an_open_question_is_declined_and_once(story: Story) -> None:
    first = story.members[0]
    story.casts(1, first, FOR)
    story.says(HandProposed(motion_id=1, seat_id=first, choice=AGAINST))
    story.says(HandDeclined(motion_id=1, seat_id=first))
    assert replay(story.entries).motions[0].ballots[first].choice == FOR
    said = refused(story, HandDeclined(motion_id=1, seat_id=first))
    assert said == f"chỗ ngồi số {first} từ chối điều thư ký không hỏi"


def test_nothing_is_declined_once_the_vote_is_closed(story: Story) -> None:
    first = story.members[0]
    story.casts(1, first, FOR)
    story.says(HandProposed(motion_id=1, seat_id=first, choice=AGAINST))
    for seat in story.members[1:4]:
        story.casts(1, seat, FOR)
    story.finishes(1, 4, 0, 0)
    assert "không ở trạng thái" in refused(story, HandDeclined(motion_id=1, seat_id=first))


def test_repairs_of_a_ballot_box_are_counted(story: Story) -> None:
    seat, figures = BoxRestored(motion_id=1, seats=[1], figures=False), BoxRestored(motion_id=1, seats=[], figures=True)
    assert replay(restored(story, seat, figures)).motions[0].restored == 2


def test_an_intact_ballot_box_is_not_repaired(story: Story) -> None:
    entries = restored(story, BoxRestored(motion_id=1, seats=[], figures=False))
    with pytest.raises(chain.Broken, match="khi không có gì sai khác"):
        replay(entries)

"""What the record says of turning: a slip leaves no trace, a mistake is named with its entry."""

from datetime import UTC, datetime

import pytest

from meeting.agenda.events import EndTakenBack, ItemOpened, MeetingEnded, MeetingWithdrawn
from meeting.record.record import Record
from meeting.record.replay import replay
from tests.paper.story import Story, refused


@pytest.fixture
def story() -> Story:
    """A meeting of three items that has begun; it is at none of them."""
    told = Story("ubnd", "Phiên họp", "UBND xã", "UBND", begins=datetime(2026, 9, 24, 1, tzinfo=UTC))
    chair = told.seats("chair", "Chủ tịch", votes=True)
    for title in ("Khai mạc", "Kế hoạch", "Việc khác"):
        told.plans(title, "discussion")
    told.comes(chair)
    told.starts()
    return told


def spans(record: Record, item: int) -> list[tuple[int, bool]]:
    """The spans of each item: in which minute of the meeting it began, and whether it is over."""
    began = record.started_at
    assert began is not None
    return [
        (round((span.opened_at - began).total_seconds() / 60), span.closed_at is not None)
        for span in record.items[item - 1].spans
    ]


def slip(story: Story, to: int, back: int) -> ItemOpened:
    """The meeting turns to an item and, a moment later, back."""
    story.turns_to(to)
    story.wait(0.1)
    return ItemOpened(item_id=back, closed_item_id=to, taken_back=True)


def test_a_turn_that_was_taken_back_does_not_count(story: Story) -> None:
    for item in (1, 2, 1):
        story.turns_to(item)
        story.wait(5)
    story.says(slip(story, to=3, back=1))
    record = replay(story.entries)
    assert spans(record, 1) == [(0, True), (10, False)]
    assert spans(record, 3) == []


def test_a_turn_is_taken_back_at_once_or_not_at_all(story: Story) -> None:
    story.turns_to(1)
    back = slip(story, to=2, back=1)
    story.wait(0.2)
    assert refused(story, back) == "hoàn tác quá muộn sau lần chuyển nội dung"


@pytest.mark.parametrize("back", [(1, 3), (3, 2), (1, None)])
def test_only_the_last_turn_is_taken_back(story: Story, back: tuple[int, int | None]) -> None:
    story.turns_to(1)
    slip(story, to=2, back=1)
    item, closed = back
    event = ItemOpened(item_id=item, closed_item_id=closed, taken_back=True)
    assert refused(story, event) == "hoàn tác không ngay sau lần chuyển nội dung"


def test_a_turn_after_which_something_was_done_is_not_taken_back(story: Story) -> None:
    story.turns_to(1)
    back = slip(story, to=2, back=1)
    story.asks(1)
    assert refused(story, back) == "hoàn tác không ngay sau lần chuyển nội dung"


def test_after_a_false_end_the_meeting_continues_where_it_was(story: Story) -> None:
    for item in (1, 2, 1):
        story.turns_to(item)
        story.wait(5)
    story.ends()
    story.says(EndTakenBack(item_id=1, reason="bấm nhầm"))
    record = replay(story.entries)
    assert (record.ended_at, spans(record, 1)) == (None, [(0, True), (10, False)])
    assert [each.reason for each in record.false_ends] == ["bấm nhầm"]


def test_an_end_before_any_item_can_be_taken_back_too(story: Story) -> None:
    story.says(MeetingEnded(closed_item_id=None))
    story.says(EndTakenBack(item_id=None, reason="bấm nhầm"))
    assert replay(story.entries).ended_at is None


def test_only_a_real_end_is_taken_back(story: Story) -> None:
    story.turns_to(1)
    said = refused(story, EndTakenBack(item_id=1, reason="bấm nhầm"))
    assert said == "hủy việc kết thúc khi cuộc họp chưa kết thúc"


def test_after_a_false_end_a_meeting_does_not_continue_elsewhere(story: Story) -> None:
    story.turns_to(1)
    story.ends()
    said = refused(story, EndTakenBack(item_id=2, reason="bấm nhầm"))
    assert said == "cuộc họp tiếp tục ở nội dung khác nội dung lúc kết thúc"


def test_a_meeting_that_has_begun_is_not_withdrawn(story: Story) -> None:
    assert refused(story, MeetingWithdrawn()) == "rút cuộc họp đã khai mạc"

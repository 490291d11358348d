"""There are always minutes: after texts of any kind and length, and after any course of the meeting."""

from datetime import UTC, datetime

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meeting.agenda.events import DoorsClosed, DoorsOpened, MeetingPaused, MeetingResumed
from meeting.attendance.events import AbsenceNoted, CheckedIn
from meeting.kernel.text import clean
from meeting.minutes.text.compose import compose
from meeting.paper.document import draw
from meeting.paper.finish import ATTACHMENT
from meeting.proof.printed import lines
from meeting.record.record import Record
from meeting.record.replay import replay
from meeting.voting.events import HandsCounted, MotionSwitched
from tests.paper.story import Story

_PIECES = (
    "Ủy ban nhân dân xã ",
    "nghiêng\n",
    "w",
    "đường-liên-thôn-",
    "Nguye\u0302\u0303n ",  # NFD
    "\u0301",
    "\u202eשלום ",
    "مرحبا",
    "😀",
    "👩\u200d👩\u200d👧",
    "\x00\x07\x1b",
    "\ufffe\uffff",
    "\xa0",
    "\u2028",
    "&<b>",
    "漢",
)
_COURSE = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def texts(cap: int) -> st.SearchStrategy[str]:
    """What a person enters in a field of this many letters: nothing, one, all of it, a word of a thousand."""
    lengths = st.sampled_from((0, 1, 2, cap - 1, cap, min(cap, 1000)))
    return st.builds(
        lambda piece, length: clean((piece * length)[:length]), st.sampled_from(_PIECES), lengths
    )  # as the door of all commands leaves it


def told(draw_from: st.DataObject, *, members: int, items: int, votes: int, stays: int) -> Story:
    """A meeting of which every text is drawn."""

    def text(cap: int) -> str:
        return draw_from.draw(texts(cap))

    story = Story("hdnd", text(400), text(200), text(20), parent=text(200), begins=datetime(2026, 9, 24, 1, tzinfo=UTC))
    for role, votes_too in (("chair", True), ("clerk", False), ("guest", False), *[("member", True)] * members):
        story.seats(role, text(200), text(200), votes=votes_too, name=f"x {text(98)}".strip())
    agenda = [story.plans(text(400) or "x", "vote", text(300), text(400)) for _ in range(items)]
    story.is_absent(story.members[-1], text(500))
    story.comes(*story.members[:-1])
    story.starts()
    for item in agenda:
        story.turns_to(item, text(20_000) if item == agenda[0] else text(1000))
        story.speaks(story.members[0])
    for _ in range(stays):
        story.leaves(story.members[1], text(500))
        story.wait(1)
        story.comes(story.members[1])
    for _ in range(votes):
        story.votes(text(400) or "x", votes_for=len(story.members) - 2, against=1)
    story.ends()
    return story


def record_of(story: Story) -> Record:
    return replay(story.entries)


def check_comes(story: Story) -> None:
    """Both drawings work, give the same bytes twice, and hold the head of the journal; nothing is printed past a page's
    end."""
    manuscript = compose(record_of(story), story.head)
    for plain in (False, True):
        wanted = msgspec.structs.replace(manuscript, plain=plain)
        drawn = draw(wanted, story.journal)
        assert draw(wanted, story.journal) == drawn
        printed = "".join(text.replace(" ", "") for _, text in lines(drawn))
        assert story.head[1] in printed
        assert ATTACHMENT.encode() in drawn


@_COURSE
@given(st.data())
def test_minutes_are_drawn_whatever_was_typed(data: st.DataObject) -> None:
    check_comes(told(data, members=3, items=2, votes=2, stays=2))


def plain_story(*, members: int, items: int, votes: int, stays: int) -> Story:
    """Ordinary words and an extreme course."""
    story = Story("hdnd", "Kỳ họp", "HĐND xã Minh Tân", "HĐND", begins=datetime(2026, 9, 24, 1, tzinfo=UTC))
    story.seats("chair", "Chủ tịch HĐND", votes=True)
    story.seats("clerk", "Thư ký", votes=False)
    for number in range(members):
        story.seats("member", "Đại biểu", f"Tổ số {number % 7}", votes=True)
    agenda = [story.plans(f"Nội dung số {number}", "vote", "UBND xã") for number in range(items)]
    story.comes(*story.members)
    story.starts()
    for number, item in enumerate(agenda):
        story.turns_to(item, "Thống nhất.")
        for _ in range(votes * (number + 1) // items - votes * number // items):
            story.votes("Thông qua", votes_for=members)
    for _ in range(stays):
        story.leaves(story.members[1], "có việc " * 60)
        story.wait(3)
        story.comes(story.members[1])
        story.wait(2)
    story.ends()
    return story


def test_minutes_are_drawn_of_sixty_departures_and_returns() -> None:
    check_comes(plain_story(members=5, items=1, votes=1, stays=60))


def test_minutes_are_drawn_of_sixty_items_and_forty_votes() -> None:
    check_comes(plain_story(members=10, items=60, votes=40, stays=0))


def test_minutes_are_drawn_of_five_hundred_seats() -> None:
    check_comes(plain_story(members=499, items=2, votes=2, stays=0))


def test_an_absence_reason_of_a_thousand_letters_continues_on_the_next_page() -> None:
    story = Story("ubnd", "Phiên họp", "UBND xã", "UBND", begins=datetime(2026, 9, 24, 1, tzinfo=UTC))
    story.seats("chair", "Chủ tịch " * 200, votes=True)  # a cell as high as two pages
    story.is_absent(1, "w" * 1000)
    check_comes(story)
    printed = "".join(text.replace(" ", "") for _, text in lines(draw(compose(record_of(story), story.head), b"")))
    assert printed.count("Chủtịch") >= 200 - 1, "the number of a page may stand in between"
    assert printed.count("w" * 1000) == 2, "in the paragraph of the absent and under the table"


def test_minutes_are_drawn_of_twenty_sittings_with_the_longest_texts() -> None:
    """Each with a recess and a closed part; remote points, substitutes, and a vote that was taken off the tablets."""
    story = Story("hdnd", "Kỳ họp " * 50, "HĐND xã Minh Tân", "HĐND", begins=datetime(2026, 9, 24, 1, tzinfo=UTC))
    for role in ("chair", "clerk", *["member"] * 6):
        story.seats(role, "Đại biểu", votes=role != "clerk")
    item = story.plans("nghiêng " * 50, "vote", "w" * 300)
    away, far = story.members[-1], story.members[1]
    here = [seat for seat in story.members if seat not in (away, far)]

    def gather() -> None:
        story.says(AbsenceNoted(seat_id=away, excused=True, reason="ốm " * 160, substitute="漢" * 200))
        story.says(CheckedIn(seat_id=far, how="clerk", point="đường-liên-thôn-" * 6))
        story.room.add(far)
        story.comes(*here)

    def rest(cause: str, left: list[int]) -> None:
        story.says(MeetingPaused(cause=cause, until="", item_id=item, left=left))
        story.wait(30)

    gather()
    story.starts()
    story.turns_to(item)
    for sitting in range(20):
        if sitting:
            rest("lunch" if sitting % 2 else "day", [here[0], far, *here[1:]])
            story.room.clear()
            gather()
            story.says(MeetingResumed(item_id=item))
        story.says(DoorsClosed(item_id=item))
        story.wait(3)
        story.says(DoorsOpened(item_id=item))
        rest("recess", [])
        story.says(MeetingResumed(item_id=item))
    motion = story.opens("漢" * 400)
    story.casts(motion, here[0], "for")
    story.says(MotionSwitched(motion_id=motion, by="paper", cast=1, reason="\u202eשלום " * 60))
    story.says(HandsCounted(motion_id=motion, votes_for=5, votes_against=1, abstentions=0, present=story.present))
    story.finishes(motion, 5, 1, 0)
    story.ends()
    check_comes(story)

"""A part behind closed doors: one press shuts guests and the hall out of it by every door, one press lets them in."""

import pytest
from msgspec.structs import replace

from meeting.access import actors
from meeting.agenda.pause_rules import PauseKind
from meeting.agenda.tables import items_of
from meeting.conduct.commands import EndMeeting, RecordConclusion
from meeting.conduct.doors import CloseDoors, OpenDoors
from meeting.conduct.pausing import PauseMeeting, ResumeMeeting
from meeting.documents.arranging import ChooseReaders
from meeting.documents.readers import Readers
from meeting.journal import chain
from meeting.minutes.text.compose import compose
from meeting.record.replay import replay
from meeting.search.reading import sight_of
from meeting.speaking.commands import EnterSpeaker, GiveFloor
from tests.council import FOR, Council
from tests.pages.client import Browser

ITEM, PAPER, QUESTION = "Kế hoạch đầu tư công năm 2027", "Tờ trình", "Thông qua nhân sự"
SEEN = {
    "guest": ("now", "floor", "motion", "papers", "agenda", "news", "minutes"),
    "screen": ("now", "stage"),
    "member": ("now", "floor", "motion", "papers", "agenda"),
}


@pytest.fixture
def open_part(council: Council) -> Council:
    """The meeting is at its second item, which guests may read about."""
    with council.unwatched():
        paper = {"meeting_id": council.meeting, "document_id": council.document}
        council.submits("ha", ChooseReaders(**paper, readers=Readers(guests=True)))
        council.sits()
        council.turns_to(2)
    council.watch.widely()
    return council


def everything(council: Council, view: str) -> str:
    return " ".join(council.sees(view, name) for name in SEEN[view])


def closes(council: Council, who: str = "ha") -> None:
    council.submits(who, CloseDoors(meeting_id=council.meeting))


def opens(council: Council, who: str = "ha") -> None:
    council.submits(who, OpenDoors(meeting_id=council.meeting))


def read(council: Council, path: str, who: str = "guest") -> int:
    answer = council.browser(who).get(path)
    answer.close()
    return answer.status_code


def printed(council: Council) -> list[str]:
    entries = council.journal()
    facts = compose(replay(entries), (entries[-1].seq, entries[-1].hash))
    return [line for point in facts.points for line in point.paragraphs if "Họp kín" in line]


def test_one_press_closes_the_doors_to_guests_and_the_hall_and_one_press_opens_them(open_part: Council) -> None:
    assert ITEM in everything(open_part, "guest")
    closes(open_part)
    for view in ("guest", "screen"):
        shown = everything(open_part, view)
        assert "Đang họp kín" in shown
        for word in (ITEM, PAPER):
            assert word not in shown, (view, word)
    assert ITEM in everything(open_part, "member")
    assert "Đang họp kín" in open_part.sees("member", "now"), "those inside see that the doors are closed"
    opens(open_part)
    for view in ("guest", "screen"):
        shown = everything(open_part, view)
        assert ITEM in shown
        assert "Đang họp kín" not in shown
    assert PAPER in everything(open_part, "guest")


@pytest.mark.parametrize("path", ["", "/file.pdf", "/original"])
def test_papers_of_a_closed_part_are_missing_for_a_guest_by_plain_http_until_the_doors_open(
    open_part: Council, path: str
) -> None:
    paper = f"/m/1/papers/{open_part.document}{path}"
    assert read(open_part, paper) == 200
    closes(open_part)
    assert (read(open_part, paper), read(open_part, paper, "screen"), read(open_part, paper, "lan")) == (404, 404, 200)
    page = open_part.browser("guest").get("/m/1").text
    assert ITEM not in page
    assert PAPER not in page
    assert ITEM not in open_part.browser("guest").get("/").text
    assert PAPER not in open_part.browser("guest").get("/m/1/binder").text
    opens(open_part)
    assert read(open_part, paper) == 200


def test_speakers_and_votes_of_a_closed_part_stay_hidden_from_guests_afterwards(
    open_part: Council,
) -> None:
    closes(open_part, "an")
    speech = open_part.submits("ha", EnterSpeaker(meeting_id=open_part.meeting, seat_id=open_part.seats["lan"]))
    open_part.submits("ha", GiveFloor(meeting_id=open_part.meeting, speech_id=speech.made["speech_id"], minutes=3))
    motion = open_part.prepares(QUESTION, item=2)
    open_part.opens(motion)
    with open_part.unwatched():
        open_part.splits(motion, 9, 0)
        open_part.closes(motion)
    open_part.announces(motion)
    said = RecordConclusion(meeting_id=open_part.meeting, item_id=open_part.items[1], text="Thống nhất nhân sự X")
    open_part.submits("ha", said)
    for now_open in (False, True):
        if now_open:
            opens(open_part)
        for view in ("guest", "screen"):
            shown = everything(open_part, view)
            for word in (QUESTION, "Trần Thị Lan", "Thông qua</", "Tán thành", "nhân sự X"):
                assert word not in shown, (view, word, now_open)
        assert QUESTION in everything(open_part, "member")
    assert read(open_part, f"/m/1/votes/{motion}/names") in (403, 404)


def test_everybody_sees_a_vote_opened_after_the_closed_part(open_part: Council) -> None:
    closes(open_part)
    opens(open_part)
    motion = open_part.prepares(QUESTION, item=2)
    open_part.opens(motion)
    with open_part.unwatched():
        open_part.splits(motion, 9, 0)
        open_part.closes(motion)
    open_part.announces(motion)
    for view in ("guest", "screen"):
        assert QUESTION in everything(open_part, view)


def test_the_doors_stay_closed_when_the_meeting_turns_to_another_item(open_part: Council) -> None:
    closes(open_part)
    open_part.turns_to(3)
    for view in ("guest", "screen"):
        assert "Kết luận" not in everything(open_part, view)
        assert ITEM not in everything(open_part, view), "what was left is not shown either"
    opens(open_part)
    assert ITEM in everything(open_part, "guest")
    assert len(printed(open_part)) == 2, "both items tell their part"


def test_the_minutes_name_each_closed_part_once_with_its_times_and_are_hidden_from_guests(open_part: Council) -> None:
    for minutes in (20, 10):
        open_part.clock.advance(minutes=minutes)
        closes(open_part)
        open_part.clock.advance(minutes=5)
        opens(open_part)
    assert printed(open_part) == [
        "Họp kín từ 8 giờ 20 đến 8 giờ 25; từ 8 giờ 35 đến 8 giờ 40: khách mời và màn hình hội trường không theo dõi "
        "phần này."
    ]
    open_part.ends()
    assert read(open_part, "/m/1/minutes.pdf") == 404
    assert "minutes.pdf" not in open_part.sees("guest", "minutes")


def test_a_meeting_ended_behind_closed_doors_keeps_them_closed_also_when_the_end_is_taken_back(
    open_part: Council,
) -> None:
    closes(open_part)
    open_part.clock.advance(minutes=7)
    with open_part.unwatched():
        open_part.ends()
    assert PAPER not in everything(open_part, "guest")
    assert read(open_part, f"/m/1/papers/{open_part.document}") == 404
    assert "từ 8 giờ 00 đến 8 giờ 07" in printed(open_part)[0]
    open_part.reopens("nhầm")
    assert ITEM not in everything(open_part, "screen")
    assert "từ 8 giờ 00:" in printed(open_part)[0], "it goes on"
    opens(open_part)
    open_part.submits("ha", EndMeeting(meeting_id=open_part.meeting))
    assert ITEM in everything(open_part, "guest")


def test_a_pause_leaves_the_doors_as_they_were_and_is_not_printed_as_a_closed_part(open_part: Council) -> None:
    closes(open_part)
    open_part.clock.advance(minutes=5)
    open_part.submits("ha", PauseMeeting(meeting_id=open_part.meeting, kind=PauseKind.RECESS))
    assert open_part.refuses("ha", OpenDoors(meeting_id=open_part.meeting)) == "agenda.paused"
    assert ITEM not in everything(open_part, "guest")
    open_part.clock.advance(minutes=10)
    open_part.submits("ha", ResumeMeeting(meeting_id=open_part.meeting))
    assert ITEM not in everything(open_part, "screen")
    open_part.clock.advance(minutes=5)
    opens(open_part)
    assert ITEM in everything(open_part, "screen")
    assert "từ 8 giờ 00 đến 8 giờ 05; từ 8 giờ 15 đến 8 giờ 20" in printed(open_part)[0]


def test_a_night_between_sittings_is_not_printed_as_a_closed_part(open_part: Council) -> None:
    closes(open_part)
    open_part.clock.advance(hours=2)
    open_part.submits("ha", PauseMeeting(meeting_id=open_part.meeting, kind=PauseKind.DAY))
    open_part.comes_back(hours=20)
    with open_part.unwatched():
        open_part.arrives(*open_part.voters)
    open_part.submits("ha", ResumeMeeting(meeting_id=open_part.meeting))
    open_part.clock.advance(hours=1)
    opens(open_part)
    (line,) = printed(open_part)
    assert "từ 8 giờ 00 đến 10 giờ 00 ngày 24/9; từ 6 giờ 00 đến 7 giờ 00 ngày 25/9:" in line


def test_a_meeting_that_ends_in_a_pause_ends_the_closed_part(open_part: Council) -> None:
    closes(open_part)
    open_part.clock.advance(minutes=5)
    open_part.submits("ha", PauseMeeting(meeting_id=open_part.meeting, kind=PauseKind.RECESS))
    open_part.clock.advance(minutes=10)
    open_part.ends()
    assert "từ 8 giờ 00 đến 8 giờ 05:" in printed(open_part)[0]
    open_part.reopens("nhầm")
    assert ITEM not in everything(open_part, "guest")
    assert "từ 8 giờ 00 đến 8 giờ 05:" in printed(open_part)[0], "the meeting rests again, and the closed part with it"
    open_part.submits("ha", ResumeMeeting(meeting_id=open_part.meeting))
    open_part.clock.advance(minutes=5)
    open_part.ends()
    assert "từ 8 giờ 00 đến 8 giờ 05; từ 8 giờ 15 đến 8 giờ 20:" in printed(open_part)[0]


def test_closing_is_refused_with_a_sentence_without_the_right_and_when_nothing_runs(council: Council) -> None:
    close, reopen = CloseDoors(meeting_id=council.meeting), OpenDoors(meeting_id=council.meeting)
    assert council.refuses("ha", close) == "agenda.not_running"
    council.sits()
    for who in ("lan", "guest", "outsider"):
        assert council.refuses(who, close) == "access.not_allowed"
    assert council.refuses("ha", reopen) == "agenda.doors_open"
    closes(council)
    assert council.refuses("an", close) == "agenda.doors_closed"
    answer = Browser(council, "guest").submits("conduct.open_doors", {"meeting_id": council.meeting})
    assert answer.status_code == 403


def test_a_guests_search_finds_nothing_of_a_closed_part(open_part: Council) -> None:
    def kept() -> tuple[list[int], bool]:
        """The items that searches hide from the guest, and whether they find the paper."""
        with open_part.database.read() as db:
            guest = actors.find(db, open_part.tokens["guest"], None, open_part.clock())
            assert guest is not None
            seen = sight_of(db, guest, open_part.clock())
        papers = [paper.document_id for each in seen.papers.values() for paper in each]
        return list(seen.allowed.hidden), open_part.document in papers

    assert kept() == ([], True)
    closes(open_part)
    assert kept() == ([open_part.items[1]], False)
    opens(open_part)
    assert kept() == ([open_part.items[1]], False), "what was concluded behind the doors is found by no guest"


def test_a_journal_that_closes_or_opens_doors_wrongly_is_named_at_that_line(open_part: Council) -> None:
    closes(open_part)
    opens(open_part)
    entries = open_part.journal()
    closed, opened = entries[-2:]
    closes(open_part)
    slips(open_part, 3, 2)
    slipped = open_part.journal()
    twice = replace(slipped[-1], seq=slipped[-1].seq + 1)
    for course in ([*entries[:-1], closed], [*entries[:-2], opened], [*entries, opened], [*slipped, twice]):
        with pytest.raises(chain.Broken) as broken:
            replay(course)
        assert broken.value.seq == course[-1].seq


def slips(council: Council, place: int, back: int) -> None:
    """The secretary presses the wrong item, and turns back at once."""
    council.turns_to(place)
    council.clock.advance(seconds=4)
    council.turns_to(back)


def test_a_slip_behind_closed_doors_is_undone_without_a_trace(open_part: Council) -> None:
    closes(open_part)
    open_part.clock.advance(minutes=5)
    slips(open_part, 3, 2)
    with open_part.database.read() as db:
        _, here, slip = items_of(db, open_part.meeting)
    assert (slip.state, slip.closed, slip.was_closed) == ("upcoming", False, False)
    assert (here.state, here.closed, here.was_closed) == ("now", True, True)
    for view in ("guest", "screen"):
        assert ITEM not in everything(open_part, view), "the doors are closed at the item that was not left"
    open_part.clock.advance(minutes=5)
    opens(open_part)
    assert printed(open_part) == [
        "Họp kín từ 8 giờ 00 đến 8 giờ 10: khách mời và màn hình hội trường không theo dõi phần này."
    ]


def test_a_slip_to_an_item_held_behind_closed_doors_leaves_it_as_it_was(open_part: Council) -> None:
    closes(open_part)
    open_part.clock.advance(minutes=5)
    open_part.turns_to(3)
    open_part.clock.advance(minutes=5)
    for _ in range(2):
        slips(open_part, 2, 3)
        slips(open_part, 1, 3)
        open_part.clock.advance(minutes=5)
    assert [len(item.closed_parts) for item in open_part.retells().items] == [0, 1, 1]
    assert ITEM not in everything(open_part, "guest"), "until the doors are opened"
    opens(open_part)
    assert ITEM in everything(open_part, "guest")


def test_doors_closed_during_a_slip_stay_closed_at_the_item_that_was_not_left(open_part: Council) -> None:
    open_part.clock.advance(minutes=5)
    open_part.turns_to(3)
    closes(open_part)
    open_part.clock.advance(seconds=4)
    open_part.turns_to(2)
    assert ITEM not in everything(open_part, "guest")
    assert [len(item.closed_parts) for item in open_part.retells().items] == [0, 1, 0]
    opens(open_part)
    slips(open_part, 3, 2)
    assert [len(item.closed_parts) for item in open_part.retells().items] == [0, 1, 0]


def test_the_doors_stay_closed_until_the_result_of_their_vote_is_announced(open_part: Council) -> None:
    closes(open_part)
    motion = open_part.prepares("Kỷ luật cán bộ", item=2)
    open_part.opens(motion)
    door = OpenDoors(meeting_id=open_part.meeting)
    assert open_part.refuses("ha", door)
    open_part.votes(motion, **dict.fromkeys(open_part.voters, FOR))
    open_part.closes(motion)
    assert open_part.refuses("ha", door)
    open_part.announces(motion)
    opens(open_part)
    assert "Kỷ luật cán bộ" not in everything(open_part, "screen") + everything(open_part, "guest")


def test_guests_read_an_item_added_behind_closed_doors_only_once_they_open(
    open_part: Council,
) -> None:
    closes(open_part)
    open_part.changes_agenda({"kind": "add", "title": "Kỷ luật ông X"})
    for view in ("guest", "screen"):
        assert "Kỷ luật ông X" not in everything(open_part, view)
    assert "Kỷ luật ông X" not in open_part.browser("guest").get(f"/m/{open_part.meeting}").get_data(as_text=True)
    assert "Kỷ luật ông X" in open_part.sees("member", "agenda")
    opens(open_part)
    assert "Kỷ luật ông X" in open_part.sees("guest", "agenda")

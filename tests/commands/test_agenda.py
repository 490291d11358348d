"""Planning a meeting and leading it from its first item to its end."""

import html
import re

import pytest

from meeting.agenda.commands import AddItem, AddSeat, ChangeMeeting, WithdrawMeeting
from meeting.agenda.events import ConclusionRecorded, ItemOpened, MeetingEnded
from meeting.agenda.tables import find_item, find_meeting, seats_of
from meeting.attendance.commands import MarkPresent
from meeting.conduct.commands import EndMeeting, GoToItem, RecordConclusion, StartMeeting
from meeting.kernel.clock import stamp
from meeting.record.replay import replay
from meeting.voting.commands.motions import PrepareMotion
from meeting.voting.commands.results import AnnounceResult
from tests.cast import MORNING
from tests.council import Council
from tests.planned import EVENING, a_meeting


def item(council: Council, **changed: object) -> AddItem:
    return AddItem(**{"meeting_id": council.meeting, "position": 9, "title": "Việc khác"} | changed)  # type: ignore[arg-type]


def seat(council: Council, **changed: object) -> AddSeat:
    given = {"meeting_id": council.meeting, "person_id": council.people["outsider"], "role": "member", "votes": True}
    return AddSeat(**given | changed)  # type: ignore[arg-type]


def change(council: Council, **changed: object) -> ChangeMeeting:
    given = {
        "meeting_id": council.meeting,
        "version": 1,
        "title": "Phiên họp chuyên đề",
        "body": "UBND xã Minh Tân",
        "place": "Hội trường",
        "starts_at": stamp(MORNING),
        "ends_at": stamp(EVENING),
    }
    return ChangeMeeting(**given | changed)  # type: ignore[arg-type]


# planning


def test_a_new_meeting_gets_its_own_journal(council: Council) -> None:
    made = council.submits("admin", a_meeting()).made["meeting_id"]
    assert made != council.meeting
    with council.database.read() as db:
        assert find_meeting(db, made).state == "planned"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"slug": "Phiên họp"}, "agenda.bad_slug"),
        ({"slug": "phien-hop-thang-9"}, "agenda.slug_taken"),
        ({"title": ""}, "agenda.no_title"),
        ({"ends_at": stamp(MORNING)}, "agenda.bad_times"),
        ({"starts_at": "sáng mai"}, "commands.malformed"),
        ({"preset": "senate"}, "agenda.unknown_preset"),
        ({"edition": "vn-1945"}, "agenda.unknown_preset"),
    ],
)
def test_an_inconsistent_meeting_is_refused(council: Council, changed: dict[str, object], code: str) -> None:
    assert council.refuses("admin", a_meeting(**changed)) == code


def test_particulars_are_corrected_until_the_meeting_begins(council: Council) -> None:
    council.submits("ha", change(council))
    council.tells()
    assert "Phiên họp chuyên đề" in council.sees("screen", "stage")
    assert council.refuses("ha", change(council)) == "agenda.changed_meanwhile"
    assert council.refuses("ha", change(council, version=2, ends_at=stamp(MORNING))) == "agenda.bad_times"
    council.starts()
    assert council.refuses("ha", change(council)) == "agenda.not_planned"


def test_a_matter_may_come_up_in_session_but_not_after_the_end(sitting: Council) -> None:
    sitting.changes_agenda({"kind": "add", "title": "Việc khác"})
    assert "Việc khác" in sitting.sees("member", "agenda")
    sitting.ends()
    assert sitting.refuses("ha", item(sitting, position=10)) == "agenda.not_running"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": ""}, "agenda.no_title"),
        ({"form": "dance"}, "commands.malformed"),
        ({"minutes": -1}, "agenda.bad_minutes"),
        ({"position": 1}, "agenda.position_taken"),
        ({"position": -1}, "agenda.bad_position"),
    ],
)
def test_an_inconsistent_item_is_refused(council: Council, changed: dict[str, object], code: str) -> None:
    assert council.refuses("ha", item(council, **changed)) == code


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"role": "king"}, "commands.malformed"),
        ({"role": "screen"}, "agenda.bad_role"),
        ({"weight": 2}, "agenda.one_vote_each"),
        ({"role": "guest", "votes": True}, "agenda.guest_votes"),
        ({"head": True}, "agenda.one_head"),
        ({"role": "clerk", "votes": False, "head": True}, "agenda.head_votes"),
        ({"label": "A01"}, "agenda.seat_taken"),
        ({"person_id": 999}, "kernel.not_found"),
    ],
)
def test_an_inconsistent_seat_is_refused(council: Council, changed: dict[str, object], code: str) -> None:
    assert council.refuses("ha", seat(council, **changed)) == code


def test_a_person_has_one_seat(council: Council) -> None:
    assert council.refuses("ha", seat(council, person_id=council.people["lan"])) == "agenda.person_seated"


def test_a_new_voting_seat_counts_in_the_total(council: Council) -> None:
    council.submits("ha", seat(council))
    assert "0/10" in council.sees("member", "quorum")
    with council.database.read() as db:
        assert seats_of(db, council.meeting)[-1].particulars.full_name == "Lý Quang Vinh"


def test_the_total_is_settled_when_the_meeting_begins(sitting: Council) -> None:
    assert sitting.refuses("ha", seat(sitting)) == "agenda.not_planned"


# the course


def test_the_meeting_begins_at_its_first_item(council: Council) -> None:
    council.starts()
    assert council.events()[-1] == ItemOpened(item_id=council.items[0], closed_item_id=None)
    assert "Khai mạc" in council.sees("screen", "stage")


def test_the_chair_may_start_it_too_but_nobody_twice(council: Council) -> None:
    council.starts("an")
    assert council.refuses("ha", StartMeeting(meeting_id=council.meeting)) == "agenda.already_started"


def test_a_meeting_without_items_is_not_started(council: Council) -> None:
    empty = council.submits("admin", a_meeting()).made["meeting_id"]
    council.submits("admin", AddSeat(meeting_id=empty, person_id=council.people["an"], role="chair", votes=True))
    assert council.refuses("an", StartMeeting(meeting_id=empty)) == "agenda.no_items"


def test_turning_closes_one_item_and_opens_the_other(sitting: Council) -> None:
    sitting.clock.advance(minutes=12)
    sitting.turns_to(2)
    assert sitting.events()[-1] == ItemOpened(item_id=sitting.items[1], closed_item_id=sitting.items[0])
    with sitting.database.read() as db:
        first, second = (find_item(db, sitting.meeting, number) for number in sitting.items[:2])
    assert (first.state, first.closed_at) == ("done", sitting.clock())
    assert (second.state, second.opened_at) == ("now", sitting.clock())


def test_going_back_to_a_finished_item_opens_it_again_and_keeps_its_first_time(sitting: Council) -> None:
    began = sitting.clock()
    for place in (2, 1):
        sitting.clock.advance(minutes=5)
        sitting.turns_to(place)
    with sitting.database.read() as db:
        first = find_item(db, sitting.meeting, sitting.items[0])
    assert (first.state, first.opened_at) == ("now", began)


def test_turning_to_the_present_item_does_nothing(sitting: Council) -> None:
    assert sitting.refuses("ha", GoToItem(meeting_id=sitting.meeting, item_id=sitting.items[0])) == "agenda.same_item"
    assert sitting.refuses("ha", GoToItem(meeting_id=sitting.meeting, item_id=999)) == "kernel.not_found"


def test_a_turn_taken_back_at_once_leaves_no_trace_on_the_agenda(sitting: Council) -> None:
    sitting.clock.advance(minutes=12)
    sitting.turns_to(2)
    sitting.clock.advance(seconds=8)
    sitting.turns_to(1)
    first, second, *_ = sitting.items
    assert sitting.events()[-1] == ItemOpened(item_id=first, closed_item_id=second, taken_back=True)
    with sitting.database.read() as db:
        assert find_item(db, sitting.meeting, sitting.items[1]).state == "upcoming"
    first, second = replay(sitting.journal()).items[:2]
    assert [span.closed_at for span in first.spans] == [None]
    assert second.spans == ()


def test_a_slip_to_a_finished_item_leaves_it_finished(sitting: Council) -> None:
    for place in (2, 1):
        sitting.clock.advance(minutes=5)
        sitting.turns_to(place)
    closed_at = sitting.clock()
    sitting.clock.advance(minutes=5)
    sitting.turns_to(2)
    sitting.clock.advance(seconds=3)
    sitting.turns_to(1)
    with sitting.database.read() as db:
        second = find_item(db, sitting.meeting, sitting.items[1])
    assert (second.state, second.closed_at) == ("done", closed_at)
    assert [len(item.spans) for item in replay(sitting.journal()).items[:2]] == [2, 1]


def test_items_passed_quickly_are_not_slips(sitting: Council) -> None:
    for place in (2, 3, 2, 1):
        sitting.clock.advance(seconds=1)
        sitting.turns_to(place)
    turns = [event for event in sitting.events() if isinstance(event, ItemOpened)]
    assert [turn.taken_back for turn in turns] == [False] * 3 + [True, False]


def test_turning_away_from_an_item_with_an_act_is_not_a_slip(sitting: Council) -> None:
    sitting.turns_to(2)
    note = RecordConclusion(meeting_id=sitting.meeting, item_id=sitting.items[1], text="Thống nhất")
    sitting.submits("ha", note)
    sitting.turns_to(1)
    assert sitting.events()[-1] == ItemOpened(item_id=sitting.items[0], closed_item_id=sitting.items[1])


def test_a_clock_that_was_set_back_makes_no_slip(sitting: Council) -> None:
    sitting.turns_to(2)
    sitting.clock.advance(hours=-1)
    sitting.turns_to(1)
    assert sitting.events()[-1] == ItemOpened(item_id=sitting.items[0], closed_item_id=sitting.items[1])


def test_going_back_to_an_item_later_opens_it_again(sitting: Council) -> None:
    sitting.turns_to(2)
    sitting.clock.advance(minutes=1)
    sitting.turns_to(1)
    assert sitting.events()[-1] == ItemOpened(item_id=sitting.items[0], closed_item_id=sitting.items[1])
    first, second = replay(sitting.journal()).items[:2]
    assert (len(first.spans), len(second.spans)) == (2, 1)


def test_a_withdrawn_plan_accepts_no_change_and_says_why(council: Council) -> None:
    council.submits("admin", WithdrawMeeting(meeting_id=council.meeting))
    assert council.refuses("ha", StartMeeting(meeting_id=council.meeting)) == "agenda.withdrawn"
    assert council.refuses("admin", item(council)) == "agenda.withdrawn"
    question = PrepareMotion(meeting_id=council.meeting, item_id=council.items[0], title="Thông qua")
    note = RecordConclusion(meeting_id=council.meeting, item_id=council.items[0], text="Thống nhất")
    here = MarkPresent(meeting_id=council.meeting, seat_id=council.seats["lan"])
    for command in (question, note, here):
        assert council.refuses("ha", command) == "agenda.withdrawn"
    assert "thay bằng bản khác" in council.sees("member", "now")
    assert "thay bằng bản khác" in council.sees("screen", "stage")


def test_a_meeting_that_has_begun_is_not_withdrawn(sitting: Council) -> None:
    assert sitting.refuses("admin", WithdrawMeeting(meeting_id=sitting.meeting)) == "agenda.not_planned"


def test_nothing_happens_in_a_meeting_before_its_start(council: Council) -> None:
    assert council.refuses("ha", GoToItem(meeting_id=council.meeting, item_id=council.items[1])) == "agenda.not_running"
    assert council.refuses("ha", EndMeeting(meeting_id=council.meeting)) == "agenda.not_running"
    note = RecordConclusion(meeting_id=council.meeting, item_id=council.items[0], text="Thống nhất")
    assert council.refuses("ha", note) == "agenda.not_running"


def test_the_last_conclusion_counts_and_saving_the_same_text_writes_no_event(sitting: Council) -> None:
    for version, text in enumerate(("Thống nhất", "Thống nhất cao", "Thống nhất cao")):
        sitting.submits("ha", concludes(sitting, text, version))
    written = [event.text for event in sitting.events() if isinstance(event, ConclusionRecorded)]
    assert written == ["Thống nhất", "Thống nhất cao"]
    sitting.ends()
    sitting.submits("ha", concludes(sitting, "Sau phiên họp", 2))


def concludes(council: Council, text: str, version: int) -> RecordConclusion:
    return RecordConclusion(meeting_id=council.meeting, item_id=council.items[0], text=text, version=version)


def test_the_second_of_two_who_write_a_conclusion_overwrites_nothing(sitting: Council) -> None:
    sitting.submits("ha", concludes(sitting, "Bản của Hà", 0))
    assert sitting.refuses("ha", concludes(sitting, "Bản ở máy khác", 0)) == "agenda.conclusion_changed"
    assert "Bản của Hà" in sitting.sees("clerk", "agenda")
    sitting.submits("ha", concludes(sitting, "Bản của Hà\nBản ở máy khác", 1))
    assert sitting.refuses("ha", concludes(sitting, "Lần nữa", 1)) == "agenda.conclusion_changed"
    assert sitting.retells().items[0].conclusion == "Bản của Hà\nBản ở máy khác"


def test_the_end_closes_the_open_item_for_good(sitting: Council) -> None:
    sitting.ends()
    assert sitting.events()[-1] == MeetingEnded(closed_item_id=sitting.items[0])
    for command in (
        EndMeeting(meeting_id=sitting.meeting),
        GoToItem(meeting_id=sitting.meeting, item_id=sitting.items[1]),
    ):
        assert sitting.refuses("ha", command) == "agenda.not_running"


def test_the_meeting_does_not_end_over_an_open_vote(sitting: Council) -> None:
    motion = sitting.opens_motion()
    assert sitting.refuses("ha", EndMeeting(meeting_id=sitting.meeting)) == "agenda.vote_running"
    sitting.closes(motion, missing=9)
    assert sitting.refuses("ha", EndMeeting(meeting_id=sitting.meeting)) == "agenda.result_waits"


def questions(council: Council, panel: str, command: str) -> list[str]:
    """What the page asks before it hands in a command, for each of its forms on the secretary's panel.

    `{leave}` and `{left}` in it are what the panel says in one place for all of them, filled in as the page's script
    does.
    """
    shown = council.sees("clerk", panel)
    said = dict(re.findall(r'<span data-says="(\w+)" hidden>\s*([^<]*)</span>', shown))
    forms = re.findall(rf'<form[^>]*data-command="{command}"[^>]*>', shown)
    asked = ["".join(re.findall('data-confirm="([^"]*)"', form)) for form in forms]
    filled = [re.sub(r"\{(\w+)\}", lambda place: said[place[1]], question) for question in asked]
    return [html.unescape(question).strip() for question in filled]


def test_turning_away_from_an_item_with_open_questions_asks_for_confirmation(sitting: Council) -> None:
    assert questions(sitting, "step", "conduct.go_to_item") == [""]
    motion = sitting.prepares('Giao "vốn" đợt 1')
    sitting.prepares("Của mục khác", item=2)
    asked = 'Câu hỏi “Giao "vốn" đợt 1” của nội dung này chưa biểu quyết.'
    assert questions(sitting, "step", "conduct.go_to_item") == [f"{asked} Vẫn chuyển sang nội dung khác?"]
    assert questions(sitting, "agenda", "conduct.go_to_item")[1].startswith(f"{asked} Chuyển sang mục 2")
    other = sitting.prepares("Giao vốn đợt 2")
    asked = "2 câu hỏi của nội dung này chưa biểu quyết."
    assert questions(sitting, "step", "conduct.go_to_item") == [f"{asked} Vẫn chuyển sang nội dung khác?"]
    for each in (motion, other):
        sitting.opens(each)
        sitting.closes(each, missing=9)
        sitting.submits("ha", AnnounceResult(meeting_id=sitting.meeting, motion_id=each))
    assert questions(sitting, "step", "conduct.go_to_item") == [""]


def test_the_person_who_ends_the_meeting_sees_what_is_unfinished(sitting: Council) -> None:
    plain = "Kết thúc phiên họp? Sau khi kết thúc, chỉ họp tiếp được khi biên bản chưa có chữ ký."
    assert questions(sitting, "agenda", "conduct.end_meeting") == [f"Còn 2 nội dung chưa tiến hành. {plain}"]
    sitting.prepares("Giao vốn")
    both = f"Còn 2 nội dung chưa tiến hành và 1 câu hỏi chưa biểu quyết. {plain}"
    assert questions(sitting, "agenda", "conduct.end_meeting") == [both]
    sitting.turns_to(3)
    both = f"Còn 1 nội dung chưa tiến hành và 1 câu hỏi chưa biểu quyết. {plain}"
    assert questions(sitting, "agenda", "conduct.end_meeting") == [both]
    assert questions(sitting, "step", "conduct.end_meeting") == [both]


def test_a_meeting_with_nothing_left_is_ended_by_a_plain_question(sitting: Council) -> None:
    sitting.turns_to(2)
    sitting.turns_to(3)
    plain = "Kết thúc phiên họp? Sau khi kết thúc, chỉ họp tiếp được khi biên bản chưa có chữ ký."
    assert questions(sitting, "step", "conduct.end_meeting") == [plain]
    sitting.prepares("Giao vốn", item=2)
    assert questions(sitting, "step", "conduct.end_meeting") == [f"Còn 1 câu hỏi chưa biểu quyết. {plain}"]

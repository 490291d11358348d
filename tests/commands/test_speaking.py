"""The floor: the list under an item, one speaker at a time, their time, and what the minutes say of it."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import update

from meeting.agenda.commands import CreateMeeting
from meeting.attendance.commands import MarkLeft, UndoArrival
from meeting.commands.registry import Command, Context
from meeting.commands.submit import Reply, before_changing
from meeting.journal.events import Event
from meeting.kernel.clock import stamp
from meeting.minutes.text.compose import compose
from meeting.speaking.commands import (
    AddMinute,
    EndSpeech,
    EnterSpeaker,
    GiveFloor,
    ResumeSpeech,
    StrikeSpeaker,
    TakeBackFloor,
    strike_speaker,
)
from meeting.speaking.events import SpeakerStruck
from meeting.speaking.tables import Speech
from tests.cast import EDITION, MORNING
from tests.council import Council


def enters(council: Council, who: str) -> int:
    """The secretary puts somebody on the list; return the number of the speech."""
    command = EnterSpeaker(meeting_id=council.meeting, seat_id=council.seats[who])
    return council.submits("ha", command).made["speech_id"]


def calls(council: Council, speech: int, minutes: int = 3, *, by: str = "ha", instead_of: int = 0) -> Reply:
    return council.submits(by, give(council, speech, minutes, instead_of))


def give(council: Council, speech: int, minutes: int = 3, instead_of: int = 0) -> GiveFloor:
    return GiveFloor(meeting_id=council.meeting, speech_id=speech, minutes=minutes, instead_of=instead_of)


def end(council: Council, speech: int) -> EndSpeech:
    return EndSpeech(meeting_id=council.meeting, speech_id=speech)


def add(council: Council, speech: int) -> AddMinute:
    return AddMinute(meeting_id=council.meeting, speech_id=speech)


def resume(council: Council, speech: int) -> ResumeSpeech:
    return ResumeSpeech(meeting_id=council.meeting, speech_id=speech)


def take_back(council: Council, speech: int) -> TakeBackFloor:
    return TakeBackFloor(meeting_id=council.meeting, speech_id=speech)


def strike(council: Council, speech: int) -> StrikeSpeaker:
    return StrikeSpeaker(meeting_id=council.meeting, speech_id=speech)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def stage(council: Council) -> str:
    return words(council.sees("screen", "stage"))


def mode(council: Council) -> str:
    found = re.search(r'data-mode="(\w+)"', council.sees("screen", "stage"))
    return found[1] if found else ""


def waiting(council: Council) -> list[str]:
    """The names on the list, as the secretary sees it."""
    rows = council.sees("clerk", "speakers").split('class="waiting-row"')[1:]
    return [re.search(r"waiting-who\"><b>([^<]*)<", row)[1] for row in rows]


def until(council: Council) -> str:
    found = re.search(r'data-until="([^"]*)"', council.sees("screen", "stage"))
    return found[1] if found else ""


def told(council: Council, item: int = 1) -> tuple[str, ...]:
    """The paragraphs of the minutes under the item at a place."""
    return compose(council.retells(), (1, "")).points[item - 1].paragraphs


def spoken(council: Council) -> list[str]:
    """What the minutes say of who spoke under the first item, one line each."""
    lines = told(council)
    if "Ý kiến phát biểu:" not in lines:
        return []
    after = lines[lines.index("Ý kiến phát biểu:") + 1 :]
    return [line for line in after if line.startswith("- ")]


# the floor


def test_a_person_who_is_called_is_named_on_every_screen_with_their_time(sitting: Council) -> None:
    sitting.watch.widely()
    lan, _ = enters(sitting, "lan"), enters(sitting, "nam")
    calls(sitting, lan, 3)
    assert mode(sitting) == "speaking"
    for shown in (stage(sitting), words(sitting.sees("member", "floor")), words(sitting.sees("chair", "step"))):
        assert "Đang phát biểu" in shown
        assert "Bà Trần Thị Lan" in shown
    for shown in (stage(sitting), words(sitting.sees("member", "floor")), words(sitting.sees("chair", "speakers"))):
        assert "Phạm Hoài Nam" in shown
    assert until(sitting) == sitting.clock.advance(minutes=3).isoformat()
    assert "You have the floor, bà Lan." in sitting.sees("member", "floor", "en")


def test_the_tablet_finds_its_owners_turn_by_the_seats_in_the_strip(sitting: Council) -> None:
    lan, _ = enters(sitting, "lan"), enters(sitting, "nam")
    calls(sitting, lan)
    strip = sitting.sees("member", "floor")
    assert f'data-speaks="{sitting.seats["lan"]}"' in strip
    assert f'data-follows="{sitting.seats["nam"]}"' in strip


def test_calling_the_next_speaker_ends_the_speech_before(sitting: Council) -> None:
    lan, nam = enters(sitting, "lan"), enters(sitting, "nam")
    calls(sitting, lan)
    calls(sitting, nam, by="an", instead_of=lan)
    assert "Phạm Hoài Nam" in stage(sitting)
    assert "Lan" not in stage(sitting)
    assert sitting.refuses("ha", end(sitting, lan)) == "speaking.has_not_floor"


def test_two_officers_who_call_speakers_at_once_do_not_end_each_others_call(sitting: Council) -> None:
    lan, nam, mai = enters(sitting, "lan"), enters(sitting, "nam"), enters(sitting, "mai")
    calls(sitting, lan)
    assert sitting.refuses("an", give(sitting, nam)) == "speaking.floor_changed"
    calls(sitting, nam, instead_of=lan)
    assert sitting.refuses("an", give(sitting, mai, instead_of=lan)) == "speaking.floor_changed"
    assert "Phạm Hoài Nam" in stage(sitting)


def test_after_the_speech_the_hall_shows_the_item_and_who_is_next(sitting: Council) -> None:
    lan, _ = enters(sitting, "lan"), enters(sitting, "nam")
    calls(sitting, lan)
    sitting.submits("ha", end(sitting, lan))
    assert mode(sitting) == "item"
    assert "Tiếp theo Ông Phạm Hoài Nam" in stage(sitting)


def test_when_nobody_waits_the_hall_says_so(sitting: Council) -> None:
    calls(sitting, enters(sitting, "lan"))
    assert "Chưa có ai đăng ký phát biểu tiếp" in stage(sitting)


def test_a_speech_without_a_limit_counts_up_and_gets_no_extra_minute(sitting: Council) -> None:
    lan = enters(sitting, "lan")
    calls(sitting, lan, 0)
    assert until(sitting) == ""
    assert "data-since" in sitting.sees("screen", "stage")
    assert sitting.refuses("ha", add(sitting, lan)) == "speaking.no_limit"


def test_an_extra_minute_is_a_whole_minute_also_after_the_time_ran_out(sitting: Council) -> None:
    lan = enters(sitting, "lan")
    calls(sitting, lan, 3)
    began = sitting.clock()
    sitting.clock.advance(minutes=1)
    sitting.submits("an", add(sitting, lan))
    assert until(sitting) == began.replace(minute=began.minute + 4).isoformat()
    sitting.clock.advance(minutes=9)
    sitting.submits("an", add(sitting, lan))
    assert until(sitting) == began.replace(minute=began.minute + 11).isoformat()
    assert "Thời gian: 3 + 2 phút" in stage(sitting)


def test_the_time_given_last_is_offered_next(sitting: Council) -> None:
    lan, _ = enters(sitting, "lan"), enters(sitting, "nam")
    assert 'value="5" selected' in sitting.sees("clerk", "step")
    calls(sitting, lan, 8)
    sitting.submits("ha", end(sitting, lan))
    assert 'value="8" selected' in sitting.sees("clerk", "step")


@pytest.mark.parametrize("minutes", [-1, 121])
def test_an_absurd_time_limit_is_refused(sitting: Council, minutes: int) -> None:
    lan = enters(sitting, "lan")
    assert sitting.refuses("ha", give(sitting, lan, minutes)) == "speaking.bad_minutes"


# the list


def test_the_list_is_in_the_order_of_asking_and_names_everybody_once(sitting: Council) -> None:
    sitting.arrives("guest")
    for who in ("nam", "lan", "guest"):
        enters(sitting, who)
    again = sitting.submits("ha", EnterSpeaker(meeting_id=sitting.meeting, seat_id=sitting.seats["nam"]))
    assert again.made == {}
    assert waiting(sitting) == ["Ông Phạm Hoài Nam", "Bà Trần Thị Lan", "Bà Ngô Thị Yến"]


def test_an_answer_names_only_what_its_own_command_made(sitting: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    sitting.arrives("guest")
    struck = StrikeSpeaker(meeting_id=sitting.meeting, speech_id=enters(sitting, "guest"))
    enters(sitting, "nam")

    def strikes(_: Command, context: Context) -> list[Event]:
        return strike_speaker(struck, context)

    monkeypatch.setattr(before_changing, "answers", [strikes])
    again = sitting.submits("ha", EnterSpeaker(meeting_id=sitting.meeting, seat_id=sitting.seats["nam"]))
    assert isinstance(sitting.events()[-1], SpeakerStruck)
    assert again.made == {}


def test_the_chair_may_call_out_of_order(sitting: Council) -> None:
    sitting.arrives("guest")
    _, yen = enters(sitting, "lan"), enters(sitting, "guest")
    calls(sitting, yen, by="an")
    assert "Bà Ngô Thị Yến" in stage(sitting)
    assert waiting(sitting) == ["Bà Trần Thị Lan"]


def test_a_person_who_will_not_speak_leaves_the_list(sitting: Council) -> None:
    lan = enters(sitting, "lan")
    sitting.submits("ha", strike(sitting, lan))
    assert waiting(sitting) == []
    for command in (strike(sitting, lan), give(sitting, lan)):
        assert sitting.refuses("ha", command) == "speaking.not_waiting"


def test_somebody_may_ask_again_after_speaking(sitting: Council) -> None:
    first = enters(sitting, "lan")
    calls(sitting, first)
    again = EnterSpeaker(meeting_id=sitting.meeting, seat_id=sitting.seats["lan"])
    assert sitting.submits("ha", again).made == {}, "who has the floor need not ask for it"
    sitting.submits("ha", end(sitting, first))
    calls(sitting, enters(sitting, "lan"))
    assert mode(sitting) == "speaking"
    assert waiting(sitting) == []


def test_the_list_of_speakers_of_an_item_is_kept_for_it(sitting: Council) -> None:
    lan = enters(sitting, "lan")
    sitting.turns_to(2)
    assert waiting(sitting) == []
    for command in (give(sitting, lan), strike(sitting, lan)):
        assert sitting.refuses("ha", command) == "speaking.not_waiting"
    sitting.turns_to(1)
    assert waiting(sitting) == ["Bà Trần Thị Lan"]


def test_a_person_who_is_not_in_the_room_is_not_called(sitting: Council) -> None:
    yen = enters(sitting, "guest")
    assert sitting.refuses("ha", give(sitting, yen)) == "speaking.not_here"
    lan = enters(sitting, "lan")
    sitting.submits("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats["lan"], reason="việc gấp"))
    assert sitting.refuses("ha", give(sitting, lan)) == "speaking.not_here"


def test_a_person_who_waits_outside_the_room_is_not_announced_as_next(sitting: Council) -> None:
    enters(sitting, "guest")
    enters(sitting, "lan")
    assert "Tiếp theo Bà Trần Thị Lan" in stage(sitting)
    assert "Không có mặt" in sitting.sees("clerk", "speakers")
    sitting.arrives("guest")
    assert "Tiếp theo Bà Ngô Thị Yến" in stage(sitting)
    assert "Không có mặt" not in sitting.sees("clerk", "speakers")


def test_a_person_who_leaves_the_room_has_spoken(sitting: Council) -> None:
    lan = enters(sitting, "lan")
    calls(sitting, lan)
    sitting.submits("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats["lan"], reason="việc gấp"))
    assert mode(sitting) == "item"
    assert sitting.refuses("ha", resume(sitting, lan)) == "speaking.not_here"


def test_a_speech_of_another_meeting_is_not_found(sitting: Council) -> None:
    lan, nam = enters(sitting, "lan"), enters(sitting, "nam")
    calls(sitting, lan, 9)
    times = {"starts_at": stamp(MORNING), "ends_at": stamp(MORNING.replace(hour=5))}
    other = CreateMeeting(
        slug="khac", title="Phiên khác", body="UBND xã", place="", preset="ubnd", edition=EDITION, **times
    )
    made = sitting.submits("admin", other).made["meeting_id"]
    sitting.database.gate.submit(lambda db: db.execute(update(Speech).values(meeting_id=made)))
    for command in (
        give(sitting, nam),
        strike(sitting, nam),
        end(sitting, lan),
        add(sitting, lan),
        resume(sitting, lan),
    ):
        assert sitting.refuses("ha", command) == "kernel.not_found"
    assert waiting(sitting) == []
    assert mode(sitting) == "item"
    command = EnterSpeaker(meeting_id=sitting.meeting, seat_id=sitting.seats["mai"])
    sitting.commands.submit(command, token=sitting.tokens["ha"])  # unwatched: no event moved the rows
    assert 'value="5" selected' in sitting.sees("clerk", "step")


# with the rest of the meeting


def test_nobody_is_put_on_a_list_before_the_meeting_or_after_it(council: Council) -> None:
    command = EnterSpeaker(meeting_id=council.meeting, seat_id=council.seats["lan"])
    assert council.refuses("ha", command) == "agenda.not_running"
    council.starts()
    council.ends()
    assert council.refuses("ha", command) == "agenda.not_running"


@pytest.mark.parametrize("leave", [lambda c: c.turns_to(2), lambda c: c.ends()])
def test_leaving_the_item_ends_the_speech(sitting: Council, leave: Callable[[Council], None]) -> None:
    lan = enters(sitting, "lan")
    calls(sitting, lan)
    leave(sitting)
    assert mode(sitting) != "speaking"
    assert [event.kind for event in sitting.events()][-2] == "speaking.speech_ended"


def test_calling_a_vote_ends_the_speech_and_nobody_is_called_before_its_result(sitting: Council) -> None:
    lan, nam = enters(sitting, "lan"), enters(sitting, "nam")
    calls(sitting, lan)
    motion = sitting.prepares("Thông qua kế hoạch")
    sitting.opens(motion)
    assert mode(sitting) == "voting"
    assert sitting.refuses("ha", give(sitting, nam)) == "agenda.vote_running"
    sitting.closes(motion, missing=9)
    assert sitting.refuses("ha", give(sitting, nam)) == "agenda.result_waits"
    assert sitting.refuses("ha", resume(sitting, lan)) == "agenda.result_waits"
    sitting.announces(motion)
    assert mode(sitting) == "result"
    sitting.clock.advance(seconds=20)
    calls(sitting, nam)
    assert mode(sitting) == "speaking"
    sitting.submits("ha", end(sitting, nam))
    assert mode(sitting) == "item", "the result has been seen; it does not come back after each speech"


def test_the_check_in_of_a_person_who_has_spoken_is_not_undone(sitting: Council) -> None:
    lan = enters(sitting, "lan")
    calls(sitting, lan)
    undo = UndoArrival(meeting_id=sitting.meeting, seat_id=sitting.seats["lan"])
    assert sitting.refuses("ha", undo) == "speaking.has_spoken"
    sitting.submits("ha", take_back(sitting, lan))
    sitting.submits("ha", undo)


# wrong presses


def test_a_speech_ended_by_mistake_goes_on_with_its_own_time(sitting: Council) -> None:
    lan = enters(sitting, "lan")
    calls(sitting, lan, 3)
    over = until(sitting)
    sitting.clock.advance(minutes=1)
    sitting.submits("ha", end(sitting, lan))
    sitting.clock.advance(seconds=8)
    sitting.submits("ha", resume(sitting, lan))
    assert mode(sitting) == "speaking"
    assert until(sitting) == over
    sitting.submits("ha", end(sitting, lan))
    assert [line.count("8 giờ") for line in spoken(sitting)] == [1]


def test_a_speech_is_not_resumed_later_or_while_something_else_goes_on(sitting: Council) -> None:
    lan, nam = enters(sitting, "lan"), enters(sitting, "nam")
    assert sitting.refuses("ha", resume(sitting, lan)) == "speaking.not_resumed"
    calls(sitting, lan)
    assert sitting.refuses("ha", resume(sitting, lan)) == "speaking.not_resumed"
    calls(sitting, nam, instead_of=lan)
    assert sitting.refuses("ha", resume(sitting, lan)) == "speaking.not_resumed"
    sitting.turns_to(2)
    assert sitting.refuses("ha", resume(sitting, nam)) == "speaking.not_resumed"
    sitting.turns_to(1)
    sitting.clock.advance(seconds=16)
    assert sitting.refuses("ha", resume(sitting, nam)) == "speaking.not_resumed"


def test_taking_a_call_back_resumes_the_speech_before(sitting: Council) -> None:
    lan, nam = enters(sitting, "lan"), enters(sitting, "nam")
    calls(sitting, lan)
    calls(sitting, nam, instead_of=lan)
    sitting.clock.advance(seconds=40)
    sitting.submits("ha", take_back(sitting, nam))
    assert "Trần Thị Lan" in stage(sitting)
    assert waiting(sitting) == ["Ông Phạm Hoài Nam"]
    assert "Nam" not in "".join(told(sitting))


def test_the_speech_of_a_person_who_left_meanwhile_is_not_resumed(sitting: Council) -> None:
    lan, nam = enters(sitting, "lan"), enters(sitting, "nam")
    calls(sitting, lan)
    calls(sitting, nam, instead_of=lan)
    sitting.submits("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats["lan"], reason="việc gấp"))
    sitting.submits("ha", take_back(sitting, nam))
    assert mode(sitting) == "item"


def test_a_call_long_ago_cannot_be_taken_back(sitting: Council) -> None:
    lan = enters(sitting, "lan")
    calls(sitting, lan)
    sitting.clock.advance(minutes=2, seconds=1)
    assert sitting.refuses("ha", take_back(sitting, lan)) == "speaking.too_late"


def test_a_clock_that_was_set_back_loses_no_speech(sitting: Council) -> None:
    lan, nam = enters(sitting, "lan"), enters(sitting, "nam")
    calls(sitting, lan)
    sitting.clock.advance(minutes=-30)
    calls(sitting, nam, instead_of=lan)
    sitting.submits("ha", end(sitting, nam))
    lan_spoke, nam_spoke = spoken(sitting)
    assert ("Lan" in lan_spoke, "Nam" in nam_spoke) == (True, True), "in the order of the journal"


# the minutes


def test_the_minutes_name_the_speakers_in_order_with_their_times(sitting: Council) -> None:
    for who in ("nam", "lan", "nam"):
        speech = enters(sitting, who)
        calls(sitting, speech)
        sitting.clock.advance(minutes=4)
        sitting.submits("ha", end(sitting, speech))
    sitting.turns_to(2)
    assert spoken(sitting) == [
        "- Ông Phạm Hoài Nam, Ủy viên, UBND xã Minh Tân, lúc 8 giờ 00 và 8 giờ 08.",
        "- Bà Trần Thị Lan, Ủy viên, UBND xã Minh Tân, lúc 8 giờ 04.",
    ]
    assert not any("phát biểu" in line for line in told(sitting, 2))


def test_a_person_who_was_called_by_mistake_is_back_on_the_list_and_not_in_the_minutes(sitting: Council) -> None:
    lan, _ = enters(sitting, "lan"), enters(sitting, "nam")
    calls(sitting, lan)
    sitting.submits("an", take_back(sitting, lan))
    assert mode(sitting) == "item"
    assert waiting(sitting) == ["Bà Trần Thị Lan", "Ông Phạm Hoài Nam"]
    assert not any("phát biểu" in line for line in told(sitting))
    assert sitting.refuses("ha", take_back(sitting, lan)) == "speaking.has_not_floor"
    calls(sitting, lan)
    assert any("Trần Thị Lan" in line for line in told(sitting))

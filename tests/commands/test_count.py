"""A vote is counted from the journal; while a table says something else, nothing is announced."""

import json
import logging
from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from meeting.agenda.tables import Seat, find_meeting
from meeting.attendance.commands import MarkLeft, NoteAbsence
from meeting.kernel.refusals import Refused
from meeting.minutes.text.compose import compose
from meeting.voting.commands.motions import OpenMotion, WaiveQuorum
from meeting.voting.commands.recusing import Recuse
from meeting.voting.commands.results import AnnounceResult, CloseMotion, RecordRuling
from meeting.voting.events import BoxRestored
from meeting.voting.restoring import RestoreBox
from meeting.voting.tables import Ballot
from tests.council import AGAINST, FOR, Council
from tests.pages.client import Browser


def tamper(council: Council, statement: str, **values: object) -> None:
    """Somebody writes to the database without the program."""
    council.database.gate.submit(lambda db: db.execute(text(statement), values))


def announce(council: Council, motion: int) -> AnnounceResult:
    return AnnounceResult(meeting_id=council.meeting, motion_id=motion)


def restore(council: Council, motion: int) -> RestoreBox:
    return RestoreBox(meeting_id=council.meeting, motion_id=motion)


@pytest.fixture
def lost(sitting: Council) -> tuple[Council, int]:
    """A vote that was lost, three to six; not closed yet."""
    motion = sitting.opens_motion()
    with sitting.unwatched():
        sitting.splits(motion, 3, 6)
    return sitting, motion


def test_ballots_changed_in_the_table_change_no_count(lost: tuple[Council, int]) -> None:
    council, motion = lost
    tamper(council, "update ballot set choice = 'for'")
    with council.unwatched():
        council.closes(motion)
    assert (council.motion(motion).votes_for, council.motion(motion).votes_against) == (3, 6)
    assert "khác nhật ký" in council.sees("clerk", "motion")
    step = council.sees("clerk", "step")
    assert "vote-restore" in step
    assert "vote-announce" not in step
    assert "khác nhật ký" not in council.sees("member", "motion")


@pytest.mark.parametrize(
    "statement",
    [
        "update ballot set choice = 'for' where choice = 'against'",
        "update ballot set how = 'hand'",
        "update ballot set choice = 'maybe', how = 'magic'",
        "update ballot set choice = 'abstain'",
        "delete from ballot where choice = 'against'",
        "update motion set votes_for = 9, votes_against = 0",
        "update motion set total = 3",
        "update motion set present = 9, abstentions = 1",
        "delete from roll_entry where seat_id > 4",
        "update motion set ruling = true, ruling_reason = 'x'",
    ],
)
def test_nothing_is_announced_while_the_table_differs_and_the_table_is_repaired(
    lost: tuple[Council, int], statement: str, caplog: pytest.LogCaptureFixture
) -> None:
    council, motion = lost
    council.closes(motion)
    tamper(council, statement)
    with caplog.at_level(logging.ERROR):
        answer = Browser(council, "ha").submits("voting.announce_result", {"meeting_id": 1, "motion_id": motion})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "voting.box_differs")
    assert "ALARM" in caplog.text
    assert all("khác nhật ký" in council.sees(view, "motion") for view in ("clerk", "chair"))
    with council.unwatched():
        council.submits("an", restore(council, motion))
    council.retells()
    row = council.announces(motion)
    assert (row.outcome, row.votes_for, row.votes_against) == ("rejected", 3, 6)
    assert [event.motion_id for event in council.events() if isinstance(event, BoxRestored)] == [motion]
    council.ends()
    told = " ".join(" ".join(point.paragraphs) for point in compose(council.retells(), (1, "h")).points)
    assert "khôi phục từ nhật ký" in told


def test_a_table_that_agrees_needs_no_repair(lost: tuple[Council, int]) -> None:
    council, motion = lost
    assert council.refuses("ha", restore(council, motion)) == "voting.not_closed"
    council.closes(motion)
    assert council.refuses("ha", restore(council, motion)) == "voting.nothing_to_restore"
    council.announces(motion)
    assert council.refuses("ha", restore(council, motion)) == "voting.finished"


def test_the_chair_cannot_rule_while_the_table_differs(sitting: Council) -> None:
    motion = sitting.opens_motion()
    with sitting.unwatched():
        sitting.splits(motion, 6, 3)
        sitting.closes(motion)
    tamper(sitting, "update motion set votes_for = 3, votes_against = 3")
    command = RecordRuling(meeting_id=sitting.meeting, motion_id=motion, adopted=False, reason="x")
    assert sitting.refuses("an", command) == "voting.box_differs"


BREAKS = [
    "update journal_line set body = replace(body, 'against', 'for') where kind = 'voting.ballot_cast'",
    "delete from journal_line where kind = 'voting.ballot_cast' and seq = (select max(seq) - 1 from journal_line)",
    "delete from journal_line where seq = (select max(seq) from journal_line)",
]


@pytest.mark.parametrize("statement", BREAKS)
def test_nothing_is_counted_from_a_broken_journal(lost: tuple[Council, int], statement: str) -> None:
    council, motion = lost
    tamper(council, statement + " and book = 'meeting-1'" if "where" in statement else statement)
    close = CloseMotion(meeting_id=council.meeting, motion_id=motion, missing=9)
    assert _code(council, "ha", close) == "voting.journal_broken"


def test_the_heads_choice_among_raised_hands_comes_from_the_journal_too(sitting: Council) -> None:
    motion = sitting.opens_motion(form="hands")
    sitting.counts_hands(motion, 3, 6)
    sitting.closes(motion)
    tamper(sitting, "update motion set head_choice = 'for'")
    assert sitting.refuses("ha", announce(sitting, motion)) == "voting.box_differs"


def test_a_box_that_should_be_empty_is_emptied(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.closes(motion, missing=9)
    sitting.database.gate.submit(
        lambda db: db.add(Ballot(motion_id=motion, seat_id=1, choice=FOR, how="tablet", cast_at=sitting.clock()))
    )
    with sitting.unwatched():
        sitting.submits("an", restore(sitting, motion))
    assert sitting.box(motion) == {}
    assert sitting.announces(motion).outcome == "rejected"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("update ballot set choice = 'for' where seat_id in (8, 9)", "seats 8,9, figures no"),
        ("update motion set votes_for = 9, votes_against = 0", "seats -, figures yes"),
    ],
)
def test_the_alarm_names_whose_ballots_differ_and_never_their_choice(
    lost: tuple[Council, int], statement: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    council, motion = lost
    council.closes(motion)
    tamper(council, statement)
    for command, who in ((announce(council, motion), "ha"), (restore(council, motion), "an")):
        caplog.clear()
        with caplog.at_level(logging.ERROR), council.unwatched(), suppress(Refused):
            council._submit(who, command, "")
        (alarm,) = [record.getMessage() for record in caplog.records if "ALARM" in record.getMessage()]
        assert said in alarm


def test_a_vote_whose_row_points_to_the_wrong_opening_is_not_counted(lost: tuple[Council, int]) -> None:
    """The journal itself is intact; the row that refers to it was changed."""
    council, motion = lost
    tamper(council, "update motion set opened_seq = opened_seq + 1")
    where = council.motion(motion).opened_seq + 1
    answer = Browser(council, "ha").submits("voting.close_motion", {"meeting_id": 1, "motion_id": motion, "missing": 0})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "voting.journal_broken")
    assert f"bản ghi số {where} (không có việc mở biểu quyết)" in answer.get_json()["message"]


def test_a_vote_is_counted_from_its_own_opening_despite_earlier_lines(lost: tuple[Council, int]) -> None:
    council, motion = lost
    tamper(council, "update motion set opened_seq = opened_seq - 3")
    council.closes(motion)
    assert (council.motion(motion).votes_for, council.motion(motion).votes_against) == (3, 6)


def test_a_broken_journal_repairs_nothing_and_the_vote_may_be_called_off(lost: tuple[Council, int]) -> None:
    council, motion = lost
    council.closes(motion)
    tamper(council, "update ballot set choice = 'for'")
    tamper(council, BREAKS[0])
    assert _code(council, "ha", restore(council, motion)) == "voting.journal_broken"
    assert _code(council, "ha", announce(council, motion)) == "voting.journal_broken"
    assert "Nhật ký đã bị thay đổi" in council.sees("clerk", "motion")
    with council.unwatched():
        council.calls_off(motion, "Nhật ký bị sửa")
        again = council.motion(motion).id + 1
        council.opens(again)
        council.splits(again, 6, 3)
        council.closes(again)
        assert council.announces(again).outcome == "adopted", "what was written since the damage holds"


def test_hands_are_counted_from_the_journal_too(sitting: Council) -> None:
    motion = sitting.opens_motion(form="hands")
    sitting.counts_hands(motion, 3, 6)
    tamper(sitting, "update motion set votes_for = 9, votes_against = 0")
    with sitting.unwatched():
        sitting.closes(motion)
    assert (sitting.motion(motion).votes_for, sitting.motion(motion).votes_against) == (3, 6)


@pytest.mark.parametrize("rounds", [1, 4])
def test_closing_takes_as_many_statements_whatever_was_cast(sitting: Council, rounds: int) -> None:
    motion = sitting.opens_motion()
    with sitting.unwatched():
        for choice in [FOR, AGAINST] * rounds:
            for who in sitting.voters:
                sitting.casts(who, motion, choice)
        heard: list[str] = []
        engine = sitting.database.gate._engine
        event.listen(engine, "before_cursor_execute", lambda *given: heard.append(given[2]))
        sitting.closes(motion)
    over_the_journal = [statement for statement in heard if "FROM journal_line" in statement]
    assert len(over_the_journal) == 2, "the vote, and what it stands on"
    assert len(heard) < 25


def _code(council: Council, who: str, command: object) -> str:
    """The refusal's code; the journal is broken, so no panel is compared."""
    with pytest.raises(Refused) as refused:
        council._submit(who, command, "")  # type: ignore[arg-type]
    return refused.value.code


def leave(council: Council, how_many: int) -> None:
    for who in council.members[:how_many]:
        council.submits("ha", MarkLeft(meeting_id=council.meeting, seat_id=council.seats[who], reason="Về sớm"))


def told_by(council: Council, motion: int, command: str) -> str:
    """What the secretary reads when they go on; the attempt opened or announced nothing."""
    before = council.motion(motion).state
    answer = Browser(council, "ha").submits(f"voting.{command}", {"meeting_id": council.meeting, "motion_id": motion})
    assert council.motion(motion).state == before
    told = answer.get_json()
    return f"{told['code']}: {told['message']}" if answer.status_code != 200 else "done"


def repair(council: Council, motion: int) -> None:
    """Restore, as the button does that both sentences name."""
    with council.unwatched():
        council.submits("ha", restore(council, motion))
    council.retells()


def test_the_page_of_the_roll_offers_the_repair_and_confirms_it(sitting: Council) -> None:
    motion = sitting.prepares("Thông qua tờ trình")
    roll = f"/meetings/{sitting.meeting}/votes/{motion}/roll"
    tamper(sitting, "update seat set counted = false where position = 9")
    secretary = Browser(sitting, "ha")
    assert "Danh sách biểu quyết" in told_by(sitting, motion, "open_motion"), "the page is named"
    assert "vote-restore" in secretary.get(roll).text
    with sitting.unwatched():
        assert "Đã khôi phục từ nhật ký" in secretary.get(secretary.send(roll, anew="1").location).text
    again = secretary.send(roll, anew="1")
    assert (again.status_code, "không cần khôi phục" in again.text) == (409, True)
    sitting.opens(motion)
    assert sitting.motion(motion).total == 9


def minutes_of(council: Council) -> str:
    council.ends()
    return " ".join(" ".join(point.paragraphs) for point in compose(council.retells(), (1, "h")).points)


def test_a_waiver_that_the_chair_never_gave_allows_no_announcement(sitting: Council) -> None:
    with sitting.unwatched():
        motion = sitting.opens_motion()
        for who in sitting.voters:
            sitting.casts(who, motion, FOR)
        leave(sitting, 4)
        sitting.closes(motion)
    tamper(sitting, "update motion set quorum_waived_at = 1")
    assert told_by(sitting, motion, "announce_result").startswith("voting.box_differs: CẢNH BÁO")
    assert "vote-restore" in sitting.sees("clerk", "step")
    repair(sitting, motion)
    assert told_by(sitting, motion, "announce_result").startswith("attendance.no_quorum")
    sitting.calls_off(motion, "Không đủ người")
    assert "được thông qua" not in minutes_of(sitting)


def other_quorum(council: Council, *changes: tuple[str, str]) -> str:
    """The statement that replaces the meeting's rule of quorum by another."""
    with council.database.read() as db:
        rule = json.dumps(find_meeting(db, council.meeting).quorum)
    for was, now in changes:
        rule = rule.replace(was, now)
    return f"update meeting set quorum = '{rule}'"


def test_a_quorum_lowered_in_the_table_opens_no_vote(sitting: Council) -> None:
    with sitting.unwatched():
        motion = sitting.prepares("Thông qua tờ trình")
        leave(sitting, 4)
    tamper(sitting, other_quorum(sitting, ("2", "1"), ("3", "9")))
    assert "lưu trên máy chủ khác nhật ký" in told_by(sitting, motion, "open_motion")
    repair(sitting, motion)
    assert told_by(sitting, motion, "open_motion").startswith("attendance.no_quorum")
    assert "5 / 9" not in minutes_of(sitting)


def test_members_removed_from_the_total_in_the_table_make_no_majority(sitting: Council) -> None:
    with sitting.unwatched():
        motion = sitting.prepares("Thông qua tờ trình")
        leave(sitting, 3)
    tamper(sitting, "update seat set counted = false where id in (select seat_id from attendance where not present)")
    assert told_by(sitting, motion, "open_motion").startswith("voting.ground_differs: CẢNH BÁO")
    repair(sitting, motion)
    with sitting.unwatched():
        sitting.opens(motion)
        for number, who in enumerate(("an", *sitting.members[3:])):
            sitting.casts(who, motion, FOR if number < 4 else AGAINST)
        sitting.closes(motion)
        assert (sitting.announces(motion).outcome, sitting.motion(motion).total) == ("rejected", 9)
    assert "4/9" in minutes_of(sitting)


def another_head(council: Council, motion: int) -> None:
    """By the table, somebody who voted for becomes the head of the body."""
    council.closes(motion, missing=9)
    voted = "select min(seat_id) from ballot where choice = 'for'"
    tamper(council, f"update seat set head = (id = ({voted}))")


def test_a_head_changed_in_the_table_adopts_nothing_at_equal_votes(build: Callable[..., Council]) -> None:
    council = build(voters=8)
    council.sits()
    with council.unwatched():
        motion = council.opens_motion()
        council.splits(motion, 4, 4, chair=AGAINST)
        another_head(council, motion)
    assert told_by(council, motion, "announce_result").startswith("voting.box_differs")
    repair(council, motion)
    assert council.announces(motion).outcome == "rejected", "the true head voted against"
    assert "không được thông qua theo" in minutes_of(council)


def test_a_head_changed_in_the_table_gives_the_chair_nothing_to_rule(sitting: Council) -> None:
    """Four for, four against, of nine with the head against: the law leaves nothing open."""
    with sitting.unwatched():
        motion = sitting.opens_motion()
        sitting.splits(motion, 4, 4, chair=AGAINST)
        another_head(sitting, motion)
    ruling = RecordRuling(meeting_id=sitting.meeting, motion_id=motion, adopted=True, reason="x")
    assert sitting.refuses("an", ruling) == "voting.box_differs"
    assert told_by(sitting, motion, "announce_result").startswith("voting.box_differs")
    repair(sitting, motion)
    assert sitting.announces(motion).outcome == "rejected"
    assert "không được thông qua theo" in minutes_of(sitting)


@pytest.mark.parametrize(
    "statement",
    [
        "update motion set decision = 'agenda'",
        "update motion set title = 'Việc khác của xã'",
        "update motion set form = 'hands'",
        "update motion set steps = '[{}]'",
        "update motion set quorum_waived_at = 9, quorum_reason = 'x'",
        "update meeting set preset = 'board'",
        "update meeting set edition = 'riêng'",
        "update seat set votes = false where position = 9",
        "update seat set votes = true where not votes",
        "update seat set mandate = 'suspended' where position = 9",
        """update seat set mandate_by = '{"article": "Điều 1"}' where position = 9""",
        "update attendance set present = false",
        "delete from attendance",
        "delete from recusal",
        "update recusal set counted = false",
    ],
)
def test_no_vote_opens_on_a_roll_or_a_question_unknown_to_the_journal(sitting: Council, statement: str) -> None:
    """Any of these changes can be repaired, and the next vote rests on the journal."""
    with sitting.unwatched():
        motion = sitting.prepares("Thông qua tờ trình")
        aside = {"meeting_id": 1, "motion_id": motion, "seat_id": sitting.seats[sitting.members[7]]}
        sitting.submits("ha", Recuse(**aside, cause="interest", reason="Có liên quan"))
    before = sitting.journal()
    tamper(sitting, statement)
    assert "khác nhật ký" in told_by(sitting, motion, "open_motion")
    assert sitting.journal() == before
    repair(sitting, motion)
    with sitting.unwatched():
        sitting.opens(motion)
        sitting.splits(motion, 5, 3)
        sitting.closes(motion)
        assert sitting.announces(motion).outcome == "adopted"
    assert "5/9" in minutes_of(sitting)


@pytest.mark.parametrize("more", [{}, {"head": True, "votes": False}, {"votes": False, "counted": False}])
def test_a_seat_known_only_to_the_table_has_no_vote(sitting: Council, more: dict[str, bool]) -> None:
    """Somebody was seated without the program: after the repair they sit there as a guest, and the body keeps its
    size."""

    def seat(db: Session) -> None:
        stands = {"meeting_id": sitting.meeting, "person_id": sitting.people["outsider"], "role": "member"}
        seen = db.get_one(Seat, sitting.seats["lan"]).particulars
        added = {"votes": True, "weight": 1, "label": "", "position": 99, "head": False, "particulars": seen}
        db.add(Seat(**(stands | added | more)))

    with sitting.unwatched():
        motion = sitting.prepares("Thông qua tờ trình")
    sitting.database.gate.submit(seat)
    assert "khác nhật ký" in told_by(sitting, motion, "open_motion")
    with sitting.unwatched():
        sitting.submits("an", restore(sitting, motion))
        sitting.opens(motion)
        sitting.splits(motion, 5, 4)
        sitting.closes(motion)
        sitting.announces(motion)
    assert (sitting.motion(motion).total, sitting.motion(motion).outcome) == (9, "adopted")


def test_a_member_who_comes_despite_a_named_substitute_votes_without_an_alarm(build: Callable[..., Council]) -> None:
    council = build()
    lan = council.seats["lan"]
    note = NoteAbsence(
        meeting_id=council.meeting, seat_id=lan, excused=True, reason="Đi công tác", substitute="ông Sơn"
    )
    council.submits("ha", note)
    council.arrives(*council.voters)
    council.starts()
    motion = council.opens_motion()
    council.votes(motion, **dict.fromkeys(council.voters, FOR))
    council.closes(motion)
    assert (council.announces(motion).outcome, council.motion(motion).votes_for) == ("adopted", 9)


def test_a_substitute_known_only_to_the_journal_is_reported_missing(build: Callable[..., Council]) -> None:
    council = build()
    lan = council.seats["lan"]
    note = NoteAbsence(
        meeting_id=council.meeting, seat_id=lan, excused=True, reason="Đi công tác", substitute="ông Sơn"
    )
    council.submits("ha", note)
    council.arrives(*(who for who in council.voters if who != "lan"))
    council.starts()
    motion = council.prepares("Thông qua tờ trình")
    tamper(council, "update attendance set substitute = ''")
    assert told_by(council, motion, "open_motion").startswith("voting.ground_differs")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("update journal_line set body = '{}' where kind = 'agenda.seat_added'", "bản ghi không đọc được"),
        ("delete from journal_line where kind = 'voting.motion_prepared'", "không có việc chuẩn bị biểu quyết"),
        ("delete from journal_line where kind = 'agenda.meeting_created'", "không có việc chuẩn bị biểu quyết"),
    ],
)
def test_a_journal_that_lacks_the_terms_of_a_vote_opens_none(sitting: Council, statement: str, said: str) -> None:
    motion = sitting.prepares("Thông qua tờ trình")
    tamper(sitting, statement)
    with pytest.raises(Refused, match=said) as refused:
        sitting._submit("ha", OpenMotion(meeting_id=sitting.meeting, motion_id=motion), "")
    assert (refused.value.code, refused.value.facts["seq"]) == ("voting.journal_broken", 1)


def test_a_person_marked_as_gone_only_in_the_table_still_counts_in_the_open_vote(sitting: Council) -> None:
    motion = sitting.opens_motion()
    with sitting.unwatched():
        sitting.splits(motion, 6, 3)
        tamper(sitting, "update attendance set present = false")
        sitting.closes(motion)
    assert sitting.motion(motion).present == 9
    assert told_by(sitting, motion, "announce_result").startswith("voting.box_differs")
    repair(sitting, motion)
    assert sitting.announces(motion).outcome == "adopted"


def test_no_waiver_is_recorded_for_a_quorum_known_only_to_the_table(sitting: Council) -> None:
    with sitting.unwatched():
        motion = sitting.prepares("Thông qua tờ trình")
        leave(sitting, 4)
    tamper(sitting, other_quorum(sitting, ("2", "3")))
    command = WaiveQuorum(meeting_id=sitting.meeting, motion_id=motion, reason="Bão")
    assert sitting.refuses("an", command) == "voting.ground_differs"

"""In session only a vote of the room changes the agenda; the minutes say which vote."""

from importlib.resources import files
from pathlib import Path

import msgspec
import pytest

from meeting.agenda.commands import AddItem
from meeting.agenda.events import ItemMoved, ItemWithdrawn
from meeting.agenda.steps import MOST_STEPS, Step
from meeting.agenda.tables import items_of
from meeting.conduct.commands import GoToItem
from meeting.contributions.commands import Accept, AllotItem, Contribute
from meeting.contributions.tables import waiting_in
from meeting.journal import chain
from meeting.law import editions
from meeting.minutes.text.compose import compose
from meeting.people.commands import ChangePerson
from meeting.people.tables import find_person
from meeting.people.units import MakeUnit
from meeting.record.replay import replay
from meeting.voting.commands.agenda_change import DropAgendaChange, ProposeAgendaChange
from meeting.voting.commands.motions import CancelMotion, OpenMotion, PrepareMotion
from meeting.voting.rules import MotionState
from tests.cast import EDITION
from tests.conftest import Builder
from tests.council import Council
from tests.pages.client import Browser

PLAN, CLOSING = 2, 3
"""Places of the items that the meeting has not been at."""


def titles(council: Council) -> list[str]:
    with council.database.read() as db:
        return [item.title for item in items_of(db, council.meeting)]


def items(council: Council) -> list[int]:
    with council.database.read() as db:
        return [item.id for item in items_of(db, council.meeting)]


def printed(council: Council) -> list[str]:
    """Every paragraph that the minutes print under the items."""
    entries = council.journal()
    facts = compose(council.retells(), (entries[-1].seq, entries[-1].hash))
    return [line for point in facts.points for line in (point.heading, *point.paragraphs)]


def refused(council: Council, *steps: dict[str, object]) -> str:
    command = ProposeAgendaChange(
        meeting_id=council.meeting, steps=tuple(msgspec.convert(step, Step) for step in steps)
    )
    return council.refuses("ha", command)


def withdraws(council: Council, place: int) -> dict[str, object]:
    return {"kind": "withdraw", "item_id": council.items[place - 1]}


def test_the_kind_of_decision_is_the_one_that_the_edition_names(build: Builder, tmp_path: Path) -> None:
    text = (files("meeting.law") / "shipped" / f"{EDITION}.yaml").read_text("utf-8").replace(EDITION, "rieng-tong-so")
    usual = "default_decision: committee_decision\n    procedural_decision: "
    sitting = build(law=text.replace(f"{usual}procedural", f"{usual}committee_decision"), sits=True)
    try:
        motion = sitting.proposes(withdraws(sitting, PLAN))
        assert sitting.motion(motion).decision == "committee_decision"
    finally:
        editions.keep_office(tmp_path / "none")


def test_nothing_changes_until_the_room_has_adopted_it(sitting: Council) -> None:
    before = titles(sitting)
    motion = sitting.proposes({"kind": "add", "title": "Vốn khắc phục bão", "before": sitting.items[PLAN - 1]})
    sitting.opens(motion)
    sitting.counts_hands(motion, 9, 0)
    sitting.closes(motion)
    assert titles(sitting) == before
    assert "Vốn khắc phục bão" not in sitting.sees("member", "agenda")
    sitting.announces(motion)
    assert titles(sitting) == [before[0], "Vốn khắc phục bão", *before[1:]]
    assert "Vốn khắc phục bão" in sitting.sees("member", "agenda")
    assert any("bổ sung vào chương trình theo kết quả biểu quyết" in line for line in printed(sitting))


def prepares_plan(sitting: Council) -> dict[str, int]:
    """Lan's unit prepares the plan; return which item that is."""
    unit = sitting.submits("admin", MakeUnit(title="Phòng Kinh tế")).made["unit_id"]
    with sitting.database.read() as db:
        lan = find_person(db, sitting.people["lan"])
    command = ChangePerson(person_id=lan.id, version=lan.version, particulars=lan.particulars, unit_id=unit)
    sitting.submits("admin", command)
    which = {"meeting_id": sitting.meeting, "item_id": sitting.items[PLAN - 1]}
    sitting.submits("ha", AllotItem(**which, unit_id=unit))
    return which


def test_papers_that_units_sent_for_a_withdrawn_item_go_back_with_a_reason(sitting: Council) -> None:
    which = prepares_plan(sitting)
    file = {"title": "Báo cáo", "filename": "a.pdf", "media_type": "application/pdf", "sha256": "a" * 64, "size": 9}
    sent = sitting.submits("lan", Contribute(**which, **file, reason="Số liệu mới")).made["contribution_id"]
    sitting.changes_agenda(withdraws(sitting, PLAN))
    with sitting.database.read() as db:
        assert waiting_in(db, {sitting.meeting}) == {}
    read = Browser(sitting, "ha").get(f"/meetings/{sitting.meeting}/contributions").text
    assert "Nội dung đã được rút khỏi chương trình" in read
    assert (
        sitting.refuses("ha", Accept(meeting_id=sitting.meeting, contribution_id=sent)) == "contributions.not_waiting"
    )
    lan = Browser(sitting, "lan")
    own = lan.get("/unit-work").text
    assert "Nội dung đã được rút khỏi chương trình" in own, "the unit reads why it came back"
    assert "data-upload" not in own, "and sends no other"
    place = f"/unit-work/{which['meeting_id']}/{which['item_id']}"
    refused = lan.client.post(f"{place}/slices?key=k&name=a.pdf&at=0&of=9", headers={"X-CSRFToken": lan.csrf()}).json
    assert refused["message"] == "Nội dung “Kế hoạch đầu tư công năm 2027” đã được rút khỏi chương trình."
    again = Contribute(**which, **file, reason="Số liệu mới")
    assert sitting.refuses("lan", again) == "agenda.item_withdrawn"
    home = lan.get("/").text
    assert 'href="/unit-work"' in home, "where it is read"
    assert "bị trả lại" not in home, "nobody can send it again"
    assert 'class="count figures"' not in home, "and nothing is left to prepare"


def test_withdrawing_an_item_before_its_unit_sent_anything_tells_nobody(sitting: Council) -> None:
    prepares_plan(sitting)
    sitting.changes_agenda(withdraws(sitting, PLAN))
    lan = Browser(sitting, "lan")
    assert "Kế hoạch đầu tư công" not in lan.get("/unit-work").text
    assert "/unit-work" not in lan.get("/").text


def test_a_rejected_change_leaves_the_agenda_as_it_is(sitting: Council) -> None:
    before = titles(sitting)
    motion = sitting.proposes(withdraws(sitting, PLAN))
    sitting.opens(motion)
    sitting.counts_hands(motion, 4, 5)
    sitting.closes(motion)
    sitting.announces(motion)
    assert titles(sitting) == before
    assert "Đã rút" not in sitting.sees("member", "agenda")
    sitting.turns_to(PLAN)
    assert any("rút nội dung 2 “Kế hoạch đầu tư công năm 2027”" in line for line in printed(sitting))


def test_nobody_turns_to_a_withdrawn_item_and_its_prepared_vote_is_called_off(sitting: Council) -> None:
    waiting = sitting.prepares("Thông qua kế hoạch", item=PLAN)
    plan = sitting.items[PLAN - 1]
    sitting.changes_agenda(withdraws(sitting, PLAN))
    assert sitting.motion(waiting).state == MotionState.CANCELLED
    assert sitting.refuses("ha", GoToItem(meeting_id=sitting.meeting, item_id=plan)) == "agenda.item_withdrawn"
    again = PrepareMotion(meeting_id=sitting.meeting, item_id=plan, title="Thông qua")
    assert sitting.refuses("ha", again) == "agenda.item_withdrawn"
    assert "Đã rút" in sitting.sees("member", "agenda")
    assert "Kết luận" in sitting.sees("clerk", "step"), "what follows is the item after it"
    told = printed(sitting)
    assert any("rút khỏi chương trình theo kết quả biểu quyết" in line for line in told)
    assert "Biểu quyết đã chuẩn bị “Thông qua kế hoạch” không tiến hành." in told
    sitting.turns_to(CLOSING)
    sitting.ends()
    assert "Không tiến hành." in "\n".join(printed(sitting))


def test_reordered_items_keep_what_was_decided_under_them(sitting: Council) -> None:
    first, plan, closing = titles(sitting)
    sitting.changes_agenda({"kind": "move", "item_id": sitting.items[2], "before": sitting.items[1]})
    assert titles(sitting) == [first, closing, plan]
    assert any("chuyển từ vị trí số 3" in line for line in printed(sitting))
    sitting.changes_agenda({"kind": "move", "item_id": sitting.items[1]})
    assert titles(sitting) == [first, plan, closing]


def test_items_moved_by_one_vote_are_named_by_the_numbers_in_the_question(sitting: Council) -> None:
    sitting.changes_agenda({"kind": "add", "title": "Vốn khắc phục bão"})
    _, second, third, _ = sitting.items
    sitting.changes_agenda({"kind": "move", "item_id": second}, {"kind": "move", "item_id": third})
    assert titles(sitting)[1:] == ["Vốn khắc phục bão", "Kế hoạch đầu tư công năm 2027", "Kết luận"]
    told = [line for line in printed(sitting) if "chuyển từ vị trí số" in line]
    assert [line.partition(" theo")[0] for line in told] == [
        "Nội dung được chuyển từ vị trí số 2",
        "Nội dung được chuyển từ vị trí số 3",
    ]


def test_several_steps_are_one_question_and_are_taken_together(sitting: Council) -> None:
    sitting.changes_agenda(
        withdraws(sitting, PLAN),
        {"kind": "add", "title": "Một", "before": sitting.items[2]},
        {"kind": "add", "title": "Hai"},
        {"kind": "move", "item_id": sitting.items[2]},
    )
    assert titles(sitting) == ["Khai mạc", "Kế hoạch đầu tư công năm 2027", "Một", "Hai", "Kết luận"]
    assert "Mục 1/5" in sitting.sees("member", "now"), "who was withdrawn keeps its number"


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([], "agenda.no_step"),
        ([{"kind": "withdraw", "item_id": 1}], "agenda.not_ahead"),
        ([{"kind": "withdraw", "item_id": 99}], "agenda.not_ahead"),
        ([{"kind": "move", "item_id": 3, "before": 1}], "agenda.bad_before"),
        ([{"kind": "move", "item_id": 3, "before": 3}], "agenda.bad_before"),
        ([{"kind": "withdraw", "item_id": 2}, {"kind": "move", "item_id": 2}], "agenda.twice"),
        ([{"kind": "add", "title": ""}], "agenda.no_title"),
        ([{"kind": "add", "title": "x" * 401}], "commands.too_long"),
        ([{"kind": "add", "title": "x"}] * (MOST_STEPS + 1), "agenda.too_many_steps"),
    ],
)
def test_an_impossible_change_is_not_put_to_the_vote(
    sitting: Council, steps: list[dict[str, object]], code: str
) -> None:
    assert sitting.items == [1, 2, 3]
    assert refused(sitting, *steps) == code


def test_makers_change_the_agenda_before_the_meeting_and_only_the_room_during_it(council: Council) -> None:
    assert refused(council, {"kind": "withdraw", "item_id": council.items[1]}) == "agenda.not_running"
    council.sits()
    assert council.refuses("ha", AddItem(meeting_id=council.meeting, title="Việc khác")) == "agenda.in_session"


def test_an_outdated_proposal_is_not_opened_and_can_be_taken_back(sitting: Council) -> None:
    motion = sitting.proposes(withdraws(sitting, PLAN))
    sitting.turns_to(PLAN)
    sitting.clock.advance(minutes=5)
    sitting.turns_to(1)
    assert sitting.refuses("ha", OpenMotion(meeting_id=sitting.meeting, motion_id=motion)) == "agenda.not_ahead"
    sitting.submits("ha", DropAgendaChange(meeting_id=sitting.meeting, motion_id=motion))
    assert "rút nội dung 2" not in sitting.sees("clerk", "motions")
    other = sitting.prepares("Thông qua kế hoạch")
    drop = DropAgendaChange(meeting_id=sitting.meeting, motion_id=other)
    assert sitting.refuses("ha", drop) == "voting.no_agenda_change"


def test_a_vote_that_is_called_off_is_ready_again_with_its_steps(sitting: Council) -> None:
    motion = sitting.proposes(withdraws(sitting, PLAN))
    sitting.opens(motion)
    cancel = CancelMotion(meeting_id=sitting.meeting, motion_id=motion, reason="Đếm nhầm")
    again = sitting.submits("ha", cancel).made["motion_id"]
    sitting.opens(again)
    sitting.counts_hands(again, 9, 0)
    sitting.closes(again)
    sitting.announces(again)
    assert "Đã rút" in sitting.sees("member", "agenda")


def test_guests_read_only_the_number_of_an_internal_item(sitting: Council) -> None:
    sitting.changes_agenda({"kind": "add", "title": "Công tác cán bộ", "internal": True})
    motion = sitting.proposes({"kind": "withdraw", "item_id": sitting.items[-1]})
    sitting.opens(motion)
    assert "rút nội dung 4 (họp nội bộ)" in sitting.sees("guest", "motion")
    assert "Công tác cán bộ" not in sitting.sees("guest", "motion")


@pytest.mark.parametrize("forged", [ItemWithdrawn(item_id=2), ItemMoved(item_id=3, position=2)])
def test_a_journal_that_changes_the_agenda_without_a_vote_is_refused(sitting: Council, forged: object) -> None:
    entries = sitting.journal()
    last, kind = entries[-1], type(forged).kind  # type: ignore[attr-defined]
    told = msgspec.structs.replace(last, seq=last.seq + 1, kind=kind, body=msgspec.to_builtins(forged))
    entries.append(told)
    with pytest.raises(chain.Broken, match="chưa được biểu quyết"):
        replay(entries)


def test_a_question_with_numbers_of_a_different_agenda_is_not_put(sitting: Council) -> None:
    """Only the number of an internal item is read out: with old numbers the room would withdraw another item."""
    sitting.changes_agenda({"kind": "add", "title": "Nhân sự", "internal": True})
    waits = sitting.proposes({"kind": "withdraw", "item_id": items(sitting)[-1]})
    called_off = sitting.proposes({"kind": "withdraw", "item_id": items(sitting)[-1]})
    sitting.changes_agenda({"kind": "add", "title": "Vốn khắc phục bão", "before": sitting.items[PLAN - 1]})
    for motion in (waits, called_off):
        assert (
            sitting.refuses("ha", OpenMotion(meeting_id=sitting.meeting, motion_id=motion)) == "voting.agenda_changed"
        )
    sitting.submits("ha", DropAgendaChange(meeting_id=sitting.meeting, motion_id=waits))
    anew = sitting.proposes({"kind": "withdraw", "item_id": items(sitting)[-1]})
    sitting.opens(anew)
    assert "nội dung 5 (họp nội bộ)" in sitting.sees("member", "motion")


def test_a_proposal_too_long_to_read_out_is_refused(sitting: Council) -> None:
    steps = [{"kind": "add", "title": f"{number} " + "dài " * 90} for number in range(5)]
    assert refused(sitting, *steps) == "commands.too_long"


def test_a_step_can_be_put_and_read_out_whatever_the_items_are_called(sitting: Council) -> None:
    with sitting.unwatched():
        for word in ("dài " * 100, "d" * 400):
            sitting.changes_agenda({"kind": "add", "title": word.strip()})
    long, longest = items(sitting)[-2:]
    steps = (
        {"kind": "withdraw", "item_id": longest},
        {"kind": "move", "item_id": longest, "before": long},
        {"kind": "add", "title": "Thêm " * 80, "before": long},
    )
    for step in steps:
        motion = sitting.proposes(step)
        assert len(sitting.motion(motion).title) <= 400
        sitting.submits("ha", DropAgendaChange(meeting_id=sitting.meeting, motion_id=motion))
    assert sitting.motion(sitting.proposes({"kind": "withdraw", "item_id": long})).title.endswith("dài…”")

"""Planned sittings: shown on every screen, proposed while the meeting runs, and overruled by what happens."""

import pytest

from meeting.agenda.commands import AddItem, ChangeMeeting
from meeting.agenda.ordering import ChangeItem, MoveItem
from meeting.agenda.planned import planned_sittings
from meeting.agenda.planning_sittings import ChangePlannedSitting, PlanSitting, RemovePlannedSitting
from meeting.agenda.tables import find_item
from meeting.kernel.clock import stamp
from meeting.minutes.text.compose import compose
from tests.council import Council
from tests.sittings import at, belongs, change, goes_on, plans_sitting, rests


@pytest.fixture
def two_days(council: Council) -> Council:
    """A morning, an afternoon and a second day; the first item in the morning, the others in the afternoon."""
    morning = plans_sitting(council, "2026-09-24 08:00", "2026-09-24 11:30")
    afternoon = plans_sitting(council, "2026-09-24 13:30", "2026-09-24 17:00")
    plans_sitting(council, "2026-09-25 08:00", "2026-09-25 11:30", "Buổi bế mạc")
    belongs(council, 1, morning)
    belongs(council, 2, afternoon)
    belongs(council, 3, afternoon)
    return council


def test_everybody_sees_on_the_agenda_which_item_belongs_to_which_sitting(two_days: Council) -> None:
    for view in ("member", "chair", "clerk", "guest"):
        shown = two_days.sees(view, "agenda")
        heads = ("Buổi sáng 24/9", "Buổi chiều 24/9")
        assert [shown.count(f"<b>{each}</b>") for each in heads] == [1, 1], view
        assert "dự kiến 13:30–17:00" in shown
        assert shown.index(heads[0]) < shown.index(heads[1])


def test_an_item_without_a_sitting_continues_the_one_above_it(two_days: Council) -> None:
    belongs(two_days, 2, None)
    belongs(two_days, 1, two_days_second(two_days))
    shown = two_days.sees("member", "agenda")
    assert shown.count("agenda-sitting") == 1


def test_people_who_do_not_know_an_item_see_its_sitting_at_the_next_item(two_days: Council) -> None:
    command = change(two_days, 2, two_days_second(two_days))
    two_days.submits(
        "system", ChangeItem(**{f: getattr(command, f) for f in command.__struct_fields__} | {"internal": True})
    )
    shown = two_days.sees("guest", "agenda")
    assert shown.count("<b>Buổi chiều 24/9</b>") == 1


def test_a_sitting_of_internal_items_has_no_title_for_guests_and_the_hall(two_days: Council) -> None:
    """Its title may reveal what they must not know; they read the time of day."""
    with two_days.database.read() as db:
        last = planned_sittings(db, two_days.meeting)[2]
    evening = {"starts_at": stamp(at("2026-09-24 18:00")), "ends_at": stamp(at("2026-09-24 20:00"))}
    secret = {"title": "Kỷ luật ông X"} | evening
    two_days.submits("system", ChangePlannedSitting(meeting_id=1, sitting_id=last.id, version=1, **secret))
    command = AddItem(meeting_id=1, title="Việc nội bộ", internal=True, sitting_id=last.id)
    two_days.submits("system", command)
    two_days.sits()
    two_days.clock.advance(minutes=570)
    rests(two_days, "lunch", until="18:00")
    for view, panel in (("screen", "stage"), ("guest", "now")):
        shown = two_days.sees(view, panel)
        assert "Tiếp theo: Buổi tối 24/9" in shown and "Kỷ luật" not in shown, view
    assert "Tiếp theo: Kỷ luật ông X 24/9" in two_days.sees("member", "now")
    two_days.clock.advance(minutes=40)
    two_days.arrives(*two_days.voters)
    goes_on(two_days)
    for view in ("guest", "screen"):
        for panel in ("now", "agenda") if view == "guest" else ("stage",):
            assert "Kỷ luật" not in two_days.sees(view, panel), (view, panel)
    assert "Kỷ luật ông X 24/9" in two_days.sees("member", "now")


def test_a_sitting_with_one_item_that_guests_know_keeps_its_title_for_them(two_days: Council) -> None:
    belongs(two_days, 3, two_days_last(two_days))
    two_days.sits()
    two_days.clock.advance(minutes=600)
    rests(two_days, "day", until="08:00")
    for view, panel in (("screen", "stage"), ("guest", "now")):
        assert "Tiếp theo: Buổi bế mạc 25/9" in two_days.sees(view, panel), view


def two_days_last(council: Council) -> int:
    with council.database.read() as db:
        return planned_sittings(db, council.meeting)[2].id


def two_days_second(council: Council) -> int:
    with council.database.read() as db:
        return planned_sittings(db, council.meeting)[1].id


def test_a_sitting_that_is_corrected_keeps_its_items_and_every_screen_sees_it(two_days: Council) -> None:
    afternoon = two_days_second(two_days)
    command = ChangePlannedSitting(
        meeting_id=two_days.meeting, sitting_id=afternoon, version=1, title="Buổi chất vấn",
        starts_at=stamp(at("2026-09-24 14:00")), ends_at=stamp(at("2026-09-24 16:00")),
    )  # fmt: skip
    two_days.submits("system", command)
    shown = two_days.sees("member", "agenda")
    assert "Buổi chất vấn 24/9" in shown and "dự kiến 14:00–16:00" in shown
    seq = two_days.seq()
    two_days.submits("system", command)
    assert two_days.seq() == seq, "said again it changes nothing"


def test_the_second_of_two_who_correct_a_sitting_is_refused(two_days: Council) -> None:
    said = {"meeting_id": two_days.meeting, "sitting_id": two_days_second(two_days), "version": 1}
    times = {"starts_at": stamp(at("2026-09-24 14:00")), "ends_at": stamp(at("2026-09-24 16:00"))}
    two_days.submits("system", ChangePlannedSitting(**said, title="Một", **times))
    assert two_days.refuses("admin", ChangePlannedSitting(**said, title="Hai", **times)) == "agenda.changed_meanwhile"


def test_items_of_a_removed_sitting_keep_their_order(two_days: Council) -> None:
    two_days.submits("system", RemovePlannedSitting(meeting_id=two_days.meeting, sitting_id=two_days_second(two_days)))
    shown = two_days.sees("member", "agenda")
    assert "Buổi chiều" not in shown and "Buổi sáng 24/9" in shown
    with two_days.database.read() as db:
        assert [find_item(db, 1, item).sitting_id for item in two_days.items[1:]] == [None, None]
    assert two_days.refuses("ha", change(two_days, 2, 99)) == "agenda.no_sitting"


def test_a_person_editing_an_item_loses_nothing_when_its_sitting_is_removed(two_days: Council) -> None:
    typed = change(two_days, 2, two_days_second(two_days))
    two_days.submits("system", RemovePlannedSitting(meeting_id=two_days.meeting, sitting_id=typed.sitting_id or 0))
    assert two_days.refuses("admin", typed) == "agenda.no_sitting"


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        ("2026-09-24 08:00", "2026-09-24 08:00"),
        ("2026-09-24 08:00", "2026-09-23 09:00"),
        ("2026-09-24 08:00", "2026-09-25 08:01"),
    ],
)
def test_a_sitting_has_a_beginning_and_an_end_within_a_day(council: Council, starts: str, ends: str) -> None:
    command = PlanSitting(meeting_id=council.meeting, starts_at=stamp(at(starts)), ends_at=stamp(at(ends)))
    assert council.refuses("ha", command) == "agenda.bad_sitting"


@pytest.mark.parametrize("year", ["0001", "1899", "2101", "9999"])
def test_a_sitting_or_a_meeting_in_an_absurd_year_is_refused(council: Council, year: str) -> None:
    times = {"starts_at": f"{year}-12-30T20:00:00.000Z", "ends_at": f"{year}-12-31T20:00:00.000Z"}
    assert council.refuses("ha", PlanSitting(meeting_id=council.meeting, **times)) == "agenda.bad_year"
    change = ChangeMeeting(meeting_id=council.meeting, version=1, title="Họp", body="UBND", place="Tầng 2", **times)
    assert council.refuses("ha", change) == "agenda.bad_year"


def test_the_number_of_sittings_is_limited_and_none_is_planned_during_the_meeting(council: Council) -> None:
    council.watching = False
    for _ in range(60):
        plans_sitting(council, "2026-09-24 08:00", "2026-09-24 09:00")
    command = PlanSitting(
        meeting_id=council.meeting, starts_at=stamp(at("2026-09-24 08:00")), ends_at=stamp(at("2026-09-24 09:00"))
    )
    assert council.refuses("ha", command) == "agenda.too_many_sittings"
    council.sits()
    for late in (command, RemovePlannedSitting(meeting_id=council.meeting, sitting_id=1)):
        assert council.refuses("ha", late) == "agenda.not_planned"


def test_another_meetings_sitting_is_not_found(two_days: Council) -> None:
    command = AddItem(meeting_id=two_days.meeting, title="Việc", sitting_id=999)
    assert two_days.refuses("ha", command) == "agenda.no_sitting"


def test_a_moved_item_keeps_its_sitting(two_days: Council) -> None:
    two_days.submits("system", MoveItem(meeting_id=two_days.meeting, item_id=two_days.items[0], position=3))
    shown = two_days.sees("member", "agenda")
    assert shown.index("Buổi chiều 24/9") < shown.index("Buổi sáng 24/9")


def test_a_pause_proposes_the_next_sitting_and_the_roll_has_its_name(two_days: Council) -> None:
    two_days.sits()
    assert "Buổi sáng 24/9" in two_days.sees("member", "now")
    controls = two_days.sees("clerk", "agenda")
    assert 'name="until" type="time" value="13:30"' in controls
    assert "Theo kế hoạch: Buổi chiều 24/9" in controls
    two_days.clock.advance(minutes=210)
    rests(two_days, until="13:30")
    for view, panel in (("screen", "stage"), ("member", "now"), ("guest", "now"), ("clerk", "now")):
        assert "Tiếp theo: Buổi chiều 24/9" in two_days.sees(view, panel), view
    assert "Buổi chiều 24/9" in two_days.sees("clerk", "roll")
    two_days.clock.advance(minutes=115)
    two_days.arrives(*two_days.voters)
    assert "Tiếp theo: Buổi chiều 24/9" in two_days.sees("clerk", "step")
    goes_on(two_days)
    assert "Buổi chiều 24/9" in two_days.sees("member", "now")
    controls = " ".join(two_days.sees("clerk", "agenda").split())
    assert "Theo kế hoạch: Buổi bế mạc 25/9" in controls
    assert 'type="date" value="2026-09-25"' in controls
    two_days.clock.advance(minutes=200)
    rests(two_days, "day", until="08:00")
    assert "Tiếp theo: Buổi bế mạc 25/9" in two_days.sees("member", "now")


def test_the_minutes_follow_the_real_sittings_and_not_the_planned_ones(two_days: Council) -> None:
    """The meeting goes on through noon, pauses early in the evening and ends the same day."""
    two_days.sits()
    two_days.clock.advance(hours=8)
    rests(two_days, "lunch", until="18:00")
    assert "Tiếp theo: Buổi chiều 24/9" in two_days.sees("member", "now"), "the nearest of that day"
    two_days.clock.advance(hours=2)
    two_days.arrives(*two_days.voters)
    goes_on(two_days)
    two_days.clock.advance(hours=1)
    two_days.ends()
    told = "\n".join(map(str, compose(two_days.retells(), (1, "h")).particulars))
    assert "Buổi thứ nhất: từ 8 giờ 00" in told
    assert "Buổi thứ hai: từ 18 giờ 00" in told
    for word in ("Buổi sáng", "Buổi chiều", "bế mạc 25/9", "13:30", "13 giờ 30"):
        assert word not in told


def test_a_meeting_without_planned_sittings_works_as_before(council: Council) -> None:
    council.sits()
    assert "agenda-sitting" not in council.sees("member", "agenda")
    assert 'value="13:30"' in council.sees("clerk", "agenda")
    council.clock.advance(minutes=200)
    rests(council, until="13:30")
    assert "Tiếp theo" not in council.sees("member", "now")
    assert "agenda-sitting" not in council.sees("clerk", "roll")

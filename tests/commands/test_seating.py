"""The places of the room: their layout, who sits on which, and what the officers see of it."""

import re

import pytest

from meeting.agenda.placing import ClearPlaces, FillPlaces, LayOutSeating, PlaceSeat
from meeting.agenda.tables import find_meeting, seating_of, seats_of
from meeting.attendance.commands import MarkLeft, NoteAbsence
from meeting.planning.commands import PublishAgain
from tests.conftest import Builder
from tests.council import FOR, Council


def lays_out(council: Council, head: int = 2, rows: int = 2, width: int = 4, aisles: tuple[int, ...] = (2,)) -> None:
    order = LayOutSeating(meeting_id=council.meeting, head=head, rows=rows, width=width, aisles=aisles)
    council.submits("ha", order)


def place(council: Council, who: str, label: str) -> PlaceSeat:
    return PlaceSeat(meeting_id=council.meeting, seat_id=council.seats[who], label=label)


def labels(council: Council) -> dict[str, str]:
    names = {number: who for who, number in council.seats.items()}
    with council.database.read() as db:
        return {names[seat.id]: seat.label for seat in seats_of(db, council.meeting)}


def shown(council: Council, who: str, view: str = "chair") -> str:
    """How the map shows one person."""
    drawn = council.sees(view, "places")
    found = re.search(rf'<li class="spot" data-key="place-{council.seats[who]}".*?</li>', drawn, re.DOTALL)
    assert found is not None
    return found[0]


def test_a_person_is_seated_and_a_taken_place_is_refused_with_its_owner(council: Council) -> None:
    lays_out(council)
    council.submits("ha", place(council, "lan", "a3"))
    assert labels(council)["lan"] == "A3", "a place is called as the room calls it"
    assert council.refuses("ha", place(council, "nam", "A3")) == "agenda.seat_taken"
    council.submits("ha", place(council, "lan", "CT2"))
    council.submits("ha", place(council, "nam", "A3"))
    assert "CT2" in shown(council, "lan")
    council.submits("ha", place(council, "lan", ""))
    assert labels(council)["lan"] == ""


@pytest.mark.parametrize("label", ["A5", "C1", "CT3", "CT0", "A0", "A100", "Á1", "ghế 1", "AAA1", "1A"])
def test_a_place_that_the_room_does_not_have_is_refused(council: Council, label: str) -> None:
    lays_out(council)
    assert council.refuses("ha", place(council, "lan", label)) == "agenda.no_place"


def test_nobody_is_seated_before_the_room_is_laid_out(council: Council) -> None:
    assert council.refuses("ha", place(council, "lan", "A1")) == "agenda.no_seating"
    assert council.refuses("ha", FillPlaces(meeting_id=council.meeting)) == "agenda.no_seating"


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"rows": 3},
        {"width": 3},
        {"rows": 61, "width": 2},
        {"rows": 2, "width": 61},
        {"head": 41},
        {"head": -1, "rows": 2, "width": 2},
        {"rows": 50, "width": 41},
        {"rows": 2, "width": 4, "aisles": (4,)},
        {"rows": 2, "width": 4, "aisles": (0,)},
        {"rows": 2, "width": 4, "aisles": (2, 2)},
    ],
)
def test_a_room_too_large_for_a_screen_is_refused(council: Council, said: dict[str, object]) -> None:
    assert council.refuses("ha", LayOutSeating(meeting_id=council.meeting, **said)) == "agenda.bad_seating"


def test_filling_by_the_list_keeps_those_seated_and_seats_the_others_in_order(council: Council) -> None:
    lays_out(council)
    council.submits("ha", ClearPlaces(meeting_id=council.meeting))
    council.submits("ha", place(council, "lan", "CT1"))
    council.submits("ha", FillPlaces(meeting_id=council.meeting))
    sits = labels(council)
    assert sits["lan"] == "CT1"
    order = [label for who, label in sits.items() if who != "lan"]
    assert order[:9] == ["CT2", "A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4"]
    assert set(order[9:]) <= {""}, "for the last of the list there was no place"
    placed = [label for label in sits.values() if label]
    assert len(placed) == len(set(placed))


def test_a_person_who_loses_their_place_to_a_smaller_room_is_shown_and_seated_again(council: Council) -> None:
    lays_out(council)
    council.submits("ha", ClearPlaces(meeting_id=council.meeting))
    council.submits("ha", place(council, "lan", "B4"))
    lays_out(council, rows=1, width=2, aisles=())
    assert "Chưa có chỗ" in council.sees("clerk", "places")
    council.submits("ha", FillPlaces(meeting_id=council.meeting))
    assert labels(council)["lan"] != "B4"


def test_invited_people_are_notified_once_of_changed_places_however_many_changes_there_are(council: Council) -> None:
    lays_out(council)
    council.submits("ha", FillPlaces(meeting_id=council.meeting))
    council.submits("ha", PublishAgain(meeting_id=council.meeting))
    page = council.browser("lan").get(f"/m/{council.meeting}/changes").text
    assert page.count("Xếp lại chỗ ngồi") == 1


def test_places_are_fixed_once_the_meeting_has_begun(council: Council) -> None:
    lays_out(council)
    council.sits()
    for order in (place(council, "lan", "A1"), FillPlaces(meeting_id=council.meeting)):
        assert council.refuses("ha", order) == "agenda.not_planned"


def test_the_map_says_in_words_who_is_here_away_or_gone(council: Council) -> None:
    lays_out(council)
    council.submits("ha", place(council, "lan", "A1"))
    assert "Chưa đến" in shown(council, "lan")
    absence = NoteAbsence(meeting_id=council.meeting, seat_id=council.seats["nam"], excused=True, reason="ốm")
    council.submits("ha", absence)
    assert "Vắng" in shown(council, "nam")
    council.sits()
    assert "Có mặt" in shown(council, "lan", "clerk")
    council.submits("ha", MarkLeft(meeting_id=council.meeting, seat_id=council.seats["lan"], reason="việc gấp"))
    assert "Đã rời họp" in shown(council, "lan")


def test_only_people_who_run_the_meeting_see_the_map(council: Council) -> None:
    assert council.browser("an").get(f"/m/{council.meeting}/map").status_code == 200
    assert council.browser("ha").get(f"/m/{council.meeting}/map").status_code == 200
    for who in ("lan", "guest"):
        assert council.browser(who).get(f"/m/{council.meeting}/map").status_code == 403


def test_the_map_never_shows_how_somebody_voted(council: Council) -> None:
    lays_out(council)
    council.sits()
    motion = council.opens_motion()
    before = council.sees("clerk", "places")
    council.casts("lan", motion, FOR)
    assert council.sees("clerk", "places") == before


def test_two_thousand_places_are_laid_out_and_filled(build: Builder) -> None:
    council = build(preset="hdnd", voters=120, chair_title="Chủ tịch HĐND xã")
    council.watching = False
    lays_out(council, head=0, rows=50, width=40, aisles=(10, 20, 30))
    council.submits("ha", FillPlaces(meeting_id=council.meeting))
    sits = [label for label in labels(council).values() if label]
    assert len(sits) == len(set(sits)) == len(labels(council))
    with council.database.read() as db:
        seating = seating_of(find_meeting(db, council.meeting))
    assert seating is not None
    assert seating.places()[-1] == "AX40"

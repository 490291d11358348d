"""The seat plan in the browser: filled by dragging and by keys alone; the room's map says in words what it colours."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from meeting.access.policy import View
from meeting.agenda.placing import ClearPlaces, FillPlaces, LayOutSeating, PlaceSeat
from meeting.agenda.tables import seats_of
from meeting.attendance.commands import MarkLeft, MarkPresent, NoteAbsence
from meeting.speaking.commands import EnterSpeaker, GiveFloor
from tests.browser.conftest import Install
from tests.browser.people import Person
from tests.browser.still import Still
from tests.browser.walk import Walk
from tests.conftest import Builder
from tests.council import FOR, Council


@pytest.fixture
def room(council: Council) -> Council:
    """Laid out, and nobody sits anywhere yet."""
    council.watching = False
    council.submits("ha", ClearPlaces(meeting_id=council.meeting))
    council.submits("ha", LayOutSeating(meeting_id=council.meeting, head=2, rows=3, width=6, aisles=(3,)))
    return council


@pytest.fixture
def desk(browser: Browser, room: Council) -> Iterator[Still]:
    still = Still(browser, room, "ha")
    yield still
    still.close()


def label_of(council: Council, who: str) -> str:
    with council.database.read() as db:
        return next(seat.label for seat in seats_of(db, council.meeting) if seat.id == council.seats[who])


def opens(desk: Still) -> Page:
    return desk.opens(f"/meetings/{desk.council.meeting}/seating", "1280x800").page


def test_people_are_dragged_to_their_places_and_off_them(desk: Still, room: Council) -> None:
    page = opens(desk)
    said = page.locator("#seating-said")
    lan = page.locator(f'[data-person="{room.seats["lan"]}"]')
    lan.drag_to(page.locator('[data-place="A2"]'))
    expect(said).to_contain_text("ngồi ghế A2")
    expect(page.locator(f'[data-person="{room.seats["lan"]}"]')).to_have_count(0)
    page.locator(f'[data-person="{room.seats["nam"]}"]').drag_to(page.locator('[data-place="A2"]'))
    expect(said).to_contain_text("Ghế A2 đã xếp cho")
    assert (label_of(room, "lan"), label_of(room, "nam")) == ("A2", "")
    page.locator('[data-place="A2"]').drag_to(page.locator('[data-place="C3"]'))
    expect(said).to_contain_text("ngồi ghế C3")
    assert label_of(room, "lan") == "C3"
    page.locator('[data-place="C3"]').drag_to(page.locator("[data-others]"))
    expect(page.locator(f'[data-person="{room.seats["lan"]}"]')).to_be_visible()
    assert label_of(room, "lan") == ""


def test_people_are_seated_moved_and_taken_off_by_keys_alone(desk: Still, room: Council) -> None:
    page = opens(desk)
    said = page.locator("#seating-said")
    page.locator(f'[data-person="{room.seats["lan"]}"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator('[data-place="CT1"]')).to_be_focused()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
    expect(page.locator('[data-place="B2"]')).to_be_focused()
    page.keyboard.press("Enter")
    expect(said).to_contain_text("ngồi ghế B2")
    assert label_of(room, "lan") == "B2"
    expect(page.locator("[data-others] [data-person]").first).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("main [aria-pressed=true]")).to_have_count(0)
    page.locator('[data-place="B2"]').focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("ngồi ghế B3")
    assert label_of(room, "lan") == "B3"
    page.keyboard.press("Delete")
    expect(said).to_contain_text("chưa có chỗ")
    assert label_of(room, "lan") == ""
    page.get_by_test_id("fill").press("Enter")
    expect(page.get_by_test_id("others-count")).to_have_text("0")
    labels = [label_of(room, who) for who in room.seats]
    assert "" not in labels
    assert len(set(labels)) == len(labels)


def test_the_plan_is_open_to_everybody_and_fits_every_screen(desk: Still, room: Council, album: Path | None) -> None:
    walk = Walk(desk, album)
    path = f"/meetings/{room.meeting}/seating"
    room.submits("ha", PlaceSeat(meeting_id=room.meeting, seat_id=room.seats["lan"], label="A2"))
    walk.goes({"plan-some": path})
    room.submits("ha", FillPlaces(meeting_id=room.meeting))
    walk.goes({"plan-full": path})
    room.submits("ha", LayOutSeating(meeting_id=room.meeting, head=0, rows=1, width=2))
    walk.goes({"plan-small": path})
    assert walk.faults == {}


@pytest.fixture
def session(room: Council) -> Council:
    """Somebody is absent, somebody has left, somebody speaks."""
    room.submits("ha", FillPlaces(meeting_id=room.meeting))
    absence = NoteAbsence(meeting_id=room.meeting, seat_id=room.seats["mai"], excused=True, reason="ốm")
    room.submits("ha", absence)
    room.arrives(*(who for who in room.voters if who != "mai"))
    room.starts()
    room.submits("ha", MarkLeft(meeting_id=room.meeting, seat_id=room.seats[room.voters[-1]], reason="việc gấp"))
    speech = room.submits("ha", EnterSpeaker(meeting_id=room.meeting, seat_id=room.seats["nam"])).made["speech_id"]
    room.submits("ha", GiveFloor(meeting_id=room.meeting, speech_id=speech, minutes=5))
    return room


@pytest.mark.parametrize("who", ["ha", "an"])
def test_the_map_of_the_room_shows_who_is_here_who_speaks_and_who_has_voted(
    browser: Browser, session: Council, album: Path | None, who: str
) -> None:
    desk = Still(browser, session, who)
    walk = Walk(desk, album)
    page = desk.opens(f"/m/{session.meeting}/map", "1280x800").page

    def spot(account: str) -> Locator:
        return page.locator(f'[data-key="place-{session.seats[account]}"]')

    page.locator("[data-map-show=list]").click()
    expect(spot("nam")).to_contain_text("đang phát biểu")
    expect(spot("lan")).not_to_contain_text("đang phát biểu")
    expect(spot("mai")).to_contain_text("Vắng")
    expect(spot(session.voters[-1])).to_contain_text("Đã rời họp")
    walk.looks(f"map-{who}-list")
    page.locator("[data-map-show=map]").click()
    walk.looks(f"map-{who}-speaking")
    session.casts("lan", session.opens_motion(), FOR)
    desk.follows(View.CLERK if who == "ha" else View.CHAIR)
    expect(spot("lan")).to_contain_text("đã bỏ phiếu")
    expect(spot("nam")).not_to_contain_text("đã bỏ phiếu")
    for how in ("Tán thành", "Không tán thành", "Không biểu quyết"):
        expect(page.locator("[data-room-map]")).not_to_contain_text(how)
    walk.looks(f"map-{who}-voting")
    assert walk.faults == {}
    desk.close()


def test_a_map_of_five_hundred_seats_is_drawn_and_readable(
    browser: Browser, build: Builder, album: Path | None
) -> None:
    hall = build(preset="hdnd", voters=120, chair_title="Chủ tịch HĐND xã")
    hall.watching = False
    hall.submits("ha", LayOutSeating(meeting_id=hall.meeting, head=5, rows=12, width=14, aisles=(4, 10)))
    hall.submits("ha", FillPlaces(meeting_id=hall.meeting))
    hall.arrives(*hall.voters[:90])
    desk = Still(browser, hall, "ha")
    walk = Walk(desk, album)
    for name, path in (("hall-map", f"/m/{hall.meeting}/map"), ("hall-plan", f"/meetings/{hall.meeting}/seating")):
        desk.opens(path)
        walk.looks(name)
    assert walk.faults == {}
    desk.close()


def test_an_arrival_reaches_the_map_by_one_row_and_the_device_is_marked(browser: Browser, install: Install) -> None:
    house = install()
    with house.server.running():
        clerk = Person(browser, house, "console").has_signed_in(house.clerk).opens("map")
        clerk.page.locator("[data-map-show=list]").click()
        seat = house.seats()[house.members[0]]
        spot = clerk.page.locator(f'[data-key="place-{seat}"]')
        expect(spot).to_contain_text("Chưa đến")
        house.submits(house.clerk, MarkPresent(meeting_id=1, seat_id=seat))
        expect(spot).to_contain_text("Có mặt")
        expect(spot).to_contain_text("máy mất kết nối")
        member = Person(browser, house, "tablet").has_signed_in(house.members[0]).enters()
        expect(spot).to_contain_text("máy kết nối")
        member.context.close()
        expect(spot).to_contain_text("máy mất kết nối")
        assert clerk.faults == []

"""Points outside the room, on the roll, on the map and in the hall: chosen, counted, and marked when disconnected."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from meeting.access.policy import View
from meeting.agenda.placing import FillPlaces, LayOutSeating
from meeting.attendance.commands import MarkAllPresent, MarkLeft
from meeting.attendance.pointing import AddPoint, ExpectAtPoint
from tests.browser.conftest import Install
from tests.browser.people import Person
from tests.browser.still import Still
from tests.browser.walk import Walk
from tests.conftest import Builder
from tests.council import Council

LONG = "Điểm cầu nhà văn hóa cụm liên thôn " + "ĐôngĐoàiNamBắc" * 4
HOSTILE = "<b>Thôn</b> \"Đông\" & {{ '' }}"


def at(council: Council, point: int, *who: str) -> MarkAllPresent:
    seats = [council.seats[each] for each in who]
    return MarkAllPresent(meeting_id=council.meeting, seat_ids=seats, point_id=point)


def test_a_person_who_left_the_room_is_recorded_at_a_point_by_the_form_of_their_row(
    browser: Browser, install: Install
) -> None:
    house = install()
    seats, account = house.seats(), house.members[0]
    with house.server.running():
        house.submits(house.clerk, MarkAllPresent(meeting_id=1, seat_ids=[seats[account]]))
        clerk = Person(browser, house, "console").has_signed_in(house.clerk).opens("roll")
        page, row = clerk.page, clerk.page.locator(f'.roll-row[data-seat="{seats[account]}"]')
        page.locator("#point-add > summary").click()
        page.locator("#point-title").fill("Thôn  Đông")
        page.locator("#point-add button").click()
        expect(page.get_by_test_id("points")).to_contain_text("Thôn Đông")
        more = row.locator(".more > summary")
        more.click()
        row.get_by_label("Lý do rời họp").fill("về thôn")
        row.get_by_role("button", name="Ghi rời họp").click()
        expect(row).to_contain_text("Đã rời họp")
        if not row.locator(f"#remote-{seats[account]}").is_visible():
            more.click()
        row.locator(f"#remote-{seats[account]}").select_option(label="Thôn Đông")
        row.get_by_role("button", name="Ghi có mặt từ xa").click()
        expect(row).to_contain_text("từ xa: Thôn Đông")
        point = page.locator(".points .point")
        expect(point.locator(".point-count")).to_have_text("1")
        expect(point).to_contain_text("mất kết nối")
        member = Person(browser, house, "tablet").has_signed_in(account).enters()
        expect(point).to_contain_text("máy kết nối 1/1")
        expect(point).not_to_contain_text("mất kết nối")
        member.context.close()
        expect(point).to_contain_text("máy kết nối 0/1 · mất kết nối")
        assert clerk.faults == []


def test_points_fit_every_screen_of_the_roll_the_map_and_the_hall(
    browser: Browser, council: Council, album: Path | None
) -> None:
    council.watching = False
    council.submits("ha", LayOutSeating(meeting_id=council.meeting, head=2, rows=3, width=6, aisles=(3,)))
    council.submits("ha", FillPlaces(meeting_id=council.meeting))
    first, second = council.point(LONG), council.point(HOSTILE)
    council.submits("ha", at(council, first, *council.voters[5:7]))
    expected = [council.seats[who] for who in council.voters[6:]]
    council.submits("ha", ExpectAtPoint(meeting_id=council.meeting, seat_ids=expected, point_id=second))
    council.submits("ha", at(council, 0, *council.voters[:5]))
    council.starts()
    council.submits("ha", MarkLeft(meeting_id=council.meeting, seat_id=council.seats["lan"], reason="về thôn"))
    still = Still(browser, council, "ha")
    walk = Walk(still, album)
    page = still.opens("/m/1/roll", "1280x800").page
    expect(page.locator(".points .point")).to_have_count(2)
    expect(page.locator(".points")).to_contain_text(HOSTILE)
    expect(page.locator("#kiosk-point option")).to_have_count(3)
    expect(page.locator("[data-point-all-count]").nth(1)).to_have_text(str(len(expected) - 1))
    walk.looks("points-roll")
    page = still.opens("/m/1/map", "1280x800").page
    spot = page.locator(f'[data-key="place-{council.seats[council.voters[5]]}"]')
    page.locator("[data-map-show=list]").click()
    expect(spot).to_contain_text("Từ xa")
    expect(page.locator(".points .point").first).to_contain_text(council_name(council, council.voters[5]))
    walk.looks("points-list")
    page.locator("[data-map-show=map]").click()
    expect(spot).to_have_css("border-top-style", "dashed")
    walk.looks("points-map")
    assert walk.faults == {}
    still.close()
    hall = Still(browser, council, "screen")
    walk = Walk(hall, album)
    walk.goes({"points-hall": "/m/1/screen"})
    expect(hall.page.get_by_test_id("points")).to_contain_text(HOSTILE)
    assert walk.faults == {}
    hall.close()


def council_name(council: Council, who: str) -> str:
    return next(seat.particulars.full_name for seat in council.retells().seats if seat.seat_id == council.seats[who])


def test_three_hundred_people_at_twelve_points_can_be_looked_at(
    browser: Browser, build: Builder, album: Path | None
) -> None:
    hall = build(preset="hdnd", voters=300, chair_title="Chủ tịch HĐND xã")
    hall.watching = False
    for number in range(12):
        command = AddPoint(meeting_id=hall.meeting, title=f"UBND xã thứ {number + 1}")
        point = hall.submits("ha", command).made["point_id"]
        hall.submits("ha", at(hall, point, *hall.voters[number * 25 : number * 25 + 25]))
    for who, path in (("ha", "/m/1/roll"), ("screen", "/m/1/screen")):
        still = Still(browser, hall, who)
        walk = Walk(still, album)
        page = still.opens(path, "1280x800").page
        expect(page.get_by_test_id("points").locator(".point")).to_have_count(12)
        walk.looks(f"points-many-{who}")
        if who == "ha":
            still.follows(View.CLERK)
            expect(page.get_by_test_id("points").locator(".point").first).to_contain_text(
                council_name(hall, hall.voters[0])
            )
        assert walk.faults == {}
        still.close()

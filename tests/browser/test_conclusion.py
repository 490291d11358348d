"""Two people write one item's conclusion: both texts are seen, and neither is lost."""

from playwright.sync_api import Browser, expect

from meeting.attendance.commands import MarkPresent
from meeting.conduct.commands import StartMeeting
from tests.browser.conftest import Install
from tests.browser.people import Person, field

FIRST = "Thống nhất giao Phòng Kinh tế hoàn thiện phương án trước ngày 15."
SECOND = "Giao Văn phòng đôn đốc, báo cáo hằng tuần."


def test_a_conclusion_saved_meanwhile_is_shown_beside_your_own_and_nothing_is_lost(
    browser: Browser, install: Install
) -> None:
    house = install()
    seats = house.seats()
    here = [MarkPresent(meeting_id=1, seat_id=seats[a]) for a in (house.chair, *house.members)]
    house.submits(house.clerk, *here, StartMeeting(meeting_id=1))
    house.server.start()
    desk, laptop = (Person(browser, house, "console").has_signed_in(house.clerk).opens("console") for _ in range(2))
    field(desk).fill(FIRST)
    field(laptop).fill(SECOND)
    saves(desk)
    both = laptop.page.locator(".theirs").locator("visible=true")
    expect(both).to_contain_text("Nội dung này vừa được lưu từ nơi khác")
    expect(both).to_contain_text(FIRST)
    expect(field(laptop)).to_have_value(SECOND)
    laptop.page.reload()
    expect(both).to_contain_text(FIRST)
    expect(field(laptop)).to_have_value(SECOND)
    laptop.page.get_by_role("button", name="Ghép hai bản").click()
    expect(both).to_have_count(0)
    saves(laptop)
    expect(field(desk)).to_have_value(f"{FIRST}\n{SECOND}")
    assert desk.faults == laptop.faults == []


def saves(person: Person) -> None:
    form = person.page.locator(".conclude").locator("visible=true").first
    form.get_by_role("button", name="Lưu", exact=True).click()
    expect(form.locator("[data-outcome]")).to_contain_text("Đã lưu")

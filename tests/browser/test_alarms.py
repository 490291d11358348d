"""Alarms as people see them: the owner of a card on the first device, the secretary on the console."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Install
from tests.browser.house import House
from tests.browser.people import Person


@pytest.fixture
def house(install: Install) -> House:
    """The sample of a board, its disk nearly full."""
    found = install(disk_low_mb="1000000000")
    found.server.start()
    return found


def test_alarms_for_a_card_on_a_second_device_and_for_a_full_disk_are_shown_and_answered(
    browser: Browser, house: House
) -> None:
    member = house.members[0]
    first = Person(browser, house, "tablet").has_signed_in(member).enters()
    expect(first.page.get_by_test_id("alarm-card")).to_have_count(0)
    clerk = Person(browser, house, "console").has_signed_in(house.clerk).opens("console")
    clerk.sees("alarm-disk", "Đĩa của máy chủ sắp đầy")
    second = Person(browser, house, "phone").has_signed_in(member).enters()
    first.sees("alarm-card", "Thẻ của đồng chí vừa được dùng trên máy khác")
    expect(clerk.page.get_by_test_id("alarm-clock")).to_have_count(0)
    clerk.sees("alarm-twice", "Thẻ vừa được dùng trên máy khác")
    expect(second.page.get_by_test_id("alarm-card")).to_have_count(0)
    first.page.reload()
    first.sees("alarm-card", "Nếu không phải đồng chí dùng, hãy báo ngay thư ký")
    first.page.get_by_test_id("alarm-card").get_by_role("button").click()
    first.page.reload()
    expect(first.page.get_by_test_id("net-chip")).to_have_attribute("data-net", "ok")
    expect(first.page.get_by_test_id("alarm-card")).to_have_count(0)
    clerk.page.add_init_script("const now = Date.now; Date.now = () => now() + 86_400_000")
    clerk.opens("console")
    clerk.sees("alarm-clock", "lệch với giờ của máy này")
    for person in (first, second, clerk):
        assert person.faults == []

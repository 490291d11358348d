"""The first page of the room on a new tablet: small, and everything it runs is requested at once."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Install
from tests.browser.people import Person
from tests.server import ROOT

AGENDA = ROOT / "agendas" / "hdnd-mau"
MOST_BYTES = 180_000


@pytest.mark.quiet
def test_the_first_page_of_a_tablet_is_small_and_needs_one_round_trip(browser: Browser, install: Install) -> None:
    house = install(AGENDA)
    house.server.start()
    delegate = Person(browser, house, "tablet").signs_in(house.members[0])
    page = delegate.context.new_page()
    tools = delegate.context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.clearBrowserCache")
    received: list[int] = []
    tools.on("Network.loadingFinished", lambda told: received.append(told["encodedDataLength"]))
    page.goto(f"{house.server.url}/m/{house.meeting_id}", wait_until="networkidle")
    expect(page.get_by_test_id("net-chip")).to_have_attribute("data-net", "ok")
    assert 50_000 < sum(received) <= MOST_BYTES, sum(received)
    asked = page.evaluate(
        "performance.getEntriesByType('resource')"
        ".filter(each => each.initiatorType === 'script' || each.name.endsWith('.js')).map(each => each.name)"
    )
    ahead = page.evaluate("[...document.querySelectorAll('link[rel=modulepreload]')].map(each => each.href)")
    first = page.evaluate("[...document.scripts].filter(each => each.src).map(each => each.src)")
    assert set(asked) <= {*ahead, *first}, "no module is found out about by reading another"
    assert len(set(ahead)) == len(ahead) > 10
    page.close()
    assert delegate.faults == []

"""Alarms about what nobody expects: a card in use on a second device, and a disk that is nearly full."""

import json
import re
from collections.abc import Callable

from tests.cast import PIN, card_of
from tests.council import Council
from tests.pages.client import Browser


def told(browser: Browser) -> dict[str, object]:
    """The alarms on the chair's and the secretary's pages."""
    answer = browser.get("/m/1/alarms", Accept="application/json").get_json()
    assert isinstance(answer, dict)
    return answer


def page_of(browser: Browser) -> tuple[str, str]:
    """When the page's own device signed in, and when the person did last, as the page compares them."""
    page = browser.get("/m/1/tablet").text
    mine = re.findall(r'data-mine="([^"]+)"', page)[0].replace("&#34;", '"').replace("&quot;", '"')
    return re.findall(r'data-signed-in="([^"]+)"', page)[0], json.loads(mine)["signed_in_at"]


def signed_in(council: Council, who: str) -> Browser:
    """A device of somebody who has scanned their card."""
    browser = Browser(council)
    browser.scans(card_of(who))
    return browser


def test_a_card_used_on_a_second_device_alarms_the_first_and_the_secretary(sitting: Council) -> None:
    Browser(sitting, "lan").send("/sign-out")
    first = signed_in(sitting, "lan")
    own, last = page_of(first)
    assert own == last
    assert told(Browser(sitting, "ha"))["twice"] == []
    sitting.clock.advance(minutes=5)
    second = signed_in(sitting, "lan")
    own, last = page_of(first)
    assert last > own, "the first device sees that somebody came after it"
    own, last = page_of(second)
    assert last == own, "the second has nothing to be told"
    (alarm,) = told(Browser(sitting, "ha"))["twice"]  # type: ignore[misc]
    assert (alarm["seat"], "Trần Thị Lan" in alarm["name"], alarm["at"]) == (sitting.seats["lan"], True, last)
    assert told(Browser(sitting, "an"))["twice"], "the chair too"


def test_a_pin_used_on_a_second_device_gives_the_same_alarm(sitting: Council) -> None:
    Browser(sitting, "nam").send("/sign-out")
    first = signed_in(sitting, "nam")
    sitting.clock.advance(minutes=1)
    Browser(sitting).signs_in("nam", PIN)
    own, last = page_of(first)
    assert last > own


def test_the_alarm_ends_when_the_other_device_signs_out_and_one_device_counts_once(sitting: Council) -> None:
    Browser(sitting, "lan").send("/sign-out")
    first = signed_in(sitting, "lan")
    sitting.clock.advance(minutes=1)
    first.scans(card_of("lan"))
    assert told(Browser(sitting, "ha"))["twice"] == [], "the same device, signed in again"
    second = signed_in(sitting, "lan")
    assert told(Browser(sitting, "ha"))["twice"]
    second.send("/sign-out")
    assert told(Browser(sitting, "ha"))["twice"] == []


def test_officers_read_that_a_disk_is_nearly_full(build: Callable[..., Council]) -> None:
    assert told(Browser(build(), "ha"))["disk_mb"] is None
    left = told(Browser(build(disk_low_mb=1 << 40), "ha"))["disk_mb"]
    assert isinstance(left, int)
    assert left > 0

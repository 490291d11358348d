"""The door of a shared tablet, and the tablet when it has locked: nothing too wide, too low or hard to read."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from meeting.settings.commands import ChangeSetting
from tests.browser.still import Still
from tests.browser.walk import Walk
from tests.cast import PIN
from tests.council import Council


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_door_and_the_lock_of_a_shared_tablet_fit_every_screen(
    browser: Browser, council: Council, album: Path | None, language: str
) -> None:
    council.watching = False
    council.submits("admin", ChangeSetting(setting="shared_tablets", value="all"))
    desk = Still(browser, council, "lan")
    desk.speaks(language)
    walk, page = Walk(desk, album), desk.opens("/sign-in").page
    walk.looks(f"door-{language}")
    page.locator("#account").fill("lan")
    page.locator("#pin").fill(PIN)
    page.keyboard.press("Enter")
    expect(page.locator("#pin")).to_have_count(0)
    page.goto("about:blank")  # an open page would lock the tablet by itself, in the middle of the way to the next one
    council.clock.advance(minutes=6)
    desk.opens("/devices")
    expect(page.get_by_test_id("unlock")).to_be_visible()
    walk.looks(f"locked-{language}")
    desk.close()
    assert not walk.faults, walk.faults

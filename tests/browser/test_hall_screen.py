"""The hall screen in the installed browser: its check-in code is always one that is still good for a while."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Response, expect

from tests.browser.house import House

SECONDS = 4
AGENDA = Path(__file__).resolve().parents[2] / "agendas" / "board-sample"


def test_the_code_is_renewed_when_the_server_says_so(
    browser: Browser, installed: list[House], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEETING_PASS_SECONDS", str(SECONDS))
    house = House(tmp_path / "var", AGENDA)
    installed.append(house)
    house.start()
    page = browser.new_page()
    left: list[int] = []

    def note(response: Response) -> None:
        if response.url.endswith("pass.svg") and response.request.resource_type == "fetch":
            left.append(int(response.headers["x-pass-seconds"]))

    page.on("response", note)
    page.goto(house.url() + house.screen_path())
    expect(page.locator("img[data-pass][src^='blob:']")).to_be_visible()
    page.wait_for_timeout(2.5 * SECONDS * 1000)
    page.close()
    assert 3 <= len(left) <= 4, "once at first, then once for each new code"
    assert all(seconds >= SECONDS - 1 for seconds in left[1:]), "each as soon as there is another"

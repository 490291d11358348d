"""The installed Chromium, and one installation per meeting that is played."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.house import House

expect.set_options(timeout=30_000)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; the suite says so when it is missing instead of passing without it."""
    assert CHROMIUM, "chromium is not installed: apt install chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[list[House]]:
    """Installations made by a test, stopped after it."""
    houses: list[House] = []
    yield houses
    for house in houses:
        house.stop()

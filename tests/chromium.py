"""Debian's headless Chromium: the browser's engine without windows, for a third of the processor time."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = shutil.which("chromium-headless-shell")
ARGUMENTS = ["--no-sandbox"]
if os.environ.get("MEETING_TEST_SHARING"):  # where every core is busy, threads for scripts cost more than they save
    ARGUMENTS.append("--js-flags=--single-threaded")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for the length of a block; AssertionError where none is installed, so that no test passes without
    it."""
    assert CHROMIUM, "chromium-headless-shell is not installed: apt install chromium-headless-shell"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()

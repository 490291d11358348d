"""The second factor of administrators: set up on screen, and the codes that a telephone shows."""

import base64
import re

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from tests.council import Council
from tests.pages.client import Browser

ASKED = "/second"


def code_of(council: Council, key: bytes, steps: int = 0) -> str:
    """What the telephone shows, this many half minutes from now."""
    return TOTP(key, 6, SHA1(), 30).generate(int(council.clock().timestamp()) + 30 * steps).decode()


def shown(page: str) -> tuple[bytes, str]:
    """The key that a page shows to be typed, and what it sends back with the code."""
    typed = re.search(r'second-key">([A-Z2-7 ]+)<', page)
    locked = re.search(r'name="locked" value="([^"]+)"', page)
    assert typed is not None
    assert locked is not None
    return base64.b32decode(typed[1].replace(" ", "")), locked[1]


def enrols(council: Council, who: str = "admin") -> tuple[Browser, bytes, list[str]]:
    """Somebody sets it up on screen: their browser, the telephone's key and the recovery codes."""
    council.watching = False
    browser = Browser(council, who)
    key, locked = shown(browser.send("/second-factor/begin").text)
    page = browser.send("/second-factor", locked=locked, code=code_of(council, key)).text
    spares = re.findall(r"<li>([0-9a-z]{5}-[0-9a-z]{5})</li>", page)
    assert len(set(spares)) == 10
    council.clock.advance(seconds=30)  # the code that was shown is used up
    return browser, key, spares

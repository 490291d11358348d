"""The page of steps knows whether this tablet trusts the server, and sends nobody away; tried in a real browser."""

import base64
import hashlib
import time

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, expect

from meeting.kernel import clock
from meeting.network.shelf import Shelf
from tests.browser.conftest import Install
from tests.browser.house import House
from tests.chromium import CHROMIUM
from tests.server import LOOPBACK, answers, free_port

PATIENCE = 60.0


def served(house: House, port: int) -> Shelf:
    """The room, with HTTPS beside."""
    house.server.start()
    shelf = Shelf(house.data, bytes.fromhex((house.data / "secret.key").read_text()))
    shelf.make("UBND", ["phonghop.test", LOOPBACK], clock.now())
    until = time.monotonic() + PATIENCE
    while not answers(port, secure=True):
        assert time.monotonic() < until, house.server.said()
        time.sleep(0.2)
    return shelf


def trusting(browser: Browser, shelf: Shelf) -> Browser:
    """A browser on a tablet where the certificate was installed: it accepts this server's key."""
    certificate = shelf.server()
    assert certificate is not None
    public = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    key = base64.b64encode(hashlib.sha256(public).digest()).decode()
    args = ["--no-sandbox", f"--ignore-certificate-errors-spki-list={key}"]
    return browser.browser_type.launch(executable_path=CHROMIUM, args=args)


def test_a_tablet_shows_whether_it_trusts_the_server(browser: Browser, install: Install) -> None:
    port = free_port()
    house = install(tls_port=str(port))
    shelf = served(house, port)
    address = f"{house.server.url}/trust"

    stranger = browser.new_page()
    stranger.goto(address)
    expect(stranger.get_by_test_id("untrusted")).to_be_visible()
    assert stranger.url == address, "whoever does not trust it stays where they are"
    stranger.close()

    tablet = trusting(browser, shelf)
    page = tablet.new_page()
    page.goto(address)
    expect(page.get_by_test_id("trusted")).to_be_visible()
    page.get_by_test_id("go-there").click()
    page.wait_for_url(f"https://{LOOPBACK}:{port}/sign-in")
    assert page.evaluate("isSecureContext")
    page.goto(f"https://{LOOPBACK}:{port}/trust")
    expect(page.get_by_test_id("here")).to_be_visible()
    tablet.close()

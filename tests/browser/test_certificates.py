"""The register, a person's certificates, and the card that takes two officers: accessible, and fit for every screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from meeting.attendance.cards import AllowCard
from meeting.register.commands import OpenRegister, RevokeCertificates
from meeting.signing import certificates
from meeting.signing.certificates import found_authority
from meeting.signing.keys import make_key, read_key
from tests.browser.still import Still
from tests.browser.walk import Walk
from tests.council import Council
from tests.registering import a_certificate, record


@pytest.fixture
def kept(sitting: Council) -> Council:
    """A meeting runs; certificates found, issued, and revoked for the longest reason, one of the longest name."""
    sitting.watching = False
    long = read_key(make_key("Hoàng Phủ Ngọc Tường Vi Nguyễn Thị Minh Khai", "T" * 64, "V" * 64, "x"))
    issuer = found_authority("Văn phòng", now=sitting.clock())
    old = certificates.line(long.certify(issuer, now=sitting.clock()))
    sitting.submits("system", OpenRegister(found={"an": old}))
    for _ in range(2):
        sitting.submits("admin", record("ha", a_certificate(sitting)))
    sitting.submits("admin", RevokeCertificates(person_id=sitting.people["ha"], reason="x" * 300 + " lý do dài" * 20))
    sitting.submits("admin", record("ha", a_certificate(sitting)))
    return sitting


@pytest.fixture
def desk(browser: Browser, kept: Council) -> Iterator[Still]:
    still = Still(browser, kept, "admin")
    yield still
    still.close()


@pytest.fixture
def clerk(browser: Browser, kept: Council) -> Iterator[Still]:
    still = Still(browser, kept, "ha")
    yield still
    still.close()


def test_the_register_and_a_persons_certificates_are_open_to_everybody_and_fit_every_screen(
    desk: Still, kept: Council, album: Path | None
) -> None:
    walk = Walk(desk, album)
    walk.goes({"register": "/certificates", "signer": f"/people/{kept.people['ha']}"})
    assert walk.faults == {}


def test_the_card_of_an_officer_is_asked_for_and_waited_for_on_every_screen(
    clerk: Still, kept: Council, album: Path | None
) -> None:
    walk = Walk(clerk, album)
    seat = kept.seats["an"]
    path = f"/m/{kept.meeting}/seats/{seat}/card"
    walk.goes({"takes-two": path})
    kept.submits("ha", AllowCard(meeting_id=kept.meeting, seat_id=seat, reason="rơi mất trên đường đến " * 20))
    walk.goes({"waits": path})
    assert walk.faults == {}

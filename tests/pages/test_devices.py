"""“Máy của tôi”: everybody sees where they are signed in, and can end each sign-in."""

import pytest

from meeting.access.tables import SignIn
from meeting.web.agents import device_named
from tests.cast import card_of
from tests.council import Council
from tests.pages.client import Browser, Tags

IPAD = "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1"


def signs_in(council: Council, who: str, agent: str) -> Browser:
    browser = Browser(council, address="192.168.1.20")
    browser.client.environ_base["HTTP_USER_AGENT"] = agent
    assert browser.scans(card_of(who)).status_code == 303
    return browser


def listed(browser: Browser) -> list[str]:
    """The devices on the page, by the hash that names them."""
    tags = Tags(browser.get("/devices").text).tags
    return [attrs["value"] or "" for tag, attrs in tags if tag == "input" and attrs.get("name") == "device"]


def test_a_person_signs_one_of_their_devices_out_at_once(council: Council) -> None:
    tablet = signs_in(council, "lan", IPAD)
    phone = Browser(council, "lan")
    page = phone.get("/devices").text
    assert "iPad, Safari" in page
    assert "192.168.1.20" in page
    (other,) = listed(phone)
    assert phone.send("/devices", device=other).status_code == 303
    assert tablet.get("/").status_code == 303
    assert listed(phone) == []
    assert phone.get("/").status_code == 200


def test_all_other_devices_are_signed_out_together(council: Council) -> None:
    others = [signs_in(council, "lan", IPAD) for _ in range(3)]
    phone = Browser(council, "lan")
    assert phone.send("/devices").status_code == 303
    assert [each.get("/").status_code for each in others] == [303] * 3
    assert phone.get("/").status_code == 200


def test_nobody_sees_or_signs_out_another_persons_devices(council: Council) -> None:
    signs_in(council, "nam", IPAD)
    with council.database.read() as db:
        nams = [row.token_hash for row in db.query(SignIn).where(SignIn.person_id == council.people["nam"])]
    lan = Browser(council, "lan")
    for device in nams:
        assert device not in lan.get("/devices").text
        lan.send("/devices", device=device)
        assert lan.asks_own("devices.sign_out", {"device": device}).status_code == 200
    assert Browser(council, "nam").get("/").status_code == 200


def test_an_administrator_signs_a_person_out_everywhere_and_the_card_still_works(council: Council) -> None:
    assert Browser(council, "admin").send(f"/people/{council.people['lan']}/sign-out").status_code == 303
    assert Browser(council, "lan").get("/").status_code == 303
    signs_in(council, "lan", IPAD)


def test_an_administrator_sees_a_persons_devices_and_signs_one_out(council: Council) -> None:
    tablet, phone, nam = signs_in(council, "lan", IPAD), Browser(council, "lan"), Browser(council, "nam")
    admin, page = Browser(council, "admin"), f"/people/{council.people['lan']}"
    assert "iPad, Safari" in admin.get(page).text
    assert "192.168.1.20" in admin.get(page).text
    (other,) = listed(phone)
    assert admin.send(f"/people/{council.people['nam']}/sign-out", device=other).status_code == 303
    assert tablet.get("/").status_code == 200, "the device belongs to somebody else"
    assert admin.send(f"{page}/sign-out", device=other).status_code == 303
    assert [each.get("/").status_code for each in (tablet, phone, nam)] == [303, 200, 200]
    assert "iPad, Safari" not in admin.get(page).text


def test_an_unnamed_device_signs_nothing_out(council: Council) -> None:
    lan, admin = Browser(council, "lan"), Browser(council, "admin")
    lan.asks_own("devices.sign_out", {"device": ""})
    admin.submits("people.sign_out_device", {"person_id": council.people["lan"], "device": ""}, "a-key-for-none")
    assert [each.get("/").status_code for each in (lan, admin)] == [200, 200]


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        (IPAD, "iPad, Safari"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36 Edg/126.0", "Windows, Edge"),
        ("Mozilla/5.0 (Linux; Android 14; SM-X200) Chrome/126.0 Safari/537.36", "Android, Chrome"),
        ("Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/120 Chrome/114.0 Safari/537.36", "Windows, Cốc Cốc"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_in_plain_words(agent: str, named: str) -> None:
    assert device_named(agent) == named

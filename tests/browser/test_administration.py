"""Log, settings, rights and catalogues: axe finds nothing, nothing is wider than the screen, by keyboard too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from meeting.catalogue.commands import AddEntry, RetireEntry, TakeSample
from meeting.catalogue.rules import Kind
from meeting.feedback.commands import SendRemark
from meeting.law import editions
from meeting.law.own import RuleChange
from meeting.lawbook.commands import MakeEdition
from meeting.lawbook.files import put_down
from meeting.people.groups import MakeGroup
from meeting.settings.commands import ChangeSetting
from meeting.signing.keyring import Keyring
from tests.browser.still import Still
from tests.browser.walk import Walk
from tests.cast import EDITION, PIN
from tests.council import Council
from tests.pages.client import Browser as Device

PAGES = {
    "overview": "/overview",
    "network": "/network",
    "backup": "/backup",
    "rehearsal": "/rehearsal",
    "help": "/help",
    "feedback": "/feedback",
    "certificates": "/certificates",
    "cards-of-a-meeting": "/meetings/1/cards",
    "log": "/log",
    "log-nothing": "/log?words=khongco",
    "sign-ins": "/log/sign-ins",
    "settings": "/settings",
    "rights": "/rights",
    "law": "/law",
    "law-edition": f"/law/{EDITION}?beside=rieng-2026-10-01-01",
    "law-new": f"/law/{EDITION}/new?body=ubnd",
    "catalogue": "/catalogues/titles",
    "catalogue-empty": "/catalogues/paper_kinds",
    "catalogue-longest": "/catalogues/rooms",
}


@pytest.fixture
def office(council: Council) -> Iterator[Council]:
    """With sign-ins that succeeded and failed, names as long as they may be, and a setting that was changed."""
    council.watching = False
    tablet = Device(council, address="10.0.0.7")
    tablet.signs_in("lan", PIN)
    for _ in range(3):
        tablet.signs_in("x" * 60, "000000")
    council.submits("admin", MakeGroup(title="N" * 100))
    council.submits("lan", SendRemark(topic="vote", words="W" * 1000))
    keyring = Keyring(council.house.site.settings.data / "keys", council.house.site.secret)
    keyring.make_signer("an", PIN, full_name="Hoàng Phủ Ngọc Tường Vi Nguyễn Thị Minh Khai", title="", unit="")
    council.submits("admin", ChangeSetting(setting="office_name", value="W" * 400))
    change = RuleChange("quorum", 3, 4, False, "Điều " + "5" * 200)
    own = MakeEdition(
        base=EDITION, preset="ubnd", title="Q" * 100, in_force="2026-10-01", reason="R" * 500, changes=(change,)
    )
    council.submits("admin", own)
    with council.database.read() as db:
        put_down(db, council.house.site.settings.law)
    editions.keep_office(council.house.site.settings.law)
    council.submits("admin", TakeSample(catalogue=Kind.TITLES))
    for title in ("P" * 200, "Phòng họp số 1"):
        entry = council.submits("admin", AddEntry(catalogue=Kind.ROOMS, title=title)).made["entry_id"]
    council.submits("admin", RetireEntry(entry_id=entry))
    yield council
    editions.keep_office(council.house.site.settings.data / "none")


@pytest.fixture
def desk(browser: Browser, office: Council) -> Iterator[Still]:
    still = Still(browser, office, "admin")
    yield still
    still.close()


def test_every_page_of_administration_is_open_to_everybody_and_fits_every_screen(
    desk: Still, album: Path | None
) -> None:
    walk = Walk(desk, album, whole_words=True)
    walk.goes(PAGES)
    assert walk.faults == {}


def test_every_page_of_administration_fits_every_screen_in_english_too(desk: Still) -> None:
    desk.speaks("en")
    walk = Walk(desk, None, whole_words=True)
    walk.goes(PAGES)
    assert walk.faults == {}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_tab_is_visible_on_a_tablet_in_landscape(desk: Still, language: str) -> None:
    desk.speaks(language)
    tabs = desk.opens("/overview").page.locator(".office-tabs")
    assert tabs.evaluate("(row) => row.scrollWidth - row.clientWidth") == 0


def test_a_setting_is_changed_and_a_log_entry_found_by_keyboard_alone(desk: Still) -> None:
    page = desk.opens("/settings").page
    page.get_by_role("textbox", name="Thời hạn một lần đăng nhập").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("said")).to_contain_text("Đã đổi")
    desk.opens("/log").page.get_by_label("Có chữ, hoặc về người").focus()
    page.keyboard.type("session_hours")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("log")).to_contain_text("Thời hạn một lần đăng nhập")

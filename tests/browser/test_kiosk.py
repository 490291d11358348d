"""The kiosk in a real browser, in front of a camera that sees a real code."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from meeting.attendance.events import CheckedIn
from meeting.journal import book as journal
from meeting.kernel.tokens import token_hash
from meeting.kiosk.commands import OpenKiosk
from meeting.kiosk.rules import code_hash, new_code
from meeting.people.tables import plain
from tests.browser.camera import code, film, nothing, photo, seeing
from tests.browser.conftest import Install
from tests.browser.house import CARD, House, gives_card
from tests.browser.people import Person
from tests.browser.still import Still
from tests.chromium import CHROMIUM
from tests.council import Council
from tests.pages.door import Door
from tests.server import until_true


def opens_machine(clerk: Person) -> str:
    """The secretary opens a kiosk; return the pairing code."""
    clerk.opens("roll").page.locator(".kiosks-open > summary").click()
    clerk.page.get_by_test_id("kiosk-open").click()
    return clerk.page.get_by_test_id("kiosk-code").inner_text()


def opened(house: House) -> str:
    """The same without the secretary's page."""
    code = new_code()
    house.submits(house.clerk, OpenKiosk(meeting_id=1, title="Cửa chính", by_name=True, code_hash=code_hash(code)))
    return code


def stands(door: Person, code: str) -> Page:
    """A machine becomes a kiosk."""
    door.page.goto(f"{door.base}/kiosk")
    door.page.fill("#code", code)
    door.page.get_by_test_id("kiosk-pair").click()
    expect(door.page.get_by_test_id("kiosk")).to_be_visible()
    door.page.wait_for_load_state()  # its scripts answer a press
    return door.page


def test_a_card_held_before_the_camera_checks_its_person_in(browser: Browser, install: Install, tmp_path: Path) -> None:
    house = install()
    house.server.start()
    account = house.members[0]
    shown = film(
        tmp_path / "card.y4m", (nothing(), 2), (code(gives_card(house, account), turned=12), 3), (nothing(), 5)
    )
    clerk = Person(browser, house, "console").has_signed_in(house.clerk)
    with seeing(browser.browser_type, shown) as machine:
        door = Person(machine, house, "tablet")
        page = stands(door, opens_machine(clerk))
        expect(page.get_by_test_id("kiosk")).to_have_attribute("data-camera", "on")
        result = page.get_by_test_id("kiosk-result")
        expect(result).to_have_attribute("data-told", "in")
        expect(result).to_contain_text(house.names[account])
        clerk.opens("roll").sees("kiosks", "Cửa chính")
        expect(clerk.page.locator(".roll-row", has_text=house.names[account])).to_contain_text(
            "máy điểm danh Cửa chính"
        )
        expect(result).to_have_attribute("data-told", "again")
        page.get_by_test_id("kiosk-leave").click()
        expect(result).to_have_attribute("data-told", "out")
        clerk.presses("kiosk-end")
        expect(page.get_by_test_id("kiosk-over")).to_be_visible()
        assert door.faults == []


@pytest.fixture
def house(install: Install) -> House:
    """A room that is served, before its meeting."""
    made = install()
    made.server.start()
    return made


NATIVE = """([text, formats, fails]) => {
  let looks = 0;
  globalThis.BarcodeDetector = class {
    static async getSupportedFormats() { return formats; }
    async detect(picture) {
      globalThis.looked = [picture.width, picture.height];
      looks += 1;
      if (fails) throw new DOMException('Barcode detection service unavailable.', 'NotSupportedError');
      return looks > 4 ? [{ rawValue: text }] : [];
    }
  };
}"""
"""A browser's own detector, as Chromium on Android has one: it sees the card at the fifth look, or always fails."""


def with_detector(door: Person, text: str, *formats: str, fails: bool = False) -> list[str]:
    """The device's browser detects these kinds of code; returns what is fetched of the other reader from now on."""
    fetched: list[str] = []
    door.page.on("request", lambda asked: fetched.append(asked.url) if "zxing" in asked.url else None)
    door.page.add_init_script(f"({NATIVE})({json.dumps([text, formats, fails])})")
    return fetched


def test_a_browser_that_reads_codes_itself_does_so_and_fetches_no_other_reader(
    browser: Browser, house: House, tmp_path: Path
) -> None:
    account = house.members[0]
    with seeing(browser.browser_type, film(tmp_path / "nothing.y4m", (nothing(), 5))) as machine:
        door = Person(machine, house, "tablet")
        fetched = with_detector(door, gives_card(house, account), "qr_code", "ean_13")
        page = stands(door, opened(house))
        result = page.get_by_test_id("kiosk-result")
        expect(result).to_have_attribute("data-told", "in")
        expect(result).to_contain_text(house.names[account])
        assert page.evaluate("looked[0] > 0 && looked[1] > 0"), "it was given a picture"
        assert fetched == []


@pytest.mark.parametrize(("formats", "fails"), [(("ean_13",), False), (("qr_code",), True)])
def test_another_reader_is_fetched_where_the_browsers_own_reads_no_qr_codes_or_fails(
    browser: Browser, house: House, tmp_path: Path, formats: tuple[str, ...], fails: bool
) -> None:
    account = house.members[0]
    shown = film(tmp_path / "card.y4m", (code(gives_card(house, account)), 5))
    with seeing(browser.browser_type, shown) as machine:
        door = Person(machine, house, "tablet")
        fetched = with_detector(door, "https://example.org/another", *formats, fails=fails)
        result = stands(door, opened(house)).get_by_test_id("kiosk-result")
        expect(result).to_have_attribute("data-told", "in")
        expect(result).to_contain_text(house.names[account])
        assert any(each.endswith(".wasm") for each in fetched)


def finds(page: Page, words: str, name: str) -> None:
    """Somebody looks for their name and says that it is theirs."""
    page.get_by_test_id("kiosk-find").click()
    page.fill("#find", words)
    page.locator(".kiosk-name", has_text=name).click()
    page.locator("dialog.confirm[open] button").last.click()


def test_a_name_typed_without_accents_is_found_and_pressed(browser: Browser, house: House) -> None:
    account = house.members[0]
    door = Person(browser, house, "tablet")
    page = stands(door, opened(house))
    expect(page.get_by_test_id("kiosk")).to_have_attribute("data-camera", "absent")
    page.get_by_test_id("kiosk-find").click()
    page.fill("#find", "n")
    expect(page.locator(".kiosk-name")).to_have_count(0)
    page.locator("[data-find-close]").click()
    finds(page, plain(house.names[account]), house.names[account])
    result = page.get_by_test_id("kiosk-result")
    expect(result).to_have_attribute("data-told", "in")
    expect(page.locator("[data-count]")).to_contain_text("1/")
    page.locator("[data-close]").click()
    expect(result).to_be_hidden()
    page.goto(f"{door.base}/m/1/tablet")
    expect(page.locator("main")).to_contain_text("chỉ để điểm danh ở cửa")


def test_readings_without_a_network_are_kept_and_sent_once(browser: Browser, house: House) -> None:
    first, second = house.members[:2]
    door = Person(browser, house, "tablet")
    page = stands(door, opened(house))
    page.wait_for_load_state("networkidle")
    door.context.set_offline(True)
    for account in (first, second):
        finds(page, plain(house.names[account]), house.names[account])
        expect(page.get_by_test_id("kiosk-result")).to_have_attribute("data-told", "kept")
        expect(page.get_by_test_id("kiosk-result")).to_contain_text(house.names[account])
        page.locator("[data-close]").click()
    expect(page.locator("[data-offline]")).to_be_visible()
    expect(page.locator("[data-waiting]")).to_have_text("2")
    kept = page.evaluate(
        "Object.entries(localStorage).filter(([k]) => k.startsWith('kiosk:')).map(([, reading]) => JSON.parse(reading))"
    )
    assert len(kept) == len({each["key"] for each in kept}) == 2
    door.context.set_offline(False)
    expect(page.locator("[data-count]")).to_contain_text("2/", timeout=20_000)
    expect(page.locator("[data-offline]")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('kiosk:'))") == []
    assert arrivals(house) == 2
    page.reload()
    expect(page.locator("[data-count]")).to_contain_text("2/")
    assert arrivals(house) == 2


def test_kept_readings_survive_a_reload(browser: Browser, house: House) -> None:
    account = house.members[0]
    door = Person(browser, house, "tablet")
    page = stands(door, opened(house))
    page.route("**/door", lambda route: route.abort())
    finds(page, plain(house.names[account]), house.names[account])
    expect(page.get_by_test_id("kiosk-result")).to_have_attribute("data-told", "kept")
    page.unroute("**/door")
    page.close()
    again = door.context.new_page()
    again.goto(f"{door.base}/")
    expect(again.locator("[data-count]")).to_contain_text("1/", timeout=20_000)
    assert arrivals(house) == 1


def comes_true(page: Page, promised: str) -> None:
    """Ask the page again and again, and wait for its promise each time."""
    until_true(lambda: bool(page.evaluate(promised)), lambda: promised)


def test_the_page_loads_again_offline_and_goes_on_reading(browser: Browser, house: House) -> None:
    first, second = house.members[:2]
    door = Person(browser, house, "tablet", outlasts=True)
    page = stands(door, opened(house))
    comes_true(page, "caches.match('/m/1/door').then(Boolean)")
    comes_true(page, "caches.match('/m/1/door/names').then(Boolean)")
    began = page.evaluate("Math.floor(Date.now() / 1000)")
    house.server.stop()
    page.reload()
    expect(page.locator("[data-offline]")).to_be_visible(timeout=20_000)
    for account in (first, second):
        finds(page, plain(house.names[account]), house.names[account])
        expect(page.get_by_test_id("kiosk-result")).to_have_attribute("data-told", "kept", timeout=15_000)
        page.locator("[data-close]").click()
    page.reload()
    expect(page.locator("[data-waiting]")).to_have_text("2", timeout=20_000)
    kept = page.evaluate(
        "Object.entries(localStorage).filter(([k]) => k.startsWith('kiosk:')).map(([, reading]) => JSON.parse(reading))"
    )
    assert all(began - 5 <= each["payload"]["read_at"] <= began + 120 for each in kept), "by the clock of the server"
    house.server.start()
    expect(page.locator("[data-count]")).to_contain_text("2/", timeout=40_000)
    assert arrivals(house) == 2


def test_over_plain_http_the_page_says_that_it_cannot_reload_offline(browser: Browser, sitting: Council) -> None:
    device = Still(browser, sitting, "screen")
    device.client = Door(sitting).client
    lacks = device.opens(f"/m/{sitting.meeting}/door").page.locator(".kiosk-plain")
    expect(lacks).to_have_text("Trang mở bằng http: khi mất mạng, đừng tải lại hay đóng trang này.")
    expect(lacks).to_be_visible()
    device.close()


def test_a_machine_that_was_ended_keeps_no_page(browser: Browser, house: House) -> None:
    clerk = Person(browser, house, "console").has_signed_in(house.clerk)
    door = Person(browser, house, "tablet", outlasts=True)
    page = stands(door, opens_machine(clerk))
    comes_true(page, "caches.match('/m/1/door').then(Boolean)")
    clerk.opens("roll").presses("kiosk-end")
    expect(page.get_by_test_id("kiosk-over")).to_be_visible(timeout=20_000)
    comes_true(page, "caches.has('door').then((has) => !has)")
    comes_true(page, "navigator.serviceWorker.getRegistrations().then((all) => all.length === 0)")


def test_two_tabs_of_one_kiosk_keep_the_readings_of_both(browser: Browser, house: House) -> None:
    door = Person(browser, house, "tablet")
    stands(door, opened(house))
    tabs = [door.page, door.context.new_page()]
    tabs[1].goto(f"{door.base}/")
    door.context.route("**/door", lambda route: route.abort())
    for tab, account in zip(tabs, house.members, strict=False):
        tab.bring_to_front()
        tab.wait_for_load_state("networkidle")
        finds(tab, plain(house.names[account]), house.names[account])
        expect(tab.get_by_test_id("kiosk-result")).to_have_attribute("data-told", "kept")
    for tab in tabs:
        tab.close()
    door.context.unroute("**/door")
    again = door.context.new_page()
    again.goto(f"{door.base}/")
    expect(again.locator("[data-count]")).to_contain_text("2/", timeout=20_000)
    assert again.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('kiosk:'))") == []
    assert arrivals(house) == 2


def test_readings_of_a_closed_tab_are_sent_by_the_one_that_stays(browser: Browser, house: House) -> None:
    door = Person(browser, house, "tablet")
    page = stands(door, opened(house))
    page.wait_for_load_state("networkidle")
    other, account = door.context.new_page(), house.members[0]
    other.goto(f"{door.base}/")
    other.wait_for_load_state("networkidle")
    other.route("**/door", lambda route: route.abort())
    finds(other, plain(house.names[account]), house.names[account])
    expect(other.get_by_test_id("kiosk-result")).to_have_attribute("data-told", "kept")
    other.close()
    expect(page.locator("[data-count]")).to_contain_text("1/", timeout=30_000)
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('kiosk:'))") == []
    assert arrivals(house) == 1


@pytest.mark.parametrize("full", [False, True])
def test_readings_kept_by_an_earlier_version_are_sent_in_order(browser: Browser, house: House, full: bool) -> None:
    """All of it in one list; it is sent once, even where the storage is full."""
    gives_card(house, house.members[0])
    door = Person(browser, house, "tablet")
    page = stands(door, opened(house))
    page.wait_for_load_state("networkidle")
    page.evaluate(
        """(cards) => {
      const { meeting, queue } = document.querySelector('[data-kiosk]').dataset;
      const read_at = Math.floor(Date.now() / 1000);
      const list = cards.map((card, n) => ({ key: `old-${9 - n}`, payload: { card, leaves: false, read_at } }));
      localStorage.setItem(`kiosk:${meeting}:${queue}`, JSON.stringify([...list, null]));
    }""",
        [token_hash("a-card-that-nobody-here-has-0001"), token_hash(CARD)],
    )
    if full:
        page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };")
    sent: list[str] = []
    page.on("request", lambda asked: asked.method == "POST" and sent.append(asked.post_data_json["key"]))
    page.reload()
    expect(page.locator("[data-count]")).to_contain_text("1/", timeout=20_000)
    expect(page.locator("[data-waiting]")).to_have_text("")
    with page.expect_response("**/door/people*"), page.expect_response("**/door/people*"):
        pass
    assert sent == ["old-9", "old-8"]
    assert full or page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('kiosk:'))") == []
    assert arrivals(house) == 1


def test_a_reading_that_two_tabs_hold_counts_once(browser: Browser, house: House) -> None:
    account = house.members[0]
    door = Person(browser, house, "tablet")
    page = stands(door, opened(house))
    page.wait_for_load_state("networkidle")
    door.context.route("**/door", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    finds(page, plain(house.names[account]), house.names[account])
    expect(page.get_by_test_id("kiosk-result")).to_have_attribute("data-told", "kept")
    other = door.context.new_page()
    other.goto(f"{door.base}/")
    expect(other.locator("[data-waiting]")).to_have_text("1", timeout=20_000)
    door.context.unroute("**/door")
    for tab in (page, other):
        expect(tab.locator("[data-count]")).to_contain_text("1/", timeout=20_000)
        expect(tab.locator("[data-waiting]")).to_have_text("", timeout=20_000)
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('kiosk:'))") == []
    assert arrivals(house) == 1


def test_kept_readings_are_sent_in_the_order_of_reading(browser: Browser, house: House) -> None:
    """Two readings of one second, and an item that no page can read beside them."""
    door = Person(browser, house, "tablet")
    page = stands(door, opened(house))
    page.wait_for_load_state("networkidle")
    page.evaluate("""() => {
      const { meeting, queue } = document.querySelector('[data-kiosk]').dataset, place = `kiosk:${meeting}:${queue}`;
      const payload = { card: 'x', leaves: false, read_at: Math.floor(Date.now() / 1000) };
      localStorage.setItem(`${place}:broken`, '{');
      for (const [key, made] of [['first', 1.5], ['a-second', 2.5]])
        localStorage.setItem(`${place}:${key}`, JSON.stringify({ key, payload, made }));
    }""")
    sent: list[str] = []
    page.on("request", lambda asked: asked.method == "POST" and sent.append(asked.post_data_json["key"]))
    page.reload()
    expect(page.locator("[data-waiting]")).to_have_text("", timeout=20_000)
    page.wait_for_load_state("networkidle")
    assert sent == ["first", "a-second"]


def test_a_full_browser_store_loses_no_reading(browser: Browser, house: House) -> None:
    account = house.members[0]
    door = Person(browser, house, "tablet")
    page = stands(door, opened(house))
    page.wait_for_load_state("networkidle")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }; }")
    page.route("**/door", lambda route: route.abort())
    finds(page, plain(house.names[account]), house.names[account])
    expect(page.get_by_test_id("kiosk-result")).to_have_attribute("data-told", "kept")
    page.unroute("**/door")
    expect(page.locator("[data-count]")).to_contain_text("1/", timeout=20_000)
    assert arrivals(house) == 1


def test_a_machine_that_was_ended_says_how_many_readings_it_could_not_send(browser: Browser, house: House) -> None:
    clerk = Person(browser, house, "console").has_signed_in(house.clerk)
    door = Person(browser, house, "tablet")
    page = stands(door, opens_machine(clerk))
    page.wait_for_load_state("networkidle")
    page.route("**/door", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    for account in house.members[:2]:
        finds(page, plain(house.names[account]), house.names[account])
        expect(page.get_by_test_id("kiosk-result")).to_have_attribute("data-told", "kept")
        page.locator("[data-close]").click()
    clerk.opens("roll").presses("kiosk-end")
    expect(page.get_by_test_id("kiosk-over")).to_contain_text("Còn 2 lần đọc chưa gửi được", timeout=20_000)


def test_readings_that_the_server_cannot_judge_are_kept_and_reported(browser: Browser, house: House) -> None:
    account, refusals = house.members[0], {"code": "attendance.outside", "status": 403, "message": "Ngoài phòng họp."}
    door = Person(browser, house, "tablet")
    page = stands(door, opened(house))
    page.wait_for_load_state("networkidle")
    page.route("**/door", lambda route: route.fulfill(status=403, json={"ok": False} | refusals))
    page.route("**/door/people*", lambda route: route.fulfill(status=403, json={"ok": False} | refusals))
    finds(page, plain(house.names[account]), house.names[account])
    expect(page.get_by_test_id("kiosk-result")).to_have_attribute("data-told", "kept")
    page.locator("[data-close]").click()
    expect(page.locator("[data-offline]")).to_contain_text("máy vẫn giữ lại. Ngoài phòng họp. 1")
    expect(page.locator("[data-net]")).to_be_hidden()
    page.unroute("**/door")
    page.unroute("**/door/people*")
    expect(page.locator("[data-count]")).to_contain_text("1/", timeout=20_000)
    expect(page.locator("[data-offline]")).to_be_hidden()


def test_a_welcome_that_is_later_refused_is_reported_to_the_secretary(browser: Browser, house: House) -> None:
    """The card is shown while no request comes through, and does not belong to this meeting; its owner is gone by
    then."""
    says = photo(code(f"{house.server.url}/c/a-card-that-nobody-here-has-0001"))
    clerk = Person(browser, house, "console").has_signed_in(house.clerk)
    door = Person(browser, house, "tablet")
    page = stands(door, opens_machine(clerk))
    expect(page.get_by_test_id("kiosk")).to_have_attribute("data-camera", "absent")
    page.route("**/door", lambda route: route.abort())
    page.locator("[data-photo-file]").set_input_files({"name": "c.jpg", "mimeType": "image/jpeg", "buffer": says})
    expect(page.get_by_test_id("kiosk-result")).to_have_attribute("data-told", "kept")
    page.unroute("**/door")
    clerk.opens("roll").sees("kiosks", "không còn hiệu lực")


def test_over_plain_http_a_photo_of_the_card_is_read(browser: Browser, house: House) -> None:
    account = house.members[0]
    says = gives_card(house, account)
    args = ["--no-sandbox", "--host-resolver-rules=MAP phonghop.test 127.0.0.1"]
    machine = browser.browser_type.launch(executable_path=CHROMIUM, args=args)
    door = Person(machine, house, "tablet")
    door.base = f"http://phonghop.test:{house.server.port}"
    page = stands(door, opened(house))
    expect(page.get_by_test_id("kiosk")).to_have_attribute("data-camera", "insecure")
    expect(page.locator("main")).to_contain_text("Mở trang này bằng https")
    chosen = page.locator("[data-photo-file]")
    result = page.get_by_test_id("kiosk-result")
    chosen.set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo(nothing())})
    expect(result).to_contain_text("không phải thẻ hoặc giấy mời")
    elsewhere = photo(code("https://example.test/q/abc#1.2.3"))
    chosen.set_input_files({"name": "b.jpg", "mimeType": "image/jpeg", "buffer": elsewhere})
    expect(result).to_contain_text("không phải thẻ hoặc giấy mời")
    chosen.set_input_files({"name": "c.jpg", "mimeType": "image/jpeg", "buffer": photo(code(says, turned=20))})
    expect(result).to_have_attribute("data-told", "in")
    expect(result).to_contain_text(house.names[account])
    machine.close()


def test_the_secretary_reads_cards_with_their_own_device(browser: Browser, house: House) -> None:
    account = house.members[0]
    says = gives_card(house, account)
    phone = Person(browser, house, "phone").has_signed_in(house.clerk)
    phone.page.goto(f"{phone.base}/m/1/door")
    shown = {"name": "c.jpg", "mimeType": "image/jpeg", "buffer": photo(code(says))}
    phone.page.locator("[data-photo-file]").set_input_files(shown)
    expect(phone.page.get_by_test_id("kiosk-result")).to_have_attribute("data-told", "in")
    phone.page.locator("[data-close]").click()
    phone.page.get_by_role("link", name="Về phòng họp").click()
    expect(phone.page.get_by_test_id("console")).to_be_visible()


def arrivals(house: House) -> int:
    """How often somebody was checked in, by the meeting's book."""
    with house._parts() as parts, parts.database.read() as db:
        return len(journal.all_of(db, journal.book_of(house.meeting_id), CheckedIn))

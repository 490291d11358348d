"""A file that is dropped onto the page of papers arrives once, whatever breaks meanwhile."""

import time
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.browser.conftest import Install
from tests.browser.people import Person
from tests.browser.relay import Relay
from tests.cast import PDF

SIZE = 12 * 2**20
NAME = "Phụ lục bản đồ.pdf"
DROP = """([name, head, tail, size]) => {
  const file = new File([head, '%'.repeat(size - head.length - tail.length), tail], name,
    { type: 'application/pdf', lastModified: 1790000000000 });
  const carried = new DataTransfer();
  carried.items.add(file);
  document.querySelector('form[data-upload]').dispatchEvent(
    new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


def drops(page: Page) -> None:
    """The same file, dropped onto the form."""
    page.evaluate(DROP, [NAME, PDF[:-6].decode("latin-1"), "\nstartxref\n9\n%%EOF\n", SIZE])


def reaches(page: Page, share: float) -> None:
    """Wait until this much of the file is there."""
    page.wait_for_function(f"() => document.querySelector('progress')?.value > {SIZE * share}")


def slowly(route: Route) -> None:
    """As over a real network, slower than within this machine."""
    time.sleep(0.1)
    route.continue_()


def test_an_upload_continues_after_a_cut_wire_a_killed_server_and_a_reload(browser: Browser, install: Install) -> None:
    house = install()
    house.server.start()
    wire = Relay(house.server.port)
    clerk = Person(browser, house, "console", port=wire.port).has_signed_in(house.clerk)
    page, begun = clerk.page, list[int]()

    def hears(request: Request) -> None:
        if "/slices?" in request.url and request.post_data_buffer:
            begun.append(int(parse_qs(urlsplit(request.url).query)["at"][0]))

    page.on("request", hears)
    page.route("**/slices?*", slowly)
    page.goto(f"{clerk.base}/meetings/1/papers")
    page.wait_for_load_state()
    before = page.locator("[data-paper]").count()
    drops(page)
    reaches(page, 0.2)
    wire.cut()
    expect(page.locator("[data-uploads] li")).to_contain_text("Mất kết nối. Đang thử lại…")
    house.server.kill()
    house.server.start()
    wire.mend()
    reaches(page, 0.4)
    page.reload()
    page.wait_for_load_state()
    begun.clear()
    drops(page)
    reaches(page, 0.5)
    assert min(begun) > 0.3 * SIZE, "what had come is not sent again"
    expect(page.locator("[data-paper]")).to_have_count(before + 1)
    expect(page.get_by_text(NAME).first).to_be_visible()
    wire.close()


def test_a_stopped_upload_leaves_no_paper(browser: Browser, install: Install) -> None:
    house = install()
    house.server.start()
    clerk = Person(browser, house, "console").has_signed_in(house.clerk)
    page = clerk.page
    page.route("**/slices?*", slowly)
    page.goto(f"{clerk.base}/meetings/1/papers")
    page.wait_for_load_state()
    before = page.locator("[data-paper]").count()
    drops(page)
    reaches(page, 0.1)
    page.get_by_role("button", name=f"Dừng tải {NAME}").click()
    expect(page.locator("[data-uploads] li")).to_contain_text("Đã dừng. Chọn lại tệp này để tải tiếp.")
    page.reload()
    expect(page.locator("[data-paper]")).to_have_count(before)

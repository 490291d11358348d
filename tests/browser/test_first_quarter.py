"""A newcomer's first quarter of an hour: from the result of `make run` to their first published meeting, on screen.

Time is counted as an unpractised person needs it in front of a screen, however fast this machine is: a fixed time for
each letter, each press and each new page.
"""

import re
from datetime import timedelta
from typing import Self

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from meeting.kernel import clock
from tests.browser.conftest import Install
from tests.browser.house import House
from tests.browser.people import Person
from tests.cast import PDF

LETTER, PRESS, PAGE = 0.5, 4.0, 10.0
"""Seconds of a slow typist: to type one letter, to find and press something, to look at a page that is new."""
MOST_PRESSES = 100
"""Fields, buttons, links and ticks, from the sign-in to the published meeting."""
PEOPLE = (
    ("ông", "Hà Văn Tâm", "Tâm", "Chủ tịch UBND xã", "ha.tam"),
    ("bà", "Lò Thị Én", "Én", "Chuyên viên Văn phòng", "lo.en"),
    ("ông", "Mùa A Dính", "Dính", "Phó Chủ tịch UBND xã", "mua.dinh"),
    ("bà", "Quàng Thị Bun", "Bun", "Trưởng phòng Kinh tế", "quang.bun"),
    ("ông", "Vừ A Sang", "Sang", "Trưởng Công an xã", "vu.sang"),
)
AGENDA = """1. Khai mạc (5 phút)
2. Kế hoạch đầu tư công năm 2027. Trình bày: Phòng Kinh tế (30 phút)
3. Kết luận (10 phút)"""


class Newcomer(Person):
    """The administrator of a new installation, and the time spent so far."""

    spent = 0.0
    presses = 0

    def __init__(self, browser: Browser, house: House) -> None:
        super().__init__(browser, house, "console")
        self.page.on("framenavigated", self._looks)

    def _looks(self, frame: object) -> None:
        if frame == self.page.main_frame:
            self.spent += PAGE

    def _presses(self) -> None:
        self.presses += 1
        self.spent += PRESS

    def types(self, **fields: str) -> Self:
        """Fill fields, by their names in the form."""
        for name, text in fields.items():
            self.page.locator(f'main [name="{name}"]').first.fill(text)
            self._presses()
            self.spent += LETTER * len(text)
        return self

    def writes(self, label: str, text: str) -> Self:
        """Fill the field that is called so."""
        self.page.get_by_label(label).fill(text)
        self._presses()
        self.spent += LETTER * len(text)
        return self

    def opens_item(self, place: int) -> Self:
        """Press an item of the agenda."""
        self.page.locator(".plan-items a").nth(place - 1).click()
        self._presses()
        return self

    def clicks(self, testid: str) -> Self:
        """Press what has this name."""
        self.page.get_by_test_id(testid).first.click()
        self._presses()
        return self

    def follows(self, words: str) -> Self:
        """Press a link."""
        self.page.get_by_role("link", name=words, exact=True).first.click()
        self._presses()
        return self

    def chooses(self, field: str, words: str) -> Self:
        """Choose from a list."""
        self.page.get_by_label(field, exact=True).last.select_option(words)
        self._presses()
        return self

    def ticks(self, words: str) -> Self:
        """Tick a person."""
        self.page.get_by_label(words).first.check()
        self._presses()
        return self

    def unticks(self, words: str) -> Self:
        """Take a tick away."""
        self.page.get_by_label(words).last.uncheck()
        self._presses()
        return self

    def unfolds(self, words: str) -> Self:
        """Open what is folded under these words."""
        self.page.locator("summary", has_text=words).click()
        self._presses()
        return self

    def picks_up(self, files: list[FilePayload]) -> None:
        """Choose files in the window of the system: open it, tick each, say that these are they."""
        self.page.get_by_label("Chọn tệp").set_input_files(files)
        for _ in (0, *files, 0):
            self._presses()


def adds_people(admin: Newcomer) -> str:
    """Put five people on the list; return the PIN on the card of the last of them."""
    admin.clicks("to-people")
    for honorific, full, given, title, account in PEOPLE:
        admin.clicks("new-person")
        admin.types(full_name=full, given_name=given, honorific=honorific, title=title, account=account).clicks("save")
        expect(admin.page.get_by_test_id("said")).to_be_visible()
    admin.clicks("to-card").clicks("issue-card")
    expect(admin.page.locator("dt", has_text="PIN").first).to_be_visible()
    found = re.search(r"<dt>PIN</dt>\s*<dd[^>]*>(\d+)</dd>", admin.page.content())
    assert found, "the new card shows its PIN once"
    return found[1]


def invites(admin: Newcomer) -> None:
    admin.follows("Thành phần")
    for role, people, votes in (
        ("Chủ trì", PEOPLE[:1], True),
        ("Thư ký", PEOPLE[1:2], False),
        ("Thành viên", PEOPLE[2:], True),
    ):
        for _, full, *_ in people:
            admin.ticks(full)
        admin.chooses("Vai trò", role)
        if not votes:
            admin.unticks("Có quyền biểu quyết")
        admin.clicks("invite")
        expect(admin.page.get_by_test_id("seats")).to_contain_text(people[-1][1])


def sends_papers(admin: Newcomer) -> None:
    page = admin.page
    files = [f"02_{name}.pdf" for name in ("Tờ trình", "Dự thảo nghị quyết", "Báo cáo thẩm tra")]
    contents = [PDF[:-6] + b"%" * count + b"\nstartxref\n9\n%%EOF\n" for count in range(1, len(files) + 1)]
    page.wait_for_url("**/papers*")
    page.wait_for_load_state()  # its script hears of files from then on
    admin.picks_up(
        [
            {"name": name, "mimeType": "application/pdf", "buffer": content}
            for name, content in zip(files, contents, strict=True)
        ]
    )
    expect(page.get_by_test_id("counted")).to_contain_text("3 tài liệu")


@pytest.mark.timeout(400)
def test_a_newcomer_publishes_their_first_meeting_within_a_quarter_of_an_hour(
    browser: Browser, install: Install
) -> None:
    house = install()
    house.server.start()
    admin = Newcomer(browser, house)
    admin.signs_in("admin")
    pin = adds_people(admin)
    admin.follows("Xong, quay lại").follows("Hôm nay")
    day = (clock.now() + timedelta(days=3)).date().isoformat()
    admin.clicks("to-meetings").clicks("new-meeting")
    admin.types(title="Phiên họp thường kỳ tháng 12", day=day, place="Hội trường", body="UBND xã Nậm Pồ").clicks("save")
    invites(admin)
    admin.follows("Chương trình")
    admin.unfolds("Dán chương trình từ Word")
    admin.types(pasted=AGENDA).clicks("split-it").clicks("add-split")
    admin.opens_item(2)
    question = "Thông qua kế hoạch đầu tư công năm 2027"
    admin.writes("Thêm câu hỏi", question)
    admin.clicks("add-question").follows("Tài liệu")
    sends_papers(admin)
    admin.follows("Thông tin").clicks("publish")
    expect(admin.page.get_by_test_id("said")).to_contain_text("Đã phát hành")
    assert admin.spent < 15 * 60, "seconds of somebody who is unused to it"
    assert admin.presses < MOST_PRESSES

    house.cards["vu.sang"] = pin
    member = Person(browser, house, "tablet").signs_in("vu.sang")
    member.page.get_by_role("link", name="Chương trình, tài liệu").first.click()
    agenda = member.page.locator('[data-panel="agenda"]')
    expect(agenda).to_contain_text("Kế hoạch đầu tư công năm 2027")
    expect(agenda).to_contain_text("3 tài liệu")

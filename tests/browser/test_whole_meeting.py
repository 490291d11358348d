"""One meeting from import to signed minutes, through real browsers: secretary, chair, two delegates, hall screen."""

import re
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, expect

from meeting.attendance.commands import MarkPresent
from meeting.kernel.text import fold
from meeting.packs.folder.frame import Names
from meeting.packs.folder.read import UNNAMED
from tests.browser.conftest import Install
from tests.browser.house import SAMPLE, House
from tests.browser.people import Person
from tests.browser.relay import Relay
from tests.server import ROOT
from tests.tries import TRIES

PRESSED = 3
"""Presses of one kind; repeated presses beyond these are handed in without the pages."""
SHARED = ROOT.parent / "shared" / "data"
REAL = [
    pytest.param(SHARED / "ubnd-thuong-ky", Names("Ủy ban nhân dân huyện Vĩnh Bảo", "Phòng họp số 2"), id="ubnd"),
    pytest.param(
        SHARED / "hdnd-hong-bang-2018",
        Names("Hội đồng nhân dân quận Hồng Bàng", "Hội trường UBND quận Hồng Bàng"),
        id="hdnd",
    ),
]
"""The folders of real meetings."""
PLAYS = REAL[-TRIES:] if SHARED.exists() else [pytest.param(SAMPLE, UNNAMED, id="sample")]
"""The council's, which has more of everything: a committee's meeting, the sample, is played by `test_next_step` to the
page of the signature, and signed in tests/doors. Without them the sample."""


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("pack", "names"), PLAYS)
def test_a_meeting_runs_from_its_pack_to_signed_minutes(
    pack: Path, names: Names, browser: Browser, install: Install, tmp_path: Path
) -> None:
    house = install(pack, names, whole=True)
    house.server.start()
    Play(browser, house, tmp_path).runs()


class Play:
    """The cast of one meeting and its acts, in order."""

    def __init__(self, browser: Browser, house: House, tmp_path: Path) -> None:
        self.house = house
        self.folder = tmp_path
        self.wire = Relay(house.server.port)
        self.clerk = Person(browser, house, "console").signs_in(house.clerk)
        self.chair = Person(browser, house, "tablet").signs_in(house.chair)
        self.first = Person(browser, house, "upright").signs_in(house.members[0])
        self.second = Person(browser, house, "phone", port=self.wire.port, dark=True).signs_in(house.members[1])
        self.hall = Person(browser, house, "hall")
        self.cast = [self.clerk, self.chair, self.first, self.second, self.hall]

    def runs(self) -> None:
        """Every act, then: nothing went wrong in any browser."""
        self.everybody_comes_in()
        self.people_check_in()
        self.the_meeting_opens()
        self.hands_are_counted()
        self.a_paper_is_read()
        self.a_delegate_is_given_the_floor()
        self.a_vote_survives_a_cut_wire_and_a_killed_server()
        self.the_result_is_the_same_everywhere()
        self.the_meeting_ends()
        self.minutes_are_signed()
        self.minutes_are_verified()
        self.wire.close()
        assert [person.faults for person in self.cast] == [[]] * len(self.cast)

    def everybody_comes_in(self) -> None:
        for person in (self.clerk, self.chair, self.first, self.second):
            person.enters()
        self.hall.page.goto(self.house.server.url + self.house.screen_path())
        expect(self.hall.page.locator("[data-pass]")).to_be_visible()

    def people_check_in(self) -> None:
        """One by the hall screen's code, the rest by the secretary; she is present herself when she opens the
        meeting."""
        pass_url = _read_qr(self.hall, self.folder)
        self.first.page.goto(pass_url.replace(_origin(pass_url), self.first.base))
        expect(self.first.page.get_by_test_id("arriving")).to_contain_text("Đã điểm danh")
        self.first.enters()
        self.first.page.wait_for_url("**/m/1")
        self.nobody_opens_without_a_quorum()
        self.clerk.opens("roll")
        self.somebody_is_found_by_a_few_letters()
        guests = self.clerk.page.locator(".roll-how", has_text="không có quyền")
        voters = self.clerk.page.locator("[data-state=expected]").filter(has_not=guests)
        for _ in range(PRESSED):
            left = voters.count()
            voters.first.get_by_role("button", name="Xác nhận có mặt").click()
            expect(voters).to_have_count(left - 1)
        rest = voters.evaluate_all("all => all.map((each) => Number(each.dataset.seat))")[:-1]
        self.house.submits(self.house.clerk, *(MarkPresent(meeting_id=1, seat_id=seat) for seat in rest))
        expect(voters).to_have_count(1)  # the last member of the list stays away
        self.hall.sees("quorum", "Đủ số lượng")

    def somebody_is_found_by_a_few_letters(self) -> None:
        """Typed without accents; Enter checks in the one person who was found, and the list is complete again."""
        page, member = self.clerk.page, self.house.members[1]
        name, rows = self.house.names[member], page.locator(".roll-row").locator("visible=true")
        everybody = rows.count()
        find = page.get_by_role("searchbox", name="Tìm theo tên")
        find.fill(fold(name))
        expect(page.locator("[data-roll-found]")).to_have_text("Tìm thấy 1 người")
        expect(rows).to_have_count(1)
        find.press("Enter")
        expect(rows).to_have_count(everybody)
        expect(rows.filter(has_text=name)).to_have_attribute("data-state", "present")

    def nobody_opens_without_a_quorum(self) -> None:
        self.clerk.presses("meeting-start")
        refused = self.clerk.page.locator('form[data-command="conduct.start_meeting"] [data-outcome]').first
        expect(refused).to_contain_text("Chưa đủ số người có mặt")
        self.clerk.sees("now-banner", "Chưa khai mạc")

    def the_meeting_opens(self) -> None:
        self.clerk.opens("console")
        self.clerk.presses("meeting-start")
        for person in (self.clerk, self.chair, self.first, self.second):
            person.sees("now-banner", "Mục 1/")

    def hands_are_counted(self) -> None:
        """The first question of both meetings is put by show of hands."""
        page = self.clerk.page
        self._go_to_open_vote()
        self.clerk.presses("vote-open")
        counted = page.locator('form[data-command="voting.count_hands"]').first
        expect(counted).to_be_visible()
        for field, number in (("votes_for", len(self.house.members)), ("votes_against", 0), ("abstentions", 0)):
            counted.locator(f"[name={field}]").fill(str(number))
        counted.locator("button").last.click()
        expect(page.get_by_test_id("vote-close")).to_be_visible()
        self.clerk.presses("vote-close")
        self.clerk.presses("vote-announce")
        self.hall.sees("result-board", "ĐƯỢC THÔNG QUA")
        expect(self.hall.page.get_by_test_id("result-board")).not_to_contain_text("KHÔNG ĐƯỢC")

    def a_paper_is_read(self) -> None:
        """The first delegate opens a paper, and stays in it when the vote begins."""
        page = self.first.page
        link = page.locator('a[href*="/papers/"]').locator("visible=true")
        if link.count() == 0:
            page.locator("details summary").filter(has_text="tài liệu").locator("visible=true").first.click()
        link.first.click()
        expect(page.get_by_test_id("reader-page")).to_have_value("1")
        expect(page.locator("canvas").first).to_be_visible()

    def a_delegate_is_given_the_floor(self) -> None:
        """Called while a paper is open; the hall counts the time down, and everybody knows who is next.

        A second press on the same spot calls nobody else; a speech ended by mistake goes on.
        """
        page, listed = self.clerk.page, self.clerk.page.locator("select#enter-speaker")
        for person in (self.first, self.second):
            listed.select_option(value=person.page.locator("#room").get_attribute("data-seat"))
            page.locator('button[data-testid="enter-speaker"]').click()
            expect(listed).to_have_value("")
        self.clerk.presses_twice("give-floor")
        expect(self.first.page.locator("#room")).to_have_attribute("data-called", "speaker")
        expect(self.second.page.locator("#room")).to_have_attribute("data-called", "next")
        expect(self.first.page.get_by_test_id("floor").locator('[data-for="speaker"]')).to_be_visible()
        self.hall.sees("stage-speaker", "Đang phát biểu")
        expect(self.hall.page.get_by_test_id("speech-time")).to_have_text(re.compile(r"0[45]:\d\d"))
        self.chair.opens("chair")
        self.chair.presses("end-speech")
        self.chair.presses("undo")
        self.hall.sees("stage-speaker", "Đang phát biểu")
        expect(self.hall.page.get_by_test_id("speech-time")).to_have_text(re.compile(r"04:\d\d"))
        self.chair.presses("end-speech")
        expect(self.hall.page.get_by_test_id("stage-speaker")).to_have_count(0)
        expect(self.first.page.locator("#room")).to_have_attribute("data-called", "")
        self.chair.opens("tablet")

    def a_vote_survives_a_cut_wire_and_a_killed_server(self) -> None:
        page = self.clerk.page
        self._go_to_open_vote()
        self.clerk.presses("vote-open")
        for person in (self.chair, self.first, self.second):
            expect(person.page.get_by_test_id("vote-for")).to_be_visible()
        self.hall.sees("screen", "đã biểu quyết")
        self.first.votes("for")
        self.first.sees("vote-status", "Đã ghi nhận")
        self.wire.cut()
        self.second.votes("against")
        self.second.page.wait_for_timeout(3500)
        expect(self.second.page.get_by_test_id("vote-status")).not_to_contain_text("Đã ghi nhận")
        self.wire.mend()
        self.second.sees("vote-status", "Đã ghi nhận", seconds=20)
        self.house.server.kill()
        self.house.server.start()
        self.chair.votes("for")
        self.chair.sees("vote-status", "Đã ghi nhận", seconds=20)
        expect(page.get_by_test_id("net-chip")).to_have_attribute("data-net", "ok", timeout=20_000)
        self.clerk.presses("vote-close")
        expect(page.get_by_test_id("vote-announce")).to_be_visible()

    def the_result_is_the_same_everywhere(self) -> None:
        self.clerk.presses("vote-announce")
        self.hall.sees("result-board", "KHÔNG ĐƯỢC THÔNG QUA")
        boards = [
            person.page.get_by_test_id("result-board").first
            for person in (self.clerk, self.chair, self.second, self.hall)
        ]
        for board in boards:
            expect(board).to_contain_text("2")
        sentences = {re.sub(r"\s+", " ", board.locator("[data-sentence]").inner_text()) for board in boards}
        assert len(sentences) == 1, sentences
        self.sentence = sentences.pop()

    def the_meeting_ends(self) -> None:
        page = self.clerk.page
        number, total = map(int, re.findall(r"Mục (\d+)/(\d+)", page.get_by_test_id("now-banner").inner_text())[0])
        for following in range(number + 1, total + 1):
            self.clerk.presses("sec-next")
            self.clerk.sees("now-banner", f"Mục {following}/")
            expect(page.locator("[aria-busy=true]")).to_have_count(0)
        self.clerk.presses("meeting-end")
        self.clerk.sees("sign-status", "Xem và ký", seconds=60)

    def minutes_are_signed(self) -> None:
        self.the_chair_confirms_what_the_law_leaves_open()
        signers = ((self.clerk, self.house.clerk), (self.chair, self.house.chair))
        for signatures, (person, account) in enumerate(signers, start=1):
            ways = person.page.locator("[data-testid=sign-open], [data-testid=sign-link]")  # the chair sits at a tablet
            ways.locator("visible=true").first.click(timeout=60_000)
            person.page.fill("#pin", "000000")
            person.page.get_by_test_id("sign-go").click()
            expect(person.page.locator("[data-outcome]")).to_contain_text("PIN chưa đúng")
            person.page.fill("#pin", self.house.cards[account])
            person.page.get_by_test_id("sign-go").click()
            expect(person.page.get_by_text(re.compile("đã ký lúc"))).to_have_count(signatures, timeout=30_000)
            person.opens("console" if person is self.clerk else "chair")
        self.chair.sees("sign-status", "đã ký lúc")

    def the_chair_confirms_what_the_law_leaves_open(self) -> None:
        """Nobody signs before."""
        self.chair.opens("chair")
        open_bases = self.chair.page.locator(".minutes").get_by_test_id("basis-confirm")
        while (left := open_bases.count()) > 0:
            self.chair.presses("step-basis")
            expect(open_bases).to_have_count(left - 1)

    def minutes_are_verified(self) -> None:
        minutes, journal = self.folder / "minutes.pdf", self.folder / "journal.jsonl"
        answer = self.chair.context.request.get(f"{self.house.server.url}/m/1/minutes.pdf")
        assert answer.ok
        minutes.write_bytes(answer.body())
        self._agree_with_the_room(minutes)
        self.house.command("journal", self.house.slug, str(journal))
        self.house.command("verify", str(minutes))
        self.house.command("verify", str(minutes), str(journal))
        spoiled = bytearray(minutes.read_bytes())
        spoiled[len(spoiled) // 3] ^= 1
        minutes.write_bytes(spoiled)
        self.house.command("verify", str(minutes), status=1)

    def _agree_with_the_room(self, minutes: Path) -> None:
        """Read by another program: the sentence that the room saw, who was away, two good signatures."""
        text = re.sub(r"\s+", " ", _told_by("pdftotext", "-raw", str(minutes), "-"))
        assert self.sentence.casefold() in text.casefold()
        assert "Ý kiến phát biểu: " in text
        members = len(self.house.members)
        assert f"có mặt {members}/{members + 1}, vắng mặt 1." in text
        assert _told_by("pdfsig", "-nocert", str(minutes)).count("Signature is Valid") == 2

    def _go_to_open_vote(self) -> None:
        """On to the next item with a prepared question."""
        question = self.clerk.page.get_by_test_id("vote-open").locator("visible=true")
        for _ in range(20):
            if question.count():
                return
            here = re.findall(r"Mục (\d+)/", self.clerk.page.get_by_test_id("now-banner").inner_text())[0]
            self.clerk.presses("sec-next")
            self.clerk.sees("now-banner", f"Mục {int(here) + 1}/")
            self.clerk.page.wait_for_timeout(400)
        raise AssertionError("no item with a prepared question")


def _read_qr(hall: Person, folder: Path) -> str:
    """What a camera reads from the hall screen."""
    picture = folder / "hall.png"
    hall.page.screenshot(path=picture)
    codes = zxingcpp.read_barcodes(Image.open(picture))
    assert len(codes) == 1, "the code on the hall screen cannot be read"
    return str(codes[0].text)


def _told_by(*command: str) -> str:
    return subprocess.run(command, text=True, capture_output=True, check=True).stdout


def _origin(url: str) -> str:
    return "/".join(url.split("/")[:3])

"""Makes the pictures in README again: `python -m tests.browser.pictures` plays the sample up to its signed minutes."""

import io
import re
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Page, expect

from meeting.attendance.commands import MarkPresent
from meeting.conduct.commands import EndMeeting, GoToItem, StartMeeting
from meeting.speaking.commands import EnterSpeaker, GiveFloor
from meeting.voting.commands.ballots import CastBallot
from meeting.voting.commands.motions import OpenMotion
from meeting.voting.commands.results import AnnounceResult, CloseMotion, CountHands
from tests.browser.house import House
from tests.browser.people import Person
from tests.chromium import chromium
from tests.server import ROOT, RUN

PICTURES = ROOT / ".ci" / "pictures"
WIDE = 900
LAST_ITEM = 7


def main() -> None:
    """Play, take pictures, end."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        house = House(Path(folder) / "var", RUN)
        with house.server.running():
            Album(house, *(Person(browser, house, size) for size in ("console", "tablet", "upright", "hall"))).fills()


class Album:
    """A meeting of nine, eight of whom have come, and the people whose screens are in the pictures."""

    def __init__(self, house: House, clerk: Person, delegate: Person, reader: Person, hall: Person) -> None:
        self.house, self.seats = house, house.seats()
        self.here = [house.chair, *house.members[:-1]]
        self.clerk = clerk.signs_in(house.clerk)
        self.delegate = delegate.signs_in(house.members[0])
        self.reader = reader.signs_in(house.members[1])
        self.hall = hall

    def fills(self) -> None:
        """Every picture."""
        self.opens()
        self.pictures_of_the_room()
        self.pictures_of_a_vote()
        self.ends()
        self.picture_of_the_minutes()

    def submits(self, account: str, *commands: object) -> None:
        self.house.submits(account, *commands)  # type: ignore[arg-type]

    def opens(self) -> None:
        seats = [MarkPresent(meeting_id=1, seat_id=self.seats[account]) for account in self.here]
        self.submits(self.house.clerk, *seats, StartMeeting(meeting_id=1))
        self.clerk.enters()
        self.delegate.enters()
        self.hall.page.set_viewport_size({"width": 1280, "height": 720})
        self.hall.page.goto(self.house.server.url + self.house.screen_path())
        count = CountHands(meeting_id=1, motion_id=1, votes_for=8, votes_against=0, abstentions=0)
        self.submits(self.house.clerk, OpenMotion(meeting_id=1, motion_id=1), count)
        self.submits(self.house.clerk, CloseMotion(meeting_id=1, motion_id=1))
        self.submits(self.house.chair, AnnounceResult(meeting_id=1, motion_id=1))

    def pictures_of_the_room(self) -> None:
        self.submits(self.house.clerk, GoToItem(meeting_id=1, item_id=2))
        for account in self.here[1:3]:
            self.submits(self.house.clerk, EnterSpeaker(meeting_id=1, seat_id=self.seats[account]))
        self.delegate.sees("now-banner", "Mục 2/")
        keep(self.delegate.page, "tablet")
        self.submits(self.house.clerk, GiveFloor(meeting_id=1, speech_id=1, minutes=5))
        self.clerk.sees("now-banner", "Mục 2/")
        expect(self.clerk.page.get_by_test_id("end-speech")).to_be_visible()
        self.clerk.page.get_by_test_id("alarm-card").get_by_role("button").click()  # this script is another device
        expect(self.clerk.page.get_by_test_id("alarm-card")).to_have_count(0)
        keep(self.clerk.page, "console")
        self.reader.opens("papers/1")
        expect(self.reader.page.locator("canvas").first).to_be_visible()
        self.reader.page.wait_for_timeout(2000)
        keep(self.reader.page, "reader", wide=768)

    def pictures_of_a_vote(self) -> None:
        self.submits(self.house.clerk, GoToItem(meeting_id=1, item_id=3), OpenMotion(meeting_id=1, motion_id=2))
        expect(self.delegate.page.get_by_test_id("vote-for")).to_be_visible()
        self.delegate.page.wait_for_timeout(700)
        self.delegate.page.get_by_test_id("vote-for").click()
        expect(self.delegate.page.get_by_test_id("vote-send")).to_be_enabled()
        self.delegate.page.wait_for_timeout(1000)
        keep(self.delegate.page, "ballot")
        self.delegate.page.get_by_test_id("vote-send").click()
        self.reader.votes("for")
        for person in (self.delegate, self.reader):
            person.sees("vote-status", "Đã ghi nhận")
        for account in [self.house.chair, *self.here[3:]]:
            choice = "against" if account == self.here[-1] else "for"
            self.submits(account, CastBallot(meeting_id=1, motion_id=2, choice=choice))
        self.submits(self.house.clerk, CloseMotion(meeting_id=1, motion_id=2))
        self.submits(self.house.chair, AnnounceResult(meeting_id=1, motion_id=2))
        self.hall.sees("result-board", "ĐƯỢC THÔNG QUA")
        self.hall.page.wait_for_timeout(1000)
        keep(self.hall.page, "hall")

    def ends(self) -> None:
        rest = [GoToItem(meeting_id=1, item_id=number) for number in range(4, LAST_ITEM + 1)]
        self.submits(self.house.clerk, *rest, EndMeeting(meeting_id=1))

    def picture_of_the_minutes(self) -> None:
        """Signed by both, the end of the last page with both signatures."""
        self.delegate.page.context.clear_cookies()
        self.delegate.signs_in(self.house.chair).opens("chair")
        open_bases = self.delegate.page.locator(".minutes").get_by_test_id("basis-confirm")
        while (left := open_bases.count()) > 0:
            self.delegate.presses("step-basis")
            expect(open_bases).to_have_count(left - 1)
        signers = ((self.clerk, self.house.clerk), (self.delegate, self.house.chair))
        for signatures, (person, account) in enumerate(signers, start=1):
            ways = person.page.locator("[data-testid=sign-open], [data-testid=sign-link]").locator("visible=true")
            ways.first.click(timeout=60_000)
            person.page.fill("#pin", self.house.cards[account])
            person.page.get_by_test_id("sign-go").click()
            expect(person.page.get_by_text(re.compile("đã ký lúc"))).to_have_count(signatures, timeout=30_000)
        answer = self.clerk.context.request.get(f"{self.house.server.url}/m/1/minutes.pdf")
        draw = ["pdftoppm", "-r", "70", "-png", "-f", "2", "-l", "2", "-"]
        drawn = subprocess.run(draw, input=answer.body(), capture_output=True, check=True)
        page = Image.open(io.BytesIO(drawn.stdout)).convert("RGB")
        written = ImageChops.invert(page).getbbox()
        assert written
        page.crop((0, 0, page.width, min(page.height, written[3] + 20))).save(PICTURES / "minutes.png", optimize=True)


def keep(page: Page, name: str, wide: int = WIDE) -> None:
    """A picture of a screen in README's width, in as few colours as look the same."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    high = round(picture.height * wide / picture.width)
    small = picture.resize((wide, high), Image.Resampling.LANCZOS)
    small.quantize(128, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()

"""The next step of secretary and chair is visible without scrolling, and the one filled button, through a whole
meeting."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from meeting.agenda.pause_rules import PauseKind
from meeting.attendance.commands import MarkPresent, WaiveQuorum
from meeting.conduct.pausing import PauseMeeting, ResumeMeeting
from meeting.speaking.commands import EnterSpeaker
from meeting.voting.commands.ballots import CastBallot
from meeting.voting.commands.results import CountHands
from tests.browser.conftest import Install
from tests.browser.hall_titles import LONGEST, SHORT, named, real_titles
from tests.browser.house import House
from tests.browser.people import Person
from tests.browser.still import Still
from tests.council import Council
from tests.tries import is_its_day

SIZES = [(1024, 768), (1280, 800)]
TITLES = [LONGEST, *real_titles(), *([SHORT] if is_its_day("short", 3) else [])]
"""The longest takes the most room; the shortest has its days."""

FILLED = """() => [...document.querySelectorAll('.button.primary')]
  .filter((each) => each.checkVisibility() && !each.closest('[inert], dialog'))
  .map((each) => {
    const box = each.getBoundingClientRect();
    const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const seen = box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
    return [each.textContent.trim(), seen && each.contains(over)];
  })"""
LOOK_FILLED = """() => {
  const ground = getComputedStyle(document.documentElement).getPropertyValue('--primary');
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.background = ground;
  const filled = getComputedStyle(probe).backgroundColor;
  probe.remove();
  return [...document.querySelectorAll('a, button, summary, .document-open')]
    .filter((each) => each.checkVisibility() && !each.closest('[inert], dialog, .skip'))
    .filter((each) => getComputedStyle(each).backgroundColor === filled).map((each) => each.textContent.trim());
}"""
SETTLED = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const running = document.getAnimations().filter((each) => each instanceof CSSTransition);
  await Promise.allSettled(running.map((each) => each.finished));
}"""
"""No colour is changing any longer."""
OVERLAID = """() => {
  const toast = document.querySelector('.undo-bar')?.getBoundingClientRect();
  if (!toast) return null;
  return [...document.querySelectorAll('.step, .motion, .speakers, .motions, .runsheet, .agenda, .now-words > *')]
    .filter((each) => each.checkVisibility()).map((each) => [each.className, each.getBoundingClientRect()])
    .filter(([, box]) => box.left < toast.right && toast.left < box.right
      && box.top < toast.bottom && toast.top < box.bottom).map(([name]) => name);
}"""


class Meeting:
    """A committee of nine, seen by its secretary and its chair; `looked` is called at each state."""

    def __init__(self, browser: Browser, house: House, looked: Callable[[str, Page], None] | None = None) -> None:
        self.house = house
        self.seats = house.seats()
        self.clerk = Person(browser, house, "console").signs_in(house.clerk).opens("console")
        self.chair = Person(browser, house, "tablet").signs_in(house.chair).opens("chair")
        self.looked = looked

    def submits(self, account: str, *commands: object) -> None:
        self.house.submits(account, *commands)  # type: ignore[arg-type]

    def shows(self, state: str, clerk: str | None, chair: str | None) -> None:
        """The filled button of each page in this state of the meeting; None where somebody else must act."""
        for person, word in ((self.clerk, clerk), (self.chair, chair)):
            expect(person.page.get_by_test_id("step")).to_have_attribute("data-step", state)
            person.page.mouse.move(0, 0)  # a button under the pointer has another colour
            if word is not None:
                expect(person.page.get_by_test_id("step").locator(".button.primary")).to_contain_text(word)
            wanted = [] if word is None else [[word, True]]
            for width, height in SIZES:
                person.page.set_viewport_size({"width": width, "height": height})
                found = [[label.removesuffix("F4").removesuffix("F2"), seen] for label, seen in self._filled(person)]
                assert found == wanted, (state, width)
                person.page.evaluate(SETTLED)
                assert person.page.evaluate(LOOK_FILLED) == [label for label, _ in self._filled(person)], state
            if self.looked:
                self.looked(state, person.page)

    def _filled(self, person: Person) -> list[tuple[str, bool]]:
        return [tuple(each) for each in person.page.evaluate(FILLED)]


@pytest.mark.timeout(240)
def test_the_next_step_is_visible_and_alone_in_every_state_of_a_meeting(browser: Browser, install: Install) -> None:
    house = install(whole=True)
    house.server.start()
    plays(Meeting(browser, house))


def plays(room: Meeting) -> None:
    """The whole meeting, state by state."""
    house, seats, clerk, chair = room.house, room.seats, room.clerk, room.chair
    voters = [house.chair, *house.members]
    room.submits(house.clerk, *(MarkPresent(meeting_id=1, seat_id=seats[a]) for a in voters))
    chair.opens("chair")  # this was handed in beside the server: an open page does not learn that its person is here
    room.shows("start", "Khai mạc", "Khai mạc")
    clerk.presses("meeting-start")
    room.shows("open", "Mở biểu quyết", "Mở biểu quyết")
    clerk.presses("vote-open")
    room.shows("count", "Lưu kết quả đếm", "Lưu kết quả đếm")
    room.submits(
        house.clerk, CountHands(meeting_id=1, motion_id=1, votes_for=len(voters), votes_against=0, abstentions=0)
    )
    room.shows("close", "Kết thúc biểu quyết", "Kết thúc biểu quyết")
    clerk.presses("vote-close")
    room.shows("announce", "Công bố kết quả", "Công bố kết quả")
    clerk.presses("vote-announce")
    room.shows("move", "Chuyển mục 2", "Chuyển mục 2")
    clerk.presses("sec-next")
    expect(clerk.page.get_by_test_id("undo")).to_be_visible()
    assert clerk.page.evaluate(OVERLAID) == []
    room.shows("move", "Chuyển mục 3", "Chuyển mục 3")
    room.submits(house.clerk, *(EnterSpeaker(meeting_id=1, seat_id=seats[a]) for a in house.members[:5]))
    room.shows("invite", "Mời bà Hòa", "Mời bà Hòa")
    a_waiting_person_takes_one_line(clerk.page)
    expect(chair.page.locator(".waiting-row").locator("visible=true")).to_have_count(3)
    chair.presses("give-floor")
    room.shows("speech", "Kết thúc lượt", "Kết thúc lượt")
    expect(chair.page.get_by_test_id("speech-time")).to_be_in_viewport()
    clerk.presses("end-speech")
    room.shows("invite", "Mời ông Thắng", "Mời ông Thắng")
    clerk.presses("sec-next")
    expect(clerk.page.get_by_test_id("undo")).to_be_visible()
    assert clerk.page.evaluate(OVERLAID) == []
    room.shows("open", "Mở biểu quyết", "Mở biểu quyết")
    equal_votes_wait_for_the_chair(room, voters)
    for following in range(4, 8):
        clerk.presses("sec-next")
        clerk.sees("now-banner", f"Mục {following}/")
    room.shows("end", "Kết thúc phiên họp", "Kết thúc phiên họp")
    clerk.presses("meeting-end")
    expect(chair.page.get_by_test_id("step-basis")).to_be_visible(timeout=60_000)
    room.shows("minutes", None, "Xác nhận căn cứ")
    the_chair_confirms_one_basis_after_the_other(chair)
    expect(clerk.page.get_by_test_id("sign-open")).to_be_visible()
    room.shows("minutes", "Xem và ký", None)
    assert clerk.faults == chair.faults == []


def the_chair_confirms_one_basis_after_the_other(chair: Person) -> None:
    """The basis of the quorum, then of each kind of decision whose rule is known only from a summary."""
    step = chair.page.get_by_test_id("step")
    for said in ("Số thành viên tối thiểu phải có mặt", "Biểu quyết về thủ tục"):
        expect(step).to_contain_text(said)
        chair.presses("step-basis")
        expect(step).not_to_contain_text(said)
    expect(chair.page.get_by_test_id("step-basis")).to_have_count(0, timeout=60_000)


def equal_votes_wait_for_the_chair(room: Meeting, voters: list[str]) -> None:
    """Four against four of nine: the law is not explicit, and only the chair may decide."""
    clerk, chair = room.clerk, room.chair
    clerk.presses("vote-open")
    expect(chair.page.get_by_test_id("vote-for")).to_be_visible()
    chair.votes("for")
    chair.sees("vote-status", "Đã ghi nhận")
    expect(clerk.page.get_by_test_id("voted")).to_contain_text("Đã có 1/9 thành viên biểu quyết")
    chair.page.get_by_role("button", name="Đóng", exact=True).click()
    room.shows("close", "Kết thúc biểu quyết", "Kết thúc biểu quyết")
    for place, account in enumerate(voters[1:8], start=1):
        choice = "for" if place < 4 else "against"
        room.submits(account, CastBallot(meeting_id=1, motion_id=2, choice=choice))
    expect(clerk.page.get_by_test_id("voted")).to_contain_text("Đã có 8/9 thành viên biểu quyết")
    clerk.page.wait_for_timeout(700)
    clerk.page.get_by_test_id("vote-close").click()
    asked = clerk.page.locator("dialog.confirm")
    expect(asked).to_contain_text("Còn 1 thành viên chưa biểu quyết (1 đang mất kết nối). Vẫn kết thúc biểu quyết?")
    asked.get_by_role("button", name="Kết thúc biểu quyết").click()
    room.shows("ruling", None, "Ghi ý kiến xác định")
    ruling = chair.page.locator('form[data-command="voting.record_ruling"]')
    ruling.get_by_label("Được thông qua", exact=True).check()
    ruling.get_by_label("Căn cứ").fill("Biểu quyết ngang nhau, theo bên có ý kiến của Chủ tịch.")
    chair.presses("vote-ruling")
    room.shows("announce", "Công bố kết quả", "Công bố kết quả")
    chair.presses("vote-announce")
    room.shows("move", "Chuyển mục 4", "Chuyển mục 4")


def a_waiting_person_takes_one_line(page: Page) -> None:
    """Name, unit, and what may be done with them."""
    waiting = page.locator(".waiting-row")
    expect(waiting).to_have_count(5)
    heights = [row.bounding_box()["height"] for row in waiting.all()]  # type: ignore[index]
    assert max(heights) <= 64, heights


IN_SIGHT = """(words) => {
  const [button] = [...document.querySelectorAll(words)].filter((each) => each.checkVisibility());
  const box = button.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth
    && button.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
}"""


class Desks:
    """The secretary's and the chair's page of a council, as they are now."""

    def __init__(self, browser: Browser, council: Council) -> None:
        self.council = council
        self.clerk, self.chair = Still(browser, council, "ha"), Still(browser, council, "an")

    def show(self, state: str, clerk: str | None, chair: str | None, button: str = "") -> None:
        """As `Meeting.shows`; `button`: a button that is not filled and must be visible too."""
        for desk, path, word in ((self.clerk, "console", clerk), (self.chair, "chair", chair)):
            desk.opens(f"/m/{self.council.meeting}/{path}")
            assert desk.page.get_by_test_id("step").get_attribute("data-step") == state, path
            for size in desk.looks(("1024", "1280x800")):
                where = f"{state}: {path} at {size}"
                assert [tuple(each) for each in desk.page.evaluate(FILLED)] == ([(word, True)] if word else []), where
                assert desk.page.evaluate(LOOK_FILLED) == ([word] if word else []), where
                assert not button or desk.page.evaluate(IN_SIGHT, button), where

    def closes(self) -> None:
        assert self.clerk.faults == self.chair.faults == []
        self.clerk.close()
        self.chair.close()


@pytest.mark.parametrize("title", TITLES, ids=lambda title: str(len(title)))
def test_the_next_step_is_visible_during_a_recheck_and_during_a_pause(
    browser: Browser, build: Callable[..., Council], title: str
) -> None:
    """At the beginning, in a recess, and at the next sitting, whose people must check in again."""
    council = build()
    named(council, title)
    meeting, desks = council.meeting, Desks(browser, council)
    desks.show("gather", "Điểm danh", None, '[data-testid="meeting-start"]')
    council.submits("an", WaiveQuorum(meeting_id=meeting, reason=title[:200]))
    desks.show("start", "Khai mạc", "Khai mạc")
    council.arrives(*council.voters)
    council.starts()
    council.turns_to(4)
    for kind in PauseKind:
        council.submits("ha", PauseMeeting(meeting_id=meeting, kind=kind, minutes=15))
        if kind.ends_sitting:
            desks.show("gather", "Điểm danh", None, '[data-testid="meeting-resume"]')
            council.arrives(*council.voters)
        desks.show("resume", "Họp tiếp", "Họp tiếp")
        council.submits("ha", ResumeMeeting(meeting_id=meeting))
    desks.closes()


@pytest.mark.parametrize("title", TITLES, ids=lambda title: str(len(title)))
def test_a_vote_whose_tables_differ_from_the_journal_is_repaired_before_anything_else(
    browser: Browser, build: Callable[..., Council], title: str
) -> None:
    """No button is filled, because the course is not normal; the button that repairs it is visible."""
    council = build()
    named(council, title)
    council.sits()
    council.turns_to(4)
    motion = council.prepares(title, item=4)
    council.opens(motion)
    council.splits(motion, 3, 6)
    council.closes(motion)
    council.database.gate.submit(lambda db: db.execute(text("update ballot set choice = 'for'")))
    desks = Desks(browser, council)
    desks.show("restore", None, None, '[data-testid="vote-restore"]')
    desks.closes()

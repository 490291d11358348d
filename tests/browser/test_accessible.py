"""Nobody is shut out: axe-core finds nothing wrong with any main screen, on a light ground and on a dark one."""

from playwright.sync_api import Browser

from meeting.conduct.commands import EndMeeting
from meeting.minutes.basis import ConfirmBasis
from meeting.minutes.commands import RecordDraft
from meeting.record.record import QUORUM
from meeting.speaking.commands import EnterSpeaker
from tests.browser.axe import GROUNDS, faults
from tests.browser.still import Still
from tests.council import Council

TITLE = "Thông qua Nghị quyết về dự toán thu, chi ngân sách và kế hoạch đầu tư công năm 2027 của xã Minh Tân"
STANDS = 700  # ms until the ballot has come up


class Walk:
    """From screen to screen, as each of the people sees it."""

    def __init__(self, browser: Browser, council: Council) -> None:
        self.browser = browser
        self.meeting = f"/m/{council.meeting}"
        self.devices = {who: Still(browser, council, who) for who in ("ha", "an", "lan", "guest", "screen")}
        self.found: dict[str, list[str]] = {}

    def look(self, who: str, path: str, size: str = "1024", wait: int = 0) -> None:
        """Open a page and run axe on it on both grounds."""
        page = self.devices[who].opens(path[1:] if path.startswith("//") else f"{self.meeting}{path}", size).page
        page.wait_for_timeout(wait)
        for scheme, structure in GROUNDS:
            if found := faults(page, scheme, structure):
                self.found[f"{who} {path} {size} {scheme}"] = found

    def close(self) -> None:
        for device in self.devices.values():
            device.close()


def test_no_main_screen_has_a_fault_that_axe_knows(browser: Browser, council: Council) -> None:
    walk = Walk(browser, council)
    council.watching = False
    council.arrives(*council.voters[:4])
    for who, path in (
        ("ha", "/console"),
        ("ha", "/roll"),
        ("an", "/chair"),
        ("lan", "/check-in"),
        ("screen", "/screen"),
    ):
        walk.look(who, path)
    council.arrives(*council.voters[4:])
    council.starts()
    council.turns_to(2)
    council.submits("ha", EnterSpeaker(meeting_id=council.meeting, seat_id=council.seats["nam"]))
    walk.look("ha", "/console", "1280x800")
    walk.look("an", "/chair", "upright")
    walk.look("lan", f"/papers/{council.document}")
    motion = council.prepares(TITLE, item=2)
    walk.look("lan", "/aside")
    council.opens(motion)
    walk.look("lan", "", wait=STANDS)
    walk.look("lan", "", "phone", wait=STANDS)
    walk.look("screen", "/screen", "1920")
    walk.look("ha", "/votes")
    council.splits(motion, 7, 1, 1)
    council.closes(motion)
    council.announces(motion)
    walk.look("ha", "/votes", "1280x800")
    walk.look("guest", "", "phone")
    walk.look("screen", "/screen", "1280x720")
    council.submits("ha", EndMeeting(meeting_id=council.meeting))
    council.submits("an", ConfirmBasis(meeting_id=council.meeting, decision=QUORUM))
    drawn = RecordDraft(
        meeting_id=council.meeting, sha256="0" * 64, pages=3, journal_seq=council.seq(), journal_head="0"
    )
    council.submits("system", drawn)
    walk.look("ha", "/minutes/sign")
    walk.look("an", "/chair")
    walk.look("lan", "/console")  # which is not hers: the page that says so
    for path in ("//", "//sign-in"):
        walk.look("lan", path)
    walk.close()
    assert walk.found == {}


PALE = """(words) => {
  const rows = document.querySelectorAll(words);
  rows[rows.length - 1].style.color = '#eee';
  return rows.length;
}"""


def test_one_pale_line_among_many_is_found_on_either_ground(browser: Browser, council: Council) -> None:
    council.watching = False
    walk = Walk(browser, council)
    page = walk.devices["ha"].opens(f"{walk.meeting}/roll").page
    assert [faults(page, scheme, structure) for scheme, structure in GROUNDS] == [[], []]
    assert page.evaluate(PALE, ".roll-row .person-name") > 1
    assert [each.partition(":")[0] for each in faults(page, *GROUNDS[0])] == ["color-contrast"]
    page.evaluate(PALE.replace("#eee", "#222"), ".roll-row .person-name")
    assert [each.partition(":")[0] for each in faults(page, *GROUNDS[1])] == ["color-contrast"]
    walk.close()


VEILED = """() => {
  const line = (words) => Object.assign(document.createElement('p'), { textContent: words, style: 'color: #eee' });
  const lines = ['Một hàng chữ dài', 'Ngắn'].map(line);
  document.querySelector('main').prepend(...lines);
  const { left, top, width, height } = lines[0].getBoundingClientRect();
  const place = `left: ${left + scrollX}px; top: ${top + scrollY}px; width: ${width}px; height: ${height}px`;
  const veil = { style: `position: absolute; z-index: 9; background: #7778; ${place}` };
  document.body.append(Object.assign(document.createElement('div'), veil));
}"""


def test_a_line_that_axe_cannot_judge_hides_no_fault_of_similar_lines(browser: Browser, council: Council) -> None:
    council.watching = False
    walk = Walk(browser, council)
    page = walk.devices["ha"].opens(f"{walk.meeting}/roll").page
    page.evaluate(VEILED)
    assert [each.partition(":")[0] for each in faults(page, *GROUNDS[0])] == ["color-contrast"]
    walk.close()

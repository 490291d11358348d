"""The pages about office, recusals and presiding: axe finds nothing, nothing is wider than the screen."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from meeting.conduct.chair import GiveChair
from meeting.conduct.mandates import RecordMandate
from meeting.voting.commands.recusing import Recuse
from tests.browser.longest import LONGEST
from tests.browser.still import Still
from tests.browser.walk import Walk
from tests.council import FOR, Council


def test_the_pages_of_the_roll_fit_every_screen_and_are_filled_in_by_keys(
    browser: Browser, sitting: Council, album: Path | None
) -> None:
    sitting.watching = False
    one = {"meeting_id": sitting.meeting}
    said = {"number": "Nghị quyết số 12/NQ-HĐND", "dated": "2026-09-20", "reason": LONGEST.strip()[:500]}
    sitting.submits("ha", RecordMandate(**one, seat_id=sitting.seats["khoa"], mandate="suspended", **said))  # type: ignore[arg-type]
    motion = sitting.prepares("Giao đất cho doanh nghiệp")
    command = Recuse(**one, motion_id=motion, seat_id=sitting.seats["lan"], cause="own", reason=LONGEST.strip()[:500])  # type: ignore[arg-type]
    sitting.submits("ha", command)
    still = Still(browser, sitting, "ha")
    walk = Walk(still, album)
    walk.goes({"mandates": "/meetings/1/mandates", "vote-roll": f"/meetings/1/votes/{motion}/roll"})
    page = still.opens(f"/meetings/1/votes/{motion}/roll").page
    page.get_by_label("Người", exact=True).select_option(str(sitting.seats["nam"]))
    page.get_by_label("Lý do").focus()
    page.keyboard.type("có liên quan")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("without-ballot")).to_contain_text("Phạm Hoài Nam")
    sitting.submits("ha", GiveChair(**one, seat_id=sitting.seats["mai"]))
    walk.goes({"console-presided": "/m/1/console", "roll-suspended": "/m/1/roll", "votes-recused": "/m/1/votes"})
    sitting.opens(motion)
    walk.goes({"console-excluded": "/m/1/console"})
    sitting.votes(motion, an=FOR, mai=FOR, hung=FOR)
    assert walk.faults == {}
    still.close()
    for who, path in (("mai", "/m/1/chair"), ("lan", "/m/1"), ("guest", "/m/1"), ("screen", "/m/1/screen")):
        still = Still(browser, sitting, who)
        walk = Walk(still, album)
        walk.goes({f"presided-{who}": path})
        assert walk.faults == {}
        still.close()

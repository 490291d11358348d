"""People without a ballot: officers read their names before the opening, and they read the reason on their own
tablet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from meeting.attendance.commands import NoteAbsence
from meeting.conduct.mandates import RecordMandate
from meeting.law import editions
from meeting.law.terms import Rights
from meeting.voting.commands.recusing import Recuse
from tests.browser.longest import LONGEST
from tests.browser.still import Still, said, tablet
from tests.browser.walk import Walk
from tests.conftest import Builder
from tests.council import Council
from tests.own_editions import own
from tests.points import far

TITLE = "Giao đất cho doanh nghiệp"


@pytest.fixture(autouse=True)
def _rules_of_nobody(tmp_path: Path) -> Iterator[None]:
    yield
    editions.keep_office(tmp_path / "none")


def waits(council: Council) -> int:
    """A question waits: one member is suspended, one recused, one absent with a substitute, one at a point."""
    council.watching = False
    one = {"meeting_id": council.meeting}
    said_so = {"number": "Nghị quyết số 12/NQ-HĐND", "dated": "2026-09-20", "reason": LONGEST.strip()[:300]}
    council.submits("ha", RecordMandate(**one, seat_id=council.seats["khoa"], mandate="suspended", **said_so))  # type: ignore[arg-type]
    absent = NoteAbsence(**one, seat_id=council.seats["dao"], excused=True, reason="ốm", substitute="Lò Văn Thay")  # type: ignore[arg-type]
    council.submits("ha", absent)
    council.arrives("an", "lan", "nam", "mai", "hung", "binh", "khoa")
    far(council, "y-thinh")
    council.starts()
    motion = council.prepares(TITLE)
    recuse = Recuse(**one, motion_id=motion, seat_id=council.seats["lan"], cause="own", reason="con là giám đốc")  # type: ignore[arg-type]
    council.submits("ha", recuse)
    return motion


@pytest.mark.parametrize("rights", [Rights.NO_VOTE, Rights.NOT_PRESENT])
def test_before_the_opening_secretary_and_chair_see_everybody_without_a_ballot_and_each_reads_their_own_reason(
    browser: Browser, build: Builder, album: Path | None, rights: Rights
) -> None:
    council = build(law=own(rights))
    motion = waits(council)
    for who, path in (("ha", "/m/1/console"), ("an", "/m/1/chair")):
        still = Still(browser, council, who).opens(path)
        listed = still.page.get_by_test_id("step").get_by_test_id("without-ballot")
        expect(listed).to_contain_text("Không có phiếu: 4")
        listed.locator("summary").click()
        for words in ("con là giám đốc", "tạm đình chỉ", "Lò Văn Thay", "từ xa"):
            expect(listed).to_contain_text(words)
        walk = Walk(still, album)
        walk.goes({f"without-ballot-{rights}-{who}": path})
        assert walk.faults == {}
        still.close()
    council.opens(motion)
    reasons = {
        "khoa": "đang tạm đình chỉ nhiệm vụ nên không biểu quyết",
        "lan": "không tham gia biểu quyết nội dung này",
        "y-thinh": "dự từ xa: được tính có mặt" if rights == Rights.NO_VOTE else "theo dõi từ xa: không tính có mặt",
    }
    for who, words in reasons.items():
        device = tablet(browser, council, who)
        expect(said(device)).to_contain_text(words)
        expect(device.page.get_by_test_id("vote-send")).not_to_be_visible()
        if album is not None:
            device.page.screenshot(path=album / f"told-{rights}-{who}.png")
        device.close()

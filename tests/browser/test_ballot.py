"""The ballot on a tablet says what became of a choice, above all of one that never left the tablet."""

from playwright.sync_api import Browser, expect

from meeting.attendance.commands import UndoArrival
from tests.browser.still import Still, said, tablet
from tests.council import Council
from tests.server import ROOT

GEOMETRY = (ROOT / "tests" / "browser" / "geometry.js").read_text("utf-8")
TITLE = "Thông qua Nghị quyết về dự toán thu, chi ngân sách và kế hoạch đầu tư công năm 2027 của xã Minh Tân"
STANDS = 700  # ms until the sheet has come up and its options are live


def choose(device: Still, choice: str) -> None:
    button = device.page.get_by_test_id(choice)
    expect(button).to_be_visible()
    device.page.wait_for_timeout(STANDS)
    button.click()


def test_after_the_vote_the_tablet_shows_an_unsent_choice_until_its_owner_has_read_it(
    browser: Browser, sitting: Council
) -> None:
    motion = sitting.opens_motion(TITLE)
    lan = tablet(browser, sitting, "lan")
    choose(lan, "vote-for")
    expect(said(lan)).to_contain_text("chưa gửi")
    sitting.closes(motion, missing=9)
    for _ in range(2):
        lan.opens(f"/m/{sitting.meeting}")
        expect(said(lan)).to_contain_text(
            "Biểu quyết đã kết thúc. Lựa chọn TÁN THÀNH của đồng chí CHƯA được gửi, nên không được tính."
        )
    lan.page.locator('ballot-sheet [data-action="close"]').click()
    expect(said(lan)).to_be_hidden()
    lan.opens(f"/m/{sitting.meeting}")
    expect(lan.page.locator(".motion")).to_be_visible()
    expect(said(lan)).to_be_hidden()
    lan.close()


def test_a_press_on_a_ballot_that_is_still_appearing_chooses_nothing(browser: Browser, sitting: Council) -> None:
    sitting.opens_motion(TITLE)
    lan = tablet(browser, sitting, "lan")
    lan.page.evaluate("""() => new Promise((done) => {
      const sheet = document.querySelector("ballot-sheet");
      const look = () => sheet.hasAttribute("data-rising")
        ? done(sheet.querySelector("[data-choice=against]").click()) : requestAnimationFrame(look);
      look();
    })""")
    expect(said(lan)).to_contain_text("Phiếu vừa mở ra. Mời chọn lại.")
    expect(lan.page.locator("[data-choice][aria-pressed=true]")).to_have_count(0)
    choose(lan, "vote-against")
    expect(said(lan)).to_contain_text("Đang chọn Không tán thành")
    lan.close()


def test_the_paper_under_vote_is_one_press_away_and_the_choice_is_kept_meanwhile(
    browser: Browser, council: Council
) -> None:
    council.sits()
    with council.unwatched():
        council.turns_to(2)
        council.opens(council.prepares(TITLE, item=2))
    lan = tablet(browser, council, "lan")
    choose(lan, "vote-against")
    lan.page.get_by_test_id("ballot-read").click()
    lan.page.wait_for_url(f"**/papers/{council.document}")
    bar = lan.page.locator(".ballot-bar")
    expect(bar).to_contain_text("chưa gửi")
    bar.click()
    expect(said(lan)).to_contain_text("Đang chọn Không tán thành – chưa gửi")
    lan.context.close()


def test_the_ballot_shows_its_connection_and_why_nothing_can_be_sent(browser: Browser, sitting: Council) -> None:
    sitting.opens_motion(TITLE)
    lan = tablet(browser, sitting, "lan")
    choose(lan, "vote-for")
    expect(lan.page.get_by_test_id("ballot-net")).to_have_attribute("data-net", "lost", timeout=20_000)
    expect(said(lan)).to_contain_text("chưa gửi được vì máy này mất kết nối")
    lan.close()


def test_a_person_who_is_not_checked_in_is_led_to_the_check_in(browser: Browser, sitting: Council) -> None:
    with sitting.unwatched():
        sitting.submits("ha", UndoArrival(meeting_id=sitting.meeting, seat_id=sitting.seats["lan"]))
    sitting.opens_motion(TITLE)
    lan = tablet(browser, sitting, "lan")
    expect(said(lan)).to_contain_text("Cần điểm danh trước khi biểu quyết.")
    expect(lan.page.get_by_test_id("ballot-arrive")).to_be_visible()
    lan.close()


def test_options_and_send_button_are_never_cut(browser: Browser, sitting: Council) -> None:
    sitting.opens_motion(TITLE)
    lan = tablet(browser, sitting, "lan")
    choose(lan, "vote-for")
    for letters in ("1", "2", "3"):
        lan.page.evaluate("letters => { document.documentElement.dataset.size = letters }", letters)
        for size in lan.looks(("phone", "upright", "1024", "1280x800")):
            for name in ("vote-for", "vote-against", "vote-abstain", "vote-send"):
                box = lan.page.get_by_test_id(name).bounding_box()
                assert box
                where = f"{name}, {size}, letters {letters}"
                assert box["y"] >= 0, where
                assert box["y"] + box["height"] <= lan.page.viewport_size["height"], where  # type: ignore[index]
    lan.close()

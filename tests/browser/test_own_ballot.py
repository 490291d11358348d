"""A ballot is its owner's: nobody changes it without their consent, and it comes from one of their devices."""

from playwright.sync_api import Browser, expect

from tests.browser.house import House
from tests.browser.people import Person


def test_a_raised_hand_changes_a_sent_ballot_only_where_its_owner_agrees(browser: Browser, voting: House) -> None:
    clerk = Person(browser, voting, "console").has_signed_in(voting.clerk).opens("console")
    first, second = (Person(browser, voting, "tablet").has_signed_in(a).opens("tablet") for a in voting.members[:2])
    for person in (first, second):
        person.votes("for")
        person.sees("vote-status", "Đã ghi nhận")
        proposes(clerk, person, "against")
        person.sees("hand-question", "Thư ký ghi thay đồng chí: KHÔNG TÁN THÀNH. Đồng ý?")
        person.sees("hand-question", "Phiếu đã gửi: TÁN THÀNH")
    first.page.reload()
    first.sees("hand-question", "KHÔNG TÁN THÀNH")
    first.page.keyboard.press("Escape")
    first.page.get_by_role("button", name="Không đồng ý, giữ phiếu đã gửi").click()
    expect(first.page.get_by_test_id("hand-question")).to_have_count(0)
    clerk.sees("console", "không đồng ý đổi thành “Không tán thành”: phiếu đã tự gửi vẫn được tính")
    second.page.get_by_role("button", name="Đồng ý, đổi thành Không tán thành").click()
    expect(second.page.get_by_test_id("hand-question")).to_have_count(0)
    second.sees("vote-status", "KHÔNG TÁN THÀNH")
    expect(first.page.get_by_test_id("vote-status")).not_to_contain_text("KHÔNG")
    assert clerk.faults == first.faults == second.faults == []


def test_the_right_to_vote_moves_to_the_second_device_and_back(browser: Browser, voting: House) -> None:
    member = voting.members[0]
    tablet = Person(browser, voting, "tablet").has_signed_in(member).opens("tablet")
    expect(tablet.page.get_by_test_id("vote-elsewhere")).to_have_count(0)
    phone = Person(browser, voting, "phone").has_signed_in(member).opens("tablet")
    tablet.sees("vote-elsewhere", "Quyền biểu quyết đã chuyển sang máy khác của đồng chí")
    tablet.page.reload()
    tablet.sees("vote-elsewhere", "Máy này chỉ xem được")
    expect(tablet.page.get_by_test_id("vote-for")).to_be_visible()
    tablet.page.wait_for_timeout(700)  # the sheet has stopped moving
    on_the_sheet = tablet.page.get_by_test_id("ballot-elsewhere")  # which covers the bar
    on_the_sheet.get_by_role("button", name="Biểu quyết tại máy này").click()
    expect(on_the_sheet).to_be_hidden()
    expect(tablet.page.get_by_test_id("vote-elsewhere")).to_have_count(0)
    phone.sees("vote-elsewhere", "Quyền biểu quyết đã chuyển sang máy khác của đồng chí")
    phone.votes("against")
    phone.page.locator("dialog.confirm").get_by_role("button", name="Biểu quyết tại máy này").click()
    phone.sees("vote-status", "Đã ghi nhận: KHÔNG TÁN THÀNH")
    tablet.sees("vote-elsewhere", "Máy này chỉ xem được")
    assert tablet.faults == phone.faults == []


def proposes(clerk: Person, person: Person, choice: str) -> None:
    """The secretary has seen this person raise a hand for something else."""
    form = clerk.page.locator('form[data-command="voting.propose_hand"]')
    if not form.locator("button").is_visible():
        clerk.page.get_by_text("Hỏi lại người đã tự biểu quyết").click()
    form.locator("select").select_option(value=person.page.locator("#room").get_attribute("data-seat"))
    form.locator(f'[name="choice"][value="{choice}"]').check()
    form.locator("button").click()
    expect(form.locator("[data-outcome]")).to_contain_text("Đã hỏi")

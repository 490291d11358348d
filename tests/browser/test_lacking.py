"""Too few are here: the chair's reason is beside the question, and neither hides the step that it allows."""

import pytest
from playwright.sync_api import Browser

from meeting.attendance import commands as attendance
from meeting.conduct.commands import StartMeeting
from tests.browser.still import Still
from tests.council import Council

TITLE = "Thông qua Nghị quyết về dự toán thu, chi ngân sách và kế hoạch đầu tư công năm 2027 của xã Minh Tân"
REASON = "Bão đổ bộ tối nay, phải quyết việc sơ tán dân ngay trong sáng nay, không thể chờ người đang kẹt lũ. " * 4
READABLE = 300  # px of a line of the question


@pytest.mark.parametrize(("who", "page"), [("ha", "console"), ("an", "chair")])
def test_a_long_reason_leaves_room_for_the_question_and_the_button(
    browser: Browser, council: Council, who: str, page: str
) -> None:
    with council.unwatched():
        council.arrives(*council.voters[:5])
        council.submits("an", attendance.WaiveQuorum(meeting_id=council.meeting, reason=REASON))
        council.submits("ha", StartMeeting(meeting_id=council.meeting))
        council.allows(council.prepares(TITLE), REASON.strip())
    device = Still(browser, council, who).opens(f"/m/{council.meeting}/{page}")
    for size in device.looks(("1024", "1280x800", "upright")):
        title = device.page.locator(".step-title").bounding_box()
        button = device.page.get_by_test_id("vote-open").bounding_box()
        assert title and button, size
        assert title["width"] > READABLE, size
        assert button["y"] + button["height"] <= device.page.viewport_size["height"], size  # type: ignore[index]
    device.close()

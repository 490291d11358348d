"""Today's page: what is on, what comes and what has been, and where each leads its reader."""

import re
from datetime import timedelta

import pytest

from meeting.access.actors import SYSTEM
from meeting.agenda.commands import AddItem, AddSeat, CreateMeeting, WithdrawMeeting
from meeting.agenda.tables import find_meeting, seats_of
from meeting.attendance.commands import MarkPresent
from meeting.commands.submit import Submit
from meeting.conduct.commands import EndMeeting, StartMeeting
from meeting.kernel.clock import stamp
from tests.cast import EDITION, MORNING, PIN
from tests.council import Council
from tests.minutes import draw, signature
from tests.pages.client import Browser


def today(council: Council, who: str) -> str:
    """Signed in again: a session lasts a day."""
    browser = Browser(council)
    assert browser.signs_in(who, PIN).status_code == 303
    return re.sub(r"\s+", " ", browser.get("/").text)


def section(page: str, name: str) -> str:
    found = re.search(rf'data-testid="{name}".*?(?=<section|</main>)', page)
    return found[0] if found else ""


def held(council: Council) -> None:
    council.sits()
    council.ends()


@pytest.mark.parametrize("who", ["lan", "guest", "an", "ha"])
def test_signed_minutes_are_found_on_the_day_after_the_meeting(council: Council, who: str) -> None:
    held(council)
    draw(council)
    council.submits("ha", signature(council))
    council.submits("an", signature(council, "s1", "s2"))
    council.clock.advance(days=1)
    page = today(council, who)
    past = section(page, "past")
    assert "Hôm nay không dự phiên họp nào." in page
    assert "Phiên họp thường kỳ tháng 9" in past
    assert "Thứ Năm, 24/09/2026 (hôm qua)" in past
    assert f'href="/m/{council.meeting}/minutes.pdf"' in past
    assert f'href="/m/{council.meeting}"' in past


def test_the_next_signer_is_led_to_the_minutes_and_everybody_else_reads_to_wait(council: Council) -> None:
    held(council)
    draw(council)
    assert "minutes/sign" in today(council, "ha")
    assert "minutes/sign" not in today(council, "an")
    council.submits("ha", signature(council))
    council.clock.advance(days=3)
    assert "minutes/sign" not in today(council, "ha")
    assert "minutes/sign" in section(today(council, "an"), "past")
    member = section(today(council, "lan"), "past")
    assert "3 ngày trước" in member
    assert "Biên bản đang được lập và ký." in member
    assert "minutes.pdf" not in member


def test_a_coming_meeting_leads_to_its_papers_and_is_first_on_its_day(council: Council) -> None:
    council.clock.advance(days=-1)
    page = today(council, "lan")
    assert "Phiên tiếp theo: Thứ Năm, 24/09/2026 (ngày mai)" in page
    assert f'href="/m/{council.meeting}"' in section(page, "coming")
    council.clock.advance(days=1)
    page = today(council, "lan")
    assert section(page, "coming") == ""
    assert 'data-testid="enter-room"' in page


def test_a_meeting_that_nobody_opened_on_its_day_says_so(council: Council) -> None:
    council.clock.advance(days=2)
    page = today(council, "lan")
    assert "Quá ngày, chưa khai mạc" in page
    assert 'data-testid="enter-room"' in page


def test_a_person_without_a_meeting_reads_so(council: Council) -> None:
    page = today(council, "outsider")
    assert "Hôm nay không dự phiên họp nào." in page
    assert not section(page, "past") + section(page, "coming")


def test_two_hundred_meetings_are_grouped_by_month(council: Council) -> None:
    found: list[int] = []
    council.commands.together(
        lambda submit: found.extend(_meeting(submit, council, number) for number in range(200)), actor=SYSTEM
    )
    for meeting in found[:100]:
        _holds(council, meeting)
    council.clock.advance(days=1000)
    page = today(council, "lan")
    past, coming = section(page, "past"), section(page, "coming")
    assert past.count("<article") == 100
    assert 20 < past.count("<details") < 40
    assert past.count('<details class="month" open') == 1
    assert coming.count("<article") == 100


def _holds(council: Council, meeting: int) -> None:
    """Opened with the only member in the room, and ended."""
    with council.database.read() as db:
        lan = next(seat.id for seat in seats_of(db, meeting) if seat.votes)
    for command in (
        MarkPresent(meeting_id=meeting, seat_id=lan),
        StartMeeting(meeting_id=meeting),
        EndMeeting(meeting_id=meeting),
    ):
        council.commands.submit(command, token=council.tokens["ha"])


def _meeting(submit: Submit, council: Council, number: int) -> int:
    """One of a hundred meetings that are over by then, or of a hundred that are to come; return its number."""
    starts = MORNING + timedelta(days=number * 9 if number < 100 else 1001 + number)
    made = submit(
        CreateMeeting(
            slug=f"phien-{number}",
            title=f"Phiên họp số {number}",
            body="UBND xã Minh Tân",
            place="Phòng họp",
            starts_at=stamp(starts),
            ends_at=stamp(starts + timedelta(hours=2)),
            preset="ubnd",
            edition=EDITION,
        )
    ).made["meeting_id"]
    submit(AddItem(meeting_id=made, position=1, title="Khai mạc", form="ceremony", minutes=5))
    submit(AddSeat(meeting_id=made, person_id=council.people["lan"], role="member", votes=True, label=""))
    submit(AddSeat(meeting_id=made, person_id=council.people["an"], role="chair", votes=False, label=""))
    submit(AddSeat(meeting_id=made, person_id=council.people["ha"], role="clerk", votes=False, label=""))
    return int(made)


def test_invited_people_read_until_the_end_of_its_day_that_a_meeting_is_called_off(council: Council) -> None:
    council.watching = False
    council.submits("admin", WithdrawMeeting(meeting_id=council.meeting))
    said = "Phiên họp đã hủy hoặc được thay bằng bản khác: <b>Phiên họp thường kỳ tháng 9</b>, Thứ Năm, 24/09/2026"
    assert said in today(council, "lan")
    assert 'data-testid="called-off"' not in today(council, "outsider")
    council.clock.advance(days=1)
    assert 'data-testid="called-off"' not in today(council, "lan")


def test_neither_a_new_plan_for_the_day_nor_a_draft_is_shown_as_called_off(council: Council) -> None:
    council.watching = False
    with council.database.read() as db:
        former = find_meeting(db, council.meeting)
    fields = ("title", "body", "place", "preset", "edition")
    said = {name: getattr(former, name) for name in fields}
    said |= {name: stamp(getattr(former, name)) for name in ("starts_at", "ends_at")}
    for slug, draft in (("lai", False), ("nhap", True)):
        made = council.submits("admin", CreateMeeting(slug=slug, draft=draft, **said)).made["meeting_id"]
        seat = AddSeat(meeting_id=made, person_id=council.people["lan"], role="member", votes=True)
        council.submits("admin", seat)
    council.submits("admin", WithdrawMeeting(meeting_id=council.meeting))
    council.submits("admin", WithdrawMeeting(meeting_id=made))
    page = today(council, "lan")
    assert 'data-testid="called-off"' not in page
    assert "Phiên họp thường kỳ tháng 9" in section(page, "current")

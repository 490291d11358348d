"""Devices as witnesses: a tablet keeps what it was shown, hands it out, and reports when history changes."""

import json
import re
import shutil

import pytest
from playwright.sync_api import Browser, expect

from meeting.attendance.commands import MarkPresent
from meeting.conduct.commands import StartMeeting
from meeting.config import Settings
from meeting.journal.tables import Line
from meeting.parts import assemble
from meeting.voting.commands.motions import OpenMotion, PrepareMotion
from tests.browser.conftest import Install
from tests.browser.house import House
from tests.browser.people import Person

KEPT = "JSON.parse(Object.entries(localStorage).find(([name]) => name.startsWith('witness:'))[1])"
"""What a device keeps of the one meeting, in the browser's own words."""


def begun(house: House) -> None:
    """Everybody is there, and the meeting has begun."""
    seats = [MarkPresent(meeting_id=1, seat_id=seat) for seat in house.seats().values()]
    house.submits(house.clerk, *seats, StartMeeting(meeting_id=1))


def rewrite(house: House) -> None:
    """Somebody with access to the machine changes the hash of the newest milestone's entry."""
    parts = assemble(Settings(data=house.data))

    def change(db) -> None:  # type: ignore[no-untyped-def]
        for line in db.query(Line).filter(Line.kind == "agenda.meeting_started"):
            line.hash = "f" * 64

    parts.database.gate.submit(change)
    parts.close()


def test_a_tablet_keeps_the_heads_that_it_was_shown_and_exports_them_as_a_file(
    browser: Browser, install: Install
) -> None:
    house = install()
    house.server.start()
    begun(house)
    hall = Person(browser, house, "hall")
    hall.page.goto(hall.base + house.screen_path())
    code = hall.page.get_by_test_id("journal-head")
    expect(code).to_have_text(re.compile(r"Mã nhật ký\s*\d{4} \d{4}"))
    member = Person(browser, house, "tablet").has_signed_in(house.members[0]).enters()
    expect(member.page.get_by_test_id("journal-head").first).to_have_text(code.inner_text().replace("\n", " "))
    house.submits(
        house.clerk,
        PrepareMotion(meeting_id=1, item_id=1, title="Thông qua chương trình", form="open", decision=""),
    )
    house.submits(house.clerk, OpenMotion(meeting_id=1, motion_id=house.last_motion()))
    member.votes("for")
    member.sees("vote-status", "Đã ghi nhận")
    expect(member.page.get_by_test_id("to-my-device")).to_have_attribute("href", "/m/1/my-device")
    member.page.goto(f"{member.base}/m/1/my-device")
    member.sees("kept-heads", "Đang giữ 2 mã nhật ký")
    member.sees("kept-ballots", "Phiếu của ghế này: 1")
    with member.page.expect_download() as download:
        member.page.get_by_test_id("kept-file").click()
    kept = json.loads(download.value.path().read_text("utf-8"))
    assert [len(kept["heads"]), len(kept["receipts"])] == [2, 1]
    assert kept["receipts"][0]["choice"] == "for"
    assert download.value.suggested_filename == f"nhan-chung-{house.slug}.json"
    assert member.faults == []


def test_a_changed_journal_alarms_its_witness_and_the_secretary(browser: Browser, install: Install) -> None:
    house = install()
    house.server.start()
    begun(house)
    clerk = Person(browser, house, "console").has_signed_in(house.clerk).opens("console")
    member = Person(browser, house, "tablet").has_signed_in(house.members[0]).enters()
    expect(member.page.get_by_test_id("journal-head").first).to_be_visible()
    member.page.reload()
    expect(member.page.get_by_test_id("alarm-own-journal")).to_have_count(0)
    house.server.stop()
    rewrite(house)
    house.server.start()
    member.sees("alarm-own-journal", "không còn đúng với bản ghi số", seconds=60)
    clerk.sees("alarm-journal", "khác với nhật ký của máy chủ", seconds=60)
    clerk.sees("alarm-journal", "có chữ ký của máy chủ này")


def test_heads_of_another_installation_at_the_same_address_alarm_nobody(browser: Browser, install: Install) -> None:
    """After a trial the machine is set up again, and its meetings are numbered from one again."""
    house = install()
    house.server.start()
    begun(house)
    member = Person(browser, house, "tablet").signs_in(house.members[0])
    head = {"book": "meeting-1", "seq": 3, "hash": "a" * 64, "prev": "b" * 64, "at": "2026-01-01T01:00:00.000Z"}
    trial = json.dumps({"heads": [head | {"key": "c" * 64, "signature": "d" * 128}], "receipts": []})
    member.page.evaluate(
        "([place, kept]) => localStorage.setItem(place, kept)", [f"witness:{'c' * 64}:meeting-1", trial]
    )
    member.enters()
    expect(member.page.get_by_test_id("journal-head").first).to_be_visible()
    member.page.wait_for_function(
        "Object.keys(localStorage).filter((name) => name.endsWith(':meeting-1')).length === 2"
    )
    with member.page.expect_response("**/m/1/heads", timeout=60_000) as asked:  # it comes back, and asks for all
        house.server.stop()
        house.server.start()
    assert asked.value.ok
    member.page.wait_for_timeout(500)
    assert member.page.get_by_test_id("alarm-own-journal").count() == 0


@pytest.mark.timeout(300)  # three starts of a server
def test_a_reopened_tablet_detects_a_server_that_was_restored_to_before_the_start(
    browser: Browser, install: Install
) -> None:
    """Such a server shows no head at all: only the tablet knows that there was one."""
    house = install()
    house.server.start()
    clerk = Person(browser, house, "console").has_signed_in(house.clerk)
    member = Person(browser, house, "tablet").has_signed_in(house.members[0])
    house.server.stop()
    older = house.data.with_name("older")
    shutil.copytree(house.data, older)
    house.server.start()
    begun(house)
    member.enters()
    expect(member.page.get_by_test_id("journal-head").first).to_be_visible()
    member.page.goto("about:blank")
    house.server.stop()
    shutil.rmtree(house.data)
    older.rename(house.data)
    house.server.start()
    clerk.opens("console")
    member.opens("tablet")
    member.sees("alarm-own-journal", "không còn đúng với bản ghi số")
    clerk.sees("alarm-journal", "mà nhật ký của máy chủ không còn", seconds=60)


@pytest.mark.timeout(300)
def test_signing_out_leaves_heads_on_the_tablet_and_no_personal_data(browser: Browser, install: Install) -> None:
    house = install()
    house.server.start()
    begun(house)
    member = Person(browser, house, "tablet").has_signed_in(house.members[0]).enters()
    prepared = PrepareMotion(meeting_id=1, item_id=1, title="Thông qua chương trình", form="open", decision="")
    house.submits(house.clerk, prepared)
    house.submits(house.clerk, OpenMotion(meeting_id=1, motion_id=house.last_motion()))
    member.votes("for")
    member.sees("vote-status", "Đã ghi nhận")
    member.page.wait_for_function(f"({KEPT}).receipts.length === 1")
    member.page.evaluate("localStorage.setItem('page 1', '7'); sessionStorage.setItem('written', 'điều riêng')")
    heads = member.page.evaluate(f"({KEPT}).heads.length")
    member.page.goto(f"{member.base}/")
    member.page.get_by_role("button", name="Đăng xuất").click()
    member.page.wait_for_url("**/sign-in")
    member.page.wait_for_function("sessionStorage.length === 0 && Object.keys(localStorage).length === 1")
    kept = member.page.evaluate(KEPT)
    assert (len(kept["heads"]), kept["receipts"]) == (heads, [])
    member.signs_in(house.members[1]).enters()
    expect(member.page.get_by_test_id("journal-head").first).to_be_visible()
    member.page.goto(f"{member.base}/m/1/my-device")
    member.sees("kept-heads", f"Đang giữ {heads} mã nhật ký")
    member.sees("kept-ballots", "Phiếu của ghế này: 0")
    assert member.faults == []

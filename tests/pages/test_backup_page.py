"""The page of backups shows at once whether everything is fine, and if not, what to do."""

from pathlib import Path

import pytest
from msgspec import to_builtins

from meeting.backup.making import ABSENT, FULL
from meeting.backup.tables import RunKind
from meeting.kernel.words import Phrase, phrase
from tests.conftest import Builder
from tests.council import Council
from tests.pages.backups import ended
from tests.pages.client import Browser, Tags


@pytest.fixture
def admin(council: Council) -> Browser:
    return Browser(council, "admin")


def test_without_any_backup_the_page_says_what_to_do(admin: Browser) -> None:
    page = admin.get("/backup").text
    assert "Chưa có bản sao lưu nào. Làm theo 3 bước sau." in page
    assert "trong ít phút nữa" in page
    (button,) = [given for _, given in Tags(page).tags if given.get("data-testid") == "try-out"]
    assert "disabled" in button


def test_a_good_backup_is_shown_with_its_time_its_size_and_the_next_one(council: Council, admin: Browser) -> None:
    ended(council, RunKind.BACKUP)
    ended(council, RunKind.TRIAL)
    page = admin.get("/backup").text
    assert "Dữ liệu đã được sao lưu lúc 08:00, 24/09/2026." in page
    assert "5,2 MB" in page
    assert "08:00, 25/09/2026" in page
    assert "12 phiên họp" in page
    assert 'role="alert"' not in page


def test_a_failed_backup_is_shown_first_with_its_reason_until_one_works(council: Council, admin: Browser) -> None:
    ended(council, RunKind.BACKUP)
    ended(council, RunKind.BACKUP, Phrase(vi="ổ đĩa đã đầy", en="the disk is full"))
    page = admin.get("/backup").text
    assert "Sao lưu gần nhất thất bại lúc 08:00, 24/09/2026: ổ đĩa đã đầy. Làm theo 3 bước sau." in page
    ended(council, RunKind.BACKUP)
    assert 'role="alert"' not in admin.get("/backup").text


def test_the_page_says_for_how_many_days_there_was_no_backup(council: Council, admin: Browser) -> None:
    council.clock.advance(hours=-72)
    ended(council, RunKind.BACKUP)
    council.clock.advance(hours=72)
    assert 'role="alert"' not in admin.get("/backup").text
    council.clock.advance(minutes=1)
    assert "Đã lâu chưa có bản sao lưu nào" in admin.get("/backup").text


def test_the_page_names_a_backup_that_could_not_be_restored(council: Council, admin: Browser) -> None:
    ended(council, RunKind.BACKUP)
    ended(council, RunKind.TRIAL, phrase("không giải mã được"))
    assert "Khôi phục thử không thành công lúc 08:00, 24/09/2026: không giải mã được." in admin.get("/backup").text
    ended(council, RunKind.TRIAL, Phrase(vi="Bản sao lưu “a.backup” không dùng được.", en="Useless."))
    assert "không dùng được. Làm theo 3 bước sau." in admin.get("/backup").text


def test_an_absent_disk_is_named_where_copies_are_listed(build: Builder, tmp_path: Path) -> None:
    council = build(backup_copies="/media/usb, /media/other")
    ended(
        council,
        RunKind.BACKUP,
        places=[{"folder": "/media/usb", "problem": {"vi": "chưa cắm", "en": "not plugged in"}}],
    )
    page = Browser(council, "admin").get("/backup").text
    assert "Chép sang /media/usb" in page
    assert "chưa cắm" in page
    assert "Chép sang /media/other" in page


def test_backup_and_trial_are_requested_by_a_press_and_one_at_a_time(council: Council, admin: Browser) -> None:
    ended(council, RunKind.BACKUP)
    assert admin.send("/backup").status_code == 303
    page = admin.get("/backup").text
    assert "Đã nhận. Trang này tự báo khi xong." in page
    assert "data-awaiting" in page
    refused = admin.send("/backup/try")
    assert (refused.status_code, "Xin chờ xong rồi làm lại" in refused.text) == (409, True)


@pytest.mark.parametrize("who", ["an", "ha", "lan", "guest", "screen"])
def test_only_administrators_see_and_request_backups(council: Council, who: str) -> None:
    browser = Browser(council, who)
    assert browser.get("/backup").status_code == 403
    assert browser.send("/backup").status_code == 403
    assert browser.send("/backup/try").status_code == 403


def test_why_one_failed_is_said_in_the_reader_s_language(council: Council, admin: Browser) -> None:
    ended(council, RunKind.BACKUP, places=[{"folder": "/media/usb", "problem": to_builtins(phrase(ABSENT))}])
    ended(council, RunKind.BACKUP, phrase(FULL, needed=90, free=7))
    assert "không đủ chỗ: cần 90 MB, còn 7 MB" in admin.get("/backup").text
    with admin.client.session_transaction() as session:
        session["language"] = "en"
    for place in ("/backup", "/overview"):
        page = admin.get(place).text
        assert "not enough room: 90 MB needed, 7 MB left" in page
        assert "không đủ chỗ" not in page

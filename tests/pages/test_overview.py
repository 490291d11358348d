"""Is everything fine? The page reports each thing that may be wrong before a meeting, with what to do."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from meeting.backup.tables import RunKind
from meeting.kernel.words import phrase
from meeting.law.calendar import reading
from meeting.signing.keyring import Keyring
from meeting.work.tables import Job, JobState
from tests.conftest import Builder
from tests.council import Council
from tests.keys import unentered
from tests.pages.backups import ended
from tests.pages.client import Browser


def signs(council: Council, who: str = "admin") -> dict[str, str]:
    """Each sign and its state."""
    page = Browser(council, who).get("/overview").text
    return dict(re.findall(r'data-testid="sign-(\w+)" data-sign="(\w+)"', page))


def told(council: Council) -> str:
    return Browser(council, "admin").get("/overview").text


def test_a_well_kept_office_has_nothing_to_do(build: Builder) -> None:
    council = build(tls_certificate="x.pem", tls_key="x.key", disk_low_mb=1)
    settings = council.house.site.settings
    Keyring(settings.data / "keys", council.house.site.secret).make_authority("UBND", "ba na", now=council.clock())
    ended(council, RunKind.BACKUP)
    ended(council, RunKind.TRIAL)
    finish_jobs(council)
    found = signs(council)
    assert found.pop("jail") in {"good", "bad"}, "it is the machine's own"
    assert set(found) == {"tablets", "disk", "backup", "trial", "authority", "signers", "clock", "work", "address"}
    assert set(found.values()) == {"good"}


def finish_jobs(council: Council, state: JobState = JobState.DONE) -> None:
    council.database.gate.submit(lambda db: db.execute(text("UPDATE job SET state = :s"), {"s": str(state)}))


def test_missing_parts_of_an_installation_are_named_with_the_remedy(council: Council) -> None:
    found = signs(council)
    assert found["backup"] == "bad"
    assert found["authority"] == found["address"] == "look"
    page = told(council)
    assert "nhờ người giữ máy chủ lập nơi cấp mới" in page
    assert "Chưa mã hóa đường truyền (HTTPS)" in page


def test_a_broken_calendar_file_is_reported_and_breaks_no_page(
    council: Council, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_office", [tmp_path])
    (tmp_path / "days.d").mkdir()
    (tmp_path / "days.d" / "2027.yaml").write_text("years: [", "utf-8")
    assert signs(council)["days"] == "bad"
    assert "2027.yaml, years: không đọc được" in told(council)
    for page in ("/calendar", "/meetings/1", "/meetings/1/papers", "/meetings/1/contributions", "/meetings/1/again"):
        assert Browser(council, "admin").get(page).status_code == 200


def test_a_nearly_full_disk_is_shown_as_bad(build: Builder) -> None:
    council = build(disk_low_mb=10**9)
    assert signs(council)["disk"] == "bad"
    assert "Xóa bớt tệp không thuộc phòng họp" in told(council)


def test_a_backup_that_failed_or_could_not_be_restored_is_shown_with_its_reason(council: Council) -> None:
    ended(council, RunKind.BACKUP)
    ended(council, RunKind.TRIAL, phrase("không giải mã được"))
    assert (signs(council)["backup"], signs(council)["trial"]) == ("good", "look")
    assert "không giải mã được" in told(council)
    ended(council, RunKind.BACKUP, phrase("ổ đĩa đã đầy"))
    assert signs(council)["backup"] == "bad"
    assert "ổ đĩa đã đầy" in told(council)


@pytest.mark.parametrize("ever", [True, False])
def test_a_backup_without_a_trial_for_two_months_is_reported(council: Council, ever: bool) -> None:
    council.clock.advance(hours=-24 * 60)
    ended(council, RunKind.BACKUP)
    if ever:
        ended(council, RunKind.TRIAL)
    council.clock.advance(hours=24 * 60)
    ended(council, RunKind.BACKUP)
    assert (signs(council)["backup"], signs(council)["trial"]) == ("good", "good")
    council.clock.advance(minutes=1)
    assert (signs(council)["backup"], signs(council)["trial"]) == ("good", "look")
    for page in ("/overview", "/backup"):
        assert "hơn hai tháng chưa có bản sao lưu nào được khôi phục thử" in Browser(council, "admin").get(page).text
    ended(council, RunKind.TRIAL)
    assert signs(council)["trial"] == "good"


def test_a_clock_behind_the_last_act_is_reported(council: Council) -> None:
    council.starts()
    assert signs(council)["clock"] == "good"
    council.clock.advance(days=-1)
    assert signs(council)["clock"] == "bad"
    assert "Việc ghi gần nhất mang giờ 08:00, 24/09/2026" in told(council)


def test_waiting_or_failed_work_is_reported(council: Council) -> None:
    finish_jobs(council)
    assert signs(council)["work"] == "good"
    now = council.clock()
    council.database.gate.submit(lambda db: db.add(Job(kind="documents.render", payload={}, ordered_at=now)))
    assert signs(council)["work"] == "good", "it has just been ordered"
    council.clock.advance(minutes=11)
    assert signs(council)["work"] == "bad"
    finish_jobs(council, JobState.FAILED)
    assert signs(council)["work"] == "look"


@pytest.mark.parametrize("who", ["an", "ha", "lan", "guest", "screen"])
def test_nobody_else_sees_it(council: Council, who: str) -> None:
    assert Browser(council, who).get("/overview").status_code == 403


def test_expiring_certificates_name_who_must_renew(council: Council) -> None:
    data, secret = council.house.site.settings.data, council.house.site.secret
    keyring = Keyring(data / "keys", secret)
    keyring.make_authority("UBND", "ba na", now=council.clock() - timedelta(days=1))
    keyring.make_signer("an", "135790", full_name="Nguyễn Văn An", title="Chủ tịch", unit="UBND xã")
    assert signs(council)["signers"] == "look"
    assert "Nguyễn Văn An" in told(council)
    keyring.certify("an", keyring.unlock("ba na"), now=council.clock(), enter=unentered)
    assert signs(council)["signers"] == "good"


def test_todays_meeting_says_how_many_of_its_seats_have_a_connected_device(council: Council) -> None:
    seats = len(council.seats)
    assert f"0/{seats} ghế có máy đang kết nối" in told(council)
    council.clock.advance(hours=-24)
    assert "ghế có máy đang kết nối" not in told(council), "it is tomorrow's"

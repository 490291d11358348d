"""Settings on screen: changed at once, in the log with both values, refused in words when nothing could run with
them."""

import re

import pytest

from meeting.access.policy import ADMIN, PLANNER, TABLE, UNIT_ADMIN, Capability
from meeting.attendance.passes import make_pass
from meeting.config import Settings
from meeting.kernel.roles import Role
from meeting.office.rights import RIGHTS
from meeting.office.settings_words import FILE_SETTINGS
from meeting.settings.commands import ChangeSetting
from meeting.settings.in_force import in_force
from meeting.settings.rules import SETTINGS
from tests.cast import PIN
from tests.conftest import Builder
from tests.council import Council
from tests.pages.client import Browser
from tests.pages.listed import log

OWN_PAGE = {"wifi_name"}


@pytest.fixture
def admin(council: Council) -> Browser:
    return Browser(council, "admin")


def now(council: Council) -> Settings:
    with council.database.read() as db:
        return in_force(db, council.house.site.settings, {})


def test_every_setting_has_a_place_on_screen() -> None:
    shown = {each.name for each in SETTINGS} | {each[0] for each in FILE_SETTINGS} | OWN_PAGE
    assert {name for name in vars(Settings(data=None)) if name != "data"} <= shown  # type: ignore[arg-type]


def test_a_changed_setting_applies_at_once_and_is_in_the_log(council: Council, admin: Browser) -> None:
    before = now(council).office_name
    assert admin.send("/settings/office_name", value=" UBND xã ", seen="").status_code == 303
    assert now(council).office_name == "UBND xã"
    assert "Đổi thiết đặt · Tên cơ quan · giá trị của máy chủ → UBND xã" in log(admin)[0]
    admin.send("/settings/office_name", value="UBND phường", seen="UBND xã")
    assert "UBND xã → UBND phường" in log(admin)[0]
    admin.send("/settings/office_name", value="", seen="", give_up="yes")
    assert now(council).office_name == before
    assert "Bỏ thiết đặt riêng" in log(admin)[0]


def test_the_hall_screens_code_changes_as_often_as_set(council: Council, admin: Browser) -> None:
    admin.send("/settings/pass_seconds", value="60", seen="")
    screen = Browser(council, "screen").get(f"/m/{council.meeting}/pass.svg")
    assert int(screen.headers["X-Pass-Seconds"]) > 15


def test_a_sign_in_lasts_as_long_as_set(council: Council, admin: Browser) -> None:
    admin.send("/settings/session_hours", value="1", seen="")
    tablet = Browser(council)
    tablet.signs_in("lan", PIN)
    council.clock.advance(minutes=61)
    assert tablet.get("/").status_code == 303


def scans(council: Council) -> str:
    """The refusal for somebody who scans the code on the hall screen; nothing when they are checked in."""
    code = make_pass(council.house.site.secret, council.meeting, council.clock(), 15)
    told: dict[str, str] = Browser(council, "lan").arrives(code).get_json()
    return told.get("message", "")


def test_people_outside_the_set_networks_do_not_check_in(council: Council, admin: Browser) -> None:
    outside = "không ở trong mạng của phòng họp"
    admin.send("/settings/room_networks", value="10.9.0.0/16", seen="")
    assert outside in scans(council)
    admin.send("/settings/room_networks", value="127.0.0.0/8", seen="10.9.0.0/16")
    assert scans(council) == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pass_seconds", "0"),
        ("pass_seconds", "1e3"),
        ("pass_seconds", "١٥"),
        ("session_hours", "-1"),
        ("session_hours", "9" * 30),
        ("session_hours", ""),
        ("room_networks", "mạng của tôi"),
        ("room_networks", ""),
        ("office_name", "  "),
        ("office_name", "x" * 401),
    ],
)
def test_an_unusable_value_is_refused_in_words(council: Council, admin: Browser, name: str, value: str) -> None:
    before = now(council)
    answer = admin.send(f"/settings/{name}", value=value, seen="")
    assert answer.status_code == 400
    assert 'data-testid="problem"' in answer.text
    assert now(council) == before
    if len(value) < 400:
        assert f'value="{value.strip()}"' in answer.text, "what was typed is still there"


def test_two_officers_do_not_overwrite_each_other(council: Council, admin: Browser) -> None:
    admin.send("/settings/backup_keep", value="5", seen="")
    late = admin.send("/settings/backup_keep", value="6", seen="")
    assert late.status_code == 409
    assert now(council).backup_keep == 5


@pytest.mark.parametrize(
    ("command", "fields", "code"),
    [
        ("change", {"setting": "backup_keep", "value": "0"}, "settings.bad_number"),
        ("change", {"setting": "room_networks", "value": "10.0.0.0/8, x"}, "settings.bad_network"),
        ("change", {"setting": "office_name", "value": ""}, "settings.no_text"),
        ("change", {"setting": "backup_keep", "value": "5", "seen": "4"}, "settings.changed_meanwhile"),
        ("give_up", {"setting": "backup_keep"}, "settings.never_changed"),
    ],
)
def test_a_script_gets_the_reason_as_a_code(admin: Browser, command: str, fields: dict[str, str], code: str) -> None:
    assert admin.submits(f"settings.{command}", fields).get_json()["code"] == code


def test_only_listed_settings_are_changed_by_name(admin: Browser) -> None:
    for name in ("database_url", "backup_folder", "data", "nothing"):
        assert admin.submits("settings.change", {"setting": name, "value": "x"}).status_code == 404


def test_the_environment_overrules_the_screen(
    council: Council, admin: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin.send("/settings/backup_keep", value="5", seen="")
    monkeypatch.setenv("MEETING_BACKUP_KEEP", "9")
    with council.database.read() as db:
        assert in_force(db, council.house.site.settings).backup_keep == council.house.site.settings.backup_keep
    assert "Đang do biến môi trường" in admin.get("/settings").text


def test_a_secret_setting_is_not_shown(build: Builder) -> None:
    council = build()
    page = Browser(council, "admin").get("/settings").text
    assert council.house.site.settings.database_url
    assert council.house.site.settings.database_url not in page
    assert "•••" in page


def test_a_table_shows_every_roles_rights_as_the_commands_check_them(council: Council, admin: Browser) -> None:
    page = admin.get("/rights").text
    assert set(RIGHTS) | {Capability.WORK} == set(Capability)
    rows = dict(re.findall(r'<th scope="row">([^<]+)</th>(.*?)</tr>', page, re.DOTALL))
    for capability, words in RIGHTS.items():
        told = [cell == "được" for cell in re.findall(r'visually-hidden">(được|không)', rows[words])]
        may = [capability in given | TABLE[Role.NOBODY] for given in (ADMIN, PLANNER, UNIT_ADMIN)]
        assert told == may + [capability in TABLE[role] for role in (Role.CHAIR, Role.CLERK, Role.MEMBER, Role.GUEST)]
    assert "Quản trị hệ thống" in page.partition('data-testid="admins"')[2].partition("</ul>")[0]
    assert "Lê Thu Hà" in page.partition('data-testid="officers"')[2].partition("</dl>")[0]


@pytest.mark.parametrize("folder", ["usb", "/media/../etc", "media/usb, /mnt/b"])
def test_copies_are_written_only_to_folders_of_the_machine(council: Council, admin: Browser, folder: str) -> None:
    before = now(council).backup_copies
    command = ChangeSetting(setting="backup_copies", value=folder)
    assert council.refuses("admin", command) == "settings.bad_folder"
    refused = admin.send("/settings/backup_copies", value=folder, seen="")
    assert (refused.status_code, "không phải đường dẫn thư mục trên máy chủ" in refused.text) == (400, True)
    assert now(council).backup_copies == before
    assert admin.send("/settings/backup_copies", value="/media/usb, /mnt/b", seen="").status_code == 303
    assert "Chép sang /media/usb" in admin.get("/backup").text

"""A stick for backups: found when it is plugged in, chosen on screen, with words for everything that may be wrong.

Sticks are small file systems, mounted where the room looks for them.
"""

import dataclasses
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from meeting.backup.commands import RequestBackup
from meeting.backup.key import BackupKey
from meeting.backup.making import back_up, write_backup
from meeting.backup.sticks import Lookout, Stick, plugged_in
from meeting.backup.tables import Run, runs
from meeting.cli.installing import stick_rule
from meeting.work.workshop import Workshop
from meeting.worker import create_workshop
from tests.conftest import Builder
from tests.council import Council
from tests.pages.client import Browser

WORDS = "banh chung nem ran pho ga"
Plug = Callable[..., Path]


@pytest.fixture
def shown(tmp_path: Path) -> Path:
    """Where this machine shows what is plugged in."""
    return tmp_path / "media"


@pytest.fixture
def plug(shown: Path) -> Iterator[Plug]:
    """Plug a stick in by name and size."""
    if os.geteuid() != 0:
        pytest.skip("needs the machine's administrator")
    there: list[Path] = []

    def plugged(name: str, size: str = "64m") -> Path:
        place = shown / name
        place.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], check=False)
        if done.returncode:
            pytest.skip("this machine mounts nothing")
        there.append(place)
        return place

    yield plugged
    for place in there:
        subprocess.run(["umount", "-l", place], check=False, stderr=subprocess.DEVNULL)


@pytest.fixture
def office(build: Builder, shown: Path) -> Council:
    """An office whose machine shows sticks there."""
    council = build(stick_folders=str(shown))
    BackupKey(council.house.site.settings.data).make(WORDS)
    return council


@pytest.fixture
def workshop(office: Council) -> Iterator[Workshop]:
    made = create_workshop(office.house.site.settings, clock=office.clock)
    yield made
    made.database.close()


@pytest.fixture
def admin(office: Council) -> Browser:
    return Browser(office, "admin")


def pulled_out(place: Path) -> None:
    subprocess.run(["umount", "-l", place], check=True)


def works(workshop: Workshop) -> Run:
    while workshop.work_once():
        pass
    with workshop.database.read() as db:
        return runs(db, 1)[0]


def backs_up(office: Council, workshop: Workshop) -> str:
    """Back up again; return what is said of the one place to which it is copied."""
    office.clock.advance(hours=1)
    office.submits("admin", RequestBackup())
    run = works(workshop)
    assert run.problem == "", "whatever a stick does, the backup itself is made"
    (place,) = run.found["places"]
    return str(place["problem"]["vi"]) if place["problem"] else ""


def kept(place: Path) -> list[str]:
    return sorted(each.name for each in place.iterdir())


def test_a_stick_is_offered_by_its_name_and_chosen_by_one_press(
    admin: Browser, workshop: Workshop, shown: Path, plug: Plug
) -> None:
    assert "Chưa thấy ổ USB nào" in admin.get("/backup").text
    stick = plug("SAO LƯU Xã")
    page = admin.get("/backup").text
    assert "SAO LƯU Xã" in page
    assert "64,0 MB" in page
    assert admin.send("/backup/copies", folder=str(stick)).status_code == 303
    run = works(workshop)
    assert [path.read_bytes() for path in stick.iterdir()] == [Path(run.file).read_bytes()]
    page = admin.get("/backup").text
    assert "Chép sang SAO LƯU Xã" in page
    assert "đã chép, đọc lại đúng" in page
    admin.send("/backup/copies", folder=str(stick), stop="yes")
    assert "chưa đặt: hỏng ổ đĩa này là mất cả bản sao lưu" in admin.get("/backup").text
    assert len(kept(stick)) == 1, "what was copied stays"


def test_only_an_administrator_chooses_and_only_plugged_in_sticks(
    office: Council, admin: Browser, shown: Path, plug: Plug
) -> None:
    stick = plug("USB")
    assert admin.send("/backup/copies", folder=str(shown / "OTHER")).status_code == 404
    assert admin.send("/backup/copies", folder="/etc").status_code == 404
    for who in ("an", "ha", "lan", "guest", "screen"):
        assert Browser(office, who).send("/backup/copies", folder=str(stick)).status_code == 403
    assert "Chép sang USB" not in admin.get("/backup").text


def test_a_missing_stick_is_reported_with_the_remedy_and_nothing_is_written_in_its_place(
    office: Council, admin: Browser, workshop: Workshop, plug: Plug
) -> None:
    stick = plug("USB")
    admin.send("/backup/copies", folder=str(stick))
    works(workshop)
    pulled_out(stick)
    said = "chưa cắm: cắm ổ vào máy chủ rồi bấm “Sao lưu ngay”"
    assert backs_up(office, workshop) == said
    assert kept(stick) == [], "the empty folder that is left is no stick"
    assert said in admin.get("/backup").text
    assert said in admin.get("/overview").text
    plug("USB")
    assert backs_up(office, workshop) == ""
    assert said not in admin.get("/overview").text


def test_a_full_stick_is_reported_with_how_much_is_missing(
    office: Council, admin: Browser, workshop: Workshop, plug: Plug
) -> None:
    stick = plug("NHO", "16k")
    admin.send("/backup/copies", folder=str(stick))
    works(workshop)
    assert backs_up(office, workshop).startswith("không đủ chỗ: cần 1 MB, còn 0 MB. Xóa bớt tệp khác trên ổ")
    assert kept(stick) == []


def test_a_small_stick_keeps_as_many_backups_as_fit_and_always_the_newest(
    office: Council, admin: Browser, workshop: Workshop, plug: Plug
) -> None:
    stick = plug("USB")
    admin.send("/backup/copies", folder=str(stick))
    one = -(-Path(works(workshop).file).stat().st_size // 1024)
    subprocess.run(["mount", "-o", f"remount,size={one * 5 // 2}k", stick], check=True)
    for _ in range(4):
        assert backs_up(office, workshop) == ""
    with workshop.database.read() as db:
        newest = Path(runs(db, 1)[0].file).name
    assert len(kept(stick)) == 2
    assert kept(stick)[-1] == newest


def test_a_stick_too_small_for_the_new_backup_keeps_what_it_has(
    office: Council, admin: Browser, workshop: Workshop, plug: Plug
) -> None:
    stick = plug("USB")
    admin.send("/backup/copies", folder=str(stick))
    works(workshop)
    assert backs_up(office, workshop) == ""
    before = kept(stick)
    subprocess.run(["mount", "-o", "remount,size=8m", stick], check=True)
    (office.house.site.settings.data / "blobs" / "large").write_bytes(os.urandom(16 << 20))
    assert backs_up(office, workshop).startswith("không đủ chỗ")
    assert (len(before), kept(stick)) == (2, before)


def test_on_a_stick_of_two_offices_each_deletes_only_its_own_and_an_old_name_is_recognised_by_its_key(
    build: Builder, office: Council, admin: Browser, workshop: Workshop, plug: Plug
) -> None:
    stick = plug("USB")
    admin.send("/backup/copies", folder=str(stick))
    own = Path(works(workshop).file)
    (stick / own.name).rename(stick / "phonghop-20200101-000000.backup")
    other = build()
    BackupKey(other.house.site.settings.data).make(WORDS)
    for name in ("phonghop-20200102-000000.backup", "phonghop-20200103-000000-0123abcd.backup"):
        write_backup(other.house.site.settings, other.database, stick / name)
    for odd in ("phonghop-x.backup", "phonghop-x.backup.new"):
        (stick / odd).mkdir()
    settings = dataclasses.replace(office.house.site.settings, backup_copies=str(stick), backup_keep=1)
    made = back_up(settings, office.database, office.clock() + timedelta(days=1))
    assert [place.problem for place in made.places] == [None]
    assert kept(stick) == [
        "phonghop-20200102-000000.backup",
        "phonghop-20200103-000000-0123abcd.backup",
        Path(made.file).name,
        "phonghop-x.backup",
        "phonghop-x.backup.new",
    ]


@pytest.mark.parametrize("name", ["a\u2028b", "a\x85b", "a ", "a\udcff", "a\nb"])
def test_a_stick_with_an_odd_name_is_shown_with_the_remedy_and_breaks_nothing(
    office: Council, admin: Browser, workshop: Workshop, plug: Plug, name: str
) -> None:
    stick = plug("USB")
    plug(name)
    page = admin.get("/backup")
    assert (page.status_code, "Tên ổ có dấu phẩy, dấu cách" in page.text) == (200, True)
    admin.send("/backup/copies", folder=str(stick))
    works(workshop)
    assert backs_up(office, workshop) == ""


def test_an_unknown_line_in_the_kernels_list_is_skipped(
    office: Council, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    odd = tmp_path / "mountinfo"
    odd.write_bytes(b"1 2 3\n\n36 35 98:0 / /mnt rw no dash here\n")
    monkeypatch.setattr("meeting.store.mounts.MOUNTS", odd)
    assert plugged_in(office.house.site.settings) == []


def test_a_disk_that_does_not_answer_is_checked_once_at_a_time(office: Council) -> None:
    """Each look takes one of the few threads that commits need too."""
    lookout, answers, looks = Lookout(), threading.Event(), []

    def hangs(*given: object) -> list[Stick]:
        looks.append(given)
        answers.wait(30)
        return []

    settings = office.house.site.settings
    first = threading.Thread(target=lookout.sticks, args=(settings, hangs))
    first.start()
    try:
        assert [lookout.sticks(settings, hangs) for _ in range(2)] == [[], []]
        assert len(looks) == 1
    finally:
        answers.set()
        first.join()
    assert lookout.sticks(settings, lambda look, given: [look, given]) == [plugged_in, settings]


def test_a_stick_pulled_out_during_a_copy_is_reported_and_the_next_copy_is_complete(
    office: Council, admin: Browser, workshop: Workshop, plug: Plug
) -> None:
    stick = plug("USB", "256m")
    admin.send("/backup/copies", folder=str(stick))
    works(workshop)
    (office.house.site.settings.data / "blobs" / "large").write_bytes(os.urandom(40 << 20))

    def pull() -> None:
        while not list(stick.glob("*.new")):
            time.sleep(0.001)
        pulled_out(stick)

    hand = threading.Thread(target=pull)
    hand.start()
    told = backs_up(office, workshop)
    hand.join()
    assert told == "ổ bị rút ra trong khi chép, bản trên ổ chưa có: cắm lại rồi bấm “Sao lưu ngay”"
    again = plug("USB", "256m")
    (again / "phonghop-20260924-080000.backup.new").write_bytes(b"half of one")
    assert backs_up(office, workshop) == ""
    assert [path.suffix for path in again.iterdir()] == [".backup"]


def test_a_stick_that_the_room_may_not_write_is_reported(office: Council, shown: Path, plug: Plug) -> None:
    plug("a,b")
    (found,) = plugged_in(office.house.site.settings)
    assert "Tên ổ có dấu phẩy" in found.problem
    assert found.size == 64 << 20


def test_the_machine_shows_sticks_to_the_room_and_runs_nothing_that_is_on_them() -> None:
    for line in stick_rule("hop").splitlines()[1:]:
        assert line.startswith('ACTION=="add", SUBSYSTEMS=="usb", SUBSYSTEM=="block"')
        assert "nosuid,nodev,noexec" in line
    (fat,) = stick_rule("hop").splitlines()[1:]
    assert 'ENV{ID_FS_TYPE}=="vfat|exfat"' in fat
    assert "--owner=hop" in fat
    assert 'ENV{ID_PART_ENTRY_TYPE}!="c12a7328-f81f-11d2-ba4b-00a0c93ec93b"' in fat, "no machine's own start"

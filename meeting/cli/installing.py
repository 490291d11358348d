"""`meeting install` makes the room a systemd service with its own user, which starts with the machine."""

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from meeting.config import SERVICE_USER, Settings, load
from meeting.kernel.refusals import Refused, declare
from meeting.store.guarded import sync_folder

SERVICE = f"{SERVICE_USER}.service"
USERADD = "/usr/sbin/useradd"
DATA = Path("/var/lib/phonghop")
UNITS = Path("/etc/systemd/system")
RULES = Path("/etc/udev/rules.d")
STICKS = f"90-{SERVICE_USER}-usb.rules"
_EFI = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"
NOT_ROOT = declare(
    "cli.not_root", 403, "Cần quyền quản trị của máy: sudo {program} install. Xem trước tệp dịch vụ: --show."
)
NO_USER = declare("cli.no_user", 500, "Không tạo được người dùng “{user}” của máy: {reason}")


def unit(program: str, settings: Settings, user: str) -> str:
    """Return the text of the service file. No option in it may hide /proc: the jail for papers mounts its own.

    The start has no time limit: the backup before an upgrade of a large office takes minutes. Backups may be in other
    folders, and on disks that are plugged in later; a missing folder does not stop the start (`-`).
    """
    data = settings.data
    backups = filter(None, map(str.strip, (settings.backup_folder, *settings.backup_copies.split(","))))
    shown = filter(None, map(str.strip, settings.stick_folders.split(",")))
    elsewhere = [f'"-{place}"' for place in (*(data / each for each in backups), *shown)]
    writable = " ".join([f'"{data}"', *elsewhere])
    return f"""\
[Unit]
Description=Phòng họp không giấy tờ
After=network-online.target
Wants=network-online.target

[Service]
User={user}
ExecStartPre={program} --data {data} upgrade
ExecStart={program} --data {data} run --quiet
TimeoutStartSec=infinity
Restart=always
RestartSec=2
LimitNOFILE=65536
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths={writable}
ProtectHome=yes
PrivateTmp=yes

[Install]
WantedBy=multi-user.target
"""


def stick_rule(user: str) -> str:
    """Return the udev rule for USB sticks.

    It mounts a stick under its own name in /run/media/system, readable by the room only, and unmounts it five seconds
    after use, so that it can be pulled out. Programs on it cannot run. Only file systems that the room can write to are
    mounted: no disk with file owners (ext4), and no boot partition.
    """
    mount = "/usr/bin/systemd-mount --no-block --automount=yes --timeout-idle-sec=5s --collect"
    which = 'ACTION=="add", SUBSYSTEMS=="usb", SUBSYSTEM=="block", ENV{ID_FS_USAGE}=="filesystem"'
    writable = f'ENV{{ID_FS_TYPE}}=="vfat|exfat", ENV{{ID_PART_ENTRY_TYPE}}!="{_EFI}"'
    safe = "nosuid,nodev,noexec"
    return f"""\
# Ổ USB cho phòng họp: gắn vào /run/media/system theo tên ổ.
{which}, {writable}, RUN{{program}}+="{mount} --owner={user} --options={safe},umask=077 $devnode"
"""


def own_program() -> str:
    """Return the path of this program.

    An installed version is named by its link `current`, which survives an upgrade.
    """
    program = Path(sys.argv[0]).absolute()
    current = program.parents[2] / "current" / "bin" / program.name
    return str(current if current.exists() and current.samefile(program) else program)


def install(program: str, data: Path, user: str, units: Path = UNITS, rules: Path = RULES) -> Iterator[str]:
    """Make the user, the data, the service and the udev rule, and start the service. Yields what was done.

    A second run changes only what differs. `units` is where systemd looks for services; with another folder the service
    is not started. `rules` is where udev looks. Raises Refused without root rights.
    """
    if os.geteuid() != 0:
        raise Refused(NOT_ROOT, program=program)
    yield from _make_user(user, data)
    owner = pwd.getpwnam(user)
    data.mkdir(parents=True, exist_ok=True)
    os.chown(data, owner.pw_uid, owner.pw_gid)
    subprocess.run([program, "--data", str(data), "init"], user=user, group=owner.pw_gid, extra_groups=[], check=True)
    _write(units / SERVICE, unit(program, load(data), user))
    yield f"Đã ghi dịch vụ: {units / SERVICE}"
    _write(rules / STICKS, stick_rule(user))
    yield f"Đã ghi quy tắc cho ổ USB: {rules / STICKS}"
    systemctl = shutil.which("systemctl")
    if systemctl is None or units != UNITS or not Path("/run/systemd/system").exists():
        yield f"Máy này không chạy systemd. Tự khởi động bằng: {program} --data {data} run"
        return
    for words in (["daemon-reload"], ["enable", SERVICE], ["restart", SERVICE]):
        subprocess.run([systemctl, *words], check=True)
    if udevadm := shutil.which("udevadm"):
        subprocess.run([udevadm, "control", "--reload"], check=False)
    yield f"Phòng họp đã chạy và tự chạy cùng máy. Xem: systemctl status {SERVICE}"


def _make_user(user: str, data: Path) -> Iterator[str]:
    try:
        pwd.getpwnam(user)
    except KeyError:
        words = ["--system", "--home-dir", str(data), "--no-create-home", "--shell", "/usr/sbin/nologin", user]
        done = subprocess.run([USERADD, *words], capture_output=True, text=True, check=False)
        if done.returncode:
            raise Refused(NO_USER, user=user, reason=done.stderr.strip()) from None
        yield f"Đã tạo người dùng “{user}” của máy."


def _write(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_name(f".{place.name}.new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.chmod(0o644)
    fresh.rename(place)
    sync_folder(place.parent)

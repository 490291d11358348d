"""Restoring: a backup replaces the data folder after it was checked as a whole.

Nothing is overwritten. The backup is unpacked beside the data folder and checked there: database, journals, every file
by its hash. Only then is the former folder moved aside and the new one put in its place. The journals' heads that were
handed out are kept, so the next start can say that the backup is older. When root restores, everything is given to the
user who runs the room: the owner of the former folder, or the service's user.
"""

import contextlib
import json
import os
import pwd
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from meeting.backup import archive, contents, snapshot
from meeting.backup.archive import DAMAGED, Opener
from meeting.config import SERVICE_USER, Settings
from meeting.kernel import clock
from meeting.kernel.refusals import Refused, declare
from meeting.store.database import Database
from meeting.store.disk import reason
from meeting.store.engine import is_sqlite
from meeting.store.guarded import sync_folder, write_guarded
from meeting.store.hold import hold
from meeting.witness.following import FOLDER as WITNESS

NO_RIGHT = declare(
    "backup.no_right",
    403,
    "Chưa khôi phục được: người dùng này không được ghi vào {folder}. Dữ liệu đang có vẫn còn nguyên. "
    "Chạy lại bằng quyền quản trị của máy: sudo {program} --data {data} restore {file}",
)
NOT_PLACED = declare("backup.not_placed", 500, "Chưa khôi phục được: {reason}. Dữ liệu đang có vẫn còn nguyên.")


def restore(settings: Settings, file: Path, opener: Opener) -> Iterator[str]:
    """Replace the data folder by a backup; yield what was done, in sentences. Raises Refused before anything has
    changed.

    If the settings name a database server, the rows go there; it must be empty.
    """
    with contextlib.ExitStack() as stack:
        try:
            if settings.data.exists():
                stack.enter_context(hold(settings.data))
            owner = _owner(settings.data)
            fresh = _place_beside(settings.data, file)
            stack.callback(shutil.rmtree, fresh, ignore_errors=True)
            archive.unpack(file, fresh, opener)
            try:
                yield contents.check(fresh).sentence()
            except contents.BrokenBackup as broken:
                raise Refused(DAMAGED, file=file.name, reason=broken.why) from None
            if not is_sqlite(settings.database):
                _hand_over(settings, fresh)
                yield "Đã đưa dữ liệu vào máy chủ cơ sở dữ liệu."
            handed_out = settings.data / WITNESS
            if handed_out.is_dir() and not handed_out.is_symlink():
                shutil.copytree(handed_out, fresh / WITNESS, symlinks=True)
            _give(fresh, owner)
            yield from _put_in_place(settings.data, fresh)
        except OSError as error:
            raise Refused(NOT_PLACED, reason=reason(error)) from None


def _place_beside(data: Path, file: Path) -> Path:
    """Return a new folder for this restore, on the same disk as the data."""
    try:
        data.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(dir=data.parent, prefix=f".{data.name}-"))
    except PermissionError:
        if os.geteuid() == 0:
            raise
        program = Path(sys.argv[0]).absolute()
        raise Refused(NO_RIGHT, folder=data.parent, program=program, data=data, file=file.absolute()) from None


def _owner(data: Path) -> tuple[int, int] | None:
    """Return user and group of the room's data on this machine; None: the user who restores."""
    if os.geteuid() != 0:
        return None
    if data.exists():
        former = data.stat()
        return former.st_uid, former.st_gid
    with contextlib.suppress(KeyError):
        service = pwd.getpwnam(SERVICE_USER)
        return service.pw_uid, service.pw_gid
    return None


def _give(fresh: Path, owner: tuple[int, int] | None) -> None:
    """Change the owner of everything before the folder is put in its place, so that the server can open all of it.

    The top folder comes last: until then nobody else can reach inside and replace a folder by a link.
    """
    if owner is None:
        return
    for path in (*fresh.rglob("*"), fresh):
        os.chown(path, *owner, follow_symlinks=False)


def _hand_over(settings: Settings, fresh: Path) -> None:
    """Put the rows into the database server that this machine uses, and name it in the restored settings."""
    database = Database(settings.database)
    try:
        snapshot.put_back(fresh / archive.DATABASE, database)
    finally:
        database.close()
    (fresh / archive.DATABASE).unlink()
    told = fresh / archive.SETTINGS
    former = told.read_text("utf-8") if told.exists() else ""
    write_guarded(told, f"database_url = {json.dumps(settings.database_url)}\n{former}".encode())


def _put_in_place(data: Path, fresh: Path) -> Iterator[str]:
    """Rename the present folder, adding the time, and give its name to the fresh one. Yields what was done."""
    if data.exists():
        aside = data.with_name(f"{data.name}.{clock.now().astimezone(clock.VIETNAM):%Y%m%d-%H%M%S}")
        data.rename(aside)
        aside.chmod(0o700)
        yield f"Dữ liệu trước đó được giữ ở {aside}"
    os.sync()  # all of it is on the disk before anything is called by its name
    fresh.rename(data)
    sync_folder(data.parent)
    yield f"Đã khôi phục vào {data}. Tiếp theo: meeting init, rồi meeting run."
    yield f"Phòng họp chạy bằng dịch vụ của máy thì thay bằng: sudo systemctl start {SERVICE_USER}"

"""One server on one data folder, and one restore of it at a time. On PostgreSQL several servers are allowed.

The lock belongs to the operating system: it is released when its holder ends, even by kill -9 or a power cut.
"""

import fcntl
import os
from pathlib import Path
from typing import TextIO

from meeting.kernel.refusals import Refused, declare

IN_USE = declare(
    "store.in_use",
    409,
    "Thư mục dữ liệu {folder} đang được máy chủ khác dùng (tiến trình {holder}). Hãy dừng máy chủ đó trước, "
    "hoặc dùng thư mục dữ liệu khác (--data).",
)


def hold(folder: Path, *, shared: bool = False) -> TextIO:
    """Hold a data folder while the returned file stays open. Raises Refused while another process holds it.

    `shared`: others may hold it too, if all of them say so.
    """
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW  # root may ask, so links are not followed
    file = os.fdopen(os.open(folder / "server.lock", flags, 0o644), "a+", encoding="ascii")
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        holder = file.read(20).strip() or "?"
        file.close()
        raise Refused(IN_USE, folder=folder, holder=holder) from None
    if not shared:
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
    return file


def is_held(folder: Path) -> bool:
    """Return whether a server holds a data folder now."""
    try:
        hold(folder).close()
    except Refused:
        return True
    return False

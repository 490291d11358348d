"""Free space on the disk of the data folder, so that a warning comes before a write fails."""

import errno
import shutil
from pathlib import Path

from meeting.kernel.refusals import _l, declare
from meeting.kernel.words import Phrase, phrase

STORAGE_DOWN = declare(
    "store.unavailable", 503, "Máy chủ chưa ghi được dữ liệu (đĩa đầy hoặc lỗi đĩa). Chưa có gì thay đổi, hãy thử lại."
)


_REASONS = {
    errno.ENOSPC: _l("ổ đĩa đã đầy"),
    errno.EDQUOT: _l("ổ đĩa đã đầy"),
    errno.EROFS: _l("ổ đĩa chỉ cho đọc"),
    errno.EACCES: _l("không có quyền ghi"),
    errno.EPERM: _l("không có quyền ghi"),
    errno.EIO: _l("ổ đĩa bị lỗi hoặc vừa bị rút ra"),
    errno.ENODEV: _l("ổ đĩa vừa bị rút ra"),
    errno.ENOENT: _l("không tìm thấy thư mục"),
    errno.ENOTDIR: _l("nơi lưu không phải thư mục"),
    errno.EEXIST: _l("nơi lưu không phải thư mục"),
}


def reason(error: OSError) -> Phrase:
    """Return why a disk could not be written, for a person; for a rare reason only its number in the system."""
    told = _REASONS.get(error.errno or 0)
    return phrase(told) if told else phrase("lỗi hệ thống số {number}", number=error.errno or 0)


def free_mb(folder: Path) -> int:
    """Return the free megabytes of the disk under the folder, or under the nearest existing folder above it."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free >> 20

"""Free space on the disk of the data folder, so that a warning comes before a write fails."""

import errno
import shutil
from pathlib import Path

from meeting.kernel.refusals import declare

STORAGE_DOWN = declare(
    "store.unavailable", 503, "Máy chủ chưa ghi được dữ liệu (đĩa đầy hoặc lỗi đĩa). Chưa có gì thay đổi, hãy thử lại."
)


_REASONS = {
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.EDQUOT: "ổ đĩa đã đầy",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.EACCES: "không có quyền ghi",
    errno.EPERM: "không có quyền ghi",
    errno.EIO: "ổ đĩa bị lỗi hoặc vừa bị rút ra",
    errno.ENODEV: "ổ đĩa vừa bị rút ra",
    errno.ENOENT: "không tìm thấy thư mục",
    errno.ENOTDIR: "nơi lưu không phải thư mục",
    errno.EEXIST: "nơi lưu không phải thư mục",
}


def reason(error: OSError) -> str:
    """Return why a disk could not be written, for a person (Vietnamese)."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


def free_mb(folder: Path) -> int:
    """Return the free megabytes of the disk under the folder, or under the nearest existing folder above it."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free >> 20

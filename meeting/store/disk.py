"""How much room the data folder's disk has left, so that it is said before a write fails, and how that is said."""

import shutil
from pathlib import Path

from meeting.kernel.refusals import declare

STORAGE_DOWN = declare(
    "store.unavailable", 503, "Máy chủ chưa ghi được dữ liệu (đĩa đầy hoặc lỗi đĩa). Chưa có gì thay đổi, hãy thử lại."
)


def free_mb(folder: Path) -> int:
    """Free megabytes of the disk under the folder; of the nearest folder that is there, when it is not made yet."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free >> 20

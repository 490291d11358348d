"""How much room the data folder's disk has left, so that it is said before a write fails."""

import shutil
from pathlib import Path


def free_mb(folder: Path) -> int:
    """Free megabytes of the disk under the folder; of the nearest folder that is there, when it is not made yet."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free >> 20

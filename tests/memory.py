"""Where a test run keeps its files: in memory where there is room, so that nothing waits for a disk."""

import shutil
from pathlib import Path


def quickest(needed: int) -> Path:
    """A folder with room for `needed` bytes. Its path is short, because the path of a socket must be."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > needed
    return memory if roomy else Path("/tmp")

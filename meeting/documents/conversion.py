"""Office files to PDF, by LibreOffice where it is installed, in a process without network and with bounds.

One conversion at a time, each with a profile of its own; with bubblewrap the converter sees
only its own folder. Nothing else converts faithfully, so without it the original is offered.
"""

import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

SECONDS = 120
MEMORY = 4 << 30
FILE_SIZE = 1 << 30


class CannotConvert(Exception):  # noqa: N818 - told to the secretary, in Vietnamese
    """Why there is no PDF."""


def converter() -> str | None:
    """The LibreOffice program, if it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(source: Path, suffix: str) -> bytes:
    """The PDF of an office file; CannotConvert says in Vietnamese why not."""
    program = converter()
    if program is None:
        raise CannotConvert("máy chủ chưa cài LibreOffice")
    with tempfile.TemporaryDirectory(prefix="meeting-") as name:
        folder = Path(name)
        (folder / f"in{suffix}").write_bytes(source.read_bytes())
        command = [
            program,
            "--headless",
            "--norestore",
            "--safe-mode",
            f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(folder / f"in{suffix}"),
        ]
        try:
            done = subprocess.run(
                _bounded(command, folder),
                capture_output=True,
                timeout=SECONDS,
                check=False,
                env={"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8"},
            )
        except subprocess.TimeoutExpired:
            raise CannotConvert(f"chuyển đổi quá {SECONDS} giây") from None
        result = folder / "in.pdf"
        if done.returncode != 0 or not result.exists():
            raise CannotConvert("LibreOffice không đọc được tệp này")
        return result.read_bytes()


@cache
def jail_works() -> bool:
    """Whether bubblewrap is installed and this system lets it make a jail."""
    if shutil.which("bwrap") is None:
        return False
    command = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"]
    return subprocess.run(command, capture_output=True, check=False, timeout=10).returncode == 0


def _bounded(command: list[str], folder: Path) -> list[str]:
    """The command with limits on memory and file size, and without network or other files where bubblewrap is."""
    limits = ["prlimit", f"--as={MEMORY}", f"--fsize={FILE_SIZE}", f"--cpu={SECONDS}"]
    if not jail_works():
        return [*limits, *command]
    jail = [
        "bwrap",
        "--unshare-all",
        "--die-with-parent",
        "--ro-bind",
        "/usr",
        "/usr",
        "--ro-bind",
        "/etc",
        "/etc",
        "--symlink",
        "usr/bin",
        "/bin",
        "--symlink",
        "usr/lib",
        "/lib",
        "--symlink",
        "usr/lib64",
        "/lib64",
        "--proc",
        "/proc",
        "--dev",
        "/dev",
        "--tmpfs",
        "/tmp",  # noqa: S108 - an empty one of its own
        "--bind",
        str(folder),
        str(folder),
    ]
    return [*limits, *jail, *command]

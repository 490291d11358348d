"""The jail: every program that reads files from outside runs in it, never in the server.

Bubblewrap gives it no network, no view of other processes, only programs and the named files (read-only), and an empty
/tmp. Processor time, memory, file size and elapsed time are limited.
"""

import dataclasses
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

import meeting
from meeting.kernel.refusals import Refused, declare

T = TypeVar("T")

ETC = ("/etc/fonts", "/etc/libreoffice", "/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime")
"""The parts of /etc that a converter needs. A document that includes files must not find others there."""

NO_JAIL = declare(
    "work.no_jail",
    503,
    "Máy chủ chưa cô lập được việc đọc tệp từ bên ngoài nên không đọc. Chạy “meeting doctor” để biết cách khắc phục.",
)


@dataclasses.dataclass(frozen=True)
class Bounds:
    """The limits of a program in the jail: seconds (processor and elapsed), bytes of memory, bytes per file.

    `nice`: its priority below other programs of the machine, at most 19.
    """

    seconds: int
    memory: int = 1 << 30
    file_size: int = 64 << 20
    nice: int = 0


class JailFailed(Exception):  # noqa: N818 - the file is at fault, and the caller refuses it
    """The program exceeded its limits, or ended without an answer."""


class OutOfTime(JailFailed):
    """The program took longer than allowed."""


def jail_works() -> bool:
    """Return whether bubblewrap is installed and can make a jail on this system. It is tried by making one."""
    if shutil.which("bwrap") is None or shutil.which("prlimit") is None:
        return False
    try:
        done = subprocess.run([*_jail([], None), "true"], capture_output=True, check=False, timeout=10)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def run_jailed(
    command: list[str], bounds: Bounds, *, reads: Iterable[Path] = (), folder: Path | None = None, given: bytes = b""
) -> bytes:
    """Run a program that may read `reads` and write in `folder`. Returns the bytes of its standard output.

    Raises Refused (NO_JAIL) when no jail can be made, and JailFailed when the program fails or exceeds its limits.
    """
    if not jail_works():
        raise Refused(NO_JAIL)
    limits = [
        "nice",
        f"-n{bounds.nice}",
        "prlimit",
        f"--as={bounds.memory}",
        f"--fsize={bounds.file_size}",
        f"--cpu={bounds.seconds}",
        "--core=0",
    ]
    home = str(folder or "/tmp")  # noqa: S108 - the jail's own
    words = {"HOME": home, "LANG": "C.UTF-8", "PYTHONPATH": str(_code().parent)}
    try:
        done = subprocess.run(
            [*limits, *_jail(reads, folder), *command],
            input=given,
            capture_output=True,
            timeout=bounds.seconds,
            check=False,
            env={"PATH": os.environ.get("PATH", ""), **words},
        )
    except subprocess.TimeoutExpired:
        raise OutOfTime(f"{bounds.seconds} s") from None
    if done.returncode != 0:
        raise JailFailed(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout


def ask_jailed(
    module: str,
    request: msgspec.Struct,
    answer: type[T],
    bounds: Bounds,
    *,
    reads: Iterable[Path] = (),
    folder: Path | None = None,
) -> T:
    """Run `python -m module` in the jail with `request` as JSON on its input, and return `answer` from its output.

    Raises what `run_jailed` raises, and JailFailed for an answer that is not JSON of this type.
    """
    command, given = [sys.executable, "-m", module], msgspec.json.encode(request)
    said = run_jailed(command, bounds, reads=reads, folder=folder, given=given)
    try:
        return msgspec.json.decode(said, type=answer)
    except msgspec.DecodeError as error:
        raise JailFailed(str(error)) from None


def _jail(reads: Iterable[Path], folder: Path | None) -> list[str]:
    """Return bubblewrap's arguments. Later binds cover earlier ones: our files may be anywhere, also under /tmp."""
    words = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]  # noqa: S108 - a new one, inside the jail
    for name in ("bin", "lib", "lib64"):
        words += ["--symlink", f"usr/{name}", f"/{name}"]
    for path in ("/usr", *ETC, *_programs()):
        words += ["--ro-bind-try", path, path]
    for read in reads:
        words += ["--ro-bind", str(read), str(read)]
    return words + (["--bind", str(folder), str(folder)] if folder is not None else [])


def _programs() -> list[str]:
    """Return the folders of this Python and this program, and no folder where an installation might keep its data."""
    return [str(path) for path in dict.fromkeys((Path(sys.prefix), Path(sys.base_prefix), _code()))]


def _code() -> Path:
    """Return the folder of this package."""
    return Path(meeting.__file__).resolve().parent

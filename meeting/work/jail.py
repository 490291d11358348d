"""The jail: whatever reads files from outside runs here, never in the server and never without it.

Bubblewrap gives it no network, no other process, no file but the programs and what is named, all of it read-only,
and an empty /tmp of its own; processor time, memory, file size and time on the wall are bounded.
"""

import dataclasses
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

import meeting
from meeting.kernel.refusals import Refused, declare

T = TypeVar("T")
Q = TypeVar("Q")

ETC = ("/etc/fonts", "/etc/libreoffice", "/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime")
"""All that a converter needs of /etc: a document that quotes a file must find no other there."""

NO_JAIL = declare(
    "work.no_jail",
    503,
    "Máy chủ chưa cô lập được việc đọc tệp từ bên ngoài nên không đọc. Chạy “meeting doctor” để biết cách khắc phục.",
)


@dataclasses.dataclass(frozen=True)
class Bounds:
    """What a program in the jail may use: seconds (of processor, and on the wall), bytes of memory, bytes a file.

    `nice`: how far it stands behind everything else on the machine, 19 at most.
    """

    seconds: int
    memory: int = 1 << 30
    file_size: int = 64 << 20
    nice: int = 0


class JailFailed(Exception):  # noqa: N818 - the file is to blame, and refused by whoever asked
    """The program went beyond its bounds, or ended without an answer."""


class OutOfTime(JailFailed):
    """It took longer than allowed."""


def jail_works() -> bool:
    """Whether bubblewrap is installed and this system lets it make a jail; found out by making one."""
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
    """Run a program that may read `reads` and write in `folder`, and return what it says on standard output.

    Refused NO_JAIL when it cannot be jailed; JailFailed when it fails or would go beyond its bounds.
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
    """Run `python -m module` in the jail: `request` as JSON on its input, `answer` as JSON from its output."""
    command, given = [sys.executable, "-m", module], msgspec.json.encode(request)
    said = run_jailed(command, bounds, reads=reads, folder=folder, given=given)
    try:
        return msgspec.json.decode(said, type=answer)
    except msgspec.DecodeError as error:
        raise JailFailed(str(error)) from None


def answer_jailed(kind: type[Q], task: Callable[[Q], msgspec.Struct]) -> None:
    """The other side of `ask_jailed`: read the request from standard input, write the answer to standard output."""
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=kind)
    sys.stdout.buffer.write(msgspec.json.encode(task(request)))


def _jail(reads: Iterable[Path], folder: Path | None) -> list[str]:
    """Bubblewrap's words. What is bound last lies on top: files of ours may be anywhere, also under /tmp."""
    words = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]  # noqa: S108 - an empty one of its own
    for name in ("bin", "lib", "lib64"):
        words += ["--symlink", f"usr/{name}", f"/{name}"]
    for path in ("/usr", *ETC, *_programs()):
        words += ["--ro-bind-try", path, path]
    for read in reads:
        words += ["--ro-bind", str(read), str(read)]
    return words + (["--bind", str(folder), str(folder)] if folder is not None else [])


def _programs() -> list[str]:
    """Where this Python and this program lie; no folder in which an installation might keep its data."""
    return [str(path) for path in dict.fromkeys((Path(sys.prefix), Path(sys.base_prefix), _code()))]


def _code() -> Path:
    """The folder of this package."""
    return Path(meeting.__file__).resolve().parent

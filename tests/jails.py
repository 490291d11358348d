"""A run reads the same few papers hundreds of times: for bytes seen before, the jail's earlier answer is reused.

For others, one of our programs runs in the jail the first time, and then, within the same limits, as a fork of a
process that has loaded it (`tests/aparts.py`): starting it takes a second where it reads signatures. A fork is not
shut in, so what the jail holds back and lets in is tried where a test asks for `real_jail`.
"""

import base64
import binascii
import contextlib
import hashlib
import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from resource import RLIMIT_AS, RLIMIT_CPU, RLIMIT_FSIZE

from meeting.kernel.refusals import Refused
from meeting.work import jail
from tests.aparts import APARTS, PYTHON

_SHIPPED = jail.run_jailed


def remember_jails() -> None:
    """One of our programs in the jail starts an interpreter for one question: a fifth of a second or more.

    Its answer depends on the program, its bounds, and the names and bytes of the files that it may read, so one process
    asks for each only once. What it writes (a conversion) is written again each time, and a failure is tried again.
    """
    known: dict[str, bytes] = {}
    jailed: set[str] = set()

    def answer(command: list[str], bounds: jail.Bounds, places: list[Path], given: bytes) -> bytes:
        *_, module = command
        if module not in jailed or command != [PYTHON, "-m", module]:
            said = _SHIPPED(command, bounds, reads=places, given=given)
            jailed.add(module)
            return said
        return _forked(command, bounds, places, given)

    def remembered(
        command: list[str],
        bounds: jail.Bounds,
        *,
        reads: Iterable[Path] = (),
        folder: Path | None = None,
        given: bytes = b"",
    ) -> bytes:
        places = list(reads)
        if folder is not None or "-m" not in command:
            return _SHIPPED(command, bounds, reads=places, folder=folder, given=given)
        question = _told(command, bounds, places, given)
        if question not in known:
            known[question] = answer(command, bounds, places, given)
        return known[question]

    jail.run_jailed = remembered


@contextlib.contextmanager
def every_time() -> Iterator[None]:
    """During the block every program runs in the jail, and nothing is remembered."""
    shortened, jail.run_jailed = jail.run_jailed, _SHIPPED
    try:
        yield
    finally:
        jail.run_jailed = shortened


def _forked(command: list[str], bounds: jail.Bounds, places: list[Path], given: bytes) -> bytes:
    """The same answer or failure as in the jail, where files that are not below `places` do not exist."""
    if not jail.jail_works():
        raise Refused(jail.NO_JAIL)
    if outside := [path for path in _named(json.loads(given)) if not _is_let_in(path, places)]:
        raise jail.JailFailed(f"not let in: {outside}")
    limits = [(RLIMIT_AS, bounds.memory), (RLIMIT_FSIZE, bounds.file_size), (RLIMIT_CPU, bounds.seconds)]
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": "/tmp", "LANG": "C.UTF-8"}
    try:
        done = APARTS.run(command, timeout=bounds.seconds, check=False, limits=limits, input=given, env=environment)
    except subprocess.TimeoutExpired:
        raise jail.OutOfTime(f"{bounds.seconds} s") from None
    if done.returncode != 0:
        raise jail.JailFailed(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout


def _named(asked: object) -> Iterator[Path]:
    """The files that a request names and that exist: paths as text, or as bytes, which are base64 in JSON."""
    if isinstance(asked, dict | list):
        for each in asked.values() if isinstance(asked, dict) else asked:
            yield from _named(each)
    elif isinstance(asked, str):
        words = [asked]
        with contextlib.suppress(binascii.Error, ValueError):
            words.append(os.fsdecode(base64.b64decode(asked, validate=True)))
        yield from (Path(word) for word in words if word.startswith("/") and os.path.exists(word))  # noqa: PTH110 - any text


def _is_let_in(path: Path, places: list[Path]) -> bool:
    """Whether a file is there in the jail, and what it links to as well."""
    real = path.resolve()
    return any(path.is_relative_to(place) and real.is_relative_to(place.resolve()) for place in places)


def _told(command: list[str], bounds: jail.Bounds, places: list[Path], given: bytes) -> str:
    """A hash of everything on which an answer depends, whatever folder the files are in."""
    told = hashlib.blake2b(repr((command, bounds, os.environ.get("PATH"), len(places))).encode())
    for number, place in enumerate(places):
        given = given.replace(os.fsencode(place), b"<%d>" % number)
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            told.update(repr((str(path.relative_to(place)), path.is_file() and path.stat().st_size)).encode())
            if path.is_file():
                told.update(path.read_bytes())
    return told.hexdigest() + hashlib.blake2b(given).hexdigest()

"""Verify minutes in the jail: a stranger's file and the office's own alike."""

import os
from pathlib import Path

import msgspec

from meeting.kernel.assets import asset_root
from meeting.proof.findings import Integrity
from meeting.work.jail import Bounds, ask_jailed

FONTS = asset_root() / "static" / "fonts"
"""Fonts for drawing the paper again, to compare the result."""


class FilesGiven(msgspec.Struct, frozen=True, kw_only=True):
    """The arguments of `meeting verify`: absolute paths as bytes (see `place`), and event keys as typed."""

    minutes: bytes
    journal: bytes = b""
    authority: bytes = b""
    witnesses: tuple[bytes, ...] = ()
    keys: tuple[str, ...] = ()
    tsa: bytes = b""
    register: bytes = b""

    @property
    def own(self) -> bool:
        """Return whether authorities, keys and register are this machine's: other ones belong to another office."""
        return not (self.register or self.authority or self.keys)

    def places(self) -> list[Path]:
        """Return the paths of all files to read, each once."""
        named = (self.minutes, self.journal, self.authority, *self.witnesses, self.tsa, self.register)
        return [Path(os.fsdecode(each)) for each in dict.fromkeys(named) if each]


def place(path: Path | None) -> bytes:
    """Return the absolute path as bytes, because an old file name may not be valid UTF-8. Empty for None."""
    return os.fsencode(path.resolve()) if path is not None else b""


class AskedVerify(msgspec.Struct, frozen=True, kw_only=True):
    """The given files, and what the office uses where they give nothing.

    These are its authorities (PEM), its event keys, its register as a file, and the folder of its rules.
    """

    given: FilesGiven
    trusted: bytes
    law: str
    keys: frozenset[str] = frozenset()
    register: bytes = b""


class Verified(msgspec.Struct, frozen=True):
    """The verdict, and the lines of the report."""

    verdict: Integrity
    lines: tuple[str, ...]


def verify_jailed(asked: AskedVerify, bounds: Bounds) -> Verified:
    """Return the verdict and the report.

    Raises JailFailed when the files cannot be read within the bounds, Refused when no jail can be started.
    """
    reads = [*asked.given.places(), FONTS, *([Path(asked.law)] if Path(asked.law).is_dir() else [])]
    return ask_jailed("meeting.cli.verify_apart", asked, Verified, bounds, reads=reads)

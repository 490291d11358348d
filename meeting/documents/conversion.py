"""Makes PDFs of office files with LibreOffice, if it is installed, and of pictures; reads the pages of a PDF. All of it
in the jail only.

One conversion at a time, each with its own profile; the converter sees only its own folder. Nothing else converts
office files faithfully. Without it, or without a jail, the original is offered as a download; if its words were not
read on arrival, only after the secretary has said that it is not secret.
"""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from meeting.documents.converters import PICTURES, converter, lacking
from meeting.documents.signatures import Signatures, SignedState
from meeting.kernel.refusals import Refused, _l
from meeting.register.rules import LineMoment
from meeting.work.jail import Bounds, JailFailed, OutOfTime, ask_jailed, run_jailed

BOUNDS = Bounds(seconds=120, memory=4 << 30, file_size=1 << 30)
PAGES_BOUNDS = Bounds(seconds=120)

NOT_READ = _l("LibreOffice không đọc được tệp này")
NO_JAIL_HERE = _l("máy chủ chưa cô lập được việc mở tài liệu (chạy “meeting doctor”)")


class CannotConvert(Exception):  # noqa: N818 - told to the secretary
    """Why there is no PDF, as a sentence of the catalogue."""


class AskedPages(msgspec.Struct, frozen=True):
    """The absolute path of a PDF."""

    path: str


class AskedSignatures(msgspec.Struct, frozen=True):
    """The absolute path of a PDF, and what the office knows of signers.

    These are the certificates of its authorities (PEM, may be empty), and the lines of its register that revoked a
    certificate, by fingerprint.
    """

    path: str
    trusted: str
    revoked: Mapping[str, LineMoment]


MOST_PAGES = 5_000
MOST_LETTERS = 20_000
"""The most letters of one page; the largest printed page of a budget has about nine thousand."""


class ConvertedPages(msgspec.Struct, frozen=True):
    """The number of pages and the words of each, as far as they could be read (see texts).

    `secret`: the file has a mark of state secrecy; the other fields are then empty. `picture`: the first page was
    scanned.
    """

    count: int
    texts: list[str]
    secret: bool = False
    picture: bool = False

    @property
    def is_scan(self) -> bool:
        """Return whether no page has letters. OCR, where it is installed, reads only such papers."""
        return not any(text.strip() for text in self.texts)


def convert(source: Path, suffix: str) -> bytes:
    """Return the PDF of an office file or a picture. Raises CannotConvert with the reason."""
    if suffix in PICTURES:
        return _of_picture(source.resolve())
    program = converter()
    if program is None:
        raise CannotConvert(_l("máy chủ chưa cài LibreOffice"))
    if any(suffix in each.suffixes for each in lacking()):
        raise CannotConvert(_l("máy chủ chưa cài phần LibreOffice đọc loại tệp này"))
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
        _run(command, NOT_READ, folder=folder)
        result = folder / "in.pdf"
        if result.is_symlink() or not result.is_file():
            raise CannotConvert(NOT_READ)
        return result.read_bytes()


def read_pages(path: Path) -> ConvertedPages:
    """Return the pages of a PDF and their words. Raises CannotConvert when it cannot be read."""
    try:
        asked = AskedPages(path=str(path.resolve()))
        return ask_jailed("meeting.documents.pages_apart", asked, ConvertedPages, PAGES_BOUNDS, reads=[path.resolve()])
    except JailFailed:
        raise CannotConvert(_l("không đọc được tệp PDF này")) from None
    except Refused:
        raise CannotConvert(NO_JAIL_HERE) from None


def read_signatures(path: Path, trusted: bytes, revoked: Mapping[str, LineMoment]) -> Signatures:
    """Return the state of the signatures of a PDF, or that they are unreadable (see AskedSignatures)."""
    asked = AskedSignatures(path=str(path.resolve()), trusted=trusted.decode(), revoked=revoked)
    try:
        return ask_jailed("meeting.documents.signed_apart", asked, Signatures, PAGES_BOUNDS, reads=[path.resolve()])
    except (JailFailed, Refused):
        return Signatures(SignedState.UNREADABLE)


def _of_picture(source: Path) -> bytes:
    command = [sys.executable, "-m", "meeting.documents.picture_apart", str(source)]
    return _run(command, _l("không đọc được ảnh này"), reads=[source])


def _run(command: list[str], not_read: str, *, folder: Path | None = None, reads: Sequence[Path] = ()) -> bytes:
    try:
        return run_jailed(command, BOUNDS, folder=folder, reads=reads)
    except OutOfTime:
        raise CannotConvert(_l("chuyển đổi quá lâu")) from None
    except JailFailed:
        raise CannotConvert(not_read) from None
    except Refused:
        raise CannotConvert(NO_JAIL_HERE) from None

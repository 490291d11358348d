"""The files of a folder by name, found in any case and any Unicode form of the accents. Files outside are refused."""

import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from meeting.documents.content.kinds import is_paper
from meeting.documents.content.looking import Looked, look
from meeting.kernel.refusals import Refused
from meeting.packs.folder.fields import Cell, required_line
from meeting.packs.folder.model import PackPaper
from meeting.packs.folder.paper_kinds import kind_named
from meeting.packs.folder.problems import Problems
from meeting.packs.folder.words import plain


class FolderShelf:
    """Folders that are searched in order. A name is taken from the first folder that has it."""

    def __init__(self, folders: Sequence[Path], shown: str, problems: Problems) -> None:
        """`shown` is the folder's name in sentences."""
        self._shown = shown
        self._problems = problems
        self._files: dict[str, list[Path]] = {}
        self._looked: dict[Path, Looked] = {}
        for folder in folders:
            if folder.is_dir():
                self._files = _by_name(folder) | self._files

    def file(self, cell: Cell) -> Path | None:
        """Return the file that a cell names. Notes a problem and returns None if there is no such file."""
        name = required_line(cell, self._problems)
        if not name:
            return None
        if "/" in name or "\\" in name or name in (".", ".."):
            self._problems.add(cell.spot, "file_name_bad", name=name, folder=self._shown)
            return None
        match self._files.get(_key(name), []):
            case []:
                self._add_missing(cell, name)
                return None
            case [path] if not _stays_inside(path):
                self._problems.add(cell.spot, "file_outside", name=name)
                return None
            case [path]:
                return path
        self._problems.add(cell.spot, "file_clash", name=name, folder=self._shown)
        return None

    def paper(self, cell: Cell, title: str = "", filename: str = "") -> PackPaper | None:
        """Return the paper that a cell names, after a check of its content.

        Notes a problem and returns None if it fails.
        """
        path = self.file(cell)
        if path is None:
            return None
        shown = filename or _nfc(path.name)
        looked = self._look(path)
        if isinstance(looked, Refused):
            self._problems.add_refusal(cell.spot, looked)
            return None
        named = title or title_of(shown)
        return PackPaper(
            title=named, filename=shown, media_type=looked, path=path.resolve(), kind=kind_named(named, shown)
        )

    def _look(self, path: Path) -> Looked:
        """Return the media type of a file, or its refusal.

        All papers of the folder are checked together, because starting the jail takes longer than the check.
        """
        if path not in self._looked:
            every = [each for paths in self._files.values() for each in paths if each.parent == path.parent]
            papers = [each for each in every if is_paper(each.name) and _stays_inside(each)]
            self._looked |= look(list(dict.fromkeys([path, *papers])))
        return self._looked[path]

    def _add_missing(self, cell: Cell, name: str) -> None:
        likely = {plain(path.name): _nfc(path.name) for paths in self._files.values() for path in paths}
        near = get_close_matches(plain(name), likely, n=1, cutoff=0.75)
        if near:
            self._problems.add(cell.spot, "file_missing_near", name=name, folder=self._shown, near=likely[near[0]])
        else:
            self._problems.add(cell.spot, "file_missing", name=name, folder=self._shown)


def title_of(filename: str) -> str:
    """Return the default title of a paper: its file name without the extension."""
    return Path(filename).stem


def check_names(cells: Sequence[Cell], papers: Sequence[PackPaper | None], problems: Problems) -> None:
    """Note the papers of one item whose file names a person would read as the same."""
    seen: set[str] = set()
    for cell, paper in zip(cells, papers, strict=True):
        if paper and paper.filename and _key(paper.filename) in seen:
            problems.add(cell.spot, "name_taken", name=paper.filename)
        if paper:
            seen.add(_key(paper.filename))


def _by_name(folder: Path) -> dict[str, list[Path]]:
    files: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        if path.is_file():
            files.setdefault(_key(path.name), []).append(path)
    return files


def _stays_inside(path: Path) -> bool:
    """Return whether the file is in its own folder; a link may lead out of it."""
    return path.resolve().parent == path.parent.resolve()


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _key(name: str) -> str:
    """Return a key that is equal for names a person reads as the same: macOS splits accents, Windows ignores case."""
    return _nfc(name).casefold()

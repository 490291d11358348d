"""Read a folder: find out which kind it is, and return all of it or raise PackProblems."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from meeting.packs.folder.frame import Asks, Names, Planned, Wishes, named, titled, unsaid
from meeting.packs.folder.model import Pack
from meeting.packs.folder.office_folder import HEAD_FILE, read_office_folder
from meeting.packs.folder.problems import Problem, Problems, Spot
from meeting.packs.folder.yaml_pack import read_yaml_pack

UNNAMED = Names()
AGENDA = "agenda.yaml"


class FolderReading(NamedTuple):
    """A meeting, and notes about the defaults used where the folder says nothing."""

    pack: Pack
    notes: tuple[Problem, ...]


def read(path: Path, *, now: datetime, starts_at: datetime | None = None, names: Names = UNNAMED) -> Pack:
    """Return the meeting of an agenda pack or of an office's folder, as `read_noting` does, without the notes."""
    return read_noting(path, now=now, starts_at=starts_at, names=names).pack


def read_noting(
    path: Path,
    *,
    now: datetime,
    starts_at: datetime | None = None,
    names: Names = UNNAMED,
    planned: Planned = lambda slug: None,
    asks: Asks | None = None,
) -> FolderReading:
    """Return the meeting of a folder, with notes for the importing person.

    Raises PackProblems with all its problems.

    Times have a time zone. `starts_at` moves the meeting and keeps its length. A folder without a date begins when the
    meeting of its slug is already `planned`, or else on the day of `now` in Vietnam, at its written time or at 8:00.

    `names` replace the folder's own. `asks` is called for missing names, only when there is no other problem.
    """
    problems = Problems()
    pack = _read(path, Wishes(now, starts_at, planned), problems)
    if pack is not None:
        if asks is not None and problems.is_empty and (lacking := unsaid(pack, names)):
            names = asks(lacking, names)
        pack = named(pack, names, _head_file(path), problems)
    problems.raise_any()
    if pack is None:
        raise AssertionError("a folder without a pack has problems")
    return FolderReading(titled(pack), problems.notes)


def _read(path: Path, asked: Wishes, problems: Problems) -> Pack | None:
    folder = path.resolve()
    if not folder.is_dir():
        problems.add(Spot(path.name), "no_folder")
        return None
    agenda = _one_of(folder, (AGENDA, "agenda.csv", "agenda.xlsx"), problems)
    people = _one_of(folder, ("people.csv", "people.xlsx"), problems)
    if agenda and agenda.suffix == ".yaml":
        return read_yaml_pack(folder, agenda, people, asked, problems)
    if agenda is None:
        problems.add(Spot(folder.name), "no_agenda")
    if people is None:
        problems.add(Spot(folder.name), "no_people")
    if agenda is None or people is None:
        return None
    return read_office_folder(folder, agenda, people, asked, problems)


def _head_file(folder: Path) -> str:
    """Return the file in which a folder gives its body and place."""
    return AGENDA if (folder / AGENDA).is_file() else HEAD_FILE


def _one_of(folder: Path, names: tuple[str, ...], problems: Problems) -> Path | None:
    found = [folder / name for name in names if (folder / name).is_file()]
    if len(found) > 1:
        problems.add(Spot(folder.name), "two_sources", files=", ".join(path.name for path in found))
    return found[0] if found else None

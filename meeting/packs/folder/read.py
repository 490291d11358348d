"""Reading a folder: which kind it is, and all of it or nothing."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from meeting.packs.folder.frame import Asks, Names, Planned, Wishes, named, titled, unsaid
from meeting.packs.folder.model import Pack
from meeting.packs.folder.office_folder import HEAD_FILE, read_office_folder
from meeting.packs.folder.problems import Findings, Problem, Spot
from meeting.packs.folder.yaml_pack import read_yaml_pack

UNNAMED = Names()
AGENDA = "agenda.yaml"


class FolderReading(NamedTuple):
    """A meeting, and notes about the defaults used where the folder says nothing."""

    pack: Pack
    notes: tuple[Problem, ...]


def read(path: Path, *, now: datetime, starts_at: datetime | None = None, names: Names = UNNAMED) -> Pack:
    """The meeting of an agenda pack or of an office's folder, as `read_noting` gives it."""
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

    Moments are aware. `starts_at` moves the meeting, keeping its length; a folder that names no day
    begins when a meeting of its slug is `planned` already, else on the day of `now` in Vietnam, at 8:00
    unless it says a time. `names` stand instead of the folder's own.
    """
    findings = Findings()
    pack = _read(path, Wishes(now, starts_at, planned), findings)
    if pack is not None:
        if asks is not None and findings.is_empty and (lacking := unsaid(pack, names)):
            names = asks(lacking, names)
        pack = named(pack, names, _head_file(path), findings)
    findings.raise_any()
    if pack is None:
        raise AssertionError("a folder without a pack has problems")
    return FolderReading(titled(pack), findings.notes)


def _read(path: Path, asked: Wishes, findings: Findings) -> Pack | None:
    folder = path.resolve()
    if not folder.is_dir():
        findings.add(Spot(path.name), "no_folder")
        return None
    agenda = _one_of(folder, (AGENDA, "agenda.csv", "agenda.xlsx"), findings)
    people = _one_of(folder, ("people.csv", "people.xlsx"), findings)
    if agenda and agenda.suffix == ".yaml":
        return read_yaml_pack(folder, agenda, people, asked, findings)
    if agenda is None:
        findings.add(Spot(folder.name), "no_agenda")
    if people is None:
        findings.add(Spot(folder.name), "no_people")
    if agenda is None or people is None:
        return None
    return read_office_folder(folder, agenda, people, asked, findings)


def _head_file(folder: Path) -> str:
    """Return the file in which a folder gives its body and place."""
    return AGENDA if (folder / AGENDA).is_file() else HEAD_FILE


def _one_of(folder: Path, names: tuple[str, ...], findings: Findings) -> Path | None:
    found = [folder / name for name in names if (folder / name).is_file()]
    if len(found) > 1:
        findings.add(Spot(folder.name), "two_sources", files=", ".join(path.name for path in found))
    return found[0] if found else None

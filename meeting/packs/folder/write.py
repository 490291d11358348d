"""Write a pack: a folder that a person can read and change, and that reads back as the same meeting."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

import yaml
from msgspec.structs import asdict

from meeting.kernel.clock import local
from meeting.kernel.refusals import Refused, _l, declare
from meeting.packs.folder.csv_grid import csv_text
from meeting.packs.folder.model import Pack, PackItem, PackMandate, PackMotion, PackPaper, PackPerson
from meeting.packs.folder.motions import usual_form, usual_questions
from meeting.packs.folder.paper_kinds import kind_entry
from meeting.packs.folder.people import WRITTEN
from meeting.packs.folder.readers import readers_entries
from meeting.packs.folder.seating import seating_entries
from meeting.packs.folder.shelf import title_of
from meeting.packs.folder.sittings import sittings_entries
from meeting.packs.folder.words import FORMS, MANDATES, MOTION_FORMS, ROLES, YES_NO, written

FOLDER_TAKEN = declare("packs.folder_taken", 409, _l("Thư mục “{folder}” đã có nội dung, không ghi đè."))

OpenPaper = Callable[[PackPaper], BinaryIO]
_WIDTH = 10_000  # keeps each text on one line: people break a folded title when they edit it


def open_from_disk(paper: PackPaper) -> BinaryIO:
    """Return the opened content of a paper that was read from a folder."""
    return paper.path.open("rb")


def write(pack: Pack, folder: Path, open_paper: OpenPaper = open_from_disk) -> None:
    """Write a pack into a new or empty folder. Raises Refused when the folder is not empty."""
    if folder.exists() and any(folder.iterdir()):
        raise Refused(FOLDER_TAKEN, folder=folder.name)
    folder.mkdir(parents=True, exist_ok=True)
    files = _write_papers(pack, folder / "papers", open_paper)
    agenda = yaml.dump(_agenda(pack, files), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
    (folder / "agenda.yaml").write_text(agenda, encoding="utf-8")
    if pack.people:
        text = csv_text([[column.header for column in WRITTEN], *map(_person, pack.people)])
        (folder / "people.csv").write_text(text, encoding="utf-8-sig", newline="")


class _Dumper(yaml.SafeDumper):
    """Indents lists under their key and writes long texts as blocks, as a person would."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text_node(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text_node)


def _write_papers(pack: Pack, folder: Path, open_paper: OpenPaper) -> dict[PackPaper, str]:
    """Copy each file once and return the name of each paper's copy.

    Papers with one name but different content get numbers.
    """
    names: dict[PackPaper, str] = {}
    contents: dict[str, str] = {}
    for paper in pack.every_paper():
        folder.mkdir(exist_ok=True)
        with open_paper(paper) as stream:
            digest = _digest(stream)
        name = _free_name(paper.filename, digest, contents)
        if name.casefold() not in contents:
            with open_paper(paper) as stream, (folder / name).open("wb") as copy:
                shutil.copyfileobj(stream, copy)
        contents[name.casefold()] = digest
        names[paper] = name
    return names


def _digest(stream: BinaryIO) -> str:
    total = sha256()
    while piece := stream.read(2**20):
        total.update(piece)
    return total.hexdigest()


def _free_name(filename: str, digest: str, contents: Mapping[str, str]) -> str:
    """Return the name, with a number added when other content has it."""
    name, number = filename, 1
    while contents.get(name.casefold(), digest) != digest:
        number += 1
        name = f"{Path(filename).stem} ({number}){Path(filename).suffix}"
    return name


def _agenda(pack: Pack, files: Mapping[PackPaper, str]) -> dict[str, Any]:
    """Return the map of `agenda.yaml`, with the keys in a natural order."""
    head = {
        "slug": pack.slug,
        "title": pack.title,
        "parent_body": pack.parent_body,
        "body": pack.body,
        "body_code": pack.body_code,
        "place": pack.place,
        "preset": pack.preset,
        "starts": _moment(pack.starts_at),
        "ends": _moment(pack.ends_at),
        "sittings": sittings_entries(pack.sittings, _moment),
        "points": list(pack.points),
        "seating": seating_entries(pack.seating),
        "papers": [_paper(paper, files.get(paper, "")) for paper in pack.papers],
    }
    return {key: value for key, value in head.items() if value} | {"items": [_item(item, files) for item in pack.items]}


def _moment(moment: datetime) -> str:
    at = local(moment)
    return at.strftime("%Y-%m-%d %H:%M:%S" if at.second else "%Y-%m-%d %H:%M")


def _item(item: PackItem, files: Mapping[PackPaper, str]) -> dict[str, Any]:
    said = {
        "title": item.title,
        "presenter": item.presenter,
        "sitting": item.sitting,
        "start": item.start,
        "minutes": item.minutes,
        "form": written(item.form, FORMS),
        "level": item.level + 1 if item.level else 0,
        "internal": written(True, YES_NO) if item.internal else "",
        "text": item.text,
        "papers": [_paper(paper, files.get(paper, "")) for paper in item.papers],
    }
    entries = {key: value for key, value in said.items() if value}
    if item.motions or usual_questions(item.title, item.form):
        entries["motions"] = [_motion(motion, item) for motion in item.motions]
    return entries


def _paper(paper: PackPaper, file: str) -> str | dict[str, Any]:
    if not paper.filename:
        return {"on_paper": paper.title} | kind_entry(paper.kind, paper.title, "") | readers_entries(paper.readers)
    named: dict[str, Any] = {"file": file}
    if paper.title != title_of(paper.filename):
        named["title"] = paper.title
    if paper.filename != file:
        named["name"] = paper.filename
    named |= kind_entry(paper.kind, paper.title, paper.filename) | readers_entries(paper.readers)
    return named if len(named) > 1 else file


def _motion(motion: PackMotion, item: PackItem) -> str | dict[str, str]:
    said = {"title": motion.title}
    if motion.decision:
        said["decision"] = motion.decision
    if motion.form != usual_form(item.form):
        said["form"] = written(motion.form, MOTION_FORMS)
    return said if len(said) > 1 else motion.title


def _person(person: PackPerson) -> Sequence[str]:
    words = {
        "role": written(person.role, ROLES),
        "votes": written(person.votes, YES_NO),
        "head": written(True, YES_NO) if person.head else "",
    }
    plain = asdict(person) | asdict(person.particulars) | words | (_out(person.out) if person.out else {})
    return [str(plain.get(column.key, "")) for column in WRITTEN]


def _out(out: PackMandate) -> dict[str, str]:
    mandate = {"mandate": written(out.mandate, MANDATES)}
    return mandate | {"by_number": out.number, "by_dated": out.dated, "by_reason": out.reason}

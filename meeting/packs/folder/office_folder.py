"""Read an office's own folder: tables of the agenda and of the people, with the papers beside them.

`meeting.yaml` may add what the tables do not say. Title and time have defaults; body and place do not.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from meeting.agenda.rules import ItemForm
from meeting.commands.caps import limit
from meeting.kernel.roles import Role
from meeting.law.editions import editions
from meeting.packs.folder.decisions import Decisions
from meeting.packs.folder.fields import Cell, clock, line, minutes, required_line, word
from meeting.packs.folder.frame import Wishes, frame_of, pack_of
from meeting.packs.folder.head import HEAD_KEYS, FolderHead, read_head
from meeting.packs.folder.model import Pack, PackItem, PackMotion, PackPaper, PackPerson
from meeting.packs.folder.motions import usual_form, usual_questions
from meeting.packs.folder.people import note_no_head, read_people
from meeting.packs.folder.points import read_points, with_points
from meeting.packs.folder.problems import Problems, Spot
from meeting.packs.folder.readers import named_readers
from meeting.packs.folder.shelf import FolderShelf, check_names
from meeting.packs.folder.sittings import Sittings, read_sittings
from meeting.packs.folder.table import KnownColumn, Row, read_table
from meeting.packs.folder.timing import times_of
from meeting.packs.folder.words import FORMS, YES_NO, meaning, plain
from meeting.packs.folder.yaml_source import YamlSource

NUMBER = KnownColumn("number", "STT", ("TT", "số thứ tự", "no"))
TITLE = KnownColumn("title", "Nội dung", ("tên nội dung", "item", "title"))
PRESENTER = KnownColumn("presenter", "Cơ quan trình bày", ("người trình bày", "presenter"), required=False)
MINUTES = KnownColumn("minutes", "Thời lượng (phút)", ("thời lượng", "số phút", "minutes"))
START = KnownColumn("start", "Giờ bắt đầu", ("giờ", "bắt đầu", "start"), required=False)
SITTING = KnownColumn("sitting", "Buổi họp", ("buổi", "sitting"), required=False)
FORM = KnownColumn("form", "Hình thức", ("form",))
PAPERS = KnownColumn("papers", "Tài liệu", ("tệp tài liệu", "papers"), required=False)
MOTIONS = KnownColumn("motions", "Biểu quyết", ("nội dung biểu quyết", "motions"), required=False)
DECISION = KnownColumn(
    "decision", "Loại quyết định", ("loại biểu quyết", "kind of decision", "decision"), required=False
)

HEAD_FILE = "meeting.yaml"
READERS = KnownColumn("readers", "Người đọc tài liệu", ("người đọc", "readers"), required=False)

COLUMNS = (NUMBER, TITLE, PRESENTER, SITTING, START, MINUTES, FORM, PAPERS, MOTIONS, DECISION, READERS)

_NUMBER = re.compile(r"[1-9][0-9]{0,2}")
_MOST_ITEMS = 999


def read_office_folder(folder: Path, agenda: Path, people: Path, asked: Wishes, problems: Problems) -> Pack:
    """Return the meeting of an office's folder. Its papers are in `papers/`, inside the folder or next to it."""
    persons = read_people(people, problems)
    head, sittings, points = _head(folder, asked, problems)
    frame = frame_of(head, head.preset or _preset(persons), agenda, asked, problems)
    note_no_head(persons, frame.rules, people.name, problems)
    shelf = FolderShelf([folder / "papers", folder.parent / "papers"], "papers", problems)
    rows = read_table(agenda, COLUMNS, problems)
    items = _Items(shelf, Decisions(frame.rules, problems), persons, sittings, problems).read(rows)
    times = times_of(frame, sittings, items, [row.spot for row in rows], asked)
    pack = pack_of(frame, folder.name, items=times.items, people=persons, papers=(), ends_at=times.ends_at)
    return with_points(replace(pack, sittings=times.sittings), points, Spot(people.name), problems)


def _head(folder: Path, asked: Wishes, problems: Problems) -> tuple[FolderHead, Sittings, tuple[str, ...]]:
    path = folder / HEAD_FILE
    if not path.is_file():
        return FolderHead(spots={}), Sittings((), problems), ()
    source = YamlSource(path, problems)
    entries = source.entries(source.root, (*HEAD_KEYS, "sittings", "points")) if source.root else {}
    head = read_head(source, entries, asked.now)
    sittings = read_sittings(source, entries.get("sittings"), head, asked.now)
    return sittings.head_with(head), sittings, read_points(source, entries.get("points"))


def _preset(people: Sequence[PackPerson]) -> str:
    """Return the preset of the body that the chair's title names in the newest law edition.

    Otherwise returns the first preset without chair titles, or an empty string.
    """
    chair = next((plain(person.particulars.title) for person in people if person.role == Role.CHAIR), "")
    bodies = editions()[-1].presets
    told = (key for key, body in bodies.items() for title in body.chair_titles if f" {plain(title)} " in f" {chair} ")
    return next(told, next((key for key, body in bodies.items() if not body.chair_titles), ""))


def _check_numbers(rows: Sequence[Row], problems: Problems) -> None:
    """Note each number that is not in the order 1, 2, 3.

    A row out of order is a typical mistake of copying and pasting.
    """
    cells = [row.cell(NUMBER) for row in rows]
    wrong = [cell for cell in cells if not _NUMBER.fullmatch(cell.text)]
    for cell in wrong:
        problems.add(cell.spot, "number_bad", field=cell.field, value=cell.text, low=1, high=_MOST_ITEMS)
    lines: dict[str, int] = {}
    for cell in cells:
        first = lines.setdefault(cell.text, cell.spot.line)
        if first != cell.spot.line and cell not in wrong:
            problems.add(cell.spot, "item_twice", number=cell.text, first=first)
    if not wrong and len(lines) == len(cells):
        _check_order(cells, problems)


def _check_order(cells: Sequence[Cell], problems: Problems) -> None:
    """Note only the first number out of order. The later ones are wrong as a consequence."""
    for expected, cell in enumerate(cells, start=1):
        if int(cell.text) != expected:
            problems.add(cell.spot, "item_order", number=cell.text, expected=expected)
            return


class _Items:
    """Reads the rows of an agenda, with the papers of a shelf and the body's kinds of decision."""

    def __init__(
        self,
        shelf: FolderShelf,
        decisions: Decisions,
        people: Sequence[PackPerson],
        sittings: Sittings,
        problems: Problems,
    ) -> None:
        self._shelf = shelf
        self._decisions = decisions
        self._sittings = sittings
        self._accounts = {person.account for person in people if person.seated}
        self._problems = problems

    def read(self, rows: Sequence[Row]) -> tuple[PackItem, ...]:
        """Return the items of a table, in its order."""
        _check_numbers(rows, self._problems)
        items = tuple(self._item(number, row) for number, row in enumerate(rows, start=1))
        self._decisions.tell(DECISION.header)
        return items

    def _item(self, number: int, row: Row) -> PackItem:
        title = required_line(row.cell(TITLE), self._problems, limit("agenda.add_item", "title"))
        form = word(row.cell(FORM), self._problems, FORMS)
        return PackItem(
            number=number,
            title=title,
            presenter=line(row.cell(PRESENTER), self._problems, limit("agenda.add_item", "presenter")),
            minutes=minutes(row.cell(MINUTES), self._problems),
            form=form,
            papers=self._papers(row.cell(PAPERS), row.cell(READERS)),
            motions=self._motions(row, title, form),
            start=clock(row.cell(START), self._problems),
            sitting=self._sittings.number(row.cell(SITTING)),
        )

    def _papers(self, cell: Cell, readers: Cell) -> tuple[PackPaper, ...]:
        """Return the papers of a row. A filled readers cell applies to all of them."""
        cells = [cell._replace(text=name) for name in _several(cell.text)]
        papers = [self._shelf.paper(each) for each in cells]
        check_names(cells, papers, self._problems)
        if not readers.text:
            return tuple(paper for paper in papers if paper)
        named = [readers._replace(text=name) for name in _several(readers.text)]
        meant = named_readers(named, self._accounts, self._problems)
        return tuple(replace(paper, readers=meant) for paper in papers if paper)

    def _motions(self, row: Row, title: str, form: ItemForm) -> tuple[PackMotion, ...]:
        questions = self._questions(row.cell(MOTIONS), title, form)
        kind = row.cell(DECISION)
        cells = [kind._replace(text=each) for each in _several(kind.text)]
        each = self._decisions.of(cells, len(questions), row.spot)
        return tuple(
            PackMotion(title=question, form=usual_form(form), decision=decision)
            for question, decision in zip(questions, each, strict=True)
        )

    def _questions(self, cell: Cell, title: str, form: ItemForm) -> Sequence[str]:
        """Return the questions of an item.

        The cell holds questions or yes or no; when it is blank, the item's form decides.
        """
        said = meaning(cell.text, YES_NO) if cell.text else None
        if not cell.text or said:
            return usual_questions(title, ItemForm.VOTE if said and form != ItemForm.HANDS else form)
        if said is False:
            return ()
        most = limit("voting.prepare_motion", "title")
        return [line(cell._replace(text=each), self._problems, most) for each in _several(cell.text)]


def _several(text: str) -> list[str]:
    """Return the parts of one cell, separated by semicolons or line breaks."""
    return [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]

"""Read a pack from `agenda.yaml`: heading, items with papers and motions. The people are in a table beside it."""

from collections.abc import Sequence
from pathlib import Path

import yaml
from msgspec.structs import replace

from meeting.agenda.rules import DEEPEST, ItemForm
from meeting.commands.caps import limit
from meeting.documents.content.secrecy import is_marked_name
from meeting.packs.folder.decisions import Decisions
from meeting.packs.folder.fields import Cell, clock, line, minutes, paragraphs, required_line, whole_number, word
from meeting.packs.folder.frame import Frame, Wishes, frame_of, pack_of
from meeting.packs.folder.head import HEAD_KEYS, read_head
from meeting.packs.folder.model import Pack, PackItem, PackMotion, PackPaper, PackPerson
from meeting.packs.folder.motions import usual_form, usual_questions
from meeting.packs.folder.paper_kinds import kind_named, kind_said
from meeting.packs.folder.people import note_no_head, read_people
from meeting.packs.folder.points import read_points, with_points
from meeting.packs.folder.problems import Problems, Spot
from meeting.packs.folder.readers import read_readers
from meeting.packs.folder.seating import read_seating
from meeting.packs.folder.shelf import FolderShelf, check_names
from meeting.packs.folder.sittings import Sittings, read_sittings
from meeting.packs.folder.source import read_text
from meeting.packs.folder.timing import times_of
from meeting.packs.folder.words import FORMS, MOTION_FORMS, YES_NO
from meeting.packs.folder.yaml_source import YamlSource

PACK_KEYS = (*HEAD_KEYS, "sittings", "points", "seating", "papers", "items")
NEEDED_KEYS = ("title", "preset", "items")
ITEM_TEXTS = ("title", "presenter", "minutes", "form", "decision", "text", "text_file", "level", "internal")
ITEM_TIMES = ("start", "sitting")
ITEM_KEYS = (*ITEM_TEXTS, *ITEM_TIMES, "papers", "motions")
PAPER_KEYS = ("file", "on_paper", "title", "name", "kind", "readers", "from", "until")
MOTION_KEYS = ("title", "decision", "form")


def read_yaml_pack(folder: Path, agenda: Path, people: Path | None, asked: Wishes, problems: Problems) -> Pack | None:
    """Return the meeting of a pack; None when the file is not YAML. Problems are noted."""
    source = YamlSource(agenda, problems)
    if source.root is None:
        return None
    entries = source.entries(source.root, PACK_KEYS, NEEDED_KEYS)
    head = read_head(source, entries, asked.now)
    sittings = read_sittings(source, entries.get("sittings"), head, asked.now)
    head = sittings.head_with(head)
    frame = frame_of(head, head.preset, agenda, asked, problems)
    persons = read_people(people, problems) if people else ()
    reader = _ItemReader(source, frame, folder, persons, sittings)
    nodes = source.elements(entries.get("items"))
    if "items" in entries and not nodes:
        problems.add(source.spot(entries["items"]), "no_items")
    items = reader.items(nodes)
    note_no_head(persons, frame.rules, people.name if people else "", problems)
    times = times_of(frame, sittings, items, [source.spot(node) for node in nodes], asked)
    pack = pack_of(
        frame,
        folder.name,
        items=times.items,
        people=persons,
        papers=reader.papers(entries.get("papers")),
        ends_at=times.ends_at,
    )
    pack = replace(pack, sittings=times.sittings, seating=read_seating(source, entries.get("seating")))
    return with_points(pack, read_points(source, entries.get("points")), Spot(agenda.name), problems)


def _has(node: yaml.Node, key: str) -> bool:
    """Return whether a map has a key."""
    return isinstance(node, yaml.MappingNode) and any(found.value == key for found, _ in node.value)


class _ItemReader:
    """Reads the items of one file, with the files beside it."""

    def __init__(
        self, source: YamlSource, frame: Frame, folder: Path, people: Sequence[PackPerson], sittings: Sittings
    ) -> None:
        self._source = source
        self._problems = source.problems
        self._sittings = sittings
        self._decisions = Decisions(frame.rules, source.problems)
        self._papers = FolderShelf([folder / "papers"], "papers", source.problems)
        self._texts = FolderShelf([folder], folder.name, source.problems)
        self._accounts = {person.account for person in people if person.seated}

    def items(self, nodes: Sequence[yaml.Node]) -> tuple[PackItem, ...]:
        """Return the items of a list, in its order."""
        items = tuple(self._item(number, node) for number, node in enumerate(nodes, start=1))
        self._decisions.tell("decision")
        return items

    def _item(self, number: int, node: yaml.Node) -> PackItem:
        entries = self._source.entries(node, ITEM_KEYS, ("title",))
        cells = {key: self._source.cell(entries[key], key) for key in (*ITEM_TEXTS, *ITEM_TIMES) if key in entries}
        title = (
            required_line(cells["title"], self._problems, limit("agenda.add_item", "title")) if "title" in cells else ""
        )
        form = word(cells["form"], self._problems, FORMS) if "form" in cells else ItemForm.OTHER
        return PackItem(
            number=number,
            title=title,
            presenter=line(cells["presenter"], self._problems, limit("agenda.add_item", "presenter"))
            if "presenter" in cells
            else "",
            minutes=minutes(cells["minutes"], self._problems) if "minutes" in cells else 0,
            form=form,
            text=self._text(cells),
            papers=self.papers(entries.get("papers")),
            motions=self._motions(node, entries, title, form),
            level=whole_number(cells["level"], self._problems, 1, DEEPEST + 1) - 1 if "level" in cells else 0,
            internal=word(cells["internal"], self._problems, YES_NO) if "internal" in cells else False,
            start=clock(cells["start"], self._problems) if "start" in cells else "",
            sitting=self._sittings.number(cells["sitting"]) if "sitting" in cells else 0,
        )

    def papers(self, node: yaml.Node | None) -> tuple[PackPaper, ...]:
        """Return the papers of a list. Each entry is a file name, or a map with a title and the name people see."""
        nodes = self._source.elements(node)
        papers = [self._paper(each) for each in nodes]
        spots = [Cell("", "papers", self._source.spot(each)) for each in nodes]
        check_names(spots, papers, self._problems)
        return tuple(paper for paper in papers if paper)

    def _paper(self, node: yaml.Node) -> PackPaper | None:
        if isinstance(node, yaml.ScalarNode):
            return self._papers.paper(self._source.cell(node, "papers"))
        entries = self._source.entries(node, PAPER_KEYS, () if _has(node, "on_paper") else ("file",))
        cells = {key: self._source.cell(entries[key], key) for key in ("file", "title", "name") if key in entries}
        title, name = (
            line(cells[key], self._problems, limit("documents.add_document", field)) if key in cells else ""
            for key, field in (("title", "title"), ("name", "filename"))
        )
        paper = self._papers.paper(cells["file"], title, name) if "file" in cells else self._on_paper(entries)
        readers = read_readers(self._source, entries, self._accounts)
        return paper and replace(paper, kind=self._kind_of(entries, paper), readers=readers)

    def _kind_of(self, entries: dict[str, yaml.Node], paper: PackPaper) -> str:
        if "kind" not in entries:
            return paper.kind
        cell = self._source.cell(entries["kind"], "kind")
        said = kind_said(line(cell, self._problems, limit("documents.choose_kind", "kind")))
        if is_marked_name(said):
            self._problems.add(cell.spot, "title_secret", field=cell.field)
        return said

    def _on_paper(self, entries: dict[str, yaml.Node]) -> PackPaper | None:
        """Return a paper that is handed out in the room: it has only a title."""
        if "on_paper" not in entries:
            return None
        cell = self._source.cell(entries["on_paper"], "on_paper")
        title = required_line(cell, self._problems, limit("documents.add_on_paper", "title"))
        if is_marked_name(title):
            self._problems.add(cell.spot, "title_secret", field=cell.field)
        return PackPaper(title=title, filename="", media_type="", kind=kind_named(title, ""))

    def _motions(
        self, item: yaml.Node, entries: dict[str, yaml.Node], title: str, form: ItemForm
    ) -> tuple[PackMotion, ...]:
        """Return the questions of an item. Its kind of decision applies to questions that name none themselves."""
        cell = self._source.cell(entries["decision"], "decision") if "decision" in entries else None
        kind = self._decisions.said(cell) if cell else ""
        if "motions" in entries:
            motions = tuple(self._motion(node, form, kind) for node in self._source.elements(entries["motions"]))
        else:
            motions = tuple(
                PackMotion(title=asked, form=usual_form(form), decision=self._kind(kind, item))
                for asked in usual_questions(title, form)
            )
        if cell and not motions:
            self._problems.note(cell.spot, "decision_idle", field=cell.field)
        return motions

    def _motion(self, node: yaml.Node, item_form: ItemForm, kind: str) -> PackMotion:
        if isinstance(node, yaml.ScalarNode):
            title = self._question(self._source.cell(node, "motions"))
            return PackMotion(title=title, form=usual_form(item_form), decision=self._kind(kind, node))
        entries = self._source.entries(node, MOTION_KEYS, ("title",))
        cells = {key: self._source.cell(value, key) for key, value in entries.items()}
        form = word(cells["form"], self._problems, MOTION_FORMS) if "form" in cells else usual_form(item_form)
        own = self._decisions.said(cells["decision"]) if "decision" in cells else ""
        return PackMotion(
            title=self._question(cells["title"]) if "title" in cells else "",
            form=form,
            decision=self._kind(own or kind, node),
        )

    def _question(self, cell: Cell) -> str:
        return required_line(cell, self._problems, limit("voting.prepare_motion", "title"))

    def _kind(self, said: str, node: yaml.Node) -> str:
        return self._decisions.or_strict(said, self._source.spot(node))

    def _text(self, cells: dict[str, Cell]) -> str:
        if "text_file" not in cells:
            return self._paragraphs(cells["text"]) if "text" in cells else ""
        if "text" in cells:
            self._problems.add(cells["text_file"].spot, "two_texts")
        path = self._texts.file(cells["text_file"])
        written = read_text(path, self._problems, advice="encoding_text") if path else None
        return self._paragraphs(cells["text_file"]._replace(text=written or ""))

    def _paragraphs(self, cell: Cell) -> str:
        return paragraphs(cell, self._problems, limit("agenda.add_item", "text"))

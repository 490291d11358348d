"""A pack written in `agenda.yaml`: particulars, items with papers and motions; the people beside it."""

from pathlib import Path
from typing import cast

import yaml

from meeting.agenda.pack.fields import Cell, line, minutes, paragraphs, required_line, word
from meeting.agenda.pack.frame import Asked, Frame, end_of, frame_of, pack_of
from meeting.agenda.pack.head import HEAD_KEYS, read_head
from meeting.agenda.pack.model import Form, MotionForm, Pack, PackItem, PackMotion, PackPaper
from meeting.agenda.pack.motions import usual_form, usual_motions
from meeting.agenda.pack.people import read_people
from meeting.agenda.pack.problems import Findings
from meeting.agenda.pack.shelf import Shelf, check_names
from meeting.agenda.pack.source import read_text
from meeting.agenda.pack.words import FORMS, MOTION_FORMS
from meeting.agenda.pack.yaml_source import YamlSource

PACK_KEYS = (*HEAD_KEYS, "papers", "items")
NEEDED_KEYS = ("title", "body", "preset", "items")
ITEM_KEYS = ("title", "presenter", "minutes", "form", "text", "text_file", "papers", "motions")
PAPER_KEYS = ("file", "title", "name")
MOTION_KEYS = ("title", "decision", "form")


def read_yaml_pack(folder: Path, agenda: Path, people: Path | None, asked: Asked, findings: Findings) -> Pack | None:
    """The meeting of a pack; None when the file is no YAML. What is wrong is noted."""
    source = YamlSource(agenda, findings)
    if source.root is None:
        return None
    entries = source.entries(source.root, PACK_KEYS, NEEDED_KEYS)
    head = read_head(source, entries, asked.now)
    frame = frame_of(head, head.preset, agenda.name, asked, findings)
    reader = _ItemReader(source, frame, folder)
    nodes = source.elements(entries.get("items"))
    if "items" in entries and not nodes:
        findings.add(source.spot(entries["items"]), "no_items")
    items = tuple(reader.item(number, node) for number, node in enumerate(nodes, start=1))
    return pack_of(
        frame,
        folder.name,
        items=items,
        people=read_people(people, findings) if people else (),
        papers=reader.papers(entries.get("papers")),
        ends_at=end_of(frame, sum(item.minutes for item in items), asked, findings),
    )


class _ItemReader:
    """Reads the items of one file, with the files that lie beside it."""

    def __init__(self, source: YamlSource, frame: Frame, folder: Path) -> None:
        self._source = source
        self._findings = source.findings
        self._frame = frame
        self._papers = Shelf([folder / "papers"], "papers", source.findings)
        self._texts = Shelf([folder], folder.name, source.findings)

    def item(self, number: int, node: yaml.Node) -> PackItem:
        entries = self._source.entries(node, ITEM_KEYS, ("title",))
        cells = {key: self._source.cell(entries[key], key) for key in ITEM_KEYS[:6] if key in entries}
        title = required_line(cells["title"], self._findings) if "title" in cells else ""
        form = cast(Form, word(cells["form"], self._findings, FORMS) if "form" in cells else "other")
        return PackItem(
            number=number,
            title=title,
            presenter=line(cells["presenter"], self._findings) if "presenter" in cells else "",
            minutes=minutes(cells["minutes"], self._findings) if "minutes" in cells else 0,
            form=form,
            text=self._text(cells),
            papers=self.papers(entries.get("papers")),
            motions=self._motions(entries, title, form),
        )

    def papers(self, node: yaml.Node | None) -> tuple[PackPaper, ...]:
        """The papers of a list: file names, or maps with a title and the name people see."""
        nodes = self._source.elements(node)
        papers = [self._paper(each) for each in nodes]
        spots = [Cell("", "papers", self._source.spot(each)) for each in nodes]
        check_names(spots, papers, self._findings)
        return tuple(paper for paper in papers if paper)

    def _paper(self, node: yaml.Node) -> PackPaper | None:
        if isinstance(node, yaml.ScalarNode):
            return self._papers.paper(self._source.cell(node, "papers"))
        entries = self._source.entries(node, PAPER_KEYS, ("file",))
        cells = {key: self._source.cell(value, key) for key, value in entries.items()}
        title, name = (line(cells[key], self._findings) if key in cells else "" for key in ("title", "name"))
        return self._papers.paper(cells["file"], title, name) if "file" in cells else None

    def _motions(self, entries: dict[str, yaml.Node], title: str, form: Form) -> tuple[PackMotion, ...]:
        if "motions" not in entries:
            return usual_motions(title, form)
        return tuple(self._motion(node, form) for node in self._source.elements(entries["motions"]))

    def _motion(self, node: yaml.Node, item_form: Form) -> PackMotion:
        if isinstance(node, yaml.ScalarNode):
            title = required_line(self._source.cell(node, "motions"), self._findings)
            return PackMotion(title=title, form=usual_form(item_form))
        entries = self._source.entries(node, MOTION_KEYS, ("title",))
        cells = {key: self._source.cell(value, key) for key, value in entries.items()}
        form = word(cells["form"], self._findings, MOTION_FORMS) if "form" in cells else usual_form(item_form)
        return PackMotion(
            title=required_line(cells["title"], self._findings) if "title" in cells else "",
            form=cast(MotionForm, form),
            decision=self._decision(cells["decision"], form) if "decision" in cells else None,
        )

    def _decision(self, cell: Cell, form: str) -> str | None:
        """The decision's key; None for the usual one of the form, so that saying it or not is the same."""
        decision = required_line(cell, self._findings)
        rules = self._frame.rules
        if not decision or rules is None:
            return None
        if decision not in rules.decisions:
            known = ", ".join(rules.decisions)
            self._findings.add(cell.spot, "decision_unknown", value=decision, known=known)
        return None if decision == (rules.default_hands if form == "hands" else rules.default_vote) else decision

    def _text(self, cells: dict[str, Cell]) -> str:
        if "text_file" not in cells:
            return paragraphs(cells["text"], self._findings) if "text" in cells else ""
        if "text" in cells:
            self._findings.add(cells["text_file"].spot, "two_texts")
        path = self._texts.file(cells["text_file"])
        written = read_text(path, self._findings, advice="encoding_text") if path else None
        return paragraphs(cells["text_file"]._replace(text=written or ""), self._findings)

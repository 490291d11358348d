"""What kind of decision a question asks for: as it is written, or, when nobody wrote it, the strict one, and told so.

The form of voting says nothing about it: a resolution passed by raised hands needs as many as one on tablets.
"""

from collections.abc import Sequence

from meeting.law.edition import Preset
from meeting.packs.folder.fields import Cell, line
from meeting.packs.folder.problems import Findings, Spot
from meeting.packs.folder.words import plain


class Decisions:
    """The kinds of decision of one body, while an agenda is read. `rules` None: the body is not known."""

    def __init__(self, rules: Preset | None, findings: Findings) -> None:
        self._rules = rules
        self._findings = findings
        self._unsaid: dict[str, list[int]] = {}

    def said(self, cell: Cell) -> str:
        """The kind that a text names, by its title in either language or by its key; empty with a problem noted."""
        text = line(cell, self._findings)
        if not text or self._rules is None:
            return ""
        for key, rule in self._rules.decisions.items():
            if plain(text) in (plain(key), plain(rule.title.vi), plain(rule.title.en)):
                return key
        self._findings.add(cell.spot, "decision_unknown", field=cell.field, value=text, known=self._known())
        return ""

    def of(self, cells: Sequence[Cell], questions: int, spot: Spot) -> list[str]:
        """The kinds of an item's questions: one text for all of them, one for each, or none at all."""
        said = [self.said(cell) for cell in cells]
        if not questions:
            if said:
                self._findings.note(spot, "decision_idle", field=cells[0].field)
            return []
        if len(said) > 1 and len(said) != questions:
            self._findings.add(spot, "decision_count", field=cells[0].field, said=len(said), questions=questions)
            return [self.or_strict(said[0], spot)] * questions
        return said if len(said) > 1 else [self.or_strict(said[0] if said else "", spot)] * questions

    def or_strict(self, key: str, spot: Spot) -> str:
        """The kind that was said, else the strict one; that nobody said it is told by `tell`."""
        if key or self._rules is None:
            return key
        lines = self._unsaid.setdefault(spot.file, [])
        if spot.line not in lines:
            lines.append(spot.line)
        return self._rules.default_decision

    def tell(self, field: str) -> None:
        """Note, once for a file, where nobody said which kind of decision is asked for."""
        if self._rules is None:
            return
        strict = self._rules.decisions[self._rules.default_decision].title.vi
        for file, lines in self._unsaid.items():
            facts = {"lines": ", ".join(map(str, lines)), "field": field, "strict": strict, "known": self._known()}
            self._findings.note(Spot(file), "decision_unsaid", **facts)

    def _known(self) -> str:
        rules = self._rules
        return ", ".join(rule.title.vi for rule in rules.decisions.values()) if rules else ""

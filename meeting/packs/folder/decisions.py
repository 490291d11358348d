"""The kind of decision that a question asks for.

When the folder does not say, the strict kind is used, and a note says so.

The form of voting does not change the kind: a show of hands needs the same majority as a vote on tablets.
"""

from collections.abc import Sequence

from meeting.law.edition import Preset
from meeting.packs.folder.fields import Cell, line
from meeting.packs.folder.problems import Problems, Spot
from meeting.packs.folder.words import plain


class Decisions:
    """The kinds of decision of one body, while its agenda is read. `rules` is None when the body is unknown."""

    def __init__(self, rules: Preset | None, problems: Problems) -> None:
        self._rules = rules
        self._problems = problems
        self._unsaid: dict[str, list[int]] = {}

    def said(self, cell: Cell) -> str:
        """Return the key of the kind that a cell names by key or by title in either language.

        Returns an empty string when the cell is blank, and notes a problem when the kind is unknown.
        """
        text = line(cell, self._problems)
        if not text or self._rules is None:
            return ""
        for key, rule in self._rules.decisions.items():
            if plain(text) in (plain(key), plain(rule.title.vi), plain(rule.title.en)):
                return key
        self._problems.add(cell.spot, "decision_unknown", field=cell.field, value=text, known=self._known())
        return ""

    def of(self, cells: Sequence[Cell], questions: int, spot: Spot) -> list[str]:
        """Return the kind of each of an item's questions.

        `cells` holds one kind for all questions, one for each, or nothing.
        """
        said = [self.said(cell) for cell in cells]
        if not questions:
            if said:
                self._problems.note(spot, "decision_idle", field=cells[0].field)
            return []
        if len(said) > 1 and len(said) != questions:
            self._problems.add(spot, "decision_count", field=cells[0].field, said=len(said), questions=questions)
            return [self.or_strict(said[0], spot)] * questions
        return said if len(said) > 1 else [self.or_strict(said[0] if said else "", spot)] * questions

    def or_strict(self, key: str, spot: Spot) -> str:
        """Return `key`, or the strict kind when it is empty. The line is remembered for the note of `tell`."""
        if key or self._rules is None:
            return key
        lines = self._unsaid.setdefault(spot.file, [])
        if spot.line not in lines:
            lines.append(spot.line)
        return self._rules.default_decision

    def tell(self, field: str) -> None:
        """Add one note for each file with the lines where the kind of decision is missing."""
        if self._rules is None:
            return
        strict = self._rules.decisions[self._rules.default_decision].title.vi
        for file, lines in self._unsaid.items():
            facts = {"lines": ", ".join(map(str, lines)), "field": field, "strict": strict, "known": self._known()}
            self._problems.note(Spot(file), "decision_unsaid", **facts)

    def _known(self) -> str:
        rules = self._rules
        return ", ".join(rule.title.vi for rule in rules.decisions.values()) if rules else ""

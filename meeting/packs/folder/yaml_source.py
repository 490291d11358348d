"""Read YAML as maps, lists and texts, each with its line. Values are never converted to other types.

`no`, `08:00` and `1.10` stay texts. Anchors, deep nesting and repeated keys are problems.
"""

from collections.abc import Sequence
from pathlib import Path

import yaml

from meeting.packs.folder.fields import Cell
from meeting.packs.folder.problems import Problems, Spot
from meeting.packs.folder.source import read_text

_MAX_DEPTH = 12


class YamlSource:
    """One YAML file. Problems are noted with their line. An empty file is an empty map."""

    def __init__(self, path: Path, problems: Problems) -> None:
        self.file = path.name
        self.problems = problems
        text = read_text(path, problems, advice="encoding_text")
        self.root = self._compose(text) if text is not None else None

    def spot(self, node: yaml.Node) -> Spot:
        """Return the place where a node begins."""
        return Spot(self.file, node.start_mark.line + 1)

    def _compose(self, text: str) -> yaml.Node | None:
        try:
            if self._is_plain(text):
                return yaml.compose(text, Loader=yaml.SafeLoader) or yaml.compose("{}", Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._add_broken(*((mark.line, mark.column) if mark else (0, 0)))
        except yaml.reader.ReaderError as error:
            self._add_broken(text.count("\n", 0, error.position), 0)
        return None

    def _add_broken(self, line: int, column: int) -> None:
        self.problems.add(Spot(self.file, line + 1), "yaml_broken", column=column + 1)

    def _is_plain(self, text: str) -> bool:
        """Return whether there is no alias and no deep nesting.

        This is checked first: a small file with aliases could grow without end.
        """
        depth = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            spot = Spot(self.file, event.start_mark.line + 1 if event.start_mark else 0)
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                self.problems.add(spot, "yaml_alias")
                return False
            if depth > _MAX_DEPTH:
                self.problems.add(spot, "yaml_deep")
                return False
        return True

    def entries(self, node: yaml.Node, known: Sequence[str], needed: Sequence[str] = ()) -> dict[str, yaml.Node]:
        """Return the values of a map by key. Unknown, repeated and missing keys are noted as problems."""
        if not isinstance(node, yaml.MappingNode):
            self.problems.add(self.spot(node), "yaml_not_map")
            return {}
        found: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = str(key_node.value)
            if key in found:
                self.problems.add(self.spot(key_node), "key_twice", key=key)
            elif key not in known:
                self.problems.add(self.spot(key_node), "key_unknown", key=key[:60], known=", ".join(known))
            else:
                found[key] = value
        for key in needed:
            if key not in found:
                self.problems.add(self.spot(node), "key_missing", key=key)
        return found

    def elements(self, node: yaml.Node | None) -> list[yaml.Node]:
        """Return the elements of a list; empty when the key is missing or blank."""
        if node is None or _is_null(node):
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.problems.add(self.spot(node), "yaml_not_list")
            return []
        return list(node.value)

    def cell(self, node: yaml.Node, field: str) -> Cell:
        """Return the text of a node. `null` is blank; a map or a list is noted as a problem."""
        if not isinstance(node, yaml.ScalarNode):
            self.problems.add(self.spot(node), "yaml_not_text")
            return Cell("?", field, self.spot(node))
        return Cell("" if _is_null(node) else node.value, field, self.spot(node))


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"

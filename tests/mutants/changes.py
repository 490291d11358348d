"""The small changes: one sign, one word or one step, each a mistake that a person could make unnoticed.

What only informs is left alone: log lines, the inside of f-strings, the HTTP status of a refusal.
"""

import ast
import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

_SIGNS = {
    ast.Lt: ("<", "<=", ">="), ast.LtE: ("<=", "<", ">"), ast.Gt: (">", ">=", "<="), ast.GtE: (">=", ">", "<"),
    ast.Eq: ("==", "!="), ast.NotEq: ("!=", "=="), ast.Is: ("is", "is not"), ast.IsNot: (r"is\s+not", "is"),
    ast.In: ("in", "not in"), ast.NotIn: (r"not\s+in", "in"),
    ast.Add: (r"\+", "-"), ast.Sub: ("-", "+"),
    ast.Mult: (r"\*", "//"), ast.FloorDiv: ("//", "*"), ast.Mod: ("%", "//"),
    ast.BitOr: (r"\|", "&"), ast.BitAnd: ("&", "|"), ast.And: ("and", "or"), ast.Or: ("or", "and"),
}  # fmt: skip
_WORDS = {"any": "all", "all": "any", "min": "max", "max": "min"}
_FOR_THE_WRITER = {"frozen", "kw_only", "order", "strict"}
"""Named arguments that protect programmers; they decide nothing when the program runs (`zip(…, strict=True)`)."""


class Change(NamedTuple):
    """The line (from 1) on which something was changed, and the whole source with it."""

    line: int
    source: str


def changed(source: str) -> Iterator[Change]:
    """Every mutant of a module, from its top to its end."""
    tree, text = ast.parse(source), _Text(source)
    spans = [span for node in _deciding(tree) for span in _changes(node, text)]
    for start, end, new in sorted(set(spans)):
        after = text.raw[:start] + new.encode() + text.raw[end:]
        yield Change(text.raw.count(b"\n", 0, start) + 1, after.decode())


class _Text:
    """A source whose nodes can be found in it; positions count bytes."""

    def __init__(self, source: str) -> None:
        self.raw = source.encode()
        self._starts = [0, *(found.end() for found in re.finditer(b"\n", self.raw))]

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Where a node begins and ends."""
        return self._starts[node.lineno - 1] + node.col_offset, self._starts[node.end_lineno - 1] + node.end_col_offset

    def of(self, node: ast.AST) -> str:
        """A node as it is written."""
        start, end = self.span(node)
        return self.raw[start:end].decode()

    def signs(self, operation: ast.AST, left: ast.AST, right: ast.AST) -> Iterator[tuple[int, int, str]]:
        """The sign between two nodes, changed."""
        old, *others = _SIGNS.get(type(operation), ("",))
        start, end = self.span(left)[1], self.span(right)[0]
        found = re.search(old.encode(), self.raw[start:end])
        return ((start + found.start(), start + found.end(), new) for new in others if found)


def _deciding(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that may decide something, without annotations and without what only informs."""
    told = isinstance(node, ast.Call) and ast.unparse(node.func).startswith(("log.", "declare"))
    if told or isinstance(node, ast.JoinedStr) or (isinstance(node, ast.keyword) and node.arg in _FOR_THE_WRITER):
        return
    yield node
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and name not in ("annotation", "returns"):
                yield from _deciding(child)


def _changes(node: ast.AST, text: _Text) -> Iterator[tuple[int, int, str]]:
    match node:
        case ast.Compare(left=first, ops=signs, comparators=others):
            for sign, left, right in zip(signs, [first, *others], others, strict=False):
                yield from text.signs(sign, left, right)
        case ast.BinOp(left=left, op=sign, right=right) if not (_is_text(left) or _is_text(right)):
            yield from text.signs(sign, left, right)
        case ast.AugAssign(target=left, op=sign, value=right):
            yield from text.signs(sign, left, right)
        case ast.BoolOp(op=sign, values=values):
            for left, right in itertools.pairwise(values):
                yield from text.signs(sign, left, right)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield *text.span(node), f"({text.of(operand)})"
        case ast.Constant(value=bool(value)):
            yield *text.span(node), str(not value)
        case ast.Constant(value=int(value)):
            yield from ((*text.span(node), str(each)) for each in (value - 1, value + 1))
        case ast.Break() | ast.Continue():
            yield *text.span(node), "continue" if isinstance(node, ast.Break) else "break"
        case ast.Name(id=word) if word in _WORDS:
            yield *text.span(node), _WORDS[word]
        case ast.If(test=test) | ast.IfExp(test=test):
            yield from ((*text.span(test), each) for each in ("False", "True"))
        case ast.While(test=test):
            yield *text.span(test), "False"
        case ast.For(iter=every):
            yield *text.span(every), "()"
        case ast.comprehension(iter=every, ifs=tests):
            yield *text.span(every), "()"
            yield from ((*text.span(test), each) for test in tests for each in ("False", "True"))
        case ast.Attribute(value=value, attr="is_"):
            yield text.span(value)[1], text.span(node)[1], ".is_not"
        case ast.Call(func=ast.Attribute(attr="where" | "and_"), args=[_, _, *_] as conditions):
            for left_out, another in zip(conditions, conditions[1:] + conditions[:1], strict=True):
                yield *text.span(left_out), text.of(another)
        case ast.Expr(value=ast.Call(func=func) as call) if not ast.unparse(func).startswith("log."):
            yield *text.span(call), "pass"
        case ast.Expr(value=ast.Yield() | ast.YieldFrom() as given):
            yield *text.span(given), "pass"


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))

"""Reads one edition from its file. Reports every mistake at once, each by its key.

An office edits a law edition by hand. A duplicate key, a misspelt word or a missing article must stop the program
before a meeting; it must never change a vote silently.
"""

from collections.abc import Hashable, Iterable, Iterator
from enum import StrEnum
from types import UnionType
from typing import Any, get_args, get_origin

import msgspec
import yaml

from meeting.kernel.languages import Language
from meeting.kernel.refusals import _l
from meeting.kernel.words import say
from meeting.law.edition import PRESETS, Decision, Edition, Preset, Share
from meeting.law.terms import Base, Excluded, Rights, Tie, fraction_fits, tie_fits


class EditionProblem(msgspec.Struct, frozen=True):
    """One mistake: its place (`presets.hdnd.quorum.grade`), its sentence (a msgid of the catalogue) with its facts, and
    the words that the file should contain, for the person who edits it."""

    key: str
    sentence: str
    facts: tuple[tuple[str, str], ...] = ()
    wanted: str = ""

    def say(self, language: str) -> str:
        """Return what is wrong, in a language."""
        return say(self.sentence, language).format(**dict(self.facts))

    def line(self) -> str:
        """Return the mistake as one line, for a report on the file."""
        wanted = f" ({self.wanted})" if self.wanted else ""
        return f"{self.key}: {self.say(Language.VIETNAMESE)}{wanted}"


class EditionInvalid(ValueError):  # noqa: N818 - a word of the project
    """A law edition that cannot be used. `problems` lists every mistake."""

    def __init__(self, name: str, problems: list[EditionProblem]) -> None:
        lines = "".join(f"\n  {problem.line()}" for problem in problems)
        super().__init__(f"Bộ quy định “{name}” có {len(problems)} lỗi:{lines}")
        self.name = name
        self.problems = tuple(problems)


def read_edition(text: str, name: str) -> Edition:
    """Return the edition in `text` (YAML). Its id must equal `name`, the file's name without the ending."""
    try:
        raw = yaml.load(text, Loader=_UniqueKeys)  # noqa: S506 - a SafeLoader that refuses duplicate keys
    except yaml.YAMLError as error:
        raise EditionInvalid(name, [_unreadable(error)]) from None
    problems = list(_misshapen(raw, Edition, ""))
    if not problems:
        edition = msgspec.convert(raw, Edition)
        problems = list(_senseless(edition, name))
    if problems:
        raise EditionInvalid(name, problems)
    return edition


class _UniqueKeys(yaml.SafeLoader):
    """YAML keeps the last of two equal keys. A law edition must not."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a key must be a word", key.start_mark)
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} (x2)", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _unreadable(error: yaml.YAMLError) -> EditionProblem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    detail = getattr(error, "problem", None) or type(error).__name__
    return _wrong(f"dòng {line}", _l("không đọc được tệp YAML: {detail}"), detail=detail)


def _misshapen(raw: object, kind: Any, key: str) -> Iterator[EditionProblem]:
    """Yield every place where `raw` does not fit the type `kind`, in the order of the type's fields."""
    if isinstance(kind, UnionType):  # a type and None: the value may be missing, and has that type if it is present
        yield from _misshapen(raw, get_args(kind)[0], key)
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield from _misshapen_struct(raw, kind, key)
    elif get_origin(kind) is dict:
        if not isinstance(raw, dict) or not raw:
            yield _wrong(key, _l("phải là nhóm có ít nhất một mục"))
            return
        for name, value in raw.items():
            if not isinstance(name, str):
                yield _wrong(_under(key, str(name)), _l("tên mục phải là chữ"))
            elif get_args(kind)[0] is not str and name not in set(get_args(kind)[0]):
                yield _unknown(_under(key, name), get_args(kind)[0])
            yield from _misshapen(value, get_args(kind)[1], _under(key, str(name)))
    else:
        yield from _misshapen_value(raw, kind, key)


def _misshapen_struct(raw: object, kind: type[msgspec.Struct], key: str) -> Iterator[EditionProblem]:
    if not isinstance(raw, dict):
        yield _wrong(key, _l("phải là một nhóm các mục"))
        return
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    for name, field in fields.items():
        if name in raw:
            yield from _misshapen(raw[name], field.type, _under(key, name))
        elif field.required:
            yield _wrong(_under(key, name), _l("còn thiếu"))
    for name in raw:
        if name not in fields:
            yield _unknown(_under(key, str(name)), fields)


def _misshapen_value(raw: object, kind: Any, key: str) -> Iterator[EditionProblem]:
    try:
        msgspec.convert(raw, kind)
    except msgspec.ValidationError:
        allowed = tuple(kind) if isinstance(kind, type) and issubclass(kind, StrEnum) else ()
        given = f"{raw!r} ({', '.join(allowed)})" if allowed else f"{raw!r}"
        yield _wrong(key, _l("giá trị không hợp lệ: {given}"), given=given)


def _senseless(edition: Edition, name: str) -> Iterator[EditionProblem]:
    """Yield mistakes in an edition whose types are right."""
    if edition.id != name:
        yield _wrong("id", _l("phải trùng với tên tệp “{name}”"), name=name)
    for key in PRESETS:
        if key not in edition.presets:
            yield _wrong(f"presets.{key}", _l("còn thiếu"))
    for key, preset in edition.presets.items():
        yield from _senseless_preset(preset, f"presets.{key}")


def _senseless_preset(preset: Preset, key: str) -> Iterator[EditionProblem]:
    usual = preset.decisions.get(preset.default_decision)
    if usual is None:
        yield _wrong(f"{key}.default_decision", _l("không có trong “decisions”"))
    elif usual.base != Base.TOTAL:
        yield _wrong(
            f"{key}.default_decision",
            _l("phải tính trên tổng số: không ai ghi loại quyết định thì áp dụng mức chặt"),
            wanted="base: total",
        )
    if preset.procedural_decision not in preset.decisions:
        yield _wrong(f"{key}.procedural_decision", _l("không có trong “decisions”"))
    yield from _unreachable(preset.quorum, f"{key}.quorum")
    if Excluded.SUBSTITUTE in preset.exclusions:
        yield _wrong(
            f"{key}.exclusions.{Excluded.SUBSTITUTE}",
            _l("người vắng mặt luôn được tính vào tổng số, không đặt quy định khác được"),
        )
    for why in {Excluded.REMOTE, Excluded.NOT_PRESENT} & preset.exclusions.keys():
        yield _wrong(
            f"{key}.exclusions.{why}",
            _l("người dự từ xa luôn được tính vào tổng số; quyền của họ đặt ở mục “remote”"),
            wanted=f"remote: rights: {', '.join(Rights)}",
        )
    for name, decision in preset.decisions.items():
        yield from _unreachable(decision, f"{key}.decisions.{name}")


def _unreachable(rule: Share | Decision, key: str) -> Iterator[EditionProblem]:
    fraction = f"{rule.numerator}/{rule.denominator}"
    if not fraction_fits(rule.numerator, rule.denominator, rule.strict):
        yield _wrong(key, _l("không thể đạt được tỷ lệ {fraction}"), fraction=fraction)
    tie = rule.tie if isinstance(rule, Decision) else Tie.NONE
    if not tie_fits(rule.numerator, rule.denominator, rule.strict, tie):
        yield _wrong(
            f"{key}.tie",
            _l("ngang nhau mà theo phía người đứng đầu thì mức phải là hơn 1/2"),
            wanted="numerator: 1, denominator: 2, strict: true",
        )


def _unknown(key: str, known: Iterable[str]) -> EditionProblem:
    """Return the problem of a key that nothing reads, misspelt or of an earlier version, with the possible keys."""
    return _wrong(key, _l("không có trong mẫu"), wanted=", ".join(known))


def _under(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _wrong(key: str, sentence: str, *, wanted: str = "", **facts: str) -> EditionProblem:
    return EditionProblem(key, sentence, tuple(facts.items()), wanted)

"""Reading the calendar: the years that come with the program, and those that an office keeps in its own folder."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import yaml

from meeting.kernel.refusals import _l
from meeting.law.calendar.days import Calendar, Year
from meeting.law.edition_file import EditionInvalid, EditionProblem
from meeting.law.terms import Grade

FOLDER = "days.d"
"""Inside the office's folder of rules: files of its own, which take the place of whole years."""
_SHIPPED = files("meeting.law.calendar")
_office: list[Path] = []


class Deadline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many whole days must lie between, `working` ones or any; the source as with every rule."""

    days: int
    working: bool
    article: str
    grade: Grade
    source: str


class Deadlines(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of one kind of body: when papers are out before its meeting, and the conclusion after it; None: no rule."""

    papers: Deadline | None = None
    conclusion: Deadline | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    years: dict[int, Year]


def keep_office(law: Path) -> None:
    """From now on the office's own files in `law` count too; EditionInvalid when one of them cannot be used."""
    _office[:] = [law]
    calendar()


def calendar() -> Calendar:
    """Every year at hand; of a year that the office's own files name, theirs counts."""
    own = sorted((_office[0] / FOLDER).glob("*.yaml")) if _office else []
    return _calendar(tuple((path, path.stat().st_mtime_ns) for path in own))


def deadlines(preset: str) -> Deadlines:
    """The deadlines of a kind of body (`ubnd`, `hdnd`…)."""
    return _deadlines().get(preset, Deadlines())


@cache  # a file that an office corrects has another time, and is read anew
def _calendar(own: tuple[tuple[Path, int], ...]) -> Calendar:
    years = dict(_shipped())
    for path, _ in own:
        years |= _read(path.read_text("utf-8"), path.name)
    return years


@cache
def _shipped() -> Calendar:
    return _read((_SHIPPED / "days.yaml").read_text("utf-8"), "days.yaml")


@cache
def _deadlines() -> dict[str, Deadlines]:
    raw: Any = yaml.safe_load((_SHIPPED / "deadlines.yaml").read_text("utf-8"))
    return msgspec.convert(raw, dict[str, Deadlines])


def _read(text: str, name: str) -> dict[int, Year]:
    try:
        found = msgspec.convert(yaml.safe_load(text), _File).years
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise _invalid(name, "years", _l("không đọc được: {error}"), error=str(error)) from None
    for number, year in found.items():
        wrong = [day for day in year.rest + year.worked if day.year != number]
        wrong += [day for day in year.rest if day.weekday() > 4] + [day for day in year.worked if day.weekday() < 5]
        if wrong:
            day = f"{wrong[0]:%d/%m/%Y}"
            raise _invalid(name, f"years.{number}", _l("{day} không thể đứng ở đây"), day=day)
    return found


def _invalid(name: str, key: str, sentence: str, **facts: str) -> EditionInvalid:
    return EditionInvalid(name, [EditionProblem(key, sentence, tuple(facts.items()))])

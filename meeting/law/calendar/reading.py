"""Reads the calendar: the years shipped with the program, and those in the office's own folder."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec
import yaml

from meeting.kernel.refusals import _l
from meeting.law.calendar.days import Calendar, Year
from meeting.law.edition_file import EditionInvalid, EditionProblem

FOLDER = "days.d"
"""The folder for an office's own notices, inside its folder of rules. Its files replace whole years."""
_SHIPPED = files("meeting.law.calendar")
_office: list[Path] = []
_usable: dict[Path, Calendar] = {}
"""The office's files as they were last read."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    years: dict[int, Year]


def keep_office(law: Path) -> None:
    """Read the office's own files in `law` too. A mistake in one stops nothing; `mistakes` names it."""
    _office[:] = [law]
    calendar()


def calendar() -> Calendar:
    """Return every known year. The office's own file replaces the shipped year.

    An unusable file counts as this process last read it; one that it never could read counts as missing.
    """
    return _calendar(_own())[0]


def mistakes(language: str) -> list[str]:
    """Return what is wrong with the office's own files at present: a line for each mistake, with the file's name."""
    wrong = _calendar(_own())[1]
    return [f"{each.name}, {problem.key}: {problem.say(language)}" for each in wrong for problem in each.problems]


def _own() -> tuple[tuple[Path, int], ...]:
    files_ = sorted((_office[0] / FOLDER).glob("*.yaml")) if _office else []
    return tuple((path, path.stat().st_mtime_ns) for path in files_)


@cache  # a corrected file has another modification time, and is read again
def _calendar(own: tuple[tuple[Path, int], ...]) -> tuple[Calendar, tuple[EditionInvalid, ...]]:
    years, wrong = dict(_shipped()), list[EditionInvalid]()
    for path, _ in own:
        try:
            _usable[path] = _read(path)
        except EditionInvalid as problem:
            wrong.append(problem)
        years |= _usable.get(path, {})
    return years, tuple(wrong)


@cache
def _shipped() -> Calendar:
    return _read(_SHIPPED / "days.yaml")


def _read(file: Traversable) -> dict[int, Year]:
    name = file.name
    try:
        found = msgspec.convert(yaml.safe_load(file.read_bytes().decode()), _File).years
    except (OSError, ValueError, yaml.YAMLError, msgspec.ValidationError) as error:  # ValueError: no UTF-8, no such day
        raise _invalid(name, "years", _l("không đọc được: {error}"), error=" ".join(str(error).split())) from None
    for number, year in found.items():
        wrong = [day for day in year.rest + year.worked if day.year != number]
        wrong += [day for day in year.rest if day.weekday() > 4] + [day for day in year.worked if day.weekday() < 5]
        if wrong:
            day = f"{wrong[0]:%d/%m/%Y}"
            raise _invalid(name, f"years.{number}", _l("{day} không thể đứng ở đây"), day=day)
    return found


def _invalid(name: str, key: str, sentence: str, **facts: str) -> EditionInvalid:
    return EditionInvalid(name, [EditionProblem(key, sentence, tuple(facts.items()))])

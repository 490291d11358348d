"""The rules in force on a day: from the editions shipped with the program and those in the office's folder.

A meeting stores the id of the edition under which it was planned, so an old meeting is read under the law of its day.
A file in the office's folder adds an edition; it never replaces one of the same name.
"""

from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from meeting.kernel.refusals import _l
from meeting.law.calendar import reading as days
from meeting.law.edition import Edition, Preset, UnknownRule
from meeting.law.edition_file import EditionInvalid, EditionProblem, read_edition

_SUFFIX = ".yaml"
_office: list[Path] = []


def load(path: Path | Traversable) -> Edition:
    """Return the edition in one file. Raises EditionInvalid with every mistake."""
    name = path.name.removesuffix(_SUFFIX)
    try:
        return read_edition(path.read_text(encoding="utf-8"), name)
    except UnicodeDecodeError:
        raise EditionInvalid(name, [EditionProblem("", _l("tệp phải được lưu bằng UTF-8"))]) from None
    except OSError as error:
        problem = EditionProblem("", _l("không đọc được tệp ({error})"), (("error", str(error)),))
        raise EditionInvalid(name, [problem]) from None


def keep_office(folder: Path) -> tuple[Edition, ...]:
    """Use the office's own editions in `folder` too, and return all. Called when a process starts to use rules.

    Raises EditionInvalid when one of them is unusable, so that a mistake is found before a meeting and not in it. The
    office's own days off are read from the same folder; a mistake in these raises nothing.
    """
    _office[:] = [folder]
    days.keep_office(folder)
    _editions.cache_clear()
    return editions()


def editions() -> tuple[Edition, ...]:
    """Return every edition, by the day it came into force; on the same day the office's own comes last."""
    return _editions(_office[0] if _office else None)


@cache  # an edition must not change during a meeting; a new file counts after a restart
def _editions(folder: Path | None) -> tuple[Edition, ...]:
    shipped = _shipped()
    own = _load_all(folder) if folder is not None and folder.is_dir() else []
    names = {edition.id for edition in shipped}
    for edition in own:
        if edition.id in names:
            sentence = _l("trùng với bộ quy định kèm theo phần mềm; hãy đặt tên khác")
            raise EditionInvalid(edition.id, [EditionProblem("id", sentence)])
    return tuple(sorted([*shipped, *own], key=lambda edition: edition.in_force))


@cache  # the shipped editions are read once per process, whichever folder the office uses
def _shipped() -> list[Edition]:
    return _load_all(files("meeting.law") / "shipped")


def edition(edition_id: str) -> Edition:
    """Return the edition of that id, also one that another process has just added. Raises UnknownRule."""
    found = {each.id: each for each in editions()}
    if edition_id not in found and _office and edition_id in _file_names(_office[0]):
        _editions.cache_clear()
        found = {each.id: each for each in editions()}
    if edition_id in found:
        return found[edition_id]
    raise UnknownRule(f"edition: {edition_id}")


def edition_on(day: date) -> Edition:
    """Return the edition in force on `day` (a day in Vietnam). Raises UnknownRule before the first one."""
    in_force = [each for each in editions() if each.in_force <= day]
    if not in_force:
        raise UnknownRule(f"edition on: {day.isoformat()}")
    return in_force[-1]


def preset(edition_id: str, key: str) -> Preset:
    """Return the rules of a kind of body (`hdnd`, `ubnd`, `dang`, `board`…) in an edition. Raises UnknownRule."""
    return edition(edition_id).preset(key)


def _file_names(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob(f"*{_SUFFIX}")}


def _load_all(folder: Path | Traversable) -> list[Edition]:
    found = (path for path in folder.iterdir() if path.name.endswith(_SUFFIX))
    return [load(path) for path in sorted(found, key=lambda path: path.name)]

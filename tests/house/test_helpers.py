"""The helpers of the tests: a name means one module, and one module starts servers."""

import re
from collections import Counter
from pathlib import Path

from tests.house.conftest import MEETING

TESTS = Path(__file__).resolve().parents[1]
SILENCED = "noqa: " + "F401"
STARTS_A_SERVER = re.compile(r'"-m", "meeting", "(run|serve)"|\bimport serve\b')


def helpers() -> list[Path]:
    """Modules that tests import."""
    mine = (path for path in TESTS.rglob("*.py") if not path.name.startswith(("test_", "__", "conftest")))
    return sorted(mine)


def test_no_two_helpers_have_one_name() -> None:
    names = Counter(path.stem for path in helpers())
    assert len(names) > 30
    assert [name for name, count in names.items() if count > 1] == []


def test_servers_are_started_in_one_place() -> None:
    """By the command line, or by the nursery that it names."""
    starting = {path.name for path in TESTS.rglob("*.py") if STARTS_A_SERVER.search(path.read_text("utf-8"))}
    assert starting - {Path(__file__).name} == {"server.py", "nursery.py"}


def test_nothing_is_imported_that_its_module_does_not_name() -> None:
    """Neither for a side effect nor for a fixture: a reader would not see who needs the import."""
    silenced = [path.name for path in (*MEETING.rglob("*.py"), *TESTS.rglob("*.py")) if SILENCED in path.read_text()]
    assert silenced == []

"""The helpers of the tests: a name means one module, and one module starts servers."""

import re
from collections import Counter
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
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
    """By the command line, or out of the nursery that it names."""
    starting = {path.name for path in TESTS.rglob("*.py") if STARTS_A_SERVER.search(path.read_text("utf-8"))}
    assert starting - {Path(__file__).name} == {"server.py", "nursery.py"}

"""The helpers of the tests: a name means one module, no test is another's helper, and one module starts servers."""

import re
from collections import Counter
from pathlib import Path

from tests.house.conftest import MEETING

TESTS = Path(__file__).resolve().parents[1]
SILENCED = "noqa: " + "F401"
FROM_A_TEST = re.compile(r"^\s*(?:from|import) (?:tests)?[\w.]*\.test_\w+", re.MULTILINE)
TEST = re.compile(r"^ *def test_", re.MULTILINE)
STARTS_A_SERVER = re.compile(r'"-m", "meeting", "(run|serve)"|\bimport serve\b')


def helpers() -> list[Path]:
    """Modules that tests import."""
    mine = (path for path in TESTS.rglob("*.py") if not path.name.startswith(("test_", "__", "conftest")))
    return sorted(mine)


def test_no_two_helpers_have_one_name() -> None:
    names = Counter(path.stem for path in helpers())
    assert len(names) > 30
    assert [name for name, count in names.items() if count > 1] == []


def test_no_test_module_is_a_helper_of_others() -> None:
    """What two modules need is in a helper that is named by its subject. A fixture is in a `conftest.py`: an imported
    one runs once more, and nobody sees which tests need it.
    """
    importing = [path.name for path in TESTS.rglob("*.py") if FROM_A_TEST.search(path.read_text("utf-8"))]
    assert importing == []


def test_tests_are_in_modules_that_are_named_as_tests_and_helpers_in_others() -> None:
    assert [path.name for path in helpers() if TEST.search(path.read_text("utf-8"))] == []
    assert [path.name for path in TESTS.rglob("test_*.py") if not TEST.search(path.read_text("utf-8"))] == []


def test_every_folder_of_tests_is_a_package() -> None:
    """Otherwise two folders cannot have modules of one name, and a helper is loaded twice under two names."""
    folders = {path.parent for path in TESTS.rglob("*.py")}
    assert [path.name for path in folders if not (path / "__init__.py").exists()] == []


def test_servers_are_started_in_one_place() -> None:
    """By the command line, or by the nursery that it names."""
    starting = {path.name for path in TESTS.rglob("*.py") if STARTS_A_SERVER.search(path.read_text("utf-8"))}
    assert starting - {Path(__file__).name} == {"server.py", "nursery.py"}


def test_nothing_is_imported_that_its_module_does_not_name() -> None:
    """Neither for a side effect nor for a fixture: a reader would not see who needs the import."""
    silenced = [path.name for path in (*MEETING.rglob("*.py"), *TESTS.rglob("*.py")) if SILENCED in path.read_text()]
    assert silenced == []

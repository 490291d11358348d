"""What an office installs is enough: the room needs no package that only the tests bring."""

import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PINNED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==", re.MULTILINE)

IMPORT_ALL = """
import importlib, pkgutil, sys
sys.modules.update({name: None for name in sys.argv[1:]})
import meeting
for each in pkgutil.walk_packages(meeting.__path__, "meeting."):
    if not each.name.endswith("__main__"):
        importlib.import_module(each.name)
"""


def test_the_room_imports_nothing_that_only_the_tests_install() -> None:
    pinned = _PINNED.findall((ROOT / "requirements-test.lock").read_text("utf-8"))
    tests_own = {name.lower().replace("_", "-") for name in pinned}
    hidden = [
        module
        for module, owners in packages_distributions().items()
        if all(owner.lower().replace("_", "-") in tests_own for owner in owners)
    ]
    assert "pytest" in hidden
    run = subprocess.run([sys.executable, "-c", IMPORT_ALL, *hidden], cwd=ROOT, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()[-2000:]

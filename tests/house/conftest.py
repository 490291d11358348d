"""Every module is loaded first, so that these tests see what each of them declares."""

import importlib
import pkgutil
from pathlib import Path

MEETING = Path(__file__).resolve().parents[2] / "meeting"

for _each in pkgutil.walk_packages([str(MEETING)], "meeting."):
    if ".migrations" not in _each.name and _each.name != "meeting.__main__":
        importlib.import_module(_each.name)

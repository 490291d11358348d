"""In a test run reading programs are forks (`tests/jails.py`): they reach and leave behind what they would in the
jail."""

import time
from pathlib import Path
from subprocess import TimeoutExpired

import msgspec
import pytest

from meeting.search.scans import AskedScan
from meeting.search.text import BOUNDS, AskedTexts, Texts
from meeting.work.jail import JailFailed, ask_jailed
from tests.aparts import APARTS, PYTHON
from tests.cast import PDF
from tests.processes import alive

READER = "meeting.search.text_apart"


def test_a_file_that_is_not_allowed_is_not_read(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    for number, folder in enumerate((inside, outside)):
        folder.mkdir()
        (folder / "a.pdf").write_bytes(PDF + b"%% %d" % number)
    (inside / "link.pdf").symlink_to(outside / "a.pdf")

    def reads(path: Path, *places: Path) -> Texts:
        return ask_jailed(READER, AskedTexts(path=str(path)), Texts, BOUNDS, reads=places)

    assert len(reads(inside / "a.pdf", inside).pages) == len(reads(outside / "a.pdf", inside, outside).pages) == 1
    for path, places in ((outside / "a.pdf", [inside]), (outside / "a.pdf", []), (inside / "link.pdf", [inside])):
        with pytest.raises(JailFailed):
            reads(path, *places)


def test_a_late_task_ends_with_everything_that_it_started(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)
    slow = tmp_path / "tesseract"
    slow.write_text(f"#!/bin/sh\necho $$ >{tmp_path}/started\nexec /bin/sleep 60\n")
    slow.chmod(0o755)
    asked = msgspec.json.encode(AskedScan(path=str(tmp_path / "a.pdf"), page=1, judged=False))
    command, environment = [PYTHON, "-m", "meeting.search.scan_apart"], {"PATH": str(tmp_path)}
    with pytest.raises(TimeoutExpired):
        APARTS.run(command, timeout=5, check=False, input=asked, env=environment)
    reader = int((tmp_path / "started").read_text())
    until = time.monotonic() + 10
    while alive(reader) and time.monotonic() < until:
        time.sleep(0.01)
    assert not alive(reader)

"""Each program that the server starts for one task, in the jail or not, starts with nothing loaded before it."""

import re
import subprocess
import sys

import pytest

from tests.server import ROOT

STARTED = re.compile(r'(?:run_apart|done_apart|ask_jailed)\(\s*"([\w.]+)"')
TASKS = sorted({name for path in (ROOT / "meeting").rglob("*.py") for name in STARTED.findall(path.read_text("utf-8"))})


def test_all_tasks_are_found() -> None:
    assert {"meeting.signing.sign_apart", "meeting.office.workbook", "meeting.cli.verify_apart"} < set(TASKS)


@pytest.mark.parametrize("module", TASKS)
def test_a_task_starts_alone_and_refuses_an_invalid_request(module: str) -> None:
    run = subprocess.run([sys.executable, "-m", module], cwd=ROOT, input=b"{}", capture_output=True, check=False)
    assert run.returncode != 0
    assert b"msgspec.ValidationError" in run.stderr

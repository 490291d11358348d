"""The power is cut anywhere in a sitting: everything that was acknowledged is there, once, and nothing else.

This tries a sample; `make crashes` tries ten thousand. The check is also tried on wrong settings and wrong orders of
things: it must find them.
"""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from tests.cast import Body, founder
from tests.crash.promises import try_states
from tests.crash.sitting import ANSWERED, ASKED, Recording, record
from tests.storage import Storage

CONTROL = 20


@pytest.fixture(scope="module")
def recording(storage: Storage, tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """A short sitting."""
    return _record(storage, tmp_path_factory.mktemp("crash"), 6)


@pytest.fixture(scope="module")
def long_recording(storage: Storage, tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """Long enough for the log to be moved back into the database on the way."""
    return _record(storage, tmp_path_factory.mktemp("long"), 40)


def test_whatever_a_power_cut_leaves_keeps_every_promise(recording: Recording, tmp_path: Path) -> None:
    assert [found for found in try_states(recording, 120, tmp_path) if found] == []


def test_a_power_cut_in_a_long_sitting_keeps_every_promise_too(long_recording: Recording, tmp_path: Path) -> None:
    assert [found for found in try_states(long_recording, 30, tmp_path) if found] == []


def test_the_sitting_covers_what_a_power_cut_may_break(long_recording: Recording) -> None:
    """The log went back into the database while people voted and began again; ballots shared commits."""
    steps = [(what, more) for what, more in long_recording.course if what != "note"]
    first_end = next(place for place, (what, _) in enumerate(steps) if what == "removed")
    heads = [place for place, (what, more) in enumerate(steps) if what == "changed" and _is_log_head(more)]
    assert len(heads) > 2, "the log has a head when it begins, and when it is begun anew"
    assert heads[0] < heads[1] < first_end
    assert any(what == "changed" and more[0].name == "meeting.db" for what, more in steps[heads[0] : heads[1]])
    commits = sum(what == "synced" and more[0].name == "meeting.db-wal" for what, more in steps)
    ballots = sum(what == "note" and more[0] == ANSWERED for what, more in long_recording.course)
    assert 20 < commits < ballots
    assert {what for what, _ in long_recording.course} >= {"renamed", "made_folder", "synced_folder", "removed"}


def test_a_setting_that_acknowledges_before_the_disk_is_detected(storage: Storage, tmp_path: Path) -> None:
    lazy = _record(storage, tmp_path, 6, lazily=True)
    assert any("last acknowledged" in fault for fault in _faults(lazy, tmp_path))


def test_a_server_that_acknowledges_before_it_commits_is_detected(recording: Recording, tmp_path: Path) -> None:
    hasty: list[tuple[str, tuple[Any, ...]]] = []
    for step in recording.course:
        if step[1][:1] != (ANSWERED,):
            hasty.append(step)
        if step[1][:1] == (ASKED,):
            hasty.append(("note", (ANSWERED, *step[1][1:])))
    found = _faults(dataclasses.replace(recording, course=hasty), tmp_path)
    assert any("last acknowledged" in fault for fault in found)


def test_a_paper_in_a_folder_that_was_not_synced_is_detected(recording: Recording, tmp_path: Path) -> None:
    forgetful = [step for step in recording.course if step[0] != "synced_folder"]
    found = _faults(dataclasses.replace(recording, course=forgetful), tmp_path)
    assert any("paper" in fault and "not there" in fault for fault in found)


def _record(storage: Storage, folder: Path, rounds: int, *, lazily: bool = False) -> Recording:
    founded = storage.kept(f"{Body().name}_sits", founder(Body(), sits=True))
    storage.copy(f"{Body().name}_sits", folder / "data")
    return record(folder / "data", founded, rounds, lazily=lazily)


def _faults(recording: Recording, folder: Path) -> list[str]:
    return [fault for found in try_states(recording, CONTROL, folder) if found for fault in found.faults]


def _is_log_head(more: tuple[Any, ...]) -> bool:
    path, (offset, data) = more
    return path.name == "meeting.db-wal" and offset == 0 and data is not None

"""Many people are imported beside a hall: each is there, the progress moves, and no tablet notices."""

from pathlib import Path

from tests.scale.people_import import people_import


def test_everybody_is_imported_and_no_tablet_is_disconnected(tmp_path: Path) -> None:
    told = people_import(tmp_path, people=60, tablets=10)
    assert (told["missed"], told["gone"]) == (0, 0)
    assert told["seen"] > 1, "somebody who looks on sees it move"
    assert told["cpu_ms_each"] > 0

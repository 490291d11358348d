"""A hall that comes by the code on its screen: everybody is checked in, and every screen that looks on says so."""

from pathlib import Path

from tests.scale.hall_arrives import hall_arrives


def test_everybody_is_checked_in_and_two_consoles_show_it(tmp_path: Path) -> None:
    told = hall_arrives(tmp_path, people=20, over=1.0)
    assert (told["came"], told["missed"], told["behind"]) == (20, 0, [])
    assert told["bytes"]["clerk"] > 0
    assert told["bytes"]["second console"] == told["bytes"]["clerk"], "both are told the same"
    assert told["cpu_ms_each"] > 0

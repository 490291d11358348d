"""The bench itself works: a small hall against the bare server, every storm, nobody lost."""

import json

from tests.scale import run
from tests.scale.figures import lines, markdown, spread
from tests.scale.gauges import rank
from tests.scale.goals import goals


def test_every_storm_runs_against_the_bare_server(tmp_path, capsys):
    file = tmp_path / "figures.json"
    run.main(
        [
            "--bare",
            "--seats",
            "20",
            "--turns",
            "1",
            "--rounds",
            "2",
            "--votes",
            "1",
            "--window",
            "0.2",
            "--readers",
            "5",
            "--paper-mb",
            "1",
            "--json",
            str(file),
        ]
    )
    found = json.loads(file.read_text("utf-8"))["found"]
    bare = found["bare"]
    assert set(bare) == {"connect", "joins", "broadcast", "vote", "burst", "resume", "documents"}
    assert [turn[0]["lost"] for turn in bare.values()] == [[]] * 7
    assert len(bare["vote"][0]["ack_ms"]) == 20
    assert bare["vote"][0]["not_stored"] == 0
    assert bare["documents"][0]["reading"]["failed"] == []
    assert set(found["limit"]) == {"connect", "broadcast"}
    assert found["limit"]["broadcast"][0]["missed"] == 0
    assert "20 tablets" in capsys.readouterr().out


def test_several_runs_are_shown_as_least_median_and_most_and_another_hall_has_its_own_column():
    runs = [lines(goals(500), {"ours": {"idle": [{"idle_share": share}]}}) for share in (0.004, 0.001, 0.002)]
    assert spread(runs).splitlines()[-1] == "| P18 | nobody there: processor, % | ≤ 0.3 | 0.1 | 0.2 | 0.4 |"
    also = {90: lines(goals(90), {"ours": {"idle": [{"idle_share": 0.005}]}})}
    assert markdown(runs[1], also).splitlines() == [
        "|  | Figure | Wanted | Reached | 90 seats |",
        "| --- | --- | --: | --: | --: |",
        "| P18 | nobody there: processor, % | ≤ 0.3 | 0.1 ✓ | 0.5 ✗ |",
    ]


def test_percentiles_are_values_that_were_measured():
    assert rank([5.0, 1.0, 3.0], 0.5) == 3.0
    assert rank([float(n) for n in range(1, 101)], 0.99) == 99.0
    assert rank([7.0], 0.99) == 7.0

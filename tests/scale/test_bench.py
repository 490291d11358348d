"""The bench itself works: a small hall against the bare server, every storm, nobody lost."""

import json

from tests.scale import run
from tests.scale.gauges import rank


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
    assert set(bare) == {"connect", "broadcast", "vote", "burst", "resume", "documents"}
    assert [turn[0]["lost"] for turn in bare.values()] == [[]] * 6
    assert len(bare["vote"][0]["ack_ms"]) == 20
    assert bare["vote"][0]["not_stored"] == 0
    assert bare["documents"][0]["reading"]["failed"] == []
    assert set(found["limit"]) == {"connect", "broadcast"}
    assert found["limit"]["broadcast"][0]["missed"] == 0
    assert "20 tablets" in capsys.readouterr().out


def test_percentiles_are_values_that_were_measured():
    assert rank([5.0, 1.0, 3.0], 0.5) == 3.0
    assert rank([float(n) for n in range(1, 101)], 0.99) == 99.0
    assert rank([7.0], 0.99) == 7.0

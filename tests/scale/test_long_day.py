"""How the counts of a long day are judged: growth is named, a level is not, and few counts prove nothing."""

import pytest

from tests.scale.long_day import Counts, judged

GAUGES = ("memory", "objects", "descriptors", "threads")


def day(hours: float, **an_hour: float) -> list[tuple[float, Counts]]:
    """Counts of a day in which something grows by this much an hour."""
    return [(hours * n / 30, counted(hours * n / 30, an_hour)) for n in range(30)]


def counted(at: float, an_hour: dict[str, float]) -> Counts:
    """What is there after this many hours."""
    leaked = {"app.Leaked": 10 + an_hour.get("objects", 0) * at}
    return {"types": leaked} | {name: 100 + an_hour.get(name, 0) * at for name in GAUGES}


def test_a_constant_size_is_not_a_leak() -> None:
    assert judged(day(8)) == []
    assert judged(day(8, memory=0.5)) == []


@pytest.mark.parametrize(("what", "an_hour"), [("memory", 3), ("descriptors", 5), ("threads", 2), ("objects", 9000)])
def test_growth_is_named_with_its_size_and_its_type(
    what: str, an_hour: float, capsys: pytest.CaptureFixture[str]
) -> None:
    [found] = judged(day(8, **{what: an_hour}))
    assert found.startswith(f"{what} grew")
    said = capsys.readouterr().out
    assert f"({an_hour:+.1f} an hour)" in said
    assert ("app.Leaked" in said) == (what == "objects")


def test_a_few_counts_prove_nothing() -> None:
    assert "only 3" in judged(day(8)[:3])[0]

"""The authority's key on a stick: while it is away nobody gets a certificate, and everything else goes on."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from meeting.cli import main
from meeting.kernel import clock
from meeting.kernel.refusals import Refused
from meeting.signing.keyring import Keyring
from tests.keys import WORDS


@pytest.fixture
def data(founded: Path, tmp_path: Path) -> Iterator[Path]:
    shutil.copytree(founded, tmp_path / "data")
    (tmp_path / "stick").mkdir()
    yield tmp_path / "data"


def ring(data: Path) -> Keyring:
    return Keyring(data / "keys", b"s" * 32)


def says(data: Path, *words: str) -> str:
    told = CliRunner().invoke(main, ["--data", str(data), "keys", *words])
    assert told.exit_code == 0, told.output
    return str(told.output)


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.code


def test_the_authoritys_key_moves_to_the_stick_and_opens_only_there(data: Path) -> None:
    stick = data.parent / "stick"
    assert str(stick) in says(data, "--move-authority", str(stick))
    assert not (data / "keys" / "authority.key").exists()
    assert (stick / "authority.key").stat().st_mode & 0o077 == 0
    assert ring(data).unlock(WORDS).certificate == ring(data).authority()
    assert str(stick / "authority.key") in says(data)


def test_while_the_stick_is_out_nobody_is_certified_and_the_page_asks_for_it(data: Path) -> None:
    stick = data.parent / "stick"
    says(data, "--move-authority", str(stick))
    stick.rename(data.parent / "in a drawer")
    with pytest.raises(Refused) as refused:
        ring(data).unlock(WORDS)
    assert code_of(refused) == "signing.key_away"
    assert str(stick) in str(refused.value)
    who = ("Lê Thị Hà", "Công chức", "Văn phòng")
    with pytest.raises(Refused) as refused:
        ring(data).request("ha", "123456", WORDS, who=who, now=clock.now())
    assert code_of(refused) == "signing.key_away"
    assert ring(data).request("ha", "123456", "", who=who, now=clock.now()).words == "", "a card needs no authority"
    assert "hiện không có ở đó" in says(data)
    (data.parent / "in a drawer").rename(stick)
    assert ring(data).unlock(WORDS)


def test_the_key_returns_and_a_new_authority_is_stored_here(data: Path) -> None:
    stick = data.parent / "stick"
    says(data, "--move-authority", str(stick))
    says(data, "--move-authority", str(data / "keys"))
    assert not (stick / "authority.key").exists()
    assert ring(data).unlock(WORDS)
    says(data, "--move-authority", str(stick))
    ring(data).make_authority("Văn phòng", "khac han", now=clock.now())
    assert ring(data).authority_key == data / "keys" / "authority.key"
    assert ring(data).unlock("khac han")


def test_moving_the_key_to_its_own_place_loses_nothing(data: Path) -> None:
    for _ in range(2):
        says(data, "--move-authority", str(data / "keys"))
    assert ring(data).unlock(WORDS)

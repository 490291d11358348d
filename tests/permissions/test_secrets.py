"""What a guess at a PIN costs, and whose PIN can be guessed at all."""

from collections.abc import Callable
from typing import Any

import pytest

from meeting.access import sessions
from meeting.access.directory.local import LocalDirectory
from meeting.access.tables import Login
from meeting.kernel.hashing import hash_secret, matches, stretch
from meeting.kernel.tokens import token_hash
from meeting.store.database import Database
from tests.cast import PIN
from tests.council import Council

LAN, NEW, OUT = 1, 2, 3


@pytest.fixture
def tried() -> list[str]:
    """The hashes at which a secret was tried."""
    return []


@pytest.fixture
def directory(database: Database, tried: list[str]) -> LocalDirectory:
    """Lan has a card, somebody else does not have one yet, and a third person is locked out."""

    def offload(function: Callable[..., Any], stored: str, *args: Any) -> Any:
        tried.append(stored)
        return function(stored, *args)

    pin = hash_secret(PIN)
    logins = [
        Login(person_id=LAN, account="lan", pin_hash=pin),
        Login(person_id=NEW, account="new"),
        Login(person_id=OUT, account="out", pin_hash=pin, active=False),
    ]
    database.gate.submit(lambda db: db.add_all(logins))
    return LocalDirectory(database, offload)


def test_the_signed_in_ones_among_given_devices_are_named(council: Council) -> None:
    now = council.clock()
    lan, nam, an = (token_hash(council.tokens[who]) for who in ("lan", "nam", "an"))
    council.database.gate.submit(lambda db: sessions.end_known(db, nam, now))
    with council.database.read() as db:
        assert set(sessions.valid_among(db, [lan, nam], now)) == {lan}
        assert set(sessions.valid_among(db, [lan, nam, an], now)) == {lan, an}


def cost(stored: str) -> str:
    """The part of a stored hash that determines what a guess at it costs."""
    return stored.rpartition("$")[0].rpartition("$")[0]


def test_only_the_right_pin_of_a_person_with_a_pin_is_accepted(directory: LocalDirectory) -> None:
    asked = [("lan", PIN), (" LAN ", PIN), ("lan", "000000"), ("lan", ""), ("out", PIN), ("nobody", PIN)]
    assert [directory.authenticate(*each) for each in asked] == [LAN, LAN, None, None, None, None]
    assert not directory.takes_passwords(), "the door shows keys with digits alone"


@pytest.mark.usefixtures("dear_keys")
@pytest.mark.parametrize("secret", ["", PIN, "nobody has this one"])
def test_nobody_signs_in_as_a_person_without_a_pin(directory: LocalDirectory, secret: str) -> None:
    """Everybody who reads the source knows the secret of the hash that replaces a missing one."""
    assert directory.authenticate("new", secret) is None
    assert directory.authenticate("nobody", secret) is None


@pytest.mark.usefixtures("dear_keys")
def test_an_unknown_account_costs_the_same_time(directory: LocalDirectory, tried: list[str]) -> None:
    for account in ("lan", "new", "out", "nobody"):
        directory.authenticate(account, "000000")
    assert [cost(each) for each in tried] == ["$argon2id$v=19$m=19456,t=2,p=1"] * 4


@pytest.mark.usefixtures("dear_keys")
def test_a_guess_at_a_pin_that_opens_a_signing_key_costs_as_much_as_the_key() -> None:
    stored = hash_secret(PIN, opens_key=True)
    assert cost(stored) == "$argon2id$v=19$m=65536,t=4,p=1"
    assert [matches(stored, each) for each in (PIN, "000000")] == [True, False]


def test_an_invalid_hash_matches_nothing() -> None:
    assert [matches(stored, PIN) for stored in ("", "x", PIN)] == [False] * 3


def test_a_pin_always_derives_the_same_key() -> None:
    """A later version can open a sealed key only if this never changes."""
    key = stretch("731905", b"a salt of 16 byt", memory_kib=64, passes=1)
    assert key.hex() == "cb6273bea5cb9def6b54e2d033f82bd50be93f189948486f44a75172fbda341d"
    assert stretch("731906", b"a salt of 16 byt", memory_kib=64, passes=1) != key
    for memory_kib, passes in ((0, 1), (64, 0)):
        with pytest.raises(ValueError, match=r"emory|ime"):
            stretch("731905", b"a salt of 16 byt", memory_kib=memory_kib, passes=passes)

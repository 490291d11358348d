"""When the office's directory is asked about somebody at the door, and whom its answer lets in."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.directory.local import LocalDirectory
from meeting.access.directory.outside import AT_ONCE, OutsideDirectory
from meeting.access.directory.task import Answer, DirectoryKind, Everybody, Found, Link, LinkStep, Question, StillThere
from meeting.access.tables import Login
from meeting.kernel.hashing import hash_secret
from meeting.kernel.refusals import Refused
from meeting.store.database import Database
from tests.cast import PIN
from tests.council import Clock

LAN, NAM, OUT, NEW = 1, 2, 3, 9
LINK = Link(urls=("ldap://danh-ba",), kind=DirectoryKind.OPENLDAP, authority="", service="", password="", base="")
AWAY = "access.directory_away"


class Far:
    """The directory: whom it knows by their password, whether it is there, and how often it was asked."""

    def __init__(self) -> None:
        self.knows = {"lan": "id-lan", "nam": "id-nam", "out": "id-out", "new": "id-new"}
        self.step = LinkStep.DONE
        self.asked = 0

    def __call__(self, question: Question | Everybody | StillThere) -> Answer:
        assert isinstance(question, Question)
        self.asked += 1
        if self.step is not LinkStep.DONE:
            return Answer(self.step, "away")
        account = question.account.lower()
        known = self.knows.get(account)
        right = known is not None and question.password == f"pass-{account}"
        return Answer(LinkStep.DONE, found=[Found(id=known or "", account=account, name="")] if right else [])


class Admits:
    """The office takes newcomers in, and has a directory."""

    def __init__(self) -> None:
        self.set = True
        self.admitted: list[str] = []

    def question(self, account: str, password: str) -> Question | None:
        return Question(LINK, account, password) if self.set else None

    def is_set(self) -> bool:
        return self.set

    def keeps_card(self, db: Session, login: Login) -> bool:
        return login.admin

    def admit(self, found: Found) -> int | None:
        self.admitted.append(found.account)
        return NEW


@pytest.fixture
def far() -> Far:
    return Far()


@pytest.fixture
def office() -> Admits:
    return Admits()


@pytest.fixture
def door(database: Database, far: Far, office: Admits, clock: Clock) -> OutsideDirectory:
    """Lan and an administrator have a PIN here too; somebody is locked out."""
    logins = [
        Login(person_id=LAN, account="lan", pin_hash=hash_secret(PIN)),
        Login(person_id=NAM, account="nam", pin_hash=hash_secret(PIN), admin=True),
        Login(person_id=OUT, account="out", active=False),
    ]
    database.gate.submit(lambda db: db.add_all(logins))
    local = LocalDirectory(database, lambda function, *given: function(*given))
    return OutsideDirectory(local, database, office, far, clock)


def comes(door: OutsideDirectory, account: str, secret: str = "") -> int | str | None:
    """Return the id of the person with this secret (default: their password there), or the code of the refusal."""
    try:
        return door.authenticate(account, secret or f"pass-{account}")
    except Refused as refused:
        return refused.code


def test_a_pin_of_a_card_and_anything_like_it_is_never_sent_to_the_directory(door: OutsideDirectory, far: Far) -> None:
    assert [comes(door, "lan", secret) for secret in (PIN, "000000", " ", "\t")] == [LAN, None, None, None]
    assert far.asked == 0
    assert [comes(door, "lan", secret) for secret in ("00000", "0000000", "00000a")] == [None, None, None]
    assert far.asked == 3, "these are passwords"


def test_a_person_with_a_password_there_is_the_same_person_here(door: OutsideDirectory, office: Admits) -> None:
    assert [comes(door, "lan"), comes(door, " LAN\u200b", "pass-lan")] == [LAN, LAN]
    assert comes(door, "lan", "pass-nam") is None
    assert office.admitted == []


def test_an_account_is_bound_at_the_first_sign_in_and_then_known_by_its_number(
    door: OutsideDirectory, far: Far, database: Database, office: Admits
) -> None:
    assert comes(door, "lan") == LAN
    with database.read() as db:
        assert db.scalar(select(Login.directory_id).where(Login.person_id == LAN)) == "id-lan"
    far.knows = {"lan.tran": "id-lan", "lan": "id-another"}
    assert comes(door, "lan.tran") == LAN, "renamed there"
    assert comes(door, "lan") is None, "somebody else has the old name"
    assert office.admitted == []


def test_an_administrator_is_not_bound_by_name_and_a_blocked_person_stays_out(
    door: OutsideDirectory, database: Database, office: Admits
) -> None:
    assert [comes(door, "nam"), comes(door, "out")] == [None, None]
    assert office.admitted == [], "whoever is on the list is no newcomer"
    bound = select(Login).where(Login.person_id == NAM)
    database.gate.submit(lambda db: setattr(db.scalars(bound).one(), "directory_id", "id-nam"))
    assert comes(door, "nam") == NAM, "once bound, by its number"


def test_a_newcomer_is_admitted_and_one_without_a_number_there_is_not(
    door: OutsideDirectory, far: Far, office: Admits
) -> None:
    assert (comes(door, "new"), office.admitted) == (NEW, ["new"])
    far.knows["new"] = ""
    assert (comes(door, "new"), office.admitted) == (None, ["new"])


def test_without_a_directory_no_password_is_accepted(door: OutsideDirectory, far: Far, office: Admits) -> None:
    assert door.takes_passwords()
    office.set = False
    assert (comes(door, "lan"), far.asked, door.takes_passwords()) == (None, 0, False)


def test_an_empty_account_is_not_asked_about(door: OutsideDirectory, far: Far) -> None:
    assert (comes(door, " ", "pass"), far.asked) == (AWAY, 0)


def test_after_three_failures_in_a_row_the_directory_is_not_asked_for_half_a_minute(
    door: OutsideDirectory, far: Far, clock: Clock
) -> None:
    def fails(times: int) -> int:
        """How often it was asked."""
        before, far.step = far.asked, LinkStep.CONNECT
        assert [comes(door, "lan") for _ in range(times)] == [AWAY] * times
        far.step = LinkStep.DONE
        return far.asked - before

    assert fails(4) == 3
    assert [comes(door, "lan"), comes(door, "lan", PIN)] == [AWAY, LAN]
    clock.advance(seconds=29.9)
    assert comes(door, "lan") == AWAY
    clock.moment += timedelta(seconds=0.1)
    assert fails(4) == 3, "then it has three tries again"
    clock.advance(seconds=30)
    for _ in range(2):
        assert comes(door, "lan") == LAN
        assert fails(2) == 2, "an answer between failures counts from the beginning"
    assert comes(door, "lan") == LAN
    assert fails(4) == 3


def test_a_full_queue_for_the_directory_refuses_the_next_with_a_sentence(
    database: Database, clock: Clock, office: Admits
) -> None:
    """Each sign-in waits for the directory while the next one begins."""
    far, said = Far(), list[int | str | None]()

    def asks(question: Question | Everybody | StillThere) -> Answer:
        answer = far(question)
        said.append(comes(door, "new"))
        return answer

    local = LocalDirectory(database, lambda function, *given: function(*given))
    door = OutsideDirectory(local, database, office, asks, clock)
    assert comes(door, "new") == NEW
    assert far.asked == AT_ONCE == 4
    assert said == [AWAY, NEW, NEW, NEW]
    assert comes(door, "new") == NEW, "and when they are gone, others are asked about"
    assert far.asked == 2 * AT_ONCE

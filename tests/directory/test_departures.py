"""A signed-in person whom the directory disables is out within a minute; all others notice nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from meeting.access.directory import ldap_apart, ldap_wire
from meeting.access.directory.task import Answer, Everybody, Question, StillThere
from meeting.access.tables import Login, SignIn
from meeting.directory.asking import SECONDS
from meeting.directory.commands import RecordTrouble
from meeting.directory.departures import EVERY_SECONDS, Departures
from meeting.directory.rules import Trouble
from meeting.directory.tables import find_directory
from meeting.people.commands import SetAdmin
from tests.council import Council
from tests.directory.joined import sets_up
from tests.slapd import Slapd, person

HERE = ["lan", "nam", "khoa", "mai", "dao"]


class Asked:
    """Asks the real directory and keeps the questions."""

    def __init__(self) -> None:
        self.questions: list[Question | Everybody | StillThere] = []

    def __call__(self, question: Question | Everybody | StillThere) -> Answer:
        self.questions.append(question)
        return ldap_apart.answer(question)


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def slapd(tmp_path: Path) -> Iterator[Slapd]:
    found = Slapd(tmp_path / "slapd", [person(who, f"Người {who}") for who in [*HERE, "khac"]])
    yield found
    found.stop()


@pytest.fixture
def look(council: Council, slapd: Slapd, asked: Asked) -> Callable[[], None]:
    """The server's check; five people who are signed in (by card) are bound to the directory."""
    council.watching = False
    sets_up(council, slapd.link())
    identities = {each.account: each.id for each in ldap_apart.answer(Everybody(slapd.link())).found}

    def bind(who: str) -> Callable[..., None]:
        return lambda db: setattr(db.get_one(Login, council.people[who]), "directory_id", identities[who])

    for who in HERE:
        council.database.gate.submit(bind(who))
    site = council.house.site
    return Departures(site.database, site.commands, site.secret, clock=site.clock, asks=asked).look


def signs_out(council: Council, *who: str) -> None:
    theirs = SignIn.person_id.in_([council.people[each] for each in who])
    council.database.gate.submit(lambda db: db.execute(update(SignIn).where(theirs).values(ended_at=council.clock())))


def signed_in(council: Council) -> list[str]:
    return [who for who in HERE if council.browser(who).get("/devices").status_code == 200]


def trouble(council: Council) -> Trouble:
    with council.database.read() as db:
        return find_directory(db).problem


def test_the_directory_is_asked_so_often_that_nobody_disabled_stays_a_minute() -> None:
    assert EVERY_SECONDS + 2 * SECONDS < 60


@pytest.mark.parametrize("way", ["locked", "removed"])
def test_a_disabled_person_is_signed_out_and_nobody_else(
    council: Council, slapd: Slapd, look: Callable[[], None], way: str
) -> None:
    look()
    assert signed_in(council) == HERE
    slapd.change("uid=lan", pwdAccountLockedTime="000001010000Z") if way == "locked" else slapd.remove("uid=lan")
    look()
    assert signed_in(council) == HERE[1:]
    assert trouble(council) is Trouble.NONE


def test_only_those_who_are_here_are_asked_about_and_nothing_when_nobody_is(
    council: Council, look: Callable[[], None], asked: Asked
) -> None:
    signs_out(council, "lan")
    look()
    (question,) = asked.questions
    asked.questions.clear()
    assert isinstance(question, StillThere)
    assert len(question.ids) == len(HERE) - 1
    council.clock.advance(hours=15)
    look()
    assert asked.questions == []


def test_a_directory_that_suddenly_has_nobody_is_not_believed(
    council: Council, slapd: Slapd, look: Callable[[], None]
) -> None:
    slapd.remove(*(f"uid={who}" for who in [*HERE, "khac"]))
    look()
    assert signed_in(council) == HERE
    assert trouble(council) is Trouble.VANISHED


def test_a_directory_that_loses_many_people_at_once_is_not_believed(
    council: Council, slapd: Slapd, look: Callable[[], None]
) -> None:
    slapd.remove(*(f"uid={who}" for who in HERE[1:]))
    look()
    assert signed_in(council) == HERE
    assert trouble(council) is Trouble.VANISHED


def test_people_lost_one_after_another_are_not_signed_out_either(
    council: Council, slapd: Slapd, look: Callable[[], None]
) -> None:
    """A branch of the directory is lost. Each person who signs in looks like the only one who is missing."""
    signs_out(council, *HERE[1:])
    slapd.remove(*(f"uid={who}" for who in HERE[:4]))
    look()
    assert signed_in(council) == ["lan"]
    assert trouble(council) is Trouble.VANISHED


def test_a_disabled_person_is_signed_out_even_while_others_are_missing(
    council: Council, slapd: Slapd, look: Callable[[], None]
) -> None:
    signs_out(council, *HERE[2:])
    slapd.change("uid=lan", pwdAccountLockedTime="000001010000Z")
    slapd.remove(*(f"uid={who}" for who in HERE[1:]))
    look()
    assert signed_in(council) == ["nam"]
    assert trouble(council) is Trouble.VANISHED


@pytest.mark.parametrize("who", [HERE, HERE[:1]])
def test_a_person_named_as_disabled_is_signed_out_even_when_nobody_else_is_named(
    council: Council, slapd: Slapd, look: Callable[[], None], who: list[str]
) -> None:
    signs_out(council, *(each for each in HERE if each not in who))
    for each in who:
        slapd.change(f"uid={each}", pwdAccountLockedTime="000001010000Z")
    slapd.remove("uid=khac", *(f"uid={each}" for each in HERE if each not in who))
    look()
    assert signed_in(council) == []
    assert trouble(council) is Trouble.NONE


def test_people_deleted_over_the_years_protect_nobody_deleted_today(
    council: Council, slapd: Slapd, look: Callable[[], None]
) -> None:
    signs_out(council, *HERE[1:])
    for gone in (HERE[1:3], HERE[3:]):
        slapd.remove(*(f"uid={who}" for who in gone))
        council.clock.advance(hours=1)
        look()
        assert signed_in(council) == ["lan"]
    slapd.remove("uid=lan")
    look()
    assert signed_in(council) == []
    assert trouble(council) is Trouble.NONE


def test_a_lost_branch_is_not_believed_however_often_the_directory_is_asked(
    council: Council, slapd: Slapd, look: Callable[[], None], asked: Asked
) -> None:
    signs_out(council, *HERE[1:])
    slapd.remove(*(f"uid={who}" for who in HERE[1:]))
    for _ in range(2):
        council.clock.advance(hours=1)
        look()
    slapd.remove("uid=lan")
    look()
    asked.questions.clear()
    for _ in range(3):
        look()
    assert signed_in(council) == ["lan"]
    assert trouble(council) is Trouble.VANISHED
    assert len(asked.questions) == 3, "it is asked about the others once for each who is missing"


@pytest.mark.parametrize("fault", ["killed", "hung"])
def test_an_unreachable_directory_signs_nobody_out_and_the_screen_says_so(
    council: Council, slapd: Slapd, look: Callable[[], None], fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ldap_wire, "SECONDS", 1)
    slapd.stop() if fault == "killed" else slapd.hang()
    look()
    assert signed_in(council) == HERE
    assert trouble(council) is Trouble.CONNECT


def test_the_last_administrator_stays_signed_in(council: Council, slapd: Slapd, look: Callable[[], None]) -> None:
    council.submits("admin", SetAdmin(person_id=council.people["lan"], admin=True))
    council.submits("lan", SetAdmin(person_id=council.people["admin"], admin=False))
    slapd.remove("uid=lan")
    look()
    assert "lan" in signed_in(council)


@pytest.mark.parametrize("found", [Trouble.NO_GROUP, Trouble.SHRUNK])
def test_findings_of_a_reading_are_shown_until_the_next_reading(
    council: Council, slapd: Slapd, look: Callable[[], None], found: Trouble
) -> None:
    council.submits("system", RecordTrouble(trouble=found))
    look()
    assert trouble(council) is found
    slapd.stop()
    look()
    assert trouble(council) is found, "nor is it forgotten because the directory was away for a moment"

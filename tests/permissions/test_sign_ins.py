"""A token's owner: until when, in which meeting, and when it is nobody's any longer."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from meeting.access import actors, sessions
from meeting.access.actors import SeatFacts
from meeting.access.tables import Login, SignIn
from meeting.kernel.roles import Role
from meeting.kernel.tokens import token_hash
from meeting.store.database import Database
from tests.cast import MORNING

LAN, NAM, OUT, MEETING = 1, 2, 3, 7
SEATS = {(MEETING, LAN): SeatFacts(seat_id=11, role=Role.MEMBER, votes=True)}


def at(hours: float) -> datetime:
    return MORNING + timedelta(hours=hours)


@pytest.fixture
def db(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """Lan, Nam who administers the installation, and somebody locked out; Lan has a seat in one meeting."""
    # `register_seat_finder`, taken back after the test
    monkeypatch.setattr(actors, "_find_seat", lambda _, meeting, person: SEATS.get((meeting, person)))
    engine = create_engine(database.url)
    with Session(engine) as found:
        found.add(Login(person_id=LAN, account="lan", card_hash="card-lan", language="en"))
        found.add(Login(person_id=NAM, account="nam", admin=True))
        found.add(Login(person_id=OUT, account="out", card_hash="card-out", active=False))
        yield found
    engine.dispose()


def signs_in(db: Session, person: int | None = LAN, hours: float = 0, screen: int | None = None) -> str:
    return sessions.begin(db, person_id=person, screen_of=screen, now=at(hours), hours=12)


def machine(db: Session, number: int) -> str:
    """A kiosk of the meeting is signed in."""
    return sessions.begin(db, person_id=None, screen_of=None, now=at(0), hours=12, kiosk=number, kiosk_of=MEETING)


def shared(db: Session, minutes: int = 10) -> str:
    """Lan is signed in on a tablet that others use too: it locks itself."""
    return sessions.begin(db, person_id=LAN, screen_of=None, now=at(0), hours=12, lock_minutes=minutes)


def ends_at(db: Session, *tokens: str) -> list[datetime | None]:
    """When each was signed out."""
    db.flush()
    db.expire_all()
    return [db.get_one(SignIn, token_hash(token)).ended_at for token in tokens]


def behind(db: Session, token: str | None, hours: float = 0, meeting: int | None = MEETING) -> tuple[str, Role] | None:
    actor = actors.find(db, token, meeting, at(hours))
    return actor and (actor.name, actor.role)


def test_a_sign_in_is_valid_for_its_hours_or_until_it_is_ended(db: Session) -> None:
    token, other = signs_in(db), signs_in(db)
    assert behind(db, token) == ("lan", Role.MEMBER)
    assert behind(db, token, 11.99) == ("lan", Role.MEMBER)
    assert behind(db, token, 12) is None
    sessions.end(db, token, at(1))
    assert behind(db, token, 1) is None
    assert behind(db, other, 1) == ("lan", Role.MEMBER), "the other device is still signed in"


def test_a_missing_or_foreign_token_belongs_to_nobody(db: Session) -> None:
    signs_in(db)
    assert [behind(db, token) for token in (None, "", "strange")] == [None, None, None]


def test_the_seat_gives_the_role_and_only_in_its_meeting(db: Session) -> None:
    token = signs_in(db)
    here, elsewhere, nowhere = (actors.find(db, token, meeting, at(0)) for meeting in (MEETING, 8, None))
    assert here and elsewhere and nowhere
    assert (here.seat, here.device) == (SEATS[MEETING, LAN], token_hash(token))
    assert (here.language, here.admin, here.in_journal) == ("en", False, "person-1")
    assert [(each.role, each.seat) for each in (elsewhere, nowhere)] == [(Role.NOBODY, None), (Role.NOBODY, None)]
    keeper = actors.find(db, signs_in(db, NAM), MEETING, at(0))
    assert keeper and (keeper.role, keeper.admin) == (Role.NOBODY, True)


def test_a_blocked_person_is_nobody_though_signed_in(db: Session) -> None:
    token = signs_in(db, OUT)
    assert behind(db, token) is None
    assert sessions.valid_among(db, [token_hash(token)], at(0)) == {}
    assert sessions.person_of_card(db, "card-out") is None
    assert sessions.person_of_card(db, "card-lan") == LAN
    assert sessions.person_of_card(db, "strange") is None


def test_a_hall_screen_is_one_only_in_its_own_meeting(db: Session) -> None:
    token = signs_in(db, None, screen=MEETING)
    assert [behind(db, token, meeting=m) for m in (MEETING, None, 8)] == [
        ("screen:7", Role.SCREEN),
        ("screen:7", Role.SCREEN),
        ("screen:7", Role.NOBODY),
    ]
    assert sessions.valid_among(db, [token_hash(token)], at(0))[token_hash(token)].person == "screen:7"
    screen = actors.find(db, token, MEETING, at(0))
    assert screen
    assert [(each.in_journal, each.admin) for each in (screen, actors.SYSTEM)] == [
        ("screen:7", False),
        ("system", False),
    ]


def test_a_sign_in_is_returned_with_its_person_and_its_end(db: Session) -> None:
    ended, run_out, good = signs_in(db), signs_in(db, hours=-12), signs_in(db)
    sessions.end_known(db, token_hash(ended), at(0))
    asked = [token_hash(token) for token in (ended, run_out, good, "strange")]
    found = sessions.valid_among(db, asked, at(0))
    assert {digest: (each.person, each.expires_at) for digest, each in found.items()} == {
        token_hash(good): ("person-1", at(12))
    }
    assert [sessions.is_live(db, digest, at(0)) for digest in asked] == [False, False, True, False]
    assert not sessions.is_live(db, token_hash(good), at(12))


def test_one_device_is_answered_as_among_many(db: Session) -> None:
    ended, run_out, good = signs_in(db), signs_in(db, hours=-12), signs_in(db)
    locked_out, screen, another = signs_in(db, OUT), signs_in(db, None, screen=MEETING), signs_in(db, NAM, hours=1)
    door, locked, open_still = machine(db, 5), shared(db), shared(db)
    sessions.lock(db, token_hash(locked), at(0))
    sessions.end_known(db, token_hash(ended), at(0))
    tokens = (ended, run_out, good, locked_out, screen, another, door, locked, open_still, "strange")
    digests = [token_hash(token) for token in tokens]
    found = {digest: sessions.valid(db, digest, at(0)) for digest in digests}
    assert {digest: each for digest, each in found.items() if each} == sessions.valid_among(db, digests, at(0))
    assert {token for token in tokens if found[token_hash(token)]} == {good, screen, another, open_still}
    here = [found[token_hash(token)] for token in (good, screen, another)]
    assert [each and (each.person, each.person_id, each.expires_at) for each in here] == [
        ("person-1", LAN, at(12)),
        ("screen:7", None, at(12)),
        ("person-2", NAM, at(13)),
    ]
    assert sessions.valid(db, token_hash(good), at(12)) is None


def test_a_persons_devices_are_listed_until_their_hours_are_over(db: Session) -> None:
    first, second, ended = signs_in(db), signs_in(db, hours=1), signs_in(db)
    signs_in(db, NAM)
    sessions.end(db, ended, at(0.5))
    assert [each.token_hash for each in sessions.live_of(db, LAN, at(1))] == [token_hash(second), token_hash(first)]
    assert [each.token_hash for each in sessions.live_of(db, LAN, at(12))] == [token_hash(second)]


def test_a_person_is_signed_out_everywhere_and_nobody_else(db: Session) -> None:
    tokens = [signs_in(db), signs_in(db), signs_in(db, NAM)]
    sessions.end_all_of(db, LAN, at(1))
    assert [behind(db, token, 1) for token in tokens] == [None, None, ("nam", Role.NOBODY)]


def test_an_expired_sign_in_was_not_ended_though_its_person_is_signed_out_later(db: Session) -> None:
    run_out, ended, good = signs_in(db, hours=-12), signs_in(db), signs_in(db, NAM)
    sessions.end_all_of(db, LAN, at(1))
    assert [sessions.was_ended(db, token) for token in (run_out, ended, good, "strange")] == [False, True, False, False]


def test_the_first_end_of_a_sign_in_counts(db: Session) -> None:
    token = signs_in(db)
    sessions.end(db, token, at(1))
    sessions.end_known(db, token_hash(token), at(2))
    sessions.end_all_of(db, LAN, at(3))
    assert db.get_one(sessions.SignIn, token_hash(token)).ended_at == at(1)


def test_the_last_sign_in_is_the_latest_that_was_not_ended(db: Session) -> None:
    first, second = signs_in(db, hours=0), signs_in(db, hours=1)
    signs_in(db, NAM, hours=2)
    assert (sessions.began_at(db, first), sessions.began_at(db, "strange")) == (at(0), None)
    assert [sessions.began(db, token_hash(each)) for each in (first, second, "strange")] == [at(0), at(1), None]
    assert sessions.not_ended(db, LAN)[0] == at(1)
    assert sessions.last_began(db, [LAN, OUT], at(2)) == {LAN: (at(1), 2)}
    assert sessions.last_began(db, [LAN, NAM], at(12)) == {LAN: (at(1), 1), NAM: (at(2), 1)}
    sessions.end(db, second, at(2))
    assert sessions.not_ended(db, LAN)[0] == at(0)
    assert sessions.last_began(db, [LAN], at(2)) == {LAN: (at(0), 1)}


def test_a_device_is_signed_out_once(db: Session) -> None:
    other, token, another = signs_in(db, NAM), signs_in(db), signs_in(db, NAM)
    assert sessions.ends(db, token, at(1)) == LAN
    assert ends_at(db, other, another) == [None, None]
    assert sessions.ends(db, token, at(2)) is None
    assert sessions.ends(db, "never given", at(2)) is None
    assert db.get_one(SignIn, token_hash(token)).ended_at == at(1)


def test_an_account_added_here_has_no_directory_data(db: Session) -> None:
    lan = db.get_one(Login, LAN)
    assert (lan.admin, lan.planner, lan.active) == (False, False, True)
    assert (lan.given_admin, lan.given_planner, lan.gone_there) == (False, False, False), (
        "no import takes from it what it did not give"
    )


def test_a_sign_in_ended_in_its_last_moment_had_expired(db: Session) -> None:
    run_out, just_before = signs_in(db), signs_in(db, hours=0.1)
    sessions.end_all_of(db, LAN, at(12))
    assert [sessions.was_ended(db, token) for token in (run_out, just_before)] == [False, True]


def test_a_kiosk_is_ended_alone_and_once(db: Session) -> None:
    front, back, person = machine(db, 5), machine(db, 6), signs_in(db)
    sessions.end_kiosk(db, 5, at(1))
    sessions.end_kiosk(db, 5, at(2))
    assert ends_at(db, front, back, person) == [at(1), None, None]
    assert [behind(db, token, 1) for token in (front, back)] == [None, ("kiosk:6", Role.KIOSK)]


def test_a_kiosk_is_one_only_at_its_own_meeting_and_never_an_officer(db: Session) -> None:
    token = machine(db, 5)
    assert [behind(db, token, meeting=m) for m in (MEETING, None, 8)] == [
        ("kiosk:5", Role.KIOSK),
        ("kiosk:5", Role.KIOSK),
        ("kiosk:5", Role.NOBODY),
    ]
    found = actors.find(db, token, MEETING, at(0))
    assert found
    assert (found.kiosk, found.device, found.person_id) == (5, token_hash(token), None)
    assert (found.admin, found.planner, found.locked, found.seat) == (False, False, False, None)


def test_a_person_ends_one_device_or_all_others_and_nobody_elses(db: Session) -> None:
    first, second, third, nams = signs_in(db), signs_in(db), signs_in(db), signs_in(db, NAM)
    assert sessions.end_one(db, LAN, token_hash(first), at(1))
    assert ends_at(db, first, second, third, nams) == [at(1), None, None, None]
    assert not sessions.end_one(db, LAN, token_hash(nams), at(2))
    assert not sessions.end_one(db, LAN, "", at(2)), "a device that nobody names is none"
    sessions.end_others(db, LAN, token_hash(third), at(2))
    assert ends_at(db, first, second, third, nams) == [at(1), at(2), None, None]
    sessions.end_others(db, LAN, "", at(3))
    assert ends_at(db, first, second, third, nams) == [at(1), at(2), at(3), None]


def test_an_ended_sign_in_from_before_a_moment_is_deleted(db: Session) -> None:
    runs_out, ended, later = signs_in(db), signs_in(db, hours=5), signs_in(db, hours=12)
    sessions.end(db, ended, at(6))
    sessions.end(db, later, at(12))
    kept = {token_hash(token): token for token in (runs_out, ended, later)}

    def left(hours: float) -> list[str]:
        sessions.forget_before(db, at(hours))
        return [kept[each] for each in db.scalars(select(SignIn.token_hash).order_by(SignIn.made_at))]

    assert left(5) == [runs_out, ended, later], "one is good until its hours are over, the others begin later"
    assert left(5.01) == left(11.99) == [runs_out, later]
    assert left(12) == [later]
    assert left(12.01) == []


def test_a_shared_tablet_locks_in_its_minute_and_a_locked_one_is_not_kept_awake(db: Session) -> None:
    token, other, own = shared(db), shared(db, 20), signs_in(db)
    device = token_hash(token)

    def locked(hours: float, which: str = token) -> bool:
        found = actors.find(db, which, MEETING, at(hours))
        assert found
        return found.locked

    minute = 1 / 60
    assert [locked(hours) for hours in (0, 9.9 * minute, 10 * minute)] == [False, False, True]
    assert sessions.keep_awake(db, device, at(9 * minute), 10)
    assert [locked(hours) for hours in (18.9 * minute, 19 * minute)] == [False, True]
    assert not sessions.keep_awake(db, device, at(19 * minute), 10), "it has just locked"
    assert locked(19 * minute)
    assert sessions.valid(db, device, at(19 * minute)) is None
    assert device not in sessions.valid_among(db, [device], at(19 * minute))
    sessions.prove(db, device, at(20 * minute), 10)
    assert [locked(hours) for hours in (29.9 * minute, 30 * minute)] == [False, True]
    assert [locked(19.9 * minute, other), locked(20 * minute, other)] == [False, True], "each has its own minute"
    assert not sessions.keep_awake(db, token_hash(own), at(0), 10), "a device of one's own never locks"
    assert not locked(11, own)
    found = actors.find(db, own, MEETING, at(0))
    assert found
    assert not found.shared


def test_a_typed_pin_counts_for_its_own_sign_in_only(db: Session) -> None:
    token, other = shared(db), shared(db)

    def proved(which: str) -> datetime | None:
        db.flush()
        db.expire_all()
        return db.get_one(SignIn, token_hash(which)).proved_at

    sessions.use_proof(db, token_hash(token))
    assert [proved(token), proved(other)] == [None, at(0)]
    sessions.end(db, token, at(1))
    sessions.prove(db, token_hash(token), at(2), 10)
    assert proved(token) is None, "who was signed out proves nothing more"

"""Shared tablets: they lock when nobody uses them, open by PIN or card, and a ballot on one needs a fresh PIN."""

import pytest
from sqlalchemy import select

from meeting.access import sessions
from meeting.access.tables import Attempt, Ended, Login, SignIn
from meeting.kernel.tokens import token_hash
from meeting.people.commands import IssueCard
from meeting.settings.commands import ChangeSetting
from tests.cast import PIN, card_of
from tests.council import ABSTAIN, FOR, Council
from tests.pages.client import Browser, proves

LOCKED, PIN_FIRST = "access.locked", "voting.pin_first"


@pytest.fixture
def lan(council: Council) -> Browser:
    """A tablet of the hall on which `lan` has signed in and said that several people use it."""
    tablet = Browser(council)
    tablet.send("/sign-in", account="lan", pin=PIN, shared="1")
    return tablet


def tells(tablet: Browser, path: str) -> int:
    """What the page's script reports without being asked."""
    return tablet.client.post(path, json={}, headers={"X-CSRFToken": tablet.csrf()}).status_code


def casts(council: Council, tablet: Browser, motion: int, choice: str = FOR, key: str = "") -> str:
    """Send a ballot as the sheet does; return the refusal's code, or nothing."""
    payload = {"meeting_id": council.meeting, "motion_id": motion, "choice": choice}
    answer = tablet.submits("voting.cast_ballot", payload, key=key).get_json()
    return "" if answer["ok"] else answer["code"]


def test_an_unused_shared_tablet_locks_and_continues_where_it_was(council: Council, lan: Browser) -> None:
    page = f"/m/{council.meeting}/tablet"
    assert lan.get(page).status_code == 200
    council.clock.advance(minutes=6)
    asked = lan.get(f"{page}?a=1")
    assert (asked.status_code, asked.headers["Location"]) == (
        303,
        f"/locked?to=%2Fm%2F{council.meeting}%2Ftablet%3Fa%3D1",
    )
    assert "Trần Thị Lan" in lan.get(asked.headers["Location"]).text
    opened = lan.send("/locked", pin=PIN, to=f"{page}?a=1")
    assert (opened.status_code, opened.headers["Location"]) == (303, f"{page}?a=1")
    assert lan.get(page).status_code == 200


def test_a_personal_device_never_locks(council: Council) -> None:
    nam = Browser(council)
    nam.signs_in("nam", PIN)
    council.clock.advance(hours=3)
    assert nam.get(f"/m/{council.meeting}/tablet").status_code == 200
    assert 'name="lock-after"' not in nam.get(f"/m/{council.meeting}/tablet").text
    assert tells(nam, "/lock") == 200
    assert nam.get(f"/m/{council.meeting}/tablet").status_code == 200


def test_use_keeps_a_shared_tablet_open_and_does_not_open_a_locked_one(council: Council, lan: Browser) -> None:
    assert 'name="lock-after" content="300"' in lan.get("/").text
    for _ in range(3):
        council.clock.advance(minutes=4)
        assert tells(lan, "/awake") == 200
    council.clock.advance(minutes=5)
    assert tells(lan, "/awake") == 423
    assert lan.get("/").status_code == 303


def test_a_locked_tablet_can_do_nothing(council: Council, lan: Browser) -> None:
    council.sits()
    motion = council.opens_motion()
    assert tells(lan, "/lock") == 200
    assert casts(council, lan, motion) == LOCKED
    assert lan.asks_own("display.choose", {}).get_json()["code"] == LOCKED
    assert lan.get(f"/m/{council.meeting}/papers/1/file.pdf").status_code == 303
    assert lan.get("/devices").headers["Location"].startswith("/locked")
    assert council.box(motion) == {}


def test_the_live_connection_of_a_locked_tablet_is_cut(council: Council, lan: Browser) -> None:

    digest = token_hash(lan.session_token() or "")
    with council.database.read() as db:
        assert digest in sessions.valid_among(db, [digest], council.clock())
    council.clock.advance(minutes=6)
    with council.database.read() as db:
        assert sessions.valid_among(db, [digest], council.clock()) == {}
        assert sessions.valid(db, digest, council.clock()) is None


def test_each_ballot_on_a_shared_tablet_needs_a_fresh_pin(council: Council, lan: Browser) -> None:
    council.sits()
    council.clock.advance(minutes=3)
    motion = council.opens_motion()
    assert casts(council, lan, motion, key="first") == PIN_FIRST
    assert council.box(motion) == {}
    assert proves(lan) == 200
    assert casts(council, lan, motion, key="second") == ""
    assert casts(council, lan, motion, key="second") == "", "the same ballot sent again is answered again"
    assert casts(council, lan, motion, ABSTAIN, key="third") == PIN_FIRST, "whoever comes next shows a PIN of theirs"
    assert council.box(motion) == {FOR: 1}


def test_a_typed_pin_counts_for_two_minutes(council: Council, lan: Browser) -> None:
    council.sits()
    motion = council.opens_motion()
    proves(lan)
    council.clock.advance(seconds=121)
    assert casts(council, lan, motion) == PIN_FIRST
    proves(lan)
    council.clock.advance(seconds=120)
    assert casts(council, lan, motion) == ""


def test_a_clock_that_was_set_back_does_not_extend_a_typed_pin(council: Council, lan: Browser) -> None:
    council.sits()
    motion = council.opens_motion()
    council.clock.advance(minutes=2)
    proves(lan)
    council.clock.advance(minutes=-1)
    assert casts(council, lan, motion) == PIN_FIRST


def test_a_personal_device_asks_for_no_pin(council: Council) -> None:
    council.sits()
    motion = council.opens_motion()
    assert casts(council, Browser(council, "nam"), motion) == ""


def test_agreeing_to_a_raised_hand_on_a_shared_tablet_needs_the_pin_too(council: Council, lan: Browser) -> None:
    council.sits()
    motion = council.opens_motion()
    proves(lan)
    assert casts(council, lan, motion) == ""
    command = {"meeting_id": council.meeting, "motion_id": motion, "seat_id": council.seats["lan"], "choice": ABSTAIN}
    assert Browser(council, "ha").submits("voting.propose_hand", command).get_json()["ok"]
    agree = {"meeting_id": council.meeting, "motion_id": motion, "choice": ABSTAIN, "agreed": True}
    assert lan.submits("voting.answer_hand", agree).get_json()["code"] == PIN_FIRST
    proves(lan)
    assert lan.submits("voting.answer_hand", agree).get_json()["ok"]
    assert council.box(motion) == {ABSTAIN: 1}


def test_declining_a_raised_hand_on_a_shared_tablet_changes_no_ballot_and_needs_no_pin(
    council: Council, lan: Browser
) -> None:
    council.sits()
    motion = council.opens_motion()
    proves(lan)
    assert casts(council, lan, motion) == ""
    before = council.box(motion)
    command = {"meeting_id": council.meeting, "motion_id": motion, "seat_id": council.seats["lan"], "choice": ABSTAIN}
    assert Browser(council, "ha").submits("voting.propose_hand", command).get_json()["ok"]
    decline = {"meeting_id": council.meeting, "motion_id": motion, "choice": ABSTAIN, "agreed": False}
    assert lan.submits("voting.answer_hand", decline).get_json()["ok"]
    assert council.box(motion) == before


@pytest.mark.parametrize("wrong", ["000000", "", "9" * 200, None, 482915, ["482915"]])
def test_a_wrong_pin_proves_nothing_and_is_in_the_log(council: Council, lan: Browser, wrong: object) -> None:
    council.sits()
    council.clock.advance(minutes=3)
    motion = council.opens_motion()
    body = {"payload": {"pin": wrong}, "key": "k"}
    answer = lan.client.post("/prove", json=body, headers={"X-CSRFToken": lan.csrf()})
    assert (answer.status_code, answer.get_json()["code"]) == (403, "access.wrong_pin")
    assert casts(council, lan, motion) == PIN_FIRST


def test_few_wrong_pins_are_allowed_and_counted_for_the_signed_in_person(council: Council, lan: Browser) -> None:
    tells(lan, "/lock")
    statuses = [lan.send("/locked", pin="000000", account=f"other{n}", to="/").status_code for n in range(11)]
    assert statuses == [403] * 10 + [429]
    assert lan.send("/locked", pin=PIN, to="/").status_code == 429
    with council.database.read() as db:
        refused = db.scalars(select(Attempt).where(Attempt.ended == Ended.REFUSED)).all()
    assert {line.account for line in refused} == {"lan"}
    assert lan.scans(card_of("lan")).status_code == 303, "the card still opens it"
    assert lan.get("/").status_code == 200


def test_the_owners_card_unlocks_the_tablet_within_the_same_sign_in(council: Council, lan: Browser) -> None:
    before = lan.session_token()
    tells(lan, "/lock")
    lan.get(f"/locked?to=/m/{council.meeting}/tablet")
    opened = lan.scans(card_of("lan"))
    assert opened.headers["Location"] == f"/m/{council.meeting}/tablet"
    assert lan.session_token() == before


def test_another_card_or_leaving_gives_a_shared_tablet_to_the_next_person(council: Council, lan: Browser) -> None:
    tells(lan, "/lock")
    lan.get("/c/" + card_of("nam"))
    assert " checked" in lan.get("/card").text
    lan.send("/card", answer="yes", shared="1")
    assert "Phạm Hoài Nam" in lan.get("/").text
    lan.send("/sign-out")
    assert " checked" in lan.get("/sign-in").text
    with council.database.read() as db:
        mine = db.scalars(select(SignIn).where(SignIn.person_id == council.people["lan"], SignIn.locks_at.is_not(None)))
        assert all(row.ended_at is not None for row in mine)


@pytest.mark.parametrize(
    "to", ["//evil.test", "https://evil.test", "/\\evil.test", "evil", "", "/locked?to=/", "/a\nb"]
)
def test_unlocking_leads_only_to_a_page_of_this_server(lan: Browser, to: str) -> None:
    tells(lan, "/lock")
    assert lan.send("/locked", pin=PIN, to=to).headers["Location"] == "/"


def test_a_person_who_signed_in_by_password_is_asked_for_it_without_number_keys(council: Council, lan: Browser) -> None:
    tells(lan, "/lock")
    assert "data-keys" in lan.get("/locked").text

    def forget(db: object) -> None:
        db.get_one(Login, council.people["lan"]).pin_hash = None  # type: ignore[attr-defined]

    council.database.gate.submit(forget)
    assert "data-keys" not in lan.get("/locked").text


def test_a_new_card_ends_the_sign_in_of_a_locked_tablet(council: Council, lan: Browser) -> None:
    tells(lan, "/lock")
    council.submits("admin", IssueCard(person_id=council.people["lan"], card_hash="c", pin_hash="p"))
    assert lan.send("/locked", pin=PIN, to="/").status_code == 401
    assert lan.get("/").headers["Location"] == "/sign-in"


def test_the_page_of_devices_says_which_are_shared(lan: Browser) -> None:
    assert "Máy dùng chung" in lan.get("/devices").text


def test_an_office_declares_every_tablet_shared_and_undoes_it(council: Council) -> None:
    """From the next sign-in of each: no tablet locks while somebody is using it."""
    own = Browser(council)
    own.signs_in("nam", PIN)
    council.submits("admin", ChangeSetting(setting="shared_tablets", value="all"))
    tablet = Browser(council)
    assert 'name="shared"' not in tablet.get("/sign-in").text, "there is nothing to tick"
    assert 'data-testid="all-shared"' in tablet.get("/sign-in").text
    tablet.signs_in("lan", PIN)
    card = Browser(council)
    card.scans(card_of("mai"))
    council.clock.advance(minutes=6)
    for shared in (tablet, card):
        assert shared.get("/devices").headers["Location"].startswith("/locked")
    assert own.get("/devices").status_code == 200
    council.submits("admin", ChangeSetting(setting="shared_tablets", value="each", seen="all"))
    again = Browser(council)
    again.signs_in("hung", PIN)
    tablet.send("/sign-out")
    tablet.signs_in("lan", PIN)
    council.clock.advance(minutes=6)
    assert [each.get("/devices").status_code for each in (again, tablet)] == [200, 200]


def test_an_invalid_choice_is_refused_in_words(council: Council) -> None:
    admin = Browser(council, "admin")
    answer = admin.send("/settings/shared_tablets", value="some", seen="")
    assert (answer.status_code, "chỉ có các lựa chọn" in answer.text) == (400, True)
    command = ChangeSetting(setting="shared_tablets", value="some")
    assert council.refuses("admin", command) == "settings.bad_choice"
    assert '<option value="each" selected>' in admin.get("/settings").text

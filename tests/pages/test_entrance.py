"""The way in and out: by card, by PIN, and never as somebody else."""

import dataclasses
import time
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, text

from meeting.access.actors import SYSTEM
from meeting.access.directory.local import LocalDirectory
from meeting.access.tables import SignIn
from meeting.agenda.commands import AddSeat, CreateMeeting
from meeting.entrance.screen import screen_token
from meeting.kernel.refusals import declared
from meeting.kernel.tokens import token_hash
from meeting.live.narrow import Narrow
from meeting.minutes.commands import RecordDraft
from meeting.people.commands import IssueCard
from meeting.signing.certificates import found_authority
from meeting.signing.keyring import Keyring
from meeting.store.engine import is_sqlite
from tests.cast import EDITION, PIN, card_of
from tests.council import Council
from tests.keys import unentered
from tests.pages.client import Browser, Tags
from tests.planned import moves


def words_of(html: str, *without: str) -> str:
    """What a person reads, without what always differs."""
    text_ = Tags(html).text
    for each in without:
        text_ = text_.replace(each, "")
    return text_


def test_a_code_and_a_pin_open_todays_page(council: Council) -> None:
    browser = Browser(council)
    answer = browser.signs_in(" LAN ", PIN)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "Trần Thị Lan" in browser.get("/").text


def test_a_voting_seat_in_a_draft_does_not_affect_the_sign_in_and_is_not_shown(council: Council) -> None:
    said = {"title": "Họp sau", "body": "UBND xã", "place": "Phòng họp", "preset": "ubnd", "edition": EDITION}
    times = {"starts_at": "2026-09-20T01:00:00.000Z", "ends_at": "2026-09-20T04:00:00.000Z"}
    command = CreateMeeting(slug="nhap", draft=True, **said, **times)
    draft = council.commands.submit(command, actor=SYSTEM).made["meeting_id"]
    seat = AddSeat(meeting_id=draft, person_id=council.people["lan"], role="member", votes=True, label="C05")
    council.commands.submit(seat, actor=SYSTEM)
    browser = Browser(council)
    answer = browser.signs_in("lan", PIN)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "Họp sau" not in browser.get("/").text


def test_a_wrong_pin_is_answered_like_an_unknown_account(council: Council) -> None:
    wrong, unknown = Browser(council).signs_in("lan", "000000"), Browser(council).signs_in("nobody", PIN)
    assert wrong.status_code == unknown.status_code == 403
    assert words_of(wrong.text) == words_of(unknown.text)
    assert declared()["access.unknown"][1] in wrong.text


@pytest.mark.parametrize(
    ("account", "pin"), [("", ""), ("lan", ""), ("lan", "x" * 5000), ("lan\x00", PIN + "1"), ("' or 1=1 --", PIN)]
)
def test_nonsense_does_not_sign_in(council: Council, account: str, pin: str) -> None:
    browser = Browser(council)
    assert browser.signs_in(account, pin).status_code == 403
    assert browser.session_token() is None


def test_a_card_asks_whether_it_is_you_before_it_signs_in(council: Council) -> None:
    browser = Browser(council)
    assert browser.get(f"/c/{card_of('lan')}").headers["Location"] == "/card"
    shown = browser.get("/card")
    assert "Trần Thị Lan" in shown.text
    assert "A01" in shown.text
    assert browser.session_token() is None, "a picture of a card must not sign in by being looked at"
    assert browser.send("/card", answer="yes").headers["Location"] == "/"
    assert "Trần Thị Lan" in browser.get("/").text


def test_a_card_names_its_owners_next_known_meeting(council: Council) -> None:
    said = {"title": "Họp sau", "body": "UBND xã", "place": "Phòng họp", "preset": "ubnd", "edition": EDITION}
    for day, label, draft in ((30, "B07", False), (20, "C05", True)):
        times = {"starts_at": f"2026-09-{day}T01:00:00.000Z", "ends_at": f"2026-09-{day}T04:00:00.000Z"}
        command = CreateMeeting(slug=f"hop-{day}", draft=draft, **said, **times)
        there = council.commands.submit(command, actor=SYSTEM).made["meeting_id"]
        seat = AddSeat(meeting_id=there, person_id=council.people["lan"], role="member", votes=True, label=label)
        council.commands.submit(seat, actor=SYSTEM)
    browser = Browser(council)
    browser.get(f"/c/{card_of('lan')}")
    assert "A01" in browser.get("/card").text, "and not her place in a draft that she does not see"
    moves(council, starts_at="2026-10-08T01:00:00.000Z", ends_at="2026-10-08T04:00:00.000Z")
    assert "A01" in browser.get("/card").text, "she was not told that it was put off"
    council.tells()
    assert "B07" in browser.get("/card").text


def test_the_address_of_a_card_is_on_no_page_and_in_no_header(
    council: Council, caplog: pytest.LogCaptureFixture
) -> None:
    """The browser's history and its referrer know a page's address: this address redirects before it becomes a page."""
    caplog.set_level("DEBUG")
    browser, card = Browser(council), card_of("lan")
    scanned = browser.get(f"/c/{card}")
    assert (scanned.status_code, scanned.headers["Location"]) == (303, "/card")
    assert (scanned.headers["Referrer-Policy"], scanned.headers["Cache-Control"]) == ("no-referrer", "no-store")
    cookie = browser.client.get_cookie("meeting")
    assert cookie is not None
    held = [scanned.text, browser.get("/card").text, browser.send("/card", answer="yes").text, browser.get("/").text]
    with browser.client.session_transaction() as session:
        assert "card" not in session
    assert not [page for page in (*held, cookie.value, caplog.text) if card in page]


def test_a_scanned_card_is_forgotten_after_the_answer_or_a_while(council: Council) -> None:
    browser = Browser(council)
    assert browser.scans(card_of("lan"), answer="no").headers["Location"] == "/sign-in"
    assert browser.send("/card", answer="yes").status_code == 410
    browser.get(f"/c/{card_of('lan')}")
    council.clock.advance(minutes=11)
    assert "quét lại" in browser.get("/card").text
    assert browser.get("/card", Accept="application/json").get_json()["code"] == "access.read_again"
    assert browser.send("/card", answer="yes").status_code == 410
    assert browser.session_token() is None


def test_a_card_replaced_after_its_scan_opens_nothing(council: Council) -> None:
    browser = Browser(council)
    browser.get(f"/c/{card_of('lan')}")
    council.submits("system", IssueCard(person_id=council.people["lan"], card_hash="0" * 64, pin_hash="x"))
    assert browser.send("/card", answer="yes").status_code == 404


def test_answering_that_it_is_not_you_signs_nobody_in(council: Council) -> None:
    browser = Browser(council)
    assert browser.scans(card_of("lan"), answer="no").headers["Location"] == "/sign-in"
    assert browser.session_token() is None


def test_an_unknown_card_is_refused(council: Council) -> None:
    browser = Browser(council)
    assert browser.get("/c/no-such-card", Accept="application/json").get_json()["code"] == "access.unknown_card"
    assert browser.scans("no-such-card").status_code == 404


def test_guessing_is_slowed_for_one_account_and_others_sign_in(council: Council) -> None:
    browser = Browser(council, address="192.168.1.66")
    codes = [browser.signs_in("an", f"00000{n}").status_code for n in range(11)]
    assert codes == [403] * 10 + [429]
    for spelling in ("AN", " an ", "an\u200b"):
        assert browser.signs_in(spelling, PIN).status_code == 429
    assert Browser(council).signs_in("lan", PIN).status_code == 303
    answer = browser.client.post("/sign-in", json={}, headers={"X-CSRFToken": browser.csrf()})
    assert answer.status_code in (403, 429)


def test_guessing_over_hours_is_slowed_too(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten a minute alone would allow fourteen thousand guesses a day, of a million PINs."""
    if not is_sqlite(council.database.url):
        pytest.skip("PostgreSQL counts by its own clock, which no test may move")
    began, passed = time.monotonic(), 0.0
    monkeypatch.setattr(time, "monotonic", lambda: began + passed)
    browser, codes = Browser(council, address="192.168.1.66"), []
    for n in range(41):
        passed = 61.0 * (n // 9)
        codes.append(browser.signs_in("an", f"{n:06d}").status_code)
    assert codes == [403] * 40 + [429]
    passed = 3700.0
    assert browser.signs_in("an", PIN).status_code == 303


def test_a_hall_behind_one_address_signs_in_at_once(council: Council) -> None:
    browser = Browser(council, address="192.168.1.66")
    codes = {browser.get(f"/c/{card_of('lan')}").status_code for _ in range(500)}
    assert codes == {303}


def test_a_refused_sign_in_is_logged_without_its_pin(council: Council, caplog: pytest.LogCaptureFixture) -> None:
    Browser(council, address="192.168.1.66").signs_in("lan", "731905")
    Browser(council, address="192.168.1.66").signs_in("204816", "lan")
    told = [each.getMessage() for each in caplog.records if each.levelname == "WARNING"]
    assert [("'lan'" in line, "192.168.1.66" in line) for line in told] == [(True, True), (False, True)]
    assert not any(pin in line for line in told for pin in ("731905", "204816")), "one typed in the wrong place neither"


def test_reading_goes_on_while_a_pin_is_hashed(council: Council) -> None:
    """Ten who sign in at once would leave no connection for anybody else."""
    readers, held = council.database._reading.pool, []

    def offload(function: Callable[..., Any], *args: Any) -> Any:
        held.append(readers.checkedout())  # type: ignore[attr-defined]
        return function(*args)

    house = council.house
    directory = LocalDirectory(council.database, offload)
    house.app.extensions["site"] = dataclasses.replace(house.site, directory=directory)
    council.sits()
    council.ends()
    keyring = Keyring(house.site.settings.data / "keys", house.site.secret)
    keyring.make_signer("ha", PIN, full_name="Lê Thu Hà", title="", unit="")
    keyring.certify("ha", found_authority("Văn phòng", now=council.clock()), now=council.clock(), enter=unentered)
    draft = council.house.site.blobs.put(b"%PDF-1.4 draft")
    council.submits(
        "system",
        RecordDraft(meeting_id=1, sha256=draft, pages=1, journal_seq=council.seq(), journal_head="h"),
    )
    assert Browser(council).signs_in("lan", PIN).status_code == 303
    assert Browser(council, "ha").send("/m/1/minutes/sign", sha256=draft, pin="000000").status_code == 403
    assert held == [0], "the PIN of a signature is tried by the key itself, in a process of its own"


def test_when_too_many_sign_in_a_card_and_a_cookie_still_work(council: Council) -> None:
    house = council.house
    directory = LocalDirectory(council.database, Narrow(most=0))
    house.app.extensions["site"] = dataclasses.replace(house.site, directory=directory)
    answer = Browser(council).signs_in("lan", PIN)
    assert (answer.status_code, "sau ít giây" in answer.text, "quét mã QR" in answer.text) == (503, True, True)
    assert "Trần Thị Lan" in Browser(council, "lan").get("/").text
    assert Browser(council).scans(card_of("lan")).status_code == 303


def test_the_refusal_of_too_many_requests_is_in_the_readers_words(council: Council) -> None:
    browser = Browser(council)
    for n in range(10):
        browser.signs_in("hung", f"00000{n}")
    answer = browser.client.post(
        "/sign-in", data={"csrf_token": browser.csrf(), "account": "hung"}, headers={"Accept": "application/json"}
    )
    assert answer.get_json()["code"] == "access.too_many_pins"
    assert "quét mã QR trên thẻ" in browser.signs_in("hung", PIN).text
    assert browser.scans(card_of("hung")).status_code == 303, "and that is true"


def test_guessing_elsewhere_locks_nobody_out(council: Council) -> None:
    guesser = Browser(council, address="192.168.1.66")
    assert [guesser.signs_in("lan", f"00000{n}").status_code for n in range(11)] == [403] * 10 + [429]
    assert Browser(council, address="192.168.1.67").signs_in("lan", PIN).status_code == 303


def test_a_right_pin_does_not_count_as_a_guess(council: Council) -> None:
    browser = Browser(council)
    for _ in range(3):
        for n in range(4):
            assert browser.signs_in("lan", f"00000{n}").status_code == 403
        assert browser.signs_in("lan", PIN).status_code == 303


def test_guessing_at_one_account_from_everywhere_ends_too(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    """An attacker with many addresses still gets only three hundred guesses a day, of a million; limited tries do not
    count."""
    plain = LocalDirectory(council.database, lambda _matches, _stored, pin: pin == PIN)  # without the slow hashing
    monkeypatch.setitem(council.house.app.extensions, "site", dataclasses.replace(council.house.site, directory=plain))
    guesser = Browser(council, address="10.0.0.0")
    token = guesser.csrf()

    def guess(address: int, account: str = "lan", pin: str = "000000") -> int:
        form = {"csrf_token": token, "account": account, "pin": pin}
        return guesser.client.post("/sign-in", data=form, environ_base={"REMOTE_ADDR": f"10.0.0.{address}"}).status_code

    assert [guess(1) for _ in range(300)] == [403] * 10 + [429] * 290
    assert guess(2, pin=PIN) == 303, "one address alone does not use them up"
    token = guesser.csrf()
    assert {guess(3 + n // 10) for n in range(290)} == {403}
    assert guess(99) == 429
    assert guess(99, account="nam") == 403, "the other accounts are open"


def test_signing_in_begins_a_new_session_and_ends_the_former(council: Council) -> None:
    """An attacker who planted a session in this browser does not come in with it."""
    browser = Browser(council, "guest")
    planted = browser.session_token()
    browser.signs_in("lan", PIN)
    fresh = browser.session_token()
    assert fresh is not None
    assert fresh != planted
    assert len(fresh) >= 43, "256 bits"
    thief = Browser(council)
    with thief.client.session_transaction() as session:
        session["token"] = planted
    assert thief.get("/").headers["Location"] == "/sign-in"


def test_only_the_hash_of_a_token_is_kept(council: Council) -> None:
    with council.database.read() as db:
        kept = set(db.scalars(select(SignIn.token_hash)))
    assert token_hash(council.tokens["lan"]) in kept
    assert not kept & set(council.tokens.values())


def test_signing_out_ends_every_copy_of_the_session(council: Council) -> None:
    browser, copy = Browser(council, "lan"), Browser(council, "lan")
    answer = browser.send("/sign-out")
    assert answer.headers["Location"] == "/sign-in"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    page = browser.get("/sign-in").text
    assert "js/entrance/left.js" in page, "what the device kept of the person goes, by the page that follows"
    assert "js/entrance/left.js" not in browser.get("/sign-in").text, "and once"
    assert browser.get("/").headers["Location"] == "/sign-in"
    assert copy.get("/").headers["Location"] == "/sign-in"


def test_a_tablet_signed_out_from_elsewhere_deletes_its_data_with_its_next_request(council: Council) -> None:
    lost, own = Browser(council, "lan"), Browser(council)
    own.signs_in("lan", PIN)
    assert "js/entrance/left.js" not in lost.get("/sign-in").text, "nobody has left it yet"
    own.send("/devices")
    answer = lost.get("/")
    assert answer.headers["Location"] == "/sign-in"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert "js/entrance/left.js" in lost.get("/sign-in").text
    lost.signs_in("lan", PIN)
    assert lost.get("/").status_code == 200
    assert "js/entrance/left.js" not in lost.get("/sign-in").text


def test_an_expired_sign_in_keeps_data_that_is_still_to_be_sent(council: Council) -> None:
    browser = Browser(council, "lan")
    council.clock.advance(hours=15)
    answer = browser.get("/")
    assert answer.headers["Location"] == "/sign-in"
    assert "Clear-Site-Data" not in answer.headers
    assert "js/entrance/left.js" not in browser.get("/sign-in").text


def test_a_session_lasts_a_meeting_day(council: Council) -> None:
    browser = Browser(council, "lan")
    council.clock.advance(hours=13, minutes=59)
    assert browser.get("/").status_code == 200
    council.clock.advance(minutes=1)
    assert browser.get("/").headers["Location"] == "/sign-in"


def test_a_blocked_person_is_out_at_once_by_every_way(council: Council) -> None:
    browser = Browser(council, "lan")
    lock = text("update login set active = false where account = 'lan'")
    council.database.gate.submit(lambda db: db.execute(lock))
    assert browser.get("/").headers["Location"] == "/sign-in"
    assert Browser(council).signs_in("lan", PIN).status_code == 403
    assert Browser(council).get(f"/c/{card_of('lan')}").status_code == 404


def test_scripts_and_other_sites_cannot_read_the_cookie(council: Council) -> None:
    cookie = Browser(council).signs_in("lan", PIN).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert PIN not in cookie


def test_the_hall_screen_signs_in_by_its_own_address(council: Council) -> None:
    browser = Browser(council)
    token = screen_token(council.house.site.secret, council.meeting)
    assert browser.get(f"/screen/{token}").headers["Location"] == f"/m/{council.meeting}/screen"
    assert browser.get(f"/m/{council.meeting}/screen").status_code == 200
    assert browser.get("/").headers["Location"] == f"/m/{council.meeting}/screen"


def test_the_screens_address_asks_a_person_before_it_signs_them_out(council: Council) -> None:
    browser = Browser(council, "ha")
    address = f"/screen/{screen_token(council.house.site.secret, council.meeting)}"
    asked = browser.get(address)
    assert (asked.status_code, "Lê Thu Hà" in asked.text) == (200, True)
    assert browser.get(f"/m/{council.meeting}/console").status_code == 200, "looking ends nothing"
    assert browser.send(address).headers["Location"] == f"/m/{council.meeting}/screen"
    assert browser.get(f"/m/{council.meeting}/screen").status_code == 200
    assert Browser(council, "ha").get("/").headers["Location"] == "/sign-in", "the person's session is over"
    assert browser.get(address).status_code == 303, "a screen that is started again does not ask"
    assert browser.send("/screen/1-forged").status_code == 404


@pytest.mark.parametrize(
    "token", ["1-", "1", "-", "²-00", "2-{rest}", "1-{rest}0", "999999999999-{rest}", "9" * 5000 + "-x"]
)
def test_a_screens_address_cannot_be_guessed(council: Council, token: str) -> None:
    rest = screen_token(council.house.site.secret, council.meeting).partition("-")[2]
    assert Browser(council).get(f"/screen/{token.format(rest=rest)}").status_code == 404


def test_each_person_reads_in_their_own_language(council: Council) -> None:
    browser = Browser(council)
    browser.signs_in("lan", PIN)
    assert 'lang="vi"' in browser.get("/").text
    assert browser.send("/language", language="en").status_code == 303
    assert '<html lang="en"' in browser.get("/").text
    assert browser.send("/language", language="fr").status_code == 400
    other = Browser(council)
    other.signs_in("lan", PIN)
    assert '<html lang="en"' in other.get("/").text, "on every device"

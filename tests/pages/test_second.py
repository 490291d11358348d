"""The second factor of administrators: set up, asked for at every way in, lost and recovered; for nobody else."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import select

from meeting.access import second
from meeting.access.tables import SecondFactor
from meeting.cli import main
from meeting.journal import book as journal
from meeting.kernel.refusals import declared
from meeting.people.commands import SetAdmin
from meeting.people.second import RequireSecond, ResetSecond
from tests.cast import MORNING, PIN, card_of
from tests.council import Council
from tests.pages.client import Browser, Tags
from tests.second_factor import ASKED, code_of, enrols, shown

KEY = bytes(range(20))


def said(text: str) -> str:
    return " ".join(Tags(text).text.split())


def at_the_door(council: Council, account: str = "admin") -> Browser:
    """A new browser in which the person has typed account and PIN."""
    browser = Browser(council)
    assert browser.signs_in(account, PIN).headers["Location"] == ASKED
    assert browser.get("/").headers["Location"] == "/sign-in", "nobody is signed in yet"
    return browser


def test_the_telephones_code_is_asked_for_after_pin_and_card_and_works_once(council: Council) -> None:
    _, key, _ = enrols(council)
    browser, code = at_the_door(council), code_of(council, key)
    assert "Nhập mã 6 số" in said(browser.get(ASKED).text)
    wrong = browser.send(ASKED, code="000000")
    assert (wrong.status_code, declared()["access.wrong_code"][1] in said(wrong.text)) == (403, True)
    assert browser.send(ASKED, code=code).headers["Location"] == "/"
    assert browser.get("/people").status_code == 200
    assert at_the_door(council).send(ASKED, code=code).status_code == 403, "it was used"
    card = Browser(council)
    assert card.scans(card_of("admin")).headers["Location"] == ASKED
    council.clock.advance(seconds=30)
    assert card.send(ASKED, code=f" {code_of(council, key)} ").headers["Location"] == "/"


@pytest.mark.parametrize(
    ("off", "right"),
    [(0, True), (29, True), (-29, True), (-30, True), (59, True), (60, False), (90, False), (-61, False)],
)
def test_a_telephones_clock_may_be_half_a_minute_wrong_and_not_more(off: int, right: bool) -> None:
    moment = MORNING.replace(second=0, microsecond=0)
    code = TOTP(KEY, 6, SHA1(), 30).generate(moment.timestamp() + off).decode()
    assert (second.matching_step(KEY, code, moment, 0) is not None) == right


def test_a_code_that_is_not_later_than_the_last_is_refused() -> None:
    code = TOTP(KEY, 6, SHA1(), 30).generate(MORNING.timestamp()).decode()
    step = second.matching_step(KEY, code, MORNING, 0)
    assert step == int(MORNING.timestamp()) // 30
    assert second.matching_step(KEY, code, MORNING + timedelta(seconds=5), step) is None


@pytest.mark.parametrize("code", ["", " ", "12345", "1234567", "١٢٣٤٥٦", "abcdef", "12345\x00", "-12345", "\ud800"])
def test_an_invalid_code_is_wrong(code: str) -> None:
    assert second.matching_step(KEY, code, MORNING, 0) is None


def test_the_codes_follow_rfc_6238() -> None:
    """Its first test vector, of eight digits, ends with our six."""
    key = b"12345678901234567890"
    assert second.matching_step(key, "287082", MORNING.fromtimestamp(59, tz=MORNING.tzinfo), 0) == 1


def test_a_recovery_code_works_once_however_it_is_typed(council: Council) -> None:
    _, _, spares = enrols(council)
    assert at_the_door(council).send(ASKED, code=spares[0].upper().replace("-", " ")).headers["Location"] == "/"
    assert at_the_door(council).send(ASKED, code=spares[0]).status_code == 403
    with council.database.read() as db:
        assert len(db.scalars(select(SecondFactor)).one().spares) == 9


def test_the_second_factor_is_unreadable_in_database_and_journal(council: Council) -> None:
    _, key, spares = enrols(council)
    with council.database.read() as db:
        row = db.scalars(select(SecondFactor)).one()
        kept = row.locked + "".join(row.spares) + "".join(str(e.body) for e in journal.entries(db, journal.OFFICE))
    assert key.hex() not in kept
    assert not any(spare in kept or spare.replace("-", "") in kept for spare in spares)


def test_a_wrong_code_sets_nothing_up_and_a_right_one_signs_other_devices_out(council: Council) -> None:
    council.watching = False
    other, browser = at_home(council), Browser(council, "admin")
    key, locked = shown(browser.send("/second-factor/begin").text)
    assert browser.send("/second-factor", locked=locked, code="000000").status_code == 403
    assert browser.send("/second-factor", locked="x", code=code_of(council, key)).status_code == 410
    assert browser.send("/second-factor", locked=locked, code=code_of(council, key)).status_code == 200
    assert browser.get("/people").status_code == 200
    assert other.get("/people").headers["Location"] == "/sign-in"


def at_home(council: Council) -> Browser:
    browser = Browser(council)
    browser.signs_in("admin", PIN)
    return browser


def test_another_telephone_needs_a_code_of_the_former(council: Council) -> None:
    browser, key, spares = enrols(council)
    assert browser.send("/second-factor/begin", code="000000").status_code == 403
    fresh, locked = shown(browser.send("/second-factor/begin", code=code_of(council, key)).text)
    assert browser.send("/second-factor", locked=locked, code=code_of(council, fresh)).status_code == 200
    council.clock.advance(seconds=30)
    assert at_the_door(council).send(ASKED, code=spares[0]).status_code == 403, "the former recovery codes are gone"
    assert at_the_door(council).send(ASKED, code=code_of(council, fresh)).status_code == 303


def test_only_administrators_are_asked_for_a_code(council: Council) -> None:
    enrols(council)
    assert Browser(council).signs_in("lan", PIN).headers["Location"] == "/"
    assert Browser(council, "lan").get("/second-factor").status_code == 403


def test_a_former_administrator_is_not_asked_and_a_person_without_a_second_factor_has_no_right_code(
    council: Council,
) -> None:
    enrols(council)
    assert second_asks(council, "admin") == second.Asks(code=True)
    council.submits("admin", SetAdmin(person_id=council.people["nam"], admin=True))
    council.submits("nam", SetAdmin(person_id=council.people["admin"], admin=False))
    assert second_asks(council, "admin") == second.Asks()
    with council.database.read() as db:
        secret = council.house.site.secret
        assert not second.use(db, council.people["lan"], "000000", secret=secret, now=council.clock())


def second_asks(council: Council, who: str) -> second.Asks:
    with council.database.read() as db:
        return second.asks(db, council.people[who])


def test_where_it_is_required_an_administrator_sets_it_up_at_the_sign_in(council: Council) -> None:
    council.watching = False
    council.submits("admin", SetAdmin(person_id=council.people["nam"], admin=True))
    assert council.refuses("admin", RequireSecond(required=True)) == "people.yours_first"
    admin, _, _ = enrols(council)
    assert admin.send("/second-factor/required", required="yes").status_code == 303
    assert Browser(council, "nam").get("/people").headers["Location"] == "/sign-in", "without one nobody stays"
    nam = at_the_door(council, "nam")
    key, locked = shown(nam.get(ASKED).text)
    assert nam.send(ASKED, locked=locked, code="000000").status_code == 403
    page = nam.send(ASKED, locked=locked, code=code_of(council, key))
    assert "Trang này chỉ hiện một lần." in said(page.text)
    assert nam.get("/people").status_code == 200
    assert Browser(council).signs_in("lan", PIN).headers["Location"] == "/", "who is no administrator needs none"
    with council.database.read() as db:
        assert second.asks(db, 999_999) == second.Asks(), "nor does whom the office does not know"
    council.submits("admin", SetAdmin(person_id=council.people["lan"], admin=True))
    assert Browser(council, "lan").get("/people").headers["Location"] == "/sign-in"
    assert admin.send("/second-factor/required", required="no").status_code == 303
    assert Browser(council).signs_in("lan", PIN).headers["Location"] == "/"


def test_another_administrator_helps_a_person_who_lost_it_and_nobody_helps_themselves(council: Council) -> None:
    council.watching = False
    council.submits("admin", SetAdmin(person_id=council.people["nam"], admin=True))
    admin, _, _ = enrols(council)
    place = f"/people/{council.people['admin']}"
    assert council.refuses("admin", ResetSecond(person_id=council.people["admin"])) == "people.not_yourself"
    nam = Browser(council, "nam")
    assert "Đặt lại xác nhận hai bước" in nam.get(place).text
    assert nam.send(f"{place}/second").status_code == 303
    assert admin.get("/people").headers["Location"] == "/sign-in"
    assert Browser(council).signs_in("admin", PIN).headers["Location"] == "/"


def test_the_command_line_helps_the_only_administrator(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    enrols(council)
    settings = council.house.site.settings
    (settings.data / "secret.key").write_text(council.house.site.secret.hex())
    monkeypatch.setenv("MEETING_DATABASE_URL", settings.database)
    told = CliRunner().invoke(main, ["--data", str(settings.data), "second-factor", "ADMIN"])
    assert "Đã bỏ xác nhận hai bước" in told.output, told
    assert Browser(council).signs_in("admin", PIN).headers["Location"] == "/"
    assert CliRunner().invoke(main, ["--data", str(settings.data), "second-factor", "khong-co"]).exit_code == 1


def test_a_guesser_is_stopped_and_a_person_who_waits_too_long_begins_again(council: Council) -> None:
    _, key, _ = enrols(council)
    browser = at_the_door(council)
    for _ in range(6):
        assert browser.send(ASKED, code="000000").status_code == 403
    assert browser.send(ASKED, code=code_of(council, key)).status_code == 429
    late = at_the_door(council)
    council.clock.advance(minutes=11)
    assert late.get(ASKED, Accept="application/json").get_json()["code"] == "access.again"
    assert Browser(council).get(ASKED).status_code == 410

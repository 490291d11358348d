"""People of the office and their cards."""

import pytest
from msgspec.structs import replace

from meeting.access import actors
from meeting.access.sessions import person_of_card
from meeting.kernel.tokens import token_hash
from meeting.people.commands import AddPerson, ChangePerson, IssueCard
from meeting.people.particulars import Particulars
from meeting.people.tables import find_person, person_of_account
from tests.cast import card_of
from tests.council import Council

TRANG = Particulars(
    full_name="Đinh Thu Trang", given_name="Trang", honorific="bà", title="Chuyên viên", unit="Văn phòng"
)
LAN = Particulars(full_name="Trần Thị Ngọc Lan", given_name="Lan", honorific="bà", title="Ủy viên", unit="UBND xã")


def a_person(account: str = "thu.trang", **changed: str) -> AddPerson:
    return AddPerson(account=account, particulars=replace(TRANG, **changed))


def corrected(council: Council, **changed: str) -> ChangePerson:
    return ChangePerson(person_id=council.people["lan"], particulars=replace(LAN, **changed))


def signed_in(council: Council, who: str) -> bool:
    with council.database.read() as db:
        return actors.find(db, council.tokens[who], council.meeting, council.clock()) is not None


def test_a_person_is_added_and_found_by_account(council: Council) -> None:
    made = council.orders("admin", a_person()).made["person_id"]
    with council.database.read() as db:
        found = person_of_account(db, "thu.trang")
    assert found is not None
    assert (found.id, found.particulars.given_name) == (made, "Trang")


@pytest.mark.parametrize("account", ["", "a", "Lan", "trần", "a b", "-lan", "a\nb"])
def test_an_account_is_short_lower_case_and_without_accents(council: Council, account: str) -> None:
    assert council.refuses("admin", a_person(account=account)) == "people.bad_account"


def test_an_account_has_at_most_forty_letters(council: Council) -> None:
    council.orders("admin", a_person(account="x" * 40))
    assert council.refuses("admin", a_person(account="x" * 41)) == "commands.too_long"


def test_an_account_belongs_to_one_person(council: Council) -> None:
    assert council.refuses("admin", a_person(account="lan")) == "people.account_taken"


@pytest.mark.parametrize("missing", ["full_name", "given_name"])
def test_both_names_are_given(council: Council, missing: str) -> None:
    assert council.refuses("admin", a_person(**{missing: ""})) == "people.no_name"
    assert council.refuses("admin", corrected(council, **{missing: ""})) == "people.no_name"


def test_a_correction_leaves_the_seat_of_that_day_alone(council: Council) -> None:
    council.orders("admin", corrected(council))
    with council.database.read() as db:
        assert find_person(db, council.people["lan"]).particulars.full_name == "Trần Thị Ngọc Lan"
    assert "Trần Thị Ngọc Lan" not in council.sees("clerk", "roll")
    assert council.refuses("admin", ChangePerson(person_id=999, particulars=LAN)) == "kernel.not_found"


def test_a_new_card_ends_the_old_one_and_every_device_signed_in_with_it(council: Council) -> None:
    assert signed_in(council, "lan")
    order = IssueCard(person_id=council.people["lan"], card_hash=token_hash("another-card"), pin_hash="x")
    council.orders("admin", order)
    assert not signed_in(council, "lan")
    assert signed_in(council, "nam")
    with council.database.read() as db:
        assert person_of_card(db, token_hash(card_of("lan"))) is None
        assert person_of_card(db, token_hash("another-card")) == council.people["lan"]
    assert council.refuses("admin", IssueCard(person_id=999, card_hash="x", pin_hash="x")) == "kernel.not_found"

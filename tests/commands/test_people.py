"""People of the office and their cards."""

import unicodedata

import pytest
from msgspec.structs import replace

from meeting.access import actors
from meeting.access.sessions import person_of_card
from meeting.agenda.commands import AddSeat
from meeting.agenda.tables import find_meeting
from meeting.journal import book as journal
from meeting.kernel.tokens import token_hash
from meeting.packs.unload import pack_of
from meeting.people.commands import (
    ChangePerson,
    GiveAccount,
    IssueCard,
    RetirePerson,
    ReturnPerson,
    SetAdmin,
)
from meeting.people.groups import ChooseGroups, DissolveGroup, MakeGroup, RenameGroup
from meeting.people.particulars import Particulars
from meeting.people.tables import find_person, groups_of, person_of_account
from tests.cast import PIN, card_of
from tests.council import Council
from tests.particulars import TRANG, a_person

LAN = Particulars(full_name="Trần Thị Ngọc Lan", given_name="Lan", honorific="bà", title="Ủy viên", unit="UBND xã")


def corrected(council: Council, **changed: str) -> ChangePerson:
    return ChangePerson(person_id=council.people["lan"], version=1, particulars=replace(LAN, **changed))


def signed_in(council: Council, who: str) -> bool:
    with council.database.read() as db:
        return actors.find(db, council.tokens[who], council.meeting, council.clock()) is not None


def test_a_person_is_added_and_found_by_account(council: Council) -> None:
    made = council.submits("admin", a_person()).made["person_id"]
    with council.database.read() as db:
        found = person_of_account(db, "thu.trang")
    assert found is not None
    assert (found.id, found.particulars.given_name) == (made, "Trang")


@pytest.mark.parametrize("account", ["a", "Lan", "LAN", "trần", "a b", "-lan", "a\nb"])
def test_an_account_is_short_lower_case_and_without_accents(council: Council, account: str) -> None:
    assert council.refuses("admin", a_person(account=account)) == "people.bad_account"


def test_an_account_has_at_most_forty_letters(council: Council) -> None:
    council.submits("admin", a_person(account="x" * 40))
    assert council.refuses("admin", a_person(account="x" * 41)) == "commands.too_long"


def test_an_account_belongs_to_one_person_only(council: Council) -> None:
    assert council.refuses("admin", a_person(account="lan")) == "people.account_taken"


@pytest.mark.parametrize("missing", ["full_name", "given_name"])
def test_both_names_are_given(council: Council, missing: str) -> None:
    assert council.refuses("admin", a_person(**{missing: ""})) == "people.no_name"
    assert council.refuses("admin", corrected(council, **{missing: ""})) == "people.no_name"


def test_a_correction_leaves_the_seat_of_an_earlier_day_unchanged(council: Council) -> None:
    council.submits("admin", corrected(council))
    with council.database.read() as db:
        assert find_person(db, council.people["lan"]).particulars.full_name == "Trần Thị Ngọc Lan"
    assert "Trần Thị Ngọc Lan" not in council.sees("clerk", "roll")
    assert council.refuses("admin", ChangePerson(person_id=999, version=1, particulars=LAN)) == "kernel.not_found"


def test_a_new_card_ends_the_old_one_and_every_device_signed_in_with_it(council: Council) -> None:
    assert signed_in(council, "lan")
    command = IssueCard(person_id=council.people["lan"], card_hash=token_hash("another-card"), pin_hash="x")
    council.submits("admin", command)
    assert not signed_in(council, "lan")
    assert signed_in(council, "nam")
    with council.database.read() as db:
        assert person_of_card(db, token_hash(card_of("lan"))) is None
        assert person_of_card(db, token_hash("another-card")) == council.people["lan"]
    assert council.refuses("admin", IssueCard(person_id=999, card_hash="x", pin_hash="x")) == "kernel.not_found"


# two people of one name, two administrators at once


def test_two_people_of_one_name_differ_in_title_or_unit(council: Council) -> None:
    council.submits("admin", a_person())
    same = a_person("trang2", full_name="ĐINH  Thu Trang")
    assert council.refuses("admin", same) == "people.same_person"
    decomposed = unicodedata.normalize("NFD", TRANG.full_name)
    assert council.refuses("admin", a_person("trang2", full_name=decomposed)) == "people.same_person"
    council.submits("admin", a_person("trang2", unit="Ban Kinh tế"))
    council.submits("admin", a_person("trang3", full_name="Đinh Thu Tràng"))  # another name, the same without accents


def test_the_second_of_two_who_correct_a_person_is_refused_and_overwrites_nothing(council: Council) -> None:
    council.submits("admin", corrected(council))
    assert council.refuses("admin", corrected(council, title="Trưởng ban")) == "people.changed_meanwhile"
    with council.database.read() as db:
        assert find_person(db, council.people["lan"]).particulars.title == "Ủy viên"


def test_names_are_kept_composed(council: Council) -> None:
    decomposed = unicodedata.normalize("NFD", "Đỗ Thị Huệ")
    made = council.submits("admin", a_person(full_name=decomposed)).made["person_id"]
    with council.database.read() as db:
        assert find_person(db, made).particulars.full_name == unicodedata.normalize("NFC", decomposed)


# leaving and coming back


def test_a_retired_person_is_signed_out_at_once_and_stays_in_the_record(sitting: Council) -> None:
    sitting.submits("admin", RetirePerson(person_id=sitting.people["lan"]))
    assert not signed_in(sitting, "lan")
    with sitting.database.read() as db:
        assert person_of_card(db, token_hash(card_of("lan"))) is None
    assert sitting.house.site.directory.authenticate("lan", PIN) is None
    assert "Trần Thị Lan" in sitting.sees("clerk", "roll")
    assert any(seat.particulars.full_name == "Trần Thị Lan" for seat in sitting.retells().seats)
    assert sitting.refuses("admin", RetirePerson(person_id=sitting.people["lan"])) == "people.retired"
    card = IssueCard(person_id=sitting.people["lan"], card_hash="x", pin_hash="x")
    assert sitting.refuses("admin", card) == "people.retired"


def test_a_retired_person_gets_no_seat_in_a_new_meeting(council: Council) -> None:
    council.submits("admin", RetirePerson(person_id=council.people["outsider"]))
    seat = AddSeat(meeting_id=council.meeting, person_id=council.people["outsider"], role="member", votes=True)
    assert council.refuses("admin", seat) == "people.retired"


def test_a_person_who_returns_needs_a_new_card(council: Council) -> None:
    lan = council.people["lan"]
    assert council.refuses("admin", ReturnPerson(person_id=lan)) == "people.not_retired"
    council.submits("admin", RetirePerson(person_id=lan))
    council.submits("admin", ReturnPerson(person_id=lan))
    assert not signed_in(council, "lan")
    assert council.house.site.directory.authenticate("lan", PIN) is None
    council.submits("admin", IssueCard(person_id=lan, card_hash="new", pin_hash="x"))
    with council.database.read() as db:
        assert person_of_card(db, "new") == lan


# administrators, guests, groups


def test_the_last_administrator_cannot_lose_the_right(council: Council) -> None:
    admin, lan = council.people["admin"], council.people["lan"]
    for command in (SetAdmin(person_id=admin, admin=False), RetirePerson(person_id=admin)):
        assert council.refuses("admin", command) == "people.last_admin"
    council.submits("admin", SetAdmin(person_id=lan, admin=True))
    council.submits("lan", SetAdmin(person_id=admin, admin=False))
    assert council.refuses("admin", a_person()) == "access.not_allowed"


def test_a_guest_may_have_no_account_and_gets_one_once(council: Council) -> None:
    guest = council.submits("admin", a_person("")).made["person_id"]
    another = council.submits("admin", a_person("", full_name="Hoàng Khách")).made["person_id"]
    card = IssueCard(person_id=guest, card_hash="x", pin_hash="x")
    assert council.refuses("admin", card) == "people.no_account"
    assert council.refuses("admin", SetAdmin(person_id=guest, admin=True)) == "people.no_account"
    assert council.refuses("admin", GiveAccount(person_id=guest, account="lan")) == "people.account_taken"
    council.submits("admin", GiveAccount(person_id=guest, account="khach"))
    assert council.refuses("admin", GiveAccount(person_id=guest, account="khach2")) == "people.account_given"
    assert council.refuses("admin", GiveAccount(person_id=another, account="khach")) == "people.account_taken"
    council.submits("admin", card)


def test_a_seat_without_an_account_is_exported_and_gets_no_card(council: Council) -> None:
    guest = council.submits("admin", a_person("")).made["person_id"]
    seat = AddSeat(meeting_id=council.meeting, person_id=guest, role="guest", votes=False)
    council.submits("admin", seat)
    with council.database.read() as db:
        pack = pack_of(db, find_meeting(db, council.meeting), council.house.site.blobs)
    assert [each.account for each in pack.people if each.particulars.full_name == TRANG.full_name] == [""]


def test_groups_are_made_named_and_dissolved_and_people_chosen_into_them(council: Council) -> None:
    first = council.submits("admin", MakeGroup(title="Tổ đại biểu số 1")).made["group_id"]
    second = council.submits("admin", MakeGroup(title="Thường trực")).made["group_id"]
    assert council.refuses("admin", MakeGroup(title="tổ đại biểu SỐ 1")) == "people.title_taken"
    assert council.refuses("admin", MakeGroup(title="")) == "people.no_title"
    lan = council.people["lan"]
    council.submits("admin", ChooseGroups(person_id=lan, group_ids=(first, second)))
    council.submits("admin", ChooseGroups(person_id=lan, group_ids=(second,)))
    assert council.refuses("admin", ChooseGroups(person_id=lan, group_ids=(99,))) == "kernel.not_found"
    council.submits("admin", RenameGroup(group_id=second, title="Thường trực HĐND"))
    with council.database.read() as db:
        assert [group.title for group in groups_of(db, [lan])[lan]] == ["Thường trực HĐND"]
    council.submits("admin", DissolveGroup(group_id=second))
    with council.database.read() as db:
        assert groups_of(db, [lan]) == {}
        told = [(each.kind, each.body.get("left")) for each in journal.entries(db, journal.OFFICE)][-7:]
    assert ("people.groups_changed", [first]) in told
    assert told[-1] == ("people.group_dissolved", None)

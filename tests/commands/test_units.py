"""Units in a tree, and their administrators: they change people of their unit and those below it, and nothing else."""

import pytest
from msgspec.structs import replace

from meeting.access.tables import Login
from meeting.agenda.commands import AddSeat
from meeting.attendance.cards import ReissueCard
from meeting.kernel.refusals import Refused
from meeting.kernel.tokens import token_hash
from meeting.people.commands import (
    AddPerson,
    ChangePerson,
    GiveAccount,
    IssueCard,
    RetirePerson,
    ReturnPerson,
    SetAdmin,
    SetPlanner,
    SignOut,
    SignOutDevice,
)
from meeting.people.groups import ChooseGroups, MakeGroup
from meeting.people.particulars import Particulars
from meeting.people.tables import find_person
from meeting.people.unit_tables import headcounts, tree
from meeting.people.units import DissolveUnit, MakeUnit, MoveUnit, RenameUnit, SetUnitAdmin
from tests.council import Council
from tests.particulars import change

TRANG = Particulars(full_name="Đinh Thu Trang", given_name="Trang", honorific="bà", title="", unit="")
NOT_YOURS, ABOVE, NOT_ALLOWED = "people.not_your_unit", "people.above_you", "access.not_allowed"


def device(council: Council, who: str) -> str:
    """The device on which somebody is signed in, as the list of devices names it."""
    return token_hash(council.tokens.get(who, ""))


class Tree:
    """Phòng Kinh tế with Tổ Thuế below it, and Phòng Văn hóa beside; `outsider` administers Phòng Kinh tế."""

    def __init__(self, council: Council) -> None:
        self.council = council
        self.office = self.makes("UBND xã")
        self.economy = self.makes("Phòng Kinh tế", self.office)
        self.taxes = self.makes("Tổ Thuế", self.economy)
        self.culture = self.makes("Phòng Văn hóa", self.office)
        self.put("lan", self.economy)
        self.put("nam", self.taxes)
        self.put("mai", self.culture)
        self.put("outsider", self.economy)
        command = SetUnitAdmin(person_id=council.people["outsider"], unit_id=self.economy)
        council.submits("admin", command)

    def makes(self, title: str, parent: int | None = None) -> int:
        """The administrator makes a unit."""
        return self.council.submits("admin", MakeUnit(title=title, parent_id=parent)).made["unit_id"]

    def put(self, who: str, unit: int | None, by: str = "admin") -> None:
        """Put a person into a unit."""
        self.council.submits(by, self.change(who, unit_id=unit))

    def change(self, who: str, **fields: object) -> ChangePerson:
        """The command that corrects somebody's present particulars."""
        return change(self.council, who, **fields)

    def of(self, who: str) -> int | None:
        """In which unit somebody is."""
        with self.council.database.read() as db:
            return find_person(db, self.council.people[who]).unit_id


@pytest.fixture
def units(council: Council) -> Tree:
    return Tree(council)


def shown(council: Council) -> list[tuple[int, str]]:
    with council.database.read() as db:
        return [(branch.depth, branch.title) for branch in tree(db)]


def test_units_are_listed_under_each_other_by_name(council: Council, units: Tree) -> None:
    assert shown(council) == [(0, "UBND xã"), (1, "Phòng Kinh tế"), (2, "Tổ Thuế"), (1, "Phòng Văn hóa")]
    council.submits("admin", MoveUnit(unit_id=units.taxes, parent_id=units.culture))
    assert shown(council) == [(0, "UBND xã"), (1, "Phòng Kinh tế"), (1, "Phòng Văn hóa"), (2, "Tổ Thuế")]


def test_the_tree_of_units_has_no_circle_and_a_limited_depth(council: Council, units: Tree) -> None:
    assert council.refuses("admin", MoveUnit(unit_id=units.office, parent_id=units.taxes)) == "people.unit_circle"
    assert council.refuses("admin", MoveUnit(unit_id=units.office, parent_id=units.office)) == "people.unit_circle"
    assert council.refuses("admin", MakeUnit(title="phòng  KINH tế", parent_id=units.office)) == "people.unit_taken"
    assert council.refuses("admin", MakeUnit(title="Thôn 1", parent_id=99)) == "kernel.not_found"
    last = units.taxes
    for level in range(3):
        last = units.makes(f"Cấp {level}", last)
    assert council.refuses("admin", MakeUnit(title="Thôn 1", parent_id=last)) == "people.unit_too_deep"
    assert council.refuses("admin", MoveUnit(unit_id=units.economy, parent_id=units.culture)) == "people.unit_too_deep"


def test_a_unit_is_dissolved_only_when_it_is_empty(council: Council, units: Tree) -> None:
    assert council.refuses("admin", DissolveUnit(unit_id=units.economy)) == "people.unit_not_empty"
    assert council.refuses("admin", DissolveUnit(unit_id=units.taxes)) == "people.unit_not_empty"
    council.submits("admin", SetUnitAdmin(person_id=council.people["nam"], unit_id=units.taxes))
    council.submits("admin", RetirePerson(person_id=council.people["nam"]))
    council.submits("admin", DissolveUnit(unit_id=units.taxes))
    assert units.of("nam") == units.economy
    with council.database.read() as db:
        assert db.get_one(Login, council.people["nam"]).unit_admin is None


def test_a_new_unit_takes_in_people_whose_text_equals_its_name(council: Council) -> None:
    for who, text in (("lan", "Ban Pháp chế"), ("nam", "BAN  PHÁP CHẾ"), ("mai", "Ban Pháp chế tỉnh")):
        council.submits("admin", change(council, who, particulars=replace(TRANG, full_name=who, unit=text)))
    unit = council.submits("admin", MakeUnit(title="Ban Pháp chế")).made["unit_id"]
    with council.database.read() as db:
        assert headcounts(db) == {unit: 2}


def test_a_person_added_from_a_list_joins_the_one_unit_with_the_name_in_their_text(
    council: Council, units: Tree
) -> None:
    def adds(name: str, text: str) -> int | None:
        particulars = replace(TRANG, full_name=name, unit=text)
        made = council.submits("system", AddPerson(account="", particulars=particulars)).made["person_id"]
        council.people[name] = made
        return units.of(name)

    assert adds("A", "phòng kinh  tế") == units.economy
    assert adds("B", "Phòng Lạ") is None
    units.makes("Tổ Thuế", units.culture)
    assert adds("C", "Tổ Thuế") is None, "two are called so"


def test_a_changed_text_moves_people_placed_by_text_and_nobody_placed_by_hand(council: Council, units: Tree) -> None:
    def reads(who: str, text: str) -> int | None:
        council.submits("system", units.change(who, particulars=replace(TRANG, full_name=who, unit=text)))
        return units.of(who)

    assert reads("lan", "Phòng Kinh tế") == units.economy
    assert reads("lan", "Phòng Văn hóa") == units.culture
    assert reads("lan", "Phòng đã bỏ") is None
    assert reads("nam", "một tên riêng") == units.taxes
    assert reads("nam", "tên riêng khác") == units.taxes


def test_a_renamed_unit_has_its_new_name_for_its_people_and_the_meeting_keeps_the_printed_one(
    council: Council, units: Tree
) -> None:
    council.submits("admin", units.change("lan", particulars=replace(TRANG, full_name="Lan", unit="Phòng Kinh tế")))
    command = AddSeat(
        meeting_id=council.meeting, person_id=council.people["outsider"], role="guest", votes=False, label="9"
    )
    council.submits("admin", command)
    before = council.sees("clerk", "roll")
    council.submits("admin", RenameUnit(unit_id=units.economy, title="Phòng Kinh tế, Hạ tầng"))
    with council.database.read() as db:
        assert find_person(db, council.people["lan"]).particulars.unit == "Phòng Kinh tế, Hạ tầng"
        assert find_person(db, council.people["outsider"]).particulars.unit != "Phòng Kinh tế, Hạ tầng"
    assert council.sees("clerk", "roll") == before


def test_a_unit_administrator_manages_people_of_their_unit_and_those_below(council: Council, units: Tree) -> None:
    added = AddPerson(account="trang", particulars=TRANG, unit_id=units.taxes)
    council.people["trang"] = council.submits("outsider", added).made["person_id"]
    units.put("trang", units.economy, by="outsider")
    for who in ("lan", "nam", "trang"):
        person = council.people[who]
        council.submits("outsider", IssueCard(person_id=person, card_hash=f"card {who}", pin_hash="p"))
        council.submits("outsider", SignOutDevice(person_id=person, device=device(council, who)))
        council.submits("outsider", SignOut(person_id=person))
        council.submits("outsider", RetirePerson(person_id=person))
        council.submits("outsider", ReturnPerson(person_id=person))
    guest = AddPerson(account="", particulars=replace(TRANG, full_name="Khách"), unit_id=units.taxes)
    made = council.submits("outsider", guest).made["person_id"]
    council.submits("outsider", GiveAccount(person_id=made, account="khach"))


def test_a_unit_administrator_manages_nobody_else(council: Council, units: Tree) -> None:
    for who in ("mai", "hung", "an", "admin"):
        person = council.people[who]
        commands = (
            units.change(who, particulars=replace(TRANG, full_name="X")),
            units.change(who, unit_id=units.economy),
            GiveAccount(person_id=person, account="x1"),
            IssueCard(person_id=person, card_hash="c", pin_hash="p"),
            SignOut(person_id=person),
            SignOutDevice(person_id=person, device=device(council, who)),
            RetirePerson(person_id=person),
            ReturnPerson(person_id=person),
        )
        assert {council.refuses("outsider", command) for command in commands} == {NOT_YOURS}


def test_a_unit_administrator_moves_nobody_out_of_their_unit_nor_makes_people_elsewhere(
    council: Council, units: Tree
) -> None:
    for unit in (units.culture, units.office):
        assert council.refuses("outsider", units.change("lan", unit_id=unit)) == NOT_YOURS
        command = AddPerson(account="", particulars=TRANG, unit_id=unit)
        assert council.refuses("outsider", command) == NOT_YOURS
    assert council.refuses("outsider", units.change("lan", unit_id=None)) == "people.choose_unit"
    assert council.refuses("outsider", AddPerson(account="", particulars=TRANG)) == "people.choose_unit"
    away = units.change("lan", particulars=replace(TRANG, full_name="Lan", unit="Phòng Văn hóa"))
    assert council.refuses("outsider", away) == NOT_YOURS, "a text may name another unit"


def test_a_unit_administrator_grants_no_right_and_changes_no_unit(council: Council, units: Tree) -> None:
    lan = council.people["lan"]
    group = council.submits("admin", MakeGroup(title="Ban")).made["group_id"]
    commands = (
        SetAdmin(person_id=lan, admin=True),
        SetPlanner(person_id=lan, planner=True),
        SetUnitAdmin(person_id=lan, unit_id=units.taxes),
        AddPerson(account="x2", particulars=TRANG, admin=True, unit_id=units.taxes),
        ChooseGroups(person_id=lan, group_ids=(group,)),
        MakeUnit(title="Tổ mới", parent_id=units.economy),
        RenameUnit(unit_id=units.economy, title="Khác"),
        MoveUnit(unit_id=units.taxes, parent_id=units.culture),
        DissolveUnit(unit_id=units.taxes),
    )
    assert {council.refuses("outsider", command) for command in commands} == {NOT_ALLOWED}


@pytest.mark.parametrize("right", ["admin", "planner", "unit above", "chair"])
def test_a_person_with_more_rights_is_beyond_their_unit_administrator(
    council: Council, units: Tree, right: str
) -> None:
    who = "an" if right == "chair" else "lan"
    person = council.people[who]
    units.put(who, units.economy)
    command = {
        "admin": SetAdmin(person_id=person, admin=True),
        "planner": SetPlanner(person_id=person, planner=True),
        "unit above": SetUnitAdmin(person_id=person, unit_id=units.office),
    }.get(right)
    if command is not None:
        council.submits("admin", command)
    card = IssueCard(person_id=person, card_hash="c", pin_hash="p")
    one = SignOutDevice(person_id=person, device=device(council, who))
    for each in (card, SignOut(person_id=person), one, RetirePerson(person_id=person)):
        assert council.refuses("outsider", each) == ABOVE


def test_the_right_ends_with_the_next_request(council: Council, units: Tree) -> None:
    council.submits("outsider", SignOut(person_id=council.people["lan"]))
    council.submits("admin", SetUnitAdmin(person_id=council.people["outsider"]))
    assert council.refuses("outsider", SignOut(person_id=council.people["lan"])) == NOT_ALLOWED


def test_a_retired_person_and_one_without_an_account_manage_nobody(council: Council, units: Tree) -> None:
    council.submits("admin", RetirePerson(person_id=council.people["nam"]))
    command = SetUnitAdmin(person_id=council.people["nam"], unit_id=units.taxes)
    assert council.refuses("admin", command) == "people.retired"
    made = council.submits("admin", AddPerson(account="", particulars=TRANG)).made["person_id"]
    assert council.refuses("admin", SetUnitAdmin(person_id=made, unit_id=units.taxes)) == "people.no_account"


def test_a_secretary_makes_no_card_of_a_unit_administrator(council: Council, units: Tree) -> None:
    council.submits("admin", SetUnitAdmin(person_id=council.people["lan"], unit_id=units.economy))
    command = ReissueCard(meeting_id=council.meeting, seat_id=council.seats["lan"], card_hash="c", pin_hash="p")
    with pytest.raises(Refused, match="quản trị"):
        council.submits("ha", command)


def test_a_unit_needs_a_name(council: Council, units: Tree) -> None:
    assert council.refuses("admin", MakeUnit(title="  ")) == "people.unit_no_title"
    assert council.refuses("admin", RenameUnit(unit_id=units.taxes, title="")) == "people.unit_no_title"

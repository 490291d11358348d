"""A person's particulars are one struct: what rows, lists and papers hold about people follows from its fields."""

import ast
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from meeting import features
from meeting.agenda.events import SeatAdded
from meeting.agenda.tables import Seat
from meeting.commands import registry
from meeting.commands.caps import own_caps
from meeting.journal import events
from meeting.kernel.refusals import Refused
from meeting.packs.folder.model import PackPerson
from meeting.packs.folder.people import WRITTEN
from meeting.people.commands import AddPerson
from meeting.people.particulars import Particulars
from meeting.people.tables import Person
from meeting.record import record
from meeting.store.rows import table_of
from tests.council import Council
from tests.house.sources import tree_of
from tests.pages.client import Browser, Tags
from tests.particulars import LONG

ROOT = Path(__file__).resolve().parents[2]
FIELDS = Particulars.__struct_fields__


def structs() -> Iterator[type[msgspec.Struct]]:
    """Every command and event, and what the record and a pack's list hold about people."""
    features.register()
    yield from registry.registered().values()
    yield from events.registered().values()
    yield from (PackPerson, record.Seat)


def test_structs_that_name_a_person_contain_the_particulars_and_repeat_none() -> None:
    repeated = {"full_name", "given_name", "honorific", "unit"}
    assert repeated <= set(FIELDS)
    for each in structs():
        assert repeated.isdisjoint(each.__struct_fields__), f"{each.__name__}: carry `particulars: Particulars`"
    assert all("particulars" in each.__struct_fields__ for each in (AddPerson, SeatAdded, PackPerson, record.Seat))


@pytest.mark.parametrize("named", [Person, Seat])
def test_rows_have_a_column_for_each_particular(named: type) -> None:
    assert [column.name for column in table_of(named).columns if column.name in FIELDS] == list(FIELDS)


def test_an_exported_list_begins_with_a_titled_column_for_each_particular() -> None:
    told = [(column.key, column.header) for column in WRITTEN[: len(FIELDS)]]
    assert told == [(field, cap.label) for field, cap in own_caps(Particulars).items()]


@pytest.mark.parametrize("field", FIELDS)
def test_each_particular_has_its_own_cap_on_the_server(council: Council, field: str) -> None:
    council.submits("admin", AddPerson(account="long", particulars=LONG))
    longer = replace(LONG, **{field: getattr(LONG, field) + "x"})
    with pytest.raises(Refused, match=f"“{own_caps(Particulars)[field].label}” dài"):
        council.submits("admin", AddPerson(account="longer", particulars=longer))


def test_a_form_has_an_input_for_each(council: Council) -> None:
    form = Tags(Browser(council, "admin").get("/people/new").text)
    assert set(FIELDS) <= {attrs.get("name") for tag, attrs in form.tags if tag == "input"}


@pytest.mark.parametrize("path", sorted((ROOT / "meeting").rglob("*.py")), ids=lambda path: path.stem)
def test_nobody_builds_them_field_by_field(path: Path) -> None:
    """Such a place would lose a new field unless somebody found it: change `EMPTY` or an existing value."""
    for call in ast.walk(tree_of(path)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Particulars":
            whole = [isinstance(each, ast.Starred) for each in call.args] + [each.arg is None for each in call.keywords]
            assert all(whole), f"line {call.lineno}"

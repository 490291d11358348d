"""Particulars of people: somebody who is not in the cast, the longest that is allowed, and corrections."""

from msgspec.structs import replace

from meeting.commands.caps import own_caps
from meeting.people.commands import AddPerson, ChangePerson
from meeting.people.particulars import Particulars
from meeting.people.tables import find_person
from tests.council import Council

LONG = Particulars(**{field: "x" * cap.limit for field, cap in own_caps(Particulars).items()})
TRANG = Particulars(
    full_name="Đinh Thu Trang", given_name="Trang", honorific="bà", title="Chuyên viên", unit="Văn phòng"
)


def a_person(account: str = "thu.trang", **changed: str) -> AddPerson:
    return AddPerson(account=account, particulars=replace(TRANG, **changed))


def change(council: Council, who: str, **fields: object) -> ChangePerson:
    """The command that corrects somebody's present particulars."""
    with council.database.read() as db:
        person = find_person(db, council.people[who])
    command = ChangePerson(person_id=person.id, version=person.version, particulars=person.particulars)
    return replace(command, **fields)

"""The people who may preside, and who must be there when the meeting begins: the rules alone."""

import pytest

from meeting.agenda import presiding_rules as rules
from meeting.kernel.refusals import Refused
from meeting.kernel.roles import Role
from tests.refusing import refusal


@pytest.mark.parametrize(
    ("role", "votes", "in_office", "clerks", "fit"),
    [
        (Role.MEMBER, True, True, 1, True),
        (Role.MEMBER, True, False, 1, False),
        (Role.CHAIR, True, True, 1, True),
        (Role.CHAIR, True, False, 1, False),
        (Role.CHAIR, False, False, 1, True),
        (Role.GUEST, False, False, 1, False),
        (Role.CLERK, True, True, 1, False),
        (Role.CLERK, True, True, 2, True),
        (Role.CLERK, True, False, 2, False),
        (Role.CLERK, True, True, 3, True),
    ],
)
def test_members_in_office_may_preside_except_the_only_secretary(
    role: Role, votes: bool, in_office: bool, clerks: int, fit: bool
) -> None:
    assert rules.fit_to_preside(role, votes=votes, in_office=in_office, clerks=clerks) is fit


def test_a_chair_who_lost_the_mandate_does_not_act() -> None:
    asked = [(votes, in_office) for votes in (False, True) for in_office in (False, True)]
    answers = [
        refusal(lambda votes=votes, here=in_office: rules.check_in_office("bà An", votes=votes, in_office=here))
        for votes, in_office in asked
    ]
    assert answers == [None, None, "chair_not_in_office", None]


def test_the_presiding_person_is_in_the_room_at_the_beginning() -> None:
    assert refusal(lambda: rules.check_here("bà An", here=True, to="")) is None
    assert refusal(lambda: rules.check_here("bà An", here=False, to="")) == "chair_not_here"


@pytest.mark.parametrize(("to", "said"), [("", "người đang có mặt,"), ("ông Nam", "người đang có mặt (ông Nam),")])
def test_the_rule_names_the_people_who_may_preside(to: str, said: str) -> None:
    with pytest.raises(Refused) as absent:
        rules.check_here("bà An", here=False, to=to)
    assert said in str(absent.value)
    with pytest.raises(Refused) as out:
        rules.check_in_office("bà An", votes=True, in_office=False, to=to)
    assert str(out.value).endswith(f"cho người khác{f' ({to})' if to else ''}.")

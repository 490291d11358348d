"""A planner becomes the secretary of the planned meeting; and a room shows nothing to people without a place."""

import pytest

from meeting.access.actors import SYSTEM, Actor
from meeting.access.policy import Capability, View, allowed, keeps_what_they_plan, require, view_of
from meeting.kernel.refusals import Refused
from meeting.kernel.roles import Role
from tests.refusing import refusal


@pytest.mark.parametrize(
    ("actor", "keeps"),
    [
        (Actor(name="ha", role=Role.NOBODY, person_id=1, planner=True), True),
        (Actor(name="admin", role=Role.NOBODY, person_id=2, admin=True), False),
        (Actor(name="admin", role=Role.NOBODY, person_id=2, admin=True, planner=True), False),
        (SYSTEM, False),
        (Actor(name="nobody", role=Role.NOBODY, planner=True), False),
    ],
)
def test_a_planner_becomes_the_secretary_and_an_administrator_of_all_meetings_does_not(
    actor: Actor, keeps: bool
) -> None:
    assert keeps_what_they_plan(actor) == keeps


@pytest.mark.parametrize(
    ("actor", "why"),
    [
        (None, "access.not_signed_in"),
        (Actor(name="lan", role=Role.MEMBER, person_id=1, shared=True, locked=True), "access.locked"),
        (Actor(name="nobody", role=Role.NOBODY, person_id=1), "access.not_allowed"),
        (Actor(name="kiosk:1", role=Role.KIOSK, kiosk=1), "access.not_allowed"),
    ],
)
def test_a_locked_tablet_and_a_person_without_a_place_have_no_view(actor: Actor | None, why: str) -> None:
    with pytest.raises(Refused) as refused:
        view_of(actor)
    assert refused.value.code == why


OF_EVERYBODY = "own_settings contribute"
OF_OFFICERS = "check_in vote run keep_roll keep_door sign_minutes"
MAY = {
    Role.CHAIR: f"{OF_EVERYBODY} {OF_OFFICERS} rule approve_changes",
    Role.CLERK: f"{OF_EVERYBODY} {OF_OFFICERS} prepare write_minutes",
    Role.MEMBER: f"{OF_EVERYBODY} check_in vote",
    Role.GUEST: f"{OF_EVERYBODY} check_in",
    Role.NOBODY: OF_EVERYBODY,
    Role.MAKER: f"{OF_EVERYBODY} prepare",
    Role.APPROVER: f"{OF_EVERYBODY} approve",
    Role.SCREEN: "",
    Role.KIOSK: "keep_door",
    Role.SYSTEM: "plan prepare manage_people tend_people work",
}
"""What each may do, written by hand and apart from the program's table."""
BESIDES = {
    "admin": "manage_people tend_people plan prepare keep_house",
    "planner": "plan",
    "unit_admin": "tend_people",
}


def may(actor: Actor) -> set[str]:
    return {capability.value for capability in Capability if allowed(actor, capability)}


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_exactly_the_listed_rights(role: Role) -> None:
    kiosk = 1 if role == Role.KIOSK else None
    assert may(Actor(name="x", role=role, kiosk=kiosk)) == set(MAY[role].split())


@pytest.mark.parametrize("role", [role for role in Role if role != Role.KIOSK])
@pytest.mark.parametrize("right", BESIDES)
def test_a_right_of_the_office_adds_to_any_role(role: Role, right: str) -> None:
    actor = Actor(name="x", role=role, **{right: 7 if right == "unit_admin" else True})  # type: ignore[arg-type]
    assert may(actor) == {*MAY[role].split(), *BESIDES[right].split()}


@pytest.mark.parametrize("role", [Role.KIOSK, Role.NOBODY, Role.CHAIR])
def test_a_kiosk_has_only_its_own_rights_whatever_it_is_given(role: Role) -> None:
    machine = Actor(name="kiosk:1", role=role, kiosk=1, admin=True, planner=True, unit_admin=7)
    assert may(machine) == ({"keep_door"} if role == Role.KIOSK else set())


@pytest.mark.parametrize(
    ("actor", "why"),
    [
        (None, "not_signed_in"),
        (Actor(name="lan", role=Role.MEMBER, person_id=1, locked=True), "locked"),
        (Actor(name="guest", role=Role.GUEST, person_id=1), "not_allowed"),
        (Actor(name="lan", role=Role.MEMBER, person_id=1), None),
    ],
)
def test_a_person_signed_out_locked_or_without_the_right_is_refused(actor: Actor | None, why: str | None) -> None:
    assert refusal(lambda: require(actor, Capability.VOTE)) == why
    if why is None:
        assert require(actor, Capability.VOTE) is actor


def test_each_of_five_roles_has_its_own_view() -> None:
    seen = {role: view_of(Actor(name="x", role=role)) for role in Role if role.value in set(View)}
    assert {role.value: view.value for role, view in seen.items()} == {view.value: view.value for view in View}

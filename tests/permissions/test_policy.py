"""Who becomes the secretary of the meeting that they plan; and whom a room shows nothing."""

import pytest

from meeting.access.actors import SYSTEM, Actor
from meeting.access.policy import keeps_what_they_plan, view_of
from meeting.kernel.refusals import Refused
from meeting.kernel.roles import Role


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
def test_who_may_plan_is_the_secretary_of_it_and_who_looks_after_all_meetings_is_not(actor: Actor, keeps: bool) -> None:
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
def test_a_tablet_that_locked_itself_and_whoever_has_no_place_look_through_no_view(
    actor: Actor | None, why: str
) -> None:
    with pytest.raises(Refused) as refused:
        view_of(actor)
    assert refused.value.code == why

"""Who becomes the secretary of the meeting that they plan."""

import pytest

from meeting.access.actors import SYSTEM, Actor
from meeting.access.policy import keeps_what_they_plan
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

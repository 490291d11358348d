"""A meeting kept as a template: offered by its name to every planner, copied into a new draft, dropped again."""

import pytest

from meeting.agenda.commands import WithdrawMeeting
from meeting.agenda.tables import items_of, seats_of
from meeting.people.commands import SetPlanner
from meeting.planning.templates import DropTemplate, KeepTemplate
from tests.council import Council
from tests.forms import plans, sentence_of
from tests.pages.client import Browser


@pytest.fixture
def planner(council: Council) -> Browser:
    """Somebody without a seat who may plan meetings."""
    council.watching = False
    council.submits("admin", SetPlanner(person_id=council.people["outsider"], planner=True))
    return Browser(council, "outsider")


def keeps(council: Council, title: str, who: str = "admin", meeting: int = 1, act: str = "") -> int:
    """Send the form of the plan; return the answer's status."""
    return Browser(council, who).send(f"/meetings/{meeting}/template", title=title, act=act).status_code


def test_every_planner_plans_from_a_template(council: Council, planner: Browser) -> None:
    assert planner.get("/meetings/new?from=1").status_code == 403, "a meeting that is none is its makers' alone"
    assert keeps(council, "Phiên thường kỳ") == 303
    assert "Phiên thường kỳ" in planner.get("/meetings/new").text
    form = planner.get("/meetings/new?from=1").text
    assert 'value="Phiên họp thường kỳ tháng 9"' in form and "UBND xã Minh Tân" in form
    made = plans(planner, **{"from": "1", "day": "2026-11-05"})
    with council.database.read() as db:
        assert [item.title for item in items_of(db, made)] == [item.title for item in items_of(db, 1)]
        assert {seat.person_id for seat in seats_of(db, 1)} < {seat.person_id for seat in seats_of(db, made)}


def test_a_template_is_renamed_and_removed(council: Council, planner: Browser) -> None:
    keeps(council, "Phiên thường kỳ")
    keeps(council, "Phiên hằng tháng")
    assert "Phiên thường kỳ" not in planner.get("/meetings/new").text
    assert "Phiên hằng tháng" in planner.get("/meetings/new").text
    assert keeps(council, "", act="drop") == 303
    assert keeps(council, "", act="drop") == 303, "dropped again it is dropped once"
    assert "Lập theo mẫu" not in planner.get("/meetings/new").text
    assert planner.get("/meetings/new?from=1").status_code == 403
    log = Browser(council, "admin").get("/log").text
    assert "Lưu phiên họp làm mẫu" in log and "Bỏ mẫu phiên họp" in log


def test_only_a_maker_of_a_meeting_makes_it_a_template(council: Council, planner: Browser) -> None:
    for command in (KeepTemplate(source=1, title="x"), DropTemplate(source=1), KeepTemplate(source=99, title="x")):
        assert council.refuses("outsider", command) == "kernel.not_found"
    for who in ("lan", "an", "guest", "outsider"):
        assert keeps(council, "x", who=who) == 403
    council.submits("admin", SetPlanner(person_id=council.people["ha"], planner=True))
    assert keeps(council, "Của thư ký", who="ha") == 303


def test_a_template_needs_a_unique_name(council: Council, planner: Browser) -> None:
    other = plans(Browser(council, "admin"))
    keeps(council, "Phiên thường kỳ")
    assert council.refuses("admin", KeepTemplate(source=1, title="")) == "planning.no_template_name"
    taken = KeepTemplate(source=other, title="Phiên thường kỳ")
    assert council.refuses("admin", taken) == "planning.template_taken"
    answer = Browser(council, "admin").send(f"/meetings/{other}/template", title="Phiên thường kỳ")
    assert sentence_of("planning.template_taken", title="Phiên thường kỳ") in answer.text


def test_a_withdrawn_plan_is_not_offered_as_a_template(council: Council, planner: Browser) -> None:
    other = plans(Browser(council, "admin"))
    keeps(council, "Phiên thường kỳ", meeting=other)
    council.submits("admin", WithdrawMeeting(meeting_id=other))
    assert "Phiên thường kỳ" not in planner.get("/meetings/new").text
    assert planner.get(f"/meetings/new?from={other}").status_code == 403
    assert council.refuses("admin", KeepTemplate(source=other, title="y")) == "planning.no_template"

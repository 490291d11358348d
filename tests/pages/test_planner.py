"""The right to plan meetings, given on a person's page: a secretary plans alone, and sees nobody else's drafts."""

import pytest

from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import find_meeting, seats_of
from meeting.people.commands import RetirePerson, SetPlanner
from tests.council import Council
from tests.forms import HEADING, plans, types
from tests.pages.client import Browser
from tests.pages.listed import log


@pytest.fixture
def vinh(council: Council) -> Browser:
    """Vinh has no seat anywhere; an administrator has let him plan meetings."""
    types(Browser(council, "admin"), f"/people/{council.people['outsider']}/planner", planner="yes")
    return Browser(council, "outsider")


def test_a_planner_plans_alone_from_the_first_page_to_publishing(council: Council, vinh: Browser) -> None:
    assert 'data-testid="to-new-meeting"' in vinh.get("/").text
    assert 'data-testid="new-meeting"' in vinh.get("/meetings").text
    assert 'href="/settings"' not in vinh.get("/meetings/new").text
    meeting = plans(vinh)
    with council.database.read() as db:
        assert [(seat.person_id, seat.role) for seat in seats_of(db, meeting)] == [
            (council.people["outsider"], "clerk")
        ], "who planned it is its secretary"
    types(vinh, f"/meetings/{meeting}/people", person=str(council.people["an"]), role="chair", votes="yes")
    types(vinh, f"/meetings/{meeting}/agenda", title="Khai mạc", form="ceremony")
    types(vinh, f"/meetings/{meeting}/publish")
    assert "tháng 10" in Browser(council, "an").get("/").text
    assert vinh.get(f"/m/{meeting}").headers["Location"].endswith("/console")


def test_a_planner_who_is_only_the_secretary_is_listed_after_those_who_decide(council: Council, vinh: Browser) -> None:
    meeting = plans(vinh)
    for who, role in (("an", "chair"), ("lan", "member"), ("nam", "member")):
        types(vinh, f"/meetings/{meeting}/people", person=str(council.people[who]), role=role, votes="yes")
    with council.database.read() as db:
        seats = seats_of(db, meeting)
    names = [seat.particulars.given_name for seat in seats]
    assert names == ["An", "Lan", "Nam", "Vinh"]
    up = str(seats[-1].id)
    types(vinh, f"/meetings/{meeting}/people/order", up=up)
    types(vinh, f"/meetings/{meeting}/people", person=str(council.people["mai"]), role="member", votes="yes")
    with council.database.read() as db:
        names = [seat.particulars.given_name for seat in seats_of(db, meeting)]
    assert names == ["An", "Lan", "Vinh", "Nam", "Mai"], "an order that somebody chose stays"


def test_a_planner_has_no_access_to_other_peoples_plans(council: Council, vinh: Browser) -> None:
    other = plans(Browser(council, "admin"))
    assert "tháng 10" not in vinh.get("/meetings").text
    for meeting in (other, council.meeting):
        assert vinh.get(f"/meetings/{meeting}").status_code == 403
        assert vinh.get(f"/meetings/new?from={meeting}").status_code == 403
        assert vinh.send(f"/meetings/{meeting}/agenda", title="x", form="other").status_code == 403
        assert vinh.send("/meetings/new", **HEADING | {"from": str(meeting)}).status_code == 403
        assert vinh.submits("agenda.publish_meeting", {"meeting_id": meeting}).status_code == 403
    assert vinh.get("/people").status_code == 403
    assert vinh.get("/rights").status_code == 403


def test_a_secretary_with_the_right_copies_the_last_meeting(council: Council) -> None:
    council.submits("admin", SetPlanner(person_id=council.people["ha"], planner=True))
    ha = Browser(council, "ha")
    assert f"/meetings/new?from={council.meeting}" in ha.get("/meetings").text
    sent = {"from": str(council.meeting), "key": "k" * 32}
    meeting = plans(ha, **sent)
    assert plans(ha, **sent) == meeting, "sent twice it is one meeting"
    with council.database.read() as db:
        before, made = ([(s.person_id, s.role) for s in seats_of(db, each)] for each in (council.meeting, meeting))
        assert made == before, "in the same order of protocol, and with one seat each"
        assert find_meeting(db, meeting).state == MeetingState.DRAFT


def test_nobody_plans_without_the_right_and_a_removed_right_ends_at_once(council: Council, vinh: Browser) -> None:
    for who in ("an", "ha", "lan"):
        assert Browser(council, who).get("/meetings/new").status_code == 403
        assert Browser(council, who).send("/meetings/new", **HEADING).status_code == 403
    meeting = plans(vinh)
    types(Browser(council, "admin"), f"/people/{council.people['outsider']}/planner", planner="no")
    assert vinh.send("/meetings/new", **HEADING | {"title": "Phiên họp khác"}).status_code == 403
    assert 'data-testid="new-meeting"' not in vinh.get("/meetings").text
    assert 'data-testid="to-new-meeting"' not in vinh.get("/").text
    assert vinh.get(f"/meetings/{meeting}").status_code == 200, "of what he planned he stays the secretary"
    council.submits("admin", RetirePerson(person_id=council.people["outsider"]))
    assert vinh.send(f"/meetings/{meeting}/agenda", title="x", form="other").status_code == 401


def test_a_planner_shows_nothing_to_anybody_before_publishing(council: Council, vinh: Browser) -> None:
    said = {"slug": "x", "title": "x", "preset": "ubnd", "edition": "vn-2025-07", "body": "x", "place": "x"}
    times = {"starts_at": "2026-10-05T01:00:00.000Z", "ends_at": "2026-10-05T02:00:00.000Z"}
    answer = vinh.submits("agenda.create_meeting", said | times)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "agenda.draft_first")


def test_the_log_and_the_page_of_rights_show_who_may_plan(council: Council, vinh: Browser) -> None:
    admin = Browser(council, "admin")
    told = " ".join(log(admin))
    assert "Đổi quyền lập phiên họp" in told
    assert "Có quyền lập phiên họp" in told
    assert "Lý Quang Vinh" in admin.get("/rights").text.partition('data-testid="planners"')[2].partition("</ul>")[0]
    assert "Thôi quyền lập phiên họp" in admin.get(f"/people/{council.people['outsider']}").text
    sent = Browser(council, "ha").send(f"/people/{council.people['ha']}/planner", planner="yes")
    assert sent.status_code == 403, "nobody gives it to themselves"

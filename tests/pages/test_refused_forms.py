"""A refused form comes back as it was filled in: nobody types anything twice."""

import re

import pytest

from meeting.people.units import MakeUnit
from tests.council import Council
from tests.forms import hands_in
from tests.pages.client import Browser


@pytest.fixture
def ha(council: Council) -> Browser:
    """The secretary of the meeting."""
    council.watching = False
    return Browser(council, "ha")


def form_of(page: str, action: str) -> str:
    """The form of a page that is sent to this address."""
    found = re.search(rf'method="post"\s+action="{re.escape(action)}[?"].*?</form>', page, re.DOTALL)
    assert found is not None
    return found[0]


def ticked(form: str, name: str) -> list[str]:
    """The values of the ticked boxes of this name."""
    return re.findall(rf'name="{name}" value="([^"]+)"\s*checked', form)


def test_a_refused_choice_of_a_person_is_kept(council: Council, ha: Browser) -> None:
    page, chosen = "/meetings/1/people", [str(council.people[who]) for who in ("outsider", "admin")]
    answer = hands_in(ha, page, person=chosen, role="guest", votes="yes")
    assert (answer.status_code, "Khách mời không có quyền biểu quyết." in answer.text) == (400, True)
    form = form_of(answer.text, page)
    assert sorted(ticked(form, "person")) == sorted(chosen)
    assert '<option value="guest" selected>' in form
    assert ticked(form, "votes") == ["yes"]


def test_a_refused_form_keeps_the_search_for_people(council: Council, ha: Browser) -> None:
    form = form_of(ha.get("/meetings/1/people?words=vinh").text, "/meetings/1/people")
    action = re.search(r'action="([^"]+)"', form)
    assert action is not None
    answer = ha.send(action[1].replace("&amp;", "&"), person=str(council.people["outsider"]), role="guest", votes="yes")
    assert 'name="words" type="search" value="vinh"' in answer.text
    assert ticked(form_of(answer.text, "/meetings/1/people"), "person") == [str(council.people["outsider"])]


def test_a_refused_change_of_a_seat_shows_what_was_typed(council: Council, ha: Browser) -> None:
    page = f"/meetings/1/people/{council.seats['lan']}"
    answer = ha.send(page, role="member", label="K9" * 20)
    assert answer.status_code == 400
    form = form_of(answer.text, page)
    assert f'value="{"K9" * 20}"' in form
    assert ticked(form, "votes") == []


def test_a_refused_choice_of_readers_is_kept(council: Council, ha: Browser) -> None:
    page, guest = f"/meetings/1/papers/{council.document}/readers", str(council.people["guest"])
    answer = ha.send(page, guests="yes", person=guest, opens_at="2026-09-24T10:00", closes_at="2026-09-24T08:00")
    assert answer.status_code == 400
    form = form_of(answer.text, page)
    assert (ticked(form, "members"), ticked(form, "guests"), ticked(form, "person")) == ([], ["yes"], [guest])
    assert 'value="2026-09-24T10:00"' in form and 'value="2026-09-24T08:00"' in form


def test_a_refused_renaming_keeps_the_new_name(council: Council, ha: Browser) -> None:
    page, name = f"/meetings/1/papers/{council.document}", "Tờ trình " * 60
    answer = ha.send(page, title=name, seen="")
    assert answer.status_code in (400, 409)
    assert name.strip() in form_of(answer.text, page)


def test_a_refused_unit_and_day_are_kept(council: Council, ha: Browser) -> None:
    unit = council.submits("system", MakeUnit(title="Phòng Kinh tế")).made["unit_id"]
    page = "/meetings/1/contributions"
    answer = ha.send(f"{page}/allot", item=str(council.items[1]), unit=str(unit), due="2030-01-01")
    assert answer.status_code == 400
    form = answer.text.partition(f'name="item" value="{council.items[1]}"')[2].partition("</form>")[0]
    assert f'<option value="{unit}" selected>' in form
    assert 'value="2030-01-01"' in form


def test_a_refused_question_is_kept(council: Council, ha: Browser) -> None:
    page = f"/meetings/1/agenda/{council.items[1]}/questions"
    answer = ha.send(page, title="Thông qua " * 50, form="hands", decision="procedural")
    assert answer.status_code == 400
    form = form_of(answer.text, page)
    assert ("Thông qua " * 50).strip() in form
    assert 'value="hands" selected' in form and 'value="procedural" selected' in form

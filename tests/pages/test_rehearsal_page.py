"""The right to begin a rehearsal, and when it is refused: by plain HTTP, whatever the page shows."""

import pytest

from meeting.cli.rehearsing import check_served
from meeting.kernel.refusals import Refused, declared
from meeting.rehearsal.choosing import check, chosen
from meeting.rehearsal.place import RehearsalPlace
from tests.council import Council
from tests.pages.client import Browser


def begun(council: Council, who: str) -> tuple[int, str]:
    answer = Browser(council, who).send("/rehearsal", meeting=str(council.meeting))
    return answer.status_code, answer.text


def test_only_secretary_and_administrator_begin_a_rehearsal(council: Council) -> None:
    for who in ("an", "lan", "guest", "outsider", "screen"):
        assert begun(council, who)[0] == 403, who


def test_a_rehearsal_is_refused_while_a_meeting_runs(sitting: Council) -> None:
    status, said = begun(sitting, "admin")
    assert status in (403, 409)
    with sitting.database.read() as db, pytest.raises(Refused) as refused:
        check(db, None, sitting.clock())
    assert refused.value.code == "rehearsal.in_meeting"
    assert not RehearsalPlace(sitting.house.site.settings.data).is_there()
    assert "data-awaiting" not in said


def test_a_rehearsal_needs_a_plan(sitting: Council) -> None:
    with sitting.database.read() as db, pytest.raises(Refused) as refused:
        chosen(db, None)
    assert refused.value.code == "rehearsal.no_plan"


def test_a_second_rehearsal_is_refused_while_the_first_is_prepared(council: Council) -> None:
    RehearsalPlace(council.house.site.settings.data).folder.mkdir()
    status, said = begun(council, "ha")
    assert status == 409
    assert "Đang tập dượt" in said
    assert declared()["rehearsal.under_way"][1] in said


def test_the_real_room_has_no_rehearsal_to_end_or_to_silence(council: Council) -> None:
    for path in ("/rehearsal/end", "/rehearsal/drill"):
        assert Browser(council, "admin").send(path).status_code == 404
        assert Browser(council).send(path).status_code in (303, 401)


def test_no_page_of_the_real_room_is_marked_as_a_rehearsal(council: Council) -> None:
    for who, path in (
        ("lan", "/"),
        ("ha", f"/m/{council.meeting}/console"),
        ("screen", f"/m/{council.meeting}/screen"),
    ):
        assert 'data-testid="rehearsal"' not in Browser(council, who).get(path).text


def test_a_page_of_an_ended_rehearsal_leads_to_today(council: Council) -> None:
    answer = Browser(council, "lan").get("/m/900000000/console")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_the_command_line_needs_a_running_server(council: Council) -> None:
    with pytest.raises(Refused) as refused:
        check_served(council.house.site.settings)
    assert refused.value.code == "rehearsal.not_served"

"""The right to see pages: every page by every role, and no route without a stated answer."""

import pytest

from meeting.kernel.refusals import Refused
from tests.council import Council
from tests.every_page import PAGES

WHO = ("an", "ha", "lan", "guest", "outsider", "admin", "screen", None)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_answers_each_role_as_the_table_says(seen: Council, path: str) -> None:
    for who, expected in zip(WHO, PAGES[path], strict=True):
        answer = seen.browser(who).get(path)
        if isinstance(expected, str):
            assert (answer.status_code, answer.headers["Location"]) == (303, expected), who
        else:
            assert answer.status_code == expected, who
        answer.close()


def test_every_route_is_in_the_table(council: Council) -> None:
    adapter = council.house.app.url_map.bind("phonghop.test")
    named = {adapter.match(path)[0] for path in PAGES if path != "/no-such-page"}
    readable = {rule.endpoint for rule in council.house.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert readable - named == {"static"}


def test_no_page_signs_anybody_in_as_the_system(council: Council) -> None:
    """Nobody can ask over the network for what only the installation itself may do."""
    for who in ("an", "ha", "admin"):
        browser = council.browser(who)
        browser.application.config["WTF_CSRF_ENABLED"] = False
        command = {"meeting_id": council.meeting, "document_id": council.document, "reason": "x"}
        answer = browser.post("/do/documents.record_no_rendition", json={"payload": command})
        assert (answer.status_code, answer.get_json()["code"]) == (403, "access.not_allowed")


def test_a_person_without_a_seat_follows_no_meeting(council: Council) -> None:
    """The gallery follows a meeting until the process ends, for everybody: an address typed by a stranger must not
    begin it."""
    for who in (None, "outsider", "screen"):
        for number in (1, 2, 99):
            for place in ("tablet", "console", "chair"):
                if (who, number) != ("screen", 1):
                    council.browser(who).get(f"/m/{number}/{place}")
    assert council.house.gallery.known() == []
    with pytest.raises(Refused) as refused:
        council.house.gallery.catch_up(99)
    assert refused.value.code == "kernel.not_found"
    assert council.house.gallery.known() == []

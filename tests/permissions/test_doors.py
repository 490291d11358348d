"""Who may see what: every page by every role, and no route without a stated answer."""

import pytest

from meeting.kernel.refusals import Refused
from tests.council import Council

WHO = ("an", "ha", "lan", "guest", "outsider", "admin", "screen", None)
PAGES: dict[str, tuple[int | str, ...]] = {
    #                      an   ha   lan  guest outsider admin screen  nobody
    "/":                  (200, 200, 200, 200, 200, 200, "/m/1/screen", "/sign-in"),
    "/m/1":               ("/m/1/chair", "/m/1/console", 200, 200, 403, 403, "/m/1/screen", "/sign-in"),
    "/m/1/tablet":        (200, 200, 200, 200, 403, 403, 200, "/sign-in"),
    "/m/1/console":       (403, 200, 403, 403, 403, 403, 403, "/sign-in"),
    "/m/1/roll":          (403, 200, 403, 403, 403, 403, 403, "/sign-in"),
    "/m/1/map":           (200, 200, 403, 403, 403, 403, 403, "/sign-in"),
    "/m/1/votes":         (403, 200, 403, 403, 403, 403, 403, "/sign-in"),
    "/m/1/chair":         (200, 403, 403, 403, 403, 403, 403, "/sign-in"),
    "/m/1/screen":        (403, 403, 403, 403, 403, 403, 200, "/sign-in"),
    "/m/1/papers/1":      (200, 200, 200, 404, 404, 404, 404, "/sign-in"),
    "/m/1/papers/1/file.pdf": (200, 200, 200, 404, 404, 404, 404, "/sign-in"),
    "/m/1/papers/1/original": (200, 200, 200, 404, 404, 404, 404, "/sign-in"),
    "/m/1/papers/own":    (200, 200, 200, 200, 403, 403, 200, "/sign-in"),
    "/m/1/papers/1/changes": (404, 404, 404, 404, 403, 403, 403, "/sign-in"),
    "/m/1/reading":       (200, 200, 200, 200, 403, 403, 403, "/sign-in"),
    "/m/1/reading/news":  (200, 200, 200, 200, 403, 403, 200, "/sign-in"),
    "/meetings/1/papers/1/reading": (200, 200, 403, 403, 403, 200, 403, "/sign-in"),
    "/m/1/papers/99":     (404, 404, 404, 404, 404, 404, 404, "/sign-in"),
    "/m/1/papers/99/file.pdf": (404, 404, 404, 404, 404, 404, 404, "/sign-in"),
    "/m/1/votes/1/names": (404, 404, 403, 403, 403, 403, 403, "/sign-in"),
    "/m/1/minutes.pdf":   (404, 404, 404, 404, 403, 403, 404, "/sign-in"),
    "/m/1/minutes/sign":  (404, 404, 403, 403, 403, 403, 403, "/sign-in"),
    "/m/1/roll.pdf":      (200, 200, 403, 403, 403, 403, 403, "/sign-in"),
    "/m/1/pass.svg":      (403, 200, 403, 403, 403, 403, 200, "/sign-in"),
    "/m/1/check-in":      (200, 200, 200, 200, 403, 403, 403, "/sign-in"),
    "/m/1/door":         (200, 200, 403, 403, 403, 403, 403, "/sign-in"),
    "/m/1/door/worker.js": (200,) * 8,
    "/m/1/door/people":  (200, 200, 403, 403, 403, 403, 403, "/sign-in"),
    "/m/1/invitations":  (200, 200, 403, 403, 403, 403, 403, "/sign-in"),
    "/i/1.1.aaaaaaaaaaaaaaaa": (*("/m/1",) * 4, 200, 200, 200, 200),
    "/i/abc":            (200,) * 8,
    "/kiosk":            (200,) * 8,
    "/kiosk/AB234567":   (200,) * 8,
    "/m/1/aside":        (200, 403, 200, 403, 403, 403, 403, "/sign-in"),
    "/m/1/alarms":        (200, 200, 403, 403, 403, 403, 403, "/sign-in"),
    "/m/1/heads":         (200, 200, 200, 200, 403, 403, 200, "/sign-in"),
    "/m/1/my-device":     (200, 200, 200, 200, 403, 403, 403, "/sign-in"),
    "/check":             (200, 200, 200, 200, 200, 200, 200, 200),
    "/m/99":              (403, 403, 403, 403, 403, 403, 403, "/sign-in"),
    "/m/99/tablet":       (403, 403, 403, 403, 403, 403, 403, "/sign-in"),
    "/m/99/console":      (403, 403, 403, 403, 403, 403, 403, "/sign-in"),
    "/meetings":          (200, 200, 200, 200, 200, 200, 403, "/sign-in"),
    "/meetings/new":      (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/meetings/1":        (403, 200, 403, 403, 403, 200, 403, "/sign-in"),
    "/meetings/1/people": (403, 200, 403, 403, 403, 200, 403, "/sign-in"),
    "/meetings/1/name-cards": (403, 200, 403, 403, 403, 200, 403, "/sign-in"),
    "/m/1/notice.pdf":    (404, 404, 404, 404, 403, 404, 404, "/sign-in"),
    "/meetings/1/seating": (403, 200, 403, 403, 403, 200, 403, "/sign-in"),
    "/meetings/1/agenda": (403, 200, 403, 403, 403, 200, 403, "/sign-in"),
    "/meetings/1/mandates": (403, 200, 403, 403, 403, 200, 403, "/sign-in"),
    "/meetings/1/votes/99/roll": (404, 404, 403, 403, 403, 403, 403, "/sign-in"),
    "/meetings/1/agenda/change": (403, 409, 403, 403, 403, 409, 403, "/sign-in"),
    "/meetings/1/again": (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/meetings/1/papers": (403, 200, 403, 403, 403, 200, 403, "/sign-in"),
    "/meetings/1/papers/1/original": (403, 200, 403, 403, 403, 200, 403, "/sign-in"),
    "/meetings/1/papers/1/versions": (403, 200, 403, 403, 403, 200, 403, "/sign-in"),
    "/meetings/1/papers/1/versions/1": (403, 200, 403, 403, 403, 200, 403, "/sign-in"),
    "/meetings/1/papers/1/versions/2": (403, 404, 403, 403, 403, 404, 403, "/sign-in"),
    "/meetings/1/papers/1/readers": (403, 200, 403, 403, 403, 200, 403, "/sign-in"),
    "/meetings/1/contributions": (403, 200, 403, 403, 403, 200, 403, "/sign-in"),
    "/meetings/1/contributions/99/file": (403, 404, 403, 403, 403, 404, 403, "/sign-in"),
    "/unit-work":         (200, 200, 200, 200, 200, 200, 403, "/sign-in"),
    "/unit-work/1/contributions/99/file": (403, 403, 403, 403, 403, 403, 403, "/sign-in"),
    "/meetings/99":       (403, 403, 403, 403, 403, 404, 403, "/sign-in"),
    "/calendar":         (200, 200, 200, 200, 200, 200, 403, "/sign-in"),
    "/m/1/binder":        (200, 200, 200, 200, 403, 403, 403, "/sign-in"),
    "/m/1/binder/file.pdf": (404, 404, 404, 404, 403, 403, 403, "/sign-in"),
    "/search":            (200, 200, 200, 200, 200, 200, 403, "/sign-in"),
    "/meetings/1/approval": (403, 200, 403, 403, 403, 200, 403, "/sign-in"),
    "/meetings/1/approval/papers/1.pdf": (403, 200, 403, 403, 403, 200, 403, "/sign-in"),
    "/meetings/1/approval/changes": (200, 200, 403, 403, 403, 200, 403, "/sign-in"),
    "/m/1/changes":       (200, 200, 200, 200, 403, 403, 403, "/sign-in"),
    "/people":            (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/people/new":        (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/people/import":     (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/people/import/99":  (403, 403, 403, 403, 403, 404, 403, "/sign-in"),
    "/people/3":          (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/certificates":      (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/feedback":          (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/meetings/1/cards":   (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/certificates.jsonl": (403, 403, 403, 403, 403, 404, 403, "/sign-in"),
    "/people/99":         (403, 403, 403, 403, 403, 404, 403, "/sign-in"),
    "/people/3/card":     (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/m/1/seats/3/card":  (200, 200, 403, 403, 403, 403, 403, "/sign-in"),
    "/devices":           (200, 200, 200, 200, 200, 200, 403, "/sign-in"),
    "/overview":          (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/directory":         (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/second-factor":     (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/second":            (410,) * 8,
    "/backup":            (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/help":              (200,) * 8,
    "/help/vote":         (200,) * 8,
    "/rehearsal":         (403, 200, 403, 403, 403, 200, 403, "/sign-in"),
    "/network":           (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/trust":             (200,) * 8,
    "/trust/check":       (204,) * 8,
    "/trust/phonghop.crt": (404,) * 8,
    "/trust/phonghop.mobileconfig": (404,) * 8,
    "/log":              (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/log.csv":          (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/log.exe":          (403, 403, 403, 403, 403, 404, 403, "/sign-in"),
    "/log/sign-ins":     (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/log/sign-ins.csv": (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/catalogues":       (403, 403, 403, 403, 403, "/catalogues/meeting_kinds", 403, "/sign-in"),
    "/catalogues/rooms": (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/catalogues/cars":  (403, 403, 403, 403, 403, 404, 403, "/sign-in"),
    "/law":              (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/law/vn-2025-07":   (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/law/nowhere":      (403, 403, 403, 403, 403, 404, 403, "/sign-in"),
    "/law/vn-2025-07/new": (403, 403, 403, 403, 403, 404, 403, "/sign-in"),
    "/settings":         (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/rights":           (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/locked":            ("/", "/", "/", "/", "/", "/", "/sign-in", "/sign-in"),
    "/units":             (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/groups":            (403, 403, 403, 403, 403, 200, 403, "/sign-in"),
    "/sign-in":           (200,) * 8,
    "/c/no-such-card":    (404,) * 8,
    "/card":              (410,) * 8,
    "/screen/1-forged":   (404,) * 8,
    "/q/abcdef":          (200,) * 8,
    "/healthz":           (200,) * 8,
    "/no-such-page":      (404,) * 8,
}  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_answers_each_role_as_the_table_says(seen: Council, path: str) -> None:
    for who, expected in zip(WHO, PAGES[path], strict=True):
        answer = seen.browser(who).get(path)
        if isinstance(expected, str):
            assert (answer.status_code, answer.headers["Location"]) == (303, expected), who
        else:
            assert answer.status_code == expected, who
        answer.close()


def test_every_route_stands_in_the_table(council: Council) -> None:
    adapter = council.house.app.url_map.bind("phonghop.test")
    named = {adapter.match(path)[0] for path in PAGES if path != "/no-such-page"}
    readable = {rule.endpoint for rule in council.house.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert readable - named == {"static"}


def test_the_system_has_no_door(council: Council) -> None:
    """Nobody can ask over the network for what only the installation itself may do."""
    for who in ("an", "ha", "admin"):
        browser = council.browser(who)
        browser.application.config["WTF_CSRF_ENABLED"] = False
        order = {"meeting_id": council.meeting, "document_id": council.document, "reason": "x"}
        answer = browser.post("/do/documents.record_no_rendition", json={"payload": order})
        assert (answer.status_code, answer.get_json()["code"]) == (403, "access.not_allowed")


def test_a_person_who_has_no_seat_gives_the_house_no_meeting_to_follow(council: Council) -> None:
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

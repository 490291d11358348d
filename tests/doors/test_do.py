"""The HTTP door for commands: strict, safe from other sites, and the same for scripts and plain forms."""

from collections.abc import Callable

import pytest

from meeting.kernel.refusals import number_of
from meeting.voting.events import BallotCast
from tests.cast import PIN
from tests.council import AGAINST, FOR, Council
from tests.pages.client import Browser

CAST = "voting.cast_ballot"


@pytest.fixture
def voting(sitting: Council) -> Council:
    """A vote is open; it is motion 1."""
    sitting.opens_motion()
    return sitting


def ballot(choice: object = FOR, **more: object) -> dict[str, object]:
    return {"meeting_id": 1, "motion_id": 1, "choice": choice, **more}


def test_a_script_gets_the_reply_as_json(voting: Council) -> None:
    answer = Browser(voting, "lan").submits(CAST, ballot(), key="k1")
    reply = answer.get_json()
    assert (answer.status_code, reply["ok"], reply["upto"]) == (200, True, voting.seq())
    assert reply["answer"] == {}, "a ballot makes nothing that is named by a number"
    assert reply["at"].endswith("Z")
    assert len(reply["code"]) == 4


def test_a_repeated_key_from_another_device_is_the_same_ballot(voting: Council) -> None:
    first = Browser(voting, "lan").submits(CAST, ballot(), key="k1").get_json()
    assert Browser(voting, "lan").submits(CAST, ballot(), key="k1").get_json() == first
    assert len([event for event in voting.events() if isinstance(event, BallotCast)]) == 1
    answer = Browser(voting, "lan").submits(CAST, ballot(AGAINST), key="k1")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "commands.key_reused")


def test_a_refusal_is_a_code_and_a_sentence_in_the_readers_language(voting: Council) -> None:
    browser = Browser(voting, "lan")
    refused = browser.submits(CAST, ballot(motion_id=999)).get_json()
    assert (refused["ok"], refused["code"], refused["status"]) == (False, "kernel.not_found", 404)
    assert refused["message"] == "Không tìm thấy nội dung được yêu cầu."


@pytest.mark.parametrize(
    "payload",
    [
        {},
        ballot(1),
        ballot("maybe"),
        ballot(None),
        ballot([FOR]),
        ballot(extra=1),
        ballot(seat_id="3"),
        ballot(meeting_id="1"),
        ballot(motion_id=1.0),
        ballot(motion_id=True),
        ballot(motion_id=2**31),
        ballot(motion_id=-(2**70)),
        [],
        "cast",
        None,
        7,
    ],
)
def test_an_inexact_ballot_is_refused(voting: Council, payload: object) -> None:
    answer = Browser(voting, "lan").submits(CAST, payload)
    assert (answer.status_code, answer.get_json()["code"]) == (400, "commands.malformed")
    assert voting.box(1) == {}


def test_a_choice_longer_than_any_text_is_refused(voting: Council) -> None:
    answer = Browser(voting, "lan").submits(CAST, ballot("x" * 20_001))
    assert (answer.status_code, answer.get_json()["code"]) == (400, "commands.too_long")
    assert voting.box(1) == {}


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"payload": {}, "key": 5}', b"[" * 50_000, b'{"a":' * 20_000, b"\xff\xfe"]
)
def test_a_body_that_cannot_be_read_is_refused(voting: Council, body: bytes) -> None:
    browser = Browser(voting, "lan")
    answer = browser.client.post(
        f"/do/{CAST}", data=body, content_type="application/json", headers={"X-CSRFToken": browser.csrf()}
    )
    assert (answer.status_code, answer.get_json()["code"]) == (400, "commands.malformed")


def test_a_faulty_request_is_explained_in_the_log_and_not_on_a_screen(
    voting: Council, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        message = Browser(voting, "lan").submits(CAST, ballot(seat_id="3")).get_json()["message"]
    assert message == "Máy chủ không hiểu yêu cầu này. Hãy tải lại trang rồi thử lại."
    assert "got `str` - at `$.seat_id`" in caplog.text


def test_a_command_that_does_not_exist_is_not_found(voting: Council) -> None:
    assert Browser(voting, "lan").submits("voting.stuff_the_box", {}).status_code == 404


def test_a_text_is_kept_in_one_form_whatever_the_keyboard(council: Council) -> None:
    """A tablet may send an accent as a separate character; the record has one spelling."""
    payload = {"meeting_id": 1, "position": 9, "title": "  Tha\u0309o lua\u0323\u0302n\u200b\u202e  "}
    Browser(council, "ha").submits("agenda.add_item", payload)
    assert council.events()[-1].title == "Thảo luận"  # type: ignore[attr-defined]


def test_an_oversized_request_is_refused_before_it_is_read(voting: Council) -> None:
    browser = Browser(voting, "lan")
    answer = browser.client.post(
        f"/do/{CAST}",
        data=b"x" * ((1 << 20) + 1),
        content_type="application/json",
        headers={"X-CSRFToken": browser.csrf(), "Accept": "application/json"},
    )
    assert (answer.status_code, answer.get_json()["code"]) == (413, "web.too_large")


def test_a_plain_form_does_the_same_and_goes_back_where_it_came_from(council: Council) -> None:
    browser = Browser(council, "ha")
    answer = browser.send(
        "/do/attendance.mark_present", meeting_id="1", seat_id=str(council.seats["lan"]), next="/m/1/roll", key="k"
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, "/m/1/roll")
    assert "1/9" in council.sees("screen", "quorum")


def test_a_checkbox_that_is_not_ticked_means_no(council: Council) -> None:
    seat = str(council.seats["lan"])
    Browser(council, "ha").send("/do/attendance.note_absence", meeting_id="1", seat_id=seat, reason="Ốm")
    assert council.events()[-1].excused is False  # type: ignore[attr-defined]
    Browser(council, "ha").send(
        "/do/attendance.note_absence", meeting_id="1", seat_id=seat, reason="Ốm", excused="true"
    )
    assert council.events()[-1].excused is True  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "\n//evil.example",
    ],
)
def test_a_form_never_redirects_to_another_site(council: Council, wanted: str) -> None:
    seat = str(council.seats["lan"])
    answer = Browser(council, "ha").send("/do/attendance.mark_present", meeting_id="1", seat_id=seat, next=wanted)
    assert answer.headers["Location"] == "/" or answer.headers["Location"].startswith("/%")


@pytest.mark.parametrize("seat_id", ["x", "1e9", "NaN", "", "[1]", "1" * 5000])
def test_a_form_with_nonsense_for_a_number_is_refused(council: Council, seat_id: str) -> None:
    answer = Browser(council, "ha").send("/do/attendance.mark_present", meeting_id="1", seat_id=seat_id)
    assert answer.status_code == 400
    assert " ".join(str(number_of("commands.malformed"))) in answer.text


def test_a_person_who_is_not_signed_in_reads_so(voting: Council) -> None:
    answer = Browser(voting).submits(CAST, ballot())
    assert (answer.status_code, answer.get_json()["code"]) == (401, "access.not_signed_in")


def test_every_write_needs_the_token_of_our_pages(council: Council) -> None:
    app = council.house.app
    writes = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert len(writes) >= 7
    for rule in writes:
        if rule.endpoint == "checking.check":  # it writes nothing, and knows nobody
            continue
        values: dict[str, object] = dict.fromkeys(rule.arguments, 1)
        path = app.url_map.bind("phonghop.test").build(rule.endpoint, values, method="POST")
        for who in ("ha", None):
            browser = Browser(council, who)
            for attempt in (
                {"data": {"account": "lan", "pin": PIN}},
                {"json": {"payload": {}}},
                {"data": {"csrf_token": "forged"}},
            ):
                answer = browser.client.post(path, headers={"Accept": "application/json"}, **attempt)  # type: ignore[arg-type]
                assert (answer.status_code, answer.get_json()["code"]) == (400, "web.bad_form"), (path, attempt)


def test_the_token_of_one_browser_is_useless_in_another(voting: Council) -> None:
    stolen = Browser(voting, "nam").csrf()
    answer = Browser(voting, "lan").client.post(
        f"/do/{CAST}", json={"payload": ballot()}, headers={"X-CSRFToken": stolen}
    )
    assert answer.status_code == 400


def test_another_http_method_is_refused(council: Council) -> None:
    browser = Browser(council, "lan")
    assert browser.get(f"/do/{CAST}").status_code in (404, 405)
    assert browser.client.put("/m/1", headers={"X-CSRFToken": browser.csrf()}).status_code in (404, 405)


def test_a_full_disk_is_reported_and_nothing_is_acknowledged(build: Callable[..., Council]) -> None:
    from sqlalchemy import text

    from meeting.store.engine import is_sqlite

    council = build()
    council.sits()
    council.opens_motion()
    if not is_sqlite(council.database.url):
        pytest.skip("about SQLite; tests/store says the same of PostgreSQL")
    council.database.gate.submit(lambda db: db.execute(text("pragma max_page_count = 1")))
    payload = {"meeting_id": 1, "item_id": council.items[0], "text": "Diễn biến rất dài " * 1000, "version": 0}
    answer = Browser(council, "ha").submits("conduct.record_conclusion", payload, key="k1")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "store.unavailable")
    council.database.gate.submit(lambda db: db.execute(text("pragma max_page_count = 1073741823")))
    answer = Browser(council, "ha").submits("conduct.record_conclusion", payload, key="k1")
    assert answer.status_code == 200, "the same key may be used: nothing was done under it"


def test_a_paper_is_accepted_only_where_its_content_is_checked(council: Council) -> None:
    paper = {"item_id": None, "title": "Tờ trình", "filename": "a.pdf", "media_type": "text/html", "sha256": "a" * 64}
    for who in ("ha", "admin"):
        answer = Browser(council, who).submits("documents.add_document", {"meeting_id": 1, "size": 1} | paper)
        assert (answer.status_code, answer.get_json()["code"]) == (404, "kernel.not_found")


def test_nobody_records_a_signature_that_does_not_exist(voting: Council) -> None:
    claim = {"meeting_id": 1, "approved_sha256": "a" * 64, "signed_sha256": "b" * 64, "certificate": "c"}
    for who in ("an", "ha"):
        answer = Browser(voting, who).submits("minutes.record_signature", claim)
        assert (answer.status_code, answer.get_json()["code"]) == (404, "kernel.not_found")

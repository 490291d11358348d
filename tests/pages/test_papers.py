"""Papers and minutes as files: parts of them, cached copies of them, and only for those who may read them."""

import hashlib
import re
from datetime import timedelta

import pytest

from meeting.documents.commands import AddDocument, RecordNoRendition, RecordRendition
from meeting.documents.content.kinds import MEDIA_TYPES
from meeting.kernel.refusals import Refused
from meeting.minutes.commands import RecordDraft, RecordSignature, RequestDraft, signed_roles
from meeting.minutes.tables import latest_minutes
from meeting.signing.certificates import SIGNER_YEARS, found_authority
from meeting.signing.keyring import Keyring
from tests.cast import PDF
from tests.conftest import Builder
from tests.council import Council
from tests.keys import unentered
from tests.pages.client import Browser

FILE = "/m/1/papers/1/file.pdf"
JSON = "application/json"


def test_a_paper_arrives_complete_and_named_by_its_hash(council: Council) -> None:
    answer = Browser(council, "lan").get(FILE)
    assert answer.data == PDF
    assert answer.headers["ETag"] == f'"{hashlib.sha256(PDF).hexdigest()}"'
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-cache", "its address stays when another paper comes there"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_readers_page_has_a_lasting_address_of_the_content(council: Council) -> None:
    """The second opening of a paper asks the server for no part of it."""
    browser = Browser(council, "lan")
    address = f"{FILE}?of={hashlib.sha256(PDF).hexdigest()[:16]}"
    assert f'data-file="{address}"' in browser.get("/m/1/papers/1").get_data(as_text=True)
    answer = browser.get(address)
    assert (answer.data, answer.headers["Cache-Control"]) == (PDF, "private, max-age=31536000, immutable")
    assert Browser(council, "outsider").get(address).status_code == 404


def test_parts_of_a_replaced_paper_are_never_mixed_with_the_new_one(council: Council) -> None:
    browser, address = Browser(council, "lan"), f"{FILE}?of={hashlib.sha256(PDF).hexdigest()}"
    newer = council.house.site.blobs.put(PDF + b"%")
    council.submits("system", RecordRendition(meeting_id=1, document_id=council.document, pdf_sha256=newer, pages=1))
    assert browser.get(address, Range="bytes=0-9", Accept=JSON).get_json()["code"] == "documents.replaced"
    assert browser.get(FILE).data == PDF + b"%"


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-9", PDF[:10]),
        ("bytes=10-", PDF[10:]),
        ("bytes=-5", PDF[-5:]),
        ("bytes=5-99999", PDF[5:]),
        ("bytes=0-0", PDF[:1]),
    ],
)
def test_a_requested_part_is_sent_as_a_part(council: Council, asked: str, part: bytes) -> None:
    answer = Browser(council, "lan").get(FILE, Range=asked)
    assert (answer.status_code, answer.data) == (206, part)
    assert answer.headers["Content-Length"] == str(len(part))
    first = len(PDF) - len(part) if asked != "bytes=0-9" and asked != "bytes=0-0" else 0
    assert answer.headers["Content-Range"] == f"bytes {first}-{first + len(part) - 1}/{len(PDF)}"


def test_a_missing_part_is_answered_with_416(council: Council) -> None:
    answer = Browser(council, "lan").get(FILE, Range=f"bytes={len(PDF)}-")
    assert (answer.status_code, answer.data) == (416, b"")
    assert answer.headers["Content-Range"] == f"bytes */{len(PDF)}"


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "pages=1-2", "bytes=9-3", "nonsense"])
def test_an_unknown_range_gets_the_whole_paper(council: Council, asked: str) -> None:
    answer = Browser(council, "lan").get(FILE, Range=asked)
    assert (answer.status_code, answer.data) == (200, PDF)


def test_an_unchanged_paper_is_not_sent_again(council: Council) -> None:
    browser = Browser(council, "lan")
    etag = browser.get(FILE).headers["ETag"]
    answer = browser.get(FILE, If_None_Match=etag)
    assert (answer.status_code, answer.data) == (304, b"")
    assert browser.get(FILE, If_None_Match='"another"').status_code == 200


def test_a_part_is_sent_only_while_the_paper_is_the_same(council: Council) -> None:
    browser = Browser(council, "lan")
    etag = browser.get(FILE).headers["ETag"]
    part = browser.get(FILE, Range="bytes=0-9", If_Range=etag)
    assert (part.status_code, part.data) == (206, PDF[:10])
    whole = browser.get(FILE, Range="bytes=0-9", If_Range='"another"')
    assert (whole.status_code, whole.data) == (200, PDF)


def test_a_proxy_that_sends_papers_learns_the_file_after_the_decision(build: Builder) -> None:
    council = build(behind_proxy="10.0.0.7", proxy_papers="/papers-inside/")
    sha256 = hashlib.sha256(PDF).hexdigest()
    by_proxy = Browser(council, "lan", "10.0.0.7").get(FILE, Range="bytes=0-9")
    assert by_proxy.headers["X-Accel-Redirect"] == f"/papers-inside/{sha256[:2]}/{sha256}"
    assert (by_proxy.status_code, by_proxy.data) == (200, b"")
    assert (council.house.site.settings.data / "blobs" / sha256[:2] / sha256).read_bytes() == PDF
    past_it = Browser(council, "lan", "10.0.0.8").get(FILE)
    assert (past_it.data, "X-Accel-Redirect" in past_it.headers) == (PDF, False)
    refused = Browser(council, "outsider", "10.0.0.7").get(FILE)
    assert (refused.status_code, "X-Accel-Redirect" in refused.headers) == (404, False)


def test_a_head_request_gets_the_size_and_no_content(council: Council) -> None:
    answer = Browser(council, "lan").client.head(FILE)
    assert (answer.status_code, answer.data, answer.headers["Content-Length"]) == (200, b"", str(len(PDF)))


def test_a_person_with_the_hash_must_still_have_a_seat(council: Council) -> None:
    etag = Browser(council, "lan").get(FILE).headers["ETag"]
    for headers in ({}, {"Range": "bytes=0-1"}, {"If_None_Match": etag}):
        assert Browser(council, "outsider").get(FILE, **headers).status_code == 404


def test_a_paper_under_conversion_says_so_and_its_original_comes_once_it_was_checked(
    council: Council,
) -> None:
    blob = council.house.site.blobs.put(b"PK original")
    added = council.submits(
        "system",
        AddDocument(
            meeting_id=1,
            item_id=None,
            title="Phụ lục",
            filename='phụ lục "1".docx',
            media_type=MEDIA_TYPES[".docx"],
            sha256=blob,
            size=11,
        ),
    )
    number = added.made["document_id"]
    browser = Browser(council, "lan")
    assert browser.get(f"/m/1/papers/{number}/file.pdf", Accept=JSON).get_json()["code"] == "documents.not_ready"
    assert browser.get(f"/m/1/papers/{number}", Accept=JSON).get_json()["code"] == "documents.not_ready"
    assert browser.get(f"/m/1/papers/{number}/original", Accept=JSON).get_json()["code"] == "documents.not_ready"
    council.submits("system", RecordNoRendition(meeting_id=1, document_id=number, reason="tệp hỏng"))
    answer = browser.get(f"/m/1/papers/{number}/original")
    assert answer.data == b"PK original"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert "ph%E1%BB%A5%20l%E1%BB%A5c%20%221%22.docx" in disposition
    assert browser.get(f"/m/1/papers/{number}").headers["Location"] == f"/m/1/papers/{number}/original"


def test_a_paper_whose_file_is_gone_is_missing_and_not_a_fault(council: Council) -> None:
    council.submits("system", RecordRendition(meeting_id=1, document_id=council.document, pdf_sha256="0" * 64, pages=1))
    assert Browser(council, "lan").get(FILE).status_code == 404
    with pytest.raises(Refused):
        council.house.site.blobs.path("0" * 64)


@pytest.fixture
def drafted(sitting: Council) -> Council:
    """A meeting that is over, its minutes drawn and not signed."""
    with sitting.unwatched():
        sitting.ends()
    sha256 = sitting.house.site.blobs.put(PDF)
    command = RecordDraft(meeting_id=1, sha256=sha256, pages=1, journal_seq=sitting.seq(), journal_head="h")
    sitting.submits("system", command)
    return sitting


def test_only_signers_read_the_minutes_until_the_chairs_signature_locks_them(drafted: Council) -> None:
    path, sha256 = "/m/1/minutes.pdf", hashlib.sha256(PDF).hexdigest()
    readers = {who: Browser(drafted, who) for who in ("an", "ha", "lan", "guest", "outsider")}

    def statuses() -> list[int]:
        return [browser.get(path).status_code for browser in readers.values()]

    assert statuses() == [200, 200, 404, 404, 403]
    for who in ("ha", "an"):
        assert statuses() == [200, 200, 404, 404, 403]
        command = RecordSignature(meeting_id=1, approved_sha256=sha256, signed_sha256=sha256, certificate="x")
        drafted.submits(who, command)
    assert statuses() == [200, 200, 200, 200, 403]
    assert "no-cache" in readers["lan"].get(path).headers["Cache-Control"], "the file gains signatures"


def test_signing_needs_the_pin_again_and_the_bytes_on_the_screen(drafted: Council) -> None:
    sha256 = hashlib.sha256(PDF).hexdigest()

    def told(who: str, pin: str, approved: str = sha256) -> dict[str, str]:
        browser = Browser(drafted, who)
        answer = browser.client.post(
            "/m/1/minutes/sign",
            data={"csrf_token": browser.csrf(), "sha256": approved, "pin": pin},
            headers={"Accept": JSON},
        )
        return dict(answer.get_json())

    def sign(who: str, pin: str, approved: str = sha256) -> str:
        return told(who, pin, approved)["code"]

    assert sign("ha", "482915", approved="another") == "minutes.changed"
    assert sign("an", "482915") == "minutes.clerk_first"
    assert sign("lan", "482915") == "minutes.not_signer"
    lacking = told("ha", "482915")
    assert lacking["code"] == "minutes.no_key"
    assert lacking["message"].endswith("Nhờ người giữ máy chủ cấp lại thẻ."), "and no words for a terminal"
    site, authority = drafted.house.site, found_authority("Văn phòng", now=drafted.clock())
    keyring = Keyring(site.settings.data / "keys", site.secret)
    keyring.make_signer("ha", "482915", full_name="Lê Thị Hà", title="", unit="")
    assert sign("ha", "482915") == "minutes.no_certificate"
    keyring.certify("ha", authority, now=drafted.clock(), enter=unentered)
    assert sign("ha", "000000") == "minutes.wrong_pin"
    assert sign("ha", "482915") == "minutes.not_signed", "this file has no place to sign"
    keyring.of("ha").write_bytes(b"not a key")
    assert sign("ha", "482915") == "minutes.wrong_pin"


@pytest.mark.parametrize(
    ("made", "code"),
    [(timedelta(days=-4 * 366), "minutes.certificate_ended"), (timedelta(days=2), "minutes.certificate_not_begun")],
)
def test_nobody_signs_with_an_expired_certificate_and_the_record_is_not_locked(
    drafted: Council, made: timedelta, code: str
) -> None:
    site, at = drafted.house.site, drafted.clock() + made
    keyring = Keyring(site.settings.data / "keys", site.secret)
    keyring.make_signer("ha", "482915", full_name="Lê Thị Hà", title="", unit="")
    keyring.certify("ha", found_authority("Văn phòng", now=at), now=at, enter=unentered)
    browser, sha256 = Browser(drafted, "ha"), hashlib.sha256(PDF).hexdigest()
    form = {"csrf_token": browser.csrf(), "sha256": sha256, "pin": "482915"}
    answer = browser.client.post("/m/1/minutes/sign", data=form, headers={"Accept": JSON})
    assert (answer.status_code, answer.get_json()["code"]) == (409, code)
    assert "Lê Thị Hà" in answer.get_json()["message"]
    assert "chưa thay đổi" in answer.get_json()["message"]
    with drafted.database.read() as db:
        assert not signed_roles(db, latest_minutes(db, 1))


def test_the_secretary_reads_sixty_days_before_that_a_certificate_ends(drafted: Council) -> None:
    site = drafted.house.site
    keyring = Keyring(site.settings.data / "keys", site.secret)
    keyring.make_signer("ha", "482915", full_name="Lê Thị Hà", title="", unit="")

    def warned(days_left: int) -> bool:
        made = drafted.clock() + timedelta(days=days_left - SIGNER_YEARS * 366)
        keyring.certify("ha", found_authority("Văn phòng", now=made), now=made, enter=unentered)
        drafted.submits("ha", RequestDraft(meeting_id=1))
        drawn = {"sha256": "0" * 64, "pages": 1, "journal_seq": drafted.seq(), "journal_head": "0"}
        drafted.submits("system", RecordDraft(meeting_id=1, **drawn))
        return 'data-testid="certificate-ends"' in Browser(drafted, "ha").get("/m/1/console").text

    assert [warned(days) for days in (61, 59, -1)] == [False, True, True]
    for place in ("console", "minutes/sign"):
        page = Browser(drafted, "ha").get(f"/m/1/{place}").text
        assert "đã hết hạn ngày" in page
        assert not re.search('data-testid="sign-(open|link|go)"', page), "nothing is offered that would be refused"
    assert 'data-testid="certificate-ends"' not in Browser(drafted, "lan").get("/m/1/room").text


def test_guessing_a_signing_pin_is_slowed_for_one_signer_wherever_it_is_tried(drafted: Council) -> None:
    def tries(who: str, address: str) -> int:
        return Browser(drafted, who, address).send("/m/1/minutes/sign", sha256="a" * 64, pin="000000").status_code

    assert [tries("ha", f"192.168.1.{n}") for n in range(7)] == [409] * 6 + [429]
    assert tries("an", "192.168.1.1") == 409, "the others of the same address sign on"
    signer = Browser(drafted, "ha")
    form = {"csrf_token": signer.csrf(), "sha256": "a" * 64, "pin": "000000"}
    answer = signer.client.post("/m/1/minutes/sign", data=form, headers={"Accept": JSON})
    assert answer.get_json()["code"] == "web.too_often"

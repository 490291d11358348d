"""The register on screen: who has certificates, one press when a card is lost, and a file for whoever checks."""

import html
import json
import re

from meeting.journal import book as journal
from meeting.people.events import CardReportedLost
from meeting.register.commands import OpenRegister
from meeting.register.rules import Why
from meeting.register.shown import read_file
from meeting.witness.key import make_event_key, public_half
from tests.council import Council
from tests.pages.client import Browser
from tests.register.test_register import a_certificate, begun, record


def page(council: Council, who: str, path: str) -> str:
    return " ".join(html.unescape(Browser(council, who).get(path).text).split())


def of(council: Council, account: str = "ha") -> str:
    return f"/people/{council.people[account]}"


def test_a_lost_card_is_shut_off_on_the_persons_page_and_the_page_says_what_counts_no_more(council: Council) -> None:
    begun(council)
    council.orders("admin", record("ha", a_certificate(council)))
    before = page(council, "admin", of(council))
    assert "Đang dùng" in before
    assert "Mất thẻ: khóa ngay" in before
    Browser(council, "admin").send(f"{of(council)}/lost")
    after = page(council, "admin", of(council))
    assert "Đã thu hồi" in after
    assert re.search("mất thẻ hoặc lộ PIN. Người làm: (?!Máy chủ)[^.]+", after), "the administrator is named"
    assert "Mất thẻ: khóa ngay" not in after, "nothing is offered that would be refused"
    assert Browser(council, "ha").get("/m/1/console").status_code != 200, "every device is signed out"


def test_before_a_card_is_shut_off_the_page_says_what_follows_and_offers_a_reason(sitting: Council) -> None:
    shown = page(sitting, "admin", of(sitting, "lan"))
    assert re.search(r'<summary class="button danger">.*?Mất thẻ: khóa ngay', shown), "a press opens what follows"
    assert "lost-conducts" not in shown
    warned = page(sitting, "admin", of(sitting, "an"))
    assert "người này chủ tọa hoặc là thư ký nên sẽ bị đăng xuất ngay giữa phiên" in warned
    assert "người ngoài cơ quan đọc được" in warned
    Browser(sitting, "admin").send(f"{of(sitting, 'an')}/lost", reason="rơi ở bến xe")
    with sitting.database.read() as db:
        told = journal.latest_of(db, journal.OFFICE, CardReportedLost)
    assert told == CardReportedLost(person_id=sitting.people["an"], reason="rơi ở bến xe")


def test_a_certificate_is_revoked_for_a_reason_that_the_register_shows_and_its_owner_stays_signed_in(
    council: Council,
) -> None:
    begun(council)
    council.orders("admin", record("ha", a_certificate(council)))
    assert "người ngoài nhận tệp để kiểm tra đọc được" in page(council, "admin", of(council))
    refused = Browser(council, "admin").send(f"{of(council)}/revoke", reason=" ")
    assert (refused.status_code, "Ghi lý do thu hồi" in html.unescape(refused.text)) == (400, True)
    Browser(council, "admin").send(f"{of(council)}/revoke", reason="thôi làm thư ký")
    for path in (of(council), "/certificates"):
        assert "thôi làm thư ký" in page(council, "admin", path)
    assert Browser(council, "ha").get("/m/1/console").status_code == 200


def test_the_register_is_read_by_administrators_alone_and_says_whose_each_is_and_since_when(council: Council) -> None:
    old = a_certificate(council)
    assert "Chưa lập sổ" in page(council, "admin", "/certificates")
    begun(council, ha=old)
    council.orders("system", record("an", a_certificate(council), Why.AUTHORITY))
    shown = page(council, "admin", "/certificates")
    assert shown.count('data-testid="certificate"') == 2
    assert shown.index("lập nơi cấp chứng thư mới") < shown.index("đã có từ trước khi lập sổ"), "the newest first"
    assert f"{old.serial_number:x}" in shown
    for who in ("ha", "an", "lan"):
        for path in ("/certificates", "/certificates.jsonl"):
            assert Browser(council, who).get(path).status_code == 403


def test_the_file_that_an_administrator_takes_along_is_whole_and_stated_by_this_server(council: Council) -> None:
    data = council.house.site.settings.data
    assert Browser(council, "admin").get("/certificates.jsonl").status_code == 404
    make_event_key(data)
    council.orders("system", OpenRegister(found={}))
    answer = Browser(council, "admin").get("/certificates.jsonl")
    shown = read_file(answer.data)
    assert (shown.key, shown.register.last[0], shown.at) == (public_half(data), 1, council.clock())
    assert "account" not in json.loads(answer.data.splitlines()[0])["body"]


def test_the_longest_reason_and_the_longest_name_fit_the_page(council: Council) -> None:
    begun(council)
    council.orders("admin", record("ha", a_certificate(council)))
    reason = "Lý do " + "rất " * 120
    Browser(council, "admin").send(f"{of(council)}/revoke", reason=reason[:500])
    assert reason.strip()[:490] in page(council, "admin", "/certificates")
    assert Browser(council, "admin").send(f"{of(council)}/revoke", reason="x" * 501).status_code in (400, 409)


def test_whoever_looks_after_a_unit_alone_is_shown_no_certificates(council: Council) -> None:
    begun(council)
    council.orders("admin", record("lan", a_certificate(council)))
    assert 'data-testid="certificates"' in page(council, "admin", of(council, "lan"))
    assert Browser(council, "lan").get(of(council, "lan")).status_code == 403

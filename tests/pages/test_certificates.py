"""The register on screen: who has certificates, one press when a card is lost, and a file for those who check
minutes."""

import html
import json
import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from meeting.journal import book as journal
from meeting.kernel.refusals import declared
from meeting.people.events import CardReportedLost
from meeting.register.commands import OpenRegister
from meeting.register.rules import Why
from meeting.register.shown import read_file
from meeting.signing.certify_task import CertifyRequest
from meeting.signing.keyring import Keyring
from meeting.signing.keys import open_signer
from meeting.witness.key import make_event_key, public_half
from tests.cast import PIN
from tests.council import Council
from tests.keys import WORDS
from tests.pages.client import Browser
from tests.registering import a_certificate, begun, record


def page(council: Council, who: str, path: str) -> str:
    return " ".join(html.unescape(Browser(council, who).get(path).text).split())


def of(council: Council, account: str = "ha") -> str:
    return f"/people/{council.people[account]}"


def test_a_lost_card_is_blocked_on_the_persons_page_which_says_what_has_ended(council: Council) -> None:
    begun(council)
    council.submits("admin", record("ha", a_certificate(council)))
    before = page(council, "admin", of(council))
    assert "Đang dùng" in before
    assert "Mất thẻ: khóa ngay" in before
    Browser(council, "admin").send(f"{of(council)}/lost")
    after = page(council, "admin", of(council))
    assert "Đã thu hồi" in after
    assert re.search("mất thẻ hoặc lộ PIN. Người làm: (?!Máy chủ)[^.]+", after), "the administrator is named"
    assert "Mất thẻ: khóa ngay" not in after, "nothing is offered that would be refused"
    assert Browser(council, "ha").get("/m/1/console").status_code != 200, "every device is signed out"


def test_the_page_says_what_follows_and_asks_for_a_reason_before_it_blocks_a_card(sitting: Council) -> None:
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


def test_a_certificate_is_revoked_with_a_reason_in_the_register_and_its_owner_stays_signed_in(
    council: Council,
) -> None:
    begun(council)
    council.submits("admin", record("ha", a_certificate(council)))
    assert "người ngoài nhận tệp để kiểm tra đọc được" in page(council, "admin", of(council))
    refused = Browser(council, "admin").send(f"{of(council)}/revoke", reason=" ")
    assert (refused.status_code, "Ghi lý do thu hồi" in html.unescape(refused.text)) == (400, True)
    Browser(council, "admin").send(f"{of(council)}/revoke", reason="thôi làm thư ký")
    for path in (of(council), "/certificates"):
        assert "thôi làm thư ký" in page(council, "admin", path)
    assert Browser(council, "ha").get("/m/1/console").status_code == 200


def test_only_administrators_read_the_register_with_owners_and_dates(council: Council) -> None:
    old = a_certificate(council)
    assert "Chưa lập sổ" in page(council, "admin", "/certificates")
    begun(council, ha=old)
    council.submits("system", record("an", a_certificate(council), Why.AUTHORITY))
    shown = page(council, "admin", "/certificates")
    assert shown.count('data-testid="certificate"') == 2
    assert shown.index("lập nơi cấp chứng thư mới") < shown.index("đã có từ trước khi lập sổ"), "the newest first"
    assert f"{old.serial_number:x}" in shown
    for who in ("ha", "an", "lan"):
        for path in ("/certificates", "/certificates.jsonl"):
            assert Browser(council, who).get(path).status_code == 403


def test_the_exported_register_is_complete_and_confirmed_by_this_server(council: Council) -> None:
    data = council.house.site.settings.data
    assert Browser(council, "admin").get("/certificates.jsonl").status_code == 404
    make_event_key(data)
    council.submits("system", OpenRegister(found={}))
    answer = Browser(council, "admin").get("/certificates.jsonl")
    shown = read_file(answer.data)
    assert (shown.key, shown.register.last[0], shown.at) == (public_half(data), 1, council.clock())
    assert "account" not in json.loads(answer.data.splitlines()[0])["body"]


def test_the_longest_reason_and_name_fit_the_page(council: Council) -> None:
    begun(council)
    council.submits("admin", record("ha", a_certificate(council)))
    reason = "Lý do " + "rất " * 120
    Browser(council, "admin").send(f"{of(council)}/revoke", reason=reason[:500])
    assert reason.strip()[:490] in page(council, "admin", "/certificates")
    assert Browser(council, "admin").send(f"{of(council)}/revoke", reason="x" * 501).status_code in (400, 409)


def test_a_unit_administrator_sees_no_certificates(council: Council) -> None:
    begun(council)
    council.submits("admin", record("lan", a_certificate(council)))
    assert 'data-testid="certificates"' in page(council, "admin", of(council, "lan"))
    assert Browser(council, "lan").get(of(council, "lan")).status_code == 403


def signing(council: Council, *accounts: str) -> Keyring:
    """An authority that `WORDS` open, and keys of these people that wait for a certificate."""
    keyring = Keyring(council.house.site.settings.data / "keys", council.house.site.secret)
    keyring.make_authority("Văn phòng", WORDS, now=council.clock())
    for account in accounts:
        keyring.make_signer(account, PIN, full_name=account.upper(), title="", unit="")
    return keyring


def test_everybody_who_needs_a_certificate_gets_one_with_the_words_and_keeps_card_and_pin(council: Council) -> None:
    begun(council)
    keyring = signing(council, "an", "ha")
    assert page(council, "admin", "/certificates").count("Chưa có chứng thư số") == 2
    admin = Browser(council, "admin")
    assert declared()["register.needs_words"][1] in html.unescape(admin.send("/certificates", words=" ").text)
    wrong = admin.send("/certificates", words="sai sai sai")
    assert (wrong.status_code, keyring.certificate("an")) == (403, None)
    assert admin.send("/certificates", words=WORDS).status_code == 303
    for account in ("an", "ha"):
        certificate = keyring.certificate(account)
        assert certificate is not None
        assert open_signer(keyring.of(account).read_bytes(), certificate, keyring.passphrase(account, PIN))
    after = page(council, "admin", "/certificates")
    assert "Không ai cần gia hạn" in after
    assert after.count("Đang dùng") == 2, "both stand in the register"
    assert re.search("cấp thẻ mới. Người làm: (?!Máy chủ)[^.]+", after), "by name of the administrator"
    again = admin.send("/certificates", words=WORDS)
    assert (again.status_code, declared()["register.none_due"][1] in html.unescape(again.text)) == (409, True)


def test_a_certificate_is_renewed_before_it_ends_and_one_of_a_revoked_key_is_not(council: Council) -> None:
    begun(council)
    keyring, long_ago = signing(council, "ha"), council.clock() - timedelta(days=3 * 365 - 30)
    admin, enter = Browser(council, "admin"), lambda each: council.submits("admin", record("ha", each))
    keyring.certify("ha", keyring.unlock(WORDS), now=long_ago, enter=enter)
    first = keyring.certificate("ha")
    assert "Cần gia hạn, đến" in page(council, "admin", "/certificates")
    assert admin.send("/certificates", words=WORDS, account="ha").status_code == 303
    second = keyring.certificate("ha")
    assert first is not None
    assert second is not None
    assert second.not_valid_after_utc > first.not_valid_after_utc
    assert "gia hạn. Người làm" in page(council, "admin", "/certificates")
    admin.send(f"{of(council)}/revoke", reason="đổi nhiệm vụ")
    refused = admin.send("/certificates", words=WORDS, account="ha")
    assert refused.status_code == 409
    assert "đã bị thu hồi, không gia hạn được" in html.unescape(refused.text)
    assert keyring.certificate("ha") == second
    assert "Thẻ mới, in PIN mới" in page(council, "admin", "/certificates")


def test_while_the_authoritys_key_is_away_the_page_says_where_it_is_needed(council: Council, tmp_path: Path) -> None:
    begun(council)
    keyring = signing(council, "ha")
    keyring.move_authority(tmp_path)
    (tmp_path / "authority.key").rename(tmp_path / "pulled out")
    refused = Browser(council, "admin").send("/certificates", words=WORDS)
    assert (refused.status_code, "Cắm đúng USB" in html.unescape(refused.text)) == (409, True)
    assert keyring.certificate("ha") is None


@pytest.mark.parametrize("who", ["an", "ha", "lan", "guest", "screen"])
def test_only_an_administrator_renews(council: Council, who: str) -> None:
    begun(council)
    keyring = signing(council, "ha")
    assert Browser(council, who).send("/certificates", words=WORDS).status_code == 403
    assert keyring.certificate("ha") is None


def test_the_words_are_stored_in_no_file(council: Council) -> None:
    begun(council)
    signing(council, "ha")
    Browser(council, "admin").send("/certificates", words=WORDS)
    written = [path for path in council.house.site.settings.data.rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if WORDS.encode() in path.read_bytes()]


def test_an_account_without_a_key_gets_no_certificate(council: Council) -> None:
    begun(council)
    signing(council, "ha")
    refused = Browser(council, "admin").send("/certificates", words=WORDS, account="lan")
    assert refused.status_code == 404


def test_an_expired_authority_certifies_nobody_and_the_page_says_so(council: Council) -> None:
    begun(council)
    keyring = signing(council, "ha")
    keyring.make_authority("Văn phòng", WORDS, now=council.clock() - timedelta(days=366 * 30))
    for path in ("/certificates", f"{of(council)}/card"):
        refused = Browser(council, "admin").send(path, words=WORDS)
        assert (refused.status_code, declared()["signing.authority_ended"][1] in html.unescape(refused.text)) == (
            409,
            True,
        )
    assert keyring.certificate("ha") is None


def test_an_unreadable_authority_is_not_reported_as_wrong_words(council: Council) -> None:
    begun(council)
    keyring = signing(council, "ha")
    keyring.authority_certificate.write_bytes(b"spoilt")
    for path in ("/certificates", f"{of(council)}/card"):
        refused = Browser(council, "admin").send(path, words=WORDS)
        assert (refused.status_code, declared()["signing.authority_unreadable"][1] in html.unescape(refused.text)) == (
            409,
            True,
        )


def test_people_who_get_no_certificate_are_named(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key may be damaged after the list was shown and before its certificate is made."""
    begun(council)
    keyring = signing(council, "an", "ha")
    certification = Keyring.certification

    def broken(self: Keyring, *asked: Any, **more: Any) -> CertifyRequest:
        self.of("an").write_bytes(b"spoilt")
        return certification(self, *asked, **more)

    monkeypatch.setattr(Keyring, "certification", broken)
    told = Browser(council, "admin").send("/certificates", words=WORDS)
    why = declared()["register.key_unreadable"][1]
    assert (told.status_code, f"AN: {why}" in html.unescape(told.text)) == (409, True)
    assert keyring.certificate("ha") is not None


def test_a_task_that_dies_is_reported_and_changes_nothing(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(council)
    keyring = signing(council, "ha")
    monkeypatch.setattr(sys, "executable", "/bin/false")
    for path in ("/certificates", f"{of(council)}/card", f"/meetings/{council.meeting}/cards"):
        refused = Browser(council, "admin").send(path, words=WORDS)
        assert (refused.status_code, declared()["work.not_done"][1] in html.unescape(refused.text)) == (503, True)
    assert keyring.certificate("ha") is None
    assert Browser(council).signs_in("ha", PIN).status_code == 303


def test_attempts_without_the_right_do_not_use_up_anybodys_tries(council: Council) -> None:
    """A whole hall may come from one address."""
    begun(council)
    signing(council, "ha")
    lan = Browser(council, "lan")
    assert {lan.send("/certificates", words="x").status_code for _ in range(15)} == {403}
    assert Browser(council, "admin").send("/certificates", words=WORDS).status_code == 303

"""The register against signatures: the findings when a certificate was given, revoked, or never given."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from meeting.journal.chain import Broken, canonical
from meeting.kernel.clock import stamp
from meeting.minutes.rules import FIELDS
from meeting.proof.jailed import FilesGiven
from meeting.proof.verify import Outside, Report, verify
from meeting.register.events import (
    CertificateFound,
    RegisterOpened,
)
from meeting.register.shown import broken_file
from meeting.signing import certificates
from meeting.signing.certificates import found_authority
from meeting.signing.keys import Signer
from meeting.signing.sign import sign
from tests.paper.conftest import Office, Papers, now, signer_of
from tests.paper.handwritten import KEY, PUBLIC, Ledger


def long_ago() -> datetime:
    return now() - timedelta(days=9)


def kept(office: Office) -> Ledger:
    """Both certificates have been in it for a long time."""
    ledger = Ledger(long_ago())
    for signer in (office.clerk, office.chair):
        ledger.enters(signer, long_ago())
    return ledger


def checked(papers: Papers, office: Office, register: bytes, pdf: bytes = b"") -> Report:
    outside = Outside(register=register, keys=frozenset({PUBLIC}))
    return verify(pdf or papers.by_both, office.certificate, outside=outside)


def said(report: Report, name: str) -> tuple[str, str]:
    """What is found under a name, in one sentence."""
    (finding,) = (each for each in report.findings if each.name == name)
    return finding.outcome, finding.sentence


def by_chair(papers: Papers, office: Office, stands: tuple[int, str] | None, signer: Signer | None = None) -> bytes:
    """The chair signs; the signature records where the register ended."""
    at = now() + timedelta(seconds=2)
    return sign(papers.by_clerk, FIELDS["chair"], signer or office.chair, at, papers.told.head, register=stands)


def test_certificates_valid_at_signing_are_each_confirmed(papers: Papers, office: Office) -> None:
    report = checked(papers, office, kept(office).file())
    assert report.verdict == "ok", report.lines()
    for role, line in (("clerk", 2), ("chair", 3)):
        outcome, sentence = said(report, f"register.{role}")
        assert outcome == "ok"
        assert f"có trong sổ của cơ quan khi ký (dòng {line}," in sentence
        assert "chưa bị thu hồi" in sentence


def test_without_a_register_the_report_says_what_is_not_proven_and_rejects_nothing(
    papers: Papers, office: Office
) -> None:
    report = checked(papers, office, b"")
    assert report.verdict == "ok"
    outcome, sentence = said(report, "register")
    assert outcome == "note"
    assert "chưa biết chứng thư số của người ký có trong sổ không và có bị thu hồi" in sentence


def test_a_signature_before_a_revocation_stays_valid_and_the_report_says_so(papers: Papers, office: Office) -> None:
    ledger = kept(office)
    pdf = by_chair(papers, office, ledger.stands)
    ledger.revokes(office.chair, now() + timedelta(days=2), "rơi thẻ ngoài chợ")
    report = checked(papers, office, ledger.file(now() + timedelta(days=3)), pdf)
    assert report.verdict == "ok", report.lines()
    outcome, sentence = said(report, "register.chair")
    assert (outcome, "sau khi ký: chữ ký này vẫn có giá trị" in sentence) == ("ok", True)
    assert "(mất thẻ hoặc lộ PIN)" in sentence
    assert not any("ngoài chợ" in line for line in report.lines()), "a report is handed on to anybody"


def test_a_signature_after_its_certificate_was_revoked_is_void_whatever_time_it_claims(
    papers: Papers, office: Office
) -> None:
    ledger = kept(office)
    ledger.revokes(office.chair, now() + timedelta(hours=5))  # the clock of the server is wrong by hours
    report = checked(papers, office, ledger.file(now() + timedelta(days=3)), by_chair(papers, office, ledger.stands))
    assert report.verdict == "tampered"
    outcome, sentence = said(report, "register.chair")
    assert (outcome, "TRƯỚC khi ký: chữ ký không có giá trị" in sentence) == ("failed", True)
    assert said(report, "register.clerk")[0] == "ok", "the secretary's signature is not the chair's"


def test_the_order_of_lines_counts_and_a_clock_set_back_makes_nobody_a_forger(papers: Papers, office: Office) -> None:
    ledger = kept(office)
    pdf = by_chair(papers, office, ledger.stands)
    ledger.revokes(office.chair, now() - timedelta(days=1))  # revoked after signing; the clock was a day ahead then
    report = checked(papers, office, ledger.file(), pdf)
    assert report.verdict == "ok", report.lines()


def test_an_older_signature_is_checked_by_the_clock(papers: Papers, office: Office) -> None:
    before, after = kept(office), kept(office)
    before.revokes(office.chair, now() - timedelta(days=1))
    after.revokes(office.chair, now() + timedelta(days=1))
    assert said(checked(papers, office, before.file()), "register.chair")[0] == "failed"
    assert said(checked(papers, office, after.file(now() + timedelta(days=2))), "register.chair")[0] == "ok"


def test_an_unissued_certificate_is_named_although_the_authority_signed_it(papers: Papers, office: Office) -> None:
    ledger = kept(office)
    forged = signer_of(office.authority, office.chair.full_name, "Chủ tịch UBND xã")  # the attacker knows the six words
    pdf = by_chair(papers, office, ledger.stands, forged)
    without = verify(pdf, office.certificate)
    assert without.verdict == "ok", "otherwise this proves nothing of registers"
    report = checked(papers, office, ledger.file(), pdf)
    assert report.verdict == "tampered"
    assert "KHÔNG có trong sổ chứng thư của cơ quan" in said(report, "register.chair")[1]


def test_a_signer_from_before_the_register_is_not_rejected_by_it(papers: Papers, office: Office) -> None:
    ledger = Ledger(now() + timedelta(days=1), office.clerk)
    report = checked(papers, office, ledger.file(now() + timedelta(days=2)))
    assert report.verdict == "ok", report.lines()
    assert "ghi bổ sung ngày" in said(report, "register.clerk")[1]
    outcome, sentence = said(report, "register.chair")
    assert (outcome, "từ trước khi lập sổ" in sentence) == ("note", True)


def test_a_certificate_recorded_as_found_after_the_opening_validates_no_signature(
    papers: Papers, office: Office
) -> None:
    ledger = kept(office)
    forged = signer_of(office.authority, office.chair.full_name, "Chủ tịch UBND xã")
    pdf = by_chair(papers, office, ledger.stands, forged)
    ledger.enters(forged, now(), CertificateFound)
    lines = b"".join(canonical(each) + b"\n" for each in ledger.lines)
    number, digest = ledger.stands
    at = stamp(now() + timedelta(hours=1))
    signed = b"phonghop certificate register\n" + canonical({"at": at, "hash": digest, "number": number})
    stated = {"at": at, "number": number, "hash": digest, "key": PUBLIC, "signature": KEY.sign(signed).hex()}
    report = checked(papers, office, lines + canonical(stated) + b"\n", pdf)
    assert report.verdict == "incomplete", report.lines()
    outcome, sentence = said(report, "register")
    assert (outcome, "ghi bổ sung sau khi đã lập sổ" in sentence) == ("missing", True)


def test_a_certificate_found_at_an_opening_with_a_wrong_clock_does_not_confirm_earlier_signatures(
    papers: Papers, office: Office
) -> None:
    ledger = Ledger(long_ago())
    ledger.lines, ledger._seq = [], 0
    ledger.enters(office.clerk, now() + timedelta(days=1), CertificateFound)
    ledger.says(long_ago(), RegisterOpened, count=1)
    report = checked(papers, office, ledger.file(now() + timedelta(days=2)))
    outcome, sentence = said(report, "register.clerk")
    assert (outcome, "Đồng hồ máy chủ đã bị chỉnh" in sentence) == ("missing", True)


def test_a_certificate_entered_after_the_signature_does_not_confirm_it(papers: Papers, office: Office) -> None:
    ledger = Ledger(long_ago())
    ledger.enters(office.clerk, long_ago())
    stands = ledger.stands
    ledger.enters(office.chair, now() + timedelta(days=1))
    file = ledger.file(now() + timedelta(days=2))
    by_clock = checked(papers, office, file)
    assert (by_clock.verdict, said(by_clock, "register.chair")[0]) == ("incomplete", "missing")
    by_lines = checked(papers, office, file, by_chair(papers, office, stands))
    assert said(by_lines, "register.chair")[0] == "failed"


@pytest.mark.parametrize("names_a_register", [False, True])
def test_minutes_of_another_office_are_not_called_forged_by_a_foreign_register(
    papers: Papers, office: Office, names_a_register: bool
) -> None:
    theirs = found_authority("UBND xã bên cạnh", now=long_ago())
    ledger = Ledger(long_ago())
    ledger.enters(signer_of(theirs, office.chair.full_name), long_ago())
    pdf = by_chair(papers, office, (2, "a" * 64)) if names_a_register else papers.by_both
    report = checked(papers, office, ledger.file(), pdf)
    assert report.verdict == "incomplete", report.lines()
    outcome, sentence = said(report, "register.chair")
    assert (outcome, "không phải sổ của cơ quan đã lập biên bản này" in sentence) == ("missing", True)


def test_on_the_offices_machine_an_authority_missing_from_the_register_excuses_nobody(
    papers: Papers, office: Office
) -> None:
    ledger = Ledger(long_ago())
    ledger.enters(signer_of(found_authority("UBND xã", now=long_ago()), "Lê Thị Hà"), long_ago())
    outside = Outside(register=ledger.file(), keys=frozenset({PUBLIC}), own=True)
    report = verify(papers.by_both, office.certificate, outside=outside)
    assert report.verdict == "tampered", "the former authority's words are known to somebody"
    assert "KHÔNG có trong sổ chứng thư của cơ quan" in said(report, "register.chair")[1]


@pytest.mark.parametrize("other", [{"authority": b"/ca.pem"}, {"register": b"/so.jsonl"}, {"keys": ("ab" * 16,)}])
def test_minutes_of_another_office_are_not_checked_by_this_machines_register(other: dict[str, Any]) -> None:
    given = FilesGiven(minutes=b"/bien-ban.pdf", journal=b"/nhat-ky.jsonl", witnesses=(b"/may.json",), tsa=b"/tsa.pem")
    assert given.own
    assert not msgspec.structs.replace(given, **other).own


def test_a_certificate_that_hides_its_authority_is_still_checked_by_the_register(
    papers: Papers, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = kept(office)
    with monkeypatch.context() as patched:
        patched.setattr(x509.AuthorityKeyIdentifier, "from_issuer_public_key", lambda _: x509.OCSPNoCheck())
        forged = signer_of(office.authority, office.chair.full_name, "Chủ tịch UBND xã")
    assert certificates.issuer_print(x509.load_der_x509_certificate(forged.certificate)) == ""
    report = checked(papers, office, ledger.file(), by_chair(papers, office, ledger.stands, forged))
    assert (report.verdict, said(report, "register.chair")[0]) == ("tampered", "failed")


def test_a_replacement_is_requested_for_an_older_register(papers: Papers, office: Office) -> None:
    ledger = kept(office)
    older = ledger.file()
    ledger.enters(signer_of(office.authority, "Người khác"), now())
    report = checked(papers, office, older, by_chair(papers, office, ledger.stands))
    assert said(report, "register.chair") == (
        "missing",
        f"Sổ chứng thư đưa ra chỉ có 3 dòng; khi {office.chair.full_name} ký, sổ đã có 4 dòng: cần sổ mới.",
    )
    by_clock = checked(papers, office, ledger.file(now() - timedelta(days=1)))
    assert said(by_clock, "register.chair")[0] == "missing"


def test_a_rewritten_register_differs_from_the_line_in_the_signature(papers: Papers, office: Office) -> None:
    honest = kept(office)
    honest.revokes(office.clerk, long_ago())
    pdf = by_chair(papers, office, honest.stands)
    rewritten = kept(office)  # the revocation never happened
    rewritten.enters(signer_of(office.authority, "Người khác"), now())
    report = checked(papers, office, rewritten.file(), pdf)
    assert report.verdict == "tampered"
    assert "sổ đã bị viết lại" in said(report, "register.chair")[1]


@pytest.mark.parametrize("what", ["cut", "changed", "stranger", "unsigned", "rubbish", "reordered"])
def test_a_damaged_or_foreign_register_proves_nothing_and_rejects_nobody(
    papers: Papers, office: Office, what: str
) -> None:
    ledger = kept(office)
    ledger.revokes(office.chair, long_ago())
    whole = ledger.file()
    first, *between, last = whole.splitlines(keepends=True)
    register = {
        "cut": first + b"".join(between[:-1]) + last,
        "changed": whole.replace(office.chair.full_name.encode(), "Ai đó".encode()),
        "stranger": ledger.file(key=Ed25519PrivateKey.generate()),
        "unsigned": first + b"".join(between),
        "rubbish": b"[" * 100_000,
        "reordered": b"".join([first, *between[::-1], last]),
    }[what]
    report = checked(papers, office, register)
    assert (report.verdict, said(report, "register")[0]) == ("incomplete", "missing")


def test_a_damaged_register_on_the_checking_machine_leaves_the_minutes_unproven(papers: Papers, office: Office) -> None:
    report = checked(papers, office, broken_file(Broken(17, "nội dung đã bị thay đổi")))
    assert report.verdict == "incomplete", report.lines()
    assert said(report, "register") == (
        "missing",
        "Không dùng được tệp sổ chứng thư: sổ trên máy này bị hỏng ở bản ghi số 17 (nội dung đã bị thay đổi).",
    )


def test_an_independent_reader_finds_the_same_in_the_file(office: Office) -> None:
    """By hashlib, json and Ed25519 alone, as the file's own description says."""
    ledger = kept(office)
    ledger.revokes(office.clerk, now(), "mất thẻ")
    *lines, stated = [json.loads(line) for line in ledger.file().splitlines()]
    before = "0" * 64
    for number, line in enumerate(lines, start=1):
        digest = line.pop("hash")
        text = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert hashlib.sha256(text.encode()).hexdigest() == digest
        assert (line["body"]["number"], line["body"]["before"]) == (number, before)
        before = digest
    signed = canonical({name: stated[name] for name in ("at", "hash", "number")})
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(PUBLIC))
    key.verify(bytes.fromhex(stated["signature"]), b"phonghop certificate register\n" + signed)
    assert (stated["number"], stated["hash"]) == (len(lines), before)

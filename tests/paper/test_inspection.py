"""What a signature in a file says, one fact at a time: who, when, for which bytes, by whose authority, how far."""

import hashlib
import re
import socket
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from cryptography import x509

from meeting.kernel.clock import read_stamp
from meeting.minutes.events import Signed
from meeting.minutes.rules import FIELDS
from meeting.signing import certificates
from meeting.signing.certificates import Issuer, found_authority
from meeting.signing.inspection import Inspection, Seen, Unreadable, anchor, inspect
from meeting.signing.keys import Signer
from meeting.signing.sign import sign
from tests.paper.conftest import Office, Papers, now, signer_of

SECOND, LONG = timedelta(seconds=1), timedelta(days=9999)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def by_chair(papers: Papers, signer: Signer, **more: Any) -> bytes:
    """The chair's place signed by somebody at a moment, whatever their certificate says of it."""
    at = more.pop("at", now())
    ageless = msgspec.structs.replace(signer, begins=at - LONG, ends=at + LONG)
    return sign(papers.by_clerk, FIELDS["chair"], ageless, at, papers.told.head, **more)


def chairs(pdf: bytes, *authorities: Issuer) -> Seen:
    """The second signature, as an office with these authorities sees it."""
    _, seen = inspect(pdf, b"".join(certificates.pem(each.certificate) for each in authorities)).signatures
    return seen


def test_each_signature_says_who_made_it_when_and_over_which_bytes(papers: Papers, office: Office) -> None:
    found = inspect(papers.by_both, office.certificate)
    assert (found.revisions, found.unsigned) == (3, papers.drawn)
    told = [entry for entry in papers.told.entries if entry.kind == Signed.kind]
    files = (papers.drawn, papers.by_clerk, papers.by_both)
    for number, (seen, signer, entry) in enumerate(
        zip(found.signatures, (office.clerk, office.chair), told, strict=True)
    ):
        assert (seen.signer, seen.title, seen.unit) == (signer.full_name, signer.title, signer.unit)
        assert (seen.fingerprint, seen.begins, seen.ends) == (signer.fingerprint, signer.begins, signer.ends)
        assert seen.signed_at == read_stamp(entry.at)
        assert (seen.before, seen.after) == (sha256(files[number]), sha256(files[number + 1]))
        assert (seen.head, seen.register) == ((entry.seq - 1, entry.prev), None)
        assert (seen.fits, seen.stands, seen.holds, seen.next_in_line) == (True,) * 4
        assert seen.authority == certificates.authority_print(office.authority.certificate)
        assert "Chứng thực nội bộ" in seen.issued_by
    assert [seen.whole_file for seen in found.signatures] == [False, True]
    assert inspect(papers.by_clerk, None).signatures[0].whole_file


def test_a_file_that_nobody_signed_says_so(papers: Papers, office: Office) -> None:
    assert inspect(papers.drawn, office.certificate) == Inspection(signatures=(), revisions=1, unsigned=papers.drawn)


def test_a_file_ends_with_its_own_last_line_whatever_was_appended(papers: Papers) -> None:
    bare = papers.drawn.removesuffix(b"\n")
    for end, counted in ((b"\n", b"\n"), (b"", b""), (b"\n\n", b"\n"), (b"\r\n", b""), (b" ", b"")):
        assert inspect(bare + end, None).unsigned == bare + counted


@pytest.mark.parametrize("nothing", [b"", b"no pdf", b"%PDF-1.7\n%%EOF"])
def test_an_unreadable_file_is_reported_as_such(nothing: bytes) -> None:
    with pytest.raises(Unreadable):
        inspect(nothing, None)


def test_an_unreadable_authority_is_refused(papers: Papers) -> None:
    with pytest.raises(ValueError, match=r"."):
        inspect(papers.by_both, b"no certificate")


def test_a_signature_is_valid_from_the_first_to_the_last_second_of_its_certificate(
    papers: Papers, office: Office
) -> None:
    chair = office.chair
    for at, issuer in (
        (chair.begins - SECOND, "not_begun"),
        (chair.begins, "known"),
        (chair.ends, "known"),
        (chair.ends + SECOND, "ended"),
    ):
        seen = chairs(by_chair(papers, chair, at=at), office.authority)
        assert (seen.issuer, seen.signed_at) == (issuer, at)
        assert (seen.holds, seen.stands, seen.fits) == (True,) * 3, "the bytes are as they were signed"


def test_the_issuer_of_a_signer_is_found_among_the_offices_authorities(papers: Papers, office: Office) -> None:
    ours = office.authority
    same_name = found_authority("Văn phòng HĐND và UBND xã Minh Tân", now=now())
    other = found_authority("Nơi khác", now=now())
    assert same_name.certificate.subject == ours.certificate.subject
    pdf = by_chair(papers, office.chair)
    for authorities, issuer in (
        ((ours,), "known"),
        ((other, ours), "known"),
        ((same_name, ours), "known"),
        ((ours, same_name), "known"),
        ((same_name,), "forged"),
        ((other, same_name), "forged"),
        ((other,), "unknown"),
    ):
        seen = chairs(pdf, *authorities)
        assert (seen.issuer, seen.holds) == (issuer, True)
        assert seen.authority == certificates.authority_print(ours.certificate), "it names the one that made it"
    nobody = inspect(pdf, None).signatures[1]
    assert (nobody.issuer, nobody.holds) == (None, True)
    assert nobody.authority == certificates.authority_print(ours.certificate)


def test_a_certificate_without_an_issuer_belongs_to_the_authority_whose_key_fits(
    papers: Papers, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(x509.AuthorityKeyIdentifier, "from_issuer_public_key", lambda _: x509.OCSPNoCheck())
        silent = signer_of(office.authority, office.chair.full_name)
    pdf = by_chair(papers, silent)
    assert chairs(pdf, office.authority).authority == certificates.authority_print(office.authority.certificate)
    assert inspect(pdf, None).signatures[1].authority == ""


def test_no_list_of_revoked_certificates_is_downloaded_from_an_address_in_a_certificate(
    papers: Papers, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.setblocking(False)
        place = x509.UniformResourceIdentifier(f"http://127.0.0.1:{elsewhere.getsockname()[1]}/crl")
        named = x509.CRLDistributionPoints([x509.DistributionPoint([place], None, None, None)])
        with monkeypatch.context() as patched:
            patched.setattr(x509.AuthorityKeyIdentifier, "from_issuer_public_key", lambda _: named)
            signer = signer_of(office.authority, office.chair.full_name)
        assert chairs(by_chair(papers, signer), office.authority).issuer == "known"
        with pytest.raises(BlockingIOError):
            elsewhere.accept()


def test_an_office_certificate_for_another_use_signs_no_paper_and_fills_no_log(
    papers: Papers, office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    usage = certificates._usage
    with monkeypatch.context() as patched:
        patched.setattr(certificates, "_usage", lambda **_: usage(signs_papers=False))
        certifier = signer_of(office.authority, office.chair.full_name)
    seen = chairs(by_chair(papers, certifier), office.authority)
    assert (seen.holds, seen.issuer, caplog.messages) == (True, "unfit", [])


@pytest.mark.parametrize("use", ["digital_signature", "content_commitment"])
def test_a_certificate_for_one_of_the_two_uses_of_a_signer_is_enough(
    papers: Papers, office: Office, monkeypatch: pytest.MonkeyPatch, use: str
) -> None:
    others = ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign")
    more = ("digital_signature", "content_commitment", "encipher_only", "decipher_only")
    with monkeypatch.context() as patched:
        patched.setattr(
            certificates, "_usage", lambda **_: x509.KeyUsage(**dict.fromkeys((*others, *more), False) | {use: True})
        )
        signer = signer_of(office.authority, office.chair.full_name)
    seen = chairs(by_chair(papers, signer), office.authority)
    assert (seen.holds, seen.issuer) == (True, "known")


REGISTER = (17, "b" * 64)


def test_a_signature_names_the_end_of_the_register_if_there_is_one(papers: Papers, office: Office) -> None:
    seen = chairs(by_chair(papers, office.chair, register=REGISTER), office.authority)
    assert (seen.head, seen.register) == (papers.told.head, REGISTER)
    empty = chairs(by_chair(papers, office.chair, register=(0, "0" * 64)), office.authority)
    assert (empty.head, empty.register) == (papers.told.head, None)


@pytest.mark.parametrize(
    ("reason", "head", "register"),
    [
        (anchor((7, "a" * 64)), (7, "a" * 64), None),
        (anchor((7, "a" * 64), REGISTER), (7, "a" * 64), REGISTER),
        ("Đồng ý", None, None),
        ("", None, None),
        (anchor((7, "a" * 63)), None, None),
        (anchor((7, "A" * 64)), None, None),
        (anchor((0, "a" * 64)), None, None),
        (anchor((10**9, "a" * 64)), None, None),
        (anchor((10**9 - 1, "a" * 64)), (10**9 - 1, "a" * 64), None),
        (anchor((7, "a" * 64)) + ".", None, None),
        (anchor((7, "a" * 64), (0, "b" * 64)), (7, "a" * 64), None),
    ],
)
def test_a_reason_for_signing_is_read_as_a_head_only_in_the_exact_form(
    papers: Papers,
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    reason: str,
    head: tuple[int, str] | None,
    register: tuple[int, str] | None,
) -> None:
    monkeypatch.setattr("meeting.signing.sign.anchor", lambda *_: reason)
    seen = chairs(by_chair(papers, office.chair), office.authority)
    assert (seen.head, seen.register) == (head, register)


def container(pdf: bytes) -> tuple[int, int]:
    """Where the digits of the last signature begin and end."""
    found = [*re.finditer(rb"/Contents <([0-9A-Fa-f]+)>", pdf)][-1]
    return found.start(1), found.end(1)


def with_digits(pdf: bytes, place: int, digits: bytes) -> bytes:
    return pdf[:place] + digits + pdf[place + len(digits) :]


def test_only_the_signature_is_in_the_place_that_no_signature_covers(papers: Papers, office: Office) -> None:
    begin, end = container(papers.by_both)
    used = len(papers.by_both[begin:end].rstrip(b"0"))
    for place, digit in ((end - 1, b"1"), (begin + used + 200, b"1"), (end - 1, b" ")):
        seen = chairs(with_digits(papers.by_both, place, digit), office.authority)
        assert (seen.holds, seen.fits, seen.stands) == (False, False, True), "after the message there are zeros only"
    spelled = papers.by_both[begin : begin + used].lower()
    assert spelled != papers.by_both[begin : begin + used]
    seen = chairs(with_digits(papers.by_both, begin, spelled), office.authority)
    assert (seen.holds, seen.fits, seen.stands) == (False, True, True), "another program may write small letters"
    first = inspect(with_digits(papers.by_both, begin, spelled), office.certificate).signatures[0]
    assert first.holds, "the secretary's own is as it was"


def test_a_signature_without_a_time_is_not_the_offices(papers: Papers, office: Office) -> None:
    timeless = with_digits(papers.by_both, papers.by_both.rindex(b"/M (D"), b"/N")
    seen = chairs(timeless, office.authority)
    assert (seen.signed_at, seen.issuer) == (None, "unfit")


def test_a_changed_byte_breaks_the_signatures_that_cover_it(papers: Papers, office: Office) -> None:
    begin, _ = container(papers.by_both)
    place = papers.by_both.index(b"/Reason", len(papers.by_clerk)) + 12
    assert begin != place
    late = with_digits(papers.by_both, place, b"#")
    assert [(each.holds, each.fits) for each in inspect(late, office.certificate).signatures] == [
        (True, True),
        (False, False),
    ]

"""Signatures of incoming papers: what a change after signing does, with real signatures, named in words."""

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pikepdf
import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from meeting.documents.commands import AddDocument
from meeting.documents.conversion import read_signatures
from meeting.documents.jobs import render
from meeting.documents.signatures import Signatures, SignedState
from meeting.register.commands import OpenRegister, RevokeCertificates
from meeting.register.rules import LineMoment
from meeting.signing import certificates
from meeting.signing.certificates import found_authority
from meeting.signing.sign import sign
from meeting.worker import create_workshop
from tests.council import Council
from tests.pages.client import Browser
from tests.paper.conftest import Office, Papers, now, signer_of


def resaved(pdf: bytes) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        paper.save(made)
    return made.getvalue()


def disguised(pdf: bytes) -> bytes:
    """A spelling that a search for the word does not find, and that every reader still takes for the signed range."""
    made = re.sub(rb"/ByteRange (\[[^]]*\])  ", rb"/Byte#52ange \1", pdf)
    assert b"/ByteRange" not in made
    assert len(made) == len(pdf)
    return made


def with_page(pdf: bytes, key: str, value: object) -> bytes:
    """The first page with one more entry, added at the end of the file as a tablet's program does."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page[NameObject(key)] = value
    writer.update_container(page)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def flipped(pdf: bytes) -> bytes:
    place = pdf.index(b"/MediaBox") + 12
    digit = pdf[place : place + 1]
    return pdf[:place] + (b"1" if digit != b"1" else b"2") + pdf[place + 1 :]


NOTE = DictionaryObject({NameObject("/Subtype"): NameObject("/Text"), NameObject("/Contents"): TextStringObject("x")})
CHANGES: list[tuple[str, Callable[[bytes], bytes], SignedState]] = [
    ("untouched", lambda pdf: pdf, SignedState.VALID),
    ("one bit in the body", flipped, SignedState.INVALID),
    ("saved again by another program", resaved, SignedState.INVALID),
    ("its range under another spelling", disguised, SignedState.INVALID),
    ("a page turned afterwards", lambda pdf: with_page(pdf, "/Rotate", NumberObject(90)), SignedState.CHANGED),
    ("a note added afterwards", lambda pdf: with_page(pdf, "/Annots", ArrayObject([NOTE])), SignedState.CHANGED),
    ("bytes behind the end", lambda pdf: pdf + b"% more\n", SignedState.CHANGED),
    ("the end cut off", lambda pdf: pdf[:-2000], SignedState.UNREADABLE),
]


@pytest.mark.parametrize(("change", "state"), [each[1:] for each in CHANGES], ids=[each[0] for each in CHANGES])
def test_every_change_after_signing_is_named(
    papers: Papers, office: Office, tmp_path: Path, change: Callable[[bytes], bytes], state: SignedState
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(change(papers.by_both))
    found = read_signatures(path, office.certificate, {})
    assert found.state == state
    if state != SignedState.UNREADABLE:
        assert [one.name for one in found.by] == [office.clerk.full_name, office.chair.full_name]
    if state in (SignedState.VALID, SignedState.CHANGED):
        assert all(one.known for one in found.by)


def test_a_valid_signature_of_a_foreign_authority_is_reported_as_foreign(
    papers: Papers, office: Office, tmp_path: Path
) -> None:
    stranger = found_authority("Ban Cơ yếu", now=now())
    path = tmp_path / "a.pdf"
    signer = signer_of(stranger, "Đỗ Thị Chi", unit="Sở Tài chính")
    path.write_bytes(sign(papers.drawn, "ThuKy", signer, now(), papers.story.head))
    (one,) = read_signatures(path, office.certificate, {}).by
    assert (one.name, one.unit, one.known) == ("Đỗ Thị Chi", "Sở Tài chính", False)
    assert "Ban Cơ yếu" in one.issued_by
    assert read_signatures(path, b"", {}).state == SignedState.VALID


@pytest.mark.parametrize(
    ("ours", "years"), [(False, 0), (True, 11), (True, -1)], ids=["our authority's name", "too late", "too early"]
)
def test_a_certificate_invalid_at_signing_makes_no_valid_signature(
    papers: Papers, office: Office, tmp_path: Path, ours: bool, years: int
) -> None:
    """A paper is judged as strictly as minutes."""
    named = office.authority.certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value
    authority = office.authority if ours else found_authority(str(named), now=now())
    assert authority.certificate.subject == office.authority.certificate.subject
    at = now() + timedelta(days=365 * years)
    signer = msgspec.structs.replace(
        signer_of(authority, "Đỗ Thị Chi"), begins=at - timedelta(1), ends=at + timedelta(1)
    )
    path = tmp_path / "a.pdf"
    path.write_bytes(sign(papers.drawn, "ThuKy", signer, at, papers.story.head))
    assert read_signatures(path, office.certificate, {}).state == SignedState.INVALID
    if ours:
        assert read_signatures(path, b"", {}).state == SignedState.INVALID, "its dates are known without any authority"


def test_a_certificate_revoked_before_signing_makes_no_valid_signature(
    papers: Papers, office: Office, tmp_path: Path
) -> None:
    """What was signed before stays valid. One that names a line of the register is late by that line or by its date."""
    at = now()
    by_clock = sign(papers.drawn, "ThuKy", office.clerk, at, papers.story.head)
    by_line = sign(papers.drawn, "ThuKy", office.clerk, at, papers.story.head, register=(7, "a" * 64))

    def state(pdf: bytes, number: int, moment: datetime) -> SignedState:
        path = tmp_path / "a.pdf"
        path.write_bytes(pdf)
        line = LineMoment(number=number, at=moment, by="admin")
        return read_signatures(path, office.certificate, {office.clerk.fingerprint: line}).state

    before, after = at - timedelta(seconds=1), at + timedelta(seconds=1)
    assert state(by_clock, 9, before) == state(by_clock, 9, at) == SignedState.INVALID
    assert state(by_clock, 1, after) == SignedState.VALID
    assert state(by_line, 7, after) == SignedState.INVALID, "whatever a clock said"
    assert state(by_line, 8, before) == SignedState.INVALID, "whatever line it names"
    assert state(by_line, 8, after) == SignedState.VALID


def test_an_unsigned_paper_is_called_unsigned(papers: Papers, office: Office, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(papers.drawn)
    assert read_signatures(path, office.certificate, {}) == Signatures()


def is_added(sitting: Council, pdf: bytes) -> None:
    """A paper of the first item is added, and the worker reads it."""
    sha256 = sitting.house.site.blobs.put(pdf)
    said = {"title": "Quyết định", "filename": "a.pdf", "media_type": "application/pdf", "sha256": sha256, "size": 9}
    paper = sitting.submits("system", AddDocument(meeting_id=1, item_id=sitting.items[0], **said)).made["document_id"]
    workshop = create_workshop(sitting.house.site.settings, clock=sitting.clock)
    render(workshop, meeting_id=1, document_id=paper)
    workshop.database.close()


@pytest.mark.parametrize("revoked", [True, False])
def test_every_reader_sees_that_the_signers_card_had_been_revoked(
    sitting: Council, papers: Papers, office: Office, revoked: bool
) -> None:
    """These papers were signed today, long after the day of this meeting."""
    card = x509.load_der_x509_certificate(office.clerk.certificate)
    sitting.submits("system", OpenRegister(found={"ha": certificates.line(card)}))
    if revoked:
        sitting.submits("admin", RevokeCertificates(person_id=sitting.people["ha"], reason="lộ PIN"))
    is_added(sitting, papers.by_clerk)
    assert ("Chữ ký số không hợp lệ" in sitting.sees("member", "papers")) is revoked


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (CHANGES[0][1], "Không bị sửa từ khi ký số"),
        (CHANGES[4][1], "Đã bị sửa sau khi ký số"),
        (flipped, "không hợp lệ"),
    ],
)
def test_findings_are_shown_beside_the_paper(
    sitting: Council, papers: Papers, change: Callable[[bytes], bytes], words: str
) -> None:
    is_added(sitting, change(papers.by_both))
    assert "Chữ ký số hợp lệ" not in sitting.sees("member", "papers"), "the authority is not this office's"
    for shown in (sitting.sees("member", "papers"), Browser(sitting, "ha").get("/meetings/1/papers").text):
        assert words in shown
        assert ("nơi cấp ngoài cơ quan" in shown) is (change is not flipped)

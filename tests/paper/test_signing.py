"""Signing: two people, two revisions, seals that name the signer; and everything that must be refused."""

import shutil
import subprocess
from pathlib import Path

import pytest

from meeting.paper.stamp import draw_stamp, moment
from meeting.signing.certificates import certified
from meeting.signing.inspection import inspect
from meeting.signing.keys import make_key, open_signer, read_key
from meeting.signing.sealed import WrongPassphrase
from meeting.signing.sign import CannotSign, sign
from tests.paper.conftest import PASSPHRASE, Office, Papers, now, signer_of
from tests.paper.reading import text_of


def test_both_signatures_are_valid_and_the_last_covers_the_whole_file(papers: Papers, office: Office) -> None:
    clerk, chair = inspect(papers.by_both, office.certificate).signatures
    assert (clerk.field, chair.field) == ("ThuKy", "ChuToa")
    assert clerk.holds
    assert chair.holds
    assert (clerk.issuer, chair.issuer) == ("known", "known")
    assert chair.whole_file
    assert not clerk.whole_file


def test_signing_adds_to_the_file_and_changes_nothing_before(papers: Papers) -> None:
    assert papers.by_clerk.startswith(papers.drawn)
    assert papers.by_both.startswith(papers.by_clerk)


def test_pdfsig_agrees_twice(papers: Papers, tmp_path: Path) -> None:
    path = shutil.which("pdfsig")
    if path is None:
        pytest.skip("pdfsig (poppler-utils) is not installed")
    file = tmp_path / "minutes.pdf"
    file.write_bytes(papers.by_both)
    told = subprocess.run([path, "-nocert", file], capture_output=True, text=True, check=False).stdout
    assert told.count("Signature is Valid") == 2
    assert told.count("Total document signed") == 1


def test_the_seal_names_who_signed_for_whom_and_when() -> None:
    at = now()
    text = text_of(draw_stamp("Nguyễn Thị Ánh", "Chủ tịch HĐND", "Hội đồng nhân dân xã", at))
    assert text == f"Ký bởi: Nguyễn Thị Ánh Chủ tịch HĐND Hội đồng nhân dân xã Thời gian ký: {moment(at)}"
    assert moment(at).endswith("+07:00")


def test_a_seal_with_endless_names_stays_in_its_box() -> None:
    assert "…" in text_of(draw_stamp("Nguyễn " * 40, "", "", now()))


def test_a_wrong_passphrase_is_reported_as_wrong(office: Office) -> None:
    key = make_key("Lê Thị Hà", "Công chức", "", PASSPHRASE)
    certificate = read_key(key).certify(office.authority, now=now())
    for spoilt, words in ((key, "sai"), (b"no key at all", PASSPHRASE), (key.replace(b"salt", b"salz"), PASSPHRASE)):
        with pytest.raises(WrongPassphrase):
            open_signer(spoilt, certificate, words)
    other = read_key(make_key("Lê Thị Hà", "Công chức", "", PASSPHRASE)).certify(office.authority, now=now())
    with pytest.raises(WrongPassphrase):
        open_signer(key, other, PASSPHRASE)


def test_the_same_field_is_not_signed_twice(papers: Papers, office: Office) -> None:
    with pytest.raises(CannotSign):
        sign(papers.by_clerk, "ThuKy", office.clerk, now(), papers.story.head)


def test_nobody_signs_after_the_chair_has_locked_the_file(papers: Papers, office: Office) -> None:
    locked = sign(papers.drawn, "ChuToa", office.chair, now(), papers.story.head)
    with pytest.raises(CannotSign):
        sign(locked, "ThuKy", office.clerk, now(), papers.story.head)


def test_a_missing_field_is_not_added(papers: Papers, office: Office) -> None:
    with pytest.raises(CannotSign):
        sign(papers.drawn, "CoQuan", office.clerk, now(), papers.story.head)


def test_a_damaged_or_foreign_file_is_not_signed(papers: Papers, office: Office) -> None:
    spoilt = bytearray(papers.by_clerk)
    spoilt[2000] ^= 1
    for pdf in (b"", b"hello", papers.drawn[:3000], bytes(spoilt)):
        with pytest.raises(CannotSign):
            sign(pdf, "ChuToa", office.chair, now(), papers.story.head)


def test_a_key_opens_to_the_person_it_was_made_for(office: Office) -> None:
    long = "Công Tằng Tôn Nữ Thị Phương Thảo Quỳnh Hoa Ngọc Ánh Tuyết"
    signer = signer_of(office.authority, long, "Phó Chủ tịch", "")
    assert signer.full_name == certified(long)
    assert long.startswith(signer.full_name)
    assert (signer.title, signer.unit) == ("Phó Chủ tịch", "")
    assert len(signer.fingerprint) == 64

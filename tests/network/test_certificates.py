"""The authority for HTTPS can certify this room and nothing else; a second tool confirms it."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from meeting.network import certificates
from meeting.network.rules import HttpsState
from meeting.network.shelf import Shelf
from meeting.signing.certificates import pem

NOW = datetime.now(UTC)
HOSTS = ["phonghop.xa.gov.vn", "may-chu.local", "192.168.1.10", "10.0.0.7"]
SECRET = b"s" * 32


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path, SECRET)
    made.make("UBND xã Minh Tân", HOSTS, NOW)
    return made


def openssl(*words: object) -> tuple[int, str]:
    done = subprocess.run(["openssl", *map(str, words)], capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout + done.stderr


def verified(shelf: Shelf, tmp_path: Path, certificate: bytes, *more: object) -> tuple[int, str]:
    file, authority = tmp_path / "asked.pem", tmp_path / "tls" / "authority.pem"
    file.write_bytes(certificate)
    return openssl("verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", authority, *more, file)


def forged(tmp_path: Path, *hosts: str) -> bytes:
    """What somebody could make who stole the whole folder and the installation's secret."""
    shelf = Shelf(tmp_path, SECRET)
    authority, key = shelf.authority(), shelf._opened()
    assert authority is not None
    assert key is not None
    public = certificates.new_key().public_key()
    return pem(certificates.certify(authority, key, public, hosts, now=NOW))


@pytest.mark.parametrize("host", HOSTS)
def test_another_tool_takes_the_certificate_for_each_name_and_address(shelf: Shelf, tmp_path: Path, host: str) -> None:
    asks = "-verify_ip" if host[0].isdigit() else "-verify_hostname"
    code, said = verified(shelf, tmp_path, shelf.certificate.read_bytes(), asks, host)
    assert code == 0, said


@pytest.mark.parametrize(
    "host", ["mail.google.com", "xa.gov.vn", "phonghop.xa.gov.vn.evil.vn", "8.8.8.8", "2001:db8::1"]
)
def test_a_stolen_key_certifies_no_foreign_name(shelf: Shelf, tmp_path: Path, host: str) -> None:
    code, said = verified(shelf, tmp_path, forged(tmp_path, host))
    assert code != 0
    assert "permitted subtree violation" in said


def test_a_stolen_key_makes_no_further_authority(shelf: Shelf) -> None:
    code, said = openssl("x509", "-in", shelf.certificate.with_name("authority.pem"), "-noout", "-text")
    assert code == 0
    assert "X509v3 Name Constraints: critical" in said
    assert "CA:TRUE, pathlen:0" in said


def test_the_key_is_sealed_and_all_files_belong_to_the_owner_only(shelf: Shelf) -> None:
    folder = shelf.certificate.parent
    sealed = (folder / "authority.key").read_bytes()
    assert b"ENCRYPTED PRIVATE KEY" in sealed
    with pytest.raises((TypeError, ValueError)):
        serialization.load_pem_private_key(sealed, None)
    assert Shelf(folder.parent, b"another")._opened() is None
    assert all(not path.stat().st_mode & 0o077 for path in (folder, *folder.iterdir()))


def test_making_the_certificate_again_keeps_the_authority_and_the_tablets(shelf: Shelf) -> None:
    before, certificate = shelf.https(NOW), shelf.certificate.read_bytes()
    after = shelf.make("UBND xã Minh Tân", HOSTS, NOW)
    assert after.fingerprint == before.fingerprint
    assert shelf.certificate.read_bytes() != certificate


def test_a_new_authority_can_be_made(shelf: Shelf) -> None:
    before = shelf.https(NOW).fingerprint
    assert shelf.make("UBND xã Minh Tân", HOSTS, NOW, anew=True).fingerprint != before


def test_a_name_outside_the_authoritys_limits_needs_another_authority(shelf: Shelf) -> None:
    before = shelf.https(NOW).fingerprint
    assert not shelf.renew(["other.gov.vn", *HOSTS], NOW), "by itself nothing is made that tablets do not trust"
    assert shelf.make("UBND", ["other.gov.vn", *HOSTS], NOW).fingerprint != before


def test_the_certificate_is_renewed_before_it_ends_and_when_the_server_has_moved(shelf: Shelf) -> None:
    assert not shelf.renew(HOSTS, NOW + timedelta(days=300))
    later = NOW + timedelta(days=340)
    assert shelf.renew(HOSTS, later)
    assert shelf.https(later).state == HttpsState.GOOD
    assert shelf.renew([*HOSTS[:2], "192.168.1.55"], later)
    assert "192.168.1.55" in shelf.https(later).hosts


def test_nothing_is_made_while_the_clock_is_wrong_and_the_page_says_so(shelf: Shelf) -> None:
    wrong = datetime(1970, 1, 1, tzinfo=UTC)
    assert not shelf.renew(["192.168.1.55"], wrong)
    assert shelf.https(wrong).state == HttpsState.CLOCK


def test_an_expired_certificate_is_renewed_by_the_server(shelf: Shelf) -> None:
    late = NOW + timedelta(days=900)
    assert shelf.https(late).state == HttpsState.OVER
    assert shelf.renew(HOSTS, late)
    assert shelf.https(late).state == HttpsState.GOOD


def test_near_its_authoritys_end_the_certificate_is_renewed_once_and_a_request_makes_another_authority(
    shelf: Shelf,
) -> None:
    before = shelf.https(NOW)
    assert before.authority_ends is not None
    late = before.authority_ends - timedelta(days=40)
    assert shelf.renew(HOSTS, late)
    assert not shelf.renew(HOSTS, late + timedelta(minutes=1)), "another one would end on the same day"
    soon = late + timedelta(days=15)
    assert shelf.https(soon).state == HttpsState.OVERDUE
    after = shelf.make("UBND xã Minh Tân", HOSTS, soon)
    assert after.state == HttpsState.GOOD
    assert after.fingerprint != before.fingerprint


def test_only_the_servers_own_public_address_is_certified(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, SECRET)
    shelf.make("UBND", ["phonghop.vn", "203.0.113.9"], NOW)
    assert verified(shelf, tmp_path, shelf.certificate.read_bytes(), "-verify_ip", "203.0.113.9")[0] == 0
    assert verified(shelf, tmp_path, forged(tmp_path, "203.0.113.10"))[0] != 0


def test_the_longest_name_of_an_office_is_accepted(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, SECRET)
    assert shelf.make("Ủy ban nhân dân " * 20, ["a" * 60 + "." + "b" * 60 + ".vn"], NOW).state == HttpsState.GOOD

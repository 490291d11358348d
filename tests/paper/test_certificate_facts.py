"""What the office's certificates say: for whom, from when to when, for which use, and by whose authority."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from meeting.signing import certificates
from meeting.signing.certificates import Issuer, found_authority
from meeting.signing.keyring import Holder
from meeting.signing.renewal import ends_soon, needs
from tests.keys import cost_as_shipped

NOW = datetime(2026, 9, 24, 1, 2, 3, 456000, tzinfo=UTC)
SECOND = NOW.replace(microsecond=0)
DAY = timedelta(days=1)
USES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign"),
)
WHO = ("Lê Thị Hà", "Công chức Văn phòng", "UBND xã Minh Tân")


@pytest.fixture(scope="module")
def authority() -> Iterator[Issuer]:
    """As an office makes it."""
    with pytest.MonkeyPatch.context() as patch:
        cost_as_shipped(patch)
        yield found_authority("Văn phòng", now=NOW)


@pytest.fixture(scope="module")
def public() -> rsa.RSAPublicKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()


def uses(certificate: x509.Certificate) -> set[str]:
    """What its key may be used for; critical, so that no reader passes over it."""
    said = certificate.extensions.get_extension_for_class(x509.KeyUsage)
    assert said.critical
    return {name for name in USES if getattr(said.value, name)}


def authority_over(certificate: x509.Certificate) -> tuple[bool, int | None]:
    """Whether it may certify others, and how many authorities may stand between; critical."""
    said = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    assert said.critical
    return said.value.ca, said.value.path_length


def named(certificate: x509.Certificate) -> dict[str, str]:
    parts = (NameOID.COUNTRY_NAME, NameOID.ORGANIZATION_NAME, NameOID.TITLE, NameOID.COMMON_NAME)
    return {oid._name: text for oid in parts if (text := certificates.part(certificate, oid))}


def test_the_authority_certifies_signers_for_ten_years_and_signs_no_papers(authority: Issuer) -> None:
    root = authority.certificate
    assert (root.not_valid_before_utc, root.not_valid_after_utc) == (SECOND - DAY, SECOND + 3660 * DAY)
    assert authority_over(root) == (True, 0), "it makes no other authority"
    assert uses(root) == {"key_cert_sign", "crl_sign"}
    assert named(root) == {
        "countryName": "VN",
        "organizationName": "Văn phòng",
        "commonName": "Chứng thực nội bộ Văn phòng",
    }
    key = root.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    assert (key.key_size, key.public_numbers().e) == (3072, 65537)
    assert authority.private_key.public_key() == key
    assert isinstance(root.signature_hash_algorithm, hashes.SHA256)
    assert (certificates.common_name(root), certificates.issuer_print(root)) == ("Chứng thực nội bộ Văn phòng", "")
    root.verify_directly_issued_by(root)


def test_a_signer_is_certified_for_three_years_only_to_sign_papers(authority: Issuer, public: rsa.RSAPublicKey) -> None:
    made = authority.certify(public, *WHO, now=NOW)
    assert (made.not_valid_before_utc, made.not_valid_after_utc) == (SECOND - DAY, SECOND + 1098 * DAY)
    assert authority_over(made) == (False, None)
    assert uses(made) == {"digital_signature", "content_commitment"}
    assert named(made) == {
        "countryName": "VN",
        "organizationName": "UBND xã Minh Tân",
        "title": "Công chức Văn phòng",
        "commonName": "Lê Thị Hà",
    }
    assert made.public_key() == public
    made.verify_directly_issued_by(authority.certificate)
    assert isinstance(made.signature_hash_algorithm, hashes.SHA256)
    assert certificates.issuer_print(made) == certificates.authority_print(authority.certificate) != ""
    again = authority.certify(public, *WHO, now=NOW)
    assert again.serial_number != made.serial_number, "no two certificates are taken for one"
    assert certificates.fingerprint(again) != certificates.fingerprint(made)
    assert certificates.key_print(again) == certificates.key_print(made)


def test_key_identifiers_in_certificates_stop_no_reader(authority: Issuer, public: rsa.RSAPublicKey) -> None:
    made = authority.certify(public, *WHO, now=NOW)
    assert {each.oid._name: each.critical for each in made.extensions} == {
        "subjectKeyIdentifier": False,
        "authorityKeyIdentifier": False,
        "basicConstraints": True,
        "keyUsage": True,
    }


@pytest.mark.parametrize("days", [3660 - 1098, 3660 - 1097, 3659])
def test_no_certificate_outlives_its_authority(authority: Issuer, public: rsa.RSAPublicKey, days: int) -> None:
    made = authority.certify(public, *WHO, now=NOW + days * DAY)
    assert made.not_valid_after_utc == min(SECOND + (days + 1098) * DAY, authority.certificate.not_valid_after_utc)


def test_an_expired_authority_certifies_nobody(authority: Issuer, public: rsa.RSAPublicKey) -> None:
    with pytest.raises(ValueError, match="not"):
        authority.certify(public, *WHO, now=NOW + 3662 * DAY)


def test_a_name_that_is_too_long_is_cut_between_letters_and_a_missing_part_is_left_out(
    authority: Issuer, public: rsa.RSAPublicKey
) -> None:
    made = authority.certify(public, "ễ" * 30, "Đ" * 70, "Ủ" * 70, now=NOW)
    assert named(made)["commonName"] == "ễ" * 21, "64 bytes hold 21 letters of three bytes"
    assert (named(made)["title"], named(made)["organizationName"]) == ("Đ" * 64, "Ủ" * 64)
    assert certificates.certified("a" * 63 + " b") == "a" * 63, "and no blank is left at the end"
    assert certificates.certified("a" * 65) == "a" * 64
    short = authority.certify(public, "Lê Thị Hà", "", "", now=NOW)
    assert named(short) == {"countryName": "VN", "commonName": "Lê Thị Hà"}
    assert len(list(short.subject)) == 2, "no part is there and empty"


def test_the_first_of_several_names_in_a_foreign_certificate_is_shown(
    authority: Issuer, public: rsa.RSAPublicKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [x509.NameAttribute(NameOID.COMMON_NAME, each) for each in ("Lê Thị Hà", "Trần Văn An")]
    monkeypatch.setattr(certificates, "_name", lambda *_: x509.Name(names))
    assert certificates.common_name(authority.certify(public, *WHO, now=NOW)) == "Lê Thị Hà"


def test_a_fingerprint_is_read_aloud_in_groups_of_four() -> None:
    assert certificates.spoken("0123abcd45") == "0123 ABCD 45"
    assert certificates.spoken("") == ""


def test_certificates_are_read_as_they_were_written(authority: Issuer, public: rsa.RSAPublicKey) -> None:
    root, made = authority.certificate, authority.certify(public, *WHO, now=NOW)
    assert certificates.read(certificates.pem(root) + certificates.pem(made)) == (root, made)
    assert certificates.read_line(certificates.line(made)) == made
    for nothing in (b"", b"no certificate"):
        with pytest.raises(ValueError, match=r"."):
            certificates.read(nothing)
    for nonsense in ("", "AAAA", f"{certificates.line(made)}!", f"\n{certificates.line(made)}"):
        with pytest.raises(ValueError, match=r"."):
            certificates.read_line(nonsense)


def test_a_renewal_is_due_sixty_days_before_the_end(authority: Issuer) -> None:
    ends = authority.certificate.not_valid_after_utc
    holder = Holder(account="ha", full_name="Lê Thị Hà", ends=ends)
    for ahead, asked in ((60 * DAY + timedelta(seconds=1), False), (60 * DAY, True), (-DAY, True)):
        assert needs(holder, ends - ahead) == ends_soon(authority.certificate, ends - ahead) == asked
    assert needs(msgspec.structs.replace(holder, ends=None), NOW), "a key that waits for its certificate"

"""Certificates: the office's own authority, and its certificates for signers.

Sufficient for a box in a room without the internet. A signature with them proves, to anybody who trusts this office's
authority, that the paper is unchanged since this person signed. The authority's fingerprint is printed on the cards and
in the minutes.
"""

import base64
import hashlib
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from meeting.kernel.text import clean

AUTHORITY_YEARS, SIGNER_YEARS = 10, 3
_AUTHORITY_BITS = 3072
_LONGEST = 64
"""Most letters of a title or a unit, and most bytes of a name, in a certificate (X.509 upper bounds)."""
_CLOCK_SKEW = timedelta(days=1)


class Issuer:
    """The authority with its key in memory. It exists only while a command runs."""

    def __init__(self, certificate: x509.Certificate, private_key: rsa.RSAPrivateKey) -> None:
        self.certificate = certificate
        self.private_key = private_key

    def certify(
        self, public: rsa.RSAPublicKey, full_name: str, title: str, unit: str, *, now: datetime
    ) -> x509.Certificate:
        """Return a certificate for the holder of the key of `public`. It ends with the authority's at the latest.

        Raises ValueError when the authority's own certificate has ended.
        """
        ends = min(_after(SIGNER_YEARS, now), self.certificate.not_valid_after_utc)
        builder = _builder(_name(full_name, title, unit), self.certificate.subject, public, now, ends)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(_usage(signs_papers=True), critical=True)
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.private_key.public_key())
        return builder.add_extension(identifier, critical=False).sign(self.private_key, hashes.SHA256())


def found_authority(office: str, *, now: datetime) -> Issuer:
    """Return a new authority, with a new key, for the office of this name."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=_AUTHORITY_BITS)
    subject = _name(full_name=f"Chứng thực nội bộ {office}", title="", unit=office)
    builder = _builder(subject, subject, key.public_key(), now, _after(AUTHORITY_YEARS, now))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(signs_papers=False), critical=True)
    return Issuer(builder.sign(key, hashes.SHA256()), key)


def certified(full_name: str) -> str:
    """Return a name as a certificate can hold it, cut between letters when it is too long."""
    return clean(full_name).encode()[:_LONGEST].decode(errors="ignore").strip()


def read(pem: bytes) -> tuple[x509.Certificate, ...]:
    """Return every certificate in a PEM file.

    Raises ValueError for a file without certificates or with an unreadable one.
    """
    return tuple(x509.load_pem_x509_certificates(pem))


def pem(certificate: x509.Certificate) -> bytes:
    """Return the certificate as a PEM file."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def line(certificate: x509.Certificate) -> str:
    """Return the certificate (DER) as one line of Base64."""
    return base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()


def read_line(text: str) -> x509.Certificate:
    """Return the certificate that `line` wrote. Raises ValueError when it is invalid."""
    return x509.load_der_x509_certificate(base64.b64decode(text, validate=True))


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of the certificate, in hex."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def key_print(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of the public key (DER), in hex. It is the same for all certificates of one key."""
    public = certificate.public_key()
    form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    return hashlib.sha256(public.public_bytes(*form)).hexdigest()


def authority_print(authority: x509.Certificate) -> str:
    """Return the key identifier (hex) of an authority, as `issuer_print` finds it in certificates that it made."""
    return x509.SubjectKeyIdentifier.from_public_key(authority.public_key()).digest.hex()


def issuer_print(certificate: x509.Certificate) -> str:
    """Return the key identifier (hex) of the authority that a certificate names; empty when it names none."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier)
    except x509.ExtensionNotFound:
        return ""
    return (found.value.key_identifier or b"").hex()


def spoken(digits: str) -> str:
    """Return a fingerprint for reading aloud: capital digits in groups of four."""
    return " ".join(digits.upper()[i : i + 4] for i in range(0, len(digits), 4))


def common_name(certificate: x509.Certificate) -> str:
    """Return the name of the certificate's holder."""
    return part(certificate, NameOID.COMMON_NAME)


def part(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    """Return one part of the name in a certificate, or an empty string."""
    values = certificate.subject.get_attributes_for_oid(oid)
    return str(values[0].value) if values else ""


def _name(full_name: str, title: str, unit: str) -> x509.Name:
    parts = (
        (NameOID.COUNTRY_NAME, "VN"),
        (NameOID.ORGANIZATION_NAME, clean(unit)[:_LONGEST]),
        (NameOID.TITLE, clean(title)[:_LONGEST]),
        (NameOID.COMMON_NAME, certified(full_name)),
    )
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts if text])


def _after(years: int, now: datetime) -> datetime:
    return now + timedelta(days=366 * years)


def _builder(
    subject: x509.Name, issuer: x509.Name, public: rsa.RSAPublicKey, now: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCK_SKEW)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _usage(*, signs_papers: bool) -> x509.KeyUsage:
    """Return the key usage: a person signs papers and cannot deny it; an authority signs only certificates."""
    return x509.KeyUsage(
        digital_signature=signs_papers,
        content_commitment=signs_papers,
        key_cert_sign=not signs_papers,
        crl_sign=not signs_papers,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )

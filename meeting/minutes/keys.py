"""Keys: the office's own certificate authority and the signing certificates it gives to people.

Enough for a box in a room without the internet. A signature made with them proves that the
paper is unchanged since this person signed, to whoever trusts this office's authority.
A person's key is a PKCS#12 file that only their passphrase opens.
"""

from datetime import UTC, datetime, timedelta

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from meeting.kernel.text import clean

AUTHORITY_YEARS, SIGNER_YEARS = 10, 3
_AUTHORITY_BITS, _SIGNER_BITS = 3072, 2048
_KDF_ROUNDS = 100_000
_LONGEST = 64
"""Most letters of a title or a unit, and most bytes of a name, in a certificate (X.509 upper bounds)."""
_CLOCK_SKEW = timedelta(days=1)


class WrongPassphrase(Exception):  # noqa: N818 - told to the person who signs
    """The passphrase does not open this key, or the file is no key."""


class Signer(msgspec.Struct, frozen=True, kw_only=True):
    """An opened key: what signing needs. Certificates and key in DER."""

    full_name: str
    title: str
    unit: str
    fingerprint: str
    certificate: bytes
    private_key: bytes


def make_authority(name: str) -> tuple[bytes, bytes]:
    """A new authority for the office `name`: (certificate, private key), both PEM, the key unencrypted."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=_AUTHORITY_BITS)
    subject = _name(full_name=f"Chứng thực nội bộ {name}", title="", unit=name)
    builder = _builder(subject, subject, key.public_key(), AUTHORITY_YEARS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(signs_papers=False), critical=True)
    certificate = builder.sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return certificate.public_bytes(serialization.Encoding.PEM), private


def make_signer(authority: tuple[bytes, bytes], full_name: str, title: str, unit: str, passphrase: str) -> bytes:
    """A new signing key for a person, PKCS#12 under a passphrase; `authority` is from `make_authority`."""
    issuer = x509.load_pem_x509_certificate(authority[0])
    issuer_key = serialization.load_pem_private_key(authority[1], password=None)
    if not isinstance(issuer_key, rsa.RSAPrivateKey):
        raise TypeError("the authority's key is an RSA key")
    key = rsa.generate_private_key(public_exponent=65537, key_size=_SIGNER_BITS)
    builder = _builder(_name(full_name, title, unit), issuer.subject, key.public_key(), SIGNER_YEARS)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(signs_papers=True), critical=True)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    builder = builder.add_extension(identifier, critical=False)
    certificate = builder.sign(issuer_key, hashes.SHA256())
    encryption = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(_KDF_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(passphrase.encode())
    )
    return pkcs12.serialize_key_and_certificates(full_name.encode(), key, certificate, [issuer], encryption)


def open_signer(p12: bytes, passphrase: str) -> Signer:
    """Open a person's key; WrongPassphrase when it does not open."""
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(p12, passphrase.encode())
    except ValueError:
        raise WrongPassphrase from None
    if key is None or certificate is None:
        raise WrongPassphrase
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Signer(
        full_name=_part(certificate, NameOID.COMMON_NAME),
        title=_part(certificate, NameOID.TITLE),
        unit=_part(certificate, NameOID.ORGANIZATION_NAME),
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        certificate=certificate.public_bytes(serialization.Encoding.DER),
        private_key=private,
    )


def certified(full_name: str) -> str:
    """A name as a certificate holds it: cut, between letters, where it is too long for one."""
    return clean(full_name).encode()[:_LONGEST].decode(errors="ignore").strip()


def _part(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
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


def _builder(subject: x509.Name, issuer: x509.Name, public: rsa.RSAPublicKey, years: int) -> x509.CertificateBuilder:
    begins = datetime.now(UTC).replace(microsecond=0) - _CLOCK_SKEW
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=366 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _usage(*, signs_papers: bool) -> x509.KeyUsage:
    """A person signs papers and cannot deny it; an authority signs certificates only."""
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

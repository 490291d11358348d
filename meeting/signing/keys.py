"""Keys: the secrets of the authority and of the signers, each sealed under its own passphrase.

A person's key file also contains, in clear, its owner and the public half, so that a certificate can be issued and
renewed without the PIN. Guessing a PIN costs as much as unsealing, and nothing else in the file helps.
"""

import secrets
from datetime import datetime

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.x509.oid import NameOID

from meeting.kernel.text import fold
from meeting.signing.certificates import Issuer, fingerprint, part
from meeting.signing.sealed import WrongPassphrase, seal, unseal

_SIGNER_BITS = 2048
_AUTHORITY, _SIGNER = "authority", "signer"
_ONSETS = ("b", "ch", "d", "g", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "t", "th", "v", "x")
_RIMES = ("a", "an", "ang", "ao", "at", "e", "em", "i", "in", "it", "o", "on", "ong", "u", "un", "ung")
_WORDS = 6
"""Six of 256 words: 48 bits, and each guess takes as long as Argon2id."""


class Signer(msgspec.Struct, frozen=True, kw_only=True):
    """An opened key: what signing needs. Certificate and key in DER; it signs from `begins` to `ends`."""

    full_name: str
    title: str
    unit: str
    fingerprint: str
    begins: datetime
    ends: datetime
    certificate: bytes
    private_key: bytes


class KeyFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person's key as stored on the disk: the sealed private half, the public half (DER), its owner."""

    full_name: str
    title: str
    unit: str
    public: bytes
    sealed: msgspec.Raw

    def certify(self, issuer: Issuer, *, now: datetime) -> x509.Certificate:
        """Return the certificate for this key. Raises ValueError when the key file or the authority is unsuitable."""
        public = serialization.load_der_public_key(self.public)
        if not isinstance(public, rsa.RSAPublicKey):
            raise ValueError("a signing key is an RSA key")
        return issuer.certify(public, self.full_name, self.title, self.unit, now=now)


def new_passphrase() -> str:
    """Return six short words to write down, in lower-case letters of any keyboard."""
    return " ".join(secrets.choice(_ONSETS) + secrets.choice(_RIMES) for _ in range(_WORDS))


def evened(passphrase: str) -> str:
    """Return a typed passphrase in its original form: case, accents, hyphens and extra spaces do not count."""
    return " ".join(fold(passphrase).replace("-", " ").split())


def seal_authority(issuer: Issuer, passphrase: str) -> bytes:
    """Return the authority's key as stored on the disk."""
    return seal(_private(issuer.private_key), evened(passphrase), _AUTHORITY)


def open_authority(certificate: x509.Certificate, sealed: bytes, passphrase: str) -> Issuer:
    """Return the opened authority. Raises WrongPassphrase when it does not open, or is not this certificate's key."""
    key = _opened(unseal(sealed, evened(passphrase), _AUTHORITY))
    if not isinstance(key, rsa.RSAPrivateKey) or key.public_key() != certificate.public_key():
        raise WrongPassphrase
    return Issuer(certificate, key)


def make_key(full_name: str, title: str, unit: str, passphrase: str) -> bytes:
    """Return a new key for a person, sealed under a passphrase, still without a certificate."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=_SIGNER_BITS)
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    sealed = msgspec.Raw(seal(_private(key), passphrase, _SIGNER))
    return msgspec.json.encode(KeyFile(full_name=full_name, title=title, unit=unit, public=public, sealed=sealed))


def read_key(key_file: bytes) -> KeyFile:
    """Return a person's key file. Raises ValueError when it is invalid."""
    try:
        return msgspec.json.decode(key_file, type=KeyFile)
    except RecursionError as error:
        raise ValueError("not a key file") from error


def open_signer(key_file: bytes, certificate: x509.Certificate, passphrase: str) -> Signer:
    """Return a person's opened key. Raises WrongPassphrase when it does not open, or is not the certified one. Slow."""
    try:
        private = unseal(bytes(read_key(key_file).sealed), passphrase, _SIGNER)
        key = _opened(private)
    except ValueError:
        raise WrongPassphrase from None
    if key.public_key() != certificate.public_key():
        raise WrongPassphrase
    return Signer(
        full_name=part(certificate, NameOID.COMMON_NAME),
        title=part(certificate, NameOID.TITLE),
        unit=part(certificate, NameOID.ORGANIZATION_NAME),
        fingerprint=fingerprint(certificate),
        begins=certificate.not_valid_before_utc,
        ends=certificate.not_valid_after_utc,
        certificate=certificate.public_bytes(serialization.Encoding.DER),
        private_key=private,
    )


def _opened(private: bytes) -> PrivateKeyTypes:
    """Return a key that its seal has just shown to be unchanged. Proving its numbers again would take 0.1 s."""
    return serialization.load_der_private_key(private, password=None, unsafe_skip_rsa_key_validation=True)


def _private(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )

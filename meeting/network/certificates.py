"""Certificates for HTTPS: the office's own authority, limited to this room, and the server's certificate.

It is a different authority from the one for signing. A thief of its key could not imitate other sites: its certificate
limits it, as a critical extension, to the room's names and private networks.
"""

import ipaddress
from collections.abc import Sequence
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from meeting.kernel.text import clean
from meeting.network.rules import AUTHORITY_YEARS, LEAF_DAYS

_CLOCK_SKEW = timedelta(days=1)
_LONGEST = 64
Key = ec.EllipticCurvePrivateKey


def new_key() -> Key:
    """Return a P-256 key: all tablets support it, and it needs the least work of the server."""
    return ec.generate_private_key(ec.SECP256R1())


def found(key: Key, office: str, *, names: Sequence[str], networks: Sequence[str], now: datetime) -> x509.Certificate:
    """Return a new authority. It may certify these names, their subdomains, and addresses in these networks."""
    called = f"HTTPS phòng họp {clean(office)}".encode()[:_LONGEST].decode(errors="ignore").strip()
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, called)])
    permitted = [*map(x509.DNSName, names), *(x509.IPAddress(ipaddress.ip_network(each)) for each in networks)]
    usage = _usage(certifies=True)
    builder = _builder(subject, subject, key.public_key(), now, now + timedelta(days=366 * AUTHORITY_YEARS))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(usage, critical=True)
    builder = builder.add_extension(x509.NameConstraints(permitted, None), critical=True)
    return builder.sign(key, hashes.SHA256())


def certify(
    authority: x509.Certificate,
    authority_key: Key,
    public: ec.EllipticCurvePublicKey,
    hosts: Sequence[str],
    *,
    now: datetime,
) -> x509.Certificate:
    """Return the server's certificate for `hosts` (names and addresses).

    It never outlasts the authority's certificate.
    """
    ends = min(now + timedelta(days=LEAF_DAYS) - _CLOCK_SKEW, authority.not_valid_after_utc)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0][:_LONGEST])])
    builder = _builder(name, authority.subject, public, now, ends)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(certifies=False), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    builder = builder.add_extension(x509.SubjectAlternativeName([*map(_general, hosts)]), critical=False)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    return builder.add_extension(identifier, critical=False).sign(authority_key, hashes.SHA256())


def hosts_of(certificate: x509.Certificate) -> tuple[str, ...]:
    """Return the names and addresses of a server's certificate."""
    named = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return (*named.get_values_for_type(x509.DNSName), *map(str, named.get_values_for_type(x509.IPAddress)))


def permitted(authority: x509.Certificate) -> tuple[list[str], list[str]]:
    """Return (names, networks) that an authority may certify."""
    general = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    names = [each.value for each in general if isinstance(each, x509.DNSName)]
    return names, [str(each.value) for each in general if isinstance(each, x509.IPAddress)]


def _general(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, now: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.replace(microsecond=0) - _CLOCK_SKEW)
        .not_valid_after(ends.replace(microsecond=0))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _usage(*, certifies: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certifies,
        content_commitment=False,
        key_cert_sign=certifies,
        crl_sign=certifies,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )

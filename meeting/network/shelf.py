"""The folder `tls` of an installation: the HTTPS authority, its sealed key, and the server's certificate and key.

The authority's key is sealed with the installation's secret, so a certificate can be renewed without asking anybody. A
copy of the folder alone opens nothing, and the key can certify only this room.
"""

import ipaddress
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from meeting.config import Settings
from meeting.kernel.tokens import mac
from meeting.network import certificates
from meeting.network.rules import PRIVATE, HttpsState, ends_soon, is_due, is_named, is_within, state_of
from meeting.signing.certificates import fingerprint, pem, read
from meeting.store.guarded import guard_folder, write_guarded


class Https(msgspec.Struct, frozen=True, kw_only=True):
    """The state of HTTPS. `fingerprint`: of the authority (SHA-256, hex). `hosts`: the server's names and addresses."""

    state: HttpsState
    fingerprint: str = ""
    authority_ends: datetime | None = None
    begins: datetime | None = None
    ends: datetime | None = None
    hosts: tuple[str, ...] = ()


def served(settings: Settings, now: datetime) -> Https:
    """Return the state of HTTPS on this server: by its own authority, or by a certificate that others made for it."""
    if settings.own_https:
        return Shelf(settings.data).https(now)
    given = _read(Path(settings.tls_certificate)) if settings.tls_certificate else None
    if given is None:
        return Https(state=HttpsState.NONE)
    begins, ends = given.not_valid_before_utc, given.not_valid_after_utc
    return Https(state=state_of(begins, ends, now), begins=begins, ends=ends)


class Shelf:
    """Makes, renews and reads the HTTPS certificates. `secret` is the installation's, needed to make and renew."""

    def __init__(self, data: Path, secret: bytes = b"") -> None:
        self._folder = data / "tls"
        self._secret = secret
        self.certificate = self._folder / "server.pem"
        """The server's certificate and key in one file, so that they always belong together."""

    def authority(self) -> x509.Certificate | None:
        """Return the authority, or None when it is missing or unreadable."""
        return _read(self._folder / "authority.pem")

    def server(self) -> x509.Certificate | None:
        """Return the server's certificate, or None when it is missing or unreadable."""
        return _read(self.certificate)

    def https(self, now: datetime) -> Https:
        """Return the state of HTTPS by this machine's clock."""
        authority, server = self.authority(), self.server()
        if authority is None or server is None:
            return Https(state=HttpsState.NONE)
        return Https(
            state=state_of(server.not_valid_before_utc, server.not_valid_after_utc, now),
            fingerprint=fingerprint(authority),
            authority_ends=authority.not_valid_after_utc,
            begins=server.not_valid_before_utc,
            ends=server.not_valid_after_utc,
            hosts=certificates.hosts_of(server),
        )

    def make(self, office: str, hosts: Sequence[str], now: datetime, *, anew: bool = False) -> Https:
        """Make a certificate for `hosts`, and return the new state of HTTPS.

        A new authority is made too with `anew`, or when the present one cannot certify all hosts or ends soon.

        Every tablet would have to trust a new authority again, so the present one is kept as long as possible.
        """
        guard_folder(self._folder)
        if anew or not self._may_certify(hosts, now):
            self._found(office, hosts, now)
        self._certify(hosts, now)
        return self.https(now)

    def renew(self, hosts: Sequence[str], now: datetime) -> bool:
        """Make a new certificate when one is due, and return whether one was made.

        Hosts that the authority may not certify are left out. None is made while the clock is behind the present
        certificate's start: it would have ended when the clock is right again.
        """
        if not self.is_due(hosts, now):
            return False
        self._certify(self._certifiable(hosts), now)
        return True

    def is_due(self, hosts: Sequence[str], now: datetime) -> bool:
        """Return whether `renew` would make a certificate."""
        authority, server = self.authority(), self.server()
        if authority is None or now < authority.not_valid_before_utc or authority.not_valid_after_utc <= now:
            return False
        wanted = self._certifiable(hosts)
        if not wanted:
            return False
        if server is None:
            return True
        if now < server.not_valid_before_utc:
            return False
        ends, longest = server.not_valid_after_utc, authority.not_valid_after_utc
        return is_due(ends, longest, certificates.hosts_of(server), wanted, now)

    def _certifiable(self, hosts: Sequence[str]) -> list[str]:
        authority = self.authority()
        if authority is None:
            return []
        names, networks = certificates.permitted(authority)
        return [each for each in hosts if (is_within(each, networks) if _is_address(each) else is_named(each, names))]

    def _may_certify(self, hosts: Sequence[str], now: datetime) -> bool:
        authority = self.authority()
        if authority is None or now < authority.not_valid_before_utc or ends_soon(authority.not_valid_after_utc, now):
            return False
        return self._opened() is not None and set(self._certifiable(hosts)) == set(hosts)

    def _found(self, office: str, hosts: Sequence[str], now: datetime) -> None:
        names = [host for host in hosts if not _is_address(host)]
        addresses = [host for host in hosts if _is_address(host)]
        public = [str(ipaddress.ip_network(each)) for each in addresses if not is_within(each, PRIVATE)]
        key = certificates.new_key()
        made = certificates.found(key, office, names=names, networks=[*PRIVATE, *public], now=now)
        write_guarded(self._folder / "authority.key", _written(key, self._passphrase()))
        write_guarded(self._folder / "authority.pem", pem(made))

    def _certify(self, hosts: Sequence[str], now: datetime) -> None:
        authority, opened = self.authority(), self._opened()
        if authority is None or opened is None:
            raise OSError("không mở được khóa của nơi cấp chứng thư HTTPS")
        key = certificates.new_key()
        made = certificates.certify(authority, opened, key.public_key(), hosts, now=now)
        write_guarded(self.certificate, pem(made) + _written(key, b""))

    def _opened(self) -> certificates.Key | None:
        try:
            sealed = (self._folder / "authority.key").read_bytes()
            key = serialization.load_pem_private_key(sealed, self._passphrase())
        except (OSError, ValueError):
            return None
        return key if isinstance(key, ec.EllipticCurvePrivateKey) else None

    def _passphrase(self) -> bytes:
        return mac(self._secret, "tls authority").hex().encode()


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _read(file: Path) -> x509.Certificate | None:
    try:
        return read(file.read_bytes())[0]
    except (OSError, ValueError):
        return None


def _written(key: certificates.Key, passphrase: bytes) -> bytes:
    sealed = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, sealed)

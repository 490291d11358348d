"""Signing keys on disk: the office's authority under its passphrase, and one key per signer under the PIN.

A PIN alone is short, so a key's passphrase also includes the installation's secret: a stolen key file cannot be
attacked elsewhere. Only their owner can read the files, in spite of earlier permissions.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec
from cryptography import x509

from meeting.kernel.refusals import Refused, declare
from meeting.kernel.tokens import mac
from meeting.signing import certificates, keys
from meeting.signing.certificates import Issuer
from meeting.signing.certify_task import CertifyAnswer, CertifyRequest
from meeting.signing.key_task import KeyAnswer, KeyRequest
from meeting.signing.sealed import WrongPassphrase
from meeting.store.guarded import guard_folder, sync_folder, write_guarded

_AUTHORITY_KEY = "authority.key"

WRONG_WORDS = declare(
    "signing.wrong_words", 403, "Cụm từ mật khẩu của nơi cấp chứng thư chưa đúng. Chưa có gì thay đổi."
)

AUTHORITY_UNREADABLE = declare(
    "signing.authority_unreadable",
    409,
    "Không đọc được khóa hoặc chứng thư của nơi cấp chứng thư: ổ đĩa hoặc tệp đã hỏng. Chưa có gì thay đổi.",
)
AUTHORITY_ENDED = declare(
    "signing.authority_ended",
    409,
    "Nơi cấp chứng thư số đã hết hạn, không cấp được nữa. Lập nơi cấp mới trên máy chủ: “meeting keys "
    "--new-authority”. Chưa có gì thay đổi.",
)

KEY_AWAY = declare(
    "signing.key_away",
    409,
    "Khóa của nơi cấp chứng thư được cất ở “{place}” và hiện không có ở đó. Cắm đúng USB (hoặc đĩa) rồi làm lại. "
    "Chưa có gì thay đổi.",
)


def check_authority(made: CertifyAnswer | KeyAnswer) -> None:
    """Raise Refused when the authority certified nothing: a wrong passphrase, or a problem of the authority itself."""
    if made.wrong_words:
        raise Refused(WRONG_WORDS)
    if made.unreadable:
        raise Refused(AUTHORITY_UNREADABLE)
    if made.ended:
        raise Refused(AUTHORITY_ENDED)


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """A signer and the end of their certificate. `ends` None: the key still waits for its certificate."""

    account: str
    full_name: str
    ends: datetime | None


class Keyring:
    """The folder `keys` of an installation."""

    def __init__(self, folder: Path, secret: bytes) -> None:
        self._folder = folder
        self._people = folder / "people"
        self._former = folder / "former"
        self._secret = secret

    @property
    def authority_certificate(self) -> Path:
        """Return the file with the certificate of the present authority."""
        return self._folder / "authority.pem"

    @property
    def authority_key(self) -> Path:
        """Return the path of the authority's key: here, or on the disk to which it was moved."""
        try:
            return Path(self._elsewhere.read_text("utf-8")) / _AUTHORITY_KEY
        except OSError:
            return self._folder / _AUTHORITY_KEY

    @property
    def _elsewhere(self) -> Path:
        return self._folder / "authority.where"

    def move_authority(self, place: Path) -> None:
        """Move the authority's key to another folder (a stick), or back to this one; it stays sealed.

        It is read back before the former copy is deleted. Raises Refused when the key is missing from its place.
        """
        former, place = self.authority_key, place.resolve()
        sealed = self._sealed_authority()
        fresh = place / _AUTHORITY_KEY
        if fresh == former.resolve():
            return
        write_guarded(fresh, sealed)
        if fresh.read_bytes() != sealed:
            raise OSError(f"{fresh} was not written as it should be")
        if place == self._folder.resolve():
            self._elsewhere.unlink(missing_ok=True)
        else:
            write_guarded(self._elsewhere, str(place).encode())
        former.unlink(missing_ok=True)
        sync_folder(former.parent)

    def _sealed_authority(self) -> bytes:
        try:
            return self.authority_key.read_bytes()
        except OSError:
            raise Refused(KEY_AWAY, place=self.authority_key.parent) from None

    def authority(self) -> x509.Certificate | None:
        """Return the present authority's certificate; None when missing or unreadable."""
        try:
            return certificates.read(self.authority_certificate.read_bytes())[0]
        except (OSError, ValueError):
            return None

    def trusted(self) -> bytes:
        """Return all authorities this installation ever had, the present one first (PEM). Old minutes need them."""
        places = [self.authority_certificate, *sorted(self._former.glob("*.pem"))]
        return b"".join(place.read_bytes() for place in places if place.exists())

    def make_authority(self, office: str, passphrase: str, *, now: datetime) -> None:
        """Make an authority.

        The former one's certificate is kept for verifying. Its key is overwritten, unless it is on a stick.
        """
        for folder in (self._folder, self._people, self._former):
            guard_folder(folder)
        former = self.authority()
        if former is not None:
            write_guarded(self._former / f"{certificates.fingerprint(former)[:16]}.pem", certificates.pem(former))
        issuer = certificates.found_authority(office, now=now)
        write_guarded(self._folder / _AUTHORITY_KEY, keys.seal_authority(issuer, passphrase))
        write_guarded(self.authority_certificate, certificates.pem(issuer.certificate))
        self._elsewhere.unlink(missing_ok=True)

    def unlock(self, passphrase: str) -> Issuer:
        """Return the authority, ready to certify. Slow on purpose.

        Raises Refused for a wrong passphrase, and while its key is on a disk that is not plugged in.
        """
        certificate = self.authority()
        try:
            if certificate is None:
                raise WrongPassphrase
            return keys.open_authority(certificate, self._sealed_authority(), passphrase)
        except WrongPassphrase:
            raise Refused(WRONG_WORDS) from None

    def make_signer(self, account: str, pin: str, *, full_name: str, title: str, unit: str) -> None:
        """Give a person a new key under a new PIN; the former key is deleted. It can sign after `certify`."""
        guard_folder(self._people)
        self.certificate_of(account).unlink(missing_ok=True)
        write_guarded(self.of(account), keys.make_key(full_name, title, unit, self.passphrase(account, pin)))

    def request(self, account: str, pin: str, words: str, *, who: tuple[str, str, str], now: datetime) -> KeyRequest:
        """Return the request to `signing.key_apart` for a person's new key. `who`: full name, title, unit.

        Raises Refused when it needs a certificate (`words`) while the authority's key is away.
        """
        if words:
            self._sealed_authority()
        return KeyRequest(
            *who,
            passphrase=self.passphrase(account, pin),
            authority=str(self.authority_certificate),
            authority_key=str(self.authority_key),
            words=words,
            now=now,
        )

    def put_signer(self, account: str, made: KeyAnswer) -> None:
        """Store a key that was made in a separate process, with its certificate if it has one.

        It replaces the person's former key.
        """
        guard_folder(self._people)
        self.certificate_of(account).unlink(missing_ok=True)
        write_guarded(self.of(account), made.key)
        if made.certificate:
            write_guarded(self.certificate_of(account), made.certificate)

    def certify(
        self, account: str, issuer: Issuer, *, now: datetime, enter: Callable[[x509.Certificate], object]
    ) -> None:
        """Give a person's key a certificate, the first or the next. PIN and card stay the same.

        `enter` puts it into the register first, because only registered certificates may be in force. It may raise
        Refused.
        """
        certificate = keys.read_key(self.of(account).read_bytes()).certify(issuer, now=now)
        enter(certificate)
        write_guarded(self.certificate_of(account), certificates.pem(certificate))

    def certification(self, accounts: Iterable[str], words: str, *, now: datetime) -> CertifyRequest:
        """Return the request to `signing.certify_apart` for the keys of these accounts. Raises Refused while the
        authority's key is away."""
        self._sealed_authority()
        return CertifyRequest(
            keys={account: str(self.of(account)) for account in accounts},
            authority=str(self.authority_certificate),
            authority_key=str(self.authority_key),
            words=words,
            now=now,
        )

    def put_certificate(self, account: str, pem: bytes) -> None:
        """Store a certificate that was made in a separate process and is in the register."""
        write_guarded(self.certificate_of(account), pem)

    def of(self, account: str) -> Path:
        """Return the path of a person's key."""
        return self._people / f"{account}.key"

    def certificate_of(self, account: str) -> Path:
        """Return the path of a person's certificate."""
        return self._people / f"{account}.pem"

    def certificate(self, account: str) -> x509.Certificate | None:
        """Return a person's certificate; None when missing or unreadable."""
        try:
            return certificates.read(self.certificate_of(account).read_bytes())[0]
        except (OSError, ValueError):
            return None

    def holder(self, account: str) -> Holder | None:
        """Return account, name and end of certificate (None: not certified yet); None without a readable key."""
        try:
            named = keys.read_key(self.of(account).read_bytes())
        except (OSError, ValueError):
            return None
        certificate = self.certificate(account)
        ends = certificate.not_valid_after_utc if certificate else None
        return Holder(account=account, full_name=named.full_name, ends=ends)

    def holders(self) -> Iterator[Holder]:
        """Yield everybody who has a key, sorted by account."""
        for place in sorted(self._people.glob("*.key")):
            holder = self.holder(place.name.removesuffix(".key"))
            if holder is not None:
                yield holder

    def passphrase(self, account: str, pin: str) -> str:
        """Return the passphrase of a person's key."""
        return mac(self._secret, "signing key", account, pin).hex()


def certificates_in(data: Path) -> Keyring:
    """Return the keys of a data folder for reading their certificates alone, which needs no secret."""
    return Keyring(data / "keys", b"")

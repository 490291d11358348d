"""Signing keys on disk: the office's authority, and one key per signer that opens only with the signer's PIN.

The PIN alone is short, so a key's passphrase also takes the installation's secret: a stolen
key file cannot be tried out elsewhere.
"""

from pathlib import Path

from meeting.kernel.tokens import mac
from meeting.minutes import keys


class Keyring:
    """The folder `keys` of an installation; files only their owner can read."""

    def __init__(self, folder: Path, secret: bytes) -> None:
        self._folder = folder
        self._secret = secret

    @property
    def authority_certificate(self) -> Path:
        """The certificate that verifiers trust."""
        return self._folder / "authority.pem"

    def make_authority(self, office: str) -> None:
        """Make the authority, if there is none."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.authority_certificate.exists():
            return
        certificate, key = keys.make_authority(office)
        _write(self._folder / "authority.key", key)
        self.authority_certificate.write_bytes(certificate)

    def make_signer(self, account: str, pin: str, *, full_name: str, title: str, unit: str) -> None:
        """Give a person a new key and certificate under a new PIN; the former key is gone."""
        authority = self.authority_certificate.read_bytes(), (self._folder / "authority.key").read_bytes()
        passphrase = self.passphrase(account, pin)
        _write(self.of(account), keys.make_signer(authority, full_name, title, unit, passphrase))

    def of(self, account: str) -> Path:
        """Where a person's key lies."""
        return self._folder / f"{account}.p12"

    def passphrase(self, account: str, pin: str) -> str:
        """What opens a person's key."""
        return mac(self._secret, "signing key", account, pin).hex()


def _write(path: Path, data: bytes) -> None:
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_bytes(data)
    fresh.rename(path)

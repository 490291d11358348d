"""The key of all backups of an installation: stored on the machine, and sealed under the passphrase in each backup.

It is an identity of the age format (age-encryption.org), so a machine without this program can open the backups.
"""

from pathlib import Path

import msgspec
import pyrage

from meeting.kernel.refusals import Refused, declare
from meeting.signing.keys import evened
from meeting.signing.sealed import WrongPassphrase, seal, unseal
from meeting.store.guarded import guard_folder, write_guarded

PURPOSE = "backup"
WRONG_WORDS = declare("backup.wrong_words", 403, "Cụm từ chưa đúng: không mở được bản sao lưu. Chưa thay đổi gì.")
NEEDS_WORDS = declare(
    "backup.needs_words",
    403,
    "Bản sao lưu này của máy khác: cần cụm từ đã ghi khi cài đặt (gõ vào khi được hỏi, hoặc --passphrase-file). "
    "Chưa thay đổi gì.",
)
NO_KEY = declare("backup.no_key", 409, "Chưa có khóa của bản sao lưu trên máy này. Hãy chạy “meeting init”.")

Identity = pyrage.x25519.Identity


class Sealed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The clear part of a backup about its key: the recipient, and the identity sealed under the passphrase."""

    recipient: str
    sealed: msgspec.Raw

    def opened_by(self, words: str) -> Identity:
        """Return the identity. Raises Refused for a wrong passphrase. Slow on purpose."""
        try:
            identity = Identity.from_str(unseal(bytes(self.sealed), evened(words), PURPOSE).decode())
        except (WrongPassphrase, ValueError):
            raise Refused(WRONG_WORDS) from None
        if str(identity.to_public()) != self.recipient:
            raise Refused(WRONG_WORDS)
        return identity


class BackupKey:
    """The two files of the key in the folder `keys` of an installation."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "keys"
        self._identity, self._sealed = self._folder / "backup.key", self._folder / "backup.sealed"

    def make(self, words: str) -> None:
        """Make the key, or seal the existing one under new words. Earlier backups keep the old words."""
        guard_folder(self._folder)
        identity = self.identity() or Identity.generate()
        sealed = msgspec.Raw(seal(str(identity).encode(), evened(words), PURPOSE))
        write_guarded(self._identity, f"{identity}\n".encode())
        write_guarded(self._sealed, msgspec.json.encode(Sealed(recipient=str(identity.to_public()), sealed=sealed)))

    def exists(self) -> bool:
        """Return whether backups can be made here, and opened elsewhere."""
        return self.identity() is not None and self._sealed.exists()

    def identity(self) -> Identity | None:
        """Return the identity that opens this machine's backups; None when missing or unreadable."""
        try:
            return Identity.from_str(self._identity.read_text("ascii").strip())
        except (OSError, ValueError, pyrage.IdentityError):
            return None

    def sealed(self) -> bytes:
        """Return the clear part for each backup. Raises Refused when there is no key."""
        try:
            return self._sealed.read_bytes()
        except OSError:
            raise Refused(NO_KEY) from None


def read_sealed(data: bytes) -> Sealed:
    """Return the sealed key. Raises ValueError when it is invalid."""
    try:
        return msgspec.json.decode(data, type=Sealed)
    except RecursionError as error:
        raise ValueError("not a sealed key") from error

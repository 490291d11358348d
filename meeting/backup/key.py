"""The key of all backups of an installation. It lies on the machine, and sealed under the words in each backup.

It is an identity of the age format (age-encryption.org): a machine without this program can open what it encrypts.
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
    """What a backup says of its key in clear: for whom it is encrypted, and that identity sealed under the words."""

    recipient: str
    sealed: msgspec.Raw

    def opened_by(self, words: str) -> Identity:
        """The identity; Refused for wrong words. Slow on purpose."""
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
        """Make the key, or seal the one that is there under new words: what was backed up before keeps the old."""
        guard_folder(self._folder)
        identity = self.identity() or Identity.generate()
        sealed = msgspec.Raw(seal(str(identity).encode(), evened(words), PURPOSE))
        write_guarded(self._identity, f"{identity}\n".encode())
        write_guarded(self._sealed, msgspec.json.encode(Sealed(recipient=str(identity.to_public()), sealed=sealed)))

    def exists(self) -> bool:
        """Whether backups can be made here, and opened elsewhere."""
        return self.identity() is not None and self._sealed.exists()

    def identity(self) -> Identity | None:
        """What opens the backups of this machine; None when it is not there or cannot be read."""
        try:
            return Identity.from_str(self._identity.read_text("ascii").strip())
        except (OSError, ValueError, pyrage.IdentityError):
            return None

    def sealed(self) -> bytes:
        """What goes into each backup in clear; Refused when there is no key."""
        try:
            return self._sealed.read_bytes()
        except OSError:
            raise Refused(NO_KEY) from None


def read_sealed(data: bytes) -> Sealed:
    """ValueError when it is none."""
    try:
        return msgspec.json.decode(data, type=Sealed)
    except RecursionError as error:
        raise ValueError("not a sealed key") from error

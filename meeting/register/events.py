"""What happens to the signers' certificates. All stand in the office's book; a key or a PIN never does.

`number` counts the lines of the register from 1, `before` is the hash of the register's line before this one (64 zeros
for the first): so the register holds by itself, whatever stands between its lines in the book.
"""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l
from meeting.register.rules import Why


class Entered(Event, frozen=True, kw_only=True):
    """A certificate in words: hashes are SHA-256 in hex, `key` of the public key (DER), `serial` in hex, times UTC.

    `person_id`: None for an account that nobody has. `authority`: the key identifier of the authority
    that signed it.
    """

    number: int
    before: str
    person_id: int | None
    holder: str
    serial: str
    fingerprint: str
    key: str
    begins: str
    ends: str
    authority: str
    why: Why


@event("register.issued", _l("Cấp chứng thư số"))
class CertificateIssued(Entered, frozen=True, kw_only=True):
    """A new key has its first certificate."""


@event("register.renewed", _l("Gia hạn chứng thư số"))
class CertificateRenewed(Entered, frozen=True, kw_only=True):
    """A key that had a certificate has another, which holds longer; the former one stands as long as it said."""


@event("register.found", _l("Ghi vào sổ chứng thư số đã có từ trước"))
class CertificateFound(Entered, frozen=True, kw_only=True):
    """A certificate from before there was a register: entered afterwards, as of now."""


@event("register.opened", _l("Lập sổ chứng thư số"))
class RegisterOpened(Event, frozen=True, kw_only=True):
    """From here on what the office certifies stands in the register; `count` certificates were there already."""

    number: int
    before: str
    count: int


@event("register.revoked", _l("Thu hồi chứng thư số"))
class CertificateRevoked(Event, frozen=True, kw_only=True):
    """This certificate signs nothing any more. What it signed before stays signed."""

    number: int
    before: str
    person_id: int | None
    holder: str
    serial: str
    fingerprint: str
    why: Why
    reason: str


Told = Entered | RegisterOpened | CertificateRevoked
KINDS: dict[str, type[Told]] = {
    each.kind: each
    for each in (CertificateIssued, CertificateRenewed, CertificateFound, RegisterOpened, CertificateRevoked)
}
"""All that the register is made of."""

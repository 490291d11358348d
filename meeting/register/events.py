"""Events of the signers' certificates, all in the office's journal. Keys and PINs are never in it.

`number` counts the lines of the register from 1. `before` is the hash of the register's previous line (64 zeros for the
first). So the register can be checked separately from the other lines of the journal.
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
    """A new key got its first certificate."""


@event("register.renewed", _l("Gia hạn chứng thư số"))
class CertificateRenewed(Entered, frozen=True, kw_only=True):
    """A key got a new certificate that lasts longer. The earlier one stays valid until its end."""


@event("register.found", _l("Ghi vào sổ chứng thư số đã có từ trước"))
class CertificateFound(Entered, frozen=True, kw_only=True):
    """A certificate older than the register was recorded."""


@event("register.opened", _l("Lập sổ chứng thư số"))
class RegisterOpened(Event, frozen=True, kw_only=True):
    """From now on every certificate of the office is in the register; `count` existed before."""

    number: int
    before: str
    count: int


@event("register.revoked", _l("Thu hồi chứng thư số"))
class CertificateRevoked(Event, frozen=True, kw_only=True):
    """This certificate can sign no longer. What it signed before stays signed."""

    number: int
    before: str
    person_id: int | None
    holder: str
    serial: str
    fingerprint: str
    why: Why
    reason: str


RegisterEvent = Entered | RegisterOpened | CertificateRevoked
KINDS: dict[str, type[RegisterEvent]] = {
    each.kind: each
    for each in (CertificateIssued, CertificateRenewed, CertificateFound, RegisterOpened, CertificateRevoked)
}
"""The events that the register consists of."""

"""Commands about certificates. The installation records what it has certified; administrators and it can revoke."""

from typing import Annotated

from cryptography import x509

from meeting.access.policy import Capability
from meeting.access.tables import Login
from meeting.commands.registry import Command, Context, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.kernel.text import Cap
from meeting.register import rules
from meeting.register.events import (
    CertificateFound,
    CertificateIssued,
    CertificateRenewed,
    Entered,
    RegisterOpened,
)
from meeting.register.keeping import enter, register_of, revoke_all, write
from meeting.register.rules import Why
from meeting.signing import certificates


@command("register.open", allow=Capability.WORK)
class OpenRegister(Command, frozen=True, kw_only=True):
    """Begin the register with the existing certificates (a line each), by account.

    A second time changes nothing.
    """

    found: dict[str, str]


@handles(OpenRegister)
def open_register(command: OpenRegister, context: Context) -> list[Event]:
    """Begin the register with the existing certificates, marked as entered afterwards.

    Only once: a certificate that somebody adds to the keys later is in no register.
    """
    if register_of(context.db).opened is not None:
        return []
    for account, line in command.found.items():
        enter(context, account, _read(line), CertificateFound, Why.FOUND)
    count = len(command.found)
    write(context, lambda number, before: RegisterOpened(number=number, before=before, count=count))
    return []


@command("register.record", allow=Capability.TEND_PEOPLE)
class RecordCertificate(Command, frozen=True, kw_only=True):
    """Record a certificate of an account's key. The page or the command line has made it.

    `certificate` is a line of text. It is recorded before the certificate is put in its place.
    """

    inside = True
    account: str
    certificate: Annotated[str, Cap("Chứng thư số", 6000)]
    why: Why


_KINDS: dict[Why, type[Entered]] = {
    Why.CARD: CertificateIssued,
    Why.RENEWAL: CertificateRenewed,
    Why.AUTHORITY: CertificateRenewed,
}


@handles(RecordCertificate)
def record_certificate(command: RecordCertificate, context: Context) -> list[Event]:
    """Add a certificate to the register. Raises Refused for a kind that cannot be recorded here."""
    kind, why, certificate = _KINDS.get(command.why), command.why, _read(command.certificate)
    if kind is None:
        raise Refused(NOT_FOUND)
    if kind is CertificateRenewed and not register_of(context.db).knows(certificates.key_print(certificate)):
        kind, why = CertificateIssued, Why.CARD if why == Why.RENEWAL else why  # a card's key that had to wait
    enter(context, command.account, certificate, kind, why)
    return []


@command("register.revoke", allow=Capability.MANAGE_PEOPLE)
class RevokeCertificates(Command, frozen=True, kw_only=True):
    """Revoke all of a person's certificates, for a `reason`. They can still sign in."""

    person_id: int
    reason: str


@handles(RevokeCertificates)
def revoke_certificates(command: RevokeCertificates, context: Context) -> list[Event]:
    """Revoke them at once, even for a person who has the signing page open.

    Raises Refused without a reason, or when no certificate is valid.
    """
    if context.db.get(Login, command.person_id) is None:
        raise Refused(NOT_FOUND)
    rules.check_reason(command.reason)
    if not revoke_all(context, command.person_id, Why.OTHER, command.reason):
        raise Refused(rules.NOTHING)
    return []


def _read(line: str) -> x509.Certificate:
    try:
        return certificates.read_line(line)
    except ValueError:
        raise Refused(rules.UNREADABLE) from None

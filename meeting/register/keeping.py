"""Keeping the register: reading it from the office's book, and writing its next line within a command's transaction."""

from collections.abc import Callable
from datetime import datetime

from cryptography import x509
from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.tables import Login
from meeting.commands.registry import Context
from meeting.journal import book as journal
from meeting.journal import chain
from meeting.journal.events import Event
from meeting.kernel.clock import stamp
from meeting.kernel.dates import exact_time, short_date
from meeting.kernel.refusals import Refused
from meeting.register import rules
from meeting.register.events import KINDS, CertificateRevoked, Entered
from meeting.register.lines import Certified, Register, read
from meeting.register.rules import Because, Why
from meeting.signing import certificates
from meeting.store.rows import write_out


def lines_of(db: Session) -> list[chain.Entry]:
    """The lines of the register as they stand in the office's book, oldest first."""
    return journal.among_since(db, journal.OFFICE, tuple(KINDS), 0)


def register_of(db: Session) -> Register:
    """The register as it stands. Refused when somebody has changed its lines: nothing is certain then."""
    try:
        return read(lines_of(db))
    except chain.Broken as broken:
        raise Refused(rules.BROKEN, seq=broken.seq) from None


def require_fit(register: Register, name: str, fingerprint: str) -> None:
    """Refused when a certificate signs nothing: revoked, or in no register although the office keeps one."""
    row = register.rows.get(fingerprint)
    if row is None:
        if register.opened is not None:
            raise Refused(rules.NOT_ENTERED, name=name)
    elif row.revoked is not None:
        at = row.revoked.line.at
        because = Because(row.revoked.why, row.revoked.reason)
        raise Refused(rules.REVOKED, name=name, at=f"{exact_time(at)} {short_date(at)}", why=because)


def standing(register: Register, person_id: int, now: datetime) -> list[Certified]:
    """Somebody's certificates that could still sign, oldest first."""
    return [row for row in register.of_person(person_id) if row.revoked is None and row.ends >= now]


def enter(context: Context, account: str, certificate: x509.Certificate, kind: type[Entered], why: Why) -> None:
    """The next line: this certificate is given. One that is there stays as it is.

    Refused for a key of which a certificate was revoked: who holds it now is not known.
    """
    register = register_of(context.db)
    key = certificates.key_print(certificate)
    fingerprint = certificates.fingerprint(certificate)
    if fingerprint in register.rows:
        return
    if register.has_revoked(key):
        raise Refused(rules.KEY_REVOKED, name=certificates.common_name(certificate))
    person_id = context.db.scalar(select(Login.person_id).where(Login.account == account))
    write(
        context,
        lambda number, before: kind(
            number=number,
            before=before,
            person_id=person_id,
            holder=certificates.common_name(certificate),
            serial=f"{certificate.serial_number:x}",
            fingerprint=fingerprint,
            key=key,
            begins=stamp(certificate.not_valid_before_utc),
            ends=stamp(certificate.not_valid_after_utc),
            authority=certificates.issuer_print(certificate),
            why=why,
        ),
    )


def revoke_all(context: Context, person_id: int, why: Why, reason: str = "") -> int:
    """None of somebody's certificates signs any more from this line on; how many that were."""
    rows = standing(register_of(context.db), person_id, context.now)
    for row in rows:
        write(context, lambda number, before, told=row.told: _revoked(number, before, told, why, reason))  # type: ignore[misc]
    return len(rows)


def _revoked(number: int, before: str, told: Entered, why: Why, reason: str) -> CertificateRevoked:
    return CertificateRevoked(
        number=number,
        before=before,
        person_id=told.person_id,
        holder=told.holder,
        serial=told.serial,
        fingerprint=told.fingerprint,
        why=why,
        reason=reason,
    )


def write(context: Context, made: Callable[[int, str], Event]) -> None:
    """The register's next line, at once: the one after it names its hash. `made` is given its number, and the hash of
    the line before. A command of a meeting writes here too, in the office's book."""
    db = context.db
    write_out(db)
    last = journal.latest_among(db, journal.OFFICE, tuple(KINDS), 1)
    number, before = (last[0].body["number"], last[0].hash) if last else (0, chain.GENESIS)
    journal.append(db, journal.OFFICE, [made(number + 1, before)], actor=context.actor.in_journal, at=context.now)
    write_out(db)

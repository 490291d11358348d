"""Read the register from the office's journal, and write its next line in a command's transaction."""

from collections.abc import Callable
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
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
from meeting.register.lines import Certified, Register, read, readable
from meeting.register.rules import Because, LineMoment, Why
from meeting.register.shown import broken_file, write_file
from meeting.signing import certificates
from meeting.store.rows import write_out


def lines_of(db: Session) -> list[chain.Entry]:
    """Return the register's lines from the office's book, oldest first. Raises chain.Broken for an unreadable one."""
    lines = []
    for line in journal.among_as_written(db, journal.OFFICE, tuple(KINDS)):
        if isinstance(line, chain.Broken):
            raise line
        lines.append(line)
    return lines


def file_of(db: Session, now: datetime, key: Ed25519PrivateKey) -> bytes:
    """Return the register as a file (`register/shown.py`) for this machine's own checks; empty before it exists.

    For a damaged register the file is a single line that says so: a check must never take a damaged register for a
    missing one.
    """
    try:
        lines = lines_of(db)
        return write_file(lines, now, key) if lines else b""
    except chain.Broken as broken:
        return broken_file(broken)


def register_of(db: Session) -> Register:
    """Return the register. Raises Refused when its lines were changed: then nothing in it is certain."""
    try:
        return read(lines_of(db))
    except chain.Broken as broken:
        raise Refused(rules.BROKEN, seq=broken.seq) from None


def certificates_of(db: Session, person_id: int) -> tuple[list[Certified], int | None]:
    """Return (a person's certificates, None), oldest first.

    In a damaged register: (the readable ones, the damaged line).

    The second value is the number of the line in the office's journal. This is for viewing and revoking: a thief must
    be stopped even when the journal is damaged.
    """
    try:
        return read(lines_of(db)).of_person(person_id), None
    except chain.Broken as broken:
        return [row for row in _readable(db) if row.told.person_id == person_id], broken.seq


def revocations_of(db: Session) -> dict[str, LineMoment]:
    """Return the line that revoked each revoked certificate, by fingerprint; of a damaged register the readable ones.

    Damage must not make a stolen card valid again.
    """
    return {row.told.fingerprint: row.revoked.line for row in _readable(db) if row.revoked is not None}


def _readable(db: Session) -> list[Certified]:
    lines = journal.among_as_written(db, journal.OFFICE, tuple(KINDS))
    return readable(line for line in lines if isinstance(line, chain.Entry))


def require_fit(register: Register, name: str, fingerprint: str) -> None:
    """Raise Refused when a certificate may not sign: it was revoked, or the office keeps a register without it."""
    row = register.rows.get(fingerprint)
    if row is None:
        if register.opened is not None:
            raise Refused(rules.NOT_ENTERED, name=name)
    elif row.revoked is not None:
        at = row.revoked.line.at
        because = Because(row.revoked.why, row.revoked.reason)
        raise Refused(rules.REVOKED, name=name, at=f"{exact_time(at)} {short_date(at)}", why=because)


def enter(context: Context, account: str, certificate: x509.Certificate, kind: type[Entered], why: Why) -> None:
    """Write the next line: this certificate was issued. A certificate that is there already stays as it is.

    Raises Refused for a key with a revoked certificate: nobody knows who has it.
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
    """Revoke all valid certificates of a person; return how many.

    In a damaged register it revokes those that are still readable. It lets nobody sign until it is repaired.
    """
    theirs, _ = certificates_of(context.db, person_id)
    rows = [row for row in theirs if row.revoked is None and row.ends >= context.now]
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
    """Write the register's next line at once, because the line after it contains its hash.

    `made` gets its number and the hash of the line before. A command of a meeting also writes here, in the office's
    journal.
    """
    db = context.db
    write_out(db)
    number = journal.count_among(db, journal.OFFICE, tuple(KINDS))  # counted, not read: the last line may be damaged
    last = journal.marks_among(db, journal.OFFICE, tuple(KINDS), 1)
    before = last[0][1] if last else chain.GENESIS
    journal.append(db, journal.OFFICE, [made(number + 1, before)], actor=context.actor.in_journal, at=context.now)
    write_out(db)

"""Keeping the register: reading it from the office's book, and writing its next line within a command's transaction."""

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
from meeting.register.rules import Because, Why
from meeting.register.shown import broken_file, write_file
from meeting.signing import certificates
from meeting.store.rows import write_out


def lines_of(db: Session) -> list[chain.Entry]:
    """The lines of the register as they stand in the office's book, oldest first; chain.Broken when one is no line."""
    lines = []
    for line in journal.among_as_written(db, journal.OFFICE, tuple(KINDS)):
        if isinstance(line, chain.Broken):
            raise line
        lines.append(line)
    return lines


def file_of(db: Session, now: datetime, key: Ed25519PrivateKey) -> bytes:
    """The register as a file (`register/shown.py`), for this machine's own checks: empty where there is none, and where
    it does not hold one line that says so. A check must never take a damaged register for none."""
    try:
        lines = lines_of(db)
        return write_file(lines, now, key) if lines else b""
    except chain.Broken as broken:
        return broken_file(broken)


def register_of(db: Session) -> Register:
    """The register as it stands. Refused when somebody has changed its lines: nothing is certain then."""
    try:
        return read(lines_of(db))
    except chain.Broken as broken:
        raise Refused(rules.BROKEN, seq=broken.seq) from None


def certificates_of(db: Session, person_id: int) -> tuple[list[Certified], int | None]:
    """Somebody's certificates, oldest first, and which line of the office's book is the first that does not hold: then
    these are what can still be read. For who looks, or revokes: a thief is stopped whatever happened to the book."""
    try:
        return read(lines_of(db)).of_person(person_id), None
    except chain.Broken as broken:
        lines = journal.among_as_written(db, journal.OFFICE, tuple(KINDS))
        rows = readable(line for line in lines if isinstance(line, chain.Entry))
        return [row for row in rows if row.told.person_id == person_id], broken.seq


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
    """None of somebody's certificates signs any more from this line on; how many that were.

    In a damaged register those that can still be read: it lets nobody sign, and these are revoked when it is mended.
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
    """The register's next line, at once: the one after it names its hash. `made` is given its number, and the hash of
    the line before. A command of a meeting writes here too, in the office's book."""
    db = context.db
    write_out(db)
    number = journal.count_among(db, journal.OFFICE, tuple(KINDS))  # counted, not read: the last line may be damaged
    last = journal.marks_among(db, journal.OFFICE, tuple(KINDS), 1)
    before = last[0][1] if last else chain.GENESIS
    journal.append(db, journal.OFFICE, [made(number + 1, before)], actor=context.actor.in_journal, at=context.now)
    write_out(db)

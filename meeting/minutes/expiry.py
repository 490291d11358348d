"""Expiry: whose certificate ends soon, for the screens of the signers.

The certificates are in the data folder and can be read without a secret.
"""

from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy.orm import Session

from meeting.access.tables import Login
from meeting.kernel.refusals import Refused
from meeting.kernel.roles import Role
from meeting.minutes.rules import ORDER
from meeting.minutes.tables import signer_of
from meeting.register.keeping import register_of, require_fit
from meeting.register.rules import NOT_ENTERED, REVOKED
from meeting.signing.certificates import fingerprint
from meeting.signing.keyring import certificates_in
from meeting.signing.renewal import needs


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """A signer who needs a new certificate. `ends` None: the key has no certificate yet; `ended`: too late to sign.

    `unfit`: the office's register says that it was revoked, or does not contain it.
    """

    role: Role
    name: str
    ends: datetime | None
    ended: bool
    unfit: bool = False


def unfit(db: Session, meeting_id: int, role: Role, data: Path) -> Ending | None:
    """Return the signer whose turn it is if their certificate can no longer sign, else None."""
    seat = signer_of(db, meeting_id, role)
    login = db.get(Login, seat.person_id) if seat is not None else None
    certificate = certificates_in(data).certificate(login.account) if login is not None else None
    if seat is None or certificate is None:
        return None
    name = seat.particulars.full_name
    try:
        require_fit(register_of(db), name, fingerprint(certificate))
    except Refused as refused:
        if refused.code not in {
            NOT_ENTERED,
            REVOKED,
        }:  # a damaged register says nothing about anybody; signing reports it
            return None
        return Ending(role=role, name=name, ends=certificate.not_valid_after_utc, ended=True, unfit=True)
    return None


def ending(db: Session, meeting_id: int, now: datetime, data: Path) -> list[Ending]:
    """Return which of a meeting's two signers need a new certificate. Leaves out signers without a key."""
    keyring, found = certificates_in(data), []
    for role, seat in [(role, signer_of(db, meeting_id, role)) for role in ORDER]:
        login = db.get(Login, seat.person_id) if seat is not None else None
        holder = keyring.holder(login.account) if login is not None else None
        if seat is not None and holder is not None and needs(holder, now):
            ended = holder.ends is None or holder.ends < now
            found.append(Ending(role=role, name=seat.particulars.full_name, ends=holder.ends, ended=ended))
    return found

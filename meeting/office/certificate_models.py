"""Data of the register for the office's templates: each certificate with its state, who did what, and why."""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from meeting.kernel.clock import read_stamp
from meeting.office.log_facts import LogNames
from meeting.register.lines import Certified, Register
from meeting.register.rules import Because
from meeting.signing.certificates import fingerprint
from meeting.signing.keyring import Keyring
from meeting.signing.renewal import needs
from meeting.web import current

Model = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class WhoSigns:
    """Somebody who has a signing key. `ends` None: no certificate; `due`: it is missing, in no register, or ends soon.
    A revoked one is not due, since its person needs a new card."""

    account: str
    person_id: int
    full_name: str
    ends: datetime | None
    revoked: bool
    due: bool


def signers_model(keyring: Keyring, register: Register, people: Mapping[str, int]) -> list[WhoSigns]:
    """Return everybody with a signing key who has not retired. `people` maps accounts to person ids."""
    found = []
    for holder in keyring.holders():
        if holder.account not in people:
            continue
        certificate = keyring.certificate(holder.account)
        row = register.rows.get(fingerprint(certificate)) if certificate else None
        revoked = row is not None and row.revoked is not None
        unknown = certificate is not None and row is None and register.opened is not None
        due = not revoked and (unknown or needs(holder, current.now()))
        found.append(
            WhoSigns(holder.account, people[holder.account], holder.full_name, holder.ends, revoked=revoked, due=due)
        )
    return found


def certificates_model(rows: Sequence[Certified], db: Session, language: str) -> list[Model]:
    """Return the certificates in their order.

    Each is `{holder, person_id, serial, fingerprint, begins, ends, over, given: {at, why, by}, revoked: the same or
    None}`.
    """
    actors = {row.line.by for row in rows} | {row.revoked.line.by for row in rows if row.revoked is not None}
    names = LogNames(db, [], actors)
    return [_model(row, names, language) for row in rows]


def _model(row: Certified, names: LogNames, language: str) -> Model:
    given = {"at": row.line.at, "why": Because(row.told.why).say(language), "by": names.actor(row.line.by, language)}
    revoked = row.revoked and {
        "at": row.revoked.line.at,
        "why": Because(row.revoked.why, row.revoked.reason).say(language),
        "by": names.actor(row.revoked.line.by, language),
    }
    told = {name: getattr(row.told, name) for name in ("holder", "person_id", "serial", "fingerprint")}
    dates = {"begins": read_stamp(row.told.begins), "ends": row.ends, "over": row.ends < current.now()}
    return told | dates | {"given": given, "revoked": revoked}

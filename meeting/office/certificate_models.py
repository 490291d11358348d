"""What the office's templates are given of the register: each certificate with its state, who did what, and why."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from meeting.kernel.clock import read_stamp
from meeting.office.log_facts import Names
from meeting.register.lines import Certified
from meeting.register.rules import Because
from meeting.web import gate

Model = dict[str, Any]


def certificates_model(rows: Sequence[Certified], db: Session, language: str) -> list[Model]:
    """`{holder, person_id, serial, fingerprint, begins, ends, over, given: {at, why, by}, revoked: the same or None}`
    of each, in their order."""
    actors = {row.line.by for row in rows} | {row.revoked.line.by for row in rows if row.revoked is not None}
    names = Names(db, [], actors)
    return [_model(row, names, language) for row in rows]


def _model(row: Certified, names: Names, language: str) -> Model:
    given = {"at": row.line.at, "why": Because(row.told.why).say(language), "by": names.actor(row.line.by, language)}
    revoked = row.revoked and {
        "at": row.revoked.line.at,
        "why": Because(row.revoked.why, row.revoked.reason).say(language),
        "by": names.actor(row.revoked.line.by, language),
    }
    told = {name: getattr(row.told, name) for name in ("holder", "person_id", "serial", "fingerprint")}
    dates = {"begins": read_stamp(row.told.begins), "ends": row.ends, "over": row.ends < gate.now()}
    return told | dates | {"given": given, "revoked": revoked}

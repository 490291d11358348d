"""The head on every screen: a short code to be read aloud, and the signed statement for devices to keep."""

from typing import Any

import msgspec
from sqlalchemy.orm import Session

from meeting.access.policy import View
from meeting.agenda.tables import Seat
from meeting.journal import book as journal
from meeting.panels.registry import Sight, panel
from meeting.panels.views import OFFICERS
from meeting.witness.events import HeadContradicted
from meeting.witness.heads import code, sign
from meeting.witness.key import event_key
from meeting.witness.milestones import KINDS, MILESTONES


@panel(
    "journal_head",
    "witness/_head.html",
    shows=(*MILESTONES, HeadContradicted),
    alike=(View.MEMBER, View.SCREEN, View.GUEST),
)
def journal_head(sight: Sight) -> dict[str, Any]:
    """`{head, code, contradicted}`; `head` is the newest milestone's statement with what stood `before` it."""
    newest = journal.latest_among(sight.db, journal.book_of(sight.meeting_id), KINDS, 2)
    key = event_key(sight.data)
    told = {"head": None, "code": "", "contradicted": _alarm(sight) if sight.view in OFFICERS else None}
    if not newest or key is None:
        return told
    before = {"seq": newest[1].seq, "hash": newest[1].hash} if len(newest) > 1 else None
    head = msgspec.to_builtins(sign(newest[0], key)) | {"before": before}
    return told | {"head": head, "code": code(newest[0].hash)}


def _alarm(sight: Sight) -> dict[str, Any] | None:
    """The first report: `{seq, proven, name, others}`; `others` is how many came after it."""
    told = journal.all_of(sight.db, journal.book_of(sight.meeting_id), HeadContradicted)
    if not told:
        return None
    first = told[0]
    return {
        "seq": first.seq,
        "proven": first.proven,
        "gone": not first.written,
        "name": _name(sight.db, first.seat_id),
        "others": len(told) - 1,
    }


def _name(db: Session, seat_id: int) -> str:
    seat = db.get(Seat, seat_id)
    return seat.particulars.named() if seat is not None else ""

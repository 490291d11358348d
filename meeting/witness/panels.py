"""The head on every screen: a short code to be read aloud, and the signed statement for devices to keep."""

from typing import Any

import msgspec
from sqlalchemy.orm import Session

from meeting.agenda.tables import Seat
from meeting.journal import book as journal
from meeting.panels.registry import Sight, panel
from meeting.panels.views import INSIDE, OFFICERS
from meeting.witness.events import HeadContradicted
from meeting.witness.heads import code, sign
from meeting.witness.key import event_key
from meeting.witness.milestones import MILESTONES, handed_to


@panel(
    "journal_head",
    "witness/_head.html",
    shows=MILESTONES,
    alike=INSIDE,
)
def journal_head(sight: Sight) -> dict[str, Any]:
    """`{head, code}`; `head` states the newest milestone that the view is handed, with that `before` it."""
    newest = handed_to(sight.db, sight.meeting_id, sight.view, 2)
    key = event_key(sight.data)
    if not newest or key is None:
        return {"head": None, "code": ""}
    before = {"seq": newest[1].seq, "hash": newest[1].hash} if len(newest) > 1 else None
    head = msgspec.to_builtins(sign(newest[0], key)) | {"before": before}
    return {"head": head, "code": code(newest[0].hash)}


@panel("journal_alarm", "witness/_alarm.html", views=OFFICERS, shows=[HeadContradicted], alike=OFFICERS)
def journal_alarm(sight: Sight) -> dict[str, Any]:
    """`{contradicted}`: the first report, `{seq, proven, gone, name, others}`; `others` is how many came after it."""
    told = journal.all_of(sight.db, journal.book_of(sight.meeting_id), HeadContradicted)
    if not told:
        return {"contradicted": None}
    first = told[0]
    report = {
        "seq": first.seq,
        "proven": first.proven,
        "gone": not first.written,
        "name": _name(sight.db, first.seat_id),
        "others": len(told) - 1,
    }
    return {"contradicted": report}


def _name(db: Session, seat_id: int) -> str:
    seat = db.get(Seat, seat_id)
    return seat.particulars.named() if seat is not None else ""

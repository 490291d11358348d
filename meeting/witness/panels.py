"""The head on every screen: a short code to be read aloud, and the signed statement for devices to keep."""

from typing import Any

import msgspec
from sqlalchemy.orm import Session

from meeting.access.policy import View
from meeting.agenda.tables import Seat
from meeting.journal import book as journal
from meeting.kernel.roles import Role
from meeting.panels.registry import Sight, panel
from meeting.panels.views import INSIDE, OFFICERS
from meeting.witness.commands import read_by
from meeting.witness.events import AlarmRead, HeadContradicted
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
    """Return `{head, code}`. `head` states the newest milestone that the view gets, with the one `before` it."""
    newest = handed_to(sight.db, sight.meeting_id, sight.view, 2)
    key = event_key(sight.data)
    if not newest or key is None:
        return {"head": None, "code": ""}
    before = {"seq": newest[1].seq, "hash": newest[1].hash} if len(newest) > 1 else None
    head = msgspec.to_builtins(sign(newest[0], key)) | {"before": before}
    return {"head": head, "code": code(newest[0].hash)}


@panel("journal_alarm", "witness/_alarm.html", views=OFFICERS, shows=[HeadContradicted, AlarmRead])
def journal_alarm(sight: Sight) -> dict[str, Any]:
    """Return `{contradicted}`: the first unread report, `{seq, gone, name, others, told}`.

    `others`: the number of reports after it; `told`: the number of all reports.
    """
    book = journal.book_of(sight.meeting_id)
    told = journal.all_of(sight.db, book, HeadContradicted)
    role = Role.CHAIR if sight.view == View.CHAIR else Role.CLERK
    unread = told[read_by(sight.db, book, role) :] if told else []
    if not unread:
        return {"contradicted": None}
    first = unread[0]
    report = {"seq": first.seq, "gone": not first.written, "name": _name(sight.db, first.seat_id)}
    return {"contradicted": report | {"others": len(unread) - 1, "told": len(told)}}


def _name(db: Session, seat_id: int) -> str:
    seat = db.get(Seat, seat_id)
    return seat.particulars.named() if seat is not None else ""

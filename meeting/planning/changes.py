"""The changes of a meeting since the last announcement, according to its journal."""

import dataclasses
from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meeting.access.actors import SYSTEM
from meeting.agenda import events as agenda
from meeting.agenda.planned_rules import label_of, usual_title
from meeting.agenda.rules import moved
from meeting.documents import events as documents
from meeting.journal import book as journal
from meeting.journal.events import Event, decode
from meeting.journal.tables import Line
from meeting.kernel.clock import read_stamp
from meeting.kernel.dates import short_time
from meeting.planning.rules import Change, Plan, Thing, differences
from meeting.voting import events as voting

TOLD_BY = (agenda.MeetingPublished, agenda.MeetingRepublished)
"""After one of these events all invited people know the present plan."""


def untold(db: Session, meeting_id: int) -> list[Change]:
    """Return the changes that were not announced yet; empty for a draft."""
    before, after = as_told_and_now(db, meeting_id)
    return differences(before, after)


def as_told_and_now(db: Session, meeting_id: int) -> tuple[Plan, Plan]:
    """Return (the plan as published, the present plan). For a draft both are the same.

    Lines that the installation itself wrote at the beginning belong to the published plan: nobody knows an earlier one.
    """
    book = journal.book_of(meeting_id)
    told = [kind.kind for kind in TOLD_BY]
    known = db.scalar(select(func.max(Line.seq)).where(Line.book == book, Line.kind.in_(told)))
    lines = select(Line.seq, Line.actor, Line.kind, Line.body).where(Line.book == book, Line.kind.in_(_TOLD))
    plan, before = Plan(), None
    for seq, actor, kind, body in db.execute(lines.order_by(Line.seq)):
        event = decode(kind, msgspec.json.decode(body))
        if isinstance(event, agenda.MeetingCreated) and event.draft and known is None:
            return plan, plan
        if before is None and (seq > known if known is not None else _is_first(actor, seq)):
            before = plan.copy()
        _TOLD[kind](event, plan)
    return before if before is not None else plan, plan


def last_change(db: Session, meeting_id: int) -> int:
    """Return the number of the last line in the journal that changes the plan."""
    lines = select(func.max(Line.seq)).where(Line.book == journal.book_of(meeting_id), Line.kind.in_(_TOLD))
    return db.scalar(lines) or 0


def _is_first(actor: str, seq: int) -> bool:
    return actor != SYSTEM.in_journal and seq > 1


def _heading(event: agenda.MeetingCreated | agenda.MeetingChanged, plan: Plan) -> None:
    for field in ("title", "place", "starts_at", "ends_at", "body"):
        setattr(plan, field, getattr(event, field))


def _item(event: agenda.ItemAdded | agenda.ItemChanged) -> Thing:
    said = (event.presenter, event.minutes, event.form, event.text, event.level, event.start, event.sitting_id)
    return Thing(event.title, said, internal=event.internal)


def _sitting(event: agenda.SittingPlanned | agenda.PlannedSittingChanged, plan: Plan) -> None:
    starts, ends = read_stamp(event.starts_at), read_stamp(event.ends_at)
    hours = f"{short_time(starts)}–{short_time(ends)}"
    plan.sittings[event.sitting_id] = Thing(
        label_of(event.title, starts), (hours,), internal=event.title != usual_title(starts)
    )


def _sitting_removed(event: agenda.PlannedSittingRemoved, plan: Plan) -> None:
    """Remove a sitting. Its items then belong to no sitting."""
    del plan.sittings[event.sitting_id]
    for number, item in plan.items.items():
        if item.said[-1] == event.sitting_id:
            plan.items[number] = dataclasses.replace(item, said=(*item.said[:-1], None))


def _item_added(event: agenda.ItemAdded, plan: Plan) -> None:
    plan.items[event.item_id] = _item(event)
    plan.order.insert(event.position - 1, event.item_id)


def _item_changed(event: agenda.ItemChanged, plan: Plan) -> None:
    plan.items[event.item_id] = _item(event)


def _item_moved(event: agenda.ItemMoved, plan: Plan) -> None:
    plan.order = moved(plan.order, event.item_id, event.position)


def _item_removed(event: agenda.ItemRemoved, plan: Plan) -> None:
    del plan.items[event.item_id]
    plan.order.remove(event.item_id)


def _seat_added(event: agenda.SeatAdded, plan: Plan) -> None:
    plan.seats[event.seat_id] = Thing(event.particulars.full_name, (event.role, event.votes))
    plan.places[event.seat_id] = event.label


def _seat_changed(event: agenda.SeatChanged, plan: Plan) -> None:
    said = (event.role, event.votes)
    plan.seats[event.seat_id] = dataclasses.replace(plan.seats[event.seat_id], said=said)
    plan.places[event.seat_id] = event.label


def _seats_placed(event: agenda.SeatsPlaced, plan: Plan) -> None:
    plan.places |= {each.seat_id: each.label for each in event.places}


def _seat_removed(event: agenda.SeatRemoved, plan: Plan) -> None:
    del plan.seats[event.seat_id]


def _paper_added(event: documents.DocumentAdded, plan: Plan) -> None:
    said = (event.sha256,)
    plan.papers[event.document_id] = Thing(
        event.title, said, event.item_id, readers=event.readers, kind=event.paper_kind
    )
    _put(event.document_id, event.position, plan)


def _on_paper_added(event: documents.OnPaperAdded, plan: Plan) -> None:
    plan.papers[event.document_id] = Thing(
        event.title, ("",), event.item_id, readers=event.readers, kind=event.paper_kind
    )
    _put(event.document_id, event.position, plan)


def _put(paper: int, position: int, plan: Plan) -> None:
    for number, stands in plan.stands.items():
        if stands >= position:
            plan.stands[number] = stands + 1
    plan.stands[paper] = position


def _paper_moved(event: documents.DocumentMoved, plan: Plan) -> None:
    _put(event.document_id, event.position, plan)


def _kind_chosen(event: documents.KindChosen, plan: Plan) -> None:
    plan.papers[event.document_id] = dataclasses.replace(plan.papers[event.document_id], kind=event.paper_kind)


def _readers_chosen(event: documents.ReadersChosen, plan: Plan) -> None:
    paper = plan.papers[event.document_id]
    plan.papers[event.document_id] = dataclasses.replace(paper, readers=event.readers)


def _paper_withdrawn(event: documents.SecretWithdrawn, plan: Plan) -> None:
    """Give the paper its new name, as if it always had it: the earlier one may be secret."""
    paper = plan.papers[event.document_id]
    plan.papers[event.document_id] = dataclasses.replace(paper, name=event.title, said=("",), kind="")


def _paper_changed(event: documents.DocumentChanged, plan: Plan) -> None:
    paper = plan.papers[event.document_id]
    plan.papers[event.document_id] = dataclasses.replace(paper, name=event.title, item_id=event.item_id)


def _paper_replaced(event: documents.DocumentReplaced, plan: Plan) -> None:
    paper = plan.papers[event.document_id]
    plan.papers[event.document_id] = dataclasses.replace(paper, said=(event.sha256,))


def _paper_removed(event: documents.DocumentRemoved, plan: Plan) -> None:
    del plan.papers[event.document_id], plan.stands[event.document_id]


def _question_added(event: voting.MotionPrepared, plan: Plan) -> None:
    plan.questions[event.motion_id] = Thing(event.title, (event.form, event.decision), event.item_id)


def _question_changed(event: voting.MotionChanged, plan: Plan) -> None:
    question, said = plan.questions[event.motion_id], (event.form, event.decision)
    plan.questions[event.motion_id] = dataclasses.replace(question, name=event.title, said=said)


def _question_removed(event: voting.MotionRemoved, plan: Plan) -> None:
    del plan.questions[event.motion_id]


_CHANGED: dict[type[Event], Callable[[Any, Plan], None]] = {
    agenda.MeetingCreated: _heading,
    agenda.MeetingChanged: _heading,
    agenda.SittingPlanned: _sitting,
    agenda.PlannedSittingChanged: _sitting,
    agenda.PlannedSittingRemoved: _sitting_removed,
    agenda.ItemAdded: _item_added,
    agenda.ItemChanged: _item_changed,
    agenda.ItemMoved: _item_moved,
    agenda.ItemRemoved: _item_removed,
    agenda.SeatAdded: _seat_added,
    agenda.SeatChanged: _seat_changed,
    agenda.SeatsPlaced: _seats_placed,
    agenda.SeatRemoved: _seat_removed,
    documents.DocumentAdded: _paper_added,
    documents.OnPaperAdded: _on_paper_added,
    documents.SecretWithdrawn: _paper_withdrawn,
    documents.ReadersChosen: _readers_chosen,
    documents.DocumentChanged: _paper_changed,
    documents.KindChosen: _kind_chosen,
    documents.DocumentMoved: _paper_moved,
    documents.DocumentReplaced: _paper_replaced,
    documents.DocumentRemoved: _paper_removed,
    voting.MotionPrepared: _question_added,
    voting.MotionChanged: _question_changed,
    voting.MotionRemoved: _question_removed,
}
CHANGED_BY = tuple(_CHANGED)
"""Events after which there may be something to announce."""
_TOLD = {kind.kind: change for kind, change in _CHANGED.items()}

"""The content of a reader's binder: the agenda as they see it, and the papers that they may read."""

from datetime import datetime

from sqlalchemy.orm import Session

from meeting.access.actors import Actor
from meeting.agenda.panels import numbered, sitting_heads
from meeting.agenda.tables import find_meeting, find_seat, items_of
from meeting.binder.rules import MOST_PAPERS, Binder, BinderPart, BinderSheet
from meeting.documents.allowing import hidden_papers, readable_papers
from meeting.documents.readers import FOR_MEMBERS
from meeting.documents.rules import DocumentState
from meeting.documents.tables import Document
from meeting.kernel.dates import formal_date, formal_time


def binder_of(db: Session, meeting_id: int, actor: Actor, now: datetime) -> Binder:
    """Return the binder of a person with a seat. With papers for certain readers only, it has the reader's name."""
    meeting = find_meeting(db, meeting_id)
    readable = readable_papers(db, meeting_id, actor, now)
    papers = readable[:MOST_PAPERS]
    numbers = {item["id"]: str(item["number"]) for item in numbered(db, meeting_id)}
    hidden = hidden_papers(db, meeting_id, actor.role)
    items = [item for item in items_of(db, meeting_id) if item.id not in hidden]
    order = [None, *(item.id for item in items)]
    under: dict[int | None, list[Document]] = {}
    for paper in papers:
        under.setdefault(paper.item_id, []).append(paper)
    in_order = [paper for item in order for paper in under.get(item, [])]
    sheets = {paper.id: _sheet(paper, number) for number, paper in enumerate(in_order, start=1)}
    whole = BinderPart(number="", title="", sheets=tuple(sheets[paper.id] for paper in under.get(None, [])))
    heads = sitting_heads(db, meeting_id, hidden)
    parts = [
        BinderPart(
            number=numbers.get(item.id, ""),
            title=item.title,
            level=item.level,
            presenter=item.presenter,
            minutes=item.minutes,
            start=item.start,
            sitting=_sitting(heads.get(item.id)),
            sheets=tuple(sheets[paper.id] for paper in under.get(item.id, [])),
        )
        for item in items
    ]
    restricted = any(paper.readers != FOR_MEMBERS for paper in papers)
    seat = find_seat(db, meeting_id, actor.seat.seat_id) if actor.seat and restricted else None
    return Binder(
        title=meeting.title,
        body=meeting.body,
        when=f"{formal_time(meeting.starts_at)}, {formal_date(meeting.starts_at)}",
        place=meeting.place,
        parts=(*([whole] if whole.sheets else []), *parts),
        reader=seat.particulars.named() if seat else "",
        left_out=len(readable) - len(papers),
    )


def _sitting(head: dict[str, str] | None) -> str:
    return f"{head['label']} (dự kiến {head['hours']})" if head else ""


def _sheet(paper: Document, number: int) -> BinderSheet:
    content = paper.pdf_sha256 if paper.state == DocumentState.READY and paper.pdf_sha256 else ""
    waits = "đang được chuyển sang PDF" if paper.state == DocumentState.CONVERTING else ""
    return BinderSheet(
        number=number,
        title=paper.title,
        kind=paper.kind,
        filename=paper.filename,
        content=content,
        problem="" if content else waits or paper.problem or "chỉ tải về được",
    )

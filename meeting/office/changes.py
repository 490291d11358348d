"""What was changed of a meeting since it was published, in words, as its journal tells it: the latest first."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meeting.agenda import events as agenda
from meeting.documents import events as documents
from meeting.journal import book as journal
from meeting.journal.events import Event, decode
from meeting.journal.tables import Line
from meeting.kernel.refusals import _l
from meeting.kernel.words import say
from meeting.voting import events as voting

MOST = 100
"""So many are shown; the journal has them all."""


class Change(NamedTuple):
    """One change: when, and in words."""

    at: datetime
    words: str


class _Known(NamedTuple):
    """What things are called, by kind and number."""

    titles: dict[tuple[str, int], str]

    def of(self, kind: str, number: int) -> str:
        return self.titles.get((kind, number), "…")


_TOLD: dict[type[Event], tuple[str, Callable[[Any, _Known], str]]] = {
    agenda.MeetingChanged: (_l("Sửa thông tin chung: {what}"), lambda event, _: event.title),
    agenda.ItemAdded: (_l("Thêm nội dung: {what}"), lambda event, _: event.title),
    agenda.ItemChanged: (_l("Sửa nội dung: {what}"), lambda event, _: event.title),
    agenda.ItemMoved: (_l("Đổi thứ tự nội dung: {what}"), lambda event, known: known.of("item", event.item_id)),
    agenda.ItemRemoved: (_l("Bỏ nội dung: {what}"), lambda event, known: known.of("item", event.item_id)),
    agenda.SeatAdded: (_l("Mời thêm: {what}"), lambda event, _: event.particulars.full_name),
    documents.DocumentAdded: (_l("Thêm tài liệu: {what}"), lambda event, _: event.title),
    documents.DocumentChanged: (_l("Đổi tên hoặc chỗ tài liệu: {what}"), lambda event, _: event.title),
    documents.DocumentReplaced: (
        _l("Thay tệp của tài liệu: {what}"),
        lambda event, known: known.of("paper", event.document_id),
    ),
    documents.DocumentRemoved: (_l("Bỏ tài liệu: {what}"), lambda event, known: known.of("paper", event.document_id)),
    voting.MotionPrepared: (_l("Thêm câu hỏi biểu quyết: {what}"), lambda event, _: event.title),
    voting.MotionChanged: (_l("Sửa câu hỏi biểu quyết: {what}"), lambda event, _: event.title),
    voting.MotionRemoved: (
        _l("Bỏ câu hỏi biểu quyết: {what}"),
        lambda gone, known: known.of("motion", gone.motion_id),
    ),
}
_NAMES = {"document_id": "paper", "motion_id": "motion", "item_id": "item"}


def changes_since(db: Session, meeting_id: int, language: str) -> list[Change]:
    """Changes after the publication; none of a draft, nor of a meeting that was never one."""
    book = journal.book_of(meeting_id)
    published = db.scalar(
        select(func.max(Line.seq)).where(Line.book == book, Line.kind == agenda.MeetingPublished.kind)
    )
    if published is None:
        return []
    known, told = _Known({}), []
    kinds = {kind.kind for kind in _TOLD}
    lines = select(Line.seq, Line.at, Line.kind, Line.body).where(Line.book == book, Line.kind.in_(kinds))
    for seq, at, kind, body in db.execute(lines.order_by(Line.seq)):
        event = decode(kind, msgspec.json.decode(body))
        if seq > published:
            words, what = _TOLD[type(event)]
            told.append(Change(at, say(words, language).format(what=what(event, known))))
        _learn(event, known)
    return told[: -MOST - 1 : -1]


def _learn(event: Event, known: _Known) -> None:
    """What the thing is called from now on. An event of a paper or of a question names its item too."""
    title = getattr(event, "title", None)
    for field, kind in _NAMES.items():
        number = getattr(event, field, None)
        if number is not None and title is not None:
            known.titles[kind, number] = title
            return

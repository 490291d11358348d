"""The changes of a published meeting in words, and the people who have read them."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.agenda.tables import ChangesSeenBy, Publication, seats_of
from meeting.kernel.clock import read_stamp
from meeting.kernel.dates import short_date, short_time
from meeting.kernel.refusals import _l
from meeting.kernel.roles import Role
from meeting.kernel.words import say
from meeting.people.tables import Person
from meeting.planning.changes import untold
from meeting.planning.rules import Change, ChangeKind, is_told_to

Model = dict[str, Any]

WORDS: Mapping[ChangeKind, str] = {
    ChangeKind.RENAMED: _l("Đổi tên phiên họp: từ “{was}” thành “{name}”"),
    ChangeKind.TIME: _l("Đổi giờ họp: từ {was} sang {name}"),
    ChangeKind.PLACE: _l("Đổi địa điểm: từ “{was}” sang “{name}”"),
    ChangeKind.BODY: _l("Sửa tên cơ quan: từ “{was}” thành “{name}”"),
    ChangeKind.SITTING_ADDED: _l("Thêm buổi họp: {name}"),
    ChangeKind.SITTING_CHANGED: _l("Sửa buổi họp: từ {was} thành {name}"),
    ChangeKind.SITTING_REMOVED: _l("Bỏ buổi họp: {name}"),
    ChangeKind.ITEM_ADDED: _l("Thêm nội dung: {name}"),
    ChangeKind.ITEM_RENAMED: _l("Đổi tên nội dung: từ “{was}” thành “{name}”"),
    ChangeKind.ITEM_CHANGED: _l("Sửa nội dung: {name}"),
    ChangeKind.ITEM_MOVED: _l("Đổi thứ tự nội dung: {name}"),
    ChangeKind.ITEM_REMOVED: _l("Bỏ nội dung: {name}"),
    ChangeKind.SEAT_ADDED: _l("Mời thêm: {name}"),
    ChangeKind.SEAT_CHANGED: _l("Đổi vai trò hoặc quyền biểu quyết: {name}"),
    ChangeKind.SEAT_REMOVED: _l("Thôi mời: {name}"),
    ChangeKind.SEATING: _l("Xếp lại chỗ ngồi: mời xem lại chỗ của mình"),
    ChangeKind.PAPER_ADDED: _l("Thêm tài liệu: {name}"),
    ChangeKind.PAPER_RENAMED: _l("Đổi tên tài liệu: từ “{was}” thành “{name}”"),
    ChangeKind.PAPER_MOVED: _l("Chuyển tài liệu sang nội dung khác: {name}"),
    ChangeKind.PAPER_KIND: _l("Đổi loại tài liệu: {name}"),
    ChangeKind.PAPERS_ORDERED: _l("Xếp lại tài liệu: {name}"),
    ChangeKind.PAPER_REPLACED: _l("Thay tệp của tài liệu: {name}"),
    ChangeKind.PAPER_REMOVED: _l("Bỏ tài liệu: {name}"),
    ChangeKind.QUESTION_ADDED: _l("Thêm câu hỏi biểu quyết: {name}"),
    ChangeKind.QUESTION_CHANGED: _l("Sửa câu hỏi biểu quyết: {name}"),
    ChangeKind.QUESTION_REMOVED: _l("Bỏ câu hỏi biểu quyết: {name}"),
}


def in_words(changes: Sequence[Change], language: str, role: Role | None = None) -> list[str]:
    """Return each change that a role may see, in one sentence; None: for those who prepare the meeting."""
    return [_words(each, language) for each in changes if is_told_to(each, role)]


def untold_words(db: Session, meeting_id: int, language: str) -> list[str]:
    """Return the changes that were not announced yet."""
    return in_words(untold(db, meeting_id), language)


def publications(db: Session, meeting_id: int, language: str, role: Role | None = None) -> list[Model]:
    """Return `[{number, at, by, changes}]`, the latest first; leaves out publications without changes for this role."""
    query = select(Publication).where(Publication.meeting_id == meeting_id).order_by(Publication.number.desc())
    found = []
    for told in db.scalars(query):
        changes = in_words(msgspec.convert(told.changes, list[Change]), language, role)
        by = db.get(Person, told.person_id) if told.person_id else None
        if changes:
            name = by.particulars.full_name if by else ""
            found.append({"number": told.number, "at": told.at, "by": name, "changes": changes})
    return found


def readers(db: Session, meeting_id: int, number: int) -> Model:
    """Return `{seen, unseen}`: the names of those who have and have not read a publication, in order of protocol.

    The person who published is left out.
    """
    told = db.get(Publication, (meeting_id, number))
    chosen = select(ChangesSeenBy.seat_id).where(ChangesSeenBy.meeting_id == meeting_id, ChangesSeenBy.number == number)
    seen = set(db.scalars(chosen))
    seats = [seat for seat in seats_of(db, meeting_id) if told is None or seat.person_id != told.person_id]
    names = [(seat.particulars.named(), seat.id in seen) for seat in seats]
    return {"seen": [name for name, has in names if has], "unseen": [name for name, has in names if not has]}


def _words(change: Change, language: str) -> str:
    name, was = change.name, change.was
    if change.kind == ChangeKind.TIME:
        name, was = _span(name), _span(was)
    return say(WORDS[change.kind], language).format(name=name, was=was)


def _span(times: str) -> str:
    """Return `08:00–11:30 05/10/2026`; with the last day too if it is another."""
    starts, ends = (read_stamp(each) for each in times.split("/"))
    last = f" {short_date(ends)}" if short_date(ends) != short_date(starts) else ""
    first = f" {short_date(starts)}" if last else ""
    return f"{short_time(starts)}{first}–{short_time(ends)} {short_date(ends)}"

"""Replay: read the journal into a record, and reject a journal that contradicts itself.

Every vote is counted again from its ballots and judged again by the law frozen at its opening. A ballot outside an open
vote, a tally that is not the sum of its ballots, or an outcome that the law does not give raises `chain.Broken` with
the number of the entry.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from meeting.agenda import events as agenda
from meeting.journal import chain
from meeting.journal.events import Event, decode, registered
from meeting.kernel.clock import read_stamp
from meeting.kernel.words import Phrase, phrase
from meeting.record.contradiction import Contradiction
from meeting.record.course import Chapter, Course, Telling
from meeting.record.record import Record

_TOLD = Telling()
_CHAPTERS: dict[str, Chapter[Any, Any]] = {}


def teach(*tellings: Telling) -> None:
    """Register what events change in a record: once, before any replay (features.py does). Other kinds are only
    read."""
    for telling in tellings:
        _TOLD.tellers.update(telling.tellers)
        _TOLD.unprinted.update(telling.unprinted)
        if telling.chapter is not None:
            _CHAPTERS[telling.chapter.name] = telling.chapter


def is_printed(kind: str) -> bool:
    """Return whether the minutes mention events of this kind in any way."""
    event = registered()[kind]
    return event in _TOLD.tellers and event not in _TOLD.unprinted


def replay(entries: Iterable[chain.Entry]) -> Record:
    """Return the record of a whole journal.

    Raises chain.Broken(number, reason) at the first entry that cannot be read or contradicts those before
    it. Does not check hashes: that is `chain.check`.
    """
    course: Course | None = None
    for entry in entries:
        event, at = _read(entry)
        try:
            if course is None:
                course = _begin(event, at)
            else:
                course.come_to(entry.seq, at)
                _apply(event, course, at)
                course.keep(event, at)
        except Contradiction as contradiction:
            raise chain.Broken(entry.seq, _told(contradiction)) from None
    if course is None:
        raise chain.Broken(1, phrase("nhật ký không có bản ghi nào"))
    return _record(course)


def _told(contradiction: Contradiction) -> Phrase:
    """Return the contradiction as words; the English ones are general, because screens show it only for a forged
    journal."""
    return Phrase(vi=str(contradiction), en=phrase("trái với các bản ghi trước").en)


def _apply(event: Event, course: Course, at: datetime) -> None:
    teller = _TOLD.tellers.get(type(event))
    if teller is not None:
        teller(event, course, at)


def _read(entry: chain.Entry) -> tuple[Event, datetime]:
    if entry.kind not in registered():
        raise chain.Broken(entry.seq, phrase("không rõ loại sự kiện “{kind}”", kind=entry.kind))
    try:
        return decode(entry.kind, entry.body), read_stamp(entry.at)
    except ValueError:  # msgspec.ValidationError is one
        raise chain.Broken(entry.seq, phrase("nội dung không đúng mẫu của loại sự kiện")) from None


def _begin(event: Event, at: datetime) -> Course:
    if not isinstance(event, agenda.MeetingCreated):
        raise Contradiction("bản ghi đầu tiên phải là việc lập cuộc họp")
    return Course(event, at)


def _record(course: Course) -> Record:
    meeting = course.meeting
    in_order = {item.item_id: item.position for item in course.items.values()}
    return Record(
        title=meeting.title,
        parent_body=meeting.parent_body,
        body=meeting.body,
        body_code=meeting.body_code,
        place=meeting.place,
        preset=meeting.preset,
        edition=meeting.edition,
        member_word=meeting.member_word,
        paper_form=meeting.paper_form,
        planned_start=meeting.starts_at,
        started_at=course.started_at,
        ended_at=course.ended_at,
        presence=course.room.told(),
        sittings=tuple(course.sittings),
        presiding=course.presiding,
        presided=tuple(course.presided),
        led=frozenset(course.led),
        false_ends=tuple(course.false_ends),
        last_at=course.at,
        last=course.tick,
        set_back=tuple(course.set_back),
        plain=course.plain,
        bases=dict(course.bases),
        seats=tuple(sorted(course.seats.values(), key=lambda s: (s.position, s.seat_id))),
        items=tuple(sorted(course.items.values(), key=lambda i: (i.position, i.item_id))),
        motions=tuple(
            sorted(course.votes.frozen(), key=lambda m: (in_order.get(m.item_id, 0), m.position, m.motion_id))
        ),
        chapters={name: chapter.closed(course) for name, chapter in _CHAPTERS.items()},
    )

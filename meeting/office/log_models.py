"""Lines of the log for pages and files: filtered, newest first, in pages that begin after a given line."""

import dataclasses
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from meeting.access.tables import Attempt, Ended
from meeting.agenda.tables import Meeting
from meeting.journal.book import OFFICE, book_of, meeting_of
from meeting.journal.tables import Line
from meeting.kernel.clock import VIETNAM, read_stamp, stamp
from meeting.kernel.text import fold
from meeting.office.log_facts import LogNames, act, facts, read_body
from meeting.people.tables import Person

Model = dict[str, Any]
A_PAGE = 50
OF_AN_ATTEMPT = ("at", "last_at", "ended", "way", "account", "address", "device", "count")
NAMESAKES = 200
"""The most people whom the words of a filter may match."""
_PLACE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_(office|meeting-\d{1,9})_(\d{1,9})")


@dataclasses.dataclass(frozen=True)
class LogFilter:
    """The filters of the log; an empty field does not filter. `before`: the line after which to go on."""

    who: str = ""
    words: str = ""
    area: str = ""
    meeting: str = ""
    first: str = ""
    last: str = ""
    ended: str = ""
    before: str = ""


def acts(db: Session, sought: LogFilter, language: str, count: int = A_PAGE) -> tuple[list[Model], str]:
    """Return at most `count` lines `{at, who, act, facts, meeting}`, and the place to go on after; empty at the end."""
    rows = db.execute(_acts(db, sought).limit(count + 1)).all()
    bodies = [read_body(row.body) for row in rows[:count]]
    names = LogNames(db, bodies, {row.actor for row in rows})
    titles = _titles(db, {row.book for row in rows})
    lines = [
        {
            "at": row.at,
            "who": names.actor(row.actor, language),
            "act": act(row.kind, language),
            "facts": facts(row.kind, body, names, language),
            "meeting": titles.get(row.book, ""),
        }
        for row, body in zip(rows, bodies, strict=False)
    ]
    last = rows[count - 1] if len(rows) > count else None
    return lines, f"{stamp(last.at)}_{last.book}_{last.seq}" if last else ""


def sign_ins(db: Session, sought: LogFilter, count: int = A_PAGE) -> tuple[list[Model], str]:
    """Return at most `count` sign-ins and the next place.

    A line is `{at, last_at, ended, way, who, account, address, device, count}`.
    """
    rows = db.scalars(_sign_ins(db, sought).limit(count + 1)).all()
    wanted = {row.person_id for row in rows}
    people = {person.id: person for person in db.scalars(select(Person).where(Person.id.in_(wanted)))}
    lines = [
        {field: getattr(row, field) for field in OF_AN_ATTEMPT}
        | {"who": people[row.person_id].particulars.named() if row.person_id in people else ""}
        for row in rows[:count]
    ]
    return lines, str(rows[count - 1].id) if len(rows) > count else ""


def meetings(db: Session) -> list[Model]:
    """Return every meeting to choose from, the latest first."""
    rows = db.execute(select(Meeting.id, Meeting.title, Meeting.starts_at).order_by(Meeting.starts_at.desc()))
    return [{"id": row.id, "title": row.title, "starts_at": row.starts_at} for row in rows]


def _acts(db: Session, sought: LogFilter) -> Any:
    query = select(Line.book, Line.seq, Line.at, Line.kind, Line.actor, Line.body)
    query = query.where(*_between(Line.at, sought))
    if sought.area:
        query = query.where(Line.kind.startswith(f"{sought.area}.", autoescape=True))
    if sought.meeting:
        query = query.where(Line.book == (book_of(int(sought.meeting)) if sought.meeting.isdecimal() else OFFICE))
    if sought.who:
        query = query.where(Line.actor.in_([f"person-{each}" for each in _people(db, sought.who)]))
    if sought.words:
        query = query.where(or_(Line.body.contains(sought.words, autoescape=True), _about(db, sought.words)))
    if place := _PLACE.fullmatch(sought.before):
        query = query.where(_after(read_stamp(place[1]), place[2], int(place[3])))
    return query.order_by(Line.at.desc(), Line.book.desc(), Line.seq.desc())


def _after(at: datetime, book: str, seq: int) -> Any:
    """Return the condition for lines after a line, in the log's order. `at <=` comes first, because it uses the
    index."""
    same_moment = and_(Line.at == at, or_(Line.book < book, and_(Line.book == book, Line.seq < seq)))
    return and_(Line.at <= at, or_(Line.at < at, same_moment))


def _about(db: Session, words: str) -> Any:
    """Return the condition for acts about a person of that name. An event names a person by id."""
    people = _people(db, words)[:20]
    named = [Line.body.contains(f'"person_id":{each}{end}') for each in people for end in (",", "}")]
    return or_(*named) if named else false()


def _sign_ins(db: Session, sought: LogFilter) -> Select[Attempt]:
    query = select(Attempt).where(*_between(Attempt.at, sought))
    if sought.ended:
        query = query.where(Attempt.ended == Ended(sought.ended))
    if sought.who:
        typed = func.lower(Attempt.account).contains(sought.who.lower(), autoescape=True)
        query = query.where(or_(Attempt.person_id.in_(_people(db, sought.who)), typed))
    if sought.words:
        where = (Attempt.address, Attempt.device)
        query = query.where(or_(*(each.contains(sought.words, autoescape=True) for each in where)))
    if sought.before.isdecimal():
        query = query.where(Attempt.id < int(sought.before))
    return query.order_by(Attempt.id.desc())


def _people(db: Session, words: str) -> list[int]:
    """Return the people whose name, account, title or unit contain every word, in any spelling; also retired ones."""
    query = select(Person.id)
    for word in fold(words).split():
        query = query.where(Person.sought.contains(word, autoescape=True))
    return list(db.scalars(query.order_by(Person.id).limit(NAMESAKES)))


def _between(column: Any, sought: LogFilter) -> Iterator[Any]:
    """Yield the conditions from the first day to the end of the last, in Vietnam's days."""
    if first := _day(sought.first):
        yield column >= _midnight(first)
    if last := _day(sought.last):
        yield column < _midnight(last + timedelta(days=1))


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1970 <= found.year < 9999 else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=VIETNAM)


def _titles(db: Session, books: set[str]) -> dict[str, str]:
    numbers = {number for book in books if (number := meeting_of(book)) is not None}
    rows = db.execute(select(Meeting.id, Meeting.title).where(Meeting.id.in_(numbers)))
    return {book_of(row.id): row.title for row in rows}

"""The heading of a meeting in a form: day and times in Vietnam, kind of body, a plain code."""

from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import Meeting
from meeting.agenda.timing import check_years
from meeting.kernel.clock import VIETNAM, local, stamp
from meeting.kernel.dates import short_date
from meeting.kernel.refusals import Refused, declare
from meeting.kernel.text import clean
from meeting.law.edition import UnknownRule
from meeting.law.editions import edition_on
from meeting.packs.folder.head import slug_of

NO_TIME = declare("office.no_time", 400, "Chưa ghi ngày họp, giờ bắt đầu hoặc giờ kết thúc.")
NO_LAW = declare("office.no_law", 400, "Chưa có bộ quy định áp dụng cho ngày {day}.")

NAMES = ("title", "parent_body", "body", "body_code", "place")
TIMES = ("day", "begins", "ends", "last_day")
FIELDS = (*NAMES, *TIMES, "preset", "slug")


def blank(db: Session, language: str) -> dict[str, str]:
    """Return an empty form, with the names of the body from the last planned meeting."""
    last = db.scalar(select(Meeting).where(Meeting.state != MeetingState.WITHDRAWN).order_by(Meeting.id.desc()))
    typed = dict.fromkeys(FIELDS, "") | {"begins": "08:00", "ends": "11:30"}
    if last is not None:
        typed |= {name: getattr(last, name) for name in (*NAMES, "preset") if name != "title"}
    return typed


def as_typed(meeting: Meeting) -> dict[str, str]:
    """Return a meeting's heading as its form shows it."""
    starts, ends = local(meeting.starts_at), local(meeting.ends_at)
    return {name: getattr(meeting, name) for name in (*NAMES, "preset", "slug")} | {
        "day": starts.date().isoformat(),
        "begins": starts.strftime("%H:%M"),
        "ends": ends.strftime("%H:%M"),
        "last_day": "" if ends.date() == starts.date() else ends.date().isoformat(),
    }


def times(typed: dict[str, str]) -> dict[str, str]:
    """Return `{starts_at, ends_at}` as commands carry them. Raises Refused when a field is empty or invalid."""
    try:
        day = date.fromisoformat(typed["day"])
        last = date.fromisoformat(typed["last_day"]) if typed["last_day"] else day
        check_years(day.year, last.year)
        starts = datetime.combine(day, time.fromisoformat(typed["begins"]), VIETNAM)
        ends = datetime.combine(last, time.fromisoformat(typed["ends"]), VIETNAM)
    except ValueError:
        raise Refused(NO_TIME) from None
    return {"starts_at": stamp(starts), "ends_at": stamp(ends)}


def names(typed: dict[str, str]) -> dict[str, str]:
    """Return the names, each on one line."""
    return {name: " ".join(clean(typed[name]).split()) for name in NAMES}


def edition_for(typed: dict[str, str]) -> str:
    """Return the law edition in force on the meeting's day. Raises Refused when no edition is in force."""
    starts = datetime.fromisoformat(times(typed)["starts_at"])
    try:
        return edition_on(local(starts).date()).id
    except UnknownRule:
        raise Refused(NO_LAW, day=short_date(starts)) from None


def codes_of(typed: dict[str, str]) -> list[str]:
    """Return the meeting's codes to try in turn: as typed, or from title and day, with a number when it is taken."""
    if said := clean(typed["slug"]).strip():
        return [said]
    code = f"{slug_of(typed['title'])[:49].strip('-')}-{typed['day']}"
    return [code, *(f"{code}-{number}" for number in range(2, 10))]

"""The calendar on screen: a day, a week or a month of the meetings that somebody may see, coming and past."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

import flask
from flask import Blueprint
from sqlalchemy.orm import Session

from meeting.access import policy
from meeting.access.actors import Actor
from meeting.access.policy import Capability, allowed
from meeting.agenda.making import see_made
from meeting.agenda.planned_rules import usual_title
from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import Meeting
from meeting.kernel.clock import VIETNAM, local
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.kernel.roles import Role
from meeting.office.days_off import is_off, unknown_years
from meeting.office.door import page
from meeting.office.plans import Held, as_told, days_of, held_by, line_of, seen_by, sits_between
from meeting.office.whose import asked_for, chosen_of
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("calendar", __name__)

Model = dict[str, Any]
FIRST_YEAR, LAST_YEAR = 2000, 2100


class CalendarSpan(StrEnum):
    """The range that the calendar shows."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class ShownDays(NamedTuple):
    """The days drawn, the day asked for, and the dates of the buttons."""

    first: date
    last: date
    before: date
    after: date

    def has(self, held: Held) -> bool:
        """Return whether something takes place on one of these days."""
        return any(self.first <= day <= self.last for day in days_of(held))


@blueprint.get("/calendar")
def calendar() -> str:
    """Show the `view` (day, week or month) around the day `on`, of the meetings that `whose` selects.

    The address contains everything, so a view can be saved and sent to somebody.
    """
    asked = flask.request.args
    try:
        view = CalendarSpan(asked.get("view", CalendarSpan.MONTH))
    except ValueError:
        raise Refused(NOT_FOUND) from None
    today = local(current.now()).date()
    on = _day(asked.get("on", ""), today)
    whose = asked_for(asked.get("whose", ""))
    with site().database.read() as db:
        actor = current.require_actor(db, None)
        policy.require(actor, Capability.OWN_SETTINGS)
        shown = span_of(view, on)
        chosen = chosen_of(db, actor, whose, rows_in(db, actor, shown))
        return page(
            "office/calendar.html",
            view=view,
            spans={span.value: span for span in CalendarSpan},
            on=on,
            today=today,
            whose=whose,
            choices=chosen.choices,
            shown=shown,
            administers=allowed(actor, Capability.KEEP_HOUSE),
            unknown_years=unknown_years((shown.first, shown.last)),
            days=days_model(db, chosen.rows, actor, shown, on=on, today=today),
        )


def span_of(view: CalendarSpan, on: date) -> ShownDays:
    """Return the days of a view, in whole weeks from Monday, and the dates for the view before and after it."""
    if view == CalendarSpan.DAY:
        return ShownDays(on, on, on - timedelta(days=1), on + timedelta(days=1))
    if view == CalendarSpan.WEEK:
        first = on - timedelta(days=on.weekday())
        return ShownDays(first, first + timedelta(days=6), on - timedelta(days=7), on + timedelta(days=7))
    begins = on.replace(day=1)
    next_month = (begins + timedelta(days=31)).replace(day=1)
    ends, former = next_month - timedelta(days=1), begins - timedelta(days=1)
    return ShownDays(
        begins - timedelta(days=begins.weekday()),
        ends + timedelta(days=6 - ends.weekday()),
        former.replace(day=min(on.day, former.day)),
        next_month.replace(day=min(on.day, ((next_month + timedelta(days=31)).replace(day=1) - timedelta(days=1)).day)),
    )


def rows_in(db: Session, actor: Actor, shown: ShownDays) -> Sequence[Any]:
    """Return `(Meeting, role)` of every visible meeting in these days, in order."""
    see_made(db, actor)
    query = seen_by(actor).where(
        Meeting.state != MeetingState.WITHDRAWN,
        sits_between(_moment(shown.first), _moment(shown.last + timedelta(days=1))),
    )
    rows = as_told(db, db.execute(query.order_by(Meeting.starts_at, Meeting.id)).all())
    held = held_by(db, [row.Meeting for row in rows])
    return [row for row in rows if any(shown.has(each) for each in held[row.Meeting.id])]


def days_model(
    db: Session, rows: Sequence[Any], actor: Actor, shown: ShownDays, *, on: date, today: date
) -> list[Model]:
    """Return `[{day, meetings, today, outside, rest}]`, one for each day. A meeting of several days is on all of them.

    A meeting with planned sittings is on their days, once for each, with its name and hours (for guests without its own
    title); on the meeting's other days only if a sitting lies outside its time.
    """
    held = held_by(db, [meeting for meeting, _ in rows])
    by_day: dict[date, list[Model]] = {}
    for meeting, role in rows:
        line, sits = line_of(meeting, role, actor) | {"sitting": ""}, set[date]()
        for each in held[meeting.id]:
            for day in days_of(each):
                if each.title:
                    sits.add(day)
                    hours = {"starts_at": max(each.starts_at, _moment(day)), "ends_at": each.ends_at}
                    title = usual_title(each.starts_at) if role == Role.GUEST else each.title
                    by_day.setdefault(day, []).append(line | hours | {"sitting": title})
                elif day not in sits:
                    by_day.setdefault(day, []).append(line)
    for lines in by_day.values():
        lines.sort(key=lambda each: each["starts_at"])
    number = (shown.last - shown.first).days + 1
    every = [shown.first + timedelta(days=each) for each in range(number)]
    return [
        {
            "day": day,
            "moment": _moment(day),
            "meetings": by_day.get(day, []),
            "today": day == today,
            "outside": number > 7 and day.month != on.month,
            "rest": is_off(day),
        }
        for day in every
    ]


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)


def _day(text: str, today: date) -> date:
    """Return the day in an address; today if it is invalid."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return today
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else today

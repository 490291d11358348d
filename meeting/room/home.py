"""The page of today: present, coming and past meetings, with links to their papers, results and minutes."""

from datetime import datetime
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meeting.access.actors import Actor
from meeting.agenda.panels import meeting_model
from meeting.agenda.rules import LIVE, OVER, UNSEEN, ItemState, MeetingState
from meeting.agenda.tables import (
    ChangesSeenBy,
    Item,
    LeftOut,
    Meeting,
    Seat,
    last_publication,
    presider_of,
    presides,
    was_internal,
)
from meeting.agenda.told import headed
from meeting.contributions.rules import ContributionState
from meeting.contributions.tables import Contribution, units_of, waiting_in, work_of
from meeting.deadlines.tables import notices_shown
from meeting.kernel.clock import local
from meeting.kernel.roles import Role
from meeting.minutes.rules import ORDER, MinutesState
from meeting.minutes.tables import MinutesFile, Signature
from meeting.people.tables import Person
from meeting.planning.rules import Change, is_told_to
from meeting.planning.tables import ChangesSubmission
from meeting.room.panels import current_number

Model = dict[str, Any]


def home_model(db: Session, person: Person | None, language: str, now: datetime) -> Model:
    """Return `{waiting, changed, left_out, called_off, current, coming, past}` for a person.

    - `waiting`: drafts submitted to this person for approval; `changed`: published meetings whose changes are.
    - `left_out`: meetings from which the person was removed after the invitation.
    - `called_off`: published meetings that were called off, are not yet past, and are not planned again for that day.
    - `current`: meetings of today, still running, or never opened; `coming`: later ones, the next first.
    - `past`: `[{month, count, meetings}]`, the latest first.

    A meeting also has `seat_label`, `days` from today, the `current` item, `minutes` (`none`, `draft`, `locked`, or
    None when hidden from a guest), `signs` (the person is the next to sign), `noticed` (the person may read its notice
    of conclusions), and `news` (when changes were announced that the person has not read).
    """
    every = [_model(db, meeting, seat, language, now) for meeting, seat in _seated(db, person)]
    drawn = _minutes(db, [meeting["id"] for meeting in every if meeting["state"] == MeetingState.ENDED])
    every = [meeting | _signing(drawn.get(meeting["id"]), meeting["role"]) for meeting in every]
    over = {meeting["id"]: meeting["role"] for meeting in every if meeting["state"] == MeetingState.ENDED}
    noticed = notices_shown(db, over)
    for meeting in every:
        meeting["noticed"] = meeting["id"] in noticed
        if meeting["role"] == Role.GUEST and was_internal(db, meeting["id"]):
            meeting["minutes"] = None  # the minutes contain what guests may not see
    past = [m for m in every if m["state"] == MeetingState.ENDED and m["days"] < 0]
    return {
        "current": [m for m in every if m["state"] in LIVE or (m["days"] <= 0 and m not in past)],
        "coming": sorted((m for m in every if m["state"] == MeetingState.PLANNED and m["days"] > 0), key=_begins),
        "waiting": _waiting(db, person),
        "changed": _changed(db, person),
        "left_out": _left_out(db, person),
        "called_off": _called_off(db, person, every, now),
        "past": [_group(month, list(meetings)) for month, meetings in groupby(past, _month)],
    }


def _seated(db: Session, person: Person | None) -> list[tuple[Meeting, Seat]]:
    """Return the meetings in which the person has a seat, the latest first."""
    if person is None:
        return []
    query = (
        select(Meeting, Seat)
        .join(Seat, Seat.meeting_id == Meeting.id)
        .where(Seat.person_id == person.id, Meeting.state.not_in((*UNSEEN, MeetingState.WITHDRAWN)))
        .order_by(Meeting.starts_at.desc())
    )
    return [(headed(db, meeting), seat) for meeting, seat in db.execute(query)]


def unit_model(db: Session, actor: Actor) -> Model:
    """Return `{work, items, returned, waiting}` about the units for which this person works.

    `work`: whether a unit has any item to prepare; `items`: their number; `returned`: the number of its papers that
    were returned and not sent again; `waiting`: `[(meeting, count)]`, the papers that wait for this secretary's answer.
    An item withdrawn from the agenda is still `work`, since its history can be read, but no longer counts in `items`.
    """
    units = units_of(db, actor)
    work = work_of(db, units) if units else []
    open_items = Item.id.in_(allotment.item_id for _, allotment in work), Item.state != ItemState.WITHDRAWN
    items = set(db.scalars(select(Item.id).where(*open_items))) if work else set()
    back = select(func.count()).where(
        Contribution.item_id.in_(items),
        Contribution.unit_id.in_(units),
        Contribution.state == ContributionState.RETURNED,
        Contribution.id.in_(select(func.max(Contribution.id)).group_by(Contribution.item_id, Contribution.unit_id)),
    )
    kept = select(Meeting).join(Seat, Seat.meeting_id == Meeting.id)
    mine = kept.where(Seat.person_id == actor.person_id, Seat.role == Role.CLERK, Meeting.state.not_in(OVER))
    meetings = {meeting.id: meeting for meeting in db.scalars(mine.order_by(Meeting.starts_at))}
    counts = waiting_in(db, set(meetings)) if meetings else {}
    return {
        "work": bool(work),
        "items": len(items),
        "returned": (db.scalar(back) or 0) if items else 0,
        "waiting": [(meeting, counts[number]) for number, meeting in meetings.items() if number in counts],
    }


def _waiting(db: Session, person: Person | None) -> list[Meeting]:
    """Return the drafts submitted to this person, who is planned to preside."""
    if person is None:
        return []
    query = select(Meeting).join(Seat, Seat.meeting_id == Meeting.id).where(Seat.person_id == person.id)
    asked = query.where(presides(), Meeting.state == MeetingState.SUBMITTED)
    return list(db.scalars(asked.order_by(Meeting.starts_at, Meeting.id)))


def _changed(db: Session, person: Person | None) -> list[Meeting]:
    """Return the published meetings whose changes were submitted to this person, who presides."""
    if person is None:
        return []
    query = select(Meeting).join(ChangesSubmission, ChangesSubmission.meeting_id == Meeting.id)
    asked = query.where(ChangesSubmission.waits, Meeting.state == MeetingState.PLANNED)
    meetings = db.scalars(asked.order_by(Meeting.starts_at, Meeting.id))
    presiders = [(meeting, presider_of(db, meeting)) for meeting in meetings]
    return [meeting for meeting, seat in presiders if seat is not None and seat.person_id == person.id]


def _left_out(db: Session, person: Person | None) -> list[Any]:
    """Return `[(meeting, when)]`: coming meetings from which this person was removed after the invitation."""
    if person is None:
        return []
    query = select(Meeting, LeftOut.left_at).join(LeftOut, LeftOut.meeting_id == Meeting.id)
    mine = query.where(LeftOut.person_id == person.id, Meeting.state == MeetingState.PLANNED)
    return [(headed(db, meeting), at) for meeting, at in db.execute(mine.order_by(Meeting.starts_at, Meeting.id))]


def _called_off(db: Session, person: Person | None, every: list[Model], now: datetime) -> list[Meeting]:
    """Return the meetings that were called off after this person was invited and are not yet past.

    Leaves out a meeting planned again with the same title for the same day. `every`: the meetings in which the person
    has a seat.
    """
    if person is None:
        return []
    query = select(Meeting).join(Seat, Seat.meeting_id == Meeting.id)
    mine = query.where(Seat.person_id == person.id, Meeting.state == MeetingState.WITHDRAWN)
    anew = {(each["title"], local(each["starts_at"]).date()) for each in every}
    announced = [headed(db, meeting) for meeting in db.scalars(mine.order_by(Meeting.starts_at, Meeting.id))]
    return [
        meeting
        for meeting in announced
        if local(meeting.ends_at).date() >= local(now).date()
        and (meeting.title, local(meeting.starts_at).date()) not in anew
    ]


def _news(db: Session, meeting: Meeting, seat: Seat) -> datetime | None:
    """Return when changes were announced that this seat has not read, or None. The announcing person has read them."""
    if meeting.state != MeetingState.PLANNED or (told := last_publication(db, meeting.id)) is None:
        return None
    changes = msgspec.convert(told.changes, list[Change])
    if told.person_id == seat.person_id or not any(is_told_to(each, seat.role) for each in changes):
        return None
    return told.at if db.get(ChangesSeenBy, (meeting.id, told.number, seat.id)) is None else None


def _model(db: Session, meeting: Meeting, seat: Seat, language: str, now: datetime) -> Model:
    return meeting_model(meeting, language) | {
        "seat_label": seat.label,
        "role": seat.role,
        "news": _news(db, meeting, seat),
        "days": (local(meeting.starts_at).date() - local(now).date()).days,
        "current": current_number(db, meeting, guest=seat.role == Role.GUEST) if meeting.state in LIVE else None,
    }


def _minutes(db: Session, meetings: list[int]) -> dict[int, list[Role]]:
    """Return, for meetings with drawn minutes, the roles that must still sign the newest version, in order."""
    left: dict[int, list[Role]] = {}
    query = (
        select(MinutesFile.meeting_id, MinutesFile.version, Signature.role, Meeting.minutes_locked)
        .join(Meeting, Meeting.id == MinutesFile.meeting_id)
        .outerjoin(Signature, Signature.minutes_id == MinutesFile.id)
        .where(MinutesFile.meeting_id.in_(meetings))
        .order_by(MinutesFile.meeting_id, MinutesFile.version)
    )
    for _, versions in groupby(db.execute(query), lambda row: (row.meeting_id, row.version)):
        rows = list(versions)
        signed = {row.role for row in rows}
        locked = rows[0].minutes_locked
        left[rows[0].meeting_id] = [] if locked else [each for each in ORDER if each not in signed]
    return left


def _signing(left: list[Role] | None, role: Role) -> Model:
    if left is None:
        return {"minutes": MinutesState.NONE, "signs": False}
    return {"minutes": MinutesState.DRAFT if left else MinutesState.LOCKED, "signs": left[:1] == [role]}


def _group(month: datetime, meetings: list[Model]) -> Model:
    return {"month": month, "count": len(meetings), "meetings": meetings}


def _month(meeting: Model) -> datetime:
    return local(_begins(meeting)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _begins(meeting: Model) -> datetime:
    begins: datetime = meeting["starts_at"]
    return begins

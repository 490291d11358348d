"""Before a server accepts requests: check that every meeting's rules are present, and warm up slow parts."""

import logging

from sqlalchemy import case, select

from meeting.access import actors
from meeting.access.policy import View
from meeting.agenda.rules import LIVE, MeetingState
from meeting.agenda.tables import Meeting, Seat, seat_facts
from meeting.config import BadSettings, Settings
from meeting.kernel.clock import Clock
from meeting.kernel.languages import Language
from meeting.law.calendar.reading import mistakes
from meeting.law.editions import keep_office
from meeting.lawbook.files import put_down
from meeting.panels.gallery import Gallery
from meeting.panels.registry import names_for
from meeting.room.models import mine
from meeting.settings.in_force import in_force
from meeting.store.database import Database
from meeting.witness.behind import behind
from meeting.witness.key import make_event_key

log = logging.getLogger(__name__)


def check_ready(database: Database, settings: Settings) -> None:
    """Check that the rules of every meeting are present. Raises BadSettings with the name of a missing file.

    Makes the key that signs heads if it is missing. Logs each mistake in the office's own days off, and each journal
    that is behind the heads handed out before.
    """
    make_event_key(settings.data)
    with database.read() as db:
        put_down(db, settings.law)
    known = {edition.id for edition in keep_office(settings.law)}
    with database.read() as db:
        missing = sorted(set(db.scalars(select(Meeting.edition).distinct())) - known)
    for mistake in mistakes(Language.VIETNAMESE):
        log.warning("%s", mistake)
    if missing:
        raise BadSettings(f"Thiếu bộ quy định của phiên họp đã lập: hãy trả lại tệp {settings.law / missing[0]}.yaml")
    with database.read() as db:
        for sentence in behind(db, in_force(db, settings)):
            log.error("%s", sentence)


def draw_first(database: Database, gallery: Gallery, clock: Clock) -> None:
    """Draw every panel of the next meeting once.

    The first tablets then do not wait for templates, the law edition and database statements. One meeting is enough for
    this, however many are planned.
    """
    running_first = case((Meeting.state.in_(LIVE), 0), else_=1)
    ahead = (
        select(Meeting.id)
        .where(Meeting.state.in_((MeetingState.PLANNED, *LIVE)))
        .order_by(running_first, Meeting.starts_at)
        .limit(1)
    )
    with database.read() as db:
        meeting_id = db.scalar(ahead)
        if meeting_id is None:
            return
        for seat in db.scalars(select(Seat).where(Seat.meeting_id == meeting_id).limit(1)):
            actors.find(db, "nobody's", meeting_id, clock())
            seat_facts(db, meeting_id, seat.person_id)
            mine(db, meeting_id, seat.id)
    gallery.catch_up(meeting_id)
    for view in View:
        for name in names_for(view):
            gallery.html(meeting_id, name, view, Language.VIETNAMESE)

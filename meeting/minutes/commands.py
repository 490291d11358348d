"""Commands about minutes. Drawing and signing happen elsewhere; these commands record their results."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.actors import SeatFacts
from meeting.access.policy import Capability
from meeting.accord.seconding import drop_all
from meeting.agenda.events import MeetingEnded
from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import find_meeting
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.book import book_of
from meeting.journal.events import Event
from meeting.journal.tables import Line
from meeting.kernel.refusals import Refused
from meeting.kernel.roles import Role
from meeting.minutes import rules
from meeting.minutes.basis import check_bases
from meeting.minutes.drafting import is_drawing, request_drawing, settle
from meeting.minutes.events import Drafted, DraftFailed, DraftOrdered, PlainDrawingOrdered, Signed
from meeting.minutes.tables import (
    MinutesFile,
    Signature,
    last_version,
    latest_minutes,
    may_have_presided,
    signatures_of,
    signer_of,
)
from meeting.record.replay import is_printed
from meeting.register.keeping import register_of, require_fit


@command("minutes.request_draft", allow=Capability.WRITE_MINUTES)
class RequestDraft(MeetingCommand, frozen=True, kw_only=True):
    """Have the minutes drawn from the present record."""


@handles(RequestDraft)
def request_draft(command: RequestDraft, context: Context) -> list[Event]:
    """Request a draft from the worker. A new version replaces an unsigned one."""
    meeting = find_meeting(context.db, command.meeting_id)
    latest = latest_minutes(context.db, meeting.id)
    rules.check_may_draw(
        meeting.state, drawing=is_drawing(context.db, meeting.id, latest), signed=bool(signed_roles(context.db, latest))
    )
    settle(context, meeting.id, problem="", drawing=True).plain = False
    request_drawing(context.db, meeting.id, context.now)
    return [DraftOrdered()]


@command("minutes.record_draft", allow=Capability.WORK)
class RecordDraft(MeetingCommand, frozen=True, kw_only=True):
    """Record a version that the worker has drawn."""

    sha256: str
    pages: int
    journal_seq: int
    journal_head: str


@handles(RecordDraft)
def record_draft(command: RecordDraft, context: Context) -> list[Event]:
    """Record it, so that it can be read and signed. Ignored when its end of the meeting was undone meanwhile."""
    if not _is_of_the_end(context.db, command.meeting_id, command.journal_seq):
        return []
    if signed_roles(context.db, latest_minutes(context.db, command.meeting_id)):
        raise Refused(rules.ALREADY_SIGNED)
    version = last_version(context.db, command.meeting_id) + 1
    context.db.add(
        MinutesFile(
            meeting_id=command.meeting_id,
            version=version,
            drawn_sha256=command.sha256,
            sha256=command.sha256,
            pages=command.pages,
            journal_seq=command.journal_seq,
            journal_head=command.journal_head,
            drawn_at=context.now,
        )
    )
    settle(context, command.meeting_id, problem="")
    return [
        Drafted(
            version=version,
            sha256=command.sha256,
            pages=command.pages,
            journal_seq=command.journal_seq,
            journal_head=command.journal_head,
        )
    ]


@command("minutes.request_plain_drawing", allow=Capability.WORK)
class RequestPlainDrawing(MeetingCommand, frozen=True, kw_only=True):
    """Request the plain form, because the full drawing failed."""

    reason: str


@handles(RequestPlainDrawing)
def request_plain_drawing(command: RequestPlainDrawing, context: Context) -> list[Event]:
    """Request it: minutes must always be possible. The next draft that the secretary requests is in full form again."""
    if find_meeting(context.db, command.meeting_id).state != MeetingState.ENDED:
        return []  # the end was undone meanwhile
    if signed_roles(context.db, latest_minutes(context.db, command.meeting_id)):
        raise Refused(rules.ALREADY_SIGNED)
    settle(context, command.meeting_id, problem="", drawing=True).plain = True
    request_drawing(context.db, command.meeting_id, context.now)
    return [PlainDrawingOrdered(reason=command.reason)]


@command("minutes.record_no_draft", allow=Capability.WORK)
class RecordNoDraft(MeetingCommand, frozen=True, kw_only=True):
    """Record that the worker could not draw."""

    reason: str


@handles(RecordNoDraft)
def record_no_draft(command: RecordNoDraft, context: Context) -> list[Event]:
    """Record why; the secretary may request it again. Ignored when minutes were signed meanwhile."""
    latest = latest_minutes(context.db, command.meeting_id)
    over = find_meeting(context.db, command.meeting_id).state == MeetingState.ENDED
    if not over or signed_roles(context.db, latest):
        return []
    settle(context, command.meeting_id, problem=command.reason)
    return [DraftFailed(reason=command.reason)]


@command("minutes.record_signature", allow=Capability.SIGN_MINUTES)
class RecordSignature(MeetingCommand, frozen=True, kw_only=True):
    """Record a signature: the signer approved `approved_sha256`; the signed file `signed_sha256` is checked and
    stored."""

    inside = True

    approved_sha256: str
    signed_sha256: str
    certificate: str


@handles(RecordSignature)
def record_signature(command: RecordSignature, context: Context) -> list[Event]:
    """Record it. Raises Refused when the file has changed meanwhile, as for the second of two people who sign at once.

    Also refuses a certificate that was revoked while its key was in use. If nobody presided, the secretary's signature
    is the last one.
    """
    minutes = latest_minutes(context.db, command.meeting_id)
    seat = context.actor.seat
    if minutes is None or seat is None:
        raise Refused(rules.NO_DRAFT if minutes is None else rules.NOT_SIGNER)
    rules.check_may_sign(
        seat.role, signed_roles(context.db, minutes), approved=command.approved_sha256, current=minutes.sha256
    )
    check_signer(context.db, minutes.meeting_id, seat)
    check_bases(context.db, minutes.meeting_id)
    require_fit(register_of(context.db), context.actor.name, command.certificate)
    if _record_moved(context.db, minutes):
        raise Refused(rules.RECORD_MOVED)
    minutes.sha256 = command.signed_sha256
    meeting = find_meeting(context.db, minutes.meeting_id)
    last = seat.role == Role.CHAIR or signer_of(context.db, meeting.id, Role.CHAIR) is None
    meeting.minutes_signed, meeting.minutes_locked = True, last
    dropped = drop_all(context, minutes.meeting_id)  # before the signature: no such line may follow it
    context.db.add(
        Signature(
            minutes_id=minutes.id,
            role=seat.role,
            seat_id=seat.seat_id,
            signed_at=context.now,
            certificate=command.certificate,
        )
    )
    signed = Signed(
        version=minutes.version,
        role=seat.role,
        seat_id=seat.seat_id,
        approved_sha256=command.approved_sha256,
        signed_sha256=command.signed_sha256,
        certificate=command.certificate,
    )
    return [*dropped, signed]


def check_signer(db: Session, meeting_id: int, seat: SeatFacts) -> None:
    """Raise Refused for anybody but the person whose printed name is at that signature."""
    if may_have_presided(db, meeting_id):
        raise Refused(rules.NO_PRESIDER)
    printed = signer_of(db, meeting_id, seat.role)
    if printed is None and seat.role == Role.CHAIR:
        raise Refused(rules.NOBODY_PRESIDED)
    if printed is not None and printed.id != seat.seat_id:
        raise Refused(rules.OTHER_SIGNS, name=printed.particulars.full_name)


def signed_roles(db: Session, minutes: MinutesFile | None) -> list[Role]:
    """Return the roles that have signed this version."""
    return [signature.role for signature in signatures_of(db, minutes.id)] if minutes else []


def _is_of_the_end(db: Session, meeting_id: int, journal_seq: int) -> bool:
    """Return whether minutes drawn up to that number of the journal include the meeting's end."""
    later = select(Line.seq).where(Line.book == book_of(meeting_id), Line.seq > journal_seq)
    ended = find_meeting(db, meeting_id).state == MeetingState.ENDED
    return ended and db.scalar(later.where(Line.kind == MeetingEnded.kind).limit(1)) is None


def _record_moved(db: Session, minutes: MinutesFile) -> bool:
    """Return whether something that the minutes print was recorded after this version was drawn."""
    later = select(Line.kind).where(Line.book == book_of(minutes.meeting_id), Line.seq > minutes.journal_seq)
    return any(is_printed(kind) for kind in db.scalars(later))

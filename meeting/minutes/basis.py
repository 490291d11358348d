"""Bases below grade L: the chair must confirm a rule known only from a summary before anybody signs minutes based on
it.

Once per kind of decision of a meeting, and once for its quorum. The announced sentence does not say that a basis is in
doubt; the annex of votes and the text on the quorum name the bases that the chair confirmed.
"""

from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.agenda.rules import MeetingState, check_amendable
from meeting.agenda.tables import Meeting, find_meeting
from meeting.attendance.quorum import rule_of
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.kernel.words import Phrase
from meeting.law import editions as law
from meeting.law.terms import confirmed as is_law
from meeting.minutes import rules
from meeting.minutes.drafting import draw_anew
from meeting.minutes.events import BasisConfirmed
from meeting.minutes.tables import Basis
from meeting.record.record import QUORUM
from meeting.voting.judging import terms_of
from meeting.voting.rules import MotionState
from meeting.voting.tables import motions_of


class DoubtfulBasis(msgspec.Struct, frozen=True, kw_only=True):
    """A rule below grade L: of the meeting's quorum, or of an announced vote."""

    decision: str
    title: Phrase
    article: str
    confirmed: bool


@command("minutes.confirm_basis", allow=Capability.RULE)
class ConfirmBasis(MeetingCommand, frozen=True, kw_only=True):
    """Confirm, as the chair, the rule of one kind of decision or of the quorum in this meeting."""

    decision: str


@handles(ConfirmBasis)
def confirm_basis(command: ConfirmBasis, context: Context) -> list[Event]:
    """Record it. The minutes print it, so an unsigned draft is drawn again."""
    meeting = find_meeting(context.db, command.meeting_id)
    check_amendable(meeting.state, signed=meeting.minutes_signed)
    basis = next((b for b in doubtful_bases(context.db, meeting.id) if b.decision == command.decision), None)
    if basis is None:
        raise Refused(rules.NO_DOUBT)
    if basis.confirmed:
        return []
    context.db.add(Basis(meeting_id=meeting.id, decision=basis.decision, article=basis.article))
    if meeting.state == MeetingState.ENDED:
        draw_anew(context, meeting.id)
    return [BasisConfirmed(decision=basis.decision, article=basis.article)]


def doubtful_bases(db: Session, meeting_id: int) -> list[DoubtfulBasis]:
    """Return every basis below grade L in the minutes: of the quorum, then of announced results in order."""
    meeting = find_meeting(db, meeting_id)
    kinds = law.preset(meeting.edition, meeting.preset).decisions
    confirmed = set(db.scalars(select(Basis.decision).where(Basis.meeting_id == meeting_id)))
    announced = [terms_of(motion) for motion in motions_of(db, meeting_id) if motion.state == MotionState.ANNOUNCED]
    doubtful = {terms.decision: terms for terms in announced if terms.confirm}
    held = [_of_quorum(meeting, confirmed)] if meeting.quorum and not is_law(rule_of(meeting).grade) else []
    return held + [
        DoubtfulBasis(
            decision=key,
            title=kinds[key].title if key in kinds else Phrase(vi=key, en=key),
            article=terms.article,
            confirmed=key in confirmed,
        )
        for key, terms in doubtful.items()
    ]


def _of_quorum(meeting: Meeting, confirmed: set[str]) -> DoubtfulBasis:
    title = law.preset(meeting.edition, meeting.preset).quorum.title
    return DoubtfulBasis(decision=QUORUM, title=title, article=rule_of(meeting).article, confirmed=QUORUM in confirmed)


def check_bases(db: Session, meeting_id: int) -> None:
    """Raise Refused while the chair has not confirmed every basis that needs it."""
    open_ones = [basis.title.vi for basis in doubtful_bases(db, meeting_id) if not basis.confirmed]
    if open_ones:
        raise Refused(rules.BASIS_OPEN, bases="; ".join(open_ones))


def basis_models(db: Session, meeting_id: int, language: str) -> list[dict[str, Any]]:
    """Return `{decision, title, article, confirmed}` for templates, the title in a language."""
    found = doubtful_bases(db, meeting_id)
    return [msgspec.to_builtins(basis) | {"title": basis.title.say(language)} for basis in found]

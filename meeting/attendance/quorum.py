"""The quorum of one meeting: it restricts what may be done, not what is shown.

Without a quorum the meeting does not begin, no vote opens and no result is announced, unless the chair gives a written
reason. A reason is valid for one act (the beginning; one vote, from its opening to its result) and for the number then
present: when fewer remain, or another vote is called, a new reason is needed.
"""

import msgspec
from sqlalchemy.orm import Session

from meeting.agenda.tables import Meeting
from meeting.attendance.rules import check_quorum
from meeting.attendance.tables import far_seats, head_count, present_voters
from meeting.law import editions as law
from meeting.law.rules import Quorum
from meeting.law.rules import quorum as law_quorum
from meeting.law.terms import QuorumTerms, RemoteTerms
from meeting.store.once import once
from meeting.store.rows import write_out


def rule_of(meeting: Meeting) -> QuorumTerms:
    """Return the rule frozen when the meeting began; before that, the law edition's."""
    if meeting.quorum is not None:
        return msgspec.convert(meeting.quorum, QuorumTerms)
    return law.preset(meeting.edition, meeting.preset).quorum.terms()


def remote_of(meeting: Meeting) -> RemoteTerms:
    """Return the rights at remote points: frozen when the meeting began; before that, the law edition's."""
    if meeting.remote is not None:
        return msgspec.convert(meeting.remote, RemoteTerms)
    return law.preset(meeting.edition, meeting.preset).remote.terms()


@once
def quorum_now(db: Session, meeting: Meeting) -> Quorum:
    """Return how many voters are present, and how many must be."""
    heads = head_count(db, meeting.id)
    far = 0 if remote_of(meeting).counted else heads.far
    return law_quorum(rule_of(meeting), heads.voters, heads.there - far)


def counted_present(db: Session, meeting: Meeting) -> list[int]:
    """Return the seats in office with a vote whose people count as present, in order of protocol."""
    here = present_voters(db, meeting.id)
    if remote_of(meeting).counted:
        return here
    far = far_seats(db, meeting.id)
    return [seat_id for seat_id in here if seat_id not in far]


def count_voting(db: Session, meeting: Meeting) -> int:
    """Return how many could vote if a vote were opened now."""
    heads = head_count(db, meeting.id)
    return heads.there if remote_of(meeting).votes else heads.there - heads.far


def check_may_begin(db: Session, meeting: Meeting) -> None:
    """Raise Refused when the meeting has neither a quorum nor the chair's reason."""
    write_out(db)  # the person who opens the meeting has just arrived
    check_quorum(quorum_now(db, meeting), meeting.quorum_waived_at)

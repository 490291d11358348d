"""The members of the body without a ballot in a vote: pure functions, shared by the handlers and the record."""

from collections.abc import Iterable

import msgspec

from meeting.agenda.rules import Mandate
from meeting.law.terms import Excluded, RemoteTerms

WHY = {Mandate.SUSPENDED: Excluded.SUSPENDED, Mandate.VACANT: Excluded.VACANT}
"""The reason for members who are not in office."""


class Exclusion(msgspec.Struct, frozen=True, kw_only=True):
    """A member of the body without a ballot in a vote, as at its opening.

    `counted`: whether they count in the total (N), by `article` of law (empty: no article says so). `reason`: the
    recorded words; empty at a remote point, for which the edition gives the reason.
    """

    seat_id: int
    why: Excluded
    counted: bool
    article: str
    reason: str


def substituted(seat_id: int, substitute: str) -> Exclusion:
    """Return the exclusion of an absent member: they count in the total, and nobody votes in their place."""
    return Exclusion(seat_id=seat_id, why=Excluded.SUBSTITUTE, counted=True, article="", reason=substitute)


def remote(seat_id: int, terms: RemoteTerms) -> Exclusion | None:
    """Return why a member at a remote point has no ballot, or None. They count in the total wherever they are."""
    why = terms.excludes
    return None if why is None else Exclusion(seat_id=seat_id, why=why, counted=True, article=terms.cited, reason="")


def uncounted(excluded: Iterable[Exclusion]) -> frozenset[int]:
    """Return the seats that are not part of the total of this vote."""
    return frozenset(each.seat_id for each in excluded if not each.counted)


def without_ballot(excluded: Iterable[Exclusion]) -> dict[int, Excluded]:
    """Return, by seat, why a member who counts in the total and may be in the room has no ballot."""
    return {each.seat_id: each.why for each in excluded if each.counted and each.why != Excluded.SUBSTITUTE}

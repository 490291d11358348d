"""Who of the body has no ballot in a vote: pure, the same for the handlers and for the record."""

from collections.abc import Iterable

import msgspec

from meeting.agenda.rules import Mandate
from meeting.law.terms import Excluded, RemoteTerms

WHY = {Mandate.SUSPENDED: Excluded.SUSPENDED, Mandate.VACANT: Excluded.VACANT}
"""Why somebody who is not in office has none."""


class Exclusion(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the body who has no ballot in a vote, as it stood at its opening.

    `counted`: whether they are one of the total (N), by `article` of law (empty: none says so).
    `reason`: in the words written down.
    """

    seat_id: int
    why: Excluded
    counted: bool
    article: str
    reason: str


def substituted(seat_id: int, substitute: str) -> Exclusion:
    """An absent member counts in the total, and nobody votes in their place."""
    return Exclusion(seat_id=seat_id, why=Excluded.SUBSTITUTE, counted=True, article="", reason=substitute)


def remote(seat_id: int, terms: RemoteTerms) -> Exclusion | None:
    """Return why a member at a remote point has no ballot, or None. They count in the total wherever they are."""
    why = terms.excludes
    return None if why is None else Exclusion(seat_id=seat_id, why=why, counted=True, article=terms.cited, reason="")


def uncounted(excluded: Iterable[Exclusion]) -> frozenset[int]:
    """Seats that are no part of the total of this vote."""
    return frozenset(each.seat_id for each in excluded if not each.counted)


def without_ballot(excluded: Iterable[Exclusion]) -> dict[int, Excluded]:
    """By seat: why somebody of the total who may be in the room has no ballot."""
    return {each.seat_id: each.why for each in excluded if each.counted and each.why != Excluded.SUBSTITUTE}

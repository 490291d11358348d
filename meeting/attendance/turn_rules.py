"""Counts, one move after another, whether enough members are present for a quorum, and since when.

Pure functions. Both the screens and the record of the minutes use them, so both show the same time.
"""

from datetime import datetime
from typing import NamedTuple

import msgspec

from meeting.law.rules import needed
from meeting.law.terms import QuorumTerms


class Office(NamedTuple):
    """A seat with a vote. `counted`: it is part of the total (N). `serves`: its person counts as present when here.

    A suspended member does not serve; whether they are counted is decided by the edition of the rules.
    """

    counted: bool
    serves: bool


class Move(msgspec.Struct, frozen=True):
    """A person with a vote came (`step` 1) or went (`step` -1), or what their seat counts for changed (`office`).

    `far`: they came to, or left, a remote point.
    """

    at: datetime
    seat_id: int = 0
    step: int = 0
    far: bool = False
    office: Office | None = None


class Turned(NamedTuple):
    """The time at which the quorum was reached (`met` True) or lost (False)."""

    at: datetime
    met: bool


class Walk:
    """The figures of one sitting's quorum after each move: `present` members, the `total` (N), how many are `needed`.

    `offices`: what each seat counts for before the first move; the moves change this map. `turned`: when the quorum was
    last reached or lost; None while it has not been reached.
    """

    def __init__(self, rule: QuorumTerms, offices: dict[int, Office]) -> None:
        self.rule = rule
        self.present, self.total = 0, sum(office.counted for office in offices.values())
        self.needed = needed(rule, self.total)
        self.turned: Turned | None = None
        self._offices = offices
        self._here: set[int] = set()

    @property
    def met(self) -> bool:
        """Return whether the people present are a quorum."""
        return self.present >= self.needed

    def take(self, move: Move) -> None:
        """Apply one move. A move with `seat_id` 0 moves nobody: it only notes the quorum as it is at that time."""
        seat, here = move.seat_id, self._here
        if move.office is not None:
            former, self._offices[seat] = self._offices[seat], move.office
            self.total += move.office.counted - former.counted
            self.present += (move.office.serves - former.serves) if seat in here else 0
            self.needed = needed(self.rule, self.total)
        elif move.step > 0 and seat not in here:
            here.add(seat)
            self.present += self._offices[seat].serves
        elif move.step < 0 and seat in here:
            here.discard(seat)
            self.present -= self._offices[seat].serves
        if self.met != (self.turned is not None and self.turned.met):
            self.turned = Turned(move.at, self.met)

"""An oracle of the law: quorum, base, majority and equal votes, worked out apart from the program.

Written from the text of the law with fractions, importing nothing of `meeting`, so that the two can disagree. Law
72/2025/QH15: a resolution needs more than half of all deputies, a dismissal two thirds of them (Art. 35.2), a decision
of a Committee more than half of all its members, and equal votes follow what the Chair has voted (Art. 40.3); a third
of all may ask for a session (Art. 34.3, 40.1). Two thirds of all must be there (working regulation). A deputy may vote
from elsewhere (Art. 35.1) and a member in another fitting form (Art. 40.3): members at a remote point are present and
vote, unless a regulation says otherwise. Where members sit never makes the body smaller.
"""

from fractions import Fraction
from typing import NamedTuple

HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)

DECISIONS = {
    ("hdnd", "resolution"): ("all", HALF, "more", False),
    ("hdnd", "dismissal"): ("all", TWO_THIRDS, "at least", False),
    ("hdnd", "procedural"): ("present", HALF, "more", False),
    ("ubnd", "committee_decision"): ("all", HALF, "more", True),
    ("ubnd", "procedural"): ("present", HALF, "more", False),
    ("dang", "party_decision"): ("all", HALF, "more", False),
    ("dang", "procedural"): ("present", HALF, "more", False),
    ("board", "board_decision"): ("all", HALF, "more", False),
    ("board", "procedural"): ("present", HALF, "more", False),
}
"""By body and kind: of whom, which share, how it must be reached, and whether equal votes follow the head."""

QUORUMS = {
    "hdnd": (TWO_THIRDS, "at least"),
    "ubnd": (TWO_THIRDS, "at least"),
    "dang": (TWO_THIRDS, "at least"),
    "board": (HALF, "more"),
}


REMOTE = dict.fromkeys(QUORUMS, "equal")
"""What members at a remote point have, by body: equal rights, no vote, or not even presence."""


def present_at(rights: str, here: int, there: int) -> int:
    """How many are present, of those in the room and those at remote points."""
    return here if rights == "not_present" else here + there


def votes_at(rights: str) -> bool:
    """Whether a member at a remote point votes."""
    return rights == "equal"


class Vote(NamedTuple):
    """`total` members, `present` of them; what they voted; what the head of the body voted, empty if unknown."""

    total: int
    present: int
    agree: int
    disagree: int
    abstain: int = 0
    head: str = ""


def in_office(seats: set[int], suspended: set[int], vacant: set[int]) -> set[int]:
    """The members of a body who hold office: they alone are its total (Art. 35.2 and 38.1).

    A member who takes no part in one question stays in the total: no text takes them out of all deputies, or all
    members.
    """
    return seats - suspended - vacant


def reached(count: int, share: Fraction, how: str, whole: int) -> bool:
    """Whether `count` is more than, or at least, the share of the whole. A count of zero is never enough."""
    return count > 0 and (count > share * whole if how == "more" else count >= share * whole)


def quorate(body: str, total: int, present: int) -> bool:
    """Whether enough are in the room."""
    return reached(present, *QUORUMS[body], total)


def lawful(body: str, kind: str, vote: Vote) -> set[str]:
    """The outcomes that a reading of the law allows: one, or two where the chair must rule."""
    of_whom, share, how, follows = DECISIONS[body, kind]
    whole = vote.total if of_whom == "all" else vote.present
    by_majority = "adopted" if reached(vote.agree, share, how, whole) else "rejected"
    equal = vote.agree == vote.disagree > 0
    if not (follows and equal and by_majority == "rejected" and vote.head == "for"):
        return {by_majority}
    return {"adopted"} if Fraction(vote.agree, whole) == HALF else {"adopted", "rejected"}

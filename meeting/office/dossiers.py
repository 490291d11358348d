"""Dossiers for the pages of a plan: the papers that each item with a decision needs, and the missing ones."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy.orm import Session

from meeting.agenda.rules import ItemForm, ItemState
from meeting.agenda.tables import Meeting, items_of
from meeting.documents.dossier import Dossier, Wanted, checklist, dossier, kind_of
from meeting.documents.order import known_kinds
from meeting.documents.tables import documents_of
from meeting.law import editions as law
from meeting.voting.rules import MotionState
from meeting.voting.tables import motions_of

DECIDED = (ItemForm.VOTE, ItemForm.HANDS)
"""Items of these forms need a decision, even before a question is worded."""


def dossiers_model(
    db: Session, meeting: Meeting, besides: Mapping[int, list[str]] = MappingProxyType({})
) -> dict[int, dict[str, object]]:
    """Return `{wanted, missing, confirm, source}` by item, for items with a decision whose dossier is known.

    `wanted`: every kind with whether it is present; `missing`: how many are missing. `besides`: titles that count in
    addition to those of the papers.
    """
    known = known_kinds(db)
    there: dict[int | None, list[str]] = {
        item: [kind_of(title, known) for title in titles] for item, titles in besides.items()
    }
    for paper in documents_of(db, meeting.id):
        there.setdefault(paper.item_id, []).append(paper.kind)
    return {
        item_id: _told(each, checklist(each, there.get(item_id, []))) for item_id, each in _asked(db, meeting).items()
    }


def _told(each: Dossier, wanted: list[Wanted]) -> dict[str, object]:
    missing = sum(not one.there for one in wanted)
    return {"wanted": wanted, "missing": missing, "confirm": each.confirm, "source": each.source}


def _asked(db: Session, meeting: Meeting) -> dict[int, Dossier]:
    """Return the dossier of each item's kind of decision; of several kinds, the first that has one."""
    decisions: dict[int, list[str]] = {}
    for motion in motions_of(db, meeting.id):
        if motion.state != MotionState.CANCELLED and not motion.steps:
            decisions.setdefault(motion.item_id, []).append(motion.decision)
    usual = law.preset(meeting.edition, meeting.preset).default_decision
    found = {}
    for item in items_of(db, meeting.id):
        said = decisions.get(item.id, [usual] if item.form in DECIDED else [])
        known = [each for decision in said if (each := dossier(meeting.preset, decision)) is not None]
        if known and item.state != ItemState.WITHDRAWN:
            found[item.id] = known[0]
    return found

"""The model of the questions under one item, for the page of the agenda."""

from typing import Any

from sqlalchemy.orm import Session

from meeting.access import policy
from meeting.access.policy import Capability
from meeting.agenda.tables import Meeting
from meeting.agenda.told import untold_rows
from meeting.law import editions as law
from meeting.voting.rules import MotionForm
from meeting.voting.tables import Motion, motions_under, recused_counts
from meeting.web import current


def questions_model(db: Session, meeting: Meeting, item_id: int, more: dict[str, Any]) -> dict[str, Any]:
    """Return `{questions, adding_question, keeps_roll, question_forms, decisions}` of an item.

    `more`: a refused text that somebody typed. `recused` of a question: how many take no part, and how many of
    them recused themselves before it was reworded. `keeps_roll`: whether the viewer may open the roll of a vote.
    """
    body = law.preset(meeting.edition, meeting.preset)
    rewritten, changed = more.get("rewritten", {}), untold_rows(db, meeting, Motion)
    questions, recused = [], recused_counts(db, meeting.id)
    for motion in motions_under(db, meeting.id, item_id):
        stands = {"title": motion.title, "form": motion.form, "decision": motion.decision}
        typed = rewritten.get(motion.id)
        shown = {"id": motion.id, "version": motion.version, "state": motion.state, "stands": {}}
        shown |= {"untold": motion.id in changed, "recused": recused.get(motion.id, (0, 0))}
        if typed is not None and more.get("overtaken"):
            shown["stands"] = stands
        questions.append(shown | (typed or stands))
    new = rewritten.get(0) or {"title": "", "form": "", "decision": body.default_decision}
    return {
        "questions": questions,
        "adding_question": new | {"id": 0, "stands": {}, "recused": (0, 0)},
        "keeps_roll": policy.allowed(current.require_actor(db, meeting.id), Capability.KEEP_ROLL),
        "question_forms": tuple(MotionForm),
        "decisions": {key: rule.title.say(current.language()) for key, rule in body.decisions.items()},
    }

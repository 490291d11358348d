"""What the page of an agenda is given of the questions under one item."""

from typing import Any

from sqlalchemy.orm import Session

from meeting.agenda.tables import Meeting
from meeting.law import editions as law
from meeting.voting.rules import MotionForm
from meeting.voting.tables import motions_under
from meeting.web import gate


def questions_model(db: Session, meeting: Meeting, item_id: int, more: dict[str, Any]) -> dict[str, Any]:
    """`{questions, question_forms, decisions, usual}` of an item; `more`: what was typed into one and not taken."""
    body = law.preset(meeting.edition, meeting.preset)
    rewritten = more.get("rewritten", {})
    questions = []
    for motion in motions_under(db, meeting.id, item_id):
        stands = {"title": motion.title, "form": motion.form, "decision": motion.decision}
        typed = rewritten.get(motion.id)
        shown = {"id": motion.id, "version": motion.version, "state": motion.state, "stands": {}}
        if typed is not None and more.get("overtaken"):
            shown["stands"] = stands
        questions.append(shown | (typed or stands))
    return {
        "questions": questions,
        "question_forms": tuple(MotionForm),
        "decisions": {key: rule.title.say(gate.language()) for key, rule in body.decisions.items()},
        "usual": body.default_decision,
    }

"""Newer versions of papers that a person has read."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from meeting.access.actors import Actor
from meeting.documents.allowing import readable_papers
from meeting.documents.rules import DocumentState
from meeting.reading.tables import read_by

Model = dict[str, Any]


def news_model(db: Session, meeting_id: int, actor: Actor, now: datetime) -> list[Model]:
    """Return `[{id, title, had, version, url}]`: papers that the person opened in version `had`, not in the newest."""
    if actor.person_id is None:
        return []
    read = read_by(db, meeting_id, actor.person_id)
    if not read:
        return []
    return [
        {"id": paper.id, "title": paper.title, "had": had, "version": paper.version}
        | {"url": f"/m/{meeting_id}/papers/{paper.id}"}
        for paper in readable_papers(db, meeting_id, actor, now)
        if paper.id in read and (had := read[paper.id][-1].version) < paper.version
        if paper.state != DocumentState.CONVERTING
    ]

"""The papers of the item that the meeting is at."""

from collections.abc import Collection
from typing import Any

from meeting.agenda.events import ItemAdded, ItemOpened
from meeting.agenda.tables import find_meeting
from meeting.documents.events import DOCUMENT_EVENTS
from meeting.documents.tables import Document, documents_of, documents_under
from meeting.panels.registry import Sight, panel
from meeting.panels.views import SEATED


def document_model(document: Document) -> dict[str, Any]:
    """A paper for templates."""
    return {
        "id": document.id,
        "title": document.title,
        "pages": document.pages,
        "state": document.state,
        "filename": document.filename,
        "size": document.size,
        "problem": document.problem,
        "url": f"/m/{document.meeting_id}/papers/{document.id}",
    }


def documents_by_item(sight: Sight, only: Collection[int] | None = None) -> dict[int | None, list[dict[str, Any]]]:
    """Papers of each item, or of these items alone; under None those of the whole meeting."""
    db, meeting_id = sight.db, sight.meeting_id
    found: dict[int | None, list[dict[str, Any]]] = {}
    for document in documents_of(db, meeting_id) if only is None else documents_under(db, meeting_id, tuple(only)):
        found.setdefault(document.item_id, []).append(document_model(document))
    return found


@panel(
    "papers",
    "documents/_papers.html",
    views=SEATED,
    shows=(ItemAdded, ItemOpened, *DOCUMENT_EVENTS),
    alike=SEATED,
)
def papers(sight: Sight) -> dict[str, Any]:
    """`{papers: […]}`."""
    item_id = find_meeting(sight.db, sight.meeting_id).item_id
    return {"papers": documents_by_item(sight, [] if item_id is None else [item_id]).get(item_id, [])}

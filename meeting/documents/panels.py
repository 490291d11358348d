"""The papers of the item that the meeting is at."""

from collections.abc import Collection
from typing import Any

from meeting.agenda.events import ORDER_EVENTS, ItemOpened
from meeting.agenda.tables import find_meeting, item_after
from meeting.documents.events import DOCUMENT_EVENTS
from meeting.documents.rules import DocumentState
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
        "url": (url := f"/m/{document.meeting_id}/papers/{document.id}"),
        "file": f"{url}/file.pdf?of={document.pdf_sha256}",
    }


AHEAD = 6
"""So many papers are fetched before anybody opens them."""


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
    shows=(*ORDER_EVENTS, ItemOpened, *DOCUMENT_EVENTS),
    alike=SEATED,
)
def papers(sight: Sight) -> dict[str, Any]:
    """`{papers: […], ahead: […]}`; ahead: the files of these papers and of the next item's, to be fetched in time."""
    item_id = find_meeting(sight.db, sight.meeting_id).item_id
    coming = item_after(sight.db, sight.meeting_id, item_id)
    found = documents_by_item(sight, [item for item in (item_id, coming) if item is not None])
    here = found.get(item_id, []) if item_id is not None else []
    ready = [each["file"] for each in here + found.get(coming, []) if each["state"] == DocumentState.READY]
    return {"papers": here, "ahead": ready[:AHEAD]}

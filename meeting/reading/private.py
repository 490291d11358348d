"""The private request that reports opened pages, and the state that the person's devices show."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.actors import Actor
from meeting.access.policy import Capability
from meeting.agenda.tables import seat_facts
from meeting.documents.allowing import check_readable
from meeting.documents.tables import Document, FormerVersion, ToldDocument, find_document, find_version
from meeting.kernel.refusals import Refused
from meeting.kernel.roles import Role
from meeting.private.registry import Own, Private, handles, private, shows
from meeting.reading.rules import noted
from meeting.reading.tables import PageRead, PaperRead, newer_count


@private("reading.note", allow=Capability.OWN_SETTINGS)
class Note(Private, frozen=True, kw_only=True):
    """Report the pages of one version of a paper that were opened since the device's last report."""

    meeting_id: int
    document_id: int
    version: int
    pages: tuple[int, ...]


@handles(Note)
def note(request: Note, own: Own) -> None:
    """Store the pages. Reports are ignored for papers that the person may not read.

    They are also ignored for a version that was no longer in use when the person first opened it: who has opened a
    version may see later what changed since.
    """
    paper = _read(request, own)
    pages = noted(request.pages, paper.pages) if paper is not None else []
    if not pages:
        return
    which = {"document_id": request.document_id, "version": request.version, "person_id": own.person_id}
    chosen = select(PageRead).filter_by(**which).where(PageRead.page.in_(pages))
    known = {row.page: row for row in own.db.scalars(chosen)}
    for page in pages:
        if page in known:
            known[page].last_at = own.now
        else:
            own.db.add(PageRead(**which, page=page, first_at=own.now, last_at=own.now))
    _sum_up(own, which, new=len(pages) - len(known), furthest=pages[-1])


@shows("reading")
def reading(db: Session, person_id: int) -> dict[str, Any]:
    """Return `{newer}`: the number of papers with a newer version than the one the person has opened."""
    return {"newer": newer_count(db, person_id)}


def _read(request: Note, own: Own) -> Document | FormerVersion | None:
    try:
        document = _known(request, own)
        check_readable(own.db, document, _seated(request, own), own.now)
        if request.version != document.version and not _opened(request, own):
            return None
        return find_version(own.db, document, request.version)
    except Refused:
        return None


def _known(request: Note, own: Own) -> Document:
    """Return the paper as it was published: the changed plan may have a newer version, or none."""
    told = own.db.get(ToldDocument, request.document_id)
    if told is not None and told.meeting_id == request.meeting_id:
        return told
    return find_document(own.db, request.meeting_id, request.document_id)


def _opened(request: Note, own: Own) -> bool:
    """Return whether the person had this version open before and reads on after a newer one came."""
    return own.db.get(PaperRead, (own.person_id, request.document_id, request.version)) is not None


def _seated(request: Note, own: Own) -> Actor:
    seat = seat_facts(own.db, request.meeting_id, own.person_id)
    return Actor(name="", role=seat.role if seat else Role.NOBODY, person_id=own.person_id, seat=seat)


def _sum_up(own: Own, which: dict[str, int], *, new: int, furthest: int) -> None:
    row = own.db.get(PaperRead, (own.person_id, which["document_id"], which["version"]))
    if row is None:
        own.db.add(PaperRead(**which, pages=new, furthest=furthest, first_at=own.now, last_at=own.now))
        return
    row.pages, row.furthest, row.last_at = row.pages + new, max(row.furthest, furthest), own.now

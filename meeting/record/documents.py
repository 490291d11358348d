"""How papers change the record."""

from datetime import datetime

from msgspec.structs import replace

from meeting.documents import events as documents
from meeting.documents.readers import FOR_MEMBERS, Readers
from meeting.record.contradiction import Contradiction
from meeting.record.course import Chapter, Course, Telling
from meeting.record.record import Recorded


class Former(Recorded, frozen=True, kw_only=True):
    """An earlier version of a paper, and when the next one replaced it."""

    version: int
    sha256: str
    replaced_at: datetime


class Paper(Recorded, frozen=True, kw_only=True):
    """A document by its content. `item_id` None: it belongs to the whole meeting."""

    document_id: int
    item_id: int | None
    position: int
    title: str
    filename: str
    sha256: str
    kind: str = ""
    readers: Readers = FOR_MEMBERS
    version: int = 1
    former: tuple[Former, ...] = ()


def _as_listed(papers: dict[int, Paper], course: Course) -> tuple[Paper, ...]:
    """Return the papers: those of the whole meeting first, then item by item."""
    place = {item.item_id: item.position for item in course.items.values()}
    return tuple(
        sorted(papers.values(), key=lambda p: (place[p.item_id] if p.item_id else 0, p.position, p.document_id))
    )


papers = Chapter[dict[int, Paper], tuple[Paper, ...]]("papers", lambda _: {}, _as_listed)
"""Every paper that was distributed, as listed."""

telling = Telling(papers)


@telling.of(documents.DocumentAdded)
def document_added(event: documents.DocumentAdded, course: Course, at: datetime) -> None:
    if event.item_id is not None:
        course.item(event.item_id)
    _make_room(course, event.position)
    papers.draft(course)[event.document_id] = Paper(
        document_id=event.document_id,
        item_id=event.item_id,
        position=event.position,
        kind=event.paper_kind,
        title=event.title,
        filename=event.filename,
        sha256=event.sha256,
        readers=event.readers,
    )


@telling.of(documents.DocumentChanged)
def document_changed(event: documents.DocumentChanged, course: Course, at: datetime) -> None:
    if event.item_id is not None:
        course.item(event.item_id)
    paper = _paper(course, event.document_id)
    papers.draft(course)[paper.document_id] = replace(paper, title=event.title, item_id=event.item_id)


@telling.of(documents.DocumentReplaced)
def document_replaced(event: documents.DocumentReplaced, course: Course, at: datetime) -> None:
    paper = _paper(course, event.document_id)
    former = Former(version=paper.version, sha256=paper.sha256, replaced_at=at)
    papers.draft(course)[paper.document_id] = replace(
        paper,
        filename=event.filename,
        sha256=event.sha256,
        version=event.version,
        readers=replace(paper.readers, held=False),
        former=(*paper.former, former) if event.version > paper.version else paper.former,
    )


@telling.of(documents.KindChosen)
def kind_chosen(event: documents.KindChosen, course: Course, at: datetime) -> None:
    paper = _paper(course, event.document_id)
    papers.draft(course)[paper.document_id] = replace(paper, kind=event.paper_kind)


@telling.of(documents.DocumentMoved)
def document_moved(event: documents.DocumentMoved, course: Course, at: datetime) -> None:
    _make_room(course, event.position)
    paper = _paper(course, event.document_id)
    papers.draft(course)[paper.document_id] = replace(paper, position=event.position)


@telling.of(documents.ReadersChosen)
def readers_chosen(event: documents.ReadersChosen, course: Course, at: datetime) -> None:
    paper = _paper(course, event.document_id)
    papers.draft(course)[paper.document_id] = replace(paper, readers=event.readers)


@telling.of(documents.OnPaperAdded)
def on_paper_added(event: documents.OnPaperAdded, course: Course, at: datetime) -> None:
    if event.item_id is not None:
        course.item(event.item_id)
    _make_room(course, event.position)
    papers.draft(course)[event.document_id] = Paper(
        document_id=event.document_id,
        item_id=event.item_id,
        position=event.position,
        kind=event.paper_kind,
        title=event.title,
        filename="",
        sha256="",
        readers=event.readers,
    )


@telling.of(documents.SecretWithdrawn)
def secret_withdrawn(event: documents.SecretWithdrawn, course: Course, at: datetime) -> None:
    paper = _paper(course, event.document_id)
    shown = replace(paper.readers, held=False)
    bare = replace(paper, title=event.title, kind="", filename="", sha256="", readers=shown)
    papers.draft(course)[paper.document_id] = bare


@telling.of(documents.SecretSuspected)
def secret_suspected(event: documents.SecretSuspected, course: Course, at: datetime) -> None:
    _hold(course, event.document_id, held=True)


@telling.of(documents.SuspicionCleared)
def suspicion_cleared(event: documents.SuspicionCleared, course: Course, at: datetime) -> None:
    _hold(course, event.document_id, held=False)


@telling.of(documents.FirstPageRead)
def first_page_read(event: documents.FirstPageRead, course: Course, at: datetime) -> None:
    _hold(course, event.document_id, held=False)


@telling.of(documents.DocumentRemoved)
def document_removed(event: documents.DocumentRemoved, course: Course, at: datetime) -> None:
    del papers.draft(course)[_paper(course, event.document_id).document_id]


def _hold(course: Course, document_id: int, *, held: bool) -> None:
    paper = _paper(course, document_id)
    papers.draft(course)[document_id] = replace(paper, readers=replace(paper.readers, held=held))


def _make_room(course: Course, position: int) -> None:
    """Move the papers from a position on one place down."""
    for number, paper in list(papers.draft(course).items()):
        if paper.position >= position:
            papers.draft(course)[number] = replace(paper, position=paper.position + 1)


def _paper(course: Course, document_id: int) -> Paper:
    found = papers.draft(course).get(document_id)
    if found is None:
        raise Contradiction(f"không có tài liệu số {document_id}")
    return found

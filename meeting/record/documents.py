"""What the record is told of papers."""

from datetime import datetime

from meeting.documents import events as documents
from meeting.record.course import Course, Telling
from meeting.record.record import Paper

telling = Telling()


@telling.of(documents.DocumentAdded)
def document_added(event: documents.DocumentAdded, course: Course, at: datetime) -> None:
    if event.item_id is not None:
        course.item(event.item_id)
    course.papers[event.document_id] = Paper(
        document_id=event.document_id,
        item_id=event.item_id,
        position=event.position,
        title=event.title,
        filename=event.filename,
        sha256=event.sha256,
    )

"""What the record is told of papers."""

from datetime import datetime

from meeting.documents import events as documents
from meeting.record.course import Course, Telling
from meeting.record.record import Paper

telling = Telling()


@telling.of(documents.DocumentAdded)
def document_added(fact: documents.DocumentAdded, course: Course, at: datetime) -> None:
    if fact.item_id is not None:
        course.item(fact.item_id)
    course.papers[fact.document_id] = Paper(
        document_id=fact.document_id,
        item_id=fact.item_id,
        position=fact.position,
        title=fact.title,
        filename=fact.filename,
        sha256=fact.sha256,
    )

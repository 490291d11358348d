"""What a form shows of a row that has no version number, as the browser sends it back with what somebody typed."""

from meeting.agenda.tables import Seat
from meeting.documents.arranging import content_of
from meeting.documents.arranging import said_of as said_of_paper
from meeting.documents.tables import Document
from meeting.planning.seats import said_of
from meeting.store.database import Database


def seat_seen(database: Database, seat_id: int) -> str:
    with database.read() as db:
        return said_of(db.get_one(Seat, seat_id))


def paper_seen(database: Database, document_id: int) -> str:
    with database.read() as db:
        return said_of_paper(db.get_one(Document, document_id))


def file_seen(database: Database, document_id: int) -> str:
    with database.read() as db:
        return content_of(db.get_one(Document, document_id))

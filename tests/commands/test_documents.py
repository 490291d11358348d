"""Papers: added by the secretary, made readable by the worker."""

import pytest
from sqlalchemy import select

from meeting.documents.commands import AddDocument, RecordNoRendition, RecordRendition
from meeting.documents.tables import find_document
from meeting.work.tables import Job
from tests.council import Council


def a_paper(council: Council, **changed: object) -> AddDocument:
    given: dict[str, object] = {
        "meeting_id": council.meeting,
        "item_id": council.items[0],
        "title": "Báo cáo tháng 9",
        "filename": "bao-cao.docx",
        "media_type": "application/msword",
        "sha256": "ab" * 32,
        "size": 9,
    }
    return AddDocument(**given | changed)  # type: ignore[arg-type]


def test_a_paper_is_listed_at_once_and_its_pdf_is_ordered(sitting: Council) -> None:
    made = sitting.orders("ha", a_paper(sitting)).made["document_id"]
    assert "Báo cáo tháng 9" in sitting.sees("member", "papers")
    with sitting.database.read() as db:
        jobs = [job.payload for job in db.scalars(select(Job).where(Job.kind == "documents.render"))]
    assert {"meeting_id": sitting.meeting, "document_id": made} in jobs


def test_a_paper_of_the_whole_meeting_belongs_to_no_item(sitting: Council) -> None:
    sitting.orders("ha", a_paper(sitting, item_id=None))
    assert "Báo cáo tháng 9" in sitting.sees("member", "agenda")
    assert "Báo cáo tháng 9" not in sitting.sees("member", "papers")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": ""}, "documents.no_title"),
        ({"item_id": 999}, "kernel.not_found"),
        ({"filename": ""}, "documents.bad_filename"),
        ({"filename": "a\nb.pdf"}, "documents.bad_filename"),
        ({"filename": "../a.pdf"}, "documents.bad_filename"),
    ],
)
def test_a_paper_that_does_not_hold_together_is_refused(
    council: Council, changed: dict[str, object], code: str
) -> None:
    assert council.refuses("ha", a_paper(council, **changed)) == code


def test_a_paper_becomes_readable_or_a_download(sitting: Council) -> None:
    readable, download = (sitting.orders("ha", a_paper(sitting)).made["document_id"] for _ in range(2))
    sitting.orders(
        "system", RecordRendition(meeting_id=sitting.meeting, document_id=readable, pdf_sha256="cd" * 32, pages=90)
    )
    sitting.orders(
        "system", RecordNoRendition(meeting_id=sitting.meeting, document_id=download, reason="tệp có mật khẩu")
    )
    with sitting.database.read() as db:
        states = [find_document(db, sitting.meeting, number).state for number in (readable, download)]
    assert states == ["ready", "download"]


def test_a_paper_of_another_meeting_is_not_found(council: Council) -> None:
    order = RecordRendition(meeting_id=council.meeting, document_id=999, pdf_sha256="cd" * 32, pages=1)
    assert council.refuses("system", order) == "kernel.not_found"

"""Papers: added by the secretary, made readable by the worker."""

import pytest
from sqlalchemy import select

from meeting.agenda.commands import AddItem, AddSeat
from meeting.agenda.publishing import PublishMeeting
from meeting.documents.commands import AddDocument, RecordNoRendition, RecordRendition
from meeting.documents.tables import find_document
from meeting.kernel.roles import Role
from meeting.work.tables import Job
from tests.cast import PDF
from tests.council import Council
from tests.planned import a_meeting


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


def test_a_paper_is_listed_at_once_and_its_conversion_is_requested(sitting: Council) -> None:
    made = sitting.submits("ha", a_paper(sitting)).made["document_id"]
    assert "Báo cáo tháng 9" in sitting.sees("member", "papers")
    with sitting.database.read() as db:
        jobs = [job.payload for job in db.scalars(select(Job).where(Job.kind == "documents.render"))]
    assert {"meeting_id": sitting.meeting, "document_id": made} in jobs


def test_a_paper_of_the_whole_meeting_belongs_to_no_item(sitting: Council) -> None:
    sitting.submits("ha", a_paper(sitting, item_id=None))
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
def test_an_inconsistent_paper_is_refused(council: Council, changed: dict[str, object], code: str) -> None:
    assert council.refuses("ha", a_paper(council, **changed)) == code


def test_a_paper_becomes_readable_or_a_download(sitting: Council) -> None:
    readable, download = (sitting.submits("ha", a_paper(sitting)).made["document_id"] for _ in range(2))
    sitting.submits(
        "system", RecordRendition(meeting_id=sitting.meeting, document_id=readable, pdf_sha256="cd" * 32, pages=90)
    )
    sitting.submits(
        "system", RecordNoRendition(meeting_id=sitting.meeting, document_id=download, reason="tệp có mật khẩu")
    )
    with sitting.database.read() as db:
        states = [find_document(db, sitting.meeting, number).state for number in (readable, download)]
    assert states == ["ready", "download"]


def test_a_meeting_is_published_while_a_paper_converts_and_members_read_it_once_it_is_ready(council: Council) -> None:
    with council.unwatched():
        meeting = council.submits("admin", a_meeting(draft=True)).made["meeting_id"]
        for who, role, votes in (("an", Role.CHAIR, True), ("ha", Role.CLERK, False), ("lan", Role.MEMBER, True)):
            seat = AddSeat(meeting_id=meeting, person_id=council.people[who], role=role, votes=votes)
            council.submits("admin", seat)
        item = council.submits("system", AddItem(meeting_id=meeting, title="Khai mạc")).made["item_id"]
        content = council.house.site.blobs.put(PDF)
        command = a_paper(council, meeting_id=meeting, item_id=item, sha256=content)
        paper = council.submits("ha", command).made["document_id"]
        council.submits("ha", PublishMeeting(meeting_id=meeting))
        file = f"/m/{meeting}/papers/{paper}/file.pdf"
        assert council.browser("lan").get(file).status_code == 409
        council.submits("system", RecordRendition(meeting_id=meeting, document_id=paper, pdf_sha256=content, pages=1))
    assert council.browser("lan").get(file).data == PDF


def test_a_paper_of_another_meeting_is_not_found(council: Council) -> None:
    command = RecordRendition(meeting_id=council.meeting, document_id=999, pdf_sha256="cd" * 32, pages=1)
    assert council.refuses("system", command) == "kernel.not_found"

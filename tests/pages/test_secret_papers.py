"""State secrets stay out: refused with words, handed out on paper instead, and no byte or word of them is kept."""

import logging
from pathlib import Path

import pytest

from meeting.agenda.tables import find_meeting
from meeting.documents.arranging import ReplaceDocument
from meeting.documents.commands import AddDocument, RecordNoRendition
from meeting.documents.content.looking import look
from meeting.documents.jobs import render
from meeting.documents.on_paper import AddOnPaper
from meeting.documents.rules import ON_PAPER_TITLE, DocumentState
from meeting.documents.tables import find_document
from meeting.kernel.refusals import Refused
from meeting.packs.folder import read, write
from meeting.packs.unload import pack_of
from meeting.worker import create_workshop
from tests.council import Council
from tests.pages.client import Browser
from tests.papers import a_docx, a_pdf, sends
from tests.seen import file_seen

WORDS = "Phuong an bao ve muc tieu so 7"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", a_pdf("UBND XÃ MINH TÂN", "Số: 05/BC-UBND", "TỐI MẬT", WORDS)),
        ("b.pdf", a_pdf("BÁO CÁO", WORDS, title="Mật")),
        ("c.docx", a_docx("M Ậ T")),
        ("d.docx", a_docx("BÁO CÁO", title="Tuyệt mật")),
        ("Phương án (Mật).pdf", a_pdf("BÁO CÁO", WORDS)),
    ],
)
def test_a_file_with_a_mark_is_refused_in_words_and_not_stored(
    council: Council, caplog: pytest.LogCaptureFixture, name: str, content: bytes
) -> None:
    caplog.set_level(logging.DEBUG)
    said = sends(Browser(council, "ha"), 1, name, content).json
    assert (said["ok"], said["code"]) == (False, "documents.content_secret")
    assert "phát giấy tại phòng" in said["message"]
    data = council.house.site.settings.data
    kept = [path for path in data.rglob("*") if path.is_file() and path.suffix not in (".db-shm", ".sqlite-shm")]
    assert not [path for path in kept if content[:400] in path.read_bytes() or WORDS.encode() in path.read_bytes()]
    assert not list((data / "uploads").glob("*")) if (data / "uploads").exists() else True
    assert WORDS not in caplog.text


def test_a_law_about_secrets_is_accepted(council: Council) -> None:
    content = a_pdf("LUẬT", "BẢO VỆ BÍ MẬT NHÀ NƯỚC", "Điều 8. Mật, Tối mật, Tuyệt mật")
    assert sends(Browser(council, "ha"), 1, "Luật Bảo vệ bí mật nhà nước.pdf", content).json["ok"]


def test_a_paper_whose_mark_is_found_later_is_withdrawn_and_its_bytes_deleted(sitting: Council) -> None:
    blobs, data = sitting.house.site.blobs, sitting.house.site.settings.data
    content = a_pdf("MẬT", WORDS)
    sha256 = blobs.put(content)
    said = {"title": WORDS, "filename": "a.pdf", "media_type": "application/pdf", "sha256": sha256, "size": 9}
    paper = sitting.submits("system", AddDocument(meeting_id=1, item_id=sitting.items[0], **said)).made["document_id"]
    again = sitting.submits("system", AddDocument(meeting_id=1, item_id=None, **said)).made["document_id"]
    workshop = create_workshop(sitting.house.site.settings, clock=sitting.clock)
    render(workshop, meeting_id=1, document_id=paper)
    assert blobs.path(sha256).exists(), "wiped by an order of its own, which outlives a worker that is killed here"
    while workshop.work_once():
        pass
    workshop.database.close()
    with sitting.database.read() as db:
        assert {find_document(db, 1, each).state for each in (paper, again)} == {DocumentState.ON_PAPER}
    failed = RecordNoRendition(meeting_id=1, document_id=paper, reason="tệp hỏng")
    sitting.submits("system", failed)
    with pytest.raises(Refused):
        blobs.path(sha256)
    assert not [path for path in (data / "blobs").rglob("*") if path.is_file() and path.read_bytes() == content]
    shown = sitting.sees("member", "papers")
    assert (ON_PAPER_TITLE in shown, "Phát giấy tại phòng" in shown, WORDS in shown) == (True, True, False)
    reader, of = Browser(sitting, "an"), f"/m/1/papers/{paper}"
    statuses = {reader.get(f"{of}{end}").status_code for end in ("", "/file.pdf", "/original")}
    assert statuses <= {404, 409}
    assert "đã bị xóa" in Browser(sitting, "ha").get("/meetings/1/papers").text
    sitting.retells()


def test_a_former_version_of_a_deleted_paper_is_not_listed(council: Council) -> None:
    """Handed in, replaced before it was checked, and handed in again under another name."""
    blobs = council.house.site.blobs
    sha256, plain = blobs.put(a_pdf("MẬT", WORDS)), blobs.put(a_pdf("BÁO CÁO"))
    said = {"filename": "phuong-an.pdf", "media_type": "application/pdf", "size": 9}
    council.submits(
        "system",
        ReplaceDocument(
            meeting_id=1,
            document_id=council.document,
            seen=file_seen(council.database, council.document),
            sha256=sha256,
            **said,
        ),
    )
    council.submits(
        "system",
        ReplaceDocument(
            meeting_id=1,
            document_id=council.document,
            seen=file_seen(council.database, council.document),
            sha256=plain,
            **said,
        ),
    )
    command = AddDocument(meeting_id=1, item_id=None, title="Phụ lục", sha256=sha256, **said)
    council.submits("system", command)
    ha, versions = Browser(council, "ha"), f"/meetings/1/papers/{council.document}/versions"
    assert f"{versions}/2" in ha.get(versions).text
    workshop = create_workshop(council.house.site.settings, clock=council.clock)
    while workshop.work_once():
        pass
    workshop.database.close()
    assert f"{versions}/2" not in ha.get(versions).text
    assert ha.get(f"{versions}/2").status_code == 404
    assert f"{versions}/1" in ha.get(versions).text, "what is no secret stays"


def test_a_paper_handed_out_in_the_room_is_listed_with_nothing_to_open(sitting: Council, tmp_path: Path) -> None:
    browser = Browser(sitting, "ha")
    said = {"title": "Tài liệu về nhân sự", "item": str(sitting.items[0])}
    assert browser.send("/meetings/1/papers/on-paper", **said).status_code == 303
    assert browser.send("/meetings/1/papers/on-paper", title="Phương án (Mật)").status_code == 400
    command = AddOnPaper(meeting_id=1, item_id=None, title="Phương án (Mật)")
    assert sitting.refuses("ha", command) == "documents.secret_title"
    shown = sitting.sees("member", "papers")
    assert ("Tài liệu về nhân sự" in shown, "Phát giấy tại phòng" in shown, "<a" in shown) == (True, True, False)
    with sitting.database.read() as db:
        pack = pack_of(db, find_meeting(db, 1), sitting.house.site.blobs)
        assert find_document(db, 1, 2).sha256 == ""
    write(pack, tmp_path / "thu-muc")
    assert "on_paper: Tài liệu về nhân sự" in (tmp_path / "thu-muc" / "agenda.yaml").read_text(encoding="utf-8")
    (tmp_path / "thu-muc" / "papers" / "to-trinh.pdf").write_bytes(a_pdf("TỜ TRÌNH"))
    again = read(tmp_path / "thu-muc", now=sitting.clock())
    assert again.items[0].papers == pack.items[0].papers


def test_a_folder_with_a_secret_paper_is_refused_naming_its_file(tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.pdf"
    path.write_bytes(a_pdf("TUYỆT MẬT"))
    looked = look([path])[path]
    assert isinstance(looked, Refused)
    assert looked.code == "documents.content_secret"

"""A mark is found anywhere on a first page, and a file that no machine could read waits for the secretary."""

import io
import zipfile
from pathlib import Path

import pytest

from meeting.documents import jobs
from meeting.documents.content.first_page_apart import first_page
from meeting.documents.content.secrecy import is_secret
from meeting.documents.conversion import CannotConvert
from meeting.documents.tables import documents_of
from tests.council import Council
from tests.pages.client import Browser
from tests.papers import a_page, sends
from tests.workshops import runs_jobs

DATE = "Minh Tân, ngày 24 tháng 9 năm 2026"
TEXT = "<w:r><w:t>{}</w:t></w:r>"
BOX = f"<w:r><w:pict><v:textbox><w:txbxContent><w:p>{TEXT}</w:p></w:txbxContent></v:textbox></w:pict></w:r>"


def a_docx(body: str) -> bytes:
    """A Word file with this text."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(
            "[Content_Types].xml", f'<Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
        )
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{word}" xmlns:v="urn:v"><w:body>{body}</w:body></w:document>',
        )
    return made.getvalue()


def judged(folder: Path, content: bytes) -> bool:
    """Whether the program finds such a file secret."""
    path = folder / "a"
    path.write_bytes(content)
    return is_secret("a", *first_page(path))


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "T U Y Ệ T  M Ậ T"])
@pytest.mark.parametrize("turned", [0, 90])
def test_a_mark_on_the_line_of_the_date_is_found(tmp_path: Path, mark: str, turned: int) -> None:
    page = [(70, 800, "ỦY BAN NHÂN DÂN"), (90, 740, mark), (300, 740, DATE), (70, 700, "BÁO CÁO")]
    assert judged(tmp_path, a_page(*page, turned=turned))
    assert judged(tmp_path, a_page(page[0], page[2], page[3], page[1], turned=turned)), "stamped after the rest"


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT"])
def test_a_bold_name_of_a_law_is_not_a_mark(tmp_path: Path, mark: str) -> None:
    page = [(70, 800, "LUẬT"), (300, 740, DATE), (70, 700, "Điều 8. Bí mật nhà nước độ ")]
    assert not judged(tmp_path, a_page(*page, bold=mark))


@pytest.mark.parametrize(
    "body",
    [
        f"<w:p>{TEXT.format('ỦY BAN NHÂN DÂN')}{BOX.format('TỐI MẬT')}</w:p>",
        f"<w:p>{BOX.format('TỐI MẬT')}{TEXT.format('ỦY BAN NHÂN DÂN')}</w:p>",
        f"<w:p>{TEXT.format('ỦY BAN')}{BOX.format('MẬT')}{TEXT.format('NHÂN DÂN')}</w:p>",
    ],
)
def test_a_mark_in_a_box_of_a_paragraph_is_found(tmp_path: Path, body: str) -> None:
    assert judged(tmp_path, a_docx(body))


def test_a_mark_behind_a_tab_of_an_open_document_is_found(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("content.xml", '<d xmlns:t="urn:t"><t:p>ỦY BAN<t:tab/>MẬT<t:tab/>Số 5</t:p></d>')
    assert judged(tmp_path, made.getvalue())


@pytest.mark.parametrize("body", [TEXT.format("độ ") + TEXT.format("MẬT") + TEXT.format(" theo luật")])
def test_a_word_in_the_middle_of_its_paragraph_is_not_a_mark(tmp_path: Path, body: str) -> None:
    assert not judged(tmp_path, a_docx(f"<w:p>{body}</w:p>"))


OLD = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(600)


def without_program(*_: object) -> bytes:
    """As on a machine without LibreOffice."""
    raise CannotConvert("máy chủ chưa cài LibreOffice")


@pytest.fixture
def held(council: Council, monkeypatch: pytest.MonkeyPatch) -> int:
    """An old Word file that was sent in, and could not be opened."""
    council.watching = False
    monkeypatch.setattr(jobs, "convert", without_program)
    assert sends(Browser(council, "ha"), 1, "Bao cao.doc", OLD, key="k1", item=str(council.items[0])).json["ok"]
    runs_jobs(council)
    with council.database.read() as db:
        return next(each.id for each in documents_of(db, 1) if each.filename == "Bao cao.doc")


def test_only_the_secretary_sees_a_file_that_no_program_could_open(council: Council, held: int) -> None:
    page = Browser(council, "ha").get("/meetings/1/papers").text
    assert "Máy chủ chưa kiểm tra được 1 tệp có dấu độ mật không" in page and "quét này" not in page
    assert "Tạm ẩn: chưa kiểm tra được, cần người xem" in page
    assert "máy chủ chưa cài LibreOffice" in page
    english = Browser(council, "ha")
    with english.client.session_transaction() as session:
        session["language"] = "en"
    assert "LibreOffice is not installed on the server" in english.get("/meetings/1/papers").text
    for account in ("an", "lan", "guest"):
        reader = Browser(council, account)
        assert "Bao cao" not in reader.get("/m/1").text, account
        assert reader.get(f"/m/1/papers/{held}/original").status_code in (403, 404), account
    council.retells()


def test_the_secretary_releases_it_or_has_it_deleted(council: Council, held: int) -> None:
    ha, lan = Browser(council, "ha"), Browser(council, "lan")
    ha.send(f"/meetings/1/papers/{held}/secret", secret="no")
    council.tells()
    assert lan.get(f"/m/1/papers/{held}/original").status_code == 200
    assert "Tạm ẩn" not in ha.get("/meetings/1/papers").text


def test_a_file_whose_words_were_read_on_arrival_is_offered_at_once(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    council.watching = False
    monkeypatch.setattr(jobs, "convert", without_program)
    content = a_docx(f"<w:p>{TEXT.format('Báo cáo')}</w:p>")
    assert sends(Browser(council, "ha"), 1, "bc.docx", content, key="k1", item=str(council.items[0])).json["ok"]
    runs_jobs(council)
    with council.database.read() as db:
        paper = documents_of(db, 1)[-1]
    assert (paper.filename, paper.readers.held) == ("bc.docx", False)
    council.tells()
    assert Browser(council, "lan").get(f"/m/1/papers/{paper.id}/original").status_code == 200

"""A file is what its content says; a misnamed, broken or unsafe one is refused with the reason."""

import io
import os
import zipfile
from pathlib import Path

import pikepdf
import pytest

from meeting.documents.content.kinds import LIMIT, MEDIA_TYPES
from meeting.documents.content.refusals import TOO_LARGE
from meeting.documents.content.sniff import sniff
from meeting.kernel.refusals import Refused
from tests.packs.office import PDF, PNG, SHARED, docx

OLE2 = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)
JPEG = b"\xff\xd8\xff\xe0" + bytes(40) + b"\xff\xd9"


def _ole2(stream: str) -> bytes:
    return OLE2 + stream.encode("utf-16-le") + bytes(512)


def _ooxml(part: str, kind: str) -> bytes:
    override = f'<Override PartName="/{part}" ContentType="{kind}.main+xml"/>'
    return _zip({"[Content_Types].xml": f"<Types>{override}</Types>", part: "<x/>"})


def _zip(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def _odt(kind: str, manifest: str = "<x/>") -> bytes:
    return _zip({"mimetype": kind, "content.xml": "<x/>", "META-INF/manifest.xml": manifest})


def _code(filename: str, data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        sniff(filename, data)
    return caught.value.code.removeprefix("documents.content_")


@pytest.mark.parametrize(
    ("filename", "data"),
    [
        ("a.pdf", PDF),
        ("A.PDF", b"\r\n" + PDF + b"\r\n"),
        ("a.doc", _ole2("WordDocument")),
        ("a.xls", _ole2("Workbook")),
        ("a.xls", _ole2("Book")),
        ("a.ppt", _ole2("PowerPoint Document")),
        ("a.docx", docx()),
        ("a.xlsx", _ooxml("xl/workbook.xml", MEDIA_TYPES[".xlsx"])),
        ("a.pptx", _ooxml("ppt/presentation.xml", MEDIA_TYPES[".pptx"])),
        ("a.odt", _odt(MEDIA_TYPES[".odt"])),
        ("a.ods", _odt(MEDIA_TYPES[".ods"])),
        ("a.odp", _odt(MEDIA_TYPES[".odp"])),
        ("a.png", PNG),
        ("a.jpg", JPEG),
        ("a.jpeg", JPEG),
    ],
)
def test_a_genuine_file_has_its_media_type(filename: str, data: bytes):
    assert sniff(filename, data) == MEDIA_TYPES[Path(filename.lower()).suffix]


def test_real_papers_of_offices_are_accepted():
    if not SHARED.is_dir():
        pytest.skip("the offices' papers are not beside this checkout")
    for path in (SHARED / "papers").iterdir():
        assert sniff(path.name, path) == MEDIA_TYPES[path.suffix]


def test_bytes_a_path_and_a_stream_are_judged_alike(tmp_path: Path):
    (tmp_path / "a.docx").write_bytes(docx())
    stream = io.BytesIO(docx())
    stream.seek(5)
    assert sniff("a.docx", docx()) == sniff("a.docx", tmp_path / "a.docx") == sniff("a.docx", stream)
    assert stream.tell() == 0


@pytest.mark.parametrize(
    ("filename", "data", "code"),
    [
        ("a.txt", b"x", "type_refused"),
        ("a", PDF, "type_refused"),
        ("a.pdf.exe", PDF, "type_refused"),
        ("a.svg", b"<svg/>", "type_refused"),
        ("a.docm", docx(), "macro"),
        ("a.docx", docx(word__vbaProject="x").replace(b"vbaProject.xml", b"vbaProject.bin"), "macro"),
        ("a.pdf", b"", "empty"),
        ("a.pdf", docx(), "mismatch"),
        ("a.pdf", PDF[:40], "damaged"),
        ("a.pdf", PDF + bytes(20_000), "damaged"),
        ("a.docx", _ole2("WordDocument"), "mismatch"),
        ("a.docx", PDF, "mismatch"),
        ("a.docx", b"day la van ban", "mismatch"),
        ("a.docx", bytes(100), "damaged"),
        ("a.docx", docx()[:-30], "damaged"),
        ("a.docx", _zip({"readme.txt": "x"}), "mismatch"),
        ("a.docx", _zip({"word/document.xml": "<x/>"}), "mismatch"),
        ("a.docx", docx("không phải xml"), "damaged"),
        ("a.docx", _ooxml("xl/workbook.xml", MEDIA_TYPES[".xlsx"]), "mismatch"),
        ("a.docx", _ole2("EncryptedPackage"), "locked"),
        ("a.doc", _ole2("EncryptedPackage"), "locked"),
        ("a.ods", _odt(MEDIA_TYPES[".ods"], "<manifest:encryption-data/>"), "locked"),
        ("a.ods", _odt(MEDIA_TYPES[".odt"]), "mismatch"),
        ("a.doc", docx(), "mismatch"),
        ("a.doc", b"{\\rtf1 x}", "mismatch"),
        ("a.doc", b"<html>", "mismatch"),
        ("a.doc", _ole2("Workbook"), "damaged"),
        ("a.odt", _odt("application/epub+zip"), "mismatch"),
        ("a.odt", _zip({"content.xml": "<x/>"}), "mismatch"),
        ("a.png", JPEG, "mismatch"),
        ("a.png", PNG[:30], "damaged"),
        ("a.jpg", JPEG[:-2], "damaged"),
    ],
)
def test_a_file_that_contradicts_its_name_is_refused(filename: str, data: bytes, code: str):
    assert _code(filename, data) == code


def test_the_refusal_names_what_was_found():
    with pytest.raises(Refused) as caught:
        sniff("to-trinh.docx", PDF)
    assert str(caught.value) == (
        "Tệp “to-trinh.docx” mang đuôi “.docx” nhưng nội dung là PDF. Hãy mở và lưu lại đúng loại tệp."
    )
    assert caught.value.status == 415


def _encrypted_pdf(user: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out, encryption=pikepdf.Encryption(owner="chu", user=user))
    return out.getvalue()


def test_a_pdf_that_asks_for_a_password_is_refused():
    assert _code("a.pdf", _encrypted_pdf("bi-mat")) == "locked"


def test_a_pdf_locked_only_against_printing_is_accepted():
    assert sniff("a.pdf", _encrypted_pdf("")) == "application/pdf"


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = docx(word__media="\0" * 40_000_000)
    assert len(bomb) < 100_000
    assert _code("a.docx", bomb) == "unsafe"


def test_entities_are_refused_in_any_part():
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'
    assert _code("a.docx", docx(laughs)) == "unsafe"
    assert _code("a.docx", docx(word__styles=laughs)) == "unsafe"
    assert _code("a.docx", docx('<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>')) == "unsafe"


@pytest.mark.parametrize("name", ["../x.xml", "/x.xml", "word/../../x.xml"])
def test_parts_that_point_out_of_the_archive_are_refused(name: str):
    assert _code("a.docx", _zip({name: "<x/>"})) == "unsafe"


def test_too_many_parts_are_refused():
    assert _code("a.docx", _zip({f"{n}.xml": "" for n in range(5_001)})) == "unsafe"


def test_an_oversized_file_is_refused_unread(tmp_path: Path):
    with (tmp_path / "a.pdf").open("wb") as out:
        os.truncate(out.fileno(), LIMIT + 1)
    with pytest.raises(Refused) as caught:
        sniff("a.pdf", tmp_path / "a.pdf")
    assert (caught.value.code, caught.value.status) == (TOO_LARGE, 413)

"""Marks and properties in old office files are found without the program that made them, in each of their encodings."""

import struct
from pathlib import Path

import pytest

from meeting.documents.content.first_page_apart import first_page
from meeting.documents.content.old_office_apart import read_old_office
from meeting.documents.content.secrecy import is_secret

OLE2 = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)
SUMMARY = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")
HEAD = "ỦY BAN NHÂN DÂN\rSố: 05/BC-UBND\r{}\rBÁO CÁO\rTình hình\r"


def doc(text: bytes) -> bytes:
    """A Word 97 file with this text somewhere in it."""
    return OLE2 + "WordDocument".encode("utf-16-le") + bytes(999) + text + bytes(2000)


def titled(value: bytes, kind: int = 30) -> bytes:
    """A set of properties (MS-OLEPS) with one string of a kind: 30 in the code page, 31 in UTF-16."""
    said = struct.pack("<II", kind, len(value) // (2 if kind == 31 else 1)) + value
    section = struct.pack("<IIII", 16 + len(said), 1, 2, 16) + said
    return OLE2 + b"\xfe\xff\0\0\6\2\2\0" + bytes(16) + struct.pack("<I", 1) + SUMMARY + struct.pack("<I", 48) + section


def cells(*texts: str) -> bytes:
    """Strings of a sheet, one after the other (MS-XLS 2.5.293)."""
    written = b"".join(struct.pack("<HB", len(each), 1) + each.encode("utf-16-le") for each in texts)
    return OLE2 + "Workbook".encode("utf-16-le") + bytes(600) + written + bytes(600)


def judged(folder: Path, content: bytes) -> bool:
    """Whether the program finds such a file secret."""
    path = folder / "a.doc"
    path.write_bytes(content)
    assert first_page(path) == read_old_office(path)
    return is_secret("a.doc", *first_page(path))


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "M Ậ T", "MẬT\x07Minh Tân, ngày 24"])
@pytest.mark.parametrize("odd", [b"", b"\1"])
def test_a_mark_in_the_text_of_a_word_file_is_found(tmp_path: Path, mark: str, odd: bytes) -> None:
    assert judged(tmp_path, doc(odd + HEAD.format(mark).encode("utf-16-le")))


@pytest.mark.parametrize(("mark", "code"), [("MAÄT", "cp1252"), ("tèi mËt", "cp1252"), ("TỐI MẬT", "utf-8")])
def test_a_mark_in_an_eight_bit_encoding_is_found(tmp_path: Path, mark: str, code: str) -> None:
    assert judged(tmp_path, doc(b"BAO CAO\r" + mark.encode(code) + b"\rTinh hinh\r"))


def test_a_mark_in_a_cell_is_found(tmp_path: Path) -> None:
    assert judged(tmp_path, cells("ỦY BAN NHÂN DÂN", "MẬT", "A" * 65))


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("Tuyệt mật\0".encode("utf-16-le"), 31),
        ("Báo cáo; Tối mật\0".encode(), 30),
        (b"M\xe2\xf2t\0", 30),
        (b"Toi mat\0", 30),
    ],
)
def test_a_degree_of_secrecy_in_a_property_is_found(tmp_path: Path, value: bytes, kind: int) -> None:
    assert judged(tmp_path, titled(value, kind))


@pytest.mark.parametrize(
    "text",
    [
        HEAD.format(""),
        "LUẬT\rBẢO VỆ BÍ MẬT NHÀ NƯỚC\r",
        "Tài liệu độ TỐI MẬT và độ MẬT được cất riêng\r",
        "Nội dung " * 99 + "TỐI MẬT" + " tiếp theo" * 99,
        "a) Tuyệt mật\rb) Mật\r",
    ],
)
def test_a_law_about_secrets_is_not_a_mark(tmp_path: Path, text: str) -> None:
    assert not judged(tmp_path, doc(text.encode("utf-16-le")))
    assert not judged(tmp_path, titled(text[:200].replace("\r", " ").encode("utf-16-le"), 31))


@pytest.mark.parametrize("content", [OLE2, OLE2 + b"\xfe\xff\0\0" + bytes(24) + SUMMARY, titled(b"x\0")[:-9]])
def test_a_truncated_file_is_read_as_far_as_it_goes(tmp_path: Path, content: bytes) -> None:
    assert not judged(tmp_path, content)

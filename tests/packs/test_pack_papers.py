"""Papers of a folder: found by name in any spelling, checked by content, never taken from elsewhere."""

import unicodedata
from pathlib import Path

import pytest

from meeting.packs.folder import read
from tests.packs.office import NOW, PDF, Office, docx, problems_of


def _paper_codes(office: Office, written: str) -> list[str]:
    office.agenda[2][5] = written
    return [code for _, line, code in office.codes() if line == 3]


def test_a_paper_is_found_whatever_its_case_and_accents(office: Office):
    office.paper(unicodedata.normalize("NFD", "Báo cáo tháng.pdf"), PDF)
    office.agenda[2][5] = "BÁO CÁO THÁNG.PDF"
    (paper,) = office.read().items[1].papers
    assert (paper.filename, paper.title) == ("Báo cáo tháng.pdf", "Báo cáo tháng")


def test_a_missing_paper_is_reported_with_the_nearest_name(office: Office):
    office.agenda[2][5] = "bao cao.pdf"
    assert [(p.code, "“bao-cao.pdf”" in p.say("vi")) for p in office.problems()] == [("file_missing_near", True)]


@pytest.mark.parametrize(
    "name", ["../agenda.csv", "/etc/passwd", "..", "papers/bao-cao.pdf", "C:\\bao-cao.pdf", "..\\x.pdf"]
)
def test_a_path_is_not_accepted_as_a_name(office: Office, name: str):
    assert _paper_codes(office, name) == ["file_name_bad"]


def test_a_link_out_of_the_folder_is_not_followed(office: Office, tmp_path: Path):
    (tmp_path / "mat.pdf").write_bytes(PDF)
    (office.path / "papers" / "mat.pdf").symlink_to(tmp_path / "mat.pdf")
    assert _paper_codes(office, "mat.pdf") == ["file_outside"]


def test_a_link_within_the_folder_is_a_paper(office: Office):
    (office.path / "papers" / "ban-sao.pdf").symlink_to(office.path / "papers" / "bao-cao.pdf")
    office.agenda[2][5] = "ban-sao.pdf"
    assert office.read().items[1].papers[0].filename == "ban-sao.pdf"


def test_two_files_with_equal_names_are_reported(office: Office):
    office.paper("BAO-CAO.pdf", PDF)
    assert _paper_codes(office, "bao-cao.pdf") == ["file_clash"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("text.docx", b"Day la van ban", "documents.content_mismatch"),
        (
            "other.docx",
            docx().replace(b"word/document.xml", b"word/d0cument.xml"),
            "documents.content_mismatch",
        ),
        ("page.pdf", b"<html></html>", "documents.content_mismatch"),
        ("half.pdf", PDF[:-20], "documents.content_damaged"),
        ("empty.pdf", b"", "documents.content_empty"),
        ("macro.docm", docx(), "documents.content_macro"),
        ("setup.exe", b"MZ", "documents.content_type_refused"),
    ],
)
def test_a_file_that_contradicts_its_extension_is_reported(office: Office, name: str, content: bytes, code: str):
    office.paper(name, content)
    office.agenda[2][5] = name
    (problem,) = office.problems()
    assert (problem.file, problem.line, problem.code) == ("agenda.csv", 3, code)
    assert name in problem.say("vi")
    assert name in problem.say("en")


def test_a_folder_without_papers_needs_none(office: Office):
    for row in office.agenda[1:]:
        row[5] = ""
    office.save()
    for path in (office.path / "papers").iterdir():
        path.unlink()
    (office.path / "papers").rmdir()
    assert all(not item.papers for item in read(office.path, now=NOW).items)


def test_the_same_paper_may_be_under_two_items(office: Office):
    items = office.read().items
    assert items[1].papers[0].path == items[2].papers[1].path


def test_a_paper_missing_for_two_items_is_reported_twice(office: Office):
    office.save()
    (office.path / "papers" / "bao-cao.pdf").unlink()
    assert [(p.line, p.code) for p in problems_of(office.path)] == [(3, "file_missing"), (4, "file_missing")]

"""Every mistake in a folder is reported, all at once, with file, line and a sentence in the reader's language."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from meeting.kernel.words import say
from meeting.packs.folder import PackProblems, read
from meeting.packs.folder.sentences import SENTENCES
from tests.pace import ANY_PACE
from tests.packs.office import NOW, Office, problems_of


def test_all_mistakes_are_reported_at_once_in_the_order_of_file_and_line(office: Office):
    office.agenda[2][5] = "khong-co.pdf"
    office.agenda[3][3] = "mười"
    office.people[2][7] = "A01"
    assert office.codes() == [
        ("agenda.csv", 3, "file_missing"),
        ("agenda.csv", 4, "number_bad"),
        ("people.csv", 3, "seat_twice"),
    ]


def test_a_problem_is_a_sentence_with_its_place(office: Office):
    office.people[2][7] = "A01"
    (problem,) = office.problems()
    assert problem.say("vi") == "people.csv, dòng 3: Ghế “A01” đã xếp cho Trần Thị Lan ở dòng 2."
    assert problem.say("en") == "people.csv, line 3: Seat “A01” is already taken by Trần Thị Lan in line 2."


def test_the_refusal_counts_and_lists_the_problems(office: Office):
    office.agenda[1][1] = ""
    office.save()
    with pytest.raises(PackProblems) as caught:
        read(office.path, now=NOW)
    assert str(caught.value) == "Có 1 chỗ cần sửa trước khi nhập:\nagenda.csv, dòng 2: “Nội dung” để trống."
    assert caught.value.status == 422


def test_a_long_value_is_quoted_in_part(office: Office):
    office.agenda[1][4] = "bỏ phiếu " * 1_000
    assert len(office.problems()[0].say("vi")) < 500


@pytest.mark.parametrize(
    ("row", "column", "text", "code"),
    [
        (0, 1, "Chủ đề họp", "header_missing"),
        (0, 5, "Ghi chú", "header_unknown"),
        (0, 2, "Nội dung", "header_twice"),
        (1, 1, "  ", "blank"),
        (1, 1, "x" * 401, "too_long"),
        (1, 2, "x" * 301, "too_long"),
        (1, 3, "năm", "number_bad"),
        (1, 3, "-5", "number_bad"),
        (1, 3, "1,5", "number_bad"),
        (1, 3, "", "number_bad"),
        (1, 4, "bỏ phiếu kín", "word_unknown"),
        (1, 4, "", "blank"),
        (3, 0, "2", "item_twice"),
        (3, 0, "7", "item_order"),
        (3, 0, "III", "number_bad"),
        (3, 0, "", "number_bad"),
        (3, 0, "9" * 5_000, "number_bad"),
        (2, 5, "thieu.pdf", "file_missing"),
        (2, 5, "bao-cao.pdf; BAO-CAO.PDF", "name_taken"),
    ],
)
def test_a_mistake_in_the_agenda_is_reported(office: Office, row: int, column: int, text: str, code: str):
    office.agenda[row][column] = text
    assert ("agenda.csv", row + 1, code) in office.codes()


def test_a_column_without_a_name_is_reported_where_it_is_used(office: Office):
    office.agenda[0][2] = ""
    assert [(line, code) for _, line, code in office.codes()] == [(n, "header_blank") for n in (2, 3, 4, 5)]


@pytest.mark.parametrize(
    ("row", "column", "text", "code"),
    [
        (0, 0, "Danh sách", "header_missing"),
        (0, 4, "Số điện thoại", "header_unknown"),
        (2, 0, "", "blank"),
        (2, 1, "", "blank"),
        (2, 5, "quan sát viên", "word_unknown"),
        (2, 6, "tùy", "word_unknown"),
        (2, 6, "", "blank"),
        (2, 7, "a01", "seat_twice"),
        (2, 8, "LAN", "account_twice"),
        (2, 8, "nguyễn nam", "account_bad"),
        (2, 8, "", "blank"),
        (4, 6, "có", "guest_votes"),
    ],
)
def test_a_mistake_in_the_list_of_people_is_reported(office: Office, row: int, column: int, text: str, code: str):
    office.people[row][column] = text
    assert ("people.csv", row + 1, code) in office.codes()


def test_an_administrator_has_no_vote(office: Office):
    office.people[4][5:7] = ["quản trị", "có"]
    assert office.codes() == [("people.csv", 5, "admin_votes")]


def test_everybody_has_one_vote(office: Office):
    for row, weight in zip(office.people, ("Trọng số", "1", "2", "", "1"), strict=True):
        row.append(weight)
    assert office.codes() == [("people.csv", 3, "weight_bad")]


def test_a_meeting_needs_a_chair_a_secretary_and_a_voter(office: Office):
    office.people = [office.people[0], office.people[4]]
    assert [p.code for p in office.problems()] == ["no_chair", "no_clerk", "no_voter"]


def test_a_table_without_rows_is_reported(office: Office):
    office.agenda = office.agenda[:1]
    assert office.codes() == [("agenda.csv", 1, "empty_table")]


def test_an_empty_file_is_reported(office: Office):
    office.save()
    (office.path / "agenda.csv").write_bytes(b"")
    assert [p.code for p in problems_of(office.path)] == ["empty_table"]


@pytest.mark.parametrize(
    ("encoding", "guess"),
    [
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-16", "UTF-16"),
        ("cp1258", "Windows-1258"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_another_encoding_is_named_with_the_way_to_save(office: Office, encoding: str, guess: str):
    office.save()
    text = "STT,Nội dung,Hình thức\n1,Báo cáo,trình bày\n"
    (office.path / "agenda.csv").write_bytes(_encoded(text, encoding))
    (problem,) = problems_of(office.path)
    assert (problem.file, problem.code) == ("agenda.csv", "encoding")
    assert guess in problem.say("vi")
    assert "CSV UTF-8" in problem.say("vi")


def _encoded(text: str, encoding: str) -> bytes:
    """As the old programs save it: 1258 writes tones apart from letters, 1252 drops what it lacks."""
    if encoding != "cp1258":
        return text.encode(encoding, "replace").replace(b"H?nh", b"H\xecnh").replace(b"d?", b"\xe0")
    table = {"ộ": "ôò", "ì": "iÌ", "ứ": "ýì", "á": "aì", "à": "aÌ"}
    return "".join(table.get(c, c) for c in text).encode("cp1252", "replace")


def test_the_line_of_the_first_wrong_byte_is_reported(office: Office):
    office.save()
    good = (office.path / "agenda.csv").read_bytes()
    (office.path / "agenda.csv").write_bytes(good + b"5,K\xfdt lu\xe2n,,5,\n")
    assert [(p.file, p.line, p.code) for p in problems_of(office.path)] == [("agenda.csv", 6, "encoding")]


def test_an_open_quotation_mark_is_reported_at_its_row(office: Office):
    office.save()
    with (office.path / "agenda.csv").open("a", encoding="utf-8") as out:
        out.write('5,"Bế mạc,Chủ tịch,5,nghi thức,\n')
    assert [(p.line, p.code) for p in problems_of(office.path)] == [(6, "csv_broken")]


def test_lines_are_counted_as_an_editor_counts_them(office: Office):
    office.agenda[1][1] = "Khai mạc\nvà thông qua chương trình"
    office.agenda[3][3] = "lâu"
    assert office.codes() == [("agenda.csv", 5, "number_bad")]


def test_a_formula_in_a_workbook_is_reported_with_its_cell(office: Office):
    _save_workbook(office, {(3, 4): "=10+5"})
    first = problems_of(office.path)[0]
    assert (first.file, first.line, first.code) == ("agenda.xlsx", 3, "formula")
    assert first.say("vi").endswith(": Ô D3 là công thức. Hãy dán thành giá trị (Paste Values).")


def test_a_broken_workbook_is_reported(office: Office):
    _save_workbook(office, {})
    whole = (office.path / "agenda.xlsx").read_bytes()
    (office.path / "agenda.xlsx").write_bytes(whole[: len(whole) // 2])
    assert [(p.file, p.code) for p in problems_of(office.path)] == [("agenda.xlsx", "documents.content_damaged")]


def test_a_csv_file_renamed_to_a_workbook_is_reported(office: Office):
    office.save()
    (office.path / "agenda.csv").rename(office.path / "agenda.xlsx")
    assert [p.code for p in problems_of(office.path)] == ["documents.content_mismatch"]


def _save_workbook(office: Office, changed: dict[tuple[int, int], str]) -> None:
    office.save()
    (office.path / "agenda.csv").unlink()
    book = Workbook()
    for row in office.agenda:
        book.active.append(row)
    for (row_number, column), text in changed.items():
        book.active.cell(row_number, column).value = text
    book.save(office.path / "agenda.xlsx")


def test_two_files_for_one_table_are_reported(office: Office):
    _save_workbook(office, {})
    office.save()
    assert [p.code for p in problems_of(office.path)] == ["two_sources"]


def test_a_missing_folder_is_reported(tmp_path: Path):
    assert [p.code for p in problems_of(tmp_path / "khong-co")] == ["no_folder"]


def test_an_empty_folder_lacks_an_agenda_and_people(tmp_path: Path):
    assert [p.code for p in problems_of(tmp_path)] == ["no_agenda", "no_people"]


def test_a_day_before_any_law_is_reported(office: Office):
    office.head(starts="2018-07-03 08:00", body="Hội đồng nhân dân", place="Hội trường 1")
    assert office.codes() == [("meeting.yaml", 1, "no_law")]


def test_every_sentence_has_the_same_facts_in_both_languages():
    for code, sentence in SENTENCES.items():
        english = say(sentence, "en")
        assert (english != sentence, _facts(english)) == (True, _facts(sentence)), code


def _facts(sentence: str) -> set[str]:
    return {part.split("}")[0] for part in sentence.split("{")[1:]}


_PIECES = st.sampled_from(
    [
        "items:\n",
        "  - ",
        "title: ",
        "STT,",
        "Nội dung;",
        '"',
        "\n",
        "[",
        "{",
        "!!int ",
        "? ",
        "a" * 600,
        "9" * 400,
    ]
)


@settings(ANY_PACE, max_examples=60)  # each example writes and reads files
@given(
    st.lists(_PIECES | st.text(max_size=5), max_size=30),
    st.sampled_from(["agenda.yaml", "agenda.csv", "people.csv"]),
)
def test_any_content_of_a_file_is_answered_by_problems(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str], name: str
):
    office = Office(tmp_path_factory.mktemp("office") / "x")
    office.save()
    if name == "agenda.yaml":
        (office.path / "agenda.csv").unlink()
    (office.path / name).write_bytes("".join(pieces).encode("utf-8", "surrogatepass"))
    assert all(problem.say("vi") and problem.say("en") for problem in problems_of(office.path))

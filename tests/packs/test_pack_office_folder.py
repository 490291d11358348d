"""A folder as an office has it reads as the meeting it means."""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, time

import pytest
from openpyxl import Workbook

from meeting.packs.folder import PackProblems, read, read_noting
from meeting.packs.folder.frame import Names
from tests.packs.office import NOW, SHARED, Office

needs_shared_data = pytest.mark.skipif(not SHARED.is_dir(), reason="the offices' folders are not beside this checkout")


@needs_shared_data
def test_the_council_of_2018_reads_with_its_items_people_and_papers():
    pack = read(SHARED / "hdnd-hong-bang-2018", now=NOW, names=Names("Hội đồng nhân dân quận Hồng Bàng", "Hội trường"))
    assert (pack.preset, pack.body, pack.body_code) == ("hdnd", "Hội đồng nhân dân quận Hồng Bàng", "HĐND")
    assert pack.title == "Kỳ họp Hội đồng nhân dân quận Hồng Bàng ngày 24/09/2026"
    assert [item.number for item in pack.items] == list(range(1, 15))
    assert sum(person.votes for person in pack.people) == 30
    assert [person.particulars.full_name for person in pack.people if not person.seated] == ["Đào Minh Khôi"]
    assert pack.items[10].papers[0].filename == "nghi-quyet-40-hdbcqg.pdf"
    assert [len(item.motions) for item in pack.items[10:13]] == [1, 1, 1]


@needs_shared_data
def test_the_committee_of_2020_reads_with_an_old_word_file():
    pack = read(SHARED / "ubnd-thuong-ky", now=NOW, names=Names("Ủy ban nhân dân huyện Vĩnh Bảo", "Phòng họp 2"))
    assert (pack.preset, len(pack.items), sum(p.votes for p in pack.people)) == ("ubnd", 6, 9)
    assert pack.items[4].papers[0].media_type == "application/msword"
    assert [p.particulars.given_name for p in pack.people][5:7] == ["Ân", "Ẩn"]


def test_an_office_folder_is_the_meeting_it_means(office: Office):
    pack = office.read()
    assert pack.slug == "phien-hop-thang-9"
    assert (pack.preset, pack.title) == ("ubnd", "Phiên họp Ủy ban nhân dân xã Minh Tân ngày 24/09/2026")
    assert pack.starts_at == datetime(2026, 9, 24, 1, 0, tzinfo=UTC)
    assert pack.ends_at == datetime(2026, 9, 24, 1, 50, tzinfo=UTC)
    assert [item.form for item in pack.items] == ["hands", "presentation", "vote", "conclusion"]
    assert [p.filename for p in pack.items[2].papers] == ["to-trinh.docx", "bao-cao.pdf"]
    assert [(p.role, p.votes) for p in pack.people] == [
        ("chair", True),
        ("member", True),
        ("clerk", False),
        ("guest", False),
    ]


def test_an_item_to_be_voted_on_asks_its_usual_question(office: Office):
    hands, _, vote, _ = office.read().items
    assert [(m.title, m.form, m.decision) for m in hands.motions] == [
        ("Thông qua chương trình", "hands", "committee_decision")
    ]
    assert [(m.title, m.form) for m in vote.motions] == [("Thông qua: Dự toán bổ sung", "open")]


def test_a_column_of_questions_decides_what_is_asked(office: Office):
    for row, said in zip(office.agenda, ("Biểu quyết", "không", "có", "Câu một; Câu hai", ""), strict=True):
        row.append(said)
    asked = [[(m.title, m.form) for m in item.motions] for item in office.read().items]
    assert asked == [
        [],
        [("Thông qua: Báo cáo tháng 9", "open")],
        [("Câu một", "open"), ("Câu hai", "open")],
        [],
    ]


def with_heads(office: Office, *said: str) -> Office:
    """The list of people with a column for the head of the body."""
    for row, word in zip(office.people, ("Người đứng đầu", *said), strict=True):
        row.append(word)
    return office


def test_the_list_and_not_presiding_names_the_head_of_the_body(office: Office):
    with_heads(office, "", "có", "", "")
    office.save()
    pack, notes = read_noting(office.path, now=NOW)
    assert [person.head for person in pack.people] == [False, True, False, False]
    assert "no_head" not in [note.code for note in notes]


def test_a_committee_list_without_a_head_is_reported(office: Office):
    office.save()
    (note,) = [each for each in read_noting(office.path, now=NOW).notes if each.code == "no_head"]
    assert note.say("vi").startswith("people.csv: Cột “Người đứng đầu” chưa ghi ai.")
    office.people[1][3] = "Chủ tịch HĐND"
    office.save()
    assert "no_head" not in [each.code for each in read_noting(office.path, now=NOW).notes], "a council follows nobody"


def test_a_body_has_one_head_who_votes(office: Office):
    with_heads(office, "có", "x", "", "có")
    assert office.codes() == [
        ("people.csv", 3, "two_heads"),
        ("people.csv", 5, "head_votes"),
        ("people.csv", 5, "two_heads"),
    ]


def test_a_suspended_person_had_a_vote_and_a_document_says_so(office: Office):
    for row, words in zip(
        office.people,
        (
            ("Nhiệm vụ", "Số văn bản", "Ngày văn bản", "Lý do"),
            ("giữ nhiệm vụ", "", "", ""),
            ("khuyết", "", "31/2/2026", "từ trần"),
            ("tạm đình chỉ", "12/NQ", "", "bị khởi tố"),
            ("nghỉ phép", "", "", ""),
        ),
        strict=True,
    ):
        row.extend(words)
    assert sorted(office.codes()) == [
        ("people.csv", 3, "blank"),
        ("people.csv", 3, "day_bad"),
        ("people.csv", 4, "mandate_votes"),
        ("people.csv", 5, "blank"),
        ("people.csv", 5, "blank"),
        ("people.csv", 5, "mandate_votes"),
        ("people.csv", 5, "word_unknown"),
    ]


def with_decisions(office: Office, *said: str) -> Office:
    """The agenda with a column of kinds of decision."""
    for row, word in zip(office.agenda, ("Loại quyết định", *said), strict=True):
        row.append(word)
    return office


def test_a_column_says_what_kind_of_decision_is_asked_for(office: Office):
    with_decisions(office, "Biểu quyết về thủ tục", "", "Quyết định của Ủy ban nhân dân", "")
    office.save()
    pack, notes = read_noting(office.path, now=NOW)
    assert [[m.decision for m in item.motions] for item in pack.items] == [
        ["procedural"],
        [],
        ["committee_decision"],
        [],
    ]
    assert "decision_unsaid" not in [note.code for note in notes]


@pytest.mark.parametrize("said", ["procedural", "Procedural vote", "BIỂU QUYẾT VỀ THỦ TỤC", "bieu quyet ve thu tuc"])
def test_a_kind_of_decision_has_a_title_in_two_languages_and_a_key(office: Office, said: str):
    with_decisions(office, said, "", "", "")
    assert office.read().items[0].motions[0].decision == "procedural"


def test_a_decision_of_unstated_kind_is_by_all_members_and_the_reader_sees_so(office: Office):
    office.save()
    pack, notes = read_noting(office.path, now=NOW)
    assert [m.decision for item in pack.items for m in item.motions] == ["committee_decision"] * 2
    (note,) = [each for each in notes if each.code == "decision_unsaid"]
    assert note.say("vi") == (
        "agenda.csv: Dòng 2, 4 chưa ghi “Loại quyết định” nên lấy mức chặt: Quyết định của Ủy ban nhân dân. "
        "Các loại: Quyết định của Ủy ban nhân dân, Biểu quyết về thủ tục."
    )


def test_several_questions_have_one_kind_or_one_each(office: Office):
    with_decisions(office, "thủ tục", "", "procedural; committee_decision", "")
    office.agenda[1][6] = ""
    for row, said in zip(office.agenda, ("Biểu quyết", "không", "", "Câu một; Câu hai", ""), strict=True):
        row.append(said)
    assert [m.decision for m in office.read().items[2].motions] == ["procedural", "committee_decision"]
    office.agenda[3][6] = "procedural"
    assert [m.decision for m in office.read().items[2].motions] == ["procedural", "procedural"]
    office.agenda[3][6] = "procedural; procedural; procedural"
    assert office.codes() == [("agenda.csv", 4, "decision_count")]


def test_an_unknown_kind_of_decision_is_a_mistake(office: Office):
    with_decisions(office, "Bãi nhiệm đại biểu", "", "", "")
    (problem,) = office.problems()
    assert (problem.line, problem.code) == (2, "decision_unknown")


def test_a_kind_of_decision_without_a_decision_is_reported(office: Office):
    with_decisions(office, "", "", "", "procedural")
    office.save()
    notes = read_noting(office.path, now=NOW).notes
    assert ("agenda.csv", 5, "decision_idle") in [(n.file, n.line, n.code) for n in notes]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_delimiter_of_excel_gives_the_same_meeting(office: Office, delimiter: str):
    expected = office.read()
    office.save(delimiter=delimiter)
    assert read(office.path, now=NOW) == expected


def test_a_line_that_names_the_delimiter_is_not_a_row(office: Office):
    expected = office.read()
    office.save(delimiter=";")
    for name in ("agenda.csv", "people.csv"):
        text = (office.path / name).read_text(encoding="utf-8-sig")
        (office.path / name).write_text("sep=;\n" + text, encoding="utf-8-sig", newline="")
    assert read(office.path, now=NOW) == expected


def test_without_a_byte_order_mark_it_is_the_same_meeting(office: Office):
    expected = office.read()
    office.save(encoding="utf-8")
    assert read(office.path, now=NOW) == expected


def test_decomposed_accents_give_the_same_meeting(office: Office):
    expected = office.read()
    office.agenda = [[unicodedata.normalize("NFD", text) for text in row] for row in office.agenda]
    office.people = [[unicodedata.normalize("NFD", text) for text in row] for row in office.people]
    assert office.read() == expected


def test_headers_may_lack_accents_and_case_and_have_any_order(office: Office):
    expected = office.read()
    office.agenda[0] = ["stt", "NOI DUNG", "co quan trinh bay", "Thời lượng", "HÌNH THỨC", "tai lieu"]
    office.agenda = [row[::-1] for row in office.agenda]
    assert office.read() == expected


def test_titles_and_blank_lines_above_the_header_do_not_matter(office: Office):
    expected = office.read()
    office.agenda = [["CHƯƠNG TRÌNH PHIÊN HỌP"], [], *office.agenda, []]
    assert office.read() == expected


def test_an_excel_workbook_gives_the_same_meeting_as_csv(office: Office):
    expected = office.read()
    for name, rows in (("agenda", office.agenda), ("people", office.people)):
        (office.path / f"{name}.csv").unlink()
        book = Workbook()
        for row in rows:
            book.active.append([int(text) if text.isdecimal() else text for text in row])
        book.save(office.path / f"{name}.xlsx")
    assert read(office.path, now=NOW) == expected


def test_only_a_list_without_the_column_guesses_the_given_name(office: Office):
    office.people = [row[:1] + row[2:] for row in office.people]
    assert [p.particulars.given_name for p in office.read().people] == ["Lan", "Nam", "Vân", "Trung"]


def test_papers_may_be_in_a_folder_beside_the_tables(office: Office):
    (office.path / "papers").rename(office.path.parent / "papers")
    assert office.read().items[1].papers[0].path == office.path.parent / "papers" / "bao-cao.pdf"


def test_a_small_file_adds_what_the_tables_do_not_say(office: Office):
    office.head(
        title="Phiên họp thường kỳ tháng 9",
        body="Ủy ban nhân dân xã Minh Tân",
        place="Hội trường 1",
        starts="25/9/2026 13:30",
        ends="15:00",
    )
    pack = office.read()
    assert (pack.title, pack.body) == ("Phiên họp thường kỳ tháng 9", "Ủy ban nhân dân xã Minh Tân")
    assert pack.place == "Hội trường 1"
    assert pack.starts_at == datetime(2026, 9, 25, 6, 30, tzinfo=UTC)
    assert pack.ends_at == datetime(2026, 9, 25, 8, 0, tzinfo=UTC)


def test_a_folder_that_names_neither_body_nor_place_says_the_two_ways_to_name_each(office: Office):
    office.head()
    said = [problem.say("vi") for problem in office.problems()]
    assert [line.partition(". ")[0] for line in said] == [
        "meeting.yaml: Chưa có tên cơ quan họp để in vào biên bản",
        "meeting.yaml: Chưa có địa điểm họp để in vào biên bản",
    ]
    for line, way in zip(said, ("body", "place"), strict=True):
        assert f"--{way} “" in line
        assert f"khóa “{way}: " in line
        assert "vào tệp meeting.yaml" in line


@pytest.mark.parametrize("written", ["", "body: ''\nplace: ' '\n"])
def test_body_and_place_given_by_the_reader_fill_gaps_of_the_folder(office: Office, written: str):
    (office.path / "meeting.yaml").write_text(written, encoding="utf-8")
    office.save()
    pack = read(office.path, now=NOW, names=Names(" Hội  đồng nhân dân xã\nMinh Tân ", "Nhà văn hóa"))
    assert (pack.body, pack.place) == ("Hội đồng nhân dân xã Minh Tân", "Nhà văn hóa")


@pytest.mark.parametrize("said", [" ", "\u200b"])
def test_an_invisible_name_counts_as_missing(office: Office, said: str):
    office.head()
    office.save()
    names, asked = Names(body=said, place="Nhà văn hóa"), []

    def asks(lacking: Sequence[str], so_far: Names) -> Names:
        asked.extend(lacking)
        return so_far

    with pytest.raises(PackProblems) as caught:
        read_noting(office.path, now=NOW, names=names, asks=asks)
    assert ([problem.code for problem in caught.value.problems], asked) == (["body_unsaid"], ["body"])


def test_body_and_place_given_by_the_reader_replace_the_written_ones(office: Office):
    office.save()
    pack = read(office.path, now=NOW, names=Names(place="Nhà văn hóa"))
    assert (pack.body, pack.place) == ("Ủy ban nhân dân xã Minh Tân", "Nhà văn hóa")


def test_a_body_longer_than_a_paper_has_room_for_is_refused_by_the_name_of_its_option(office: Office):
    office.save()
    with pytest.raises(PackProblems) as caught:
        read(office.path, now=NOW, names=Names(body="Hội đồng " * 100))
    assert [(problem.file, problem.code) for problem in caught.value.problems] == [("--body", "too_long")]


def test_a_start_given_by_the_reader_moves_the_meeting_and_keeps_its_length(office: Office):
    moved = office.read(starts_at=datetime(2026, 10, 1, 2, 0, tzinfo=UTC))
    assert moved.starts_at == datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
    assert (moved.ends_at - moved.starts_at).total_seconds() == 50 * 60


def test_reading_changes_nothing_in_the_folder(office: Office):
    office.save()
    before = {p: p.read_bytes() for p in office.path.rglob("*") if p.is_file()}
    read(office.path, now=NOW)
    assert {p: p.read_bytes() for p in office.path.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize(
    ("title", "preset"),
    [
        ("Chủ tịch HĐND", "hdnd"),
        ("Phó Chủ tịch Ủy ban nhân dân", "ubnd"),
        ("Bí thư Đảng ủy", "dang"),
        ("Giám đốc", "board"),
    ],
)
def test_the_title_of_the_chair_determines_the_body(office: Office, title: str, preset: str):
    office.people[1][3] = title
    assert office.read().preset == preset


@pytest.mark.parametrize("header", ["Giờ bắt đầu", "Bắt đầu", "Giờ", "start"])
def test_a_column_of_times_gives_the_planned_beginning_of_items(office: Office, header: str):
    for row, text in zip(office.agenda, (header, "8h00", "", "8:25", "8 giờ 40"), strict=True):
        row.append(text)
    assert [item.start for item in office.read().items] == ["08:00", "", "08:25", "08:40"]


def test_times_of_excel_are_read_as_they_are_shown(office: Office):
    office.save()
    book = Workbook()
    for row, start in zip(office.agenda, ("Giờ bắt đầu", time(8, 0), None, time(8, 25), "8h40"), strict=True):
        book.active.append([*row, start])
    (office.path / "agenda.csv").unlink()
    book.save(office.path / "agenda.xlsx")
    assert [item.start for item in read(office.path, now=NOW).items] == ["08:00", "", "08:25", "08:40"]


def test_an_invalid_time_in_a_table_is_reported_and_a_decreasing_one_noted(office: Office):
    for row, text in zip(office.agenda, ("Giờ bắt đầu", "9h00", "8h30", "", ""), strict=True):
        row.append(text)
    office.save()
    reading = read_noting(office.path, now=NOW)
    assert [(note.line, note.code) for note in reading.notes if note.code.startswith("odd_")] == [(3, "odd_backwards")]
    office.agenda[1][-1] = "sáng sớm"
    assert ("agenda.csv", 2, "clock_bad") in office.codes()


@pytest.mark.parametrize("said", [{}, {"body": "UBND xã Minh Tân"}, {"place": "Hội trường 1"}])
def test_the_meeting_stays_the_folder_that_was_read_while_a_question_waits(
    office: Office, said: dict[str, str]
) -> None:
    office.head(**said)
    office.save()
    asked: list[str] = []

    def asks(lacking: Sequence[str], names: Names) -> Names:
        asked.extend(lacking)
        for name in ("agenda.csv", "people.csv", "meeting.yaml"):
            (office.path / name).write_text("someone is saving", "utf-8")
        return names._replace(**dict.fromkeys(lacking, "Nhà văn hóa thôn 3"))

    pack = read_noting(office.path, now=NOW, asks=asks).pack
    assert asked == [name for name in ("body", "place") if name not in said]
    assert (pack.body, pack.place) == tuple(said.get(name, "Nhà văn hóa thôn 3") for name in ("body", "place"))
    assert (pack.title, len(pack.items)) == (f"Phiên họp {pack.body} ngày 24/09/2026", 4)


def test_nothing_is_asked_while_something_else_must_be_corrected(office: Office) -> None:
    office.head()
    office.agenda[2][3] = "nhiều"
    office.save()
    with pytest.raises(PackProblems) as caught:
        read_noting(office.path, now=NOW, asks=lambda lacking, names: pytest.fail("asked"))
    assert {"body_unsaid", "place_unsaid"} < {problem.code for problem in caught.value.problems}

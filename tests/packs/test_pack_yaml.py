"""A pack in `agenda.yaml` means what it says: texts stay texts, and a misspelt key is reported with its line."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from meeting.packs.folder import PackProblems, read, read_noting, write
from tests.packs.office import NOW, problems_of

WHOLE = """\
title: Phiên họp tháng 9
body: Ủy ban nhân dân xã Minh Tân
preset: ubnd
place: Hội trường 1
starts: 2026-09-24 08:00
minutes: 90
items:
  - title: Dự toán bổ sung
    presenter: Kế toán
    minutes: 15
    form: biểu quyết công khai
    text: |
      # Tóm tắt
      Hai dòng.
    papers:
      - file: bao-cao.pdf
        title: Báo cáo của Kế toán
    motions:
      - Thông qua dự toán bổ sung
      - title: Hoãn sang tháng 10
        decision: procedural
        form: công khai
  - title: no
"""
MakePack = Callable[[str], Path]


def test_a_pack_is_the_meeting_it_says(pack_folder: MakePack):
    pack = read(pack_folder(WHOLE), now=NOW)
    assert (pack.slug, pack.place, pack.body_code) == ("pack", "Hội trường 1", "UBND")
    assert pack.starts_at == datetime(2026, 9, 24, 1, 0, tzinfo=UTC)
    assert pack.ends_at == datetime(2026, 9, 24, 2, 30, tzinfo=UTC)
    first, second = pack.items
    assert (first.form, first.minutes, first.text) == ("vote", 15, "# Tóm tắt\nHai dòng.")
    assert first.papers[0].title == "Báo cáo của Kế toán"
    assert [(m.title, m.form, m.decision) for m in first.motions] == [
        ("Thông qua dự toán bổ sung", "open", "committee_decision"),
        ("Hoãn sang tháng 10", "open", "procedural"),
    ]
    assert (second.title, second.form, second.motions) == ("no", "other", ())
    assert pack.people == ()


def test_a_pack_without_a_start_begins_at_eight_today(pack_folder: MakePack):
    pack = read(pack_folder(WHOLE.replace("starts: 2026-09-24 08:00\n", "")), now=NOW)
    assert pack.starts_at == datetime(2026, 9, 24, 1, 0, tzinfo=UTC)


def test_an_item_may_have_its_text_in_a_file(pack_folder: MakePack):
    agenda = WHOLE.replace("text: |\n      # Tóm tắt\n      Hai dòng.", "text_file: muc-1.md")
    folder = pack_folder(agenda)
    (folder / "muc-1.md").write_text("# Mục 1\n", encoding="utf-8")
    assert read(folder, now=NOW).items[0].text == "# Mục 1"


def test_an_item_without_written_questions_has_no_questions(pack_folder: MakePack):
    agenda = WHOLE[: WHOLE.index("    motions")] + "    motions: []\n"
    assert read(pack_folder(agenda), now=NOW).items[0].motions == ()


def test_a_question_without_a_kind_of_decision_gets_the_strict_one_and_its_line_is_reported(pack_folder: MakePack):
    said = WHOLE.replace("decision: procedural", "decision: Quyết định của Ủy ban nhân dân")
    pack, (note,) = read_noting(pack_folder(said), now=NOW)
    assert (note.code, "Dòng 19 chưa ghi “decision”" in note.say("vi")) == ("decision_unsaid", True)
    assert [motion.decision for motion in pack.items[0].motions] == ["committee_decision"] * 2


def test_an_item_says_the_kind_of_decision_for_its_questions(pack_folder: MakePack):
    said = WHOLE.replace("    minutes: 15\n", "    minutes: 15\n    decision: Biểu quyết về thủ tục\n")
    said = said.replace("decision: procedural", "decision: committee_decision")
    pack, notes = read_noting(pack_folder(said), now=NOW)
    assert [motion.decision for motion in pack.items[0].motions] == ["procedural", "committee_decision"]
    assert notes == ()


@pytest.mark.parametrize(
    ("written", "instead", "line", "code"),
    [
        ("place:", "room:", 4, "key_unknown"),
        ("place: Hội trường 1", "title: Lần nữa", 4, "key_twice"),
        ("body: Ủy ban nhân dân xã Minh Tân\n", "", 0, "body_unsaid"),
        ("place: Hội trường 1\n", "", 0, "place_unsaid"),
        ("preset: ubnd", "preset: quoc_hoi", 3, "preset_unknown"),
        ("08:00", "8 giờ sáng", 5, "time_bad"),
        ("2026-09-24 08:00", "31/2/2026 08:00", 5, "time_bad"),
        ("minutes: 90", "ends: 07:30", 6, "ends_before"),
        ("minutes: 90", "minutes: lâu", 6, "number_bad"),
        ("minutes: 90", "slug: Tháng 9", 6, "slug_bad"),
        ("  - title: no", "  - presenter: Ai đó", 23, "key_missing"),
        ("form: công khai", "form: kín", 22, "word_unknown"),
        ("decision: procedural", "decision: resolution", 21, "decision_unknown"),
        ("file: bao-cao.pdf", "file: ../agenda.yaml", 16, "file_name_bad"),
        ("    text: |", "    text_file: muc-1.md\n    text: |", 12, "two_texts"),
        ("    text: |", "    text_file: muc-1.md\n    text: |", 12, "file_missing"),
        ("Kế toán\n", "[Kế toán]\n", 9, "yaml_not_text"),
        ("    papers:\n", "    papers: tất cả\n    text_file:\n", 15, "yaml_not_list"),
        ("  - title: no", "  - chỉ một dòng", 23, "yaml_not_map"),
        ("Kế toán\n", "&a Kế toán\n", 9, "yaml_alias"),
        ("Kế toán\n", "*a\n", 9, "yaml_alias"),
        ("Kế toán\n", '"Kế toán\n', 24, "yaml_broken"),
        ("Kế toán\n", "[" * 40 + "\n", 9, "yaml_deep"),
        ("Kế toán\n", "Kế\x07toán\n", 9, "yaml_broken"),
    ],
)
def test_a_mistake_in_a_pack_is_reported_with_its_line(
    pack_folder: MakePack, written: str, instead: str, line: int, code: str
):
    assert written in WHOLE
    found = problems_of(pack_folder(WHOLE.replace(written, instead, 1)))
    assert ("agenda.yaml", line, code) in [(p.file, p.line, p.code) for p in found]


def test_a_bomb_of_aliases_is_refused_at_its_first_anchor(pack_folder: MakePack):
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)
    )
    assert [(p.line, p.code) for p in problems_of(pack_folder(bomb))] == [(1, "yaml_alias")]


def test_an_agenda_without_items_is_reported(pack_folder: MakePack):
    agenda = WHOLE[: WHOLE.index("items:")] + "items: []\n"
    assert [p.code for p in problems_of(pack_folder(agenda))] == ["no_items"]


def test_an_empty_pack_lacks_everything_it_needs(pack_folder: MakePack):
    assert {p.code for p in problems_of(pack_folder(""))} == {"key_missing", "body_unsaid", "place_unsaid"}


def test_a_pack_in_another_encoding_is_reported(pack_folder: MakePack):
    folder = pack_folder("")
    (folder / "agenda.yaml").write_bytes("title: Phiên họp".encode("utf-16"))
    assert [p.code for p in problems_of(folder)] == ["encoding_text"]


def test_a_paper_states_its_readers_and_reads_back_so(pack_folder: Callable[[str], Path], tmp_path: Path):
    folder = pack_folder(
        "title: Họp\nbody: UBND xã\nplace: Phòng 1\npreset: ubnd\nitems:\n  - title: Một\n    papers:\n"
        "      - file: bao-cao.pdf\n        readers: [đại biểu, khách mời, nhóm Thường trực, yen]\n"
        "        from: 2026-09-24 08:00\n        until: 24/9/2026 10:30\n"
    )
    header = "Họ và tên,Tên gọi,Xưng hô,Chức vụ,Đơn vị,Vai trò,Quyền biểu quyết,Ghế,Tài khoản,Người đứng đầu\n"
    people = "Lê An,An,ông,,,chủ tọa,có,,an,có\nLê Hà,Hà,bà,,,thư ký,không,,ha,\n"
    people += "Ngô Yến,Yến,bà,,,khách mời,không,,yen,\n"
    (folder / "people.csv").write_text(header + people, encoding="utf-8")
    first = read(folder, now=NOW)
    meant = first.items[0].papers[0].readers
    assert (meant.members, meant.guests, meant.groups, meant.accounts) == (True, True, ("Thường trực",), ("yen",))
    assert (str(meant.opens_at), str(meant.closes_at)) == ("2026-09-24 01:00:00+00:00", "2026-09-24 03:30:00+00:00")
    write(first, tmp_path / "ban-sao")
    assert read(tmp_path / "ban-sao", now=NOW).items[0].papers[0].readers == meant


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("readers: [báo chí]", "reader_unknown"),
        ("readers: [an]", "reader_unknown"),
        ("readers: khách mời", "yaml_not_list"),
        ("from: 2026-09-24 10:00\n        until: 2026-09-24 09:00", "ends_before"),
        ("until: mai", "time_bad"),
    ],
)
def test_readers_that_name_nobody_are_a_problem(pack_folder: Callable[[str], Path], said: str, code: str):
    folder = pack_folder(
        "title: Họp\nbody: UBND xã\nplace: Phòng 1\npreset: ubnd\nitems:\n  - title: Một\n    papers:\n"
        f"      - file: bao-cao.pdf\n        {said}\n"
    )
    with pytest.raises(PackProblems) as found:
        read(folder, now=NOW)
    assert code in [problem.code for problem in found.value.problems]


def test_an_item_may_state_its_planned_beginning(pack_folder: MakePack, tmp_path: Path):
    said = WHOLE.replace("    minutes: 15\n", "    start: 8h15\n    minutes: 15\n")
    pack = read(pack_folder(said), now=NOW)
    assert [item.start for item in pack.items] == ["08:15", ""]
    write(pack, tmp_path / "lai")
    assert "start: 08:15\n" in (tmp_path / "lai" / "agenda.yaml").read_text(encoding="utf-8")
    assert read(tmp_path / "lai", now=NOW).apart_from_disk().items == pack.apart_from_disk().items


def test_an_invalid_time_is_reported_with_its_line(pack_folder: MakePack):
    wrong = WHOLE.replace("    minutes: 15\n", "    start: 25:00\n    minutes: 15\n")
    (problem,) = problems_of(pack_folder(wrong))
    assert (problem.line, problem.code) == (10, "clock_bad")


def test_a_time_outside_the_meeting_is_noted_and_accepted(pack_folder: MakePack):
    odd = WHOLE.replace("    minutes: 15\n", "    start: 14:00\n    minutes: 15\n")
    reading = read_noting(pack_folder(odd), now=NOW)
    told = [note.say("vi") for note in reading.notes if note.code == "odd_outside"]
    assert told == ["agenda.yaml, dòng 8: “Dự toán bổ sung” ghi bắt đầu lúc 14:00, ngoài giờ họp (08:00–09:30)."]
    assert reading.pack.items[0].start == "14:00"


def test_a_meeting_without_an_end_lasts_until_its_last_time(pack_folder: MakePack):
    said = WHOLE.replace("minutes: 90\n", "", 1).replace("    minutes: 15\n", "    start: 10:00\n    minutes: 15\n")
    assert read(pack_folder(said), now=NOW).ends_at == datetime(2026, 9, 24, 3, 15, tzinfo=UTC)

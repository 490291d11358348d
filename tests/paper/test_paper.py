"""What is drawn: the order of the form, the page of the decree, whole letters, the same bytes every time."""

import io
import re
import shutil
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pikepdf
import pytest

from meeting.minutes.text.compose import compose
from meeting.minutes.text.phrases import CHOICES
from meeting.paper.document import draw
from meeting.paper.finish import ATTACHMENT
from meeting.paper.fonts import fit
from meeting.proof.printed import lines
from meeting.record.replay import replay
from meeting.signing import certificates
from tests.paper.conftest import Office, Papers, manuscript_of
from tests.paper.meetings import committee, council
from tests.paper.reading import text_of
from tests.paper.story import Story


def tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} (poppler-utils) is not installed")
    return path


def test_the_parts_are_in_the_order_of_the_form(papers: Papers) -> None:
    text = text_of(papers.drawn)
    command = [
        "ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ",
        "ỦY BAN NHÂN DÂN XÃ MINH TÂN",
        "/BB-UBND",
        "BIÊN BẢN",
        "Phiên họp thường kỳ tháng 9",
        "Thời gian bắt đầu: 8 giờ 00, ngày 24 tháng 9 năm 2026",
        "Địa điểm:",
        "Thành phần tham dự:",
        "Chủ trì (chủ tọa):",
        "Thư ký (người ghi biên bản):",
        "Nội dung (theo diễn biến",
        "Cuộc họp kết thúc vào",
        "./.",
        "THƯ KÝ",
        "Nơi nhận:",
        "Lưu: VT, Hồ sơ.",
        "DANH SÁCH THAM DỰ",
        "NHẬT KÝ CUỘC HỌP",
    ]
    places = [text.index(part) for part in command]
    assert places == sorted(places)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "CHỦ TỌA" in text
    assert "CHỦ TRÌ" not in text


def test_the_word_for_the_presiding_person_is_printed_once_beside_the_forms_own_label(papers: Papers) -> None:
    text = text_of(papers.drawn)
    assert "theo kết luận của chủ tọa khi áp dụng khoản 3 Điều 40" in text
    assert text.replace("Chủ trì (chủ tọa):", "").lower().count("chủ trì") == 0


def test_a_party_paper_has_no_national_motto() -> None:
    story = Story("dang", "Hội nghị", "Đảng ủy xã Minh Tân", "ĐU", begins=datetime(2026, 9, 24, 1, tzinfo=UTC))
    text = text_of(draw(manuscript_of(story), story.journal))
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert "CỘNG HÒA" not in text
    assert "-BB/ĐU" in text


def test_the_announced_sentence_is_printed_word_for_word(papers: Papers) -> None:
    text = text_of(papers.drawn)
    for motion in replay(papers.story.entries).motions:
        assert motion.result is not None
        assert motion.result.sentence in text


def test_attendance_is_printed_with_figures_times_and_reasons(papers: Papers) -> None:
    told = " ".join(papers.manuscript.particulars[2].more)
    assert "có mặt 8/9 (khi khai mạc: 7/9), vắng mặt 1" in told
    assert "đi công tác tại tỉnh" in told
    assert "Khách mời: 5 người, có mặt 4" in told


def test_nobody_is_called_absent_without_notice_if_nothing_was_noted() -> None:
    story = Story("ubnd", "Phiên họp", "UBND xã", "UBND", begins=datetime(2026, 9, 24, 1, tzinfo=UTC))
    here, ill, away, unknown = (story.seats("member", "Ủy viên", votes=True) for _ in range(4))
    story.comes(here)
    story.is_absent(ill, "ốm")
    story.is_absent(away, "việc riêng", excused=False)
    manuscript = manuscript_of(story)
    assert manuscript.particulars[2].more[1:4] == (
        f"Vắng mặt có phép: 1 người: ông {story.names[ill]} (ốm).",
        f"Vắng mặt không phép: 1 người: ông {story.names[away]} (việc riêng).",
        f"Vắng mặt (chưa ghi lý do): 1 người: ông {story.names[unknown]}.",
    )
    remarks = [row[5] for row in manuscript.annexes[0].sections[0].rows]
    assert remarks == ["", "có phép: ốm", "không phép: việc riêng", "chưa ghi lý do"]


def test_every_person_on_the_roll_of_an_open_vote_is_once_in_the_annex_under_their_choice(papers: Papers) -> None:
    record = replay(papers.story.entries)
    seats = {seat.seat_id: seat for seat in record.seats}
    sections = papers.manuscript.annexes[1].sections
    for motion, section in zip(record.motions, sections, strict=True):
        notes = [note.replace("\xa0", " ") for note in section.notes]
        named = {note.split(" (")[0]: note.split(": ", 1)[1].rstrip(".").split("; ") for note in notes}
        assert sorted(name for group in named.values() for name in group) == sorted(
            f"{seats[seat_id].label} {seats[seat_id].particulars.full_name}"
            for seat_id in motion.roll
            if motion.form == "open"
        )
        for seat_id, vote in motion.ballots.items():
            assert f"{seats[seat_id].label} {seats[seat_id].particulars.full_name}" in named[CHOICES[vote.choice]]


def test_the_names_of_forty_seven_deputies_take_less_than_half_a_page_a_vote() -> None:
    drawn = lines(draw(manuscript_of(council(47, resolutions=10)), b""))
    begin, end = (next(p for p, text in drawn if text == t) for t in ("KẾT QUẢ BIỂU QUYẾT", "TÀI LIỆU CỦA CUỘC HỌP"))
    assert end - begin <= 10 / 2


def test_the_head_of_the_journal_is_printed_and_the_journal_attached(papers: Papers) -> None:
    seq, digest = papers.story.head
    assert f"từ số 1 đến số {seq}" in text_of(papers.drawn)
    assert digest in text_of(papers.drawn).replace(" ", "")
    with pikepdf.open(io.BytesIO(papers.drawn)) as pdf:
        assert pdf.attachments[ATTACHMENT].get_file().read_bytes() == papers.story.journal


def test_the_same_facts_give_the_same_file(papers: Papers, office: Office) -> None:
    again = committee()
    authority = certificates.fingerprint(office.authority.certificate)
    assert draw(manuscript_of(again, authority), again.journal) == papers.drawn


def test_pages_are_a4_with_the_number_in_the_top_margin_and_none_on_a_first_page(papers: Papers) -> None:
    drawn = lines(papers.drawn)
    with pikepdf.open(io.BytesIO(papers.drawn)) as pdf:
        assert {tuple(round(float(v)) for v in page.mediabox) for page in pdf.pages} == {(0, 0, 595, 842)}
        pages = len(pdf.pages)
    on_top = [next(text for page, text in drawn if page == number) for number in range(1, pages + 1)]
    numbered = [text for text in on_top if text.isdigit()]
    firsts = [text for text in on_top if not text.isdigit()]
    assert len(firsts) == 1 + len(papers.manuscript.annexes)
    assert all(text.startswith("Phụ lục") for text in firsts[1:])
    assert numbered[0] == "2"


def test_the_signature_block_is_never_parted_from_the_closing_sentence() -> None:
    for paragraphs in range(0, 40, 3):
        story = Story("ubnd", "Phiên họp", "UBND xã", "UBND", begins=datetime(2026, 9, 24, 1, tzinfo=UTC))
        story.comes(story.seats("chair", "Chủ tịch", votes=True))
        item = story.plans("Nội dung", "discussion")
        story.starts()
        story.turns_to(item, "\n".join(f"Ý kiến thứ {n} của cuộc họp." for n in range(paragraphs)))
        story.ends()
        pages = {
            page
            for page, line in lines(draw(manuscript_of(story), b""))
            if re.search(r"kết thúc vào|^THƯ KÝ|CHỦ TỌA$|Nơi nhận:|Lưu: VT", line)
        }
        assert len(pages) == 1


def test_typed_text_is_never_read_as_markup() -> None:
    story = Story("ubnd", "Phiên họp <b>&amp;", "UBND <i>xã</i>", "UBND", begins=datetime(2026, 9, 24, 1, tzinfo=UTC))
    story.comes(story.seats("chair", "Chủ tịch", votes=True))
    item = story.plans("A < B & C > D <br/> <font size=99>", "other")
    story.starts()
    story.turns_to(item, 'Kết luận: "x<y" &lt;')
    text = text_of(draw(manuscript_of(story), b""))
    assert "Phiên họp <b>&amp;" in text
    assert "A < B & C > D <br/> <font size=99>" in text
    assert 'Kết luận: "x<y" &lt;' in text


def test_decomposed_letters_are_composed_and_unknown_ones_shown() -> None:
    assert fit("Nguye\u0302\u0303n Thi\u0323 \U0001f600 ☑") == "Nguyễn Thị ? [x]"
    everything = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ“”–…₫№≥"
    assert fit(everything + everything.upper()) == everything + everything.upper()


def test_a_meeting_without_any_facts_can_be_drawn() -> None:
    story = Story("ubnd", "", "", "", begins=datetime(2026, 9, 24, 1, tzinfo=UTC))
    text = text_of(draw(manuscript_of(story), story.journal))
    assert "Cuộc họp chưa kết thúc" in text


def test_endless_titles_names_and_words_stay_inside_the_page() -> None:
    story = Story(
        "hdnd",
        "Kỳ họp " + "rất dài " * 60,
        "Hội đồng " * 12,
        "HĐND",
        parent="Cơ quan " * 12,
        begins=datetime(2026, 12, 10, 1, tzinfo=UTC),
    )
    story.seats("chair", "Chủ tịch " * 20, "Đơn vị " * 20, votes=True, name="Công Tằng Tôn Nữ " * 6)
    story.seats("member", "x" * 300, votes=True)
    item = story.plans("y" * 400, "vote", "z" * 200, "tài-liệu-" * 40)
    story.comes(1, 2)
    story.starts()
    story.turns_to(item, "w" * 1000)
    story.votes("Thông qua " + "việc lớn " * 50, votes_for=2)
    story.ends()
    drawn = draw(manuscript_of(story), story.journal)
    assert "w" * 1000 in text_of(drawn).replace(" ", "")


def test_a_long_roll_begins_under_the_title_of_its_annex() -> None:
    story = council(40)
    drawn = lines(draw(manuscript_of(story), story.journal))
    page = next(page for page, text in drawn if text == "DANH SÁCH THAM DỰ")
    assert any(number == page and text.startswith("1 A01") for number, text in drawn)
    assert sum(1 for _, text in drawn if text.startswith("TT Ghế Họ và tên Chức vụ")) > 2


def test_five_hundred_seats_are_drawn_within_two_seconds() -> None:
    story = council(500, resolutions=2)
    record = replay(story.entries)
    begin = time.process_time()
    drawn = draw(compose(record, story.head), story.journal)
    assert time.process_time() - begin < 2
    assert "A500" in text_of(drawn)


def test_facts_survive_json(papers: Papers) -> None:
    assert (
        msgspec.json.decode(msgspec.json.encode(papers.manuscript), type=type(papers.manuscript)) == papers.manuscript
    )


def test_fonts_are_embedded_and_none_is_helvetica(papers: Papers, tmp_path: Path) -> None:
    file = tmp_path / "minutes.pdf"
    file.write_bytes(papers.by_both)
    listed = subprocess.run([tool("pdffonts"), file], capture_output=True, text=True, check=True).stdout
    rows = [line for line in listed.splitlines()[2:] if line]
    assert rows
    assert all("Tinos" in row and re.search(r"\byes yes yes\b", row) for row in rows)


def test_poppler_reads_the_text_in_order(papers: Papers, tmp_path: Path) -> None:
    file = tmp_path / "minutes.pdf"
    file.write_bytes(papers.drawn)
    text = subprocess.run([tool("pdftotext"), file, "-"], capture_output=True, text=True, check=True).stdout
    parts = ["BIÊN BẢN", "Thời gian bắt đầu", "kết thúc vào", "DANH SÁCH THAM DỰ"]
    assert sorted(parts, key=text.index) == parts

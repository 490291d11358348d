"""A written folder reads back as the same meeting, and a person can read and change it."""

import hashlib
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting.agenda.rules import Mandate
from meeting.kernel.refusals import Refused
from meeting.packs.folder import Pack, PackItem, PackMotion, PackPaper, PackPerson, read, write
from meeting.packs.folder.csv_grid import csv_text, neutralise, revive
from meeting.packs.folder.frame import Names
from meeting.packs.folder.model import PackMandate
from meeting.people.particulars import Particulars
from tests.pace import ANY_PACE
from tests.packs.office import NOW, PDF, SHARED, Office

SAMPLES = sorted(p.parent for p in (Path(__file__).parents[2] / "agendas").glob("*/agenda.yaml"))
FOLDERS = [*SAMPLES, SHARED / "hdnd-hong-bang-2018", SHARED / "ubnd-thuong-ky"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_folder_reads_back_as_the_same_meeting(folder: Path, tmp_path: Path):
    if not folder.is_dir():
        pytest.skip("the offices' folders are not beside this checkout")
    first = read(folder, now=NOW, names=Names("Hội đồng nhân dân xã Minh Tân", "Hội trường 1"))
    write(first, tmp_path / "ban-sao")
    second = read(tmp_path / "ban-sao", now=NOW)
    assert second.apart_from_disk() == first.apart_from_disk()
    assert _contents(second) == _contents(first)
    write(second, tmp_path / "ban-sao-2")
    assert _files(tmp_path / "ban-sao-2") == _files(tmp_path / "ban-sao")


def _contents(pack: Pack) -> list[str]:
    return [hashlib.sha256(paper.path.read_bytes()).hexdigest() for paper in pack.every_paper()]


def _files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_written_agenda_reads_like_one_that_a_person_wrote(office: Office, tmp_path: Path):
    write(office.read(), tmp_path / "ban-sao")
    assert (
        (tmp_path / "ban-sao" / "agenda.yaml")
        .read_text(encoding="utf-8")
        .startswith(
            "slug: phien-hop-thang-9\n"
            "title: Phiên họp Ủy ban nhân dân xã Minh Tân ngày 24/09/2026\n"
            "body: Ủy ban nhân dân xã Minh Tân\n"
            "body_code: UBND\n"
            "place: Hội trường 1\n"
            "preset: ubnd\n"
            "starts: 2026-09-24 08:00\n"
            "ends: 2026-09-24 08:50\n"
            "items:\n"
            "  - title: Khai mạc, thông qua chương trình\n"
            "    presenter: Chủ tịch\n"
            "    minutes: 5\n"
            "    form: giơ tay\n"
            "    motions:\n"
            "      - title: Thông qua chương trình\n"
            "        decision: committee_decision\n"
        )
    )


def test_the_head_of_the_body_is_written_back(office: Office, tmp_path: Path):
    office.people[0].append("Người đứng đầu")
    office.people[2].append("có")
    write(office.read(), tmp_path / "ban-sao")
    assert [person.head for person in read(tmp_path / "ban-sao", now=NOW).people] == [False, True, False, False]


def test_a_suspended_person_is_written_back_with_the_document(office: Office, tmp_path: Path):
    office.people[0].extend(("Nhiệm vụ", "Số văn bản", "Ngày văn bản", "Lý do"))
    office.people[2].extend(("Tạm đình chỉ nhiệm vụ", "12/NQ-HĐND", "20/9/2026", "bị khởi tố"))
    write(office.read(), tmp_path / "ban-sao")
    known = [person.out for person in read(tmp_path / "ban-sao", now=NOW).people]
    assert known[0] is known[2] is known[3] is None
    suspended = PackMandate(mandate=Mandate.SUSPENDED, number="12/NQ-HĐND", dated="2026-09-20", reason="bị khởi tố")
    assert known[1] == suspended


def test_the_list_of_people_opens_in_excel_with_its_accents(office: Office, tmp_path: Path):
    write(office.read(), tmp_path / "ban-sao")
    written = (tmp_path / "ban-sao" / "people.csv").read_bytes()
    assert written.startswith("\ufeffHọ và tên,Tên gọi,".encode())
    assert b"\r\n" in written


def _pack(**changes: object) -> Pack:
    events: dict[str, object] = {
        "slug": "hop",
        "title": "Họp",
        "parent_body": "",
        "body": "Hội đồng",
        "body_code": "",
        "place": "Phòng họp",
        "starts_at": datetime(2026, 9, 24, 1, 0, 7, tzinfo=UTC),
        "ends_at": datetime(2026, 9, 25, 2, 0, tzinfo=UTC),
        "preset": "board",
    }
    item = PackItem(number=1, title="Mở đầu", presenter="", minutes=0, form="other")
    return Pack(**({"items": (item,)} | events | changes))  # type: ignore[arg-type]


def test_texts_that_yaml_would_misread_are_read_back(tmp_path: Path):
    texts = ("no", "null", "2026-09-24", "08:00", "1.10", "# không", "- gạch", "a: b", "'", '"', "&a", "~")
    items = tuple(
        PackItem(
            number=n,
            title=text,
            presenter=text,
            minutes=n,
            form="other",
            text=f"{text}\n\n    {text}\n- {text}",
        )
        for n, text in enumerate(texts, start=1)
    )
    pack = _pack(items=items, place="yes")
    write(pack, tmp_path / "x")
    assert read(tmp_path / "x", now=NOW) == pack


def test_unusual_motions_are_read_back_too(tmp_path: Path):
    vote = PackItem(number=1, title="Dự toán", presenter="", minutes=0, form="vote")
    motion = PackMotion(title="Hoãn", form="open", decision="procedural")
    pack = _pack(
        items=(
            vote,
            PackItem(number=2, title="Khác", presenter="", minutes=0, form="other", motions=(motion,)),
        )
    )
    write(pack, tmp_path / "x")
    assert read(tmp_path / "x", now=NOW) == pack


def test_papers_of_one_name_and_different_content_are_both_read_back(tmp_path: Path):
    contents = {"a": PDF, "b": PDF + b"\n"}
    papers = [
        PackPaper(title="Báo cáo", filename="bc.pdf", media_type="application/pdf", path=Path(key)) for key in contents
    ]
    items = tuple(
        PackItem(number=n, title="Mục", presenter="", minutes=0, form="other", papers=(paper,))
        for n, paper in enumerate(papers, start=1)
    )
    pack = _pack(items=items, papers=(papers[0],))
    write(pack, tmp_path / "x", lambda paper: io.BytesIO(contents[paper.path.name]))
    again = read(tmp_path / "x", now=NOW)
    assert again.apart_from_disk() == pack.apart_from_disk()
    assert [paper.path.read_bytes() for paper in again.every_paper()] == [PDF, PDF, PDF + b"\n"]
    assert sorted(p.name for p in (tmp_path / "x" / "papers").iterdir()) == ["bc (2).pdf", "bc.pdf"]


def test_names_that_look_like_formulas_are_harmless_in_a_spreadsheet_and_read_back(tmp_path: Path):
    chair, clerk = (
        PackPerson(
            account=account,
            particulars=Particulars(
                full_name=name,
                given_name="@An",
                honorific="",
                title="-1+1",
                unit="'=x",
            ),
            role=role,
            votes=votes,
        )
        for account, name, role, votes in (
            ("an", '=HYPERLINK("a")', "chair", True),
            ("b2", "H'Yim", "clerk", False),
        )
    )
    pack = _pack(people=(chair, clerk))
    write(pack, tmp_path / "x")
    rows = (tmp_path / "x" / "people.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert rows[0].startswith('"\'=HYPERLINK(""a"")",\'@An,,\'-1+1,\'\'=x,')
    assert rows[1].startswith("H'Yim,")
    assert read(tmp_path / "x", now=NOW) == pack


@ANY_PACE
@given(st.text())
def test_neutralising_is_undone_exactly_and_leaves_no_formula(text: str):
    assert revive(neutralise(text)) == text
    assert not neutralise(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_rows_are_written_as_excel_does():
    assert csv_text([["a,b", "c"]]) == '"a,b",c\r\n'


def test_a_folder_with_content_is_not_overwritten(office: Office):
    with pytest.raises(Refused) as caught:
        write(office.read(), office.path)
    assert caught.value.code == "packs.folder_taken"
    assert not (office.path / "agenda.yaml").exists()

"""A paper says whether it is signed: where it is prepared, where it is read, and before it is accepted."""

from tests.council import Council
from tests.forms import hands_in
from tests.pages.client import Browser
from tests.pages.contributing import Office
from tests.papers import a_page, sends
from tests.workshops import runs_jobs

UNSIGNED = "không có chữ ký số"
REPORT = a_page((70, 700, "Báo cáo"))


def test_makers_and_readers_see_that_a_paper_has_no_signature(sitting: Council) -> None:
    sitting.watching = False
    ha = Browser(sitting, "ha")
    assert sends(ha, 1, "bc.pdf", REPORT, key="k1", item=str(sitting.items[0])).json["ok"]
    assert UNSIGNED not in ha.get("/meetings/1/papers").text, "nobody has looked yet"
    runs_jobs(sitting)
    assert UNSIGNED in ha.get("/meetings/1/papers").text
    assert UNSIGNED in Browser(sitting, "lan").get("/m/1").text


def test_the_reviewer_sees_the_signature_of_a_units_paper_before_accepting(council: Council) -> None:
    council.watching = False
    office = Office(council)
    assert office.sends("khoa", REPORT)["ok"]
    page = office.admin.get(f"/meetings/{office.meeting}/contributions").text
    assert UNSIGNED in page.partition("Báo cáo thẩm tra.pdf")[2]
    assert UNSIGNED in Browser(council, "khoa").get("/unit-work").text, "so does the unit"


def test_a_units_paper_whose_signature_does_not_fit_says_so_before_it_is_accepted(council: Council) -> None:
    council.watching = False
    office = Office(council)
    false = b"\n<< /Type /Sig /ByteRange [0 10 20 30] /Contents <00> >>\n"
    assert office.sends("khoa", REPORT[:-6] + false + b"startxref\n9\n%%EOF\n")["ok"]
    part = office.admin.get(f"/meetings/{office.meeting}/contributions").text.partition('data-testid="signed"')[2]
    assert "Chữ ký số hợp lệ" not in part[:400] and part


def test_a_form_whose_answer_was_lost_adds_nothing_twice(council: Council) -> None:
    council.watching = False
    office = Office(council)
    khoa = Browser(council, "khoa")
    office.puts(khoa, REPORT, "k7", "bc.pdf")
    said = {"upload": "k7", "key": "k7", "name": "bc.pdf", "size": str(len(REPORT))}
    for _ in range(2):
        assert hands_in(khoa, f"/unit-work/{office.meeting}/{office.item}", **said).json["ok"]
    assert len(office.rows()) == 1

"""A list of people on screen: handed in, checked, imported, undone, by plain forms alone."""

import io
from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from meeting.work.workshop import Workshop
from tests.council import Council
from tests.heard import statements
from tests.pages.client import Browser, Tags
from tests.rosters import MANY, csv, particulars
from tests.workshops import working, works


@pytest.fixture
def worker(council: Council) -> Iterator[Workshop]:
    with working(council) as made:
        works(made)
        yield made


@pytest.fixture
def admin(council: Council) -> Browser:
    return Browser(council, "admin")


def hands_in(browser: Browser, content: bytes, filename: str = "danh-sach.csv") -> TestResponse:
    form = {"csrf_token": browser.csrf(), "list": (io.BytesIO(content), filename)}
    return browser.client.post("/people/import", data=form, content_type="multipart/form-data")


def said(page: str) -> str:
    return " ".join(Tags(page).text.split())


def test_a_list_is_previewed_imported_and_undone(council: Council, worker: Workshop, admin: Browser) -> None:
    place = hands_in(admin, MANY).headers["Location"]
    assert "Đang đọc tệp." in said(admin.get(place).text)
    works(worker)
    page = said(admin.get(place).text)
    assert "Thêm 2 người, sửa 1 người. 6 dòng cần xem lại không được nhập." in page
    assert "Ủy viên → Trưởng ban" in page
    assert "Tài khoản này đang của ông Bùi Đăng Khoa." in page
    assert "Trùng với dòng 2." in page
    only = said(admin.get(f"{place}?kind=changes").text)
    assert "Phạm Hoài Nam" in only
    assert "Ma Văn Phúc" not in only
    assert admin.send(place).status_code == 303
    assert "Đang nhập: 0/3 người." in said(admin.get(place).text)
    works(worker)
    assert "Đã nhập" in said(admin.get(place).text)
    assert "Ma Văn Phúc" in admin.get("/people").text
    assert admin.send(f"{place}/withdraw").status_code == 303
    works(worker)
    assert "Đã hoàn tác" in said(admin.get("/people/import").text)
    assert particulars(council, "phuc") is None


@pytest.mark.parametrize("filename", ["x.pdf", "x", "", "x.csv.exe"])
def test_a_file_that_holds_no_list_is_not_stored(admin: Browser, filename: str) -> None:
    answer = hands_in(admin, b"x", filename)
    assert answer.status_code == 400
    assert "CSV hoặc Excel" in answer.text


def test_a_file_name_is_never_used_as_a_path(worker: Workshop, admin: Browser) -> None:
    place = hands_in(admin, csv(), "../../<b>ds.CSV").headers["Location"]
    works(worker)
    page = admin.get(place).text
    assert "<b>ds" not in page
    assert "Chưa đọc được" in page


def test_a_list_of_impossible_size_is_refused(admin: Browser) -> None:
    form = "multipart/form-data; boundary=x"
    answer = admin.client.post("/people/import", data=b"x" * (1 << 21), content_type=form)
    assert answer.status_code == 413


@pytest.mark.parametrize("who", ["an", "ha", "lan", "screen"])
def test_only_an_administrator_hands_in_lists(council: Council, who: str) -> None:
    assert hands_in(Browser(council, who), MANY).status_code == 403


def test_a_long_list_is_shown_fifty_lines_at_a_time(council: Council, worker: Workshop, admin: Browser) -> None:
    short = hands_in(admin, csv("Đại Biểu,Biểu,ông,Ủy viên,Tổ,d")).headers["Location"]
    long = hands_in(admin, csv(*(f"Đại Biểu {n},{n},ông,Ủy viên,Tổ {n},d{n}" for n in range(300)))).headers["Location"]
    works(worker)

    def cost(place: str) -> int:
        with statements(council.database) as asked:
            assert len(admin.get(place).data) < 160_000
        return len(asked)

    assert cost(f"{long}?page=6") == cost(short)
    assert admin.get(f"{long}?page=6").text.count('class="people-row"') == 50

"""Catalogues on screen: the office's own names to choose from; imported lists are spelt like them."""

import re

import pytest

from meeting.catalogue import tables as catalogue
from meeting.catalogue.rules import MOST, Kind, moved, sample
from meeting.catalogue.tables import CatalogueEntry
from meeting.worker import create_workshop
from tests.council import Council
from tests.pages.client import Browser
from tests.pages.listed import log
from tests.rosters import offers

ROOMS = "/catalogues/rooms"


@pytest.fixture
def admin(council: Council) -> Browser:
    council.watching = False
    return Browser(council, "admin")


def rooms(council: Council) -> list[str]:
    with council.database.read() as db:
        return catalogue.of(db, Kind.ROOMS)


def numbers(admin: Browser, path: str = ROOMS) -> list[str]:
    """The entries in force, in order."""
    shown = admin.get(path).text.partition('data-testid="entries"')[2].partition('data-testid="retired-entries"')[0]
    return list(dict.fromkeys(re.findall(rf'action="{path}/(\d+)"', shown)))


def test_an_empty_catalogue_offers_the_sample_once(council: Council, admin: Browser) -> None:
    assert 'data-testid="take-sample"' in admin.get(ROOMS).text
    admin.send(ROOMS, sample="yes")
    assert rooms(council) == list(sample(Kind.ROOMS))
    assert admin.send(ROOMS, sample="yes").status_code == 409
    assert "Thêm mục vào danh mục" in log(admin)[0]


@pytest.mark.parametrize("kind", Kind)
def test_every_sample_can_be_copied(council: Council, admin: Browser, kind: Kind) -> None:
    assert admin.send(f"/catalogues/{kind}", sample="yes").status_code == 303
    with council.database.read() as db:
        assert tuple(catalogue.of(db, kind)) == sample(kind)
    assert len(set(sample(kind))) == len(sample(kind)) >= 3


def test_names_are_added_renamed_reordered_and_retired(council: Council, admin: Browser) -> None:
    for title in ("Hội trường", " Phòng 2 ", "Phòng 3"):
        admin.send(ROOMS, title=title)
    assert rooms(council) == ["Hội trường", "Phòng 2", "Phòng 3"]
    first, second, third = numbers(admin)
    admin.send(f"{ROOMS}/{third}", act="up")
    admin.send(f"{ROOMS}/{first}", act="up")
    assert rooms(council) == ["Hội trường", "Phòng 3", "Phòng 2"]
    admin.send(f"{ROOMS}/{second}", act="rename", title="Phòng Hai", seen="Phòng 2")
    assert "Đổi tên mục danh mục · Phòng Hai · Phòng 2" in log(admin)[0]
    late = admin.send(f"{ROOMS}/{second}", act="rename", title="Phòng hai B", seen="Phòng 2")
    assert late.status_code == 409
    admin.send(f"{ROOMS}/{first}", act="retire")
    assert rooms(council) == ["Phòng 3", "Phòng Hai"]
    admin.send(f"{ROOMS}/{first}", act="return")
    assert "Hội trường" in rooms(council)


@pytest.mark.parametrize("title", ["", "   ", "HỘI  TRƯỜNG", "Hội trường", "x" * 201])
def test_two_equal_names_and_an_empty_or_endless_one_are_refused(council: Council, admin: Browser, title: str) -> None:
    admin.send(ROOMS, title="Hội trường")
    answer = admin.send(ROOMS, title=title)
    assert answer.status_code in {400, 409}
    assert 'data-testid="problem"' in answer.text
    assert rooms(council) == ["Hội trường"]


def test_a_retired_name_is_restored_and_not_made_twice(council: Council, admin: Browser) -> None:
    admin.send(ROOMS, title="Hội trường")
    admin.send(f"{ROOMS}/{numbers(admin)[0]}", act="retire")
    assert admin.send(ROOMS, title="hội trường").status_code == 409
    assert rooms(council) == []


def test_an_unknown_entry_is_not_found(admin: Browser) -> None:
    assert admin.send(f"{ROOMS}/99", act="retire").status_code == 404
    assert admin.send(f"{ROOMS}/1", act="burn").status_code == 404
    assert admin.send("/catalogues/cars", title="x").status_code == 404


def test_a_script_gets_the_reason_as_a_code(council: Council, admin: Browser) -> None:
    def code(command: str, **fields: object) -> str:
        return str(admin.submits(f"catalogue.{command}", fields).get_json().get("code"))

    assert code("add_entry", catalogue="rooms", title="") == "catalogue.no_title"
    admin.send(ROOMS, title="Hội trường")
    assert code("add_entry", catalogue="rooms", title="hội trường") == "catalogue.title_taken"
    assert code("take_sample", catalogue="rooms") == "catalogue.not_empty"
    entry = int(numbers(admin)[0])
    assert code("rename_entry", entry_id=entry, title="A", seen="B") == "catalogue.changed_meanwhile"
    many = [CatalogueEntry(catalogue=Kind.ROOMS, title=f"Phòng {n}", position=n) for n in range(MOST)]
    council.database.gate.submit(lambda db: db.add_all(many))
    assert code("add_entry", catalogue="rooms", title="Một phòng nữa") == "catalogue.full"


def test_the_first_and_the_last_name_cannot_move_further() -> None:
    assert moved([1, 2, 3], 1, up=True) == [1, 2, 3] == moved([1, 2, 3], 3, up=False)
    assert moved([1, 2, 3], 2, up=False) == [1, 3, 2]


def test_forms_offer_the_titles_and_an_imported_list_uses_their_spelling(council: Council, admin: Browser) -> None:
    admin.send("/catalogues/titles", title="Phó Chủ tịch UBND")
    admin.send("/catalogues/bodies", title="Văn phòng")
    for path in ("/people/new", f"/people/{council.people['lan']}"):
        page = admin.get(path).text
        assert '<option value="Phó Chủ tịch UBND">' in page
        assert '<option value="Văn phòng">' in page
    worker = create_workshop(council.house.site.settings, clock=council.clock)
    roster = offers(council, worker, "Họ và tên,Chức vụ\nLê Văn Tám,PHÓ CHỦ  TỊCH UBND\nLê Văn Chín,Khác\n".encode())
    worker.database.close()
    page = admin.get(f"/people/import/{roster}").text
    assert "Phó Chủ tịch UBND" in page
    assert "PHÓ CHỦ" not in page

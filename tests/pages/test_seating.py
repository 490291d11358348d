"""The seat plan on screen, by plain forms alone: laid out, filled, copied, and in the pack."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from meeting.agenda.seating_rules import Seating
from meeting.agenda.tables import find_meeting, seating_of, seats_of
from meeting.packs.folder.problems import PackProblems
from meeting.packs.folder.read import read
from meeting.packs.folder.write import write
from meeting.packs.load import Loader
from meeting.packs.unload import pack_of
from tests.cast import MORNING
from tests.council import Council
from tests.forms import plans, sentence_of, types
from tests.pages.client import Browser

ROOM = {"head": "2", "rows": "3", "width": "4", "aisles": "2"}


@pytest.fixture
def admin(council: Council) -> Browser:
    return Browser(council, "admin")


def invites(browser: Browser, council: Council, meeting: int, *people: str) -> None:
    for who in people:
        role = {"an": "chair", "ha": "clerk"}.get(who, "member")
        types(browser, f"/meetings/{meeting}/people", person=str(council.people[who]), role=role, votes="yes")


def sits(council: Council, meeting: int) -> dict[str, str]:
    """The name of everybody's place, by account."""
    names = {number: who for who, number in council.people.items()}
    with council.database.read() as db:
        return {names[seat.person_id]: seat.label for seat in seats_of(db, meeting)}


def seat_of(council: Council, meeting: int, who: str) -> str:
    with council.database.read() as db:
        return str(next(s.id for s in seats_of(db, meeting) if s.person_id == council.people[who]))


def test_a_name_card_is_printed_for_each_seat_in_order_with_name_title_and_body(council: Council) -> None:
    page = Browser(council, "ha").get("/meetings/1/name-cards").text
    names = re.findall(r"<h2>(.*?)</h2>", page)
    with council.database.read() as db:
        command = [seat.particulars.full_name for seat in seats_of(db, 1)]
    assert names == [name for name in command for _ in range(2)], "both faces of a folded card"
    assert "Chủ tịch" in page
    assert page.count('class="body"') == 2 * len(command)
    assert "/meetings/1/name-cards" in Browser(council, "ha").get("/meetings/1/people").text


def test_a_room_is_laid_out_filled_by_the_list_and_one_person_moved(council: Council, admin: Browser) -> None:
    meeting = plans(admin)
    invites(admin, council, meeting, "an", "lan", "nam")
    path = f"/meetings/{meeting}/seating"
    assert "Chưa có sơ đồ" in admin.get(path).text
    types(admin, path, **ROOM)
    types(admin, f"{path}/fill")
    assert sits(council, meeting) == {"an": "CT1", "lan": "CT2", "nam": "A1"}
    types(admin, f"{path}/place", seat=seat_of(council, meeting, "nam"), label="C4")
    page = admin.get(path).text
    assert 'data-place="C4" data-seat=' in page
    assert "3/14 chỗ đã xếp" in page
    types(admin, f"{path}/clear")
    assert set(sits(council, meeting).values()) == {""}
    assert "0/14 chỗ đã xếp" in admin.get(path).text


def test_an_impossible_room_is_refused_in_words_and_kept_in_the_form(council: Council, admin: Browser) -> None:
    meeting = plans(admin)
    invites(admin, council, meeting, "an", "lan")
    path = f"/meetings/{meeting}/seating"
    refused = admin.send(path, **ROOM | {"aisles": "giữa phòng"})
    assert refused.status_code == 400
    assert sentence_of("office.bad_aisles") in refused.text
    assert 'value="giữa phòng"' in refused.text
    types(admin, path, **ROOM)
    types(admin, f"{path}/place", seat=seat_of(council, meeting, "an"), label="CT1")
    twice = admin.send(f"{path}/place", seat=seat_of(council, meeting, "lan"), label="ct1")
    assert twice.status_code == 409
    with council.database.read() as db:
        chair = next(s for s in seats_of(db, meeting) if s.label == "CT1").particulars.full_name
    assert sentence_of("agenda.seat_taken", label="CT1", name=chair) in twice.text
    nowhere = admin.send(f"{path}/place", seat=seat_of(council, meeting, "lan"), label="Z9")
    assert sentence_of("agenda.no_place", label="Z9") in nowhere.text
    typed = admin.send(f"/meetings/{meeting}/people/{seat_of(council, meeting, 'lan')}", role="member", label="ct1")
    assert typed.status_code == 409, "nor by the form of the person"


def test_a_copied_meeting_has_the_room_and_the_places_of_last_month(council: Council, admin: Browser) -> None:
    first = plans(admin)
    invites(admin, council, first, "an", "ha", "lan")
    types(admin, f"/meetings/{first}/seating", **ROOM)
    types(admin, f"/meetings/{first}/seating/fill")
    second = plans(admin, **{"from": str(first), "title": "Phiên họp thường kỳ tháng 11", "day": "2026-11-05"})
    assert sits(council, second) == sits(council, first)
    third = plans(admin, title="Phiên họp khác", day="2026-12-05")
    offered = admin.get(f"/meetings/{third}/seating").text
    assert 'data-testid="as-before"' in offered, "the same room stands as it stood"
    assert 'name="rows" type="number" inputmode="numeric" min="0"\n            max="60" value="3"' in offered


def test_an_exported_pack_has_the_places_and_reads_back_equal(council: Council, admin: Browser, tmp_path: Path) -> None:
    meeting = plans(admin)
    invites(admin, council, meeting, "an", "ha", "lan")
    types(admin, f"/meetings/{meeting}/agenda", title="Khai mạc", form="ceremony")
    types(admin, f"/meetings/{meeting}/seating", **ROOM | {"aisles": "1, 3"})
    types(admin, f"/meetings/{meeting}/seating/fill")
    with council.database.read() as db:
        pack = pack_of(db, find_meeting(db, meeting), council.house.site.blobs)
    write(pack, tmp_path / pack.slug)
    again = read(tmp_path / pack.slug, now=MORNING)
    assert again.apart_from_disk() == pack.apart_from_disk()
    assert again.seating == Seating(head=2, rows=3, width=4, aisles=(1, 3))
    assert [person.label for person in again.people] == ["CT1", "CT2", "A1"]
    loader = Loader(council.database, council.commands, council.house.site.blobs)
    copy = replace(again, slug="ban-sao")
    loaded, new = loader.load(copy)
    assert new
    assert loader.load(copy) == (loaded, False), "the same once more changes nothing"
    with council.database.read() as db:
        assert seating_of(find_meeting(db, loaded)) == again.seating
    assert sits(council, loaded) == sits(council, meeting)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("  rows: 99\n  places: 4\n", "99"),
        ("  rows: 2\n", "hàng"),
        ("  rows: 2\n  places: 4\n  aisles: [4]\n", "lối đi"),
        ("  rows: hai\n  places: 4\n", "hai"),
        ("  ghế: 4\n", "ghế"),
    ],
)
def test_a_mistake_about_the_room_in_a_folder_is_reported_with_its_line(
    council: Council, admin: Browser, tmp_path: Path, written: str, told: str
) -> None:
    meeting = plans(admin)
    invites(admin, council, meeting, "an", "ha", "lan")
    types(admin, f"/meetings/{meeting}/agenda", title="Khai mạc", form="ceremony")
    with council.database.read() as db:
        pack = pack_of(db, find_meeting(db, meeting), council.house.site.blobs)
    write(pack, tmp_path / pack.slug)
    file = tmp_path / pack.slug / "agenda.yaml"
    file.write_text(file.read_text("utf-8") + f"seating:\n{written}", "utf-8")
    with pytest.raises(PackProblems) as found:
        read(tmp_path / pack.slug, now=MORNING)
    assert told in str(found.value)

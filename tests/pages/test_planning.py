"""Planning on screen, by plain forms alone: from nothing to a published meeting that exports as a folder would."""

import time

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from meeting.access.actors import SYSTEM
from meeting.agenda.commands import AddItem
from meeting.agenda.rules import Mandate, MeetingState
from meeting.agenda.tables import Meeting, find_meeting, items_of, seats_of
from meeting.attendance.pointing import ExpectAtPoint
from meeting.catalogue.commands import AddEntry
from meeting.catalogue.rules import Kind
from meeting.conduct.mandates import RecordMandate
from meeting.kernel.clock import local
from meeting.office.splitting import split
from meeting.packs.folder.model import PackItem
from meeting.packs.folder.read import read
from meeting.packs.unload import pack_of
from meeting.voting.tables import motions_of
from tests.cast import MORNING
from tests.council import Council
from tests.forms import HEADING, plans, sentence_of, typed_in, types
from tests.pages.client import Browser
from tests.server import ROOT


@pytest.fixture
def admin(council: Council) -> Browser:
    return Browser(council, "admin")


def test_a_meeting_is_planned_published_and_seen_by_those_invited(council: Council, admin: Browser) -> None:
    meeting = plans(admin)
    page = admin.get(f"/meetings/{meeting}").text
    assert "Bản nháp" in page
    assert "Chưa có chủ trì" in page
    assert admin.send(f"/meetings/{meeting}/publish").status_code == 409
    types(admin, f"/meetings/{meeting}/people", person=str(council.people["an"]), role="chair", votes="yes")
    types(admin, f"/meetings/{meeting}/people", person=str(council.people["ha"]), role="clerk")
    members = [str(council.people[who]) for who in ("lan", "nam", "mai")]
    types(admin, f"/meetings/{meeting}/people", person=members, role="member", votes="yes")
    types(admin, f"/meetings/{meeting}/agenda", title="Khai mạc", minutes="10", form="ceremony")
    assert Browser(council, "lan").get(f"/m/{meeting}").status_code == 403
    assert "tháng 10" not in Browser(council, "lan").get("/meetings").text
    assert "tháng 10" in Browser(council, "ha").get("/meetings").text, "its secretary prepares it too"
    types(admin, f"/meetings/{meeting}/publish")
    assert "Khai mạc" in Browser(council, "lan").get(f"/m/{meeting}").text
    assert "tháng 10" in Browser(council, "lan").get("/").text


def test_the_secretary_of_a_draft_prepares_it_and_nobody_else_invited_does(council: Council, admin: Browser) -> None:
    meeting = plans(admin)
    types(admin, f"/meetings/{meeting}/people", person=str(council.people["ha"]), role="clerk")
    types(admin, f"/meetings/{meeting}/people", person=str(council.people["lan"]), role="member", votes="yes")
    types(Browser(council, "ha"), f"/meetings/{meeting}/agenda", title="Khai mạc", form="ceremony")
    for who in ("lan", "outsider", "an"):
        for part in ("", "/people", "/agenda"):
            assert Browser(council, who).get(f"/meetings/{meeting}{part}").status_code == 403
        sent = Browser(council, who).send(f"/meetings/{meeting}/agenda", title="x", form="other")
        assert sent.status_code == 403


def test_two_meetings_of_one_name_on_one_day_are_kept_apart_and_one_sent_twice_is_one(
    council: Council, admin: Browser
) -> None:
    morning = {"key": "morning"}
    first, second = (admin.send("/meetings/new", **HEADING | said) for said in ({"key": "earlier"}, morning))
    assert second.status_code == 303 and first.headers["Location"] != second.headers["Location"]
    assert admin.send("/meetings/new", **HEADING | morning).headers["Location"] == second.headers["Location"]
    with council.database.read() as db:
        codes = list(db.scalars(select(Meeting.slug).where(Meeting.title == HEADING["title"])))
    assert codes == ["phien-hop-thuong-ky-thang-10-2026-10-05", "phien-hop-thuong-ky-thang-10-2026-10-05-2"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": " "}, "Tiêu đề không được để trống"),
        ({"ends": "07:00"}, "Giờ kết thúc phải sau giờ bắt đầu"),
        ({"slug": "Phiên tháng 10"}, "Mã phiên họp"),
        ({"title": "x" * 401}, "tối đa 400 ký tự"),
    ],
)
def test_an_inconsistent_heading_is_shown_again_with_the_reason(
    admin: Browser, changed: dict[str, str], said: str
) -> None:
    answer = admin.send("/meetings/new", **HEADING | changed)
    assert answer.status_code in (400, 409)
    assert said in answer.text
    assert 'value="Hội trường tầng 2"' in answer.text, "what was typed is kept"


@pytest.mark.parametrize(
    ("day", "code", "facts"), [("", "office.no_time", {}), ("1946-01-06", "office.no_law", {"day": "06/01/1946"})]
)
def test_a_meeting_needs_a_day_and_uses_the_rules_of_that_day(
    admin: Browser, day: str, code: str, facts: dict[str, str]
) -> None:
    answer = admin.send("/meetings/new", **HEADING | {"day": day})
    assert answer.status_code == 400
    assert sentence_of(code, **facts) in answer.text


def test_the_second_of_two_who_correct_a_heading_sees_what_the_first_wrote(admin: Browser) -> None:
    meeting = plans(admin)
    types(admin, f"/meetings/{meeting}", **HEADING | {"place": "Phòng 101", "version": "1"})
    answer = admin.send(f"/meetings/{meeting}", **HEADING | {"place": "Phòng 202", "version": "1"})
    assert answer.status_code == 409
    assert 'value="Phòng 202"' in answer.text
    assert "<b>Phòng 101</b>" in answer.text
    assert 'name="version" value="2"' in answer.text


def test_the_second_of_two_who_write_an_item_sees_both_texts(council: Council, admin: Browser) -> None:
    item = f"/meetings/1/agenda/{council.items[1]}"
    said = {"title": "Kế hoạch năm 2027", "presenter": "", "minutes": "20", "form": "vote", "level": "0"}
    types(Browser(council, "ha"), item, **said, text="Bản của Hà", version="1")
    answer = admin.send(item, **said, text="Bản của quản trị", version="1")
    assert answer.status_code == 409
    assert "Bản của quản trị</textarea>" in answer.text
    assert "<b>Bản của Hà</b>" in answer.text
    types(admin, item, **said, text="Bản của Hà. Bản của quản trị", version="2")


def test_an_item_moves_up_down_in_and_out_by_buttons(council: Council, admin: Browser) -> None:
    last = str(council.items[2])
    for step in ("up", "deeper", "deeper", "deeper", "shallower"):
        types(admin, "/meetings/1/agenda/order", **{step: last})
    assert admin.send("/meetings/1/agenda/order", up=str(council.items[0])).status_code == 400
    with council.database.read() as db:
        assert [(row.id, row.level) for row in items_of(db, 1)] == [
            (council.items[0], 0),
            (council.items[2], 1),
            (council.items[1], 0),
        ]


def test_a_question_is_added_reworded_and_removed(council: Council, admin: Browser) -> None:
    under = f"/meetings/1/agenda/{council.items[1]}/questions"
    said = {"title": "Thông qua kế hoạch", "form": "open", "decision": "committee_decision"}
    types(admin, under, **said)
    with council.database.read() as db:
        motion = motions_of(db, 1)[0].id
    types(admin, f"{under}/{motion}", **said | {"form": "hands"}, version="1")
    answer = admin.send(f"{under}/{motion}", **said | {"title": "Khác"}, version="1")
    assert answer.status_code == 409
    assert 'value="Khác"' in answer.text
    assert "<b>Thông qua kế hoạch</b>" in answer.text
    types(admin, f"{under}/{motion}/remove", version="2", **said)
    with council.database.read() as db:
        assert motions_of(db, 1) == []


def test_the_plan_lists_changes_since_publication(council: Council, admin: Browser) -> None:
    meeting = plans(admin)
    types(admin, f"/meetings/{meeting}/people", person=str(council.people["an"]), role="chair", votes="yes")
    types(admin, f"/meetings/{meeting}/people", person=str(council.people["ha"]), role="clerk")
    types(admin, f"/meetings/{meeting}/agenda", title="Khai mạc", form="ceremony")
    types(admin, f"/meetings/{meeting}/agenda", title="Việc thừa", form="other")
    types(admin, f"/meetings/{meeting}/publish")
    assert "Đã đổi từ khi phát hành" not in admin.get(f"/meetings/{meeting}").text
    with council.database.read() as db:
        extra = items_of(db, meeting)[1].id
    types(admin, f"/meetings/{meeting}/agenda", title="Đầu tư công", form="vote")
    types(admin, f"/meetings/{meeting}/agenda/{extra}/remove")
    page = admin.get(f"/meetings/{meeting}").text
    assert "Thêm nội dung: Đầu tư công" in page
    assert "Bỏ nội dung: Việc thừa" in page


def test_a_new_meeting_copies_people_items_and_questions_of_an_earlier_one(council: Council, admin: Browser) -> None:
    council.prepares("Thông qua kế hoạch", item=2)
    lan = [council.seats["lan"]]
    east = council.point("Thôn Đông")
    council.submits("ha", ExpectAtPoint(meeting_id=1, seat_ids=lan, point_id=east))
    with council.database.read() as db:
        before = pack_of(db, find_meeting(db, 1), council.house.site.blobs)
    assert before.title in admin.get("/meetings/new?from=1").text
    meeting = plans(admin, **{"from": "1", "key": "k" * 32})
    assert plans(admin, **{"from": "1", "key": "k" * 32}) == meeting, "sent twice it is one meeting"
    with council.database.read() as db:
        made = pack_of(db, find_meeting(db, meeting), council.house.site.blobs)
        assert find_meeting(db, meeting).state == MeetingState.DRAFT
    assert made.people == before.people
    assert made.points == before.points == ("Thôn Đông",)
    assert [person.account for person in made.people if person.point] == ["lan"]
    assert [(item.title, item.motions) for item in made.items] == [(item.title, item.motions) for item in before.items]
    assert made.every_paper() == ()


def test_meetings_are_found_without_accents_by_month_and_when_they_are_over(council: Council, admin: Browser) -> None:
    plans(admin)
    page = admin.get("/meetings?words=thuong+ky+hoi+truong").text
    assert "Tháng 10 năm 2026" in page
    assert "Tháng 9 năm 2026" not in page
    assert "Chưa có phiên họp nào đã kết thúc." in admin.get("/meetings?past=1").text
    with council.unwatched():
        council.sits()
        council.ends()
    assert "Phiên họp thường kỳ tháng 9" in Browser(council, "lan").get("/meetings?past=1").text


def test_a_clash_of_room_or_person_is_reported(council: Council, admin: Browser) -> None:
    start = local(MORNING)
    clash = {"day": start.date().isoformat(), "place": "phòng họp  tầng 2"}
    meeting = plans(admin, **clash)
    types(admin, f"/meetings/{meeting}/people", person=str(council.people["lan"]), role="member", votes="yes")
    page = admin.get(f"/meetings/{meeting}").text
    assert "Cùng giờ, cùng địa điểm với: Phiên họp thường kỳ tháng 9" in page
    assert "Trần Thị Lan có ghế cùng giờ ở: Phiên họp thường kỳ tháng 9" in page


def test_the_offices_rooms_kinds_of_meeting_and_bodies_are_offered(council: Council, admin: Browser) -> None:
    council.submits("admin", AddEntry(catalogue=Kind.ROOMS, title="Phòng họp trực tuyến"))
    council.submits("admin", AddEntry(catalogue=Kind.MEETINGS, title="Họp giao ban"))
    council.submits("admin", AddEntry(catalogue=Kind.BODIES, title="HĐND xã Minh Tân"))
    for path in ("/meetings/new", "/meetings/1"):
        page = admin.get(path).text
        for name in ("Phòng họp trực tuyến", "Họp giao ban", "HĐND xã Minh Tân", "Phòng họp tầng 2"):
            assert f'<option\n  value="{name}"' in page, name


def test_a_pasted_agenda_is_shown_split_and_then_added(council: Council, admin: Browser) -> None:
    meeting = plans(admin)
    pasted = "1. Khai mạc (10 phút)\n2. Đầu tư công. Trình bày: Phòng Kinh tế\na) Tờ trình\n3. Bế mạc"
    shown = admin.send(f"/meetings/{meeting}/agenda/split", pasted=pasted)
    assert "Tách được 4 nội dung" in shown.text
    types(admin, f"/meetings/{meeting}/agenda/split", pasted=pasted, add="yes", key="k" * 32)
    types(admin, f"/meetings/{meeting}/agenda/split", pasted=pasted, add="yes", key="k" * 32)
    with council.database.read() as db:
        rows = items_of(db, meeting)
    assert [(row.title, row.presenter, row.minutes, row.level) for row in rows] == [
        ("Khai mạc", "", 10, 0),
        ("Đầu tư công", "Phòng Kinh tế", 0, 0),
        ("Tờ trình", "", 0, 1),
        ("Bế mạc", "", 0, 0),
    ]


def test_an_agenda_with_a_title_too_long_is_not_added_in_part(council: Council, admin: Browser) -> None:
    meeting = plans(admin)
    pasted = "1. Khai mạc\n2. " + "rất dài " * 60 + "\n3. Bế mạc"
    shown = admin.send(f"/meetings/{meeting}/agenda/split", pasted=pasted).text
    assert shown.count("tên dài quá 400 ký tự: rút gọn rồi tách lại") == 1
    answer = admin.send(f"/meetings/{meeting}/agenda/split", pasted=pasted, add="yes")
    assert (answer.status_code, "tối đa 400 ký tự" in answer.text) == (400, True)
    with council.database.read() as db:
        assert items_of(db, meeting) == []


def test_a_refused_new_item_keeps_all_that_was_typed(admin: Browser) -> None:
    typed = {"title": "Đầu tư công", "presenter": "Phòng Kinh tế", "minutes": "45", "form": "vote"}
    answer = admin.send("/meetings/1/agenda", start="25:00", **typed)
    assert answer.status_code == 400
    form = answer.text.partition('id="add"')[2].partition("</form>")[0]
    for each in ("Đầu tư công", "Phòng Kinh tế", "45", "25:00"):
        assert f'value="{each}"' in form, each


def test_an_empty_text_and_an_endless_one_are_not_split(admin: Browser) -> None:
    nothing = admin.send("/meetings/1/agenda/split", pasted=" \n")
    assert nothing.status_code == 400
    assert sentence_of("office.nothing_to_split") in nothing.text
    many = "\n".join(f"{n}. Việc" for n in range(1, 202))
    answer = admin.send("/meetings/1/agenda/split", pasted=many, add="yes")
    assert answer.status_code == 400
    assert sentence_of("office.too_many_items", most=200) in answer.text
    long = admin.send("/meetings/1/agenda/split", pasted="1. " + "x" * 100_000)
    assert long.status_code == 400
    assert "tối đa 100.000 ký tự" in long.text or "tối đa 100000 ký tự" in long.text


@pytest.mark.parametrize("hostile", ["- " * 9_000, "\t, " * 6_000, "15 phút " * 2_400, "(" * 19_000, " " * 19_000])
def test_an_unclear_line_is_left_as_it_is_and_blocks_nothing(hostile: str) -> None:
    """Patterns are not tried on what is far too long for an item: they would take minutes."""
    began = time.process_time()
    (found,) = split(f"1. Nội dung {hostile}x")
    assert found.title.endswith("x")
    assert found.minutes == 0
    assert time.process_time() - began < 5, "a minute and more before"


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("STT\tNội dung\tTrình bày\tThời gian\n1\tKhai mạc\tVăn phòng\t08:00 - 08:10", ["Khai mạc"]),
        ("Khai mạc\r\nBế mạc", ["Khai mạc", "Bế mạc"]),
        ("125 triệu đồng cho đường\n2026: kế hoạch", ["125 triệu đồng cho đường", "2026: kế hoạch"]),
        ("1. Báo cáo\ncủa phòng", ["Báo cáo của phòng"]),
        ("", []),
        ("1.\n2.\n", []),
    ],
)
def test_a_doubtful_part_of_a_pasted_agenda_stays_in_the_title(text: str, titles: list[str]) -> None:
    assert [item.title for item in split(text)] == titles


def test_an_agenda_of_two_hundred_items_fits_on_one_small_page(council: Council, admin: Browser) -> None:
    def many(submit: object) -> None:
        for n in range(197):
            submit(AddItem(meeting_id=1, title=f"Nội dung {n} " + "dài " * 20))  # type: ignore[operator]

    council.commands.together(many, actor=SYSTEM)
    page = admin.get(f"/meetings/1/agenda?item={council.items[0]}").text
    assert page.count("data-item=") == 201
    assert len(page.encode()) < 400_000


@pytest.mark.parametrize("folder", ["ubnd-mau", "hdnd-mau"])
def test_a_meeting_typed_in_exports_like_the_folder_that_it_was_typed_from(
    council: Council, admin: Browser, folder: str
) -> None:
    pack = read(ROOT / "agendas" / folder, now=MORNING)
    meeting = typed_in(council, admin, pack)
    with council.database.read() as db:
        made = pack_of(db, find_meeting(db, meeting), council.house.site.blobs).apart_from_disk()
        assert db.scalar(select(Meeting.edition).where(Meeting.id == meeting)) is not None
    assert made.items == tuple(_bare(item) for item in pack.items)
    assert made.people == tuple(person for person in pack.people if person.seated)
    for name in ("slug", "title", "parent_body", "body", "body_code", "place", "starts_at", "ends_at", "preset"):
        assert getattr(made, name) == getattr(pack, name), name


def _bare(item: PackItem) -> PackItem:

    return replace(item, papers=())


def test_a_copied_meeting_excludes_suspended_people_like_the_earlier_one(council: Council) -> None:
    """Its total would become larger, and people without a vote would count in it."""
    paper = {"number": "12/NQ-HĐND", "dated": "2026-09-20", "reason": "bị khởi tố"}
    one = {"meeting_id": council.meeting}
    for who, mandate in (("khoa", Mandate.SUSPENDED), ("dao", Mandate.VACANT)):
        council.submits("ha", RecordMandate(**one, seat_id=council.seats[who], mandate=mandate, **paper))
    admin = Browser(council, "admin")
    meeting = plans(admin, **{"from": str(council.meeting), "key": "m" * 32})
    shown = admin.get(f"/meetings/{meeting}/mandates").text
    assert "12/NQ-HĐND" in shown
    assert '<b class="figures">7</b>' in shown, "nine, without who is suspended and whose place is vacant"
    with council.database.read() as db:
        invited = {seat.person_id for seat in seats_of(db, meeting)}
    assert council.people["khoa"] in invited
    assert council.people["dao"] not in invited

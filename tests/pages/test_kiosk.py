"""The kiosk: what it reads, what it says, and that it may do nothing else."""

from typing import Any

import msgspec
import pytest
from sqlalchemy import update
from werkzeug.routing import IntegerConverter

from meeting.access.actors import SYSTEM
from meeting.agenda.commands import AddSeat, ChangeMeeting
from meeting.agenda.pause_rules import PauseKind
from meeting.agenda.tables import Meeting, find_meeting, seats_of
from meeting.attendance.commands import MarkLeft, MarkPresent, UndoArrival
from meeting.attendance.events import CheckedIn, Left
from meeting.commands import registry
from meeting.conduct.chair import GiveChair
from meeting.conduct.pausing import PauseMeeting
from meeting.kernel.refusals import Refused, number_of
from meeting.kiosk.commands import EndKiosk, OpenKiosk, PairKiosk
from meeting.kiosk.events import KioskEnded, KioskOpened, KioskPaired, ReadingSetAside
from meeting.kiosk.invitations import make_invitation
from meeting.minutes.text.annexes import attendance_list
from tests.cast import PIN, SECOND_MEETING, card_of
from tests.conftest import Builder
from tests.council import Council
from tests.pages.client import Browser
from tests.pages.door import Door, OwnDevice, opens, reissued, told
from tests.well_formed import an_order


def arrivals(council: Council) -> list[CheckedIn]:
    return [event for event in council.events() if isinstance(event, CheckedIn)]


def ends(council: Council, kiosk: int = 1) -> None:
    council.submits("ha", EndKiosk(meeting_id=council.meeting, kiosk_id=kiosk))


# what it reads


def test_a_card_read_at_the_door_checks_its_person_in(council: Council) -> None:
    council.clock.advance(minutes=3)
    door = Door(council)
    assert (door.answer.status_code, door.answer.headers["Location"]) == (303, "/m/1/door")
    state, words = told(door.reads("lan"))
    assert state == "in"
    assert "Đã điểm danh" in words
    assert "Trần Thị Lan" in words
    assert "08:03" in words
    [came] = arrivals(council)
    assert (came.how, came.door, came.read_at) == ("kiosk", "Cửa chính", "")
    assert council.journal()[-1].actor == "kiosk:1"
    assert "máy điểm danh Cửa chính" in council.sees("clerk", "roll")
    assert "1/9" in council.sees("screen", "quorum")
    council.retells()


def test_reading_a_card_again_shows_the_time_of_arrival_and_offers_to_leave(council: Council) -> None:
    door = Door(council)
    door.reads("lan")
    council.clock.advance(minutes=20)
    answer = door.reads("lan")
    assert told(answer)[0] == "again"
    assert "Đã điểm danh lúc 08:00" in told(answer)[1]
    assert "Tôi ra về" in told(answer)[1]
    assert len(arrivals(council)) == 1


def test_leaving_and_returning_makes_two_stays(council: Council) -> None:
    door = Door(council)
    door.reads("lan")
    assert told(door.reads("lan", leaves=True))[0] == "out"
    assert "0/9" in council.sees("screen", "quorum")
    assert told(door.reads("lan"))[0] == "back"
    assert "1/9" in council.sees("screen", "quorum")
    [left] = [event for event in council.events() if isinstance(event, Left)]
    assert left.reason == "ra về, ghi ở máy Cửa chính"
    lan = next(seat for seat in council.retells().seats if seat.seat_id == council.seats["lan"])
    assert len(lan.visits) == 2


def test_the_presiding_person_may_leave_by_the_door_once_another_presides(sitting: Council) -> None:
    door = Door(sitting)
    answer = door.reads("an", leaves=True)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "conduct.presides")
    assert "Nguyễn Văn An đang chủ trì. Giao việc chủ trì cho người khác trước" in told(answer)[1]
    assert "9/9" in sitting.sees("screen", "quorum"), "nobody else has the chair yet"
    assert told(door.reads("an", leaves=True, kept=True))[0] == "kept"
    assert "Nguyễn Văn An đang chủ trì. Giao việc" in sitting.sees("clerk", "kiosks")
    assert "9/9" in sitting.sees("screen", "quorum")
    sitting.submits("ha", GiveChair(meeting_id=sitting.meeting, seat_id=sitting.seats["nam"]))
    assert told(door.reads("an", leaves=True))[0] == "out"
    assert "8/9" in sitting.sees("screen", "quorum")


def test_an_invitation_works_like_a_card(council: Council) -> None:
    assert told(Door(council).invited("guest"))[0] == "in"
    state, words = told(Door(council, opens(council, title="Cửa phụ")).invited("lan", 99))
    assert state == "refused"
    assert "Thẻ hoặc giấy mời này không còn hiệu lực. Mời gặp thư ký để nhận thẻ mới." in words


def test_invitations_are_printed_for_each_seat_and_sign_nobody_in(council: Council) -> None:
    page = Browser(council, "ha").get("/m/1/invitations").text
    assert page.count("data:image/svg+xml;base64,") == len(council.seats)
    assert "Trần Thị Lan" in page
    assert "không đăng nhập được" in page
    lan, person = council.seats["lan"], council.people["lan"]
    code = make_invitation(council.house.site.secret, council.meeting, lan, person)
    stranger = Browser(council)
    read = stranger.get(f"/i/{code}").text
    assert "Đưa mã này trước máy điểm danh ở cửa" in read
    assert "Trần Thị Lan" not in read
    assert stranger.get("/").headers["Location"] == "/sign-in"
    assert Door(council).get("/m/1/invitations").status_code == 403


def test_an_invitation_opens_the_meeting_after_its_owner_signs_in(council: Council) -> None:
    code = make_invitation(council.house.site.secret, 1, council.seats["lan"], council.people["lan"])
    assert Browser(council, "lan").get(f"/i/{code}").headers["Location"] == "/m/1"
    telephone = Browser(council)
    assert "Đăng nhập rồi mở phiên họp" in telephone.get(f"/i/{code}").text
    assert telephone.get("/m/1").headers["Location"] == "/sign-in", "the code itself opens nothing"
    assert telephone.signs_in("lan", PIN).headers["Location"] == "/m/1"
    assert telephone.get("/m/1").status_code == 200


def test_an_invitation_leads_nobody_to_a_meeting_that_is_not_theirs(council: Council) -> None:
    code = make_invitation(council.house.site.secret, 1, council.seats["lan"], council.people["lan"])
    assert "không có trong thành phần" in Browser(council, "outsider").get(f"/i/{code}").text
    telephone = Browser(council)
    for each in (code, "99.1.aaaaaaaaaaaaaaaa", "x", "1.1.x"):
        assert telephone.get(f"/i/{each}").status_code == 200
    telephone.get(f"/i/{code}")
    assert telephone.signs_in("outsider", PIN).headers["Location"] == "/"
    old = Browser(council)
    old.get(f"/i/{code}")
    council.clock.advance(minutes=11)
    assert old.signs_in("lan", PIN).headers["Location"] == "/", "perhaps somebody else read it"


def test_a_seat_given_to_somebody_else_has_another_invitation(council: Council) -> None:
    secret, seat = council.house.site.secret, council.seats["lan"]
    theirs = make_invitation(secret, council.meeting, seat, council.people["outsider"])
    door = Door(council)
    assert door.sends({"invitation": theirs}).get_json()["code"] == "kiosk.unknown_card"
    assert told(door.invited("lan"))[0] == "in"


def test_a_person_is_found_by_name(council: Council) -> None:
    door = Door(council)
    people = door.get("/m/1/door/people").get_json()["people"]
    lan = next(each for each in people if each["id"] == council.seats["lan"])
    assert lan["name"] == "bà Trần Thị Lan"
    assert set(lan) == {"id", "label", "name", "about"}, "what no page reads is not sent"
    assert told(door.finds("lan"))[0] == "in"
    assert door.finds("lan", leaves=True).get_json()["code"] == "kiosk.leaves_by_card"
    assert "1/9" in council.sees("screen", "quorum")


def test_the_names_are_sent_once_and_again_after_a_change(council: Council) -> None:
    door = Door(council)

    def hears(known: str) -> dict[str, Any]:
        return door.get(f"/m/1/door/people?known={known}").get_json()  # type: ignore[no-any-return]

    first = hears("")
    assert len(first["people"]) == len(council.seats)
    council.arrives("lan")
    later = hears(first["mark"])
    assert "people" not in later, "who comes changes nobody's name"
    assert later["count"] == {"present": 1, "total": 9}
    other = AddSeat(meeting_id=council.meeting, person_id=council.people["outsider"], role="guest", votes=False)  # type: ignore[arg-type]
    council.submits("ha", other)
    after = hears(first["mark"])
    assert "ông Lý Quang Vinh" in [each["name"] for each in after["people"]]
    assert "people" not in hears(after["mark"])


def test_the_names_are_sent_compressed_and_with_a_limit(council: Council) -> None:
    door = Door(council)
    path, asks = "/m/1/door/people", {"Accept": "application/json", "Accept-Encoding": "gzip"}
    assert door.client.get(path, headers=asks).headers["Content-Encoding"] == "gzip"
    refused = next(one for _ in range(300) if (one := door.client.get(path, headers=asks)).status_code != 200)
    assert (refused.status_code, refused.get_json()["code"]) == (429, "kernel.too_fast")


def test_names_are_not_searched_where_no_officer_is_beside_the_kiosk(council: Council) -> None:
    door = Door(council, opens(council, by_name=False))
    assert door.get("/m/1/door/people").get_json()["people"] == []
    assert "Tìm theo tên" not in door.get("/m/1/door").text
    assert door.finds("lan").get_json()["code"] == "kiosk.by_name_off"
    assert arrivals(council) == []


def test_an_invalid_reading_is_refused_in_plain_words(council: Council) -> None:
    door = Door(council)
    assert door.sends({"card": "0" * 64}).get_json()["code"] == "kiosk.unknown_card"
    assert door.sends({"invitation": "1.2.aaaaaaaaaaaaaaaa"}).get_json()["code"] == "kiosk.unknown_card"
    assert door.sends({"seat_id": 99}).status_code == 404
    assert door.sends({}).status_code == 404
    stranger = door.reads("outsider")
    assert stranger.get_json()["code"] == "kiosk.not_invited"
    assert "không có tên trong phiên họp này" in told(stranger)[1]
    reissued(council, "lan", "a new one")
    assert door.reads("lan").get_json()["code"] == "kiosk.unknown_card"
    assert arrivals(council) == []


def test_a_person_at_the_wrong_door_reads_when_their_meeting_is(council: Council) -> None:
    other = council.submits("admin", SECOND_MEETING).made["meeting_id"]
    seat = AddSeat(meeting_id=other, person_id=council.people["outsider"], role="member", votes=True, label="A1")
    council.submits("admin", seat)
    door = Door(council)
    card, name = door.reads("outsider"), "không phải phiên họp này"
    assert card.get_json()["code"] == "kiosk.other_meeting"
    assert "08:00 24/09/2026" in told(card)[1]
    assert name in told(card)[1]
    with council.database.read() as db:
        seat_id = seats_of(db, other)[-1].id
    code = make_invitation(council.house.site.secret, other, seat_id, council.people["outsider"])
    assert door.sends({"invitation": code}).get_json()["code"] == "kiosk.other_meeting"
    with council.database.read() as db:
        planned = find_meeting(db, other)
    later = {"starts_at": "2026-10-08T01:00:00.000Z", "ends_at": "2026-10-08T04:00:00.000Z"}
    said = {"title": planned.title, "body": planned.body, "place": planned.place, "version": planned.version}
    council.submits("admin", ChangeMeeting(meeting_id=other, **said | later))
    for answer in (door.reads("outsider"), door.sends({"invitation": code})):
        assert "08:00 24/09/2026" in told(answer)[1], "nobody was told yet that it was moved"
    assert arrivals(council) == []


def test_a_person_at_a_remote_point_is_not_also_in_the_room(council: Council) -> None:
    seat = council.seats["lan"]
    council.submits("ha", MarkPresent(meeting_id=council.meeting, seat_id=seat, point_id=council.point("Xã Hòa Bình")))
    assert "điểm cầu Xã Hòa Bình" in told(Door(council).reads("lan"))[1]


def test_after_the_meeting_nobody_is_checked_in(sitting: Council) -> None:
    door = Door(sitting)
    sitting.ends()
    for one in (door, OwnDevice(sitting, "ha")):
        assert one.reads("lan").get_json()["code"] == "attendance.meeting_over"


# the code, and the kiosk's end


def test_a_code_works_once_and_for_ten_minutes(council: Council) -> None:
    code = opens(council)
    Door(council, code)
    assert Browser(council).send("/kiosk", code=code).status_code == 403
    late = opens(council)
    council.clock.advance(minutes=11)
    assert Browser(council).send("/kiosk", code=late).status_code == 403
    assert Browser(council).send("/kiosk", code="").status_code == 403
    with pytest.raises(Refused) as refused:
        council.commands.submit(PairKiosk(meeting_id=council.meeting, code_hash="x", device=""), actor=SYSTEM)
    assert refused.value.code == "kiosk.wrong_code"
    kinds = [type(event) for event in council.events() if isinstance(event, KioskOpened | KioskPaired)]
    assert kinds == [KioskOpened, KioskPaired, KioskOpened]


def test_a_code_may_be_typed_in_any_case_and_spacing(council: Council) -> None:
    assert Door(council, opens(council).lower().replace(" ", "-")).answer.status_code == 303


def test_opening_the_address_uses_no_code_and_signs_nobody_out(council: Council) -> None:
    code = opens(council)
    browser = Browser(council, "lan")
    assert "được đăng xuất khỏi máy này" in browser.get(f"/kiosk/{code}").text
    assert browser.get("/m/1").status_code == 200
    assert Door(council, code).answer.status_code == 303


def test_an_ended_kiosk_stops_at_once(council: Council) -> None:
    door = Door(council)
    ends(council)
    assert door.reads("lan").get_json()["code"] == "kiosk.ended"
    assert door.get("/m/1/door/people").status_code == 403
    assert "Máy đã dừng điểm danh" in door.get("/m/1/door").text
    assert arrivals(council) == []
    assert [type(event) for event in council.events() if isinstance(event, KioskEnded)] == [KioskEnded]
    assert "đã dừng 08:00" in council.sees("clerk", "kiosks")


def test_a_reading_kept_without_a_network_arrives_after_the_end_and_the_secretary_sees_it(sitting: Council) -> None:
    door = Door(sitting)
    sitting.submits("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats["lan"], reason="Có việc gấp"))
    read_at = int(sitting.clock.advance(minutes=1).timestamp())
    sitting.clock.advance(minutes=5)
    sitting.ends()
    assert told(door.reads("lan", read_at=read_at, kept=True))[0] == "kept"
    assert "Đọc khi mất mạng, đến sau và không tính" in sitting.sees("clerk", "kiosks")
    assert [type(event) for event in sitting.events()][-1] is ReadingSetAside


def test_after_an_end_is_taken_back_the_kiosk_goes_on(sitting: Council) -> None:
    door = Door(sitting)
    sitting.ends()
    sitting.reopens()
    assert told(door.reads("lan"))[0] == "again"


def test_a_kiosk_is_stopped_after_a_signature_without_a_line(sitting: Council) -> None:
    door = Door(sitting)
    sitting.ends()
    sitting.database.gate.submit(lambda db: db.execute(update(Meeting).values(minutes_signed=True)))
    before, sitting.watching = sitting.seq(), False
    assert Browser(sitting, "ha").get("/devices").text.count("Cửa chính") == 1
    ends(sitting)
    assert sitting.seq() == before
    assert "Cửa chính" not in Browser(sitting, "ha").get("/devices").text
    assert door.reads("lan").get_json()["code"] == "kiosk.ended"


def test_a_kiosk_that_was_never_paired_can_be_ended(council: Council) -> None:
    code = opens(council)
    ends(council)
    assert Browser(council).send("/kiosk", code=code).status_code == 403


def test_only_an_ended_kiosk_becomes_an_ordinary_browser(council: Council) -> None:
    door = Door(council)
    assert door.send("/kiosk/leave").status_code == 403
    assert told(door.reads("lan"))[0] == "in"
    ends(council)
    assert door.send("/kiosk/leave").headers["Location"] == "/sign-in"
    assert door.get("/sign-in").status_code == 200


def test_only_officers_open_kiosks_and_read_with_their_own_device(council: Council) -> None:
    for who in ("lan", "guest", "outsider", "admin", "screen"):
        assert Browser(council, who).send("/m/1/kiosks", title="Cửa").status_code == 403
        assert Browser(council, who).get("/m/1/door").status_code == 403
    command = OpenKiosk(meeting_id=council.meeting, title="", by_name=True, code_hash="x")
    assert council.refuses("ha", command) == "kiosk.no_name"
    assert "Về phòng họp" in Browser(council, "an").get("/m/1/door").text


def test_a_kiosk_outside_the_rooms_network_reads_nothing(council: Council) -> None:
    door = Door(council, opens(council), address="203.0.113.7")
    assert door.reads("lan").get_json()["code"] == "attendance.outside"


def test_the_number_of_kiosks_is_limited(council: Council) -> None:
    with council.unwatched():
        for number in range(20):
            command = OpenKiosk(meeting_id=council.meeting, title=f"Cửa {number}", by_name=True, code_hash=str(number))
            council.submits("ha", command)
    one_more = OpenKiosk(meeting_id=council.meeting, title="Cửa", by_name=True, code_hash="x")
    assert council.refuses("ha", one_more) == "kiosk.too_many"


# and nothing else


def test_a_machine_opens_no_other_page(council: Council) -> None:
    door = Door(council)
    rules = list(council.house.app.url_map.iter_rules())
    adapter = council.house.app.url_map.bind("phonghop.test")
    tried = 0
    for rule in rules:
        if rule.endpoint == "static" or rule.endpoint.startswith("kiosk."):
            continue
        numbers = {name for name, kind in rule._converters.items() if isinstance(kind, IntegerConverter)}
        values = {name: 1 if name in numbers else "x" for name in rule.arguments}
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            path = adapter.build(rule.endpoint, values, method=method)
            answer = door.client.open(path, method=method, headers={"X-CSRFToken": door.csrf()})
            if path == "/" and method == "GET":
                assert answer.headers["Location"] == "/m/1/door"
            else:
                assert answer.status_code == 403, (method, path, answer.status_code)
                assert " ".join(str(number_of("web.kiosk_only"))) in answer.text or method == "POST", path
            answer.close()
            tried += 1
    assert tried > 150
    assert told(door.reads("lan"))[0] == "in"


@pytest.fixture(scope="module")
def paired(lasting: Builder) -> Door:
    """A paired kiosk, to be asked for what it may not do."""
    return Door(lasting())


@pytest.mark.parametrize("name", sorted(registry.registered()))
def test_a_machine_hands_in_no_other_command(paired: Door, name: str) -> None:
    """Asked without its page too, only with what its cookie holds."""
    council, token = paired.council, paired.session_token()
    command = an_order(council, name)
    seq = council.seq()
    for meeting in (council.meeting, council.meeting + 1):
        if "meeting_id" in command.__struct_fields__:
            command = msgspec.structs.replace(command, meeting_id=meeting)
        if name == "kiosk.read_at_door" and meeting == council.meeting:
            continue
        with pytest.raises(Refused) as refused:
            council.commands.submit(command, token=token)
        assert refused.value.code == "access.not_allowed"
    assert council.seq() == seq


def test_a_machine_opens_no_live_socket(council: Council) -> None:
    from meeting.access import sessions
    from meeting.kernel.tokens import token_hash

    digest = token_hash(Door(council).session_token() or "")
    with council.database.read() as db:
        assert sessions.is_live(db, digest, council.clock())
        assert sessions.valid(db, digest, council.clock()) is None
        assert sessions.valid_among(db, [digest], council.clock()) == {}


# while there is no network


def test_a_reading_kept_for_an_hour_counts_with_its_own_time(council: Council) -> None:
    """Read at 7:55 by the kiosk, in the book at 8:55: counts go by the book."""
    door = Door(council)
    council.clock.advance(minutes=60)
    assert told(door.reads("lan", ago=3300))[0] == "in"
    [came] = arrivals(council)
    assert came.read_at == "2026-09-24T01:05:00.000Z"
    assert "đọc ở cửa 08:05" in council.sees("clerk", "roll")
    assert "09:00" in council.sees("clerk", "roll")
    record = council.retells()
    lan = next(seat for seat in record.seats if seat.seat_id == council.seats["lan"])
    assert lan.visits[0].arrived_at == council.clock()
    printed = str(attendance_list(record))
    assert "điểm danh ở máy Cửa chính; máy đọc lúc 8 giờ 05 khi mất mạng" in printed


def test_a_reading_sent_twice_acts_once_and_gets_the_same_answer(council: Council) -> None:
    door = Door(council)
    first, again = door.reads("lan", key="one"), door.reads("lan", key="one")
    assert told(first) == told(again)
    assert told(again)[0] == "in"
    assert len(arrivals(council)) == 1
    assert door.reads("nam", key="one").get_json()["code"] == "commands.key_reused"


@pytest.mark.parametrize(("claimed", "believed"), [(10**9, "08:00"), (2**31 - 1, "09:00"), (0, "08:00"), (-5, "08:00")])
def test_the_time_stated_by_a_kiosk_is_bounded(council: Council, claimed: int, believed: str) -> None:
    door = Door(council)
    council.clock.advance(minutes=60)
    assert told(door.sends({"seat_id": council.seats["lan"], "read_at": claimed}))[0] == "in"
    [came] = arrivals(council)
    late = "" if believed == "09:00" else "2026-09-24T01:00:00.000Z"
    assert came.read_at == late


def test_a_later_entry_of_the_secretary_outweighs_a_late_reading(council: Council) -> None:
    door, seat = Door(council), {"meeting_id": council.meeting, "seat_id": council.seats["lan"]}
    council.clock.advance(minutes=30)
    council.submits("ha", MarkPresent(**seat))
    council.submits("ha", MarkLeft(**seat, reason="việc đột xuất"))
    council.clock.advance(minutes=30)
    answer = door.reads("lan", ago=3000)
    assert answer.status_code == 200
    assert told(answer)[0] == "kept"
    assert "0/9" in council.sees("screen", "quorum")
    [aside] = [event for event in council.events() if isinstance(event, ReadingSetAside)]
    assert (aside.whose, aside.why) == (council.seats["lan"], "kiosk.overtaken")
    assert "08:10" in council.sees("clerk", "kiosks")
    assert "đã ghi khác về" in council.sees("clerk", "kiosks")


def test_a_late_reading_does_not_repeat_an_undone_mistake(council: Council) -> None:
    door, seat = Door(council), {"meeting_id": council.meeting, "seat_id": council.seats["lan"]}
    council.submits("ha", MarkPresent(**seat))
    council.clock.advance(minutes=2)
    council.submits("ha", UndoArrival(**seat))
    council.clock.advance(minutes=2)
    assert told(door.reads("lan", ago=200))[0] == "kept"
    assert "0/9" in council.sees("screen", "quorum")


def test_a_reading_from_one_sitting_checks_nobody_into_the_next(sitting: Council) -> None:
    door = Door(sitting)
    sitting.clock.advance(minutes=10)
    sitting.submits("ha", PauseMeeting(meeting_id=sitting.meeting, kind=PauseKind.LUNCH))
    sitting.clock.advance(minutes=120)
    assert told(door.reads("lan", ago=7800))[0] == "kept"
    [aside] = [event for event in sitting.events() if isinstance(event, ReadingSetAside)]
    assert aside.why == "kiosk.sitting_over"
    assert told(door.reads("lan"))[0] == "in"
    assert "1/9" in sitting.sees("screen", "quorum")


def test_offline_arrivals_and_departures_are_recorded_in_order(council: Council) -> None:
    door = Door(council)
    council.clock.advance(minutes=60)
    assert told(door.reads("lan", ago=3000))[0] == "in"
    assert told(door.reads("lan", ago=2000, leaves=True))[0] == "out"
    assert told(door.reads("lan", ago=1000))[0] == "back"
    assert "1/9" in council.sees("screen", "quorum")


def test_the_secretary_sees_a_late_reading_of_an_unknown_card(council: Council) -> None:
    door = Door(council)
    council.clock.advance(minutes=30)
    assert told(door.sends({"card": "0" * 64}, ago=1200))[0] == "kept"
    assert "không còn hiệu lực" in council.sees("clerk", "kiosks")


def test_an_officers_late_reading_does_not_bring_back_a_person_who_left(council: Council) -> None:
    phone, seat = OwnDevice(council, "ha"), {"meeting_id": council.meeting, "seat_id": council.seats["lan"]}
    council.clock.advance(minutes=10)
    council.submits("an", MarkPresent(**seat))
    council.submits("an", MarkLeft(**seat, reason="việc đột xuất"))
    council.clock.advance(minutes=50)
    assert told(phone.reads("lan", ago=3600))[0] == "kept"
    assert "0/9" in council.sees("screen", "quorum")
    [aside] = [event for event in council.events() if isinstance(event, ReadingSetAside)]
    assert (aside.kiosk_id, aside.why) == (None, "kiosk.overtaken")
    assert "đã ghi khác về" in council.sees("clerk", "kiosks")


def test_an_officers_reading_from_before_lunch_checks_nobody_in_after_it(sitting: Council) -> None:
    phone = OwnDevice(sitting, "ha")
    sitting.clock.advance(minutes=10)
    sitting.submits("ha", PauseMeeting(meeting_id=sitting.meeting, kind=PauseKind.LUNCH))
    sitting.clock.advance(minutes=120)
    assert told(phone.reads("lan", ago=7800))[0] == "kept"
    later = OwnDevice(sitting, "ha")
    later.scans(card_of("ha"))
    assert told(later.reads("lan", ago=7800, key="later"))[0] == "kept"
    asides = [event.why for event in sitting.events() if isinstance(event, ReadingSetAside)]
    assert asides == ["kiosk.sitting_over", "kiosk.before_sign_in"]
    assert "0/9" in sitting.sees("screen", "quorum")
    assert told(later.reads("lan"))[0] == "in"


def test_an_officers_late_reading_counts_with_its_own_time(council: Council) -> None:
    phone = OwnDevice(council, "ha")
    council.clock.advance(minutes=30)
    assert told(phone.reads("lan", ago=1200))[0] == "in"
    assert [came.read_at for came in arrivals(council)] == ["2026-09-24T01:10:00.000Z"]
    council.retells()


def test_a_person_who_came_and_left_by_two_offline_doors_is_not_here(council: Council) -> None:
    """The exit arrives first and finds that nobody came; the entry that follows is older."""
    entry, way_out = Door(council, opens(council, title="Cửa vào")), Door(council, opens(council, title="Cửa ra"))
    council.clock.advance(minutes=60)
    assert told(way_out.reads("lan", ago=1800, leaves=True))[0] == "kept"
    assert told(entry.reads("lan", ago=3000))[0] == "kept"
    assert "0/9" in council.sees("screen", "quorum")
    asides = [event for event in council.events() if isinstance(event, ReadingSetAside)]
    assert [(each.leaves, each.why) for each in asides] == [
        (True, "attendance.not_present"),
        (False, "kiosk.gone_since"),
    ]
    assert told(entry.reads("lan", ago=600))[0] == "in"


def test_rejected_readings_are_explained_in_the_readers_language_without_strangers_names(council: Council) -> None:
    door = Door(council)
    council.clock.advance(minutes=30)
    assert told(door.reads("outsider", ago=1200))[0] == "kept"
    assert told(door.sends({"card": "0" * 64}, ago=1100))[0] == "kept"
    assert "không có tên trong phiên họp này" in council.sees("clerk", "kiosks")
    english = council.sees("clerk", "kiosks", "en")
    assert "is not on the list of this meeting" in english
    assert "không" not in english
    stranger = next(line for line in council.journal() if line.kind == ReadingSetAside.kind)
    assert set(stranger.body) == {"kiosk_id", "read_at", "whose", "leaves", "why"}


def test_a_refused_kiosk_judges_no_reading(council: Council) -> None:
    """Only an answer that says `told` removes a reading from the kiosk's storage."""
    outside = Door(council, opens(council), address="203.0.113.7").reads("lan")
    assert (outside.status_code, outside.get_json()["code"]) == (403, "attendance.outside")
    assert "told" not in outside.get_json()
    door = Door(council, opens(council, title="Cửa phụ"))
    stale = door.client.post(door.path, json={}, headers={"X-CSRFToken": "old", "Accept": "application/json"})
    assert (stale.status_code, stale.get_json()["code"]) == (400, "web.bad_form")
    assert "told" not in stale.get_json()
    assert told(door.sends({"card": "0" * 64}))[0] == "refused"


def test_the_secretary_sees_a_welcomed_person_who_is_refused_within_a_minute(council: Council) -> None:
    door = Door(council)
    council.clock.advance(minutes=10)
    unknown = {"card": "0" * 64}
    assert told(door.sends(unknown, key="one", ago=20))[0] == "refused"
    assert told(door.sends(unknown | {"kept": True}, key="one", ago=20))[0] == "kept"
    assert "không còn hiệu lực" in council.sees("clerk", "kiosks")


# among the devices of an officer


def test_an_officer_finds_the_kiosk_among_their_devices_and_ends_it_there(council: Council) -> None:
    council.clock.advance(minutes=3)
    door, waits = Door(council), opens(council, title="Cửa phụ")
    assert waits
    for who in ("ha", "an"):
        page = Browser(council, who).get("/devices").text
        assert "Cửa chính" in page
        assert "từ 08:03" in page
        assert "Cửa phụ" not in page, "it stands nowhere yet"
    answer = Browser(council, "ha").send("/devices/doors", meeting="1", kiosk="1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/devices")
    page = Browser(council, "ha").get("/devices").text
    assert "Cửa chính" not in page
    assert "Máy đã dừng điểm danh" in door.get(door.path).text
    assert "đã dừng 08:03" in council.sees("clerk", "kiosks")


def test_nobody_else_finds_or_ends_the_kiosk(council: Council) -> None:
    door = Door(council)
    for who in ("lan", "guest", "outsider"):
        browser = Browser(council, who)
        assert "Cửa chính" not in browser.get("/devices").text
        assert browser.send("/devices/doors", meeting="1", kiosk="1").status_code == 403
    assert told(door.reads("lan"))[0] == "in"


def test_an_expired_kiosk_is_listed_nowhere(council: Council) -> None:
    Door(council)
    council.clock.advance(minutes=60 * 15)
    officer = Browser(council)
    assert officer.scans(card_of("ha")).status_code == 303
    page = officer.get("/devices").text
    assert "Máy của tôi" in page
    assert "Cửa chính" not in page

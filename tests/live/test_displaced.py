"""When somebody's role in the meeting changes or ends, they see nothing more through their old view; by socket."""

from meeting.agenda.tables import items_of
from tests.live.conftest import OpenHall
from tests.seen import seat_seen

SECRET = "Công tác cán bộ"


def test_a_removed_person_or_a_new_guest_is_disconnected_at_once_and_hears_nothing_more(open_hall: OpenHall) -> None:
    hall = open_hall("planned")
    clerk, lan, nam, guest = (hall.tablet(who) for who in ("ha", "lan", "nam", "guest"))
    hall.submits(clerk, "planning.remove_seat", seat_id=hall.seats["lan"])
    seen = seat_seen(hall.database, hall.seats["nam"])
    hall.submits(clerk, "planning.change_seat", seat_id=hall.seats["nam"], seen=seen, role="guest", votes=False)
    for gone in (lan, nam):
        gone.until(lambda gone=gone: gone.closed)
    upto = hall.submits(clerk, "agenda.add_item", title=SECRET, internal=True)["upto"]
    guest.reaches(upto)
    for tablet in (lan, nam, guest):
        assert not any(SECRET in frame.text for frame in tablet.frames)
    assert hall.line(hall.browser("lan")).resume(hall.meeting, 0)["refused"]["code"] == "access.not_allowed"
    again = hall.line(hall.browser("nam"))
    asked = {"meeting": hall.meeting, "seq": 0}
    assert again.ask("resume", asked | {"view": "member"})["refused"]["code"] == "live.other_view"
    shown = again.ask("resume", asked | {"view": "guest"})
    assert SECRET not in str(shown)
    assert not any(SECRET in frame.text for frame in again.frames)
    clerk.reaches(hall.submits(clerk, "planning.publish_again")["upto"])
    assert SECRET in clerk.panels["agenda"]


def test_a_refused_person_gets_no_further_news_of_the_meeting_that_they_had_joined(open_hall: OpenHall) -> None:
    hall = open_hall("seated")
    clerk, lan, nam = (hall.tablet(who) for who in ("ha", "lan", "nam"))
    asked = {"meeting": hall.meeting, "seq": 0, "view": "clerk"}
    assert lan.ask("resume", asked)["refused"]["code"] == "live.other_view"
    heard = len(lan.heard("panels"))
    nam.reaches(hall.turns_to(clerk, 2))
    lan.ask("beat", {})
    assert len(lan.heard("panels")) == heard


def test_a_guest_hears_nothing_of_the_present_internal_item_by_the_socket(open_hall: OpenHall) -> None:
    hall = open_hall("seated")
    clerk, guest, screen, lan = (hall.tablet(who) for who in ("ha", "guest", "screen", "lan"))
    adds = {"kind": "add", "title": SECRET, "internal": True}
    motion = hall.submits(clerk, "voting.propose_agenda_change", steps=[adds], form="hands")["answer"]["motion_id"]
    hall.submits(clerk, "voting.open_motion", motion_id=motion)
    counted = {"votes_for": 9, "votes_against": 0, "abstentions": 0}
    hall.submits(clerk, "voting.count_hands", motion_id=motion, **counted)
    for step in ("close_motion", "announce_result"):
        hall.submits(clerk, f"voting.{step}", motion_id=motion)
    with hall.database.read() as db:
        last = items_of(db, hall.meeting)[-1].id
    upto = int(hall.submits(clerk, "conduct.go_to_item", item_id=last)["upto"])
    for tablet in (guest, screen, lan):
        tablet.reaches(upto)
    assert SECRET in lan.panels["now"]
    for tablet in (guest, screen):
        assert not any(SECRET in frame.text for frame in tablet.frames)
        assert "Đang họp nội bộ" in tablet.panels["now"]


def test_both_people_in_a_handover_of_the_chair_reconnect_with_their_new_views(open_hall: OpenHall) -> None:
    hall = open_hall("seated")
    clerk, an, lan = (hall.tablet(who) for who in ("ha", "an", "lan"))
    hall.submits(clerk, "conduct.give_chair", seat_id=hall.seats["lan"])
    for displaced in (an, lan):
        displaced.until(lambda displaced=displaced: displaced.closed)
    asked = {"meeting": hall.meeting, "seq": 0}
    for who, view, former in (("an", "member", "chair"), ("lan", "chair", "member")):
        again = hall.line(hall.browser(who))
        assert again.ask("resume", asked | {"view": former})["refused"]["code"] == "live.other_view"
        assert "refused" not in again.ask("resume", asked | {"view": view})

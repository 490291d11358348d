"""What concerns one person goes to that person's devices, all of them, and to nobody else's."""

from meeting.agenda.rules import shown
from meeting.voting.commands.ballots import RecordHand
from meeting.voting.commands.motions import PrepareMotion
from meeting.voting.commands.recusing import StandAside
from meeting.voting.rules import RecusedFor
from meeting.voting.tables import Motion
from tests.live.conftest import OpenHall
from tests.live.hall import Hall


def test_a_ballot_by_hand_is_shown_only_on_both_devices_of_its_owner(hall: Hall) -> None:
    clerk = hall.tablet("ha")
    hall.browser("lan")
    phone = hall.line(hall.another_browser("lan"))
    tablet, nam = hall.tablet("lan"), hall.tablet("nam")
    phone.resume(hall.meeting, 0)
    hall.opens(clerk)
    hall.submits(clerk, "voting.record_hand", motion_id=hall.motion, seat_id=hall.seats["lan"], choice="against")
    for device in (tablet, phone):
        device.until(lambda device=device: any(mine["ballots"] for mine in device.heard("mine")))
        mine = device.heard("mine")[-1]
        assert mine["seat"] == hall.seats["lan"]
        assert mine["ballots"][str(hall.motion)]["choice"] == "against"
    nam.ask("beat", {})
    clerk.ask("beat", {})
    assert nam.heard("mine") == clerk.heard("mine") == []


def test_the_other_device_learns_of_a_ballot_with_its_receipt(hall: Hall) -> None:
    tablet = hall.tablet("lan")
    phone = hall.line(hall.another_browser("lan"))
    phone.resume(hall.meeting, 0)
    hall.opens(hall.tablet("ha"))
    receipt = hall.casts(phone, "abstain")["code"]  # the right to vote is on the device signed in last
    tablet.until(lambda: any(mine["ballots"] for mine in tablet.heard("mine")))
    assert tablet.heard("mine")[-1]["ballots"][str(hall.motion)]["code"] == receipt


def test_a_person_with_one_tablet_gets_only_the_answer(hall: Hall) -> None:
    tablet = hall.tablet("lan")
    hall.opens(hall.tablet("ha"))
    hall.casts(tablet, "for")
    tablet.ask("beat", {})
    assert tablet.heard("mine") == []


def test_a_commit_of_another_process_reaches_the_persons_device(hall: Hall) -> None:
    tablet, nam = hall.tablet("lan"), hall.tablet("nam")
    hall.opens(hall.tablet("ha"))
    entry = RecordHand(meeting_id=hall.meeting, motion_id=hall.motion, seat_id=hall.seats["lan"], choice="for")
    hall.elsewhere(entry, "ha")
    tablet.until(lambda: tablet.heard("mine"))
    assert tablet.heard("mine")[-1]["ballots"][str(hall.motion)]["choice"] == "for"
    nam.reaches(hall.head())
    assert nam.heard("mine") == []


def test_a_returning_person_gets_their_own_news(hall: Hall) -> None:
    hall.opens(hall.tablet("ha"))
    tablet = hall.tablet("lan")
    receipt = hall.casts(tablet, "for")["code"]
    tablet.close()
    back = hall.line(hall.browser("lan")).resume(hall.meeting, 0)
    assert back["mine"]["ballots"][str(hall.motion)]["code"] == receipt
    assert hall.tablet("screen").resume(hall.meeting, 0)["mine"] == {}


def test_the_secretary_sees_who_is_connected(hall: Hall) -> None:
    clerk = hall.tablet("ha")
    lan, nam = hall.tablet("lan"), hall.tablet("nam")
    everybody = sorted(hall.seats[who] for who in ("ha", "lan", "nam"))
    clerk.until(lambda: [each["seats"] for each in clerk.heard("devices")][-1:] == [everybody])
    lan.close()
    without_lan = [seat for seat in everybody if seat != hall.seats["lan"]]
    clerk.until(lambda: clerk.heard("devices")[-1]["seats"] == without_lan)
    assert list(clerk.heard("devices")[-1]["lost"]) == [str(hall.seats["lan"])]
    late = hall.tablet("an")
    late.until(lambda: late.heard("devices") and list(late.heard("devices")[-1]["lost"]) == [str(hall.seats["lan"])])
    assert nam.heard("devices") == [], "a member is not told"


def test_the_hall_screen_shows_its_stage(hall: Hall) -> None:
    clerk, screen = hall.tablet("ha"), hall.tablet("screen")
    assert set(screen.panels) == {"now", "quorum", "points", "motion", "presiding", "stage", "journal_head"}
    screen.reaches(hall.opens(clerk))
    assert "Thông qua kế hoạch" in screen.panels["stage"]
    assert screen.panels == hall.drawn("screen")


def test_an_open_tablet_shows_a_recused_person_the_new_wording(open_hall: OpenHall) -> None:
    hall = open_hall("planned")
    question = PrepareMotion(meeting_id=hall.meeting, item_id=hall.items[1], title="Bầu ông A")
    motion = hall.elsewhere(question)["motion_id"]
    said = {"cause": RecusedFor.INTEREST, "reason": "Người thân", "seen": shown("Bầu ông A")}
    hall.elsewhere(StandAside(meeting_id=hall.meeting, motion_id=motion, **said), "lan")  # type: ignore[arg-type]
    clerk, lan, nam = (hall.tablet(who) for who in ("ha", "lan", "nam"))
    with hall.database.read() as db:
        found = db.get_one(Motion, motion)
    worded = {"motion_id": motion, "version": found.version, "form": found.form, "decision": found.decision}
    lan.reaches(hall.submits(clerk, "voting.change_motion", **worded, title="Bầu ông B")["upto"])
    assert not any(mine["reworded"] for mine in lan.heard("mine")), "nobody invited knows of it yet"
    hall.submits(clerk, "planning.publish_again")
    lan.until(lambda: lan.heard("mine") and lan.heard("mine")[-1]["reworded"])
    nam.ask("beat", {})
    assert nam.heard("mine") == [], "and nobody else's tablet says so"

"""A ballot over the socket: acknowledged when durable, and one ballot however often and by whatever way it comes."""

from sqlalchemy import create_engine, text

from meeting.voting.events import BallotCast
from tests.live.hall import VOTERS, Hall


def test_the_same_ballot_by_socket_and_then_by_http_is_one_ballot_with_one_receipt(hall: Hall) -> None:
    hall.opens(hall.tablet("ha"))
    lan = hall.tablet("lan")
    ballot = {"meeting_id": hall.meeting, "motion_id": hall.motion, "choice": "for"}
    by_socket = lan.submit("voting.cast_ballot", ballot, "k1")
    by_http = hall.browser("lan").submits("voting.cast_ballot", ballot, "k1")
    assert by_socket["ok"]
    assert len(by_socket["code"]) == 4
    assert by_http == by_socket
    assert len(hall.events(BallotCast)) == 1


def test_a_ballot_by_http_and_then_by_socket_is_one_ballot_too(hall: Hall) -> None:
    hall.opens(hall.tablet("ha"))
    ballot = {"meeting_id": hall.meeting, "motion_id": hall.motion, "choice": "abstain"}
    by_http = hall.browser("lan").submits("voting.cast_ballot", ballot, "k1")
    by_socket = hall.tablet("lan").submit("voting.cast_ballot", ballot, "k1")
    assert by_http["ok"]
    assert by_socket == by_http
    assert len(hall.events(BallotCast)) == 1


def test_another_ballot_under_the_same_key_is_refused(hall: Hall) -> None:
    hall.opens(hall.tablet("ha"))
    lan = hall.tablet("lan")
    hall.casts(lan, "for", "k1")
    ballot = {"meeting_id": hall.meeting, "motion_id": hall.motion, "choice": "against"}
    assert lan.submit("voting.cast_ballot", ballot, "k1")["code"] == "commands.key_reused"
    assert hall.box() == {hall.seats["lan"]: "for"}


def test_a_key_is_valid_for_its_owner_only(hall: Hall) -> None:
    hall.opens(hall.tablet("ha"))
    hall.casts(hall.tablet("lan"), "for", "k1")
    hall.casts(hall.tablet("nam"), "for", "k1")
    assert len(hall.box()) == 2


def test_an_acknowledged_ballot_is_already_in_the_database(hall: Hall) -> None:
    """Read by a connection apart from the server, right after each acknowledgement."""
    hall.opens(hall.tablet("ha"))
    tablets = {who: hall.tablet(who) for who in VOTERS}
    engine = create_engine(hall.database_url)
    for choice in ("for", "against", "abstain", "for"):
        for who, tablet in tablets.items():
            answer = hall.casts(tablet, choice)
            with engine.connect() as db:
                row = db.execute(
                    text("SELECT choice FROM ballot WHERE motion_id = :motion AND seat_id = :seat"),
                    {"motion": hall.motion, "seat": hall.seats[who]},
                ).scalar_one()
                line = db.execute(
                    text("SELECT kind FROM journal_line WHERE book = :book AND seq = :seq"),
                    {"book": f"meeting-{hall.meeting}", "seq": answer["upto"]},
                ).scalar_one()
            assert (row, line) == (choice, "voting.ballot_cast")
    engine.dispose()


def test_simultaneous_ballots_are_each_acknowledged_once(hall: Hall) -> None:
    hall.opens(hall.tablet("ha"))
    tablets = {who: hall.tablet(who) for who in VOTERS}
    ballot = {"meeting_id": hall.meeting, "motion_id": hall.motion, "choice": "for"}
    said = {
        who: [
            tablet.say("do", {"command": "voting.cast_ballot", "payload": ballot, "key": f"k{n % 3}"}) for n in range(6)
        ]
        for who, tablet in tablets.items()
    }
    for who, numbers in said.items():
        answers = [tablets[who].answer(number) for number in numbers]
        assert answers[:3] == answers[3:], "the same key, the same receipt"
        assert len({answer["upto"] for answer in answers}) == 3
    assert len(hall.events(BallotCast)) == 3 * len(VOTERS)

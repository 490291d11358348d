"""Seats of a published meeting: added, changed and removed before it begins; nobody loses what they did."""

import pytest

from meeting.agenda.commands import AddSeat, CreateMeeting
from meeting.agenda.seating import MoveSeat
from meeting.agenda.tables import seats_of
from meeting.attendance.commands import MarkLeft, NoteAbsence, UndoArrival, WaiveQuorum
from meeting.conduct.commands import StartMeeting
from meeting.planning.seats import ChangeSeat, RemoveSeat
from tests.cast import SECOND_MEETING
from tests.council import Council
from tests.seen import seat_seen


def change(council: Council, who: str, role: str, *, votes: bool, **more: object) -> ChangeSeat:
    seat_id = council.seats[who]
    seen = seat_seen(council.database, seat_id)
    return ChangeSeat(meeting_id=council.meeting, seat_id=seat_id, seen=seen, role=role, votes=votes, **more)


def removal(council: Council, who: str) -> RemoveSeat:
    return RemoveSeat(meeting_id=council.meeting, seat_id=council.seats[who])


def test_a_person_whose_invitation_ends_is_notified_and_opens_nothing_until_invited_again(council: Council) -> None:
    council.submits(
        "ha", NoteAbsence(meeting_id=council.meeting, seat_id=council.seats["lan"], excused=True, reason="x")
    )
    council.submits("ha", removal(council, "lan"))
    page = council.browser("lan").get("/").text
    assert 'data-testid="left-out"' in page
    assert 'data-testid="current"' not in page
    for path in ("/m/1", "/m/1/tablet"):
        answer = council.browser("lan").get(path)
        assert answer.status_code == 403
        assert "Không còn trong thành phần" in answer.text
        asked = council.browser("lan").get(path, headers={"Accept": "application/json"})
        assert asked.get_json()["code"] == "agenda.left_out"
    for path in (f"/m/1/papers/{council.document}/file.pdf", "/m/1/changes", "/m/1/check-in"):
        assert council.browser("lan").get(path).status_code in (403, 404)
    assert "0/8" in council.sees("member", "quorum"), "one fewer makes the total"
    command = AddSeat(meeting_id=council.meeting, person_id=council.people["lan"], role="member", votes=True)
    council.submits("ha", command)
    assert council.browser("lan").get("/m/1/tablet").status_code == 200
    assert 'data-testid="left-out"' not in council.browser("lan").get("/").text


def test_a_member_who_becomes_a_guest_is_not_counted_any_more(council: Council) -> None:
    council.submits("ha", change(council, "lan", "guest", votes=False))
    assert "0/8" in council.sees("member", "quorum")
    council.submits("ha", MoveSeat(meeting_id=council.meeting, seat_id=council.seats["lan"], position=1))
    with council.database.read() as db:
        assert seats_of(db, council.meeting)[0].id == council.seats["lan"]


def test_the_seat_of_a_person_who_checked_in_is_not_removed_until_that_is_undone(council: Council) -> None:
    council.arrives("lan")
    for command in (removal(council, "lan"), change(council, "lan", "guest", votes=False)):
        assert council.refuses("ha", command) == "planning.here_already"
    council.submits("ha", change(council, "lan", "member", votes=True, label="Z9"))
    council.submits("ha", UndoArrival(meeting_id=council.meeting, seat_id=council.seats["lan"]))
    council.submits("ha", removal(council, "lan"))


def test_the_secretary_of_a_draft_cannot_remove_their_own_access(council: Council) -> None:
    fields = {name: getattr(SECOND_MEETING, name) for name in SECOND_MEETING.__struct_fields__}
    draft = council.submits("admin", CreateMeeting(**fields | {"draft": True})).made["meeting_id"]
    added = AddSeat(meeting_id=draft, person_id=council.people["ha"], role="clerk", votes=False)
    seat_id = council.submits("admin", added).made["seat_id"]
    seen = seat_seen(council.database, seat_id)
    leaves = ChangeSeat(meeting_id=draft, seat_id=seat_id, seen=seen, role="member", votes=True)
    removed = RemoveSeat(meeting_id=draft, seat_id=seat_id)
    for command in (leaves, removed):
        assert council.refuses("ha", command) == "planning.last_maker"
    council.submits("admin", removed)


def test_a_published_meeting_keeps_a_secretary_and_needs_a_chair_to_begin(council: Council) -> None:
    for command in (removal(council, "ha"), change(council, "ha", "member", votes=False)):
        assert council.refuses("admin", command) == "planning.last_clerk"
    council.submits("ha", change(council, "an", "member", votes=True, label="CT", head=True))
    assert council.refuses("ha", StartMeeting(meeting_id=council.meeting)) == "agenda.no_chair"
    council.submits("ha", change(council, "lan", "chair", votes=True))
    council.arrives(*council.voters)
    council.starts()
    assert council.browser("lan").get("/m/1").headers["Location"].endswith("/chair")


def test_the_chairs_waiver_covers_only_the_roll_that_they_saw(council: Council) -> None:
    council.arrives("lan")
    council.submits("an", WaiveQuorum(meeting_id=council.meeting, reason="Việc gấp"))
    council.submits("ha", removal(council, "nam"))
    assert council.refuses("ha", StartMeeting(meeting_id=council.meeting)) == "attendance.no_quorum"
    council.starts()


@pytest.mark.parametrize("who", ["lan", "guest"])
def test_seats_are_fixed_once_the_meeting_has_begun(sitting: Council, who: str) -> None:
    for command in (removal(sitting, who), change(sitting, who, "guest", votes=False)):
        assert sitting.refuses("ha", command) == "agenda.not_planned"
    move = MoveSeat(meeting_id=sitting.meeting, seat_id=sitting.seats[who], position=1)
    assert sitting.refuses("ha", move) == "agenda.not_planned"


def test_a_taken_place_is_refused_with_its_owner(council: Council) -> None:
    command = change(council, "lan", "member", votes=True, label="A02")
    assert council.refuses("ha", command) == "agenda.seat_taken"
    answer = council.browser("ha").get("/meetings/1/people").text
    assert 'data-testid="remove-seat"' in answer


def test_the_number_of_a_removed_seat_is_never_given_again(council: Council) -> None:
    """What is kept by that number belongs to one person: who has read the changes, and how they came and went."""
    added = AddSeat(meeting_id=council.meeting, person_id=council.people["outsider"], role="member", votes=True)
    first = council.submits("ha", added).made["seat_id"]
    council.submits("ha", RemoveSeat(meeting_id=council.meeting, seat_id=first))
    assert council.submits("ha", added).made["seat_id"] > first


def test_a_person_who_came_and_left_before_losing_their_vote_is_not_in_the_quorum(council: Council) -> None:
    seat = council.seats["lan"]
    council.arrives("lan")
    council.submits("ha", MarkLeft(meeting_id=council.meeting, seat_id=seat, reason="Có việc gấp"))
    council.submits("ha", change(council, "lan", "guest", votes=False))
    council.arrives("lan")
    council.submits("ha", UndoArrival(meeting_id=council.meeting, seat_id=seat))
    voters = [who for who in council.voters if who != "lan"]
    council.arrives(*voters)
    council.submits("ha", StartMeeting(meeting_id=council.meeting))
    presence = council.retells().presence
    assert presence is not None
    assert presence.openings[0].at_start == len(voters)

"""The pages of the room, and who finds what on them."""

from meeting.agenda.commands import AddSeat
from tests.council import Council
from tests.pages.client import Browser


def test_a_secretary_who_is_a_member_finds_the_ballot_at_the_console(council: Council) -> None:
    person = council.people["outsider"]
    council.submits(
        "admin", AddSeat(meeting_id=council.meeting, person_id=person, role="clerk", votes=True, label="Z9")
    )
    assert "<ballot-sheet" in Browser(council, "outsider").get(f"/m/{council.meeting}/console").text


def test_a_secretary_without_a_vote_has_no_ballot(council: Council) -> None:
    assert "<ballot-sheet" not in Browser(council, "ha").get(f"/m/{council.meeting}/console").text


def test_a_guest_sees_no_ballot(council: Council) -> None:
    for who, shown in (("lan", True), ("guest", False)):
        for place in ("", f"/papers/{council.document}"):
            assert ("<ballot-sheet" in Browser(council, who).get(f"/m/{council.meeting}{place}").text) == shown

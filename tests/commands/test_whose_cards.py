"""A card opens all that its owner may do, so it matters who made it, wherever that was and however it came to be."""

import pytest
from sqlalchemy.orm import Session

from meeting.access.actors import SYSTEM
from meeting.access.tables import Login
from meeting.accord.commands import Agree
from meeting.agenda.commands import AddSeat, WithdrawMeeting
from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import find_meeting, find_seat
from meeting.attendance.cards import AllowCard, ReissueCard
from meeting.commands.registry import Command
from meeting.conduct.chair import GiveChair
from meeting.kernel.roles import Role
from meeting.people.commands import ReportLost, RetirePerson, SetAdmin
from meeting.planning.seats import ChangeSeat, RemoveSeat, said_of
from tests.cast import SECOND_MEETING
from tests.commands.officers import administrator, ask, has, helper, is_signed_in, office, office_kinds
from tests.council import Council
from tests.particulars import a_person


class Elsewhere:
    """Another planned meeting. Its secretary is the administrator, who invites whom they like."""

    def __init__(self, council: Council) -> None:
        self.council = council
        with council.unwatched():
            self.meeting = council.submits("system", SECOND_MEETING).made["meeting_id"]
        self.seats = {"admin": self.invites("admin", Role.CLERK)}

    def invites(self, whom: str, role: Role = Role.GUEST) -> int:
        """Give them a seat there."""
        person = self.council.people[whom]
        seat = AddSeat(meeting_id=self.meeting, person_id=person, role=role, votes=False)
        with self.council.unwatched():
            return self.council.submits("system", seat).made["seat_id"]

    def card(self, seat: int, name: str = "new") -> ReissueCard:
        """A new card for a seat there."""
        return ReissueCard(meeting_id=self.meeting, seat_id=seat, card_hash=name, pin_hash="x")


def test_a_secretary_of_another_meeting_cannot_replace_the_card_of_a_chair_in_a_running_meeting(
    sitting: Council,
) -> None:
    """They are a guest there, whose card takes one officer, but it opens the controls here."""
    there = Elsewhere(sitting)
    assert sitting.refuses("admin", there.card(there.invites("an"))) == "attendance.conducts_another"
    sitting.submits("admin", there.card(there.invites("lan")))
    assert has(sitting, "lan", "new"), "who conducts nothing gets theirs at once"


def test_a_secretary_alone_cannot_replace_a_chairs_card_before_the_meeting_where_the_office_needs_two(
    council: Council,
) -> None:
    there = Elsewhere(council)
    assert council.refuses("admin", there.card(there.invites("an"))) == "attendance.conducts_another"
    council.submits("admin", office(council, "an"))
    assert has(council, "an", "new"), "the office's page is the way"


@pytest.mark.parametrize("runs", [True, False])
def test_two_officers_of_another_meeting_replace_the_chairs_card_only_while_no_meeting_of_theirs_runs(
    council: Council, runs: bool
) -> None:
    there = Elsewhere(council)
    there.invites("outsider", Role.CLERK)
    seat = there.invites("an", Role.CHAIR)
    if runs:
        council.sits()
    wanted = AllowCard(meeting_id=there.meeting, seat_id=seat, reason="mất thẻ")
    if runs:
        assert council.refuses("admin", wanted) == "attendance.conducts_another"
        return
    with council.unwatched():
        council.submits("admin", wanted)
        council.submits("outsider", wanted)
        council.submits("admin", there.card(seat))
    assert has(council, "an", "new")


def test_two_officers_of_a_running_meeting_replace_its_chairs_card_though_the_chair_has_other_meetings(
    sitting: Council,
) -> None:
    Elsewhere(sitting).invites("an", Role.CHAIR)
    wanted = AllowCard(meeting_id=sitting.meeting, seat_id=sitting.seats["an"], reason="mất thẻ")
    sitting.submits("ha", wanted)
    sitting.submits("an", Agree(meeting_id=sitting.meeting, accord_id=1))
    sitting.submits(
        "ha", ReissueCard(meeting_id=sitting.meeting, seat_id=wanted.seat_id, card_hash="new", pin_hash="x")
    )
    assert has(sitting, "an", "new")


def by_two(council: Council, whose: str) -> None:
    """The secretary asks for their card, the chair agrees, the secretary makes it."""
    seat = council.seats[whose]
    wanted = AllowCard(meeting_id=council.meeting, seat_id=seat, reason="mất thẻ")
    council.submits("ha", wanted)
    council.submits("an", Agree(meeting_id=council.meeting, accord_id=1))
    council.submits("ha", ReissueCard(meeting_id=council.meeting, seat_id=seat, card_hash="new", pin_hash="x"))


def test_a_delegate_who_chairs_a_committee_gets_their_card_by_two_officers_of_the_room(sitting: Council) -> None:
    Elsewhere(sitting).invites("binh", Role.CHAIR)
    alone = ReissueCard(meeting_id=sitting.meeting, seat_id=sitting.seats["binh"], card_hash="new", pin_hash="x")
    assert sitting.refuses("ha", alone) == "attendance.card_takes_two"
    by_two(sitting, "binh")
    assert has(sitting, "binh", "new")


def test_a_member_who_presided_for_an_hour_gets_their_card_by_two_officers_of_the_room(sitting: Council) -> None:
    sitting.submits("an", GiveChair(meeting_id=sitting.meeting, seat_id=sitting.seats["nam"]))
    sitting.submits("nam", GiveChair(meeting_id=sitting.meeting, seat_id=sitting.seats["an"]))
    by_two(sitting, "nam")
    assert has(sitting, "nam", "new")


def test_unsigned_minutes_of_an_earlier_meeting_do_not_block_a_card_of_a_running_one_by_two(sitting: Council) -> None:
    there = Elsewhere(sitting)
    there.invites("an", Role.CHAIR)

    def ended(db: Session) -> None:
        find_meeting(db, there.meeting).state = MeetingState.ENDED

    sitting.database.gate.submit(ended)
    by_two(sitting, "an")
    assert has(sitting, "an", "new")


def test_an_administrator_who_loses_their_card_does_not_block_the_other_one(council: Council) -> None:
    administrator(council)
    is_signed_in(council, "khoa")
    council.submits("khoa", ReportLost(person_id=council.people["khoa"]))
    council.submits("admin", office(council, "an"))
    assert has(council, "an", "new")


def test_a_helper_whose_card_was_made_in_a_meeting_does_not_count_as_second_administrator(council: Council) -> None:
    administrator(council)
    council.people["phu"] = council.submits("admin", a_person(account="phu")).made["person_id"]
    there = Elsewhere(council)
    council.submits("admin", there.card(there.invites("phu")))
    council.submits("admin", SetAdmin(person_id=council.people["phu"], admin=True))
    is_signed_in(council, "phu")
    council.submits("admin", ask(council))
    assert council.refuses("phu", ask(council)) == "conduct.not_two"
    assert council.refuses("admin", office(council, "an")) == "conduct.card_takes_two"


def test_an_administrator_who_made_a_card_in_a_meeting_acts_alone_beside_its_owner(council: Council) -> None:
    council.people["phu"] = council.submits("admin", a_person(account="phu")).made["person_id"]
    there = Elsewhere(council)
    council.submits("admin", there.card(there.invites("phu")))
    council.submits("admin", SetAdmin(person_id=council.people["phu"], admin=True))
    council.submits("admin", office(council, "an", "of an"))
    assert office_kinds(council, 2) == ["people.card_by_one", "people.card_issued"]


def test_a_helper_made_late_in_the_week_by_a_helper_counts_as_one_for_a_week(council: Council) -> None:
    """What counts is who held the maker's card when it was made, not who holds it now."""
    administrator(council)
    helper(council, "admin", "phu")
    council.comes_back(hours=24 * 6)
    is_signed_in(council, "phu")
    helper(council, "phu", "thu")
    council.comes_back(hours=24 * 2)
    is_signed_in(council, "thu")
    council.submits("admin", ask(council))
    assert council.refuses("thu", ask(council)) == "conduct.not_two"
    assert council.refuses("admin", office(council, "an")) == "conduct.card_takes_two"


@pytest.mark.parametrize("takes", ["retires", "takes the right"])
def test_removing_the_other_administrator_by_the_directory_does_not_let_one_act_alone_at_once(
    council: Council, takes: str
) -> None:
    """The installation does it by rules that the administrator chose, or by a list that they took in."""
    administrator(council)
    khoa = council.people["khoa"]
    act: Command = RetirePerson(person_id=khoa) if takes == "retires" else SetAdmin(person_id=khoa, admin=False)
    council.commands.submit(act, actor=SYSTEM)
    assert council.refuses("admin", office(council, "an")) == "conduct.card_takes_two"
    council.submits("admin", ask(council))
    council.comes_back(hours=72)
    council.submits("admin", office(council, "an"))
    assert has(council, "an", "new")


def comes_by_the_directory(council: Council, who: str) -> None:
    def bind(db: Session) -> None:
        login = db.get(Login, council.people[who])
        assert login is not None
        login.directory_id = f"id-{who}"

    council.database.gate.submit(bind)


def test_a_new_administrator_from_the_directory_does_not_replace_cards_of_the_one_who_named_them(
    council: Council,
) -> None:
    administrator(council)
    comes_by_the_directory(council, "khoa")
    council.submits("admin", office(council, "an"))
    assert has(council, "an", "new")


def test_a_right_removed_and_restored_makes_no_new_administrator_of_the_directory(council: Council) -> None:
    administrator(council)
    comes_by_the_directory(council, "khoa")
    council.comes_back(hours=24 * 8)
    for right in (False, True):
        council.submits("admin", SetAdmin(person_id=council.people["khoa"], admin=right))
    council.comes_back(hours=24 * 4)
    assert council.refuses("admin", office(council, "an")) == "conduct.card_takes_two"


def demoted(council: Council, there: Elsewhere, seat: int) -> ChangeSeat:
    with council.database.read() as db:
        seen = said_of(find_seat(db, there.meeting, seat))
    return ChangeSeat(meeting_id=there.meeting, seat_id=seat, seen=seen, role=Role.GUEST, votes=False)


@pytest.mark.parametrize("how", ["made a guest", "removed", "withdrawn"])
def test_a_person_who_was_an_officer_until_today_still_needs_two_for_a_card(council: Council, how: str) -> None:
    """The part as chair could be given back when the card is made."""
    administrator(council)
    there = Elsewhere(council)
    seat = there.invites("binh", Role.CHAIR)
    steps: dict[str, Command] = {
        "made a guest": demoted(council, there, seat),
        "removed": RemoveSeat(meeting_id=there.meeting, seat_id=seat),
        "withdrawn": WithdrawMeeting(meeting_id=there.meeting),
    }
    with council.unwatched():
        council.submits("admin", steps[how])
    assert council.refuses("admin", office(council, "binh")) == "conduct.card_takes_two"
    here = ReissueCard(meeting_id=council.meeting, seat_id=council.seats["binh"], card_hash="new", pin_hash="x")
    assert council.refuses("ha", here) == "attendance.card_takes_two"
    council.comes_back(hours=24 * 7)
    council.submits("admin", office(council, "binh"))
    assert has(council, "binh", "new")


def test_a_person_who_presided_until_handing_over_still_needs_two_for_a_card(council: Council) -> None:
    administrator(council)
    council.submits("an", GiveChair(meeting_id=council.meeting, seat_id=council.seats["nam"]))
    council.submits("nam", GiveChair(meeting_id=council.meeting, seat_id=council.seats["an"]))
    assert council.refuses("admin", office(council, "nam")) == "conduct.card_takes_two"

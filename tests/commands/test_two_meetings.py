"""Two rooms of one office meet in the same hour: what happens next door changes nothing here."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from meeting.access.policy import View
from meeting.agenda.commands import AddItem, AddSeat
from meeting.agenda.pause_rules import PauseKind
from meeting.attendance.commands import MarkLeft, NoteAbsence
from meeting.conduct.commands import EndMeeting, StartMeeting
from meeting.conduct.pausing import PauseMeeting
from meeting.conduct.rechecking import AskRecheck
from meeting.kernel.refusals import Refused
from meeting.panels.gallery import Gallery
from meeting.panels.registry import names_for
from meeting.voting.commands.ballots import CastBallot
from meeting.voting.commands.recusing import Recuse
from meeting.voting.hand_entries import ProposeHand
from meeting.voting.tables import find_motion
from tests.cast import SECOND_MEETING
from tests.council import AGAINST, FOR, Council
from tests.watch import draw_once

VOTERS = ("an", "lan", "nam", "mai", "hung")
"""The people with a vote next door. `an` presides there too, and `ha` is the secretary."""


class NextDoor:
    """The other meeting of the same council, planned; its commands are given within `entered`."""

    def __init__(self, council: Council) -> None:
        self.council = council
        self.meeting = council.submits("admin", SECOND_MEETING).made["meeting_id"]
        with self.entered():
            self.seats = {who: self._invites(who) for who in ("ha", *VOTERS)}
            commands = (AddItem(meeting_id=self.meeting, title=title) for title in ("Việc riêng", "Việc khác"))
            self.items = [council.submits("admin", command).made["item_id"] for command in commands]

    def _invites(self, who: str) -> int:
        role = {"an": "chair", "ha": "clerk"}.get(who, "member")
        person, votes = self.council.people[who], who in VOTERS
        command = AddSeat(meeting_id=self.meeting, person_id=person, role=role, votes=votes, head=who == "an")
        return self.council.submits("admin", command).made["seat_id"]

    @contextmanager
    def entered(self) -> Iterator[Council]:
        """The council as it is in that room."""
        council = self.council
        here = council.meeting, council.seats, council.items
        council.meeting = self.meeting
        council.seats, council.items = getattr(self, "seats", {}), getattr(self, "items", [])
        with council.unwatched():
            yield council
        council.meeting, council.seats, council.items = here

    def is_busy(self) -> None:
        """Four of five are there; a vote is open that not all have cast in, another question waits, one has left."""
        with self.entered() as council:
            council.arrives(*VOTERS[:4])
            council.starts()
            aside = council.prepares("Câu hỏi mà bà Lan không tham gia", item=1)
            recuse = {"meeting_id": self.meeting, "motion_id": aside, "seat_id": self.seats["lan"]}
            council.submits("ha", Recuse(**recuse, cause="interest", reason="Có liên quan"))
            self.motion = council.opens_motion("Câu hỏi của phòng bên")
            council.votes(self.motion, lan=AGAINST, nam=AGAINST)
            ask = {"meeting_id": self.meeting, "motion_id": self.motion, "seat_id": self.seats["lan"]}
            council.submits("ha", ProposeHand(**ask, choice=FOR))
            council.submits(
                "ha", NoteAbsence(meeting_id=self.meeting, seat_id=self.seats["hung"], excused=True, reason="Ốm")
            )


def shown(council: Council) -> dict[tuple[str, str], str]:
    """Everything on every screen of this room, drawn from the rows as they are."""
    with council.database.read() as db:
        gallery = Gallery(council.database, draw_once, council.clock, council.house.site.settings.data)
        sights = {view: gallery.sight(db, council.meeting, view, "vi") for view in View}
        return {(view, name): gallery.draw(sight, name) for view, sight in sights.items() for name in names_for(view)}


@pytest.fixture
def next_door(council: Council) -> NextDoor:
    return NextDoor(council)


def test_no_screen_here_shows_what_happens_in_the_other_room(next_door: NextDoor) -> None:
    council = next_door.council
    council.sits(present=7)
    with council.unwatched():
        motion = council.opens_motion()
        council.votes(motion, an=FOR, lan=FOR, nam=AGAINST)
        council.arrives("khoa")
    before = shown(council)
    next_door.is_busy()
    assert shown(council) == before
    with next_door.entered():
        there = shown(council)
    council.submits("ha", MarkLeft(meeting_id=council.meeting, seat_id=council.seats["mai"], reason="Về"))
    council.closes(motion, missing=3)
    row = council.announces(motion)
    assert (row.votes_for, row.votes_against, row.present, row.total) == (2, 1, 6, 9)
    with council.unwatched():
        council.submits("ha", AskRecheck(meeting_id=council.meeting))
    with next_door.entered():
        assert shown(council) == there
        council.closes(next_door.motion, missing=2)
        row = council.announces(next_door.motion)
    assert (row.votes_for, row.votes_against, row.present, row.total) == (0, 2, 4, 5)


def test_people_in_the_other_room_do_not_make_up_the_quorum_here(next_door: NextDoor) -> None:
    council = next_door.council
    next_door.is_busy()
    council.arrives(*council.voters[4:9])
    assert council.refuses("ha", StartMeeting(meeting_id=council.meeting)) == "attendance.no_quorum"
    with council.unwatched():
        council.starts()  # the chair has to write why
    assert council.motion(next_door.motion).state == "open", "and a vote next door does not stop it"


def test_a_vote_of_the_other_room_is_not_found_here(next_door: NextDoor) -> None:
    council = next_door.council
    council.sits()
    next_door.is_busy()
    motion = council.opens_motion()
    ballot = {"meeting_id": council.meeting, "choice": FOR}
    assert council.refuses("lan", CastBallot(**ballot, motion_id=next_door.motion)) == "kernel.not_found"
    council.casts("lan", motion, FOR)
    with next_door.entered():
        assert council.box(next_door.motion) == {AGAINST: 2}, "her ballot here is not her ballot there"
        council.casts("nam", next_door.motion, FOR)
    assert (council.box(motion), council.box(next_door.motion)) == ({FOR: 1}, {FOR: 1, AGAINST: 1})
    with council.database.read() as db:
        assert find_motion(db, council.meeting, motion).id == motion
        for place, number in ((council.meeting, next_door.motion), (next_door.meeting, motion), (None, motion)):
            with pytest.raises(Refused) as refused:
                find_motion(db, place, number)
            assert refused.value.code == "kernel.not_found"


def test_a_pause_and_the_end_in_the_other_room_leave_the_roll_here_unchanged(next_door: NextDoor) -> None:
    council = next_door.council
    council.sits(present=7)
    with council.unwatched():
        absent = NoteAbsence(meeting_id=council.meeting, seat_id=council.seats["khoa"], excused=True, reason="Ốm")
        council.submits("ha", absent)
        council.submits("ha", AskRecheck(meeting_id=council.meeting))
    with next_door.entered():
        council.arrives(*VOTERS)
        council.starts()
    before = shown(council)
    with next_door.entered():
        council.submits("ha", PauseMeeting(meeting_id=council.meeting, kind=PauseKind.LUNCH, until="13:30"))
    assert shown(council) == before
    with next_door.entered():
        council.submits("ha", EndMeeting(meeting_id=council.meeting))
    assert shown(council) == before

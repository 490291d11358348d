"""Meetings as planners enter them, as drafts or published at once, and move them."""

from datetime import timedelta

from meeting.agenda.commands import AddItem, AddSeat, ChangeMeeting, CreateMeeting
from meeting.agenda.tables import find_meeting, items_of
from meeting.kernel.clock import stamp
from tests.cast import EDITION, MORNING
from tests.council import Council

EVENING = MORNING + timedelta(hours=10)


def a_meeting(**changed: object) -> CreateMeeting:
    given: dict[str, object] = {
        "slug": "phien-hop-thang-10",
        "title": "Phiên họp thường kỳ tháng 10",
        "body": "UBND xã Minh Tân",
        "place": "Phòng họp tầng 2",
        "starts_at": stamp(MORNING),
        "ends_at": stamp(EVENING),
        "preset": "ubnd",
        "edition": EDITION,
    }
    return CreateMeeting(**given | changed)  # type: ignore[arg-type]


class Draft:
    """A draft of the council's next meeting, in which `an` is to preside and `ha` to write."""

    def __init__(self, council: Council) -> None:
        self.council = council
        self.home = council.meeting
        self.meeting = council.submits("admin", a_meeting(draft=True)).made["meeting_id"]
        council.meeting, council.watch.meeting = self.meeting, self.meeting

    def invites(self, account: str, role: str, *, votes: bool = False) -> int:
        """The administrator gives somebody a seat; return its number."""
        person = self.council.people[account]
        command = AddSeat(meeting_id=self.meeting, person_id=person, role=role, votes=votes)
        return self.council.submits("admin", command).made["seat_id"]

    def adds(self, title: str) -> int:
        """Add an item at the end; return its number."""
        return self.council.submits("admin", AddItem(meeting_id=self.meeting, title=title)).made["item_id"]

    def agenda(self) -> list[tuple[int, str]]:
        """Place and title of every item."""
        with self.council.database.read() as db:
            return [(row.position, row.title) for row in items_of(db, self.meeting)]


def moves(council: Council, **said: str) -> None:
    with council.database.read() as db:
        meeting = find_meeting(db, 1)
        names = ("title", "parent_body", "body", "body_code", "place")
        stands = {name: getattr(meeting, name) for name in names} | {"version": meeting.version}
    times = {"starts_at": "2026-09-24T01:00:00.000Z", "ends_at": "2026-09-24T04:00:00.000Z"}
    council.submits("ha", ChangeMeeting(meeting_id=1, **stands | times | said))

"""Who came, when and how; who is absent and why."""

from meeting.attendance.rules import CameBy
from meeting.journal.events import Event, Wait, event
from meeting.kernel.refusals import _l


@event("attendance.checked_in", _l("Điểm danh có mặt"))
class CheckedIn(Event, frozen=True, kw_only=True):
    """The seat's person is in the room, or with the meeting at a remote `point` of that name (empty: in the room).

    `point_id`: that point; 0 in the room, and in older journals, where a point was its name alone.
    `door`: the name of the machine at the door that read it; `read_at`: when, as that machine says, if it had no
    network then and this line came later.
    """

    seat_id: int
    how: CameBy
    point: str = ""
    door: str = ""
    read_at: str = ""
    point_id: int = 0

    def waits(self) -> Wait:
        """Return a second for arrivals in large numbers: by the hall screen's code, or an hour's readings of a kiosk.

        An arrival entered by the secretary is shown at once.
        """
        return Wait.SECOND if self.how in (CameBy.QR, CameBy.KIOSK) else Wait.NONE

    def concerns(self) -> tuple[int, ...]:
        return (self.seat_id,)


@event("attendance.left", _l("Rời phòng họp"))
class Left(Event, frozen=True, kw_only=True):
    """The seat's person has left the room, or the point. `read_at`, `point_id`: as of an arrival."""

    seat_id: int
    reason: str
    read_at: str = ""
    point_id: int = 0

    def concerns(self) -> tuple[int, ...]:
        return (self.seat_id,)


@event("attendance.quorum_waived", _l("Cho họp khi chưa đủ số người"))
class QuorumWaived(Event, frozen=True, kw_only=True):
    """The chair's written reason for beginning with `present` where `needed` must be in the room."""

    needed: int
    present: int
    reason: str


@event("attendance.arrival_undone", _l("Hủy điểm danh nhầm"))
class ArrivalUndone(Event, frozen=True, kw_only=True):
    """The seat's last check-in was a mistake: that stay never was. `point_id`: where it was, as of an arrival."""

    seat_id: int
    point_id: int = 0

    def concerns(self) -> tuple[int, ...]:
        return (self.seat_id,)


@event("attendance.absence_noted", _l("Ghi vắng mặt"))
class AbsenceNoted(Event, frozen=True, kw_only=True):
    """The seat's person does not come. `excused` when the chair was told beforehand (Law 72/2025, Art. 33.2).

    `substitute`: who listens and speaks in their place, and does not vote.
    """

    seat_id: int
    excused: bool
    reason: str
    substitute: str = ""

    def concerns(self) -> tuple[int, ...]:
        return (self.seat_id,)


@event("attendance.substitute_came", _l("Người dự thay có mặt"))
class SubstituteCame(Event, frozen=True, kw_only=True):
    """The person noted as the substitute (`name`) of this seat's absent person has come. They have no vote."""

    seat_id: int
    name: str


@event("attendance.substitute_left", _l("Người dự thay rời họp"))
class SubstituteLeft(Event, frozen=True, kw_only=True):
    """The substitute has left; or the person has come, or sends somebody else."""

    seat_id: int


@event("attendance.substitute_undone", _l("Hủy ghi nhầm người dự thay có mặt"))
class SubstituteUndone(Event, frozen=True, kw_only=True):
    """The last stay of this seat's substitute in this sitting was a mistake and was undone."""

    seat_id: int


@event("attendance.card_reissued", _l("Cấp lại thẻ trong phòng họp"))
class CardReissued(Event, frozen=True, kw_only=True):
    """The seat's person has a new sign-in card, given in the room; the one before it works no more.

    Who holds the card votes: so it stands in the meeting's own book, with who gave it.
    """

    seat_id: int


@event("attendance.card_allowed", _l("Hai người đồng ý cấp thẻ cho người điều hành"))
class CardAllowed(Event, frozen=True, kw_only=True):
    """Two officers have agreed that this seat's person, who conducts the meeting, may get a new card."""

    aside = True
    seat_id: int


@event("attendance.card_by_one", _l("Thẻ của người điều hành do một người cấp vì không có người thứ hai"))
class CardByOne(Event, frozen=True, kw_only=True):
    """The next card, for a person who conducts the meeting, was made by one officer because there was no other."""

    aside = True
    seat_id: int


@event("attendance.recheck_asked", _l("Điểm danh lại"))
class RecheckAsked(Event, frozen=True, kw_only=True):
    """Everybody with a vote who is on the roll is asked to confirm that they are here; 1 is the first time."""

    number: int


@event("attendance.presence_confirmed", _l("Xác nhận có mặt khi điểm danh lại"))
class PresenceConfirmed(Event, frozen=True, kw_only=True):
    """The seat's person is still here, as they or the secretary say."""

    number: int
    seat_id: int

    def waits(self) -> Wait:
        return Wait.TICK

    def concerns(self) -> tuple[int, ...]:
        return (self.seat_id,)


@event("attendance.recheck_ended", _l("Kết thúc điểm danh lại"))
class RecheckEnded(Event, frozen=True, kw_only=True):
    """Nobody is awaited any more; `missing` had not confirmed. Whether they have left is told next, of each."""

    number: int
    missing: list[int]


@event("attendance.point_added", _l("Thêm điểm cầu"))
class PointAdded(Event, frozen=True, kw_only=True):
    """People may take part from a place outside the room, a point of that name."""

    aside = True

    point_id: int
    title: str


@event("attendance.point_renamed", _l("Sửa tên điểm cầu"))
class PointRenamed(Event, frozen=True, kw_only=True):
    """A point's name `was` written wrongly."""

    aside = True

    point_id: int
    title: str
    was: str


@event("attendance.point_removed", _l("Xóa điểm cầu"))
class PointRemoved(Event, frozen=True, kw_only=True):
    """Nobody takes part from there, and nobody did."""

    aside = True

    point_id: int


@event("attendance.expected_at_point", _l("Ghi dự kiến dự từ xa"))
class ExpectedAtPoint(Event, frozen=True, kw_only=True):
    """The people of these seats are to take part from a point; 0: in the room."""

    aside = True

    point_id: int
    seat_ids: list[int]


ROLL_EVENTS = (CheckedIn, Left, ArrivalUndone, AbsenceNoted)
"""The events that change who is in the room."""
LINE_EVENTS = (*ROLL_EVENTS, SubstituteCame, SubstituteLeft, SubstituteUndone, CardAllowed, CardByOne, CardReissued)
"""The events that change a line of the roll."""
RECHECK_EVENTS = (RecheckAsked, PresenceConfirmed, RecheckEnded)
"""They change who is asked whether they are here."""
POINT_EVENTS = (PointAdded, PointRenamed, PointRemoved, ExpectedAtPoint)
"""They change which points there are, and who is expected at them."""

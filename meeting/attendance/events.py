"""Events of attendance: who came, when and how; who is absent and why."""

from meeting.attendance.rules import CameBy
from meeting.journal.events import Event, Wait, event
from meeting.kernel.refusals import _l


@event("attendance.checked_in", _l("Điểm danh có mặt"))
class CheckedIn(Event, frozen=True, kw_only=True):
    """The seat's person came into the room, or to the remote `point` of that name (empty: the room).

    `point_id`: that point; 0 for the room, and in older journals, which had only the name.
    `door`: the name of the kiosk that read the card; `read_at`: when, by the kiosk's clock, if it was
    offline then and this line came later.
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
    """The seat's person has left the room, or the point. `read_at`, `point_id`: as in CheckedIn."""

    seat_id: int
    reason: str
    read_at: str = ""
    point_id: int = 0

    def concerns(self) -> tuple[int, ...]:
        return (self.seat_id,)


@event("attendance.quorum_waived", _l("Cho họp khi chưa đủ số người"))
class QuorumWaived(Event, frozen=True, kw_only=True):
    """The chair gave a written reason for beginning with `present` where `needed` must be in the room."""

    needed: int
    present: int
    reason: str


@event("attendance.arrival_undone", _l("Hủy điểm danh nhầm"))
class ArrivalUndone(Event, frozen=True, kw_only=True):
    """The seat's last check-in was a mistake and was undone. `point_id`: as in CheckedIn."""

    seat_id: int
    point_id: int = 0

    def concerns(self) -> tuple[int, ...]:
        return (self.seat_id,)


@event("attendance.absence_noted", _l("Ghi vắng mặt"))
class AbsenceNoted(Event, frozen=True, kw_only=True):
    """The seat's person does not come. `excused` when the chair was informed beforehand (Law 72/2025, Art. 33.2).

    `substitute`: who comes in their place, without a vote.
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
    """The seat's person got a new sign-in card in the room; the earlier card no longer works.

    The owner of a card can vote, so the meeting's own journal records it, with the officer who made it.
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
    """All voters on the roll were asked to confirm that they are present. `number`: 1 for the first time."""

    number: int


@event("attendance.presence_confirmed", _l("Xác nhận có mặt khi điểm danh lại"))
class PresenceConfirmed(Event, frozen=True, kw_only=True):
    """The seat's person confirmed, or the secretary did, that they are still present."""

    number: int
    seat_id: int

    def waits(self) -> Wait:
        return Wait.TICK

    def concerns(self) -> tuple[int, ...]:
        return (self.seat_id,)


@event("attendance.recheck_ended", _l("Kết thúc điểm danh lại"))
class RecheckEnded(Event, frozen=True, kw_only=True):
    """The re-check ended; `missing` had not confirmed. If they count as having left, an event for each follows."""

    number: int
    missing: list[int]


@event("attendance.point_added", _l("Thêm điểm cầu"))
class PointAdded(Event, frozen=True, kw_only=True):
    """A remote point of that name was added, from which people may take part."""

    aside = True

    point_id: int
    title: str


@event("attendance.point_renamed", _l("Sửa tên điểm cầu"))
class PointRenamed(Event, frozen=True, kw_only=True):
    """A point's wrongly written name `was` corrected."""

    aside = True

    point_id: int
    title: str
    was: str


@event("attendance.point_removed", _l("Xóa điểm cầu"))
class PointRemoved(Event, frozen=True, kw_only=True):
    """A point was removed; nobody had been there."""

    aside = True

    point_id: int


@event("attendance.expected_at_point", _l("Ghi dự kiến dự từ xa"))
class ExpectedAtPoint(Event, frozen=True, kw_only=True):
    """The people of these seats are expected at a point; 0: in the room."""

    aside = True

    point_id: int
    seat_ids: list[int]


ROLL_EVENTS = (CheckedIn, Left, ArrivalUndone, AbsenceNoted)
"""The events that change who is in the room."""
LINE_EVENTS = (*ROLL_EVENTS, SubstituteCame, SubstituteLeft, SubstituteUndone, CardAllowed, CardByOne, CardReissued)
"""The events that change a line of the roll."""
RECHECK_EVENTS = (RecheckAsked, PresenceConfirmed, RecheckEnded)
"""Events that change who is asked to confirm their presence."""
POINT_EVENTS = (PointAdded, PointRenamed, PointRemoved, ExpectedAtPoint)
"""Events that change the points, and who is expected at them."""

"""Replaying the quorum: who of those with a vote is in the room, move by move, and whether that was enough."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from meeting.attendance.events import QuorumWaived as StartWaived
from meeting.attendance.rules import suffices
from meeting.attendance.turn_rules import Move, Office, Walk
from meeting.law.rules import Quorum, quorum
from meeting.law.terms import EQUAL_RIGHTS, QuorumTerms, RemoteTerms, confirmed
from meeting.record.contradiction import Contradiction
from meeting.record.record import Opening, Presence, Seat, Turn, Waiver
from meeting.voting.events import QuorumWaived as VoteWaived


class _Move(Move, frozen=True):
    """A person came or went; or the meeting or a sitting `begins` or `ends`."""

    begins: bool = False
    ends: bool = False
    waivers: tuple[Waiver, ...] = ()


class Room:
    """Everybody with a vote, as they come and go. The reader of the journal updates `seats`."""

    def __init__(self, seats: Mapping[int, Seat]) -> None:
        self._seats = seats
        self._moves: list[_Move] = []
        self._waivers: list[Waiver] = []
        self._rule: QuorumTerms | None = None
        self._remote: RemoteTerms | None = None
        # waivers before the beginning: (number of people present, (present by the roll, of them remote))
        self._asked: list[tuple[int, tuple[int, int]]] = []
        self._awaited = True  # a beginning, of the meeting or of a sitting
        self._at_start: dict[int, Office] = {}

    def move(self, seat_id: int, step: int, at: datetime) -> None:
        """Note that a person came or went."""
        if self._seats[seat_id].votes:
            self._moves.append(_Move(at, seat_id, step, far=self._seats[seat_id].is_far()))

    def undo(self, seat_id: int) -> None:
        """Delete the person's last arrival, as if it had not happened."""
        last = max((n for n, move in enumerate(self._moves) if move.seat_id == seat_id and move.step > 0), default=None)
        if last is not None:
            del self._moves[last]

    def forget(self, seat_id: int) -> None:
        """Drop the movements of a seat whose vote was given or taken away: before that they are not part of
        the quorum.
        """
        self._moves = [move for move in self._moves if move.seat_id != seat_id]

    def waive(self, event: StartWaived, at: datetime) -> None:
        """Note the chair's reason for beginning without a quorum. It is checked when the meeting begins."""
        if not self._awaited:
            raise Contradiction("lý do khai mạc khi chưa đủ người được ghi sau khi khai mạc")
        if self._remote is None:
            here, far = self._there()
            _check_present(event.present, here if event.present != here - far else here - far)
            self._asked.append((event.present, (here, far)))  # which of the two counts is known at the beginning
        else:
            _check_present(event.present, self._present())
        self._waivers.append(_waiver(event, at))

    def change_office(self, seat_id: int, at: datetime) -> None:
        """Note a changed mandate. Before the meeting it is valid from the beginning."""
        self.forget_waivers()
        if self._rule is not None:
            self._moves.append(_Move(at, seat_id, office=_office(self._seats[seat_id])))

    def forget_waivers(self) -> None:
        """Delete the chair's reasons, because they were given for another roll."""
        if self._awaited:
            self._waivers = []

    @property
    def awaited(self) -> bool:
        """Return whether the meeting, or its next sitting, has yet to begin."""
        return self._awaited

    @property
    def total(self) -> int:
        """Return the present number of members of the body (N)."""
        return sum(1 for seat in self._seats.values() if seat.in_total)

    @property
    def remote(self) -> RemoteTerms:
        """Return the rights of people at remote points."""
        return self._remote or EQUAL_RIGHTS

    def counts(self, seat: Seat) -> bool:
        """Return whether somebody is present, in the room or elsewhere."""
        return seat.in_room() and (self.remote.counted or not seat.is_far())

    def start(self, rule: QuorumTerms, remote: RemoteTerms, at: datetime) -> None:
        """Begin the meeting with a quorum, or with the chair's reason for doing without.

        The number present for which that reason was given can be checked only now, by the rule of the meeting.
        """
        self._rule, self._remote = rule, remote
        for told, (here, far) in self._asked:
            _check_present(told, here if remote.counted else here - far)
        self._at_start = {seat_id: _office(seat) for seat_id, seat in self._seats.items() if seat.votes}
        self.begin(at)

    def begin(self, at: datetime) -> None:
        """Begin a sitting, the first or a later one. Raises Contradiction when its quorum does not fit the journal."""
        ruled = self.ruled()
        for told in self._waivers:
            if told.needed != ruled.needed or not told.reason.strip() or told.present >= told.needed:
                raise Contradiction("lý do khai mạc khi chưa đủ người không khớp với số cần có mặt")
        check(ruled, self._waivers, "khai mạc")
        self._moves.append(_Move(at, begins=True, waivers=() if ruled.met else tuple(self._waivers)))
        self._awaited = False

    def await_all(self, at: datetime) -> None:
        """Note that all have left and the next sitting is awaited. Earlier reasons of the chair do not apply to it."""
        self._moves.append(_Move(at, ends=True))
        self._waivers, self._awaited = [], True

    def confirm(self, article: str) -> None:
        """Check that the confirmed rule is the quorum's and is below grade L. Raises Contradiction otherwise."""
        if self._rule is None or confirmed(self._rule.grade) or self._rule.article != article:
            raise Contradiction(f"xác nhận căn cứ “{article}” của số người phải có mặt khi không cần")

    def ruled(self, total: int | None = None, present: int | None = None) -> Quorum:
        """Return the quorum for the people in the room now, or for the number that a vote counted."""
        if self._rule is None:
            raise Contradiction("biểu quyết khi cuộc họp chưa khai mạc")
        total = self.total if total is None else total
        return quorum(self._rule, total, self._present() if present is None else present)

    def told(self) -> Presence | None:
        """Return what the minutes say about presence; None while the meeting has not begun."""
        if self._rule is None:
            return None
        offices = dict(self._at_start)
        openings = tuple(_opening(self._rule, offices, moves) for moves in self._by_sitting())
        return Presence(
            needed=openings[0].needed,
            total=openings[0].total,
            article=self._rule.article,
            openings=openings,
            remote=self.remote,
        )

    def _by_sitting(self) -> list[list[_Move]]:
        """Return the movements in each sitting that began."""
        parts: list[list[_Move]] = [[]]
        for move in self._moves:
            if move.ends:
                parts.append([])
            elif self.remote.counted or not move.far:
                parts[-1].append(move)
        return [part for part in parts if any(move.begins for move in part)]

    def _present(self) -> int:
        return sum(1 for seat in self._seats.values() if seat.in_office and self.counts(seat))

    def _there(self) -> tuple[int, int]:
        """Return (the number of people present, how many of them are at remote points)."""
        there = [seat for seat in self._seats.values() if seat.in_office and seat.in_room()]
        return len(there), sum(1 for seat in there if seat.is_far())


def _check_present(told: int, seen: int) -> None:
    if told != seen:
        raise Contradiction(f"số có mặt {told} khác số người đã điểm danh {seen}")


def _office(seat: Seat) -> Office:
    return Office(seat.in_total, seat.in_office)


def _opening(rule: QuorumTerms, offices: dict[int, Office], moves: Sequence[_Move]) -> Opening:
    """Return the quorum of one sitting. `offices` are those at its beginning, and are changed to those at its end."""
    walk = Walk(rule, offices)
    began: tuple[int, int, int] | None = None
    waivers: tuple[Waiver, ...] = ()
    turns: list[Turn] = []
    for move in moves:
        walk.take(move)
        if move.begins:
            began, waivers = (walk.needed, walk.total, walk.present), move.waivers
        elif walk.met != bool(turns and turns[-1].met):
            turns.append(Turn(at=move.at, met=walk.met, present=walk.present, total=walk.total))
    assert began is not None  # noqa: S101 - only sittings that began are given to this function
    least, total, present = began
    return Opening(needed=least, total=total, at_start=present, waivers=waivers, turns=tuple(turns))


def check(ruled: Quorum, waivers: Sequence[Waiver], act: str) -> None:
    """Raise Contradiction unless there is a quorum, or the chair's last reason covers as few people."""
    if not suffices(ruled, waivers[-1].present if waivers else None):
        raise Contradiction(
            f"{act} khi có mặt {ruled.present}/{ruled.total}, cần {ruled.needed}, mà chủ tọa không ghi lý do"
        )


def waived(event: VoteWaived, ruled: Quorum, at: datetime) -> Waiver:
    """Return the chair's reason for a vote. Raises Contradiction unless its numbers are those of the missing quorum."""
    if ruled.met or not event.reason.strip() or (event.needed, event.present) != (ruled.needed, ruled.present):
        raise Contradiction("lý do biểu quyết khi chưa đủ người không khớp với số có mặt")
    return _waiver(event, at)


def _waiver(event: StartWaived | VoteWaived, at: datetime) -> Waiver:
    return Waiver(needed=event.needed, present=event.present, reason=event.reason, at=at)

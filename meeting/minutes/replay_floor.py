"""Replaying the floor: who stood on the list, who spoke and when; one person at a time, of those in the room."""

from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from meeting.minutes.record import Seat, Turn
from meeting.minutes.replay_votes import Contradiction
from meeting.speaking import events as speaking


class Floor:
    """All turns of one meeting as far as its journal has been read. `seats` is kept by the reader."""

    def __init__(self, seats: Mapping[int, Seat]) -> None:
        self._seats = seats
        self._turns: dict[int, Turn] = {}
        self._now: int | None = None

    def frozen(self) -> tuple[Turn, ...]:
        """Every turn that was asked for; those that took place in the order in which they began."""
        return tuple(self._turns.values())

    def has_spoken(self, seat_id: int) -> bool:
        """Whether the seat's person was given the floor."""
        return any(turn.seat_id == seat_id and turn.began_at is not None for turn in self._turns.values())

    def check_silent(self) -> None:
        """The meeting goes on to something else only when nobody speaks."""
        if self._now is not None:
            raise Contradiction(f"{self._name(self._turns[self._now].seat_id)} còn đang phát biểu")

    def enter(self, fact: speaking.SpeakerEntered) -> None:
        """Somebody stands on the list."""
        if fact.speech_id in self._turns:
            raise Contradiction(f"lượt phát biểu số {fact.speech_id} được ghi hai lần")
        self._name(fact.seat_id)
        self._turns[fact.speech_id] = Turn(speech_id=fact.speech_id, seat_id=fact.seat_id, item_id=fact.item_id)

    def strike(self, fact: speaking.SpeakerStruck) -> None:
        """Somebody has left the list."""
        del self._turns[self._waiting(fact.speech_id).speech_id]

    def give(self, fact: speaking.FloorGiven, at: datetime) -> int:
        """Somebody in the room speaks; the number of the item that it is about."""
        self.check_silent()
        turn = self._waiting(fact.speech_id)
        if not self._seats[turn.seat_id].in_room():
            raise Contradiction(f"{self._name(turn.seat_id)} được mời phát biểu khi không có mặt")
        del self._turns[turn.speech_id]
        self._turns[turn.speech_id] = replace(turn, began_at=at)  # last: a clock may be set back
        self._now = turn.speech_id
        return turn.item_id

    def add(self, fact: speaking.MinuteAdded) -> None:
        """The minutes do not tell how long somebody was allowed to speak."""
        self._going_on(fact.speech_id)

    def end(self, fact: speaking.TurnEnded, at: datetime) -> None:
        """Somebody has spoken."""
        self._turns[fact.speech_id] = replace(self._going_on(fact.speech_id), ended_at=at)
        self._now = None

    def take_back(self, fact: speaking.FloorTakenBack) -> None:
        """The turn never was."""
        self._turns[fact.speech_id] = replace(self._going_on(fact.speech_id), began_at=None)
        self._now = None

    def _waiting(self, speech_id: int) -> Turn:
        turn = self._turns.get(speech_id)
        if turn is None or turn.began_at is not None:
            raise Contradiction(f"không có ai chờ phát biểu ở lượt số {speech_id}")
        return turn

    def _going_on(self, speech_id: int) -> Turn:
        if speech_id != self._now:
            raise Contradiction(f"lượt phát biểu số {speech_id} không đang diễn ra")
        return self._turns[speech_id]

    def _name(self, seat_id: int) -> str:
        if seat_id not in self._seats:
            raise Contradiction(f"không có chỗ ngồi số {seat_id} trong cuộc họp")
        return self._seats[seat_id].full_name

"""Replays the floor: who was on the list, who spoke and when; one at a time, and only people in the room."""

from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from meeting.record.contradiction import Contradiction
from meeting.record.record import Recorded, Seat
from meeting.speaking import events as speaking
from meeting.speaking.rules import was_mistake


class Speech(Recorded, frozen=True, kw_only=True):
    """One turn to speak under an item. `began_at` None: the person is on the list and was not called."""

    speech_id: int
    seat_id: int
    item_id: int
    began_at: datetime | None = None
    ended_at: datetime | None = None


class Floor:
    """All speeches of one meeting up to the entry last read. `seats` belongs to the reader."""

    def __init__(self, seats: Mapping[int, Seat]) -> None:
        self._seats = seats
        self._speeches: dict[int, Speech] = {}
        self._now: int | None = None
        self._held: set[int] = set()  # speeches of this sitting that have begun

    def frozen(self) -> tuple[Speech, ...]:
        """Return every speech that was asked for; those held in the order in which they began."""
        return tuple(self._speeches.values())

    def has_spoken(self, seat_id: int) -> bool:
        """Return whether the seat's person was given the floor in this sitting."""
        held = (speech for speech in self._speeches.values() if speech.speech_id in self._held)
        return any(speech.seat_id == seat_id and speech.began_at is not None for speech in held)

    def begin_sitting(self) -> None:
        """Begin a sitting: earlier speakers need not be present in it."""
        self._held = set()

    def check_silent(self) -> None:
        """Raise Contradiction while somebody speaks and the meeting goes on to something else."""
        if self._now is not None:
            raise Contradiction(f"{self._name(self._speeches[self._now].seat_id)} còn đang phát biểu")

    def enter(self, event: speaking.SpeakerEntered) -> None:
        """Put a person on the list."""
        if event.speech_id in self._speeches:
            raise Contradiction(f"lượt phát biểu số {event.speech_id} được ghi hai lần")
        self._name(event.seat_id)
        speech = Speech(speech_id=event.speech_id, seat_id=event.seat_id, item_id=event.item_id)
        self._speeches[event.speech_id] = speech

    def strike(self, event: speaking.SpeakerStruck) -> None:
        """Take a person off the list."""
        del self._speeches[self._waiting(event.speech_id).speech_id]

    def give(self, event: speaking.FloorGiven, at: datetime) -> int:
        """Let a present person speak, and return the id of the item."""
        self.check_silent()
        speech = self._waiting(event.speech_id)
        if not self._seats[speech.seat_id].in_room():
            raise Contradiction(f"{self._name(speech.seat_id)} được mời phát biểu khi không có mặt")
        del self._speeches[speech.speech_id]
        self._speeches[speech.speech_id] = replace(speech, began_at=at)  # put last, because a clock may be set back
        self._now = speech.speech_id
        self._held.add(speech.speech_id)
        return speech.item_id

    def add(self, event: speaking.MinuteAdded) -> None:
        """Do nothing: the minutes do not say how long somebody was allowed to speak."""
        self._going_on(event.speech_id)

    def end(self, event: speaking.SpeechEnded, at: datetime) -> None:
        """End a speech."""
        self._speeches[event.speech_id] = replace(self._going_on(event.speech_id), ended_at=at)
        self._now = None

    def resume(self, event: speaking.SpeechResumed) -> int:
        """Continue a speech that had ended, and return its item."""
        self.check_silent()
        speech = self._speeches.get(event.speech_id)
        if speech is None or speech.ended_at is None or not self._seats[speech.seat_id].in_room():
            raise Contradiction(f"lượt phát biểu số {event.speech_id} không mở lại được")
        self._speeches[event.speech_id] = replace(speech, ended_at=None)
        self._now = event.speech_id
        self._held.add(event.speech_id)
        return speech.item_id

    def take_back(self, event: speaking.FloorTakenBack, at: datetime) -> None:
        """Remove a speech that was given by mistake."""
        speech = self._going_on(event.speech_id)
        if not was_mistake(speech.began_at, at):
            raise Contradiction(f"lượt phát biểu số {event.speech_id} được bỏ quá muộn")
        self._speeches[event.speech_id] = replace(speech, began_at=None)
        self._now = None

    def check_not_speaking(self, seat_id: int) -> None:
        """Raise Contradiction when the person who leaves is still speaking."""
        if self._now is not None and self._speeches[self._now].seat_id == seat_id:
            self.check_silent()

    def _waiting(self, speech_id: int) -> Speech:
        speech = self._speeches.get(speech_id)
        if speech is None or speech.began_at is not None:
            raise Contradiction(f"không có ai chờ phát biểu ở lượt số {speech_id}")
        return speech

    def _going_on(self, speech_id: int) -> Speech:
        if speech_id != self._now:
            raise Contradiction(f"lượt phát biểu số {speech_id} không đang diễn ra")
        return self._speeches[speech_id]

    def _name(self, seat_id: int) -> str:
        if seat_id not in self._seats:
            raise Contradiction(f"không có chỗ ngồi số {seat_id} trong cuộc họp")
        return self._seats[seat_id].particulars.full_name

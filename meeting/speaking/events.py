"""What happens to the floor."""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("speaking.speaker_entered", _l("Ghi tên người phát biểu"))
class SpeakerEntered(Event, frozen=True, kw_only=True):
    """The seat's person stands on the list of those who will speak under this item, at its end."""

    speech_id: int
    item_id: int
    seat_id: int


@event("speaking.speaker_struck", _l("Bỏ tên người phát biểu"))
class SpeakerStruck(Event, frozen=True, kw_only=True):
    """The person will not speak and has left the list."""

    speech_id: int


@event("speaking.floor_given", _l("Mời phát biểu"))
class FloorGiven(Event, frozen=True, kw_only=True):
    """The person speaks from now on. `minutes` is their time, 0 without a limit."""

    speech_id: int
    minutes: int


@event("speaking.minute_added", _l("Thêm thời gian phát biểu"))
class MinuteAdded(Event, frozen=True, kw_only=True):
    """The speech may last until `until` (UTC, ISO)."""

    speech_id: int
    until: str


@event("speaking.speech_ended", _l("Kết thúc phát biểu"))
class SpeechEnded(Event, frozen=True, kw_only=True):
    """The person has spoken."""

    speech_id: int


@event("speaking.speech_resumed", _l("Cho phát biểu tiếp"))
class SpeechResumed(Event, frozen=True, kw_only=True):
    """The speech had been ended by mistake and goes on, as if it had not."""

    speech_id: int


@event("speaking.floor_taken_back", _l("Hủy mời phát biểu nhầm"))
class FloorTakenBack(Event, frozen=True, kw_only=True):
    """The floor was given by mistake: that speech never was, and the person stands on the list again."""

    speech_id: int


FLOOR_EVENTS = (SpeakerEntered, SpeakerStruck, FloorGiven, MinuteAdded, SpeechEnded, SpeechResumed, FloorTakenBack)
"""They change who speaks, and who waits to."""

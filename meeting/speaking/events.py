"""Events of speaking."""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("speaking.speaker_entered", _l("Ghi tên người phát biểu"))
class SpeakerEntered(Event, frozen=True, kw_only=True):
    """The person was put at the end of the list of speakers under this item."""

    speech_id: int
    item_id: int
    seat_id: int


@event("speaking.speaker_struck", _l("Bỏ tên người phát biểu"))
class SpeakerStruck(Event, frozen=True, kw_only=True):
    """The person will not speak and was taken off the list."""

    speech_id: int


@event("speaking.floor_given", _l("Mời phát biểu"))
class FloorGiven(Event, frozen=True, kw_only=True):
    """The person begins to speak. `minutes` is their time, 0 without a limit."""

    speech_id: int
    minutes: int


@event("speaking.minute_added", _l("Thêm thời gian phát biểu"))
class MinuteAdded(Event, frozen=True, kw_only=True):
    """The speech may last until `until` (UTC, ISO)."""

    speech_id: int
    until: str


@event("speaking.speech_ended", _l("Kết thúc phát biểu"))
class SpeechEnded(Event, frozen=True, kw_only=True):
    """The speech ended."""

    speech_id: int


@event("speaking.speech_resumed", _l("Cho phát biểu tiếp"))
class SpeechResumed(Event, frozen=True, kw_only=True):
    """A speech ended by mistake continues as if it had not ended."""

    speech_id: int


@event("speaking.floor_taken_back", _l("Hủy mời phát biểu nhầm"))
class FloorTakenBack(Event, frozen=True, kw_only=True):
    """The floor was given by mistake. The speech does not count, and the person waits on the list again."""

    speech_id: int


FLOOR_EVENTS = (SpeakerEntered, SpeakerStruck, FloorGiven, MinuteAdded, SpeechEnded, SpeechResumed, FloorTakenBack)
"""The events that change who speaks and who waits."""

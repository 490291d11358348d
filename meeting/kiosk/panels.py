"""The panel of kiosks, for the secretary."""

from typing import Any

from meeting.access.policy import View
from meeting.agenda.panels import called
from meeting.agenda.tables import Seat
from meeting.attendance.events import PointRenamed
from meeting.attendance.points import named_point
from meeting.attendance.rules import AT_POINT
from meeting.commands.replies import sentence
from meeting.journal import book as journal
from meeting.kernel.clock import read_stamp
from meeting.kernel.refusals import Refused, _l
from meeting.kernel.words import say
from meeting.kiosk.events import KIOSK_EVENTS, ReadingSetAside
from meeting.kiosk.rules import NOT_INVITED, OTHER_MEETING
from meeting.kiosk.tables import kiosks_of
from meeting.panels.registry import Sight, panel

SET_ASIDE_SHOWN = 5
_STRANGER = _l("Người đưa thẻ hoặc giấy mời không có tên trong phiên họp này.")
_IN_OTHER_WORDS = {
    NOT_INVITED: _STRANGER,
    OTHER_MEETING: _STRANGER,
    AT_POINT: _l("{name} đang có mặt tại một điểm cầu."),
}
"""Refusals with other words: a reading set aside stores the seat only, not the other facts of the refusal."""


@panel("kiosks", "kiosk/_kiosks.html", views=(View.CLERK,), shows=(*KIOSK_EVENTS, PointRenamed))
def kiosks(sight: Sight) -> dict[str, Any]:
    """Return `{kiosks, aside}`: the kiosks, and the late readings that changed nothing.

    A kiosk is `{id, name, by_name, device, code_until, paired_at, ended_at, point}`, a reading is `{read_at, said}`.
    """
    fields = ("id", "name", "by_name", "device", "code_until", "paired_at", "ended_at")
    listed = [
        {name: getattr(row, name) for name in fields} | {"point": named_point(sight.db, row.point_id)}
        for row in kiosks_of(sight.db, sight.meeting_id)
    ]
    book = journal.book_of(sight.meeting_id)
    lines = journal.latest_among(sight.db, book, [ReadingSetAside.kind], SET_ASIDE_SHOWN)
    aside = [{"read_at": read_stamp(line.body["read_at"]), "said": _said(sight, line.body)} for line in lines]
    return {"kiosks": listed, "aside": aside}


def _said(sight: Sight, aside: dict[str, Any]) -> str:
    """Return why a reading was set aside. A person who is not in this meeting is never named."""
    code, seat = aside["why"], sight.db.get(Seat, aside["whose"] or 0)
    if code in _IN_OTHER_WORDS:
        return say(_IN_OTHER_WORDS[code], sight.language).format(name=seat.particulars.named() if seat else "")
    name, words = seat.particulars.named() if seat else "", called(sight.db, sight.meeting_id)
    return sentence(Refused(code, name=name, **words), sight.language)

"""The machines at the door, as the secretary sees them."""

from typing import Any

from meeting.access.policy import View
from meeting.journal import book as journal
from meeting.kernel.clock import read_stamp
from meeting.kiosk.events import KIOSK_EVENTS, ReadingSetAside
from meeting.kiosk.tables import kiosks_of
from meeting.panels.registry import Sight, panel

SET_ASIDE_SHOWN = 5


@panel("kiosks", "kiosk/_kiosks.html", views=(View.CLERK,), shows=KIOSK_EVENTS)
def kiosks(sight: Sight) -> dict[str, Any]:
    """`{kiosks: [{id, name, by_name, device, code_until, paired_at, ended_at}], aside: [{read_at, said}]}`."""
    fields = ("id", "name", "by_name", "device", "code_until", "paired_at", "ended_at")
    listed = [{name: getattr(row, name) for name in fields} for row in kiosks_of(sight.db, sight.meeting_id)]
    book = journal.book_of(sight.meeting_id)
    lines = journal.latest_among(sight.db, book, [ReadingSetAside.kind], SET_ASIDE_SHOWN)
    aside = [{"read_at": read_stamp(line.body["read_at"]), "said": line.body["said"]} for line in lines]
    return {"kiosks": listed, "aside": aside}

"""One command in a process on eventlet, as the gateway hands it in: which comes first, its answer or a drawing?

Prints, one per line and in order, `answered` (the answer has left the queue of its connection) and `drawn`.
"""

import sys
import threading
from pathlib import Path
from queue import Queue
from typing import Any


def main() -> None:
    """`data database_url meeting document`: an installation, and a paper of a meeting in it."""
    data, url, meeting, document = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    from meeting.live import loop

    loop.patch("eventlet")
    from meeting import features
    from meeting.access.actors import SYSTEM
    from meeting.access.policy import View
    from meeting.config import Settings
    from meeting.documents.commands import RecordNoRendition
    from meeting.kernel import clock
    from meeting.live.tail import Tail
    from meeting.panels import drawing
    from meeting.panels.gallery import Gallery
    from meeting.parts import assemble

    features.register()
    said: list[str] = []
    shown = threading.Event()

    class Room:
        """Two views look on, and no person has a connected device."""

        def views(self, meeting_id: int) -> set[tuple[View, str]]:
            return {(View.MEMBER, "vi"), (View.CLERK, "vi")}

        def joined(self, meeting_id: int) -> dict[tuple[View, str], int]:
            return dict.fromkeys(self.views(meeting_id), 1)

        def show(self, meeting_id: int, view: View, language: str, batch: dict[str, Any]) -> None:
            if view == View.CLERK:
                shown.set()

        def count(self, meeting_id: int, seat_id: int) -> int:
            return 0

        def tell(self, meeting_id: int, seat_id: int) -> None:
            raise AssertionError("there is nobody to tell")

    def pen(template: str, model: dict[str, Any], language: str) -> str:
        said.append("drawn")
        return drawing.draw(template, model, language)

    parts = assemble(
        Settings(data=Path(data), database_url=url),
        announce=lambda book, events, upto: tail.nudge(book, events, upto),  # noqa: PLW0108 - the tail is made below
        offload=loop.offload,
    )
    gallery = Gallery(parts.database, pen, clock.now, Path(data))
    gallery.catch_up(meeting)
    tail = Tail(gallery, Room(), Room(), tick_ms=0)
    queue: Queue[str] = Queue()

    def writes() -> None:
        while True:
            said.append(queue.get())

    def hands_in() -> None:
        command = RecordNoRendition(meeting_id=meeting, document_id=document, reason="Tệp hỏng")
        parts.commands.submit(command, actor=SYSTEM)
        queue.put("answered")

    for work in (tail.follow, writes):
        loop.start(work, work.__name__)
    tail.turn()  # the first full reading of the journal is over
    loop.start(hands_in, "command")
    assert shown.wait(20)
    print("\n".join(said))


if __name__ == "__main__":
    main()

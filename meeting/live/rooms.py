"""Rooms of the Socket.IO server, remembered by connection: a leaving client is removed from its own rooms only.

By default the library searches every room for the connection, and each tablet has three rooms: when a hall of two
thousand loses its network, it looks into six thousand rooms for each tablet.
"""

from collections import defaultdict
from typing import Any

from meeting.live.sockets import Manager


class Rooms(Manager):  # type: ignore[misc]
    """The library's manager, which knows of each connection the rooms that it is in."""

    def __init__(self) -> None:
        super().__init__()
        self._of: defaultdict[str, set[str | None]] = defaultdict(set)

    def basic_enter_room(self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None) -> None:
        """Put a connection into a room, or into its namespace for `None`."""
        super().basic_enter_room(sid, namespace, room, eio_sid)
        self._of[sid].add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        """Take a connection out of a room."""
        super().basic_leave_room(sid, namespace, room)
        if sid in self._of:
            self._of[sid].discard(room)

    def basic_disconnect(self, sid: str, namespace: str, **kwargs: Any) -> None:
        """Remove a connection that leaves. It has a different id in each namespace."""
        for room in self._of.pop(sid, ()):
            super().basic_leave_room(sid, namespace, room)
        self.callbacks.pop(sid, None)
        for waiting in (self.pending_connect, self.pending_disconnect):
            if sid in waiting.get(namespace, ()):
                waiting[namespace].remove(sid)
                if not waiting[namespace]:
                    del waiting[namespace]

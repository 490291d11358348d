"""Connections: who holds them, for how long, and which are cut first when there are too many.

Every open connection costs the process a descriptor. With 1,024 descriptors, a thousand idle connections of one
stranger would lock out a council. A whole hall may share one address, so a limit per address cannot tell friend from
stranger; being signed in can.
"""

import _socket
import contextlib
import dataclasses
import logging
import os
import socket
import threading
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

log = logging.getLogger(__name__)

PERSON = "meeting.person"
HEAD_SECONDS = 10.0
"""From connecting to the end of the first request's head."""
IDLE_SECONDS = 15.0
"""From the end of one request to the end of the next one's head."""
JOIN_SECONDS = 10.0
"""From the opening of the live socket until its page has joined."""
ASK_SECONDS = 60.0
"""For one whole request of a person not known to be signed in."""
FRIEND_SECONDS = 600.0
"""For one whole request of a signed-in person: papers are large and some networks slow."""
MOST_CONNECTIONS = 10_000
MOST_WAITING = 256
"""The most idle connections of strangers at one address. One more, and the oldest is cut."""
MOST_OF_ONE = 64
"""The most connections that count as one person's (devices with tabs). Further ones count as a stranger's."""
LEAST_SPARE = 64

WAITING, ASKING, FRIEND, KEPT = range(4)
"""Ranks: the lowest is cut first when there are too many. KEPT is never cut: a person's live socket, or request."""


@dataclasses.dataclass(eq=False)
class Caller:
    """An open connection. `until`: when it is cut (monotonic seconds)."""

    address: str
    stream: Any
    until: float
    person: str = ""
    asking: bool = False
    line: bool = False
    rank: int = WAITING

    def cut(self) -> None:
        """End it from outside. Its reader or writer sees the end and cleans up."""
        stream = self.stream if isinstance(self.stream, _socket.socket) else self.stream.fd
        with contextlib.suppress(OSError):  # it may be gone already
            _socket.socket.shutdown(stream, socket.SHUT_RDWR)  # the plain one: TLS would send a goodbye


class Connections:
    """All open connections of a server."""

    def __init__(self, files: int) -> None:
        """`files`: the most descriptors that the process may have open."""
        self._files = files
        self._callers: dict[tuple[Any, ...], Caller] = {}
        self._ranks: list[dict[str, dict[Caller, None]]] = [{}, {}, {}]
        self._of: Counter[str] = Counter()
        self._lock = threading.RLock()
        self._most = MOST_CONNECTIONS
        self._silent_until = 0.0
        self.count_files()

    def enter(self, stream: Any, address: tuple[Any, ...]) -> bool:
        """Register a new connection. Returns False when there is no room for it."""
        caller = Caller(str(address[0]), stream, time.monotonic() + HEAD_SECONDS)
        if time.monotonic() < self._silent_until:
            return False
        with self._lock:
            if len(self._callers) >= self._most and not self._drop_one():
                log.warning("no room for another connection")
                return False
            if (former := self._callers.get(address)) is not None:  # closed, but its handler has not noticed yet
                self._forget(former)
            self._callers[address] = caller
            self._place(caller, WAITING)
            if len(self._ranks[WAITING][caller.address]) > MOST_WAITING:
                self._drop(WAITING, caller.address, "too many that ask for nothing")
        return True

    def fall_silent(self, seconds: float) -> None:
        """Cut all connections and accept none for this time, as if the network failed. Used in drills."""
        with self._lock:
            self._silent_until = time.monotonic() + seconds
            for caller in list(self._callers.values()):
                caller.cut()

    def leave(self, address: tuple[Any, ...], stream: Any) -> None:
        """Unregister a connection that has ended."""
        with self._lock:
            caller = self._callers.get(address)
            if caller is not None and caller.stream is stream:  # another connection may have the same port by now
                del self._callers[address]
                self._forget(caller)

    def of(self, address: tuple[Any, ...]) -> Caller | None:
        """Return the connection from an address and port, or None."""
        return self._callers.get(address)

    # what a connection is doing

    def waits(self, caller: Caller, environ: Mapping[str, Any] | None) -> None:
        """Note that the connection waits for a request. `environ`: of the request before, None for the first one."""
        seconds = HEAD_SECONDS if environ is None else IDLE_SECONDS
        with self._lock:
            if environ is not None and not caller.person:
                self._recognise(caller, environ.get(PERSON, ""))
            self._turn(caller, asking=False, line=False, seconds=seconds)

    def asks(self, caller: Caller) -> None:
        """Note that the head of a request has arrived."""
        with self._lock:
            self._turn(caller, asking=True, line=False, seconds=FRIEND_SECONDS if caller.person else ASK_SECONDS)

    def opens_line(self, caller: Caller, person: str) -> bool:
        """Note that a signed-in person opens a live socket, whose page has not joined yet.

        Returns False when they have too many already.
        """
        with self._lock:
            self._recognise(caller, person)
            self._turn(caller, asking=False, line=False, seconds=JOIN_SECONDS)
            return bool(caller.person)

    def joins(self, caller: Caller) -> None:
        """Note that the page of a live socket has joined. The socket may then stay open without limit."""
        with self._lock:
            self._turn(caller, asking=False, line=True, seconds=float("inf"))

    # which connection is cut

    def watch(self) -> None:
        """Cut connections that take too long; runs until the process ends."""
        while True:
            time.sleep(1.0)
            try:
                self.cut_overdue()
                self.count_files()
            except Exception:
                log.exception("could not check the connections")

    def cut_overdue(self) -> None:
        """Cut connections that take too long."""
        now = time.monotonic()
        with self._lock:
            overdue = [caller for caller in self._callers.values() if caller.until < now]
            for caller in overdue:
                self._cut(caller, "too slow")

    def count_files(self) -> None:
        """Count how many connections are possible: papers being read also need descriptors."""
        try:
            others = sum(1 for _ in os.scandir("/proc/self/fd")) - len(self._callers)
        except OSError:  # no descriptor is left for counting
            self.make_room()
            return
        spare = max(LEAST_SPARE, self._files // 8)
        self._most = max(1, min(MOST_CONNECTIONS, self._files - others - spare))

    def make_room(self) -> None:
        """Cut an eighth of the connections that may be cut, because the system has no descriptor left."""
        with self._lock:
            for _ in range(max(8, len(self._callers) // 8)):
                if not self._drop_one():
                    return

    def _drop_one(self) -> bool:
        """Cut the oldest connection of the address with the most in the lowest rank. False when none may be cut."""
        for rank, addresses in enumerate(self._ranks):
            if addresses:
                self._drop(rank, max(addresses, key=lambda address: len(addresses[address])), "no room")
                return True
        return False

    def _drop(self, rank: int, address: str, why: str) -> None:
        self._cut(next(iter(self._ranks[rank][address])), why)

    def _cut(self, caller: Caller, why: str) -> None:
        log.info("cut a connection of %s: %s", caller.address, why)
        self._unplace(caller)
        caller.until = float("inf")
        caller.cut()

    # state

    def _turn(self, caller: Caller, *, asking: bool, line: bool, seconds: float) -> None:
        caller.asking, caller.line, caller.until = asking, line, time.monotonic() + seconds
        busy = asking or line
        rank = (KEPT if busy else FRIEND) if caller.person else (ASKING if busy else WAITING)
        self._place(caller, rank)

    def _recognise(self, caller: Caller, person: str) -> None:
        if person and not caller.person and self._of[person] < MOST_OF_ONE:
            self._of[person] += 1
            caller.person = person

    def _place(self, caller: Caller, rank: int) -> None:
        self._unplace(caller)
        caller.rank = rank
        if rank != KEPT:
            self._ranks[rank].setdefault(caller.address, {})[caller] = None

    def _unplace(self, caller: Caller) -> None:
        if caller.rank == KEPT:
            return
        here = self._ranks[caller.rank].get(caller.address)
        if here is not None:
            here.pop(caller, None)
            if not here:
                del self._ranks[caller.rank][caller.address]

    def _forget(self, caller: Caller) -> None:
        self._unplace(caller)
        if caller.person:
            self._of[caller.person] -= 1
            if not self._of[caller.person]:
                del self._of[caller.person]

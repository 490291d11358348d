"""How far a meeting's journal has been read, and the number at which each panel last changed."""

import dataclasses
from typing import NamedTuple

from meeting.journal.events import Event
from meeting.panels.registry import Key, registered, touched

MOST_ROWS = 100
"""The most rows of one panel to send; when more have changed, the whole panel is smaller."""


class Concern(NamedTuple):
    """The last event that a seat's own devices show.

    `answered`: the submitting devices already show all these events.
    """

    last: int
    answered: bool


@dataclasses.dataclass
class BookState:
    """The known state of one meeting's journal up to `seq`; `first`: its number when this server first read it.

    `stale_at`: when a panel last became stale in any way; `whole_at`: when by more than named rows; `rows_at`: when
    each named row last changed after that. `concerned_at`: by seat, the last event that its devices show, and the last
    that no answer has shown. `displaced_at`: when a seat's devices last had to reconnect.
    """

    first: int
    seq: int
    stale_at: dict[str, int] = dataclasses.field(default_factory=dict)
    whole_at: dict[str, int] = dataclasses.field(default_factory=dict)
    rows_at: dict[str, dict[Key, int]] = dataclasses.field(default_factory=dict)
    concerned_at: dict[int, tuple[int, int]] = dataclasses.field(default_factory=dict)
    displaced_at: dict[int, int] = dataclasses.field(default_factory=dict)

    @classmethod
    def begin(cls, seq: int) -> "BookState":
        """Return a state that begins at a number; nothing is known of the time before."""
        return cls(seq, seq, dict.fromkeys(registered(), seq), dict.fromkeys(registered(), seq))

    def note(self, seq: int, event: Event) -> None:
        """Note the next event of the journal."""
        for name, keys in touched(event).items():
            self.stale_at[name] = seq
            if keys is None:
                self.whole_at[name] = seq
                self.rows_at[name] = {}
            else:
                self.rows_at[name] = self.rows_at.get(name, {}) | dict.fromkeys(keys, seq)
        for seat in event.concerns():
            _, untold = self.concerned_at.get(seat, (0, 0))
            self.concerned_at[seat] = (seq, untold if event.answered() else seq)
        self.displaced_at |= dict.fromkeys(event.displaces(), seq)
        self.seq = seq

    def is_stale_since(self, name: str, seq: int) -> bool:
        """Return whether a panel may have changed after a number."""
        return self.stale_at.get(name, 0) > seq

    def rows_since(self, name: str, seq: int) -> dict[Key, int] | None:
        """Return the rows that may have changed after a number, each with the number of its last change.

        Returns None when the whole panel must be sent.
        """
        if self.whole_at.get(name, 0) > seq:
            return None
        rows = {key: at for key, at in self.rows_at.get(name, {}).items() if at > seq}
        return rows if len(rows) <= MOST_ROWS else None

    def displaced_since(self, seq: int) -> list[int]:
        """Return the seats whose devices must reconnect because of an event after a number."""
        return [seat for seat, at in list(self.displaced_at.items()) if at > seq]

    def concerned_since(self, seq: int) -> dict[int, Concern]:
        """Return the seats whose own devices show an event after a number."""
        concerned = list(self.concerned_at.items())
        return {seat: Concern(last, untold <= seq) for seat, (last, untold) in concerned if last > seq}

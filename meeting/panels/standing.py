"""How far a meeting's journal has been read, and since which number what looks different."""

import dataclasses
from typing import NamedTuple

from meeting.journal.events import Event
from meeting.panels.registry import Key, registered, touched

MOST_ROWS = 100
"""Of one panel; when more rows have changed, the whole panel is the smaller thing to send."""


class Concern(NamedTuple):
    """The last event that a seat's own devices show; `answered`: all there were are shown by whoever handed them in."""

    last: int
    answered: bool


@dataclasses.dataclass
class BookState:
    """What is known of one meeting's book up to the number `seq`; `first` is where it stood when somebody first looked.

    `stale_at`: when a panel last became stale in any way; `whole_at`: when by more than the rows that events named;
    `rows_at`: when each named row last changed after that.
    `concerned_at`: of each seat the last event that its devices show, and the last that answered none of them.
    `displaced_at`: when the devices of a seat had to come again.
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
        """Nothing is known of how anything looked before."""
        return cls(seq, seq, dict.fromkeys(registered(), seq), dict.fromkeys(registered(), seq))

    def note(self, seq: int, event: Event) -> None:
        """The next line of the book."""
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
        """Whether a panel may look different from how it looked at a number."""
        return self.stale_at.get(name, 0) > seq

    def rows_since(self, name: str, seq: int) -> dict[Key, int] | None:
        """The rows in which alone a panel may look different from how it looked at a number, and since when each.

        None: the whole panel is to be sent.
        """
        if self.whole_at.get(name, 0) > seq:
            return None
        rows = {key: at for key, at in self.rows_at.get(name, {}).items() if at > seq}
        return rows if len(rows) <= MOST_ROWS else None

    def displaced_since(self, seq: int) -> list[int]:
        """Seats whose devices must come again since a number."""
        return [seat for seat, at in list(self.displaced_at.items()) if at > seq]

    def concerned_since(self, seq: int) -> dict[int, Concern]:
        """Seats whose own devices show something that came after a number."""
        concerned = list(self.concerned_at.items())
        return {seat: Concern(last, untold <= seq) for seat, (last, untold) in concerned if last > seq}

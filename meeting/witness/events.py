"""What happens to witnesses."""

from meeting.journal.events import Event, event


@event("witness.key_named")
class KeyNamed(Event, frozen=True, kw_only=True):
    """In the office's book: with the key of this public half (64 hex digits) a server signs heads from now on."""

    key: str


@event("witness.head_contradicted")
class HeadContradicted(Event, frozen=True, kw_only=True):
    """A device keeps that entry `seq` had the hash `kept`; here it has `written` (nothing: there is no such entry).

    `proven`: what it keeps is signed by a key of this installation.
    """

    aside = True
    seat_id: int
    seq: int
    kept: str
    written: str
    proven: bool

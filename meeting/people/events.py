"""What happens to people of the office. Cards and PINs never stand in the journal, only that one was issued."""

from meeting.journal.events import Event, event
from meeting.people.particulars import Particulars


@event("people.person_added")
class PersonAdded(Event, frozen=True, kw_only=True):
    """Somebody may now be seated in meetings and sign in."""

    person_id: int
    account: str
    particulars: Particulars
    admin: bool


@event("people.person_changed")
class PersonChanged(Event, frozen=True, kw_only=True):
    """The person's particulars from now on; seats of past meetings keep what they showed."""

    person_id: int
    particulars: Particulars


@event("people.card_issued")
class CardIssued(Event, frozen=True, kw_only=True):
    """A new sign-in card; the one before it, and everything signed in with it, no longer works."""

    person_id: int

"""Sign-in cards: a QR code and a PIN per person, made once, printed, and kept here only as hashes.

Whoever signs minutes gets a signing key under the same PIN with the card.
"""

import base64
import dataclasses
from pathlib import Path

from sqlalchemy import select

from meeting.access.actors import SYSTEM
from meeting.access.directory import hash_secret
from meeting.access.tables import Login
from meeting.agenda.tables import Meeting, Seat, seats_of
from meeting.commands.submit import Commands
from meeting.kernel.tokens import new_pin, new_token, token_hash
from meeting.minutes.rules import ORDER
from meeting.minutes.signers import Keyring
from meeting.people.commands import IssueCard
from meeting.store.database import Database
from meeting.web import qr
from meeting.web.drawing import draw


@dataclasses.dataclass(frozen=True)
class Card:
    """What is printed for one person."""

    name: str
    honorific: str
    title: str
    unit: str
    seat_label: str
    code: str
    pin: str
    url: str

    @property
    def qr(self) -> str:
        """The card's address as a picture inside the page."""
        return "data:image/svg+xml;base64," + base64.b64encode(qr.svg(self.url).encode()).decode()


class CardOffice:
    """Issues cards for the people of a meeting."""

    def __init__(self, database: Database, commands: Commands, keyring: Keyring, public_url: str) -> None:
        self._database = database
        self._commands = commands
        self._keyring = keyring
        self._public_url = public_url

    def issue(self, meeting_id: int, *, again: bool) -> list[Card]:
        """New cards for everybody seated who has none; for everybody when `again`. Former cards stop working."""
        with self._database.read() as db:
            seats = seats_of(db, meeting_id)
            logins = {login.person_id: login for login in db.scalars(select(Login))}
        return [
            self._issue(seat, logins[seat.person_id].account)
            for seat in seats
            if again or logins[seat.person_id].card_hash is None
        ]

    def _issue(self, seat: Seat, account: str) -> Card:
        card, pin = new_token(), new_pin()
        order = IssueCard(person_id=seat.person_id, card_hash=token_hash(card), pin_hash=hash_secret(pin))
        self._commands.submit(order, actor=SYSTEM)
        if seat.role in ORDER:
            self._keyring.make_signer(account, pin, full_name=seat.full_name, title=seat.title, unit=seat.unit)
        return Card(
            seat.full_name,
            seat.honorific,
            seat.title,
            seat.unit,
            seat.label,
            account,
            pin,
            f"{self._public_url}/c/{card}",
        )


def write_sheet(cards: list[Card], meeting: Meeting, address: str, path: Path) -> None:
    """The sheet to print and cut, as one file that only its owner can read: it opens every tablet."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    model = {"cards": cards, "meeting": meeting, "address": address, "lang": "vi", "nonce": ""}
    path.write_text(draw("people/cards.html", model, "vi"), encoding="utf-8")

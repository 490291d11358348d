"""Sign-in cards: a QR code and a PIN per person, made once, printed, and stored only as hashes.

Signers of minutes get a signing key under the same PIN with the card, and a certificate as soon as somebody enters the
authority's passphrase. The sheet to print is on the disk before its cards are in force. If an issue is interrupted, the
next one makes the missing keys.
"""

import dataclasses
import itertools
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from cryptography.x509 import Certificate
from sqlalchemy import select

from meeting.access.actors import SYSTEM
from meeting.access.tables import Login
from meeting.agenda.tables import Meeting, Seat, seats_of
from meeting.commands.submit import Commands, Submit
from meeting.entrance.sheets import sheets_of
from meeting.kernel import clock
from meeting.kernel.hashing import hash_secret
from meeting.kernel.refusals import Refused, declare
from meeting.kernel.roles import Role
from meeting.kernel.tokens import new_pin, new_token, token_hash
from meeting.minutes.rules import ORDER
from meeting.panels.drawing import draw
from meeting.people.commands import IssueCard
from meeting.people.particulars import Particulars
from meeting.people.tables import find_person
from meeting.register.commands import RecordCertificate
from meeting.register.rules import Why
from meeting.signing import certificates
from meeting.signing.certificates import Issuer, fingerprint, spoken
from meeting.signing.keyring import Keyring
from meeting.store.database import Database
from meeting.store.guarded import guard_folder, write_guarded
from meeting.web import qr
from meeting.witness.key import printed, public_half

NOT_SEATED = declare(
    "entrance.not_seated",
    404,
    "Phiên họp “{slug}” không có ghế của tài khoản “{account}”. Xem lại cột tài khoản của thẻ.",
)

OFFICES = {Role.CHAIR: "CHỦ TỌA", Role.CLERK: "THƯ KÝ"}
"""The printed office of those who conduct the meeting. Their cards come first on the sheet, in this order."""


@dataclasses.dataclass(frozen=True)
class Card:
    """The content of one person's card. `keyless`: it opens the door, but its signing key could not be kept."""

    person_id: int
    signs: bool
    office: str
    particulars: Particulars
    seat_label: str
    code: str
    pin: str
    token: str
    url: str
    picture: str = ""
    keyless: bool = False

    @property
    def qr(self) -> str:
        """Return the card's address as a picture for the page, either made before or made now."""
        return self.picture or qr.picture(self.url)


class CardOffice:
    """Issues cards for the people of a meeting. `folder`: for the sheets to print; `address`: of the room for tablets.

    The issuing methods return the number of cards and the path of their sheet. `unlock` gets the authority when a
    signer gets a card; without it their certificates are made later.
    """

    def __init__(  # noqa: PLR0917 - what an office works with
        self,
        database: Database,
        commands: Commands,
        keyring: Keyring,
        folder: Path,
        address: str,
        unlock: Callable[[], Issuer | None],
        *,
        wifi: str = "",
    ) -> None:
        self._unlock = unlock
        self._database = database
        self._commands = commands
        self._keyring = keyring
        self._folder = folder
        self._address = address
        self._wifi = wifi

    def sheets(self, meeting: Meeting) -> list[Path]:
        """Return the sheets of a meeting that are ready to print."""
        return sheets_of(self._folder, meeting.slug)

    def uncertified(self, meeting: Meeting) -> list[str]:
        """Return the signers of a meeting's minutes who have a key without a certificate."""
        logins = self._logins()
        signs = [seat for seat in self._seats(meeting) if _signs(seat) or seat.id == meeting.presiding]
        signers = {logins[seat.person_id].account: seat.particulars for seat in signs}
        keys = self._keyring
        lacking = (person for who, person in signers.items() if keys.of(who).exists() and not keys.certificate(who))
        return [person.full_name for person in lacking]

    def issue_missing(self, meeting: Meeting) -> tuple[int, Path]:
        """Issue cards to people without one, and to signers without a key."""
        logins = self._logins()
        seats = [seat for seat in self._seats(meeting) if self._lacks(seat, logins[seat.person_id])]
        return self._issue(meeting, self._cards(seats), self._fresh_sheet(meeting))

    def issue_one(self, meeting: Meeting, account: str) -> tuple[int, Path]:
        """Issue a new card to one person; their former card and devices stop working.

        A member who presides gets a key too, because they sign the minutes. Raises Refused for a person without a seat
        who is not an administrator. During a meeting administrators can get theirs only here.
        """
        logins = self._logins()
        seats = [seat for seat in self._seats(meeting) if logins[seat.person_id].account == account]
        made = [self._make(seat, account, presides=seat.id == meeting.presiding) for seat in seats]
        cards = made or [self._administrators(meeting, account)]
        return self._issue(meeting, cards, self._fresh_sheet(meeting))

    def issue_all(self, meeting: Meeting) -> tuple[int, Path]:
        """Issue new cards for everybody with a seat. Returns (their number, the sheet).

        Earlier cards stop working, and earlier sheets are deleted.
        """
        former, sheet = self.sheets(meeting), self._fresh_sheet(meeting)
        count, _ = self._issue(meeting, self._cards(self._seats(meeting)), sheet)
        for each in former:
            each.unlink()
        return count, sheet.rename(self._folder / f"{meeting.slug}.html") if count else sheet

    def _seats(self, meeting: Meeting) -> list[Seat]:
        """Return the seats with an active account: chair and secretary first, then in the order of protocol."""
        first = {role: place for place, role in enumerate(OFFICES)}
        with self._database.read() as db:
            able = set(db.scalars(select(Login.person_id).where(Login.active)))
            seats = [seat for seat in seats_of(db, meeting.id) if seat.person_id in able]
        return sorted(seats, key=lambda seat: first.get(seat.role, len(first)))

    def _logins(self) -> dict[int, Login]:
        with self._database.read() as db:
            return {login.person_id: login for login in db.scalars(select(Login))}

    def _lacks(self, seat: Seat, login: Login) -> bool:
        return login.card_hash is None or (_signs(seat) and not self._keyring.of(login.account).exists())

    def _fresh_sheet(self, meeting: Meeting) -> Path:
        """Return an unused name: cards on an earlier sheet may still wait to be printed."""
        names = itertools.chain([f"{meeting.slug}.html"], (f"{meeting.slug}.{n}.html" for n in itertools.count(2)))
        return next(path for path in (self._folder / name for name in names) if not path.exists())

    def _cards(self, seats: list[Seat]) -> list[Card]:
        logins = self._logins()
        return [self._make(seat, logins[seat.person_id].account) for seat in seats]

    def _issue(self, meeting: Meeting, cards: list[Card], sheet: Path) -> tuple[int, Path]:
        """Write the sheet first, then put all cards in force, then make the keys: every PIN in force is on a sheet."""
        if not cards:
            return 0, sheet
        signers = [card for card in cards if card.signs]
        issuer = self._unlock() if signers else None
        words = {"address": self._address, "wifi": self._wifi, "authority": self._fingerprint()}
        words["event_key"] = printed(public_half(self._folder.parent))
        write_sheet(cards, meeting, words, sheet)
        commands = [
            IssueCard(
                person_id=card.person_id,
                card_hash=token_hash(card.token),
                pin_hash=hash_secret(card.pin, opens_key=card.signs),
                signs=card.signs,
            )
            for card in cards
        ]
        for card in signers:  # a key under the former PIN would hide from the next issue that a new one is missing
            self._keyring.of(card.code).unlink(missing_ok=True)
        self._commands.together(lambda submit: _hand_in(submit, commands), actor=SYSTEM)
        for card in signers:
            who = card.particulars
            self._keyring.make_signer(card.code, card.pin, full_name=who.full_name, title=who.title, unit=who.unit)
            if issuer is not None:
                self._keyring.certify(card.code, issuer, now=clock.now(), enter=partial(self._enter, card.code))
        return len(cards), sheet

    def _enter(self, account: str, certificate: Certificate) -> None:
        command = RecordCertificate(account=account, certificate=certificates.line(certificate), why=Why.CARD)
        self._commands.submit(command, actor=SYSTEM)

    def _fingerprint(self) -> str:
        authority = self._keyring.authority()
        return spoken(fingerprint(authority)) if authority is not None else ""

    def _administrators(self, meeting: Meeting, account: str) -> Card:
        with self._database.read() as db:
            found = db.scalar(select(Login).where(Login.account == account, Login.admin, Login.active))
            if found is None:
                raise Refused(NOT_SEATED, slug=meeting.slug, account=account)
            return self._card(found.person_id, account, find_person(db, found.person_id).particulars)

    def _make(self, seat: Seat, account: str, *, presides: bool = False) -> Card:
        office = OFFICES.get(seat.role, "")
        return self._card(seat.person_id, account, seat.particulars, _signs(seat) or presides, office, seat.label)

    def _card(  # noqa: PLR0917 - the content of a card
        self,
        person_id: int,
        account: str,
        particulars: Particulars,
        signs: bool = False,
        office: str = "",
        seat_label: str = "",
    ) -> Card:
        token = new_token()
        return Card(
            person_id=person_id,
            signs=signs or self._keyring.of(account).exists(),  # one PIN opens both, also at another meeting
            office=office,
            particulars=particulars,
            seat_label=seat_label,
            code=account,
            pin=new_pin(),
            token=token,
            url=f"{self._address}/c/{token}",
        )


def _signs(seat: Seat) -> bool:
    return seat.role in ORDER


def _hand_in(submit: Submit, commands: Iterable[IssueCard]) -> None:
    for command in commands:
        submit(command)


def write_sheet(cards: list[Card], meeting: Meeting, words: dict[str, str], path: Path) -> None:
    """Write the sheet to print and cut, as one durable file that only its owner can read: it opens every tablet.

    `words` are the same on each card: `address`, `wifi`, fingerprint of the `authority`, `event_key` of journals.
    """
    guard_folder(path.parent)
    model = {"cards": cards, "meeting": meeting, "lang": "vi", "nonce": ""} | words
    write_guarded(path, draw("entrance/cards.html", model, "vi").encode())

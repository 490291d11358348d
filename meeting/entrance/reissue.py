"""Cards on screen: made, put in force and shown once. Only hashes and keys of them are written to the disk.

First the key is made (it may take a second, in a separate process), then a command puts the card in force, then the key
is stored: when the command is refused nothing has changed. When the key cannot be stored, the card is in force and
shown all the same.
"""

import dataclasses
import logging
from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from meeting.access.actors import Actor
from meeting.agenda.tables import conducts_meeting
from meeting.commands import caps
from meeting.entrance.card_task import CardAnswer, CardRequest, PlainCard
from meeting.entrance.cards import Card
from meeting.kernel.hashing import hash_secret
from meeting.kernel.refusals import Refused, declare
from meeting.kernel.text import Cap
from meeting.kernel.tokens import new_pin, new_token, token_hash
from meeting.people.particulars import Particulars
from meeting.people.rules import NO_ACCOUNT
from meeting.people.tables import find_login, find_person
from meeting.register.commands import RecordCertificate
from meeting.register.rules import Why
from meeting.signing import certificates
from meeting.signing.certificates import fingerprint, spoken
from meeting.signing.key_task import KeyAnswer
from meeting.signing.keyring import check_authority
from meeting.store.disk import reason
from meeting.web import current
from meeting.web.address import room_url
from meeting.web.site import site
from meeting.work.apart import done_apart

log = logging.getLogger(__name__)
caps.form("entrance.card", words=Cap("Cụm từ mật khẩu", 200))

KEY_NOT_KEPT = declare("entrance.key_not_kept", 500, "Khóa ký chưa lưu được trên máy chủ: {reason}.")
SHEET_SECONDS = 600
"""The time for a sheet of any size: five hundred cards take about two minutes of one processor."""
PutInForce = Callable[[str, str], object]
"""Submits the command that puts a card in force: `put(card_hash, pin_hash)`."""


@dataclasses.dataclass(frozen=True)
class Bearer:
    """A person who gets a card. `signs`: the PIN also opens their signing key."""

    person_id: int
    account: str
    particulars: Particulars
    signs: bool
    office: str = ""
    seat_label: str = ""


@dataclasses.dataclass(frozen=True)
class CardSheet:
    """Cards in force.

    `refused`: why the sheet ended before everybody had a card and every signer a key; None if complete.
    """

    cards: list[Card]
    refused: Refused | None = None


def bearer_of(db: Session, person_id: int, *, office: str = "", seat_label: str = "") -> Bearer:
    """Return the data for a person's card. Raises Refused for a guest without an account."""
    person, login = find_person(db, person_id), find_login(db, person_id)
    if login is None:
        raise Refused(NO_ACCOUNT, name=person.particulars.named())
    signs = site().keyring.of(login.account).exists() or conducts_meeting(db, person_id)
    return Bearer(person_id, login.account, person.particulars, signs, office, seat_label)


def make_card(bearer: Bearer, words: str, put: PutInForce) -> Card:
    """Make a new valid card and return it, to be shown once. `words`: the authority's passphrase, or empty.

    Raises Refused when the passphrase is wrong or `put` refuses; the earlier card then still works. A card whose key
    could not be stored is `keyless`.
    """
    caps.check_text("entrance.card", "words", words)
    giver = _giver()  # people who give a card to themselves are signed out as soon as it is in force
    card = _card(bearer)
    key = _make_key(bearer, card.pin, words) if bearer.signs else None
    pin_hash = site().narrow(_hashed, card.pin, bearer.signs)
    put(token_hash(card.token), pin_hash)
    return dataclasses.replace(card, keyless=_why_keyless(card, key, giver) is not None)


def make_cards(bearers: Sequence[Bearer], words: str, put: Callable[[Bearer, str, str], object]) -> CardSheet:
    """Make new cards, put them in force one after the other, and return one sheet to show once.

    `put(bearer, card_hash, pin_hash)` submits the command. Raises Refused for wrong words before anything has changed.
    A later refusal ends the sheet there, as does a key that cannot be kept; what is in force is on the sheet.
    """
    caps.check_text("entrance.card", "words", words)
    giver, cards = _giver(), [_card(bearer) for bearer in bearers]
    pairs = zip(bearers, cards, strict=True)
    keys = [_make_key(bearer, card.pin, words) if bearer.signs else None for bearer, card in pairs]
    asked = CardRequest([PlainCard(card.pin, card.signs, card.url) for card in cards])
    made = done_apart("meeting.entrance.card_apart", asked, CardAnswer, seconds=SHEET_SECONDS).cards
    done: list[Card] = []
    for bearer, card, key, each in zip(bearers, cards, keys, made, strict=True):
        try:
            put(bearer, token_hash(card.token), each.pin_hash)
        except Refused as refused:
            return CardSheet(done, refused)
        why = _why_keyless(card, key, giver)
        done.append(dataclasses.replace(card, picture=each.picture, keyless=why is not None))
        if why is not None:
            return CardSheet(done, why)
    return CardSheet(done)


def _card(bearer: Bearer) -> Card:
    token = new_token()
    return Card(
        person_id=bearer.person_id,
        signs=bearer.signs,
        office=bearer.office,
        particulars=bearer.particulars,
        seat_label=bearer.seat_label,
        code=bearer.account,
        pin=new_pin(),
        token=token,
        url=f"{room_url(site().settings)}/c/{token}",
    )


def _why_keyless(card: Card, key: KeyAnswer | None, giver: Actor) -> Refused | None:
    """Store the key and return why that failed, if it did. The PIN is in force already and must still be shown."""
    try:
        _put_key(card, key, giver)
    except Refused as refused:
        return refused
    except OSError as error:
        log.exception("a signing key could not be kept")
        return Refused(KEY_NOT_KEPT, reason=reason(error))
    return None


def _put_key(card: Card, key: KeyAnswer | None, giver: Actor) -> None:
    if key is None:
        return
    if key.certificate:
        _enter(card.code, key.certificate, giver)
    site().keyring.put_signer(card.code, key)


def authority_spoken() -> str:
    """Return the fingerprint of the office's authority as printed on cards; empty without one."""
    authority = site().keyring.authority()
    return spoken(fingerprint(authority)) if authority is not None else ""


def _giver() -> Actor:
    with site().database.read() as db:
        return current.require_actor(db, None)


def _enter(account: str, pem: bytes, giver: Actor) -> None:
    """Record the certificate in the register before it becomes valid, with the name of the issuing person."""
    line = certificates.line(certificates.read(pem)[0])
    command = RecordCertificate(account=account, certificate=line, why=Why.CARD)
    site().commands.submit(command, actor=giver)


def _hashed(pin: str, opens_key: bool) -> str:
    return hash_secret(pin, opens_key=opens_key)


def _make_key(bearer: Bearer, pin: str, words: str) -> KeyAnswer:
    who = bearer.particulars.full_name, bearer.particulars.title, bearer.particulars.unit
    request = site().keyring.request(bearer.account, pin, words, who=who, now=current.now())
    made = done_apart("meeting.signing.key_apart", request, KeyAnswer)
    check_authority(made)
    return made

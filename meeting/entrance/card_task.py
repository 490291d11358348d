"""The request and the answer of the card-making task; the task itself is card_apart, in a separate process."""

import msgspec


class PlainCard(msgspec.Struct, frozen=True):
    """A PIN, whether it opens a signing key too, and the address that the card's code leads to."""

    pin: str
    opens_key: bool
    url: str


class CardRequest(msgspec.Struct, frozen=True):
    """A request to make several cards at once."""

    cards: list[PlainCard]


class MadeCard(msgspec.Struct, frozen=True):
    """The stored form of the PIN, and the code as a picture for a page."""

    pin_hash: str
    picture: str


class CardAnswer(msgspec.Struct, frozen=True):
    """The cards, in the order of the request."""

    cards: list[MadeCard]

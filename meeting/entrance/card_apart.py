"""Makes a sheet of cards in a separate process: hashes of PINs and pictures of codes.

Both take a tenth of a second per card, and tablets must not wait for a sheet of five hundred. PINs go through pipes.
"""

import os

from meeting.entrance.card_task import CardAnswer, CardRequest, MadeCard
from meeting.kernel.hashing import hash_secret
from meeting.kernel.task import answer_request
from meeting.web import qr

_BEHIND = 10
"""Its priority below the server, as a `nice` value."""


def answer(request: CardRequest) -> CardAnswer:
    """Return the hash of each card's PIN and the picture of its QR code."""
    made = [MadeCard(hash_secret(card.pin, opens_key=card.opens_key), qr.picture(card.url)) for card in request.cards]
    return CardAnswer(made)


if __name__ == "__main__":
    os.nice(_BEHIND)
    answer_request(CardRequest, answer)

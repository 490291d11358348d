"""How often an address, an account or a signer may try, and how large a number in an address may be."""

from typing import Any

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.routing import IntegerConverter, Map

from meeting.commands.payload import LARGEST_NUMBER

limiter = Limiter(get_remote_address, strategy="moving-window")
"""Whoever guesses at PINs is slowed, where they are and in all; a card's QR code opens the door meanwhile. Tries are
counted in memory, or where the application's settings say (several servers count together, see shared_limits)."""


class RowNumber(IntegerConverter):
    """`<int:…>` in an address: a number that a row can have; a larger one is no page, and never a fault."""

    def __init__(self, map: Map, **options: Any) -> None:  # noqa: A002 - werkzeug's name
        super().__init__(map, max=LARGEST_NUMBER, **options)

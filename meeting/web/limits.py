"""Limits: how often an address, an account or a signer may try, and the largest number in an address."""

from typing import Any

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.routing import IntegerConverter, Map

from meeting.commands.payload import LARGEST_NUMBER

limiter = Limiter(get_remote_address, strategy="moving-window")
"""Slows down guessing of PINs, per address and in all; cards still open the door meanwhile. Tries are counted in
memory, or where the application's settings say (several servers count together, see shared_limits)."""


class RowNumber(IntegerConverter):
    """`<int:…>` in an address: a number that a row can have. A larger one gets “not found” and causes no error."""

    def __init__(self, map: Map, **options: Any) -> None:  # noqa: A002 - werkzeug's name
        super().__init__(map, max=LARGEST_NUMBER, **options)

"""Payloads: turn plain JSON from a client into a strict struct, or refuse it."""

from typing import TypeVar

import msgspec

from meeting.commands import caps
from meeting.kernel.refusals import malformed
from meeting.kernel.text import clean

LONGEST_TEXT = 20_000
DEEPEST = 4
LARGEST_NUMBER = 2**31 - 1  # a larger one would fail in the database, and the whole transaction with it

S = TypeVar("S", bound=msgspec.Struct)


def read_payload(name: str, payload: object, kind: type[S]) -> S:
    """Return plain JSON as a request of type `kind`. Raises Refused when ill-typed, too long, or with an unknown
    field."""
    if isinstance(payload, dict):
        for field, text in payload.items():
            if isinstance(text, str) and len(text) > LONGEST_TEXT:
                caps.check_text_of(kind, str(field), text)
    try:
        return msgspec.convert(_clean(payload), kind, strict=True)
    except msgspec.ValidationError as error:
        raise malformed(error) from None


def _clean(value: object, depth: int = 0) -> object:
    """Return the value with every text in NFC. Raises Refused for a number that cannot be stored."""
    if depth > DEEPEST:
        raise malformed(f"nested deeper than {DEEPEST}")
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise malformed(f"a text longer than {LONGEST_TEXT}")
        return clean(value)
    if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
        raise malformed(f"a number above {LARGEST_NUMBER}")
    if isinstance(value, dict):
        return {str(key): _clean(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item, depth + 1) for item in value]
    return value

"""Tries: how many PINs may be tried, for one account and from one address. Cards are not counted."""

from typing import NoReturn

import flask
from werkzeug.wrappers import Response

from meeting.access import actors
from meeting.kernel.refusals import Refused, declare
from meeting.kernel.text import clean
from meeting.kernel.tokens import mac
from meeting.web import current
from meeting.web.limits import limiter
from meeting.web.site import site

FROM_HERE = "10 per minute; 40 per hour; 100 per day"
"""PINs for one account from one address.

Counted before they are checked, so that no burst slips through; a right PIN takes its count back.
"""
FROM_ANYWHERE = "300 per day"
"""Wrong PINs for one account from all addresses together: more than one address can use up."""

TOO_MANY_PINS = declare(
    "access.too_many_pins",
    429,
    "Đã thử quá nhiều lần. Vui lòng đợi một lúc rồi thử lại, hoặc quét mã QR trên thẻ.",
)


def from_here() -> str:
    """Return the key for counting the tries for an account from this address."""
    return _counted("here", account_tried(), current.address())


def from_anywhere() -> str:
    """Return the key for counting the tries for an account from all addresses."""
    return _counted("anywhere", account_tried())


def _counted(*what: str) -> str:
    """Return one of 65536 counters: invented names must not fill the memory, nor hit a known person's counter."""
    return f"{what[0]} {mac(site().secret, 'tries', *what)[:2].hex()}"


def refuse_pin(_: object) -> NoReturn:
    """Raise Refused for too many PINs. A card still works: guessing an account's PIN locks nobody out."""
    raise Refused(TOO_MANY_PINS)


def was_wrong(answer: Response) -> bool:
    """Return whether an answer was a wrong attempt. Only those are counted over all addresses."""
    return answer.status_code == 403


def take_back() -> None:
    """Forget the attempts from this address: a person who knows the PIN was not guessing."""
    here = from_here()
    for each in limiter.current_limits:
        if here in each.request_args:
            limiter.limiter.clear(each.limit, *each.request_args)


def account_tried() -> str:
    """Return the account whose PIN is tried.

    On a locked shared tablet it is the signed-in one, whatever the form says.
    """
    if flask.request.blueprint != "locking":
        return account_typed()
    with site().database.read() as db:
        actor = actors.find(db, current.token(), None, current.now())
    return actor.name if actor is not None else ""


def account_typed() -> str:
    """Return the typed account in the form in which it is looked up, so that spellings are not counted apart."""
    return clean(flask.request.form.get("account", "")).lower()

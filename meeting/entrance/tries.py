"""Tries: how many PINs may be tried, for one account and by one address. A card is no PIN and is not counted."""

from typing import NoReturn

import flask
from werkzeug.wrappers import Response

from meeting.access import actors
from meeting.kernel.refusals import Refused, declare
from meeting.kernel.text import clean
from meeting.kernel.tokens import mac
from meeting.web import gate
from meeting.web.limits import limiter
from meeting.web.site import site

FROM_HERE = "10 per minute; 40 per hour; 100 per day"
"""PINs for one account from one address. Counted before they are looked at, so that no burst slips through; a right
PIN takes back what was counted."""
FROM_ANYWHERE = "300 per day"
"""Wrong PINs for one account from all addresses together: so many that nobody spends them at one address alone."""

TOO_MANY_PINS = declare(
    "access.too_many_pins",
    429,
    "Đã thử quá nhiều lần. Vui lòng đợi một lúc rồi thử lại, hoặc quét mã QR trên thẻ.",
)


def from_here() -> str:
    """Under what the tries for an account from this address are counted."""
    return _counted("here", account_tried(), gate.address())


def from_anywhere() -> str:
    """Under what the tries for an account from all addresses are counted."""
    return _counted("anywhere", account_tried())


def _counted(*what: str) -> str:
    """One of 65536 counts: whoever makes up names must not fill the memory, nor know whose count a name falls upon."""
    return f"{what[0]} {mac(site().secret, 'tries', *what)[:2].hex()}"


def refuse_pin(_: object) -> NoReturn:
    """A card still opens the door: who guesses at an account's PIN locks nobody out."""
    raise Refused(TOO_MANY_PINS)


def was_wrong(answer: Response) -> bool:
    """Only these are counted for all addresses together."""
    return answer.status_code == 403


def take_back() -> None:
    """Whoever knows the PIN was not guessing."""
    here = from_here()
    for each in limiter.current_limits:
        if here in each.request_args:
            limiter.limiter.clear(each.limit, *each.request_args)


def account_tried() -> str:
    """Whose PIN is tried. On a shared tablet that asks again it is the one signed in there, whatever a form says."""
    if flask.request.blueprint != "locking":
        return account_typed()
    with site().database.read() as db:
        actor = actors.find(db, gate.token(), None, gate.now())
    return actor.name if actor is not None else ""


def account_typed() -> str:
    """The account typed, as it is looked up: another spelling of it is not another account to guess at."""
    return clean(flask.request.form.get("account", "")).lower()

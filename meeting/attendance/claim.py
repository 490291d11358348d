"""The code a device has scanned: what it got for it is kept in its own cookie, and here alone is it known where.

It is in no page: what a page holds can be handed on.
"""

import flask

_KEY = "arrival"


def keep(claim: str) -> None:
    """This device has scanned a code, or has lost what it knew of one by signing in; empty when there is none."""
    if claim:
        flask.session[_KEY] = claim


def held() -> str:
    """What this device got for the code it scanned; empty when it scanned none."""
    return str(flask.session.get(_KEY, ""))


def forget() -> bool:
    """The claim is used, or of no use; whether there was one."""
    return bool(flask.session.pop(_KEY, ""))

"""The claim that a device got for the code it scanned, stored only in the device's own cookie.

No page contains it, because a page's content can be passed on.
"""

import flask

_KEY = "arrival"


def keep(claim: str) -> None:
    """Store this device's claim, or store it again after signing in has cleared the session. Empty: do nothing."""
    if claim:
        flask.session[_KEY] = claim


def held() -> str:
    """Return this device's claim; empty when it has not scanned a code."""
    return str(flask.session.get(_KEY, ""))


def forget() -> bool:
    """Remove the claim; return whether there was one."""
    return bool(flask.session.pop(_KEY, ""))

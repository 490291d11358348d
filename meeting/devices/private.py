"""Private requests that sign out a person's own devices, and the number of their sign-ins."""

from typing import Any

from sqlalchemy.orm import Session

from meeting.access import sessions
from meeting.access.policy import Capability
from meeting.private.registry import Own, Private, handles, private, shows


@private("devices.sign_out", allow=Capability.OWN_SETTINGS)
class SignOut(Private, frozen=True, kw_only=True):
    """Sign out one of the person's own devices. `device` is the hash by which the list names it."""

    device: str


@handles(SignOut)
def sign_out(request: SignOut, own: Own) -> None:
    """Sign out the device. Another person's device stays signed in."""
    sessions.end_one(own.db, own.person_id, request.device, own.now)


@private("devices.sign_out_others", allow=Capability.OWN_SETTINGS)
class SignOutOthers(Private, frozen=True, kw_only=True):
    """Sign out all of the person's own devices except `keep`."""

    keep: str


@handles(SignOutOthers)
def sign_out_others(request: SignOutOthers, own: Own) -> None:
    """Sign out the other devices, for example after a card or a tablet was lost."""
    sessions.end_others(own.db, own.person_id, request.keep, own.now)


@shows("devices")
def devices(db: Session, person_id: int) -> dict[str, Any]:
    """Return `{count}`: the number of sign-ins that have not ended."""
    _, count = sessions.not_ended(db, person_id)
    return {"count": count}

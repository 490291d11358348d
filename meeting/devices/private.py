"""The requests to sign one's own devices out, and how many there are."""

from typing import Any

from sqlalchemy.orm import Session

from meeting.access import sessions
from meeting.access.policy import Capability
from meeting.private.registry import Own, Private, handles, private, shows


@private("devices.sign_out", allow=Capability.OWN_SETTINGS)
class SignOut(Private, frozen=True, kw_only=True):
    """Sign one device of one's own out; `device` is the hash by which the list names it."""

    device: str


@handles(SignOut)
def sign_out(request: SignOut, own: Own) -> None:
    """Somebody else's device is none of the person's, and stays."""
    sessions.end_of(own.db, own.person_id, own.now, only=request.device)


@private("devices.sign_out_others", allow=Capability.OWN_SETTINGS)
class SignOutOthers(Private, frozen=True, kw_only=True):
    """Sign every device of one's own out but one."""

    keep: str


@handles(SignOutOthers)
def sign_out_others(request: SignOutOthers, own: Own) -> None:
    """A card or a tablet was lost."""
    sessions.end_of(own.db, own.person_id, own.now, besides=request.keep)


@shows("devices")
def devices(db: Session, person_id: int) -> dict[str, Any]:
    """`{count}`: of sign-ins that nobody has ended."""
    _, count = sessions.not_ended(db, person_id)
    return {"count": count}

"""The present request: its cookie -> Actor, looked up afresh. Lower layers never see a session or a request."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

import flask
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.access import actors, attempts, sessions
from meeting.access.actors import Actor
from meeting.access.tables import Ended, Way
from meeting.config import Settings
from meeting.display.private import display
from meeting.kernel.refusals import LOCKED, NOT_SIGNED_IN, TOO_FAST, Refused, declare
from meeting.kernel.tablets import SharedTablets
from meeting.settings.in_force import in_force
from meeting.web.agents import device_named
from meeting.web.site import site

BAD_FORM = declare("web.bad_form", 400, "Trang đã mở quá lâu. Hãy tải lại trang rồi làm lại.")

KIOSK_ONLY = declare("web.kiosk_only", 403, "Máy này chỉ để điểm danh ở cửa, không mở được trang khác.")
_KIOSK = "kiosk"
"""The name in the cookie of a kiosk under which its meeting is."""
_HOMES: dict[str, str] = {}
"""The only pages of a kiosk: blueprints, each with the address where it begins."""

KNOWN = "meeting.person"
"""The environ key with the asking person, so that the server keeps people's connections before those of strangers."""


class Drawn(NamedTuple):
    """The viewer of a page and their display settings; empty until they are looked up."""

    person_id: int | None = None
    display: Mapping[str, Any] = MappingProxyType({})
    shared: bool = False


def drawn_for() -> Drawn:
    """Return the viewer of this request's page."""
    found = flask.g.get("own", Drawn())
    assert isinstance(found, Drawn)  # noqa: S101 - nobody else puts it there
    return found


def token() -> str | None:
    """Return the session token of this browser."""
    value = flask.session.get("token")
    return value if isinstance(value, str) else None


def find_actor(db: Session, meeting_id: int | None) -> Actor | None:
    """Return the actor in this meeting; None when signed out. Raises Refused on a locked shared tablet."""
    actor = actors.find(db, token(), meeting_id, now())
    if actor is not None:
        if actor.locked:
            raise Refused(LOCKED)
        if actor.kiosk is not None and not serves_kiosks():
            raise Refused(KIOSK_ONLY)
        flask.request.environ[KNOWN] = actor.in_journal
        if actor.person_id is not None and flask.request.method == "GET":
            flask.g.own = Drawn(
                actor.person_id, display(db, actor.person_id), actor.shared
            )  # a page may be drawn for them
    return actor


def hold_to_pace(actor: Actor | None = None) -> None:
    """Raise Refused when the actor sends commands faster than a person does, by socket and HTTP together."""
    if actor is None:
        with site().database.read() as db:
            actor = find_actor(db, None)
    if actor is not None and not site().pace.allows(actor.in_journal):
        raise Refused(TOO_FAST)


def require_own_page() -> None:
    """Raise Refused for a request that no page of this server has made.

    A browser sends the page's origin with every writing request, and no page can change it.
    """
    if flask.request.headers.get("Origin") != flask.request.host_url.rstrip("/"):
        raise Refused(BAD_FORM)


def require_actor(db: Session, meeting_id: int | None) -> Actor:
    """Return the actor in this meeting. Raises Refused when signed out."""
    actor = find_actor(db, meeting_id)
    if actor is None:
        raise Refused(NOT_SIGNED_IN)
    return actor


def open_to_kiosks(blueprint: flask.Blueprint, home: str) -> None:
    """Let machines at the door open these pages. They begin at `home`, an address with `{meeting_id}`."""
    _HOMES[blueprint.name] = home


def is_kiosk() -> bool:
    """Return whether this browser is, or was, a kiosk."""
    return _KIOSK in flask.session


def serves_kiosks() -> bool:
    """Return whether a kiosk may open the requested address."""
    return flask.request.blueprint in _HOMES or flask.request.endpoint == "static"


def keep_kiosk_in() -> Response | None:
    """Let a kiosk open only its own pages, even among the pages that everybody may open. Runs before every request."""
    if not is_kiosk() or serves_kiosks():
        return None
    if flask.request.path == "/" and flask.request.method == "GET":
        (home,) = _HOMES.values()
        return flask.redirect(home.format(meeting_id=flask.session[_KIOSK]), code=303)
    raise Refused(KIOSK_ONLY)


def sign_in(
    person_id: int | None,
    *,
    way: Way,
    screen_of: int | None = None,
    kiosk: int | None = None,
    kiosk_of: int | None = None,
    language: str = "vi",
) -> None:
    """Sign this browser in under a new token and sign out the person before. A shared tablet stays shared."""
    former, moment, hours, shared = token(), now(), settings().session_hours, _said_shared()
    lock_minutes = settings().lock_minutes if is_shared() and person_id is not None else 0
    device, where = device_named(flask.request.headers.get("User-Agent", "")), address()

    def begin(db: Session) -> str:
        if former is not None:
            sessions.end(db, former, moment)
        attempts.note(db, Ended.IN, way, now=moment, person_id=person_id, address=where, device=device)
        return sessions.begin(
            db,
            person_id=person_id,
            screen_of=screen_of,
            now=moment,
            hours=hours,
            device=device,
            address=where,
            lock_minutes=lock_minutes,
            kiosk=kiosk,
            kiosk_of=kiosk_of,
        )

    fresh = site().database.gate.submit(begin)
    flask.session.clear()
    flask.session.update(token=fresh, language=language, shared=shared)
    if kiosk is not None:
        flask.session[_KIOSK] = kiosk_of
    flask.session.permanent = True


def sign_out() -> None:
    """End this browser's session."""
    former, moment, shared = token(), now(), _said_shared()
    device, where = device_named(flask.request.headers.get("User-Agent", "")), address()
    flask.session.clear()
    flask.session.update(shared=shared)

    def end(db: Session) -> None:
        person_id = sessions.ends(db, former or "", moment)
        if person_id is not None:
            attempts.note(db, Ended.OUT, Way.CODE, now=moment, person_id=person_id, address=where, device=device)

    if former is not None:
        site().database.gate.submit(end)


def was_ended() -> bool:
    """Return whether this browser was signed out from elsewhere: it still sends an ended token."""
    carried = token()
    if carried is None or is_kiosk():
        return False
    with site().database.read() as db:
        return sessions.was_ended(db, carried)


def is_shared() -> bool:
    """Return whether several people use this device: somebody has set it for this device, or the office for all."""
    return _said_shared() or all_shared()


def all_shared() -> bool:
    """Return whether the office has set that several people use every device."""
    return settings().shared_tablets == SharedTablets.ALL


def _said_shared() -> bool:
    return bool(flask.session.get("shared"))


def note_shared() -> None:
    """Remember on this device whether several people use it, as the person says at sign-in."""
    flask.session["shared"] = bool(flask.request.form.get("shared"))


def note_refused(way: Way, account: str = "") -> None:
    """Add a refusal to the log of sign-ins."""
    device, where, moment = device_named(flask.request.headers.get("User-Agent", "")), address(), now()
    site().database.gate.submit(
        lambda db: attempts.note_refused(db, way, account=account, address=where, device=device, now=moment)
    )


def settings(db: Session | None = None) -> Settings:
    """Return the settings in force, with an administrator's choices, read once for a request."""
    if "settings" not in flask.g:
        if db is None:
            with site().database.read() as read:
                return settings(read)
        flask.g.settings = in_force(db, site().settings)
    found = flask.g.settings
    assert isinstance(found, Settings)  # noqa: S101 - put there above
    return found


def now() -> datetime:
    """Return the time by the installation's clock."""
    return site().clock()


def language() -> str:
    """Return the language of this browser's screens."""
    return str(flask.session.get("language", "vi"))


def remember_language(chosen: str) -> None:
    """Keep the language in this browser."""
    flask.session["language"] = chosen


def address() -> str:
    """Return the network address of the request."""
    return flask.request.remote_addr or "127.0.0.1"

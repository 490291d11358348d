"""The entry: decides at the upgrade, before there is a socket, who may open a live socket."""

import dataclasses
import logging
import time
from collections.abc import Callable
from typing import Any

import flask

from meeting.access import sessions
from meeting.kernel.clock import Clock
from meeting.kernel.pace import Pace
from meeting.kernel.refusals import NOT_SIGNED_IN, TOO_FAST, Refused, declare
from meeting.kernel.tokens import token_hash
from meeting.live import doorway
from meeting.live.pacing import Turnstile
from meeting.store.database import Database

log = logging.getLogger(__name__)

PATH = "/socket.io"
ADMITTED = "meeting.admitted"
AT_ONCE, A_SECOND = 60, 2.0
"""How often a person may open a live socket: tablets reconnect, and phones change networks."""

FOREIGN = declare("live.foreign", 403, "Kết nối này không đến từ trang của chính máy chủ.")


@dataclasses.dataclass(frozen=True)
class Admission:
    """The person behind a live socket.

    `until`: the end of the sign-in by a clock that nobody can set (monotonic seconds).
    """

    token: str
    digest: str
    person: str
    person_id: int | None
    language: str
    until: float


class SocketEntry:
    """Decides who may open a live socket. Wraps the application that would open one."""

    def __init__(self, flask_app: flask.Flask, database: Database, clock: Clock, turnstile: Turnstile) -> None:
        self._flask = flask_app
        self._database = database
        self._clock = clock
        self._turnstile = turnstile
        self._pace = Pace(AT_ONCE, A_SECOND)

    def before(self, app: Callable[..., Any]) -> Callable[..., Any]:
        """Return the WSGI application with this check before it."""

        def guarded(environ: dict[str, Any], start_response: Any) -> Any:
            if not environ.get("PATH_INFO", "").startswith(PATH):
                return app(environ, start_response)
            try:
                self._open(environ)
            except Refused as refused:
                log.info("no live socket for %s: %s", environ.get("REMOTE_ADDR"), refused.code)
                body = refused.code.encode()
                head = [
                    ("Content-Type", "text/plain"),
                    ("Content-Length", str(len(body))),
                    ("Cache-Control", "no-store"),
                ]
                start_response(f"{refused.status} {refused.code}", head)
                return [body]
            return app(environ, start_response)

        return guarded

    def admit(self, environ: dict[str, Any]) -> Admission:
        """Return who opens a live socket by this request. Raises Refused for strangers and for pages of another origin.

        A browser always sends the origin, so a request without one is refused too.
        """
        if ADMITTED not in environ:
            with self._turnstile, self._flask.request_context(environ):
                environ[ADMITTED] = self._decide(str(flask.session.get("token", "")))
        admission = environ[ADMITTED]
        assert isinstance(admission, Admission)  # noqa: S101 - put there above
        return admission

    def _open(self, environ: dict[str, Any]) -> None:
        admission = self.admit(environ)
        if not self._pace.allows(admission.person):
            raise Refused(TOO_FAST)
        known = doorway.of_request(environ)
        if known is not None and not known[0].opens_line(known[1], admission.person):
            raise Refused(TOO_FAST)

    def _decide(self, token: str) -> Admission:
        digest, now = token_hash(token), self._clock()
        with self._database.read() as db:
            found = sessions.valid(db, digest, now) if token else None
        if found is None:
            raise Refused(NOT_SIGNED_IN)
        if flask.request.headers.get("Origin") != flask.request.host_url.rstrip("/"):
            raise Refused(FOREIGN)
        until = time.monotonic() + (found.expires_at - now).total_seconds()
        return Admission(token, digest, found.person, found.person_id, flask.session.get("language", "vi"), until)

"""Security headers of every answer: a strict Content-Security-Policy with a nonce, no framing, no referrer."""

import secrets

import flask
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature
from werkzeug.wrappers import Response

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


SECURE_COOKIE = "__Host-meeting"
"""The cookie's name over HTTPS. Browsers do not let a plain cookie replace a secure one, so a person who has used HTTPS
could not sign in at the plain address if both had the same name."""


class SessionCookie(SecureCookieSessionInterface):
    """A cookie given over HTTPS, here or at the proxy in front, goes back over HTTPS only."""

    def get_cookie_name(self, app: flask.Flask) -> str:
        """See SessionInterface."""
        return SECURE_COOKIE if flask.request.is_secure else super().get_cookie_name(app)

    def get_cookie_secure(self, app: flask.Flask) -> bool:
        """See SessionInterface."""
        return flask.request.is_secure

    def open_session(self, app: flask.Flask, request: flask.Request) -> SecureCookieSession | None:
        """Read the session and ignore the cookie's age; the database decides how long a sign-in lasts. After the clock
        was set back, all of the day's cookies would be from the future and nobody would be signed in."""
        serializer = self.get_signing_serializer(app)
        written = request.cookies.get(self.get_cookie_name(app))
        if serializer is None or not written:
            return None if serializer is None else self.session_class()
        try:
            return self.session_class(serializer.loads(written))
        except BadSignature:
            return self.session_class()

    def get_expiration_time(self, app: flask.Flask, session: SessionMixin) -> None:
        """Return None: a date from this machine's clock may have passed already on a tablet whose clock is ahead."""
        return

    def save_session(self, app: flask.Flask, session: SessionMixin, response: flask.Response) -> None:
        """Set the cookie, except on answers that browsers keep for good: they must not depend on a cookie."""
        if not response.cache_control.immutable:
            super().save_session(app, session, response)
            self._let_last(app, session, response)

    def _let_last(self, app: flask.Flask, session: SessionMixin, response: flask.Response) -> None:
        """Let the cookie last this many seconds from its arrival in the browser."""
        begins, lasts = f"{self.get_cookie_name(app)}=", int(app.permanent_session_lifetime.total_seconds())
        cookies = response.headers.getlist("Set-Cookie")
        for place, cookie in enumerate(cookies):
            if cookie.startswith(begins) and session.permanent and "Max-Age" not in cookie:
                cookies[place] = f"{cookie}; Max-Age={lasts}"
        response.headers.setlist("Set-Cookie", cookies)


def nonce() -> str:
    """Return this request's nonce."""
    if "nonce" not in flask.g:
        flask.g.nonce = secrets.token_urlsafe(16)
    return str(flask.g.nonce)


def protect(answer: Response) -> Response:
    """Add the headers to an answer."""
    headers = answer.headers
    headers.setdefault("Content-Security-Policy", POLICY.format(nonce=nonce()))
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(self), microphone=(), geolocation=()")
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
    if flask.request.is_secure and flask.current_app.config["KEEPS_HTTPS"]:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return answer

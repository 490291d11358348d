"""Security headers of every answer: a strict Content-Security-Policy with a nonce, no framing, no referrer."""

import secrets

import flask
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from werkzeug.wrappers import Response

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class SessionCookie(SecureCookieSessionInterface):
    """A cookie given over HTTPS, here or at the proxy in front, goes back over HTTPS only."""

    def get_cookie_secure(self, app: flask.Flask) -> bool:
        """See SessionInterface."""
        return flask.request.is_secure

    def save_session(self, app: flask.Flask, session: SessionMixin, response: flask.Response) -> None:
        """What a browser keeps for good depends on no cookie and brings none: each answer's cookie is a new one."""
        if not response.cache_control.immutable:
            super().save_session(app, session, response)


def nonce() -> str:
    """This request's nonce."""
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
    if flask.request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return answer

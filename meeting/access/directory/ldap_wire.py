"""The only module that uses `ldap3`: a TLS connection whose certificate is checked, a bind, and searches."""

import re
import ssl
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from meeting.access.directory.task import Link, LinkStep

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # names of pyasn1 that ldap3 still imports
    import ldap3
    from ldap3.core.exceptions import LDAPBindError, LDAPException, LDAPSocketOpenError, LDAPStartTLSError
    from ldap3.utils.conv import escape_filter_chars

SECONDS = 3
PAGE, MOST = 500, 50_000
"""The most entries in one answer (servers give at most a thousand), and in all: no office is larger."""
_OF_TLS = re.compile("certificate|ssl", re.IGNORECASE)


class StrictTls(ldap3.Tls):  # type: ignore[misc]
    """TLS whose certificate and host name Python checks; by default ldap3 checks neither."""

    def __init__(self, authority: str) -> None:
        super().__init__(validate=ssl.CERT_REQUIRED)
        self._context = ssl.create_default_context(cadata=authority or None)

    def wrap_socket(self, connection: Any, do_handshake: bool = False) -> None:
        """See ldap3.Tls."""
        connection.socket = self._context.wrap_socket(
            connection.socket, server_hostname=connection.server.host, do_handshake_on_connect=do_handshake
        )


class Stopped(Exception):  # noqa: N818 - returned as the answer
    """The question failed at this step."""

    def __init__(self, step: LinkStep, problem: object) -> None:
        super().__init__(str(problem))
        self.step = step


@contextmanager
def bound(link: Link, user: str, password: str, step: LinkStep) -> Iterator[Any]:
    """Yield a connection over TLS, bound as `user`, and close it at the end. Uses the first address that can be
    reached.
    Raises Stopped."""
    if not user or not password.strip():  # an empty password would be an anonymous bind, which succeeds
        raise Stopped(step, "invalidCredentials")
    connection = _reached(link, user, password, step)
    try:
        yield connection
    finally:
        _close(connection)


def _reached(link: Link, user: str, password: str, step: LinkStep) -> Any:
    *others, last = link.urls or ("",)
    for url in others:
        with suppress(Stopped):
            return _signed_in(link, url, user, password, step)
    return _signed_in(link, last, user, password, step)


def _signed_in(link: Link, url: str, user: str, password: str, step: LinkStep) -> Any:
    connection = _connection(link, url, user, password)
    try:
        _sign_in(connection, step)
    except Stopped:
        _close(connection)
        raise
    return connection


def _close(connection: Any) -> None:
    with suppress(LDAPException, OSError):
        connection.unbind()
    if connection.socket is not None:
        connection.socket.close()


def _connection(link: Link, url: str, user: str, password: str) -> Any:
    try:
        tls = StrictTls(link.authority)
        server = ldap3.Server(url, tls=tls, get_info=ldap3.NONE, connect_timeout=SECONDS)
    except (OSError, LDAPException) as error:  # no certificate, or an address in a bad form
        raise Stopped(LinkStep.CERTIFICATE if isinstance(error, OSError) else LinkStep.CONNECT, error) from None
    kind = {"client_strategy": ldap3.SYNC, "auto_referrals": False, "receive_timeout": SECONDS}
    return ldap3.Connection(server, user, password, raise_exceptions=False, **kind)


def _sign_in(connection: Any, step: LinkStep) -> None:
    try:
        connection.open()
        if not connection.server.ssl:
            connection.start_tls()
        if not connection.bind():
            raise Stopped(step, connection.result.get("description", ""))
    except (ssl.SSLError, LDAPStartTLSError) as error:
        raise Stopped(LinkStep.CERTIFICATE, error) from None
    except LDAPSocketOpenError as error:
        raise Stopped(LinkStep.CERTIFICATE if _OF_TLS.search(str(error)) else LinkStep.CONNECT, error) from None
    except LDAPBindError as error:
        raise Stopped(step, error) from None
    except (LDAPException, OSError, ValueError) as error:
        raise Stopped(LinkStep.CONNECT, error) from None


def paged(service: Any, base: str, wanted: str, attributes: Sequence[str]) -> list[Any]:
    """Return every entry, a page at a time. Raises Stopped beyond the most entries allowed."""
    found: list[Any] = []
    cookie: bytes | None = None
    while True:
        found += asked(service, base, wanted, attributes, (), paged_size=PAGE, paged_cookie=cookie)
        controls = service.result.get("controls") or {}
        cookie = controls.get("1.2.840.113556.1.4.319", {}).get("value", {}).get("cookie")
        if not cookie:
            return found
        if len(found) > MOST:
            raise Stopped(LinkStep.SEARCH, "sizeLimitExceeded")


def asked(
    service: Any, base: str, wanted: str, attributes: Sequence[str], besides: tuple[str, ...], **how: Any
) -> list[Any]:
    """Return the entries that pass a filter. `besides`: results that count as success. Raises Stopped for any other
    result.

    A referral to another server is not an entry and is not followed.
    """
    try:
        service.search(base, wanted, attributes=list(attributes), **how)
    except LDAPException as error:
        raise Stopped(LinkStep.SEARCH, error) from None
    told = service.result.get("description", "")
    if told not in ("success", *besides):
        raise Stopped(LinkStep.SEARCH, told)
    return [entry for entry in service.response or [] if entry.get("type") == "searchResEntry"]


def safe(text: str) -> str:
    """Return a text escaped for use inside a filter."""
    return str(escape_filter_chars(text))

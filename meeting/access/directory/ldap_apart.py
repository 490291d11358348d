"""The one door to `ldap3`, in a process of its own: `python -m meeting.access.directory.ldap_apart` (see task.py)."""

import re
import ssl
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

import msgspec

from meeting.access.directory.task import Answer, Found, Link, LinkStep, Question
from meeting.kernel.text import clean

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # names of pyasn1 that ldap3 still imports
    import ldap3
    from ldap3.core.exceptions import LDAPBindError, LDAPException, LDAPSocketOpenError, LDAPStartTLSError
    from ldap3.utils.conv import escape_filter_chars

SECONDS = 3
SAMPLE = 5
_OF_TLS = re.compile("certificate|ssl", re.IGNORECASE)
_DISABLED = 2
"""The bit of `userAccountControl` in Active Directory that says so."""
_ATTRIBUTES = ["entryUUID", "objectGUID", "userAccountControl", "cn", "displayName"]


class StrictTls(ldap3.Tls):  # type: ignore[misc]
    """TLS whose certificate and name are checked by Python itself; ldap3 alone checks neither by default."""

    def __init__(self, authority: str) -> None:
        super().__init__(validate=ssl.CERT_REQUIRED, ca_certs_file=authority or None)
        self._context = ssl.create_default_context(cafile=authority or None)

    def wrap_socket(self, connection: Any, do_handshake: bool = False) -> None:
        """See ldap3.Tls."""
        connection.socket = self._context.wrap_socket(
            connection.socket, server_hostname=connection.server.host, do_handshake_on_connect=do_handshake
        )


class Stopped(Exception):  # noqa: N818 - it becomes the answer
    """The question came as far as this step."""

    def __init__(self, step: LinkStep, problem: object) -> None:
        super().__init__(str(problem))
        self.step = step


def answer(question: Question) -> Answer:
    """Ask the directory; whatever goes wrong is told by its step."""
    try:
        with _bound(question, question.link.service, question.link.password, LinkStep.SERVICE) as service:
            found = _owner(service, question) if question.account else _sample(service, question)
    except Stopped as stopped:
        return Answer(stopped.step, str(stopped)[:400])
    return Answer(LinkStep.DONE, found=found)


@contextmanager
def _bound(question: Question, user: str, password: str, step: LinkStep) -> Iterator[Any]:
    """A connection signed in as somebody, over TLS; closed at the end, however it ends."""
    if not user or not password.strip():  # an empty password would be an anonymous bind, which succeeds
        raise Stopped(step, "invalidCredentials")
    connection = _connection(question.link, user, password)
    try:
        _sign_in(connection, step)
        yield connection
    finally:
        with suppress(LDAPException, OSError):
            connection.unbind()
        if connection.socket is not None:
            connection.socket.close()


def _connection(link: Link, user: str, password: str) -> Any:
    try:
        tls = StrictTls(link.authority)
        server = ldap3.Server(link.url, tls=tls, get_info=ldap3.NONE, connect_timeout=SECONDS)
    except (OSError, LDAPException) as error:  # no such file, no such form of an address
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


def _owner(service: Any, question: Question) -> list[Found]:
    """Whose password it is: the one account of that name, not disabled, that it opens. Empty: nobody's."""
    account = clean(question.account)
    entries = _search(service, question, f"({question.link.login}={escape_filter_chars(account)})", 2)
    if len(entries) != 1 or _is_disabled(entries[0]):
        return []
    try:
        with _bound(question, entries[0]["dn"], question.password, LinkStep.DONE):
            pass
    except Stopped as stopped:
        if stopped.step is not LinkStep.DONE:
            raise
        if str(stopped) != "invalidCredentials":  # busy, unavailable: that is no wrong password
            raise Stopped(LinkStep.SEARCH, stopped) from None
        return []
    return [_found(entries[0], question.link.login)]


def _sample(service: Any, question: Question) -> list[Found]:
    entries = _search(service, question, f"({question.link.login}=*)", SAMPLE)
    return [_found(entry, question.link.login) for entry in entries[:SAMPLE]]


def _search(service: Any, question: Question, wanted: str, most: int) -> list[Any]:
    login = question.link.login
    try:
        service.search(question.link.base, wanted, attributes=[login, *_ATTRIBUTES], size_limit=most)
    except LDAPException as error:
        raise Stopped(LinkStep.SEARCH, error) from None
    told = service.result.get("description", "")
    if told not in ("success", "sizeLimitExceeded"):
        raise Stopped(LinkStep.SEARCH, told)
    return [entry for entry in service.response or [] if entry.get("type") == "searchResEntry"]


def _is_disabled(entry: Any) -> bool:
    control = _first(entry, "userAccountControl")
    return control.isdecimal() and bool(int(control) & _DISABLED)


def _found(entry: Any, login: str) -> Found:
    guid = entry["raw_attributes"].get("objectGUID")
    identity = str(UUID(bytes_le=bytes(guid[0]))) if guid else _first(entry, "entryUUID")
    name = _first(entry, "displayName") or _first(entry, "cn")
    return Found(identity.lower(), clean(_first(entry, login)).lower(), clean(name))


def _first(entry: Any, attribute: str) -> str:
    values = entry["raw_attributes"].get(attribute) or [b""]
    return bytes(values[0]).decode("utf-8", "replace")


def main() -> None:
    """Read the question from standard input, write the answer to standard output."""
    question = msgspec.json.decode(sys.stdin.buffer.read(), type=Question)
    sys.stdout.buffer.write(msgspec.json.encode(answer(question)))


if __name__ == "__main__":
    main()

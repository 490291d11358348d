"""What the outside directory is asked, and what it answers. It is asked in a process of its own (`ldap_apart`).

So `ldap3` is never in the server, a directory that hangs is killed with its process after a few seconds, and nothing of
it can hold up the room.
"""

from enum import StrEnum

import msgspec


class LinkStep(StrEnum):
    """How far a question came: what fails is named by its step."""

    CONNECT = "connect"
    CERTIFICATE = "certificate"
    SERVICE = "service"
    SEARCH = "search"
    DONE = "done"


class Link(msgspec.Struct, frozen=True):
    """How the directory is reached: `ldaps://…`, or `ldap://…` with StartTLS; the certificate is always checked.

    `authority`: a file with the authority's certificate; empty: those of the system. `service` and `password`: the DN
    that searches. `login`: the attribute that people sign in with, `uid` or `sAMAccountName`.
    """

    url: str
    authority: str
    service: str
    password: str
    base: str
    login: str


class Question(msgspec.Struct, frozen=True):
    """Is this the password of that account? Without an account: does the directory answer at all?"""

    link: Link
    account: str = ""
    password: str = ""


class Found(msgspec.Struct, frozen=True):
    """An account of the directory. `id` stays when it is renamed or moved (entryUUID, objectGUID)."""

    id: str
    account: str
    name: str


class Answer(msgspec.Struct, frozen=True):
    """`step` DONE: the directory answered; `found`: whose password it was, or a sample of the people it has."""

    step: LinkStep
    problem: str = ""
    found: list[Found] = []

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


class DirectoryKind(StrEnum):
    """Whose names and rules it follows: OpenLDAP and its like, or Microsoft Active Directory."""

    OPENLDAP = "openldap"
    ACTIVE = "active"

    @property
    def login(self) -> str:
        """The attribute that people sign in with."""
        return "sAMAccountName" if self is DirectoryKind.ACTIVE else "uid"


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """How the directory is reached: `ldaps://…`, or `ldap://…` with StartTLS; the certificate is always checked.

    `urls`: tried in turn until one can be reached. `authority`: the certificates (PEM) that may vouch for it; empty:
    those that the system trusts. `service` and `password`: the DN that searches. `wanted`: a filter that people must
    pass besides; `group_base`: where groups are, when not among the people.
    """

    urls: tuple[str, ...]
    kind: DirectoryKind
    authority: str
    service: str
    password: str
    base: str
    group_base: str = ""
    wanted: str = ""


class Question(msgspec.Struct, frozen=True, tag="owner"):
    """Is this the password of that account? Without an account: does the directory answer at all?

    `groups`: which of these groups (by name or DN) the account is in, directly or through other groups, is told too.
    """

    link: Link
    account: str = ""
    password: str = ""
    groups: tuple[str, ...] = ()


class Everybody(msgspec.Struct, frozen=True, tag="everybody"):
    """Who is in the directory, the disabled too, and in which of these groups."""

    link: Link
    groups: tuple[str, ...] = ()


class StillThere(msgspec.Struct, frozen=True, tag="still_there"):
    """Which of these accounts (by id) are there? With them somebody else, so that an empty directory is seen as one."""

    link: Link
    ids: tuple[str, ...]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """An account of the directory. `id` stays when it is renamed or moved (entryUUID, objectGUID)."""

    id: str
    account: str
    name: str
    title: str = ""
    unit: str = ""
    disabled: bool = False
    groups: tuple[str, ...] = ()


class Answer(msgspec.Struct, frozen=True):
    """`step` DONE: the directory answered; `found`: whose password it was, or the people it has.

    `groups`: names of groups that it has, for whoever makes rules; `unknown`: groups asked for that it has not.
    """

    step: LinkStep
    problem: str = ""
    found: list[Found] = []
    groups: list[str] = []
    unknown: list[str] = []

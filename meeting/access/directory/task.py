"""Questions to the outside directory and its answers. They are asked in a separate process (`ldap_apart`).

The server never loads `ldap3`. A directory that hangs is killed with that process after a few seconds, so it cannot
hold up the room.
"""

from enum import StrEnum

import msgspec


class LinkStep(StrEnum):
    """The steps of a question. A failure is named by the step that it reached."""

    CONNECT = "connect"
    CERTIFICATE = "certificate"
    SERVICE = "service"
    SEARCH = "search"
    DONE = "done"


class DirectoryKind(StrEnum):
    """The schema that the directory follows: OpenLDAP and similar ones, or Microsoft Active Directory."""

    OPENLDAP = "openldap"
    ACTIVE = "active"

    @property
    def login(self) -> str:
        """Return the name of the attribute with which people sign in."""
        return "sAMAccountName" if self is DirectoryKind.ACTIVE else "uid"


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """How to reach the directory: `ldaps://…`, or `ldap://…` with StartTLS. The certificate is always checked.

    `urls`: tried in turn until one can be reached. `authority`: the certificates (PEM) that may vouch for it; empty:
    those that the system trusts. `service` and `password`: the DN that searches. `wanted`: a filter that people must
    also pass; `group_base`: where the groups are, when they are not below the people.
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
    """Asks whether this is the password of that account. Without an account: asks only whether the directory answers.

    `groups`: the names or DNs of groups; the answer says in which of them the account is, directly or through others.
    """

    link: Link
    account: str = ""
    password: str = ""
    groups: tuple[str, ...] = ()


class Everybody(msgspec.Struct, frozen=True, tag="everybody"):
    """Asks for everybody in the directory, including disabled accounts, and for their membership in these groups."""

    link: Link
    groups: tuple[str, ...] = ()


class StillThere(msgspec.Struct, frozen=True, tag="still_there"):
    """Asks which of these accounts (by id) still exist.

    The answer adds a sample of others, so that an empty directory is recognised.
    """

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
    """`step` DONE: the directory answered. `found`: the owner of the password, or the people of the directory.

    `groups`: names of its groups, to choose from when making rules; `unknown`: groups asked for that it does not have.
    """

    step: LinkStep
    problem: str = ""
    found: list[Found] = []
    groups: list[str] = []
    unknown: list[str] = []

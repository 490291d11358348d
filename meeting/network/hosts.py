"""The names and addresses by which tablets reach this server; its certificate is for these."""

import re
import socket
from collections.abc import Sequence
from urllib.parse import urlsplit

from meeting.config import Settings
from meeting.kernel.refusals import Refused
from meeting.network.rules import checked_name
from meeting.web.address import own_addresses


def hosts_of(settings: Settings, name: str) -> list[str]:
    """Return the hosts: `name`, the name in the public address, the machine's `.local` name, and all its addresses."""
    machine = re.sub(r"[^a-z0-9-]+", "-", socket.gethostname().partition(".")[0].lower()).strip("-") or "phonghop"
    called = [name, urlsplit(settings.public_url).hostname or "", f"{machine}.local"]
    return list(dict.fromkeys([*filter(None, map(_name, called)), *own_addresses()]))


def shown_host(hosts: Sequence[str], settings: Settings) -> str:
    """Return the host to show: the one on the cards if it is among `hosts`, or else an address of this machine."""
    named = urlsplit(settings.public_url).hostname or ""
    addresses = own_addresses()
    return next((each for each in (named, *addresses) if each in hosts), hosts[0])


def _name(text: str) -> str:
    try:
        return checked_name(text)
    except Refused:
        return ""

"""The address under which tablets reach this server: as configured, as asked for, or found from the network card."""

import contextlib
import ipaddress
import itertools
import socket
from pathlib import Path
from urllib.parse import urlsplit

import flask

from meeting.config import Settings

_LOCAL = ("localhost", "127.0.0.1", "::1", "[::1]")


def public_url(settings: Settings) -> str:
    """Return the address to print on cards, without a final slash."""
    if settings.public_url:
        return settings.public_url.rstrip("/")
    scheme = "https" if settings.tls_certificate else "http"
    return f"{scheme}://{_own_address()}:{settings.port}"


def room_url(settings: Settings) -> str:
    """Return the address for a QR code on the requested page. It never says localhost, even on the server itself."""
    if settings.public_url or (flask.request.host.rsplit(":", 1)[0] in _LOCAL):
        return public_url(settings)
    return flask.request.host_url.rstrip("/")


def own_network() -> str:
    """Return the server's own network: its /24 neighbours, as the Wi-Fi of a room assigns them."""
    return str(ipaddress.ip_network(f"{_own_address()}/24", strict=False))


def own_addresses() -> list[str]:
    """Return the addresses of this machine that others may reach, the usual one first; IPv4 only, as on cards."""
    found = [_own_address()]
    with contextlib.suppress(OSError):
        listed = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET, socket.SOCK_STREAM)
        found += [str(entry[4][0]) for entry in listed]
    found += [str(ip) for ip in _card_addresses()]
    return [each for each in dict.fromkeys(found) if not ipaddress.ip_address(each).is_loopback]


def _card_addresses() -> list[str]:
    """Return the kernel's list of local addresses; empty when it cannot be read."""
    try:
        lines = Path("/proc/net/fib_trie").read_text("ascii").splitlines()
    except OSError:
        return []
    pairs = itertools.pairwise(lines)
    local = [line.split()[-1] for line, following in pairs if "/32 host LOCAL" in following]
    return sorted(set(local))


def _own_address() -> str:
    """Return the address of the network card that would carry traffic to the network. No packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def plain_url(settings: Settings, host: str) -> str:
    """Return the address of this server for a name or IP address, without encryption."""
    return f"http://{_in_url(host)}{_port(settings.port, 80)}"


def secure_url(settings: Settings, host: str) -> str:
    """Return the same address by HTTPS with our own certificate."""
    return f"https://{_in_url(host)}{_port(settings.tls_port, 443)}"


def asked_host() -> str:
    """Return the name or address in the browser's address bar, without a port."""
    return (urlsplit(flask.request.host_url).hostname or "").lower()


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _port(port: int, usual: int) -> str:
    return "" if port == usual else f":{port}"

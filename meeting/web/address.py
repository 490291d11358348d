"""The address under which tablets reach this server: as configured, as asked for, or found from the network card."""

import ipaddress
import socket

import flask

from meeting.config import Settings

_LOCAL = ("localhost", "127.0.0.1", "::1", "[::1]")


def public_url(settings: Settings) -> str:
    """The address to print on cards, without a final slash."""
    if settings.public_url:
        return settings.public_url.rstrip("/")
    scheme = "https" if settings.tls_certificate else "http"
    return f"{scheme}://{_own_address()}:{settings.port}"


def room_url(settings: Settings) -> str:
    """The address for a QR code on a page now asked for; a page opened on the server itself must not say localhost."""
    if settings.public_url or (flask.request.host.rsplit(":", 1)[0] in _LOCAL):
        return public_url(settings)
    return flask.request.host_url.rstrip("/")


def own_network() -> str:
    """The server's own network: its neighbours of /24, as the Wi-Fi of a room hands them out."""
    return str(ipaddress.ip_network(f"{_own_address()}/24", strict=False))


def _own_address() -> str:
    """The address of the card that would carry traffic to the network; no packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"

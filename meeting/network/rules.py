"""Decides which names may be certified and when a certificate is renewed; writes a Wi-Fi for a QR code. Pure."""

import ipaddress
import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from meeting.kernel.refusals import Refused, _l, declare

LEAF_DAYS, RENEWED_BEFORE, OVERDUE_BEFORE = 397, timedelta(days=60), timedelta(days=30)
"""Validity in days (tablets refuse more than 398), time before its end to renew, time before its end to warn."""
AUTHORITY_YEARS = 10
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fe80::/10")
"""The networks for which the authority may certify addresses: the private ranges."""
LONGEST_NAME, LONGEST_SSID, LONGEST_PASSWORD, SHORTEST_PASSWORD = 253, 32, 63, 8

BAD_NAME = declare(
    "network.bad_name", 400, _l("Tên máy chủ gồm chữ không dấu, số, gạch nối và dấu chấm, ví dụ phonghop.xa.gov.vn.")
)
BAD_WIFI = declare(
    "network.bad_wifi",
    400,
    _l("Tên Wi-Fi tối đa 32 ký tự (chữ có dấu tính nhiều hơn); mật khẩu 8–63 ký tự không dấu, hoặc để trống."),
)
UNDER_WAY = declare("network.under_way", 409, _l("Đang tạo chứng thư. Chờ trang này báo xong."))

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


class DeviceKind(StrEnum):
    """The kinds of devices for which there are steps."""

    APPLE = "apple"
    ANDROID = "android"


class HttpsState(StrEnum):
    """The state of HTTPS: never made, good, not renewed in time, expired, or not valid yet by this machine's clock."""

    NONE = "none"
    GOOD = "good"
    OVERDUE = "overdue"
    OVER = "over"
    CLOCK = "clock"


def checked_name(typed: str) -> str:
    """Return a server's name in the form of certificates; empty stays empty. Raises Refused for an invalid name."""
    name = typed.strip().rstrip(".").lower()
    if not name:
        return ""
    labels = name.split(".")
    if len(name) > LONGEST_NAME or len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or labels[-1].isdecimal():
        raise Refused(BAD_NAME)
    return name


def check_wifi(name: str, password: str) -> None:
    """Raise Refused for an impossible Wi-Fi name or password (WPA allows 8 to 63 printable ASCII characters)."""
    printable = password.isascii() and password.isprintable()
    fits = not password or (printable and SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD)
    if len(name.encode()) > LONGEST_SSID or not name.isprintable() or not fits or (password and not name):
        raise Refused(BAD_WIFI)


def wifi_code(name: str, password: str, *, hidden: bool) -> str:
    """Return the text of a QR code that joins a Wi-Fi. Separators within values are escaped."""
    kind = "WPA" if password else "nopass"
    fields = [("T", kind), ("S", _escaped(name)), ("P", _escaped(password)), ("H", "true" if hidden else "")]
    return "WIFI:" + "".join(f"{key}:{value};" for key, value in fields if value) + ";"


def _escaped(text: str) -> str:
    return re.sub(r'([\\;,":])', r"\\\1", text)


def is_within(address: str, networks: Iterable[str]) -> bool:
    """Return whether an IP address is in one of these networks."""
    place = ipaddress.ip_address(address)
    return any(place in network for network in map(ipaddress.ip_network, networks) if network.version == place.version)


def is_named(name: str, permitted: Collection[str]) -> bool:
    """Return whether a name is permitted, or is a subdomain of a permitted name."""
    return any(name == each or name.endswith(f".{each}") for each in permitted)


def is_due(ends: datetime, longest: datetime, hosts: Collection[str], wanted: Collection[str], now: datetime) -> bool:
    """Return whether the certificate must be renewed: it ends soon, or the server has a new address.

    `longest`: the authority's end. A certificate that lasts until then cannot be followed by one that lasts longer.
    """
    return (ends < longest and ends_soon(ends, now)) or not set(wanted) <= set(hosts)


def ends_soon(ends: datetime, now: datetime) -> bool:
    """Return whether a certificate ends so soon that it should be followed by another one."""
    return ends - RENEWED_BEFORE <= now


def state_of(begins: datetime, ends: datetime, now: datetime) -> HttpsState:
    """Return the state of a certificate by this machine's clock."""
    if now < begins:
        return HttpsState.CLOCK
    if ends <= now:
        return HttpsState.OVER
    return HttpsState.OVERDUE if ends - OVERDUE_BEFORE <= now else HttpsState.GOOD

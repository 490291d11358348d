"""Commands about the room's network: have the worker make HTTPS certificates, and choose the Wi-Fi."""

from datetime import datetime
from typing import Annotated

from meeting.access.policy import Capability
from meeting.commands.registry import Command, Context, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.kernel.text import Cap
from meeting.network.events import HttpsMade, WifiChosen
from meeting.network.rules import UNDER_WAY, check_wifi, checked_name
from meeting.network.shelf import Https
from meeting.network.tables import name_network, network
from meeting.work.jobs import enqueue, is_open

JOB = "network.make_https"


@command("network.request_https", allow=Capability.KEEP_HOUSE)
class RequestHttps(Command, frozen=True, kw_only=True):
    """Make certificates for HTTPS, or a new certificate for another name (`host`). `anew`: also a new authority."""

    host: Annotated[str, Cap("Tên máy chủ", 253)]
    anew: bool = False


@handles(RequestHttps)
def request_https(command: RequestHttps, context: Context) -> list[Event]:
    """Store the name and request the job. Raises Refused for a bad name, or while a job is open."""
    name = checked_name(command.host)
    if is_open(context.db, JOB):
        raise Refused(UNDER_WAY)
    name_network(context.db, name)
    enqueue(context.db, JOB, context.now, asked=1, anew=int(command.anew))
    return []


@command("network.record_https", allow=Capability.WORK)
class RecordHttps(Command, frozen=True, kw_only=True):
    """Record the certificate that was made."""

    authority: str
    hosts: tuple[str, ...]
    ends_at: datetime


def recorded(made: Https) -> RecordHttps:
    """Return the command that records a certificate."""
    assert made.ends is not None  # noqa: S101 - it has just been made
    return RecordHttps(authority=made.fingerprint, hosts=made.hosts, ends_at=made.ends)


@handles(RecordHttps)
def record_https(command: RecordHttps, context: Context) -> list[Event]:
    """Write the certificate into the office's journal. The files themselves belong to the server."""
    return [HttpsMade(authority=command.authority, hosts=command.hosts, ends_at=command.ends_at)]


@command("network.choose_wifi", allow=Capability.KEEP_HOUSE)
class ChooseWifi(Command, frozen=True, kw_only=True):
    """Choose the name and password of the room's Wi-Fi. An empty `password` means an open Wi-Fi."""

    wifi: Annotated[str, Cap("Tên Wi-Fi", 32)]
    password: Annotated[str, Cap("Mật khẩu Wi-Fi", 63)]
    hidden: bool


@handles(ChooseWifi)
def choose_wifi(command: ChooseWifi, context: Context) -> list[Event]:
    """Store the Wi-Fi. It appears when the hall screen is opened next, and on the next card sheet."""
    check_wifi(command.wifi, command.password)
    row = network(context.db)
    before = row.wifi_name, row.wifi_password, row.wifi_hidden
    row.wifi_name, row.wifi_password, row.wifi_hidden = command.wifi, command.password, command.hidden
    if before == (row.wifi_name, row.wifi_password, row.wifi_hidden):
        return []
    context.db.add(row)
    return [WifiChosen(name=command.wifi, hidden=command.hidden)]

"""Requests about the room's network: HTTPS is ordered from the worker, the Wi-Fi is chosen."""

from datetime import datetime

from meeting.access.policy import Capability
from meeting.commands.registry import Command, Context, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.network.events import HttpsMade, WifiChosen
from meeting.network.rules import UNDER_WAY, check_wifi, checked_name
from meeting.network.shelf import Https
from meeting.network.tables import name_network, network
from meeting.work.jobs import enqueue, is_open

JOB = "network.make_https"


@command("network.order_https", allow=Capability.KEEP_HOUSE)
class OrderHttps(Command, frozen=True, kw_only=True):
    """Make what HTTPS needs, or a new certificate under a new name (`host`). `anew`: with a new authority, too."""

    host: str
    anew: bool = False


@handles(OrderHttps)
def order_https(command: OrderHttps, context: Context) -> list[Event]:
    """The worker makes it."""
    name = checked_name(command.host)
    if is_open(context.db, JOB):
        raise Refused(UNDER_WAY)
    name_network(context.db, name)
    enqueue(context.db, JOB, context.now, asked=1, anew=int(command.anew))
    return []


@command("network.record_https", allow=Capability.WORK)
class RecordHttps(Command, frozen=True, kw_only=True):
    """What was made."""

    authority: str
    hosts: tuple[str, ...]
    ends_at: datetime


def recorded(made: Https) -> RecordHttps:
    """What the journal keeps of it."""
    assert made.ends is not None  # noqa: S101 - it has just been made
    return RecordHttps(authority=made.fingerprint, hosts=made.hosts, ends_at=made.ends)


@handles(RecordHttps)
def record_https(command: RecordHttps, context: Context) -> list[Event]:
    """It stands in the office's journal; the files themselves are the server's."""
    return [HttpsMade(authority=command.authority, hosts=command.hosts, ends_at=command.ends_at)]


@command("network.choose_wifi", allow=Capability.KEEP_HOUSE)
class ChooseWifi(Command, frozen=True, kw_only=True):
    """What the room's Wi-Fi is called; `password` empty: it has none."""

    wifi: str
    password: str
    hidden: bool


@handles(ChooseWifi)
def choose_wifi(command: ChooseWifi, context: Context) -> list[Event]:
    """The hall screen shows it from the next time it is opened, the cards from the next sheet."""
    check_wifi(command.wifi, command.password)
    row = network(context.db)
    before = row.wifi_name, row.wifi_password, row.wifi_hidden
    row.wifi_name, row.wifi_password, row.wifi_hidden = command.wifi, command.password, command.hidden
    if before == (row.wifi_name, row.wifi_password, row.wifi_hidden):
        return []
    context.db.add(row)
    return [WifiChosen(name=command.wifi, hidden=command.hidden)]

"""Settings: one dataclass. Every key is documented here and in README.md (a test compares the two).

Read from `meeting.toml` in the data folder, then from the environment as `MEETING_<KEY>`;
the environment wins. `meeting init` makes the secrets and stores them in files that only their owner can read.
"""

import dataclasses
import ipaddress
import os
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from meeting.kernel.tablets import SharedTablets

DEFAULT_DATA = "var"
DEFAULT_NETWORKS = "127.0.0.0/8,::1/128,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,fe80::/10,fc00::/7"
SECRET_BYTES = 32
SERVICE_USER = "phonghop"
"""The default system user of the service. The service has the same name."""


class AsyncMode(StrEnum):
    """What a server runs its requests on."""

    EVENTLET = "eventlet"
    THREADING = "threading"


class LogLevel(StrEnum):
    """From which importance on the technical log is written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class BadSettings(Exception):  # noqa: N818 - told to the person who installs, in words
    """A setting cannot be read; the message names it."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything an installation may set. The name of a duration gives its unit."""

    data: Path
    """Folder of everything this installation stores: database, papers, keys, settings."""
    database_url: str = ""
    """Empty: SQLite inside the data folder. Otherwise a PostgreSQL address, `postgresql+psycopg2://…`."""
    host: str = "0.0.0.0"  # noqa: S104 - tablets of the room must reach it
    """Address to listen on."""
    port: int = 8000
    """Port to listen on."""
    public_url: str = ""
    """The address tablets use, `http://192.168.1.10:8000`; empty: found from the network card."""
    wifi_name: str = ""
    """Name of the room's Wi-Fi, printed on the cards; empty: not printed."""
    tls_port: int = 8443
    """Port for HTTPS with a certificate of our own (`meeting tls init`), beside `port`; 0: none."""
    tls_certificate: str = ""
    """Certificate file (PEM, with its chain) to serve HTTPS; empty: HTTP."""
    tls_key: str = ""
    """Key file that belongs to the certificate."""
    behind_proxy: str = ""
    """Addresses or networks, separated by commas, of the reverse proxy in front: its X-Forwarded headers count."""
    proxy_papers: str = ""
    """The proxy's own address for papers, `/papers-inside/`, when nginx sends them (X-Accel-Redirect); empty: we do."""
    async_mode: AsyncMode = AsyncMode.EVENTLET
    """`eventlet`, or `threading` where eventlet cannot be used."""
    room_networks: str = DEFAULT_NETWORKS
    """Networks, separated by commas, from which a person may check in by the hall screen's code."""
    pass_seconds: int = 15
    """How long the hall screen shows one check-in code; it is accepted for twice as long."""
    session_hours: int = 14
    """How long a sign-in lasts: a meeting day."""
    lock_minutes: int = 5
    """Minutes without use after which a shared tablet locks itself."""
    shared_tablets: SharedTablets = SharedTablets.EACH
    """`each`: people say at sign-in whether several use the tablet; `all`: every device is treated as shared."""
    sign_in_months: int = 24
    """Months for which the log of sign-ins is kept. What people did in meetings and the office is kept for ever."""
    tick_ms: int = 250
    """Least time between two updates of a vote's progress on screens."""
    send_queue: int = 64
    """Messages queued for a device that does not read. One more, and it is disconnected and must resync."""
    backup_hours: int = 24
    """Hours between automatic backups; 0: none."""
    backup_folder: str = ""
    """Folder for backups; empty: `backups` in the data folder."""
    backup_copies: str = ""
    """Folders on other disks, separated by commas, to which each backup is copied."""
    stick_folders: str = "/media,/mnt,/run/media"
    """Folders, separated by commas, in which the machine shows sticks and disks that are plugged in."""
    backup_keep: int = 7
    """How many backups are kept in each place."""
    disk_low_mb: int = 1024
    """Officers are warned when the disk of the data folder has fewer free megabytes than this."""
    timestamp_url: str = ""
    """Address of a time stamping service (RFC 3161) that stamps the heads of journals; empty: none."""
    office_name: str = "Văn phòng"
    """The office that the certificate authority made by `meeting init` names."""
    log_level: LogLevel = LogLevel.INFO
    """`debug`, `info`, `warning` or `error`."""

    @property
    def database(self) -> str:
        """Return the address of the database in use."""
        return self.database_url or f"sqlite+pysqlite:///{self.data / 'meeting.db'}"

    @property
    def many_servers(self) -> bool:
        """Return whether several servers may run together: possible on PostgreSQL, not on a file."""
        return not self.database.startswith("sqlite")

    @property
    def law(self) -> Path:
        """Return the folder of the office's own law editions. It need not exist."""
        return self.data / "law"

    @property
    def secret_file(self) -> Path:
        """Return the file of the installation's secret key."""
        return self.data / "secret.key"

    def secret(self) -> bytes:
        """Return the installation's secret key. Raises BadSettings when `meeting init` has not been run."""
        try:
            found = bytes.fromhex(self.secret_file.read_text().strip())
        except FileNotFoundError:
            raise BadSettings(f"{self.secret_file}: chưa có, hãy chạy “meeting init” trước") from None
        except ValueError:
            found = b""
        if len(found) != SECRET_BYTES:
            raise BadSettings(
                f"{self.secret_file}: khóa bí mật hỏng, phải là {2 * SECRET_BYTES} chữ số hệ 16. Lấy lại từ bản sao "
                "lưu; nếu máy chưa dùng lần nào thì xoá tệp này rồi chạy “meeting init”"
            )
        return found

    def tls(self) -> tuple[str, str] | None:
        """Return (certificate file, key file) for HTTPS, or None. Raises BadSettings when one is missing."""
        if not self.tls_certificate:
            return None
        for name in ("tls_certificate", "tls_key"):
            if not Path(getattr(self, name)).is_file():
                raise BadSettings(f"thiết đặt “{name}”: không có tệp “{getattr(self, name)}”")
        return self.tls_certificate, self.tls_key

    @property
    def own_https(self) -> bool:
        """Return whether HTTPS runs beside the plain port once we have our own certificate."""
        return bool(self.tls_port) and not (self.tls_certificate or self.behind_proxy)

    def in_room(self, address: str) -> bool:
        """Return whether a network address belongs to the room's networks."""
        return _belongs(address, self.room_networks)

    def is_proxy(self, address: str) -> bool:
        """Return whether a network address is the reverse proxy's."""
        return _belongs(address, self.behind_proxy)


@lru_cache(maxsize=4096)  # asked twice for each request, mostly by the same few hundred tablets
def _belongs(address: str, networks: str) -> bool:
    try:
        host = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:  # a socket without an address
        return False
    plain = getattr(host, "ipv4_mapped", None) or host
    return any(plain in network for network in _parsed(networks))


@cache  # an installation has few such texts
def _parsed(networks: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(map(ipaddress.ip_network, _networks(networks)))


def _networks(text: str) -> list[str]:
    return [net.strip() for net in text.split(",") if net.strip()]


def load(data: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings in `data` (default: $MEETING_DATA, else `var`). Raises BadSettings when unreadable."""
    folder = Path(data or environ.get("MEETING_DATA") or DEFAULT_DATA).resolve()
    raw: dict[str, object] = {}
    file = folder / "meeting.toml"
    if file.exists():
        try:
            raw.update(tomllib.loads(file.read_text("utf-8")))
        except tomllib.TOMLDecodeError as error:
            raise BadSettings(f"{file}: {error}") from None
    fields = {f.name: f for f in dataclasses.fields(Settings) if f.name != "data"}
    for name in set(raw) - set(fields):
        raise BadSettings(f"{file}: không có thiết đặt nào tên “{name}”")
    for name in fields:
        if (value := environ.get(f"MEETING_{name.upper()}")) is not None:
            raw[name] = value
    found = {name: _read(name, fields[name].type, value) for name, value in raw.items()}
    _check(found)
    return Settings(data=folder, **found)  # type: ignore[arg-type]


def _check(found: Mapping[str, object]) -> None:
    """Raise BadSettings for a value of the right type that cannot work."""
    papers = str(found.get("proxy_papers", ""))
    if papers and not (papers.startswith("/") and papers.endswith("/")):
        raise BadSettings("thiết đặt “proxy_papers” phải bắt đầu và kết thúc bằng dấu “/”")
    for name in ("room_networks", "behind_proxy"):
        try:
            for net in _networks(str(found.get(name, ""))):
                ipaddress.ip_network(net)
        except ValueError as error:
            raise BadSettings(f"thiết đặt “{name}” có mạng không hợp lệ: {error}") from None


def _read(name: str, kind: object, value: object) -> object:
    """Return a value in the type of its field, from TOML or from an environment variable."""
    if kind is int and not isinstance(value, bool):
        try:
            return int(str(value))
        except ValueError:
            pass
    elif isinstance(kind, type) and issubclass(kind, StrEnum) and isinstance(value, str):
        if value not in set(kind):
            raise BadSettings(f"thiết đặt “{name}” phải là một trong: {', '.join(kind)}")
        return kind(value)
    elif type(value) is kind:  # exactly: for isinstance, true is a whole number
        return value
    raise BadSettings(f"thiết đặt “{name}” có giá trị không hợp lệ: {value!r}")

"""Doctor: is this machine ready? Each finding says what is wrong and the command that mends it."""

import contextlib
import dataclasses
import shutil
import socket
import sys

import pysqlite3.dbapi2
from sqlalchemy.exc import SQLAlchemyError

from meeting.config import BadSettings, Settings
from meeting.documents.converters import lacking
from meeting.documents.ocr import PACKAGES, can_read_scans
from meeting.journal.book import newest
from meeting.kernel import clock
from meeting.kernel.dates import exact_time, short_date
from meeting.law.edition_file import EditionInvalid
from meeting.law.editions import keep_office
from meeting.live.doorway import most_files
from meeting.network.rules import HttpsState
from meeting.network.shelf import Shelf
from meeting.settings.in_force import in_force
from meeting.signing.keyring import Keyring
from meeting.signing.renewal import ends_soon, needs
from meeting.store.database import Database
from meeting.store.disk import free_mb
from meeting.store.engine import FIRST_SAFE_SQLITE
from meeting.web.address import public_url
from meeting.witness.standing import behind
from meeting.work.jail import jail_works

ENOUGH_FILES, FEWEST_FILES = 8192, 1024


@dataclasses.dataclass(frozen=True)
class Finding:
    """One thing looked at. `blocks`: a meeting cannot be held until it is mended."""

    what: str
    good: bool
    remedy: str = ""
    blocks: bool = False

    def line(self) -> str:
        """`✔ what`, or `✘ what → remedy`."""
        mark = "✔" if self.good else "✘" if self.blocks else "!"
        return f"{mark} {self.what}" + (f" → {self.remedy}" if not self.good else "")


def examine(settings: Settings) -> list[Finding]:
    """Everything a meeting depends on."""
    return [
        Finding(
            f"Python {sys.version_info.major}.{sys.version_info.minor}",
            sys.version_info >= (3, 11),
            "cài Python 3.11 trở lên",
            blocks=True,
        ),
        Finding(
            f"SQLite {pysqlite3.dbapi2.sqlite_version}",
            pysqlite3.dbapi2.sqlite_version_info >= FIRST_SAFE_SQLITE,
            "cập nhật gói pysqlite3",
            blocks=True,
        ),
        _database(settings),
        _clock(settings),
        _laws(settings),
        *_witnesses(settings),
        Finding(f"Dấu thời gian RFC 3161: {settings.timestamp_url or 'không có (chưa đặt timestamp_url)'}", True),
        _disk(settings),
        Finding(
            "LibreOffice (chuyển Word, Excel, PowerPoint sang PDF)",
            not lacking(),
            f"apt install {' '.join(part.package for part in lacking())} fonts-liberation2",
        ),
        Finding("Tesseract tiếng Việt (đọc chữ trong bản quét)", can_read_scans(), f"apt install {PACKAGES}"),
        _jail(),
        _https(settings),
        _files(),
        _port(settings),
        *_keys(settings),
        *_sheets(settings),
        _alone(settings),
        Finding(
            f"Địa chỉ cho máy tính bảng: {public_url(settings)}",
            "127.0.0.1" not in public_url(settings),
            "nối máy chủ vào mạng của phòng họp, hoặc đặt public_url",
        ),
    ]


def _database(settings: Settings) -> Finding:
    try:
        settings.secret()
        with contextlib.closing(Database(settings.database)) as database:
            ready = database.is_current()
    except BadSettings:
        ready = False
    return Finding(f"Dữ liệu ở {settings.data}", ready, "meeting init", blocks=True)


def _clock(settings: Settings) -> Finding:
    """A machine whose battery is empty begins in 1970; what it writes then bears that date."""
    here = clock.now()
    database, last = Database(settings.database), None
    with contextlib.suppress(SQLAlchemyError), database.read() as db:
        last = newest(db)
    database.close()
    what = f"Đồng hồ của máy: {exact_time(here)} ngày {short_date(here)}"
    if last is None or last <= here:
        return Finding(what, True)
    remedy = "chỉnh lại ngày giờ: timedatectl set-ntp true, hoặc timedatectl set-time"
    return Finding(f"{what}, trước việc ghi gần nhất ({exact_time(last)} ngày {short_date(last)})", False, remedy)


def _https(settings: Settings) -> Finding:
    if not settings.own_https:
        return Finding("HTTPS", bool(settings.tls_certificate or settings.behind_proxy), "đặt tls_port (xem README)")
    found = Shelf(settings.data).standing(clock.now())
    if found.ends is None:
        return Finding("HTTPS", False, "meeting tls init")
    remedy = "chỉnh lại ngày giờ: timedatectl" if found.state == HttpsState.CLOCK else "meeting tls init"
    return Finding(f"HTTPS: chứng thư đến {short_date(found.ends)}", found.state == HttpsState.GOOD, remedy)


def _jail() -> Finding:
    """Without it no paper is opened: not at import, not for the tablets."""
    remedy = (
        "hệ điều hành không cho tạo vùng cô lập (user namespaces): chạy máy chủ ngoài container, hoặc hỏi người "
        "quản trị hệ điều hành"
        if shutil.which("bwrap")
        else "apt install bubblewrap"
    )
    return Finding("Cô lập việc mở tài liệu (bubblewrap)", jail_works(), remedy, blocks=True)


def _laws(settings: Settings) -> Finding:
    try:
        known = ", ".join(edition.id for edition in keep_office(settings.law))
    except EditionInvalid as invalid:
        return Finding(str(invalid), False, f"sửa tệp trong {settings.law}", blocks=True)
    return Finding(f"Bộ quy định: {known}", True, "")


def _keys(settings: Settings) -> list[Finding]:
    """The authority, and everybody whose certificate is missing or ends within 60 days."""
    keyring, now = Keyring(settings.data / "keys", b""), clock.now()
    authority = keyring.authority()
    if authority is None:
        return [Finding("Nơi cấp chứng thư số để ký biên bản", False, "meeting init", blocks=True)]
    until = f"Nơi cấp chứng thư số: đến {short_date(authority.not_valid_after_utc)}"
    found = [Finding(until, not ends_soon(authority, now), "meeting keys --new-authority")]
    for holder in keyring.holders():
        if needs(holder, now):
            ends = "chưa có" if holder.ends is None else f"đến {short_date(holder.ends)}"
            found.append(Finding(f"Chứng thư số của {holder.full_name}: {ends}", False, "meeting keys --renew"))
    return found


def _sheets(settings: Settings) -> list[Finding]:
    return [
        Finding(f"Tờ thẻ có mã PIN còn trên máy: {sheet}", False, "in xong thì chạy meeting cards MÃ-PHIÊN-HỌP --done")
        for sheet in sorted((settings.data / "cards").glob("*.html"))
    ]


def _alone(settings: Settings) -> Finding:
    """Whether other users of the machine are kept out: a file that shows every vote is not for them."""
    kept = [settings.data, settings.secret_file, settings.data / "meeting.db"]
    open_to_others = [str(path) for path in kept if path.exists() and path.stat().st_mode & 0o077]
    what = "Dữ liệu chỉ người chạy máy chủ đọc được"
    return Finding(
        f"{what}: {', '.join(open_to_others)}" if open_to_others else what, not open_to_others, "meeting init"
    )


def _witnesses(settings: Settings) -> list[Finding]:
    """Journals that are not what was handed out."""
    database, found = Database(settings.database), []
    with contextlib.suppress(SQLAlchemyError), database.read() as db:
        found = behind(db, in_force(db, settings))
    database.close()
    return [Finding(sentence, False, "giữ nguyên máy, báo người phụ trách") for sentence in found]


def _disk(settings: Settings) -> Finding:
    free = free_mb(settings.data)
    low = settings.disk_low_mb
    return Finding(f"Đĩa còn trống {free / 1024:.1f} GB", free >= 2 * low, "dọn đĩa", blocks=free < low // 5)


def _files() -> Finding:
    """Every tablet holds at least one open file of the server, while it loads a page several."""
    most = most_files()
    return Finding(
        f"Số tệp được mở cùng lúc: {most}",
        most >= ENOUGH_FILES,
        "thêm LimitNOFILE=65536 vào tệp dịch vụ (xem README), hoặc chạy “ulimit -Hn 65536” với quyền root",
        blocks=most < FEWEST_FILES,
    )


def _port(settings: Settings) -> Finding:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        busy = probe.connect_ex(("127.0.0.1", settings.port)) == 0
    return Finding(
        f"Cổng {settings.port}" + (" đang dùng" if busy else ""),
        not busy,
        "nếu không phải do máy chủ này đang chạy, hãy đổi port",
    )

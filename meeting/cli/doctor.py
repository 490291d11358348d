"""`meeting doctor` checks whether this machine is ready. Each finding says what is wrong and which command fixes it."""

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
from meeting.law.calendar.reading import FOLDER, mistakes
from meeting.law.edition_file import EditionInvalid
from meeting.law.editions import keep_office
from meeting.live.doorway import most_files
from meeting.network.rules import HttpsState
from meeting.network.shelf import served
from meeting.settings.in_force import in_force
from meeting.signing.keyring import certificates_in
from meeting.signing.renewal import ends_soon, needs
from meeting.store.database import Database
from meeting.store.disk import free_mb
from meeting.store.engine import FIRST_SAFE_SQLITE
from meeting.web.address import public_url
from meeting.witness.behind import behind
from meeting.work.jail import jail_works

ENOUGH_FILES, FEWEST_FILES = 8192, 1024


@dataclasses.dataclass(frozen=True)
class Diagnosis:
    """The result of one check. `blocks`: no meeting can be held until it is fixed."""

    what: str
    good: bool
    remedy: str = ""
    blocks: bool = False

    def line(self) -> str:
        """Return the finding as one line: `✔ what`, or `✘ what → remedy`."""
        mark = "✔" if self.good else "✘" if self.blocks else "!"
        return f"{mark} {self.what}" + (f" → {self.remedy}" if not self.good else "")


def examine(settings: Settings) -> list[Diagnosis]:
    """Return the findings about everything a meeting depends on."""
    return [
        Diagnosis(
            f"Python {sys.version_info.major}.{sys.version_info.minor}",
            sys.version_info >= (3, 11),
            "cài Python 3.11 trở lên",
            blocks=True,
        ),
        Diagnosis(
            f"SQLite {pysqlite3.dbapi2.sqlite_version}",
            pysqlite3.dbapi2.sqlite_version_info >= FIRST_SAFE_SQLITE,
            "cập nhật gói pysqlite3",
            blocks=True,
        ),
        _database(settings),
        _clock(settings),
        _laws(settings),
        *_days_off(settings),
        *_witnesses(settings),
        Diagnosis(f"Dấu thời gian RFC 3161: {settings.timestamp_url or 'không có (chưa đặt timestamp_url)'}", True),
        _disk(settings),
        Diagnosis(
            "LibreOffice (chuyển Word, Excel, PowerPoint sang PDF)",
            not lacking(),
            f"apt install {' '.join(part.package for part in lacking())} fonts-liberation2",
        ),
        Diagnosis("Tesseract tiếng Việt (đọc chữ trong bản quét)", can_read_scans(), f"apt install {PACKAGES}"),
        _jail(),
        _https(settings),
        _files(),
        _port(settings),
        *_keys(settings),
        *_sheets(settings),
        _alone(settings),
        Diagnosis(
            f"Địa chỉ cho máy tính bảng: {public_url(settings)}",
            "127.0.0.1" not in public_url(settings),
            "nối máy chủ vào mạng của phòng họp, hoặc đặt public_url",
        ),
    ]


def _database(settings: Settings) -> Diagnosis:
    try:
        settings.secret()
        with contextlib.closing(Database(settings.database)) as database:
            ready = database.is_current()
    except BadSettings:
        ready = False
    return Diagnosis(f"Dữ liệu ở {settings.data}", ready, "meeting init", blocks=True)


def _clock(settings: Settings) -> Diagnosis:
    """Check that the clock is not behind the newest journal entry. With an empty battery it starts in 1970."""
    here = clock.now()
    database, last = Database(settings.database), None
    with contextlib.suppress(SQLAlchemyError), database.read() as db:
        last = newest(db)
    database.close()
    what = f"Đồng hồ của máy: {exact_time(here)} ngày {short_date(here)}"
    if last is None or last <= here:
        return Diagnosis(what, True)
    remedy = "chỉnh lại ngày giờ: timedatectl set-ntp true, hoặc timedatectl set-time"
    return Diagnosis(f"{what}, trước việc ghi gần nhất ({exact_time(last)} ngày {short_date(last)})", False, remedy)


def _https(settings: Settings) -> Diagnosis:
    if settings.behind_proxy or not (settings.own_https or settings.tls_certificate):
        return Diagnosis("HTTPS", bool(settings.behind_proxy), "đặt tls_port (xem README)")
    found = served(settings, clock.now())
    made = "meeting tls init" if settings.own_https else "thay hai tệp tls_certificate và tls_key"
    if found.ends is None:
        return Diagnosis("HTTPS", False, made)
    remedy = "chỉnh lại ngày giờ: timedatectl" if found.state == HttpsState.CLOCK else made
    return Diagnosis(f"HTTPS: chứng thư đến {short_date(found.ends)}", found.state == HttpsState.GOOD, remedy)


def _jail() -> Diagnosis:
    """Check that the jail works. Without it no paper can be opened, neither at import nor for tablets."""
    remedy = (
        "hệ điều hành không cho tạo vùng cô lập (user namespaces): chạy máy chủ ngoài container, hoặc hỏi người "
        "quản trị hệ điều hành"
        if shutil.which("bwrap")
        else "apt install bubblewrap"
    )
    return Diagnosis("Cô lập việc mở tài liệu (bubblewrap)", jail_works(), remedy, blocks=True)


def _laws(settings: Settings) -> Diagnosis:
    try:
        known = ", ".join(edition.id for edition in keep_office(settings.law))
    except EditionInvalid as invalid:
        return Diagnosis(str(invalid), False, f"sửa tệp trong {settings.law}", blocks=True)
    return Diagnosis(f"Bộ quy định: {known}", True, "")


def _days_off(settings: Settings) -> list[Diagnosis]:
    """Name each mistake in the office's own days off; `_laws` has chosen their folder."""
    remedy = f"sửa tệp trong {settings.law / FOLDER}"
    return [Diagnosis(f"Lịch nghỉ của cơ quan: {mistake}", False, remedy) for mistake in mistakes("vi")]


def _keys(settings: Settings) -> list[Diagnosis]:
    """Check the authority, and list the people whose certificate is missing or ends within 60 days."""
    keyring, now = certificates_in(settings.data), clock.now()
    authority = keyring.authority()
    if authority is None:
        return [Diagnosis("Nơi cấp chứng thư số để ký biên bản", False, "meeting init", blocks=True)]
    until = f"Nơi cấp chứng thư số: đến {short_date(authority.not_valid_after_utc)}"
    found = [Diagnosis(until, not ends_soon(authority, now), "meeting keys --new-authority")]
    for holder in keyring.holders():
        if needs(holder, now):
            ends = "chưa có" if holder.ends is None else f"đến {short_date(holder.ends)}"
            found.append(Diagnosis(f"Chứng thư số của {holder.full_name}: {ends}", False, "meeting keys --renew"))
    return found


def _sheets(settings: Settings) -> list[Diagnosis]:
    return [
        Diagnosis(
            f"Tờ thẻ có mã PIN còn trên máy: {sheet}", False, "in xong thì chạy meeting cards MÃ-PHIÊN-HỌP --done"
        )
        for sheet in sorted((settings.data / "cards").glob("*.html"))
    ]


def _alone(settings: Settings) -> Diagnosis:
    """Check that other users of the machine cannot read the data: it shows every vote."""
    kept = [settings.data, settings.secret_file, settings.data / "meeting.db"]
    open_to_others = [str(path) for path in kept if path.exists() and path.stat().st_mode & 0o077]
    what = "Dữ liệu chỉ người chạy máy chủ đọc được"
    return Diagnosis(
        f"{what}: {', '.join(open_to_others)}" if open_to_others else what, not open_to_others, "meeting init"
    )


def _witnesses(settings: Settings) -> list[Diagnosis]:
    """Check that no journal is behind the heads that were handed out to witnesses."""
    database, found = Database(settings.database), []
    with contextlib.suppress(SQLAlchemyError), database.read() as db:
        found = behind(db, in_force(db, settings))
    database.close()
    return [Diagnosis(sentence, False, "giữ nguyên máy, báo người phụ trách") for sentence in found]


def _disk(settings: Settings) -> Diagnosis:
    free = free_mb(settings.data)
    low = settings.disk_low_mb
    return Diagnosis(f"Đĩa còn trống {free / 1024:.1f} GB", free >= 2 * low, "dọn đĩa", blocks=free < low // 5)


def _files() -> Diagnosis:
    """Check the limit of open files: each tablet holds at least one, and several while it loads a page."""
    most = most_files()
    return Diagnosis(
        f"Số tệp được mở cùng lúc: {most}",
        most >= ENOUGH_FILES,
        "thêm LimitNOFILE=65536 vào tệp dịch vụ (xem README), hoặc chạy “ulimit -Hn 65536” với quyền root",
        blocks=most < FEWEST_FILES,
    )


def _port(settings: Settings) -> Diagnosis:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        busy = probe.connect_ex(("127.0.0.1", settings.port)) == 0
    return Diagnosis(
        f"Cổng {settings.port}" + (" đang dùng" if busy else ""),
        not busy,
        "nếu không phải do máy chủ này đang chạy, hãy đổi port",
    )

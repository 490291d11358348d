"""The lines that the terminal shows when the server is up: addresses, files, and at the end the next three steps."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from meeting.config import Settings
from meeting.network.certificates import hosts_of as certified_for
from meeting.network.hosts import shown_host
from meeting.network.shelf import Shelf
from meeting.web import qr
from meeting.web.address import own_addresses, plain_url, public_url, secure_url

WITHOUT_HTTPS = (
    "Chưa có HTTPS: máy tính bảng có thể tự tắt màn hình, trang không dùng được máy ảnh và không giữ tài liệu "
    "khi mất mạng. Bật bằng: meeting tls init, hoặc trang “Mạng và HTTPS”."
)


@dataclasses.dataclass(frozen=True)
class MeetingPlaces:
    """A meeting that is not over, with its card sheets and the address of its hall screen."""

    title: str
    slug: str
    number: int
    sheets: list[Path]
    screen: str


def welcome(settings: Settings, places: list[MeetingPlaces]) -> Iterator[str]:
    """Yield all lines, with one QR code for the address of the room."""
    base = public_url(settings)
    yield f"Địa chỉ của phòng họp: {base}"
    yield qr.terminal(base).rstrip("\n")
    if not settings.public_url:
        yield from other_addresses(settings, base, own_addresses())
    for place in places:
        yield ""
        yield f"{place.title} ({place.slug})"
        for sheet in place.sheets:
            yield f"  Tờ thẻ để in: {sheet}"
            yield f"    {until_printed(place.slug)}"
        yield f"  Màn hình hội trường: {place.screen}"
        yield f"  Bàn thư ký (vào bằng thẻ của thư ký): {base}/m/{place.number}/console"
        yield f"  Chủ tọa (vào bằng thẻ của chủ tọa): {base}/m/{place.number}/chair"
        yield f"  Cấp thẻ cho người chưa có: meeting cards {place.slug}"
    if settings.own_https:
        yield ""
        yield from _https(settings)
    yield ""
    yield from _steps(base, places)
    yield from _first_password(settings)


def _https(settings: Settings) -> Iterator[str]:
    """Yield the HTTPS address and the page that makes tablets trust it, or a warning that HTTPS is missing."""
    server = Shelf(settings.data).server()
    if server is None:
        yield WITHOUT_HTTPS
        return
    host = shown_host(certified_for(server), settings)
    yield f"HTTPS: {secure_url(settings, host)}"
    yield f"  Cài cho máy tính bảng: {plain_url(settings, host)}/trust"


def until_printed(slug: str) -> str:
    """Return the reminder to delete the card sheets, because they show PINs."""
    return f"Tờ thẻ có mã PIN: in xong hãy xóa bằng “meeting cards {slug} --done”; khai mạc thì máy tự xóa."


def other_addresses(settings: Settings, base: str, found: list[str]) -> Iterator[str]:
    """Yield a hint when the server has addresses in other networks, since the cards may then show the wrong one."""
    others = [address for address in found if f"//{address}:" not in base]
    if not others:
        return
    yield f"Máy này còn ở mạng khác: {', '.join(others)}. Máy tính bảng vào bằng địa chỉ nào thì ghi vào"
    yield f'  {settings.data / "meeting.toml"}:  public_url = "http://{others[0]}:{settings.port}"'
    yield "  rồi chạy lại và cấp lại thẻ (meeting cards … --all)."


def _steps(base: str, places: list[MeetingPlaces]) -> Iterator[str]:
    """Yield the next three steps of the office."""
    yield "Ba bước tiếp theo:"
    if not places:
        yield "  1. Chuẩn bị thư mục phiên họp (mẫu: agendas/ubnd-mau)."
        yield "  2. Nhập: meeting import THƯ-MỤC. Lệnh này ghi luôn tờ thẻ để in."
        yield "  3. Chạy lại: meeting run."
        return
    first = places[0]
    sheet = f"mở {first.sheets[0]} bằng trình duyệt" if first.sheets else f"chạy meeting cards {first.slug}"
    yield f"  1. In thẻ: {sheet}, in trên giấy A4, cắt và phát tận tay."
    yield f"  2. Máy chiếu: mở {first.screen}"
    yield f"  3. Mỗi người quét mã trên thẻ, hoặc vào {base} rồi nhập tài khoản và PIN trên thẻ."


def first_password_file(settings: Settings) -> Path:
    """Return the file that keeps the administrator's first password until the first start has shown it again."""
    return settings.data / "first-password"


def _first_password(settings: Settings) -> Iterator[str]:
    """Yield the first password at the end, where it stays on the terminal, and delete its file."""
    file = first_password_file(settings)
    if file.exists():
        yield ""
        yield file.read_text("utf-8")
        file.unlink()

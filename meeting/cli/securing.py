"""`meeting tls`: HTTPS by the office's own authority, which can certify only this room."""

from collections.abc import Iterator

import click

from meeting.cli.asking import open_installation
from meeting.config import Settings
from meeting.kernel.command_words import Spoken, SpokenGroup

STATES = {
    "none": "Chưa bật HTTPS. Chạy: meeting tls init",
    "good": "HTTPS đang bật, chứng thư tự gia hạn.",
    "overdue": "Chứng thư sắp hết hạn mà chưa tự gia hạn được. Chạy: meeting tls init",
    "over": "Chứng thư đã hết hạn. Chạy: meeting tls init",
    "clock": "Đồng hồ máy chủ đang trước ngày cấp chứng thư: chỉnh lại ngày giờ (timedatectl).",
}


@click.group(cls=SpokenGroup)
def tls() -> None:
    """Đường truyền mã hóa (HTTPS) trong phòng họp, không cần Internet."""


@tls.command(cls=Spoken)
@click.option("--name", default="", metavar="TÊN", help="Tên máy chủ trong mạng, ví dụ phonghop.xa.gov.vn.")
@click.option("--anew", is_flag=True, help="Lập nơi cấp mới: mọi máy tính bảng phải cài lại.")
@click.pass_obj
def init(settings: Settings, name: str, anew: bool) -> None:
    """Tạo nơi cấp chứng thư HTTPS và chứng thư của máy chủ. Chạy lại thì chỉ cấp lại chứng thư."""
    from meeting.kernel import clock  # noqa: PLC0415
    from meeting.network.rules import checked_name  # noqa: PLC0415

    installation = open_installation(settings)
    installation.secure(checked_name(name), clock.now(), anew=anew)
    for line in _told(settings):
        click.echo(line)


@tls.command(cls=Spoken)
@click.pass_obj
def show(settings: Settings) -> None:
    """Xem hạn, dấu vân tay và trang cài cho máy tính bảng."""
    for line in _told(settings):
        click.echo(line)


def _told(settings: Settings) -> Iterator[str]:
    from meeting.kernel import clock  # noqa: PLC0415
    from meeting.kernel.dates import short_date  # noqa: PLC0415
    from meeting.network.hosts import shown_host  # noqa: PLC0415
    from meeting.network.shelf import Shelf  # noqa: PLC0415
    from meeting.signing.certificates import spoken  # noqa: PLC0415
    from meeting.web.address import plain_url, secure_url  # noqa: PLC0415

    found = Shelf(settings.data).https(clock.now())
    yield STATES[found.state]
    if found.begins is None or found.ends is None or found.authority_ends is None:
        return
    host = shown_host(found.hosts, settings)
    yield f"Địa chỉ HTTPS: {secure_url(settings, host)}"
    yield f"Trang cài cho máy tính bảng: {plain_url(settings, host)}/trust"
    yield f"Chứng thư của máy chủ: {short_date(found.begins)} – {short_date(found.ends)}, cho {', '.join(found.hosts)}"
    yield f"Nơi cấp chứng thư HTTPS: đến {short_date(found.authority_ends)}"
    yield f"Dấu vân tay (SHA-256): {spoken(found.fingerprint)}"

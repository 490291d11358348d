"""`meeting verify`, `register`, `journal`, `backup`, `restore`: records of a meeting."""

import sys
from contextlib import closing
from pathlib import Path
from typing import TextIO

import click

from meeting.cli.asking import open_installation, opening
from meeting.config import Settings
from meeting.kernel.command_words import Spoken
from meeting.proof.findings import Integrity


@click.command(cls=Spoken)
@click.argument("minutes", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("journal", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--authority",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Chứng thư của nơi cấp chữ ký (mặc định của máy này).",
)
@click.option(
    "--witness",
    "witnesses",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Tệp mà máy của đại biểu giữ (trang “Máy này giữ gì”); dùng được nhiều lần.",
)
@click.option(
    "--event-key", "keys", multiple=True, metavar="KHÓA", help="Khóa sự kiện in trên thẻ (mặc định của máy này)."
)
@click.option(
    "--tsa",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Chứng thư của nơi cấp dấu thời gian (PEM).",
)
@click.option(
    "--register",
    "register_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Tệp sổ chứng thư của cơ quan, do “meeting register --out” ghi (mặc định là sổ của máy này, trừ "
    "khi ghi --authority hay --event-key).",
)
@click.pass_obj
def verify(  # noqa: PLR0917 - the words of the command line
    settings: Settings,
    minutes: Path,
    journal: Path | None,
    authority: Path | None,
    witnesses: tuple[Path, ...],
    keys: tuple[str, ...],
    tsa: Path | None,
    register_file: Path | None,
) -> None:
    """Kiểm tra biên bản: chữ ký, chuỗi nhật ký, số liệu in ra. Không cần mạng. 0 đúng, 1 bị sửa, 2 chưa đủ căn cứ."""
    from meeting.cli.verifying import BadKey  # noqa: PLC0415
    from meeting.cli.verifying import verify as check  # noqa: PLC0415
    from meeting.proof.jailed import FilesGiven, place  # noqa: PLC0415

    given = FilesGiven(
        minutes=place(minutes),
        journal=place(journal),
        authority=place(authority),
        witnesses=tuple(map(place, witnesses)),
        keys=keys,
        tsa=place(tsa),
        register=place(register_file),
    )
    try:
        found = check(settings, given)
    except BadKey as bad:
        raise click.UsageError(str(bad)) from None
    for line in found.lines:
        click.echo(line)
    sys.exit({Integrity.OK: 0, Integrity.TAMPERED: 1, Integrity.INCOMPLETE: 2}[found.verdict])


@click.command(cls=Spoken)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Ghi sổ ra tệp, để kiểm tra ở nơi khác.")
@click.option("--revoke", "account", default="", metavar="TÀI-KHOẢN", help="Thu hồi chứng thư số của một người.")
@click.option("--reason", default="", metavar="LÝ-DO", help="Lý do thu hồi, ghi vào sổ; ai nhận tệp sổ đều đọc được.")
@click.option("--lost", is_flag=True, help="Với --revoke: mất thẻ hoặc lộ PIN; khóa cả thẻ, đăng xuất mọi máy.")
@click.pass_obj
def register(settings: Settings, out: Path | None, account: str, reason: str, lost: bool) -> None:
    """Sổ chứng thư số của cơ quan: xem, ghi ra tệp, thu hồi."""
    from meeting.cli.registering import own_register, require_whole, revoke, told  # noqa: PLC0415
    from meeting.parts import assemble  # noqa: PLC0415

    if (reason or lost) and not account:
        raise click.UsageError("--reason và --lost đi cùng --revoke.")
    with closing(assemble(settings)) as parts:
        said = [revoke(parts, account, reason, lost=lost)] if account else [] if out else told(parts)
        for line in said:
            click.echo(line)
        if out is not None:
            require_whole(parts)
    if out is not None:
        content = own_register(settings)
        if not content:
            raise click.ClickException("Chưa có sổ chứng thư đọc được trên máy này. Chạy: meeting init")
        out.write_bytes(content)
        click.echo(f"Đã ghi sổ chứng thư vào {out}")


@click.command(cls=Spoken)
@click.argument("slug")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def journal(settings: Settings, slug: str, file: Path) -> None:
    """Ghi nhật ký của một phiên họp ra tệp, để giữ hoặc để kiểm tra."""
    count = open_installation(settings).export_journal(slug, file)
    click.echo(f"Đã ghi {count} bản ghi vào {file}")


@click.command(cls=Spoken)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--try", "trying", is_flag=True, help="Khôi phục thử bản mới nhất vào chỗ tạm và kiểm tra.")
@click.pass_obj
def backup(settings: Settings, file: Path | None, trying: bool) -> None:
    """Sao lưu mọi dữ liệu vào một tệp đã mã hóa, kể cả khi máy chủ đang chạy."""
    installation = open_installation(settings)
    if trying:
        click.echo(installation.try_backup())
        return
    for line in installation.backup(file):
        click.echo(line)


@click.command(cls=Spoken)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--passphrase-file", "words", type=click.File("r"), help="Tệp có cụm từ mở bản sao lưu; không có thì hỏi."
)
@click.pass_obj
def restore(settings: Settings, file: Path, words: TextIO | None) -> None:
    """Khôi phục từ bản sao lưu: kiểm tra trước, giữ lại dữ liệu đang có dưới tên khác, không ghi đè gì."""
    from meeting import features  # noqa: PLC0415
    from meeting.backup.restoring import restore as put_back  # noqa: PLC0415

    features.register()
    for line in put_back(settings, file, opening(settings, words)):
        click.echo(line)

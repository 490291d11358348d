"""`meeting init`, `install`, `upgrade`, `import`, `export`, `cards`, `keys`: preparation before a meeting."""

import os
from contextlib import closing
from pathlib import Path
from typing import TextIO

import click

from meeting.cli.asking import asking, body_option, open_installation, passphrase_file, place_option
from meeting.config import SERVICE_USER, Settings, load
from meeting.kernel.command_words import Spoken


@click.command(cls=Spoken)
@click.option(
    "--import",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Nhập luôn một phiên họp nếu chưa có.",
)
@body_option
@place_option
@click.pass_obj
def init(settings: Settings, folder: Path | None, body: str, place: str) -> None:
    """Khởi tạo: khóa bí mật, cơ sở dữ liệu, chứng thư số, người quản trị. Chạy lại không làm mất gì."""
    from meeting.cli.founding import initialise  # noqa: PLC0415
    from meeting.cli.importing import import_folder  # noqa: PLC0415
    from meeting.packs.folder.frame import Names  # noqa: PLC0415
    from meeting.signing.keys import new_passphrase  # noqa: PLC0415

    is_new, passphrase = not (settings.data / "keys" / "authority.pem").exists(), new_passphrase()
    for line in initialise(settings, passphrase):
        click.echo(line)
    if folder is not None:  # the passphrase is still in memory, so the first cards can sign without asking
        installation = open_installation(settings, lambda keyring: keyring.unlock(passphrase) if is_new else None)
        import_folder(installation, folder, names=Names(body, place), if_absent=True, founds=True)


@click.command(cls=Spoken)
@click.pass_obj
def upgrade(settings: Settings) -> None:
    """Nâng cấp cơ sở dữ liệu sau khi cài bản mới; sao lưu trước. Chạy lại không sao."""
    from meeting.cli.founding import bring_up_to_date  # noqa: PLC0415
    from meeting.parts import assemble  # noqa: PLC0415
    from meeting.register.opening import open_once  # noqa: PLC0415

    with closing(assemble(settings)) as parts:
        for line in bring_up_to_date(parts):
            click.echo(line)
        open_once(parts.database, parts.commands, parts.keyring)


@click.command(cls=Spoken)
@click.option("--user", default=SERVICE_USER, metavar="TÊN", help="Người dùng của máy chạy phòng họp.")
@click.option("--show", is_flag=True, help="Chỉ in tệp dịch vụ, không thay đổi gì.")
@click.pass_context
def install(context: click.Context, user: str, show: bool) -> None:
    """Cài thành dịch vụ của máy (systemd): tự chạy cùng máy, dữ liệu ở /var/lib/phonghop nếu không chọn --data."""
    from meeting.cli.installing import DATA, own_program, unit  # noqa: PLC0415
    from meeting.cli.installing import install as install_here  # noqa: PLC0415

    given = context.find_root().params["data"] or os.environ.get("MEETING_DATA")
    data = Path(given).resolve() if given else DATA
    if show:
        click.echo(unit(own_program(), load(data), user), nl=False)
        return
    for line in install_here(own_program(), data, user):
        click.echo(line)


@click.command("import", cls=Spoken)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@body_option
@place_option
@click.option("--starts", "starts", default="", help="Giờ bắt đầu, ví dụ “2026-12-10 08:00”.")
@click.option("--if-absent", is_flag=True, help="Chỉ nhập khi chưa có phiên họp mã này; đã có thì để nguyên.")
@click.option("--replace", is_flag=True, help="Thay phiên họp cùng mã nếu chưa khai mạc (ví dụ sau khi sửa thư mục).")
@passphrase_file
@click.pass_obj
def import_pack(  # noqa: PLR0917 - the words of the command line
    settings: Settings,
    folder: Path,
    body: str,
    place: str,
    starts: str,
    if_absent: bool,
    replace: bool,
    words: TextIO | None,
) -> None:
    """Nhập một phiên họp từ thư mục: agenda.yaml, hoặc agenda.csv/.xlsx + people.csv/.xlsx + papers/."""
    from meeting.cli.importing import import_folder  # noqa: PLC0415
    from meeting.packs.folder.frame import Names  # noqa: PLC0415

    if if_absent and replace:
        raise click.UsageError("Chỉ dùng một trong hai: --if-absent để nguyên, --replace để thay.")
    installation = open_installation(settings, asking(words))
    import_folder(installation, folder, starts, names=Names(body, place), if_absent=if_absent, replace=replace)


@click.command("export", cls=Spoken)
@click.argument("slug")
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_obj
def export_pack(settings: Settings, slug: str, folder: Path) -> None:
    """Ghi một phiên họp ra thư mục, đọc lại được bằng “meeting import”."""

    open_installation(settings).export_pack(slug, folder)
    click.echo(f"Đã ghi {folder}")


@click.command(cls=Spoken)
@click.argument("slug")
@click.option("--all", "again", is_flag=True, help="Cấp lại cho mọi người; thẻ cũ hết hiệu lực.")
@click.option(
    "--person", "account", default="", metavar="TÀI-KHOẢN", help="Cấp lại cho một người; thẻ cũ hết hiệu lực."
)
@click.option("--done", is_flag=True, help="Đã in xong: xóa các tờ thẻ (có mã PIN) khỏi máy.")
@passphrase_file
@click.pass_obj
def cards(  # noqa: PLR0917 - the words of the command line
    settings: Settings, slug: str, again: bool, account: str, done: bool, words: TextIO | None
) -> None:
    """Cấp thẻ đăng nhập (mã QR và PIN) cho ai chưa có hoặc chưa ký được, và ghi tờ thẻ để in."""
    installation = open_installation(settings, asking(words))
    said = installation.cards_printed(slug) if done else installation.issue_cards(slug, again=again, account=account)
    for line in said:
        click.echo(line)


@click.command("second-factor", cls=Spoken)
@click.argument("account")
@click.pass_obj
def second_factor(settings: Settings, account: str) -> None:
    """Bỏ xác nhận hai bước của một quản trị đã mất điện thoại và mã dự phòng; mọi máy của họ bị đăng xuất."""
    from meeting.access.actors import SYSTEM  # noqa: PLC0415
    from meeting.kernel.refusals import NOT_FOUND, Refused  # noqa: PLC0415
    from meeting.parts import assemble  # noqa: PLC0415
    from meeting.people.second import ResetSecond  # noqa: PLC0415
    from meeting.people.tables import person_of_account  # noqa: PLC0415

    with closing(assemble(settings)) as parts:
        with parts.database.read() as db:
            person = person_of_account(db, account.lower())
        if person is None:
            raise Refused(NOT_FOUND)
        parts.commands.submit(ResetSecond(person_id=person.id), actor=SYSTEM)
    click.echo(f"Đã bỏ xác nhận hai bước của {person.particulars.named()}; mọi máy của họ đã đăng xuất.")


@click.command(cls=Spoken)
@click.option("--renew", "renewing", is_flag=True, help="Cấp chứng thư cho người chưa có hoặc sắp hết hạn (60 ngày).")
@click.option("--new-authority", "founding", is_flag=True, help="Lập nơi cấp mới (mất cụm từ mật khẩu, hoặc hết hạn).")
@click.option(
    "--move-authority",
    "place",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="THƯ-MỤC",
    help="Chuyển khóa của nơi cấp ra USB hay đĩa khác (hoặc về lại thư mục keys của dữ liệu).",
)
@passphrase_file
@click.pass_obj
def keys(settings: Settings, renewing: bool, founding: bool, place: Path | None, words: TextIO | None) -> None:
    """Chứng thư số để ký biên bản: xem hạn và dấu vân tay, gia hạn, lập nơi cấp mới. Thẻ và PIN giữ nguyên."""
    from meeting.backup.key import BackupKey  # noqa: PLC0415
    from meeting.kernel import clock  # noqa: PLC0415
    from meeting.register.rules import Why  # noqa: PLC0415
    from meeting.signing import renewal  # noqa: PLC0415
    from meeting.signing.keys import new_passphrase  # noqa: PLC0415
    from meeting.witness.key import printed, public_half  # noqa: PLC0415

    installation = open_installation(settings)
    keyring, now = installation.keyring, clock.now()
    if place is not None:
        keyring.move_authority(place)
        click.echo(f"Khóa của nơi cấp chứng thư số nay ở {keyring.authority_key}.")
        return
    said = renewal.tell(keyring, now)
    if founding:
        fresh = new_passphrase()
        BackupKey(settings.data).make(fresh)  # it opens the backups made from now on
        enter = installation.enter_as(Why.AUTHORITY)
        said = renewal.found(keyring, installation.settings.office_name, fresh, now, enter)
    elif renewing:
        issuer = asking(words)(keyring)
        if issuer is None:
            raise click.ClickException("Cần cụm từ mật khẩu của nơi cấp chứng thư số. Chưa có gì thay đổi.")
        wanted = installation.unentered()
        said = renewal.renew(keyring, issuer, now, installation.enter_as(Why.RENEWAL), wanted=wanted)
    for line in said:
        click.echo(line)
    if not (founding or renewing):
        click.echo(f"Khóa ký nhật ký (in trên thẻ): {printed(public_half(settings.data))}")

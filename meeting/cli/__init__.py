"""The `meeting` command: what an installation needs from the command line, step by step.

Nothing that imports Flask stands at the top: `meeting run` must patch the standard library first.
"""

import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from meeting.config import BadSettings, Settings, load
from meeting.kernel.command_words import SpokenGroup, speak_vietnamese
from meeting.kernel.refusals import Refused
from meeting.law.pack_file import PackInvalid

if TYPE_CHECKING:
    from meeting.cli.installation import Installation
    from meeting.signing.certificates import Issuer
    from meeting.signing.keyring import Keyring

_passphrase_file = click.option(
    "--passphrase-file",
    "words",
    type=click.File("r"),
    help="Tệp có cụm từ mật khẩu của nơi cấp chứng thư số (- là đọc từ đầu vào); không có thì hỏi.",
)
_body = click.option("--body", default="", metavar="TÊN", help="Tên cơ quan họp, thay cho khóa “body” của thư mục.")
_place = click.option("--place", default="", metavar="TÊN", help="Địa điểm họp, thay cho khóa “place” của thư mục.")
TRIES = 3


speak_vietnamese()


class Told(SpokenGroup):
    """Whatever a command refuses is told in its own sentence, never with a trace."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(context)
        except (BadSettings, PackInvalid, Refused) as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=Told, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data", type=click.Path(path_type=Path), default=None, help="Thư mục dữ liệu (mặc định $MEETING_DATA, rồi “var”)."
)
@click.version_option(package_name="paperless-meeting", prog_name="meeting")
@click.pass_context
def main(context: click.Context, data: Path | None) -> None:
    """Phòng họp không giấy tờ.

    \b
    Lần đầu:   meeting init  →  meeting import agendas/ubnd-mau  →  meeting run
    Sau họp:   meeting verify bien-ban.pdf
    Khi có gì không ổn:   meeting doctor
    """
    os.umask(0o077)  # whatever this program writes is its owner's alone
    context.obj = load(data)


def _installation(settings: Settings, unlock: "Callable[[Keyring], Issuer | None] | None" = None) -> "Installation":
    from meeting.cli.installation import Installation, NotReady  # noqa: PLC0415

    try:
        return Installation(settings, unlock or (lambda keyring: None))
    except NotReady as error:
        raise click.ClickException(str(error)) from None


def _asking(words: TextIO | None) -> "Callable[[Keyring], Issuer | None]":
    """Opens the authority with the words in a file, or those a person types; nobody at the keyboard: it stays shut."""

    def unlock(keyring: "Keyring") -> "Issuer | None":
        if words is not None:
            return keyring.unlock(words.read())
        for _ in range(TRIES if sys.stdin.isatty() else 0):
            typed = click.prompt("Cụm từ mật khẩu của nơi cấp chứng thư số (Enter để bỏ qua)", "", hide_input=True)
            if not typed.strip():
                break
            try:
                return keyring.unlock(typed)
            except Refused as refused:
                click.echo(str(refused), err=True)
        return None

    return unlock


@main.command()
@click.option(
    "--import",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Nhập luôn một phiên họp nếu chưa có.",
)
@_body
@_place
@click.pass_obj
def init(settings: Settings, folder: Path | None, body: str, place: str) -> None:
    """Khởi tạo: khóa bí mật, cơ sở dữ liệu, chứng thư số, người quản trị. Chạy lại không làm mất gì."""
    from meeting.cli.importing import import_folder  # noqa: PLC0415
    from meeting.cli.installation import initialise  # noqa: PLC0415
    from meeting.packs.folder.frame import Names  # noqa: PLC0415
    from meeting.signing.keys import new_passphrase  # noqa: PLC0415

    is_new, passphrase = not (settings.data / "keys" / "authority.pem").exists(), new_passphrase()
    for line in initialise(settings, passphrase):
        click.echo(line)
    if folder is not None:  # the passphrase is still in memory: the first cards can sign without asking anybody
        installation = _installation(settings, lambda keyring: keyring.unlock(passphrase) if is_new else None)
        import_folder(installation, folder, names=Names(body, place), if_absent=True)


@main.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_body
@_place
@click.option("--starts", "starts", default="", help="Giờ bắt đầu, ví dụ “2026-12-10 08:00”.")
@click.option("--if-absent", is_flag=True, help="Chỉ nhập khi chưa có phiên họp mã này; đã có thì để nguyên.")
@click.option("--replace", is_flag=True, help="Thay phiên họp cùng mã nếu chưa khai mạc (ví dụ sau khi sửa thư mục).")
@_passphrase_file
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
    installation = _installation(settings, _asking(words))
    import_folder(installation, folder, starts, names=Names(body, place), if_absent=if_absent, replace=replace)


@main.command("export")
@click.argument("slug")
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_obj
def export_pack(settings: Settings, slug: str, folder: Path) -> None:
    """Ghi một phiên họp ra thư mục, đọc lại được bằng “meeting import”."""

    _installation(settings).export_pack(slug, folder)
    click.echo(f"Đã ghi {folder}")


@main.command()
@click.argument("slug")
@click.option("--all", "again", is_flag=True, help="Cấp lại cho mọi người; thẻ cũ hết hiệu lực.")
@click.option(
    "--person", "account", default="", metavar="TÀI-KHOẢN", help="Cấp lại cho một người; thẻ cũ hết hiệu lực."
)
@click.option("--done", is_flag=True, help="Đã in xong: xóa các tờ thẻ (có mã PIN) khỏi máy.")
@_passphrase_file
@click.pass_obj
def cards(  # noqa: PLR0917 - the words of the command line
    settings: Settings, slug: str, again: bool, account: str, done: bool, words: TextIO | None
) -> None:
    """Cấp thẻ đăng nhập (mã QR và PIN) cho ai chưa có hoặc chưa ký được, và ghi tờ thẻ để in."""
    installation = _installation(settings, _asking(words))
    said = installation.cards_printed(slug) if done else installation.issue_cards(slug, again=again, account=account)
    for line in said:
        click.echo(line)


@main.command()
@click.option("--renew", "renewing", is_flag=True, help="Cấp chứng thư cho người chưa có hoặc sắp hết hạn (60 ngày).")
@click.option("--new-authority", "founding", is_flag=True, help="Lập nơi cấp mới (mất cụm từ mật khẩu, hoặc hết hạn).")
@_passphrase_file
@click.pass_obj
def keys(settings: Settings, renewing: bool, founding: bool, words: TextIO | None) -> None:
    """Chứng thư số để ký biên bản: xem hạn và dấu vân tay, gia hạn, lập nơi cấp mới. Thẻ và PIN giữ nguyên."""
    from meeting.kernel import clock  # noqa: PLC0415
    from meeting.signing import renewal  # noqa: PLC0415
    from meeting.signing.keys import new_passphrase  # noqa: PLC0415

    keyring, now = _installation(settings).keyring, clock.now()
    said = renewal.tell(keyring, now)
    if founding:
        said = renewal.found(keyring, settings.office_name, new_passphrase(), now)
    elif renewing:
        issuer = _asking(words)(keyring)
        if issuer is None:
            raise click.ClickException("Cần cụm từ mật khẩu của nơi cấp chứng thư số. Chưa có gì thay đổi.")
        said = renewal.renew(keyring, issuer, now)
    for line in said:
        click.echo(line)


def _running(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a server."""
    worker = click.option(
        "--worker/--no-worker", default=True, help="Chạy kèm tiến trình phụ (chuyển tài liệu, lập biên bản)."
    )
    return worker(click.option("--quiet", is_flag=True, help="Không in địa chỉ và mã QR.")(command))


@main.command()
@_running
@click.pass_obj
def run(settings: Settings, worker: bool, quiet: bool) -> None:
    """Chạy máy chủ của phòng họp, và tự chạy lại nếu nó dừng vì lỗi."""
    from meeting.cli.supervision import Supervisor, write_down  # noqa: PLC0415

    write_down(settings.log_level)
    options = [*["--quiet"] * quiet, *["--no-worker"] * (not worker)]
    sys.exit(Supervisor(settings.data, options).run())


@main.command(hidden=True)
@_running
@click.pass_obj
def serve(settings: Settings, worker: bool, quiet: bool) -> None:
    """Máy chủ mà “meeting run” trông coi."""
    from meeting.cli.supervision import REFUSED  # noqa: PLC0415

    try:
        _serve(settings, worker=worker, quiet=quiet)
    except (BadSettings, PackInvalid, Refused, click.ClickException) as error:
        click.ClickException(str(error)).show()
        sys.exit(REFUSED)


def _serve(settings: Settings, *, worker: bool, quiet: bool) -> None:
    from meeting.live.server import patch  # noqa: PLC0415

    patch(settings.async_mode)
    from meeting.cli.running import check_alone, end_with_parent  # noqa: PLC0415
    from meeting.cli.running import serve as serve_until_told  # noqa: PLC0415

    end_with_parent()
    check_alone(settings)
    installation = _installation(settings)
    installation.discard_old_sheets()
    if not quiet:
        for line in installation.addresses():
            click.echo(line)
    installation.close()
    serve_until_told(settings, with_worker=worker)


@main.command()
@click.pass_obj
def worker(settings: Settings) -> None:
    """Chạy riêng tiến trình phụ: chuyển tài liệu sang PDF, lập biên bản."""
    from meeting.cli.running import work  # noqa: PLC0415

    _installation(settings).close()
    work(settings)


@main.command()
@click.argument("minutes", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("journal", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--authority",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Chứng thư của nơi cấp chữ ký (mặc định của máy này).",
)
@click.pass_obj
def verify(settings: Settings, minutes: Path, journal: Path | None, authority: Path | None) -> None:
    """Kiểm tra biên bản: chữ ký, chuỗi nhật ký, số liệu in ra. Không cần mạng. 0 đúng, 1 bị sửa, 2 chưa đủ căn cứ."""
    from meeting import features  # noqa: PLC0415
    from meeting.law.pack import keep_office  # noqa: PLC0415
    from meeting.proof.verify import verify as check  # noqa: PLC0415
    from meeting.signing.keyring import Keyring  # noqa: PLC0415

    features.register()
    with contextlib.suppress(PackInvalid):  # then the office's own rules are not at hand, and the report says so
        keep_office(settings.law)
    keyring = Keyring(settings.data / "keys", b"")  # whose certificates anybody may read
    trusted = authority.read_bytes() if authority else keyring.trusted() or None
    report = check(minutes.read_bytes(), trusted, journal.read_bytes() if journal else None)
    for line in report.lines():
        click.echo(line)
    sys.exit({"ok": 0, "tampered": 1}.get(report.verdict, 2))


@main.command()
@click.argument("slug")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def journal(settings: Settings, slug: str, file: Path) -> None:
    """Ghi nhật ký của một phiên họp ra tệp, để giữ hoặc để kiểm tra."""
    count = _installation(settings).export_journal(slug, file)
    click.echo(f"Đã ghi {count} bản ghi vào {file}")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def backup(settings: Settings, file: Path) -> None:
    """Sao lưu mọi dữ liệu vào một tệp .tar.gz, kể cả khi máy chủ đang chạy."""

    _installation(settings).backup(file)
    click.echo(f"Đã sao lưu vào {file}. Tệp này mở được mọi thứ: cất nơi an toàn.")


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def restore(settings: Settings, file: Path) -> None:
    """Khôi phục từ bản sao lưu: kiểm tra trước, giữ lại dữ liệu đang có dưới tên khác, không ghi đè gì."""
    from meeting.cli.restoring import restore as put_back  # noqa: PLC0415

    for line in put_back(settings, file):
        click.echo(line)


@main.command()
@click.pass_obj
def doctor(settings: Settings) -> None:
    """Xem máy này đã sẵn sàng chưa, thiếu gì và cài thế nào."""
    from meeting.cli.doctor import examine  # noqa: PLC0415

    findings = examine(settings)
    for finding in findings:
        click.echo(finding.line())
    sys.exit(1 if any(finding.blocks and not finding.good for finding in findings) else 0)

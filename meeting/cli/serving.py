"""`meeting run`, `rehearse`, `worker`, `doctor`: while the room is open."""

import sys
from collections.abc import Callable

import click

from meeting.cli.asking import open_installation
from meeting.config import BadSettings, Settings
from meeting.kernel.command_words import Spoken
from meeting.kernel.refusals import Refused
from meeting.law.edition_file import EditionInvalid
from meeting.supervision import REFUSED, supervise

MOST_PROCESSES = 32


def _running(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of a server to a subcommand."""
    worker = click.option(
        "--worker/--no-worker", default=True, help="Chạy kèm tiến trình phụ (chuyển tài liệu, lập biên bản)."
    )
    return worker(click.option("--quiet", is_flag=True, help="Không in địa chỉ và mã QR.")(command))


ONE_ONLY = (
    "Phòng họp này lưu dữ liệu trong một tệp trên máy (SQLite), nên chỉ chạy được một tiến trình máy chủ; "
    "một tiến trình đủ cho cả hội trường. Muốn chạy nhiều tiến trình hoặc nhiều máy, hãy dùng PostgreSQL: "
    "xem phần “PostgreSQL” trong tệp README.md."
)


@click.command(cls=Spoken)
@_running
@click.option(
    "--processes",
    type=click.IntRange(1, MOST_PROCESSES),
    default=1,
    metavar="N",
    help="Chạy N tiến trình máy chủ trên cùng một cổng (chỉ với PostgreSQL).",
)
@click.pass_obj
def run(settings: Settings, worker: bool, quiet: bool, processes: int) -> None:
    """Chạy máy chủ của phòng họp, và tự chạy lại nếu nó dừng vì lỗi."""
    if processes > 1 and not settings.many_servers:
        raise click.ClickException(ONE_ONLY)
    options = [*["--quiet"] * quiet, *["--no-worker"] * (not worker)]
    sys.stdout.flush()
    supervise(settings.data, processes, settings.log_level, options)


@click.command(hidden=True, cls=Spoken)
@_running
@click.option("--shares-port", is_flag=True, help="Dùng chung cổng với tiến trình máy chủ khác.")
@click.pass_obj
def serve(settings: Settings, worker: bool, quiet: bool, shares_port: bool) -> None:
    """Máy chủ mà “meeting run” trông coi."""
    try:
        _serve(settings, worker=worker, quiet=quiet, shares_port=shares_port)
    except (BadSettings, EditionInvalid, Refused, click.ClickException) as error:
        click.ClickException(str(error)).show()
        sys.exit(REFUSED)


def _serve(settings: Settings, *, worker: bool, quiet: bool, shares_port: bool) -> None:
    from meeting.live.loop import patch  # noqa: PLC0415

    patch(settings.async_mode, postgresql=settings.many_servers)
    from meeting.cli.running import check_alone, check_rehearsal, end_with_parent  # noqa: PLC0415
    from meeting.cli.running import serve as serve_until_told  # noqa: PLC0415

    end_with_parent()
    check_rehearsal(settings)
    check_alone(settings, shares_port=shares_port)
    installation = open_installation(settings)
    installation.discard_old_sheets()
    if not quiet:
        for line in installation.addresses():
            click.echo(line)
    installation.close()
    serve_until_told(settings, with_worker=worker, shares_port=shares_port)


@click.command(cls=Spoken)
@click.argument("slug", required=False, default="")
@click.option("--meeting", "meeting_id", type=int, default=None, hidden=True)
@click.option("--end", "ending", is_flag=True, help="Kết thúc buổi tập đang diễn ra.")
@click.pass_obj
def rehearse(settings: Settings, slug: str, meeting_id: int | None, ending: bool) -> None:
    """Tập dượt với đúng người và máy của phiên họp sắp tới (hoặc MÃ-PHIÊN-HỌP); không để lại gì trong sổ sách."""
    from meeting.rehearsal.place import RehearsalPlace  # noqa: PLC0415

    if ending:
        RehearsalPlace(settings.data).end()
        click.echo("Buổi tập kết thúc; phòng họp thật mở lại sau vài giây.")
        return
    click.echo(open_installation(settings).rehearse(slug, meeting_id))


@click.command(cls=Spoken)
@click.pass_obj
def worker(settings: Settings) -> None:
    """Chạy riêng tiến trình phụ: chuyển tài liệu sang PDF, lập biên bản."""
    from meeting.cli.running import work  # noqa: PLC0415

    open_installation(settings).close()
    work(settings)


@click.command(cls=Spoken)
@click.pass_obj
def doctor(settings: Settings) -> None:
    """Xem máy này đã sẵn sàng chưa, thiếu gì và cài thế nào."""
    from meeting.cli.doctor import examine  # noqa: PLC0415

    findings = examine(settings)
    for finding in findings:
        click.echo(finding.line())
    sys.exit(1 if any(finding.blocks and not finding.good for finding in findings) else 0)

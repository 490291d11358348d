"""The `meeting` command, with one file for each group of its subcommands."""

import atexit
import gc
import os
from pathlib import Path
from typing import Any

import click

from meeting.cli import keeping, preparing, securing, serving
from meeting.config import BadSettings, load
from meeting.kernel.command_words import SpokenGroup, speak_vietnamese
from meeting.kernel.refusals import Refused
from meeting.law.edition_file import EditionInvalid

gc.set_threshold(50_000, 20, 100)  # most objects made at the start stay: collecting them took a tenth of the start
atexit.register(gc.freeze)  # Python looks through all objects three times as it ends, which took a fifth of a second
speak_vietnamese()


class ToldRefusals(SpokenGroup):
    """Shows a refusal as its sentence, without a traceback."""

    def invoke(self, context: click.Context) -> Any:
        """Run the chosen subcommand and return its result."""
        try:
            return super().invoke(context)
        except (BadSettings, EditionInvalid, Refused) as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=ToldRefusals, context_settings={"help_option_names": ["-h", "--help"]})
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
    os.umask(0o077)  # files that this program writes are readable by their owner only
    context.obj = load(data)


for _command in (
    *(preparing.init, preparing.import_pack, preparing.export_pack, preparing.cards, preparing.keys),
    *(preparing.install, preparing.upgrade, preparing.second_factor),
    *(serving.run, serving.serve, serving.worker, serving.rehearse, serving.doctor),
    securing.tls,
    *(keeping.verify, keeping.register, keeping.journal, keeping.backup, keeping.restore),
):
    main.add_command(_command)

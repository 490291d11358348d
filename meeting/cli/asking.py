"""Shared by several subcommands: opening the installation, and asking for passphrases.

These files import Flask only inside functions: `meeting run` must patch the standard library first.
"""

import sys
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, TextIO

import click

from meeting.config import Settings
from meeting.kernel.refusals import Refused

if TYPE_CHECKING:
    from meeting.backup.archive import Opener
    from meeting.cli.installation import Installation
    from meeting.signing.certificates import Issuer
    from meeting.signing.keyring import Keyring

passphrase_file = click.option(
    "--passphrase-file",
    "words",
    type=click.File("r"),
    help="Tệp có cụm từ mật khẩu của nơi cấp chứng thư số (- là đọc từ đầu vào); không có thì hỏi.",
)
body_option = click.option(
    "--body", default="", metavar="TÊN", help="Tên cơ quan họp, thay cho khóa “body” của thư mục."
)
place_option = click.option(
    "--place", default="", metavar="TÊN", help="Địa điểm họp, thay cho khóa “place” của thư mục."
)
TRIES = 3


def open_installation(settings: Settings, unlock: "Callable[[Keyring], Issuer | None] | None" = None) -> "Installation":
    """Return the installation, which is closed when the command ends, also by an error.

    Raises ClickException when `meeting init` must run first.

    `unlock` opens the certificate authority where a command needs it.
    """
    from meeting.cli.installation import Installation, NotReady  # noqa: PLC0415

    try:
        opened = Installation(settings, unlock or (lambda keyring: None))
    except NotReady as error:
        raise click.ClickException(str(error)) from None
    return click.get_current_context().with_resource(closing(opened))


def asking(words: TextIO | None) -> "Callable[[Keyring], Issuer | None]":
    """Return a function that opens the authority, with the passphrase in a file or typed at the keyboard.

    It returns None when nobody is at the keyboard, or nobody types a passphrase.
    """

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


def opening(settings: Settings, words: TextIO | None) -> "Opener":
    """Return a function that opens a backup: with this machine's own key, the passphrase in a file, or a typed one.

    The function raises Refused when none of them opens it.
    """
    from meeting.backup.key import NEEDS_WORDS, BackupKey, Identity, Sealed  # noqa: PLC0415

    def opener(sealed: Sealed) -> Identity:
        own = BackupKey(settings.data).identity()
        if own is not None and str(own.to_public()) == sealed.recipient:
            return own
        if words is not None:
            return sealed.opened_by(words.read())
        for _ in range(TRIES if sys.stdin.isatty() else 0):
            typed = click.prompt("Cụm từ mở bản sao lưu (sáu từ, ghi khi cài đặt)", "", hide_input=True)
            if not typed.strip():
                break
            try:
                return sealed.opened_by(typed)
            except Refused as refused:
                click.echo(str(refused), err=True)
        raise Refused(NEEDS_WORDS)

    return opener

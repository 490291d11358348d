"""`meeting init` makes an installation. Running it again loses nothing."""

import contextlib
import secrets
from collections.abc import Iterator

from msgspec.structs import replace
from sqlalchemy import select

from meeting.access.actors import SYSTEM
from meeting.access.tables import Login
from meeting.cli.welcome import first_password_file
from meeting.config import SECRET_BYTES, BadSettings, Settings
from meeting.kernel import clock
from meeting.kernel.hashing import hash_secret
from meeting.kernel.tokens import token_hash
from meeting.parts import Parts, assemble
from meeting.people.commands import AddPerson, IssueCard
from meeting.people.particulars import EMPTY
from meeting.register.opening import open_once
from meeting.signing.keys import new_passphrase
from meeting.signing.renewal import shown
from meeting.store.guarded import guard_folder, keep_guarded, write_guarded
from meeting.witness.commands import NameKey
from meeting.witness.key import make_event_key, public_half


def initialise(settings: Settings, passphrase: str = "") -> Iterator[str]:
    """Make what is missing, and yield a sentence for each thing made. Running it again loses nothing.

    `passphrase` seals the key of a new authority. When it is empty, a new one is made and shown.
    """
    own(settings)
    if not settings.secret_file.exists():
        write_guarded(settings.secret_file, secrets.token_hex(SECRET_BYTES).encode())
        yield f"Đã tạo khóa bí mật: {settings.secret_file}"
    from meeting.backup.key import BackupKey  # noqa: PLC0415 - the server does not load backup encryption

    with contextlib.closing(assemble(settings)) as parts:
        keyring, key = parts.keyring, BackupKey(settings.data)
        passphrase = passphrase or new_passphrase()
        if not key.exists():
            key.make(passphrase)
            if keyring.authority_certificate.exists():
                yield f"Cụm từ mở bản sao lưu trên máy khác: “{passphrase}”. Chỉ hiện một lần này: hãy ghi ra giấy."
        yield from bring_up_to_date(parts)
        if not keyring.authority_certificate.exists():
            keyring.make_authority(settings.office_name, passphrase, now=clock.now())
            yield f"Đã tạo nơi cấp chứng thư số của cơ quan: {keyring.authority_certificate}"
            yield from shown(keyring, passphrase)
        make_event_key(settings.data)
        parts.commands.submit(NameKey(key=public_half(settings.data)), actor=SYSTEM)
        open_once(parts.database, parts.commands, keyring)
        yield from _make_administrator(parts)
    own(settings)


def bring_up_to_date(parts: Parts) -> Iterator[str]:
    """Migrate the database, and yield what was done.

    A backup is made first: that file and the older program are the way back.
    """
    database, settings = parts.database, parts.settings
    database.check_not_later()
    if database.is_current():
        return
    if database.is_made():
        from meeting.backup import making  # noqa: PLC0415 - as above

        folder = making.folder_of(settings)
        file = folder / f"truoc-nang-cap-{clock.local(clock.now()):%Y%m%d-%H%M%S}.backup"
        with making.told_in_words(), making.alone(settings.data):
            folder.mkdir(parents=True, exist_ok=True)
            making.write_backup(settings, database, file)
        yield f"Đã sao lưu trước khi nâng cấp: {file}"
    database.migrate()
    yield "Đã tạo hoặc nâng cấp cơ sở dữ liệu."


def own(settings: Settings) -> None:
    """Make all data readable by its owner only. Raises BadSettings when another user owns it."""
    try:
        guard_folder(settings.data)
        keep_guarded(settings.data, deep=False)
        for name in ("keys", "cards"):
            keep_guarded(settings.data / name)
    except PermissionError as error:
        raise BadSettings(
            f"{error.filename}: thuộc người dùng khác của máy. Chạy “meeting” bằng người dùng đó, hoặc đổi chủ (chown)."
        ) from None


def _make_administrator(parts: Parts) -> Iterator[str]:
    with parts.database.read() as db:
        if db.scalar(select(Login.person_id).where(Login.account == "admin")) is not None:
            return
    added = parts.commands.submit(
        AddPerson(
            account="admin",
            particulars=replace(
                EMPTY,
                full_name="Quản trị hệ thống",
                given_name="Quản trị",
                title="Quản trị",
                unit=parts.settings.office_name,
            ),
            admin=True,
        ),
        actor=SYSTEM,
    )
    password = secrets.token_urlsafe(12)
    parts.commands.submit(
        IssueCard(
            person_id=added.made["person_id"],
            card_hash=token_hash(secrets.token_urlsafe(32)),
            pin_hash=hash_secret(password),
        ),
        actor=SYSTEM,
    )
    told = f"Người quản trị: tài khoản “admin”, mật khẩu “{password}” (chỉ hiện một lần này, hãy ghi lại)."
    write_guarded(first_password_file(parts.settings), told.encode())
    yield told

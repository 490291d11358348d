"""Read a paper that somebody brings: in the jail, one at a time."""

import tempfile
import threading
from pathlib import Path

import msgspec

from meeting.checking.rules import BUSY, OUT_OF_TIME, UNREAD, Looked
from meeting.config import Settings
from meeting.kernel.refusals import Refused
from meeting.proof.jailed import FONTS
from meeting.signing.keyring import Keyring
from meeting.witness.key import public_half
from meeting.work.jail import Bounds, JailFailed, OutOfTime, ask_jailed

_BOUNDS = Bounds(seconds=15, memory=512 << 20, nice=19)
_turn = threading.Semaphore(1)


class AskedCheck(msgspec.Struct, frozen=True):
    """The input of the jailed task:

    `path` of the PDF, `trusted` certificates of the office's authorities (PEM), the folder of the office's law
    editions, its register of certificates as a file, and the event key that confirms the register.
    """

    path: str
    trusted: str
    law: str
    register: bytes = b""
    key: str = ""


def look(settings: Settings, keyring: Keyring, content: bytes, register: bytes) -> Looked:
    """Return the content of a file. Raises Refused while another file is read, and when it cannot be read.

    `register`: the office's register of certificates as a file, empty before it exists.
    """
    if not _turn.acquire(blocking=False):
        raise Refused(BUSY)
    try:
        with tempfile.NamedTemporaryFile(prefix="meeting-", suffix=".pdf") as file:
            file.write(content)
            file.flush()
            trusted = keyring.trusted().decode()
            key = public_half(settings.data)
            asked = AskedCheck(path=file.name, trusted=trusted, law=str(settings.law), register=register, key=key)
            reads = [Path(file.name), FONTS, *([settings.law] if settings.law.is_dir() else [])]
            return ask_jailed("meeting.cli.check_apart", asked, Looked, _BOUNDS, reads=reads)
    except OutOfTime:
        raise Refused(OUT_OF_TIME) from None
    except JailFailed:
        raise Refused(UNREAD) from None
    finally:
        _turn.release()

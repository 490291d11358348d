"""Rules about papers: pure decisions."""

from enum import StrEnum

from meeting.agenda.rules import SEAT_ROLES
from meeting.kernel.refusals import NOT_FOUND, Refused, declare
from meeting.kernel.roles import Role


class DocumentState(StrEnum):
    """What of a paper can be had: a PDF is being made; it is read here; the original only."""

    CONVERTING = "converting"
    READY = "ready"
    DOWNLOAD = "download"


PDF = "application/pdf"
NO_TITLE = declare("documents.no_title", 400, "Tài liệu phải có tên.")
BAD_FILENAME = declare("documents.bad_filename", 400, "Tên tệp không được trống, xuống dòng hay có dấu gạch chéo.")
REPLACED = declare("documents.replaced", 410, "Tài liệu này vừa có bản mới. Hãy mở lại tài liệu.")
NOT_READY = declare("documents.not_ready", 409, "Tài liệu đang được chuyển sang PDF, hãy thử lại sau ít phút.")


def check_title(title: str) -> None:
    """A paper is found by its title."""
    if not title:
        raise Refused(NO_TITLE)


def check_filename(filename: str) -> None:
    """A name that a file can have, on one line: it is sent in a header when the paper is fetched."""
    if not filename or any(character in filename for character in "\n\t/\\"):
        raise Refused(BAD_FILENAME)


def check_may_read(role: Role) -> None:
    """What must stay unknown is missing, not forbidden."""
    if role not in SEAT_ROLES:
        raise Refused(NOT_FOUND)


def visible_version(role: Role, state: DocumentState, pdf_sha256: str | None, asked: str = "") -> str:
    """The SHA-256 of the PDF that a reader of this role is shown.

    `asked`: the one that the reader's page was drawn with. Refused when another stands there now: of a paper fetched
    in parts, half would be the new one.
    """
    check_may_read(role)
    if state == DocumentState.CONVERTING or pdf_sha256 is None:
        raise Refused(NOT_READY)
    if asked not in ("", pdf_sha256):
        raise Refused(REPLACED)
    return pdf_sha256

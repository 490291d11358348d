"""Rules about papers: pure decisions."""

from enum import StrEnum

from meeting.documents.content.secrecy import is_marked_name
from meeting.kernel.refusals import Refused, _l, declare


class DocumentState(StrEnum):
    """The available form of a paper: a PDF in the making, a PDF to read, the original only, or nothing (on paper)."""

    CONVERTING = "converting"
    READY = "ready"
    DOWNLOAD = "download"
    ON_PAPER = "on_paper"


ON_PAPER_TITLE = "Tài liệu phát giấy tại phòng"
"""The name of a paper whose own title may be secret. The record has it, so it exists in Vietnamese only."""
NOT_LOOKED_AT = _l("Bản quét: máy chủ chưa xem được trang đầu.")
"""The problem of a paper whose first page is a picture that no program has checked for a mark of secrecy."""
BEING_READ = _l("Bản quét: máy đang đọc trang đầu.")
"""The problem of a scan until OCR has read its first page."""
WITHDRAWN = _l("Tệp có dấu hiệu là tài liệu mật nên đã bị xóa khỏi máy chủ.")
SECRET_TITLE = declare(
    "documents.secret_title", 400, "Tên tài liệu có ghi độ mật. Hãy ghi một tên chung, không nêu nội dung mật."
)
PDF = "application/pdf"
NO_TITLE = declare("documents.no_title", 400, "Tài liệu phải có tên.")
BAD_FILENAME = declare("documents.bad_filename", 400, "Tên tệp không được trống, xuống dòng hay có dấu gạch chéo.")
REPLACED = declare("documents.replaced", 410, "Tài liệu này vừa có bản mới. Hãy mở lại tài liệu.")
SAME_FILE = declare("documents.same_file", 409, "Tệp này giống hệt bản đang có, không có gì để thay.")
BAD_KIND = declare("documents.bad_kind", 400, "Loại tài liệu phải ghi trên một dòng, không nêu độ mật.")
NOT_READY = declare("documents.not_ready", 409, "Tài liệu đang được chuyển sang PDF, hãy thử lại sau ít phút.")


def check_title(title: str) -> None:
    """Raise Refused for an empty title."""
    if not title:
        raise Refused(NO_TITLE)


def check_named_openly(title: str) -> None:
    """Raise Refused for a title with a mark: screens and minutes show the titles of papers handed out on paper."""
    if is_marked_name(title):
        raise Refused(SECRET_TITLE)


def check_filename(filename: str) -> None:
    """Raise Refused for an impossible file name, or one with line breaks: it is sent in a header."""
    if not filename or any(character in filename for character in "\n\t/\\"):
        raise Refused(BAD_FILENAME)


def check_kind(kind: str) -> None:
    """Raise Refused for a kind with line breaks or a mark of secrecy: everybody sees it beside the paper's name."""
    if "\n" in kind or "\t" in kind or is_marked_name(kind):
        raise Refused(BAD_KIND)


def check_looked_through(state: DocumentState) -> None:
    """Raise Refused until the worker has examined the content."""
    if state == DocumentState.CONVERTING:
        raise Refused(NOT_READY)


CONTENT_DIGITS = 16
"""The number of hexadecimal digits of a SHA-256 in a paper's address. Each turn of the meeting sends six such addresses
to every tablet."""


def visible_version(state: DocumentState, pdf_sha256: str | None, asked: str = "") -> str:
    """Return the SHA-256 of the PDF to send.

    `asked`: at least CONTENT_DIGITS first digits of the PDF with which the reader's page was drawn. Raises Refused when
    the paper has another PDF now. Otherwise a reader who fetches parts would get parts of both.
    """
    if state == DocumentState.CONVERTING or pdf_sha256 is None:
        raise Refused(NOT_READY)
    if asked and (len(asked) < CONTENT_DIGITS or not pdf_sha256.startswith(asked)):
        raise Refused(REPLACED)
    return pdf_sha256

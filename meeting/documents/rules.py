"""Rules about papers: pure decisions."""

from enum import StrEnum

from meeting.documents.content.secrecy import is_marked_name
from meeting.kernel.refusals import Refused, declare


class DocumentState(StrEnum):
    """What of a paper can be had: a PDF is being made; it is read here; the original only; nothing, it is on paper."""

    CONVERTING = "converting"
    READY = "ready"
    DOWNLOAD = "download"
    ON_PAPER = "on_paper"


ON_PAPER_TITLE = "Tài liệu phát giấy tại phòng"
"""The name of a paper whose own title may be secret. The record has it, so it exists in Vietnamese only."""
NOT_LOOKED_AT = "Bản quét: máy chủ chưa xem được trang đầu."
"""The problem of a paper whose first page is a picture that no program has checked for a mark of secrecy."""
BEING_READ = "Bản quét: máy đang đọc trang đầu."
"""The problem of a scan until OCR has read its first page."""
WITHDRAWN = "Tệp có dấu hiệu là tài liệu mật nên đã bị xóa khỏi máy chủ."
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
    """A paper is found by its title."""
    if not title:
        raise Refused(NO_TITLE)


def check_named_openly(title: str) -> None:
    """The name of what is handed out on paper stands on screens and in the minutes: it is no secret itself."""
    if is_marked_name(title):
        raise Refused(SECRET_TITLE)


def check_filename(filename: str) -> None:
    """A name that a file can have, on one line: it is sent in a header when the paper is fetched."""
    if not filename or any(character in filename for character in "\n\t/\\"):
        raise Refused(BAD_FILENAME)


def check_kind(kind: str) -> None:
    """Raise Refused for a kind with line breaks or a mark of secrecy: everybody sees it beside the paper's name."""
    if "\n" in kind or "\t" in kind or is_marked_name(kind):
        raise Refused(BAD_KIND)


def check_looked_through(state: DocumentState) -> None:
    """The worker has seen what is in it."""
    if state == DocumentState.CONVERTING:
        raise Refused(NOT_READY)


CONTENT_DIGITS = 16
"""Of a SHA-256, so many hexadecimal digits name a paper's content in its address: six such addresses are told to every
tablet at each turn of the meeting."""


def visible_version(state: DocumentState, pdf_sha256: str | None, asked: str = "") -> str:
    """The SHA-256 of the PDF that whoever may read the paper is shown.

    `asked`: the first digits, CONTENT_DIGITS at least, of the one that the reader's page was drawn with. Refused when
    another stands there now: of a paper fetched in parts, half would be the new one.
    """
    if state == DocumentState.CONVERTING or pdf_sha256 is None:
        raise Refused(NOT_READY)
    if asked and (len(asked) < CONTENT_DIGITS or not pdf_sha256.startswith(asked)):
        raise Refused(REPLACED)
    return pdf_sha256

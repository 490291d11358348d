"""Events of papers. They name a paper's content by its SHA-256, so that the record can be checked later."""

from meeting.documents.readers import FOR_MEMBERS, Readers
from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("documents.document_added", _l("Thêm tài liệu"))
class DocumentAdded(Event, frozen=True, kw_only=True):
    """A paper was added to an item, or to the whole meeting when `item_id` is None. `size` is in bytes.

    It has `position` (from 1) among the papers of the meeting; the papers from there on move one place down.
    """

    document_id: int
    item_id: int | None
    position: int
    title: str
    filename: str
    media_type: str
    sha256: str
    size: int
    readers: Readers = FOR_MEMBERS
    paper_kind: str = ""


@event("documents.on_paper_added", _l("Thêm tài liệu phát giấy tại phòng"))
class OnPaperAdded(Event, frozen=True, kw_only=True):
    """A paper was listed that is handed out in the room and not stored here."""

    document_id: int
    item_id: int | None
    position: int
    title: str
    readers: Readers = FOR_MEMBERS
    paper_kind: str = ""


@event("documents.kind_chosen", _l("Chọn loại tài liệu"))
class KindChosen(Event, frozen=True, kw_only=True):
    """The kind of a paper was changed; empty: none of the office's kinds."""

    document_id: int
    paper_kind: str


@event("documents.document_moved", _l("Đổi thứ tự tài liệu"))
class DocumentMoved(Event, frozen=True, kw_only=True):
    """A paper was moved to `position` among the papers of the meeting; the papers from there on move one place down."""

    document_id: int
    position: int


@event("documents.secret_withdrawn", _l("Xóa tài liệu có dấu hiệu mật"))
class SecretWithdrawn(Event, frozen=True, kw_only=True):
    """A paper had a mark of state secrecy: its bytes were wiped, and it is handed out on paper.

    `title`: the new one.
    """

    document_id: int
    title: str


@event("documents.secret_suspected", _l("Tạm ẩn tài liệu, chờ xem có phải tài liệu mật không"))
class SecretSuspected(Event, frozen=True, kw_only=True):
    """OCR read a mark of state secrecy in a scanned paper, could not read it, or is about to read it.

    Only the secretaries see it until they decide or OCR has found none.
    """

    document_id: int


@event("documents.suspicion_cleared", _l("Xác nhận không phải tài liệu mật"))
class SuspicionCleared(Event, frozen=True, kw_only=True):
    """A paper was found not to be secret. Its readers can read it again."""

    document_id: int


@event("documents.first_page_read", _l("Máy đọc xong trang đầu bản quét, không thấy dấu độ mật"))
class FirstPageRead(Event, frozen=True, kw_only=True):
    """A scan was hidden until OCR had read its first page, which has no mark of state secrecy."""

    document_id: int


@event("documents.told_withheld", _l("Ngừng cho đọc bản đã phát hành"))
class ToldWithheld(Event, frozen=True, kw_only=True):
    """Invited people can no longer read the version of a paper that they know, because it may be secret.

    The plan has replaced or removed that version since.
    """

    aside = True
    document_id: int


@event("documents.told_shown", _l("Cho đọc lại bản đã phát hành"))
class ToldShown(Event, frozen=True, kw_only=True):
    """A published paper that was replaced or removed in the plan, and withheld, is not secret: it is readable again."""

    aside = True
    document_id: int


@event("documents.readers_chosen", _l("Đổi người đọc tài liệu"))
class ReadersChosen(Event, frozen=True, kw_only=True):
    """The readers of a paper, or the time in which they may read it, were changed."""

    document_id: int
    readers: Readers


@event("documents.document_changed", _l("Sửa tài liệu"))
class DocumentChanged(Event, frozen=True, kw_only=True):
    """A paper was renamed, or moved to another item (to the whole meeting when `item_id` is null)."""

    document_id: int
    title: str
    item_id: int | None


@event("documents.document_replaced", _l("Thay tài liệu"))
class DocumentReplaced(Event, frozen=True, kw_only=True):
    """A paper's file was replaced. `size` in bytes; `version`: 1 while only its makers had seen the former file."""

    document_id: int
    filename: str
    media_type: str
    sha256: str
    size: int
    version: int = 1


@event("documents.document_removed", _l("Bỏ tài liệu"))
class DocumentRemoved(Event, frozen=True, kw_only=True):
    """A paper was removed before the meeting."""

    document_id: int


@event("documents.rendition_made", _l("Chuyển xong tài liệu để đọc"))
class RenditionMade(Event, frozen=True, kw_only=True):
    """The PDF of a paper is ready for tablets, with this SHA-256 and number of pages."""

    aside = True
    document_id: int
    pdf_sha256: str
    pages: int


@event("documents.rendition_failed", _l("Không chuyển được tài liệu"))
class RenditionFailed(Event, frozen=True, kw_only=True):
    """No PDF could be made; the original is offered as a download. `reason` is for the secretary."""

    aside = True
    document_id: int
    reason: str


def held_back(document_id: int, *, in_plan: bool) -> Event:
    """Return the event for a paper that may be secret. `in_plan`: this content is still in the plan."""
    return (SecretSuspected if in_plan else ToldWithheld)(document_id=document_id)


DOCUMENT_EVENTS = (
    DocumentAdded,
    DocumentChanged,
    DocumentReplaced,
    DocumentRemoved,
    KindChosen,
    DocumentMoved,
    ReadersChosen,
    OnPaperAdded,
    SecretWithdrawn,
    SecretSuspected,
    ToldWithheld,
    ToldShown,
    SuspicionCleared,
    FirstPageRead,
    RenditionMade,
    RenditionFailed,
)
"""The events that change which papers there are and how each can be read."""

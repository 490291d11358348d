"""Behind: compares the journals with the heads handed out, for the start of a server and for its operator."""

from pathlib import Path

from sqlalchemy.orm import Session

from meeting.agenda.tables import Meeting
from meeting.config import Settings
from meeting.journal import book as journal
from meeting.kernel.clock import read_stamp
from meeting.kernel.dates import exact_time, short_date
from meeting.witness.following import folders
from meeting.witness.heads import Head, code, read_heads


def behind(db: Session, settings: Settings) -> list[str]:
    """Return one sentence for each meeting whose journal differs from what its witnesses keep.

    Every head in a file is checked: later heads of a rewritten journal may match.
    """
    told: dict[str, str] = {}
    for place in folders(settings):
        for file in sorted(place.glob("meeting-*.jsonl")):
            wrong = _first_wrong(db, file)
            if wrong is not None:
                told.setdefault(wrong.book, _sentence(db, wrong, file))
    return list(told.values())


def _first_wrong(db: Session, file: Path) -> Head | None:
    book = file.name.split(".")[0]
    try:
        heads = [head for head in read_heads(file.read_bytes()) if head.book == book]
    except OSError:
        return None
    known = journal.hashes(db, book, {head.seq for head in heads})
    return next((head for head in heads if known.get(head.seq) != head.hash), None)


def _sentence(db: Session, head: Head, file: Path) -> str:
    meeting = db.get(Meeting, journal.meeting_of(head.book))
    title = meeting.title if meeting is not None else head.book
    at = read_stamp(head.at)
    how = "ghi khác" if head.seq in journal.hashes(db, head.book, [head.seq]) else "không còn bản ghi này"
    return (
        f"Nhật ký của “{title}” không khớp với nhân chứng ở {file}: bản ghi số {head.seq} lúc {exact_time(at)} ngày "
        f"{short_date(at)} có mã {code(head.hash)}, nay nhật ký {how}. Nếu vừa khôi phục từ bản sao lưu cũ thì đó là "
        "lý do: cất tệp này sang nơi khác để thôi nhắc; nếu không, dữ liệu đã bị sửa hoặc bị thay: giữ nguyên máy và "
        "báo người phụ trách."
    )

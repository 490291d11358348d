"""Standing: whether the journals are what was handed out; a start and whoever looks after the machine are told."""

from collections.abc import Iterable, Iterator
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
    """One sentence for each meeting whose journal is not what its witnesses keep."""
    told: dict[str, str] = {}
    for place in folders(settings):
        for file in sorted(place.glob("meeting-*.jsonl")):
            wrong = _first_wrong(db, file)
            if wrong is not None:
                told.setdefault(wrong.book, _sentence(db, wrong, place))
    return list(told.values())


def _first_wrong(db: Session, file: Path) -> Head | None:
    """The chain holds whatever comes before a right one: the last is asked first."""
    try:
        heads = [head for head in read_heads(file.read_bytes()) if head.book == file.name.split(".")[0]]
    except OSError:
        return None
    last = [*_wrong(db, heads[-1:])]
    return next(iter(_wrong(db, heads)), None) if last else None


def _wrong(db: Session, heads: Iterable[Head]) -> Iterator[Head]:
    for head in heads:
        line = journal.line(db, head.book, head.seq)
        if line is None or line.hash != head.hash:
            yield head


def _sentence(db: Session, head: Head, place: Path) -> str:
    meeting = db.get(Meeting, journal.meeting_of(head.book))
    title = meeting.title if meeting is not None else head.book
    at = read_stamp(head.at)
    found = journal.line(db, head.book, head.seq)
    how = "không còn bản ghi này" if found is None else "ghi khác"
    return (
        f"Nhật ký của “{title}” không khớp với nhân chứng ở {place}: bản ghi số {head.seq} lúc {exact_time(at)} ngày "
        f"{short_date(at)} có mã {code(head.hash)}, nay nhật ký {how}. Nếu vừa khôi phục từ bản sao lưu cũ thì đó là "
        "lý do; nếu không, dữ liệu đã bị sửa hoặc bị thay: giữ nguyên máy và báo người phụ trách."
    )

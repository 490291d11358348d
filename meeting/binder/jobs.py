"""The worker's job for binders: count pages, draw the first pages, bind, and store."""

import logging
import tempfile
from pathlib import Path

from meeting.access.actors import Actor
from meeting.agenda.tables import seat_facts
from meeting.binder.binding import BindingPlan, Bookmark, bind, count
from meeting.binder.reading import binder_of
from meeting.binder.rules import Binder, BinderSheet
from meeting.binder.shelf import BinderShelf
from meeting.kernel.refusals import Refused, _l
from meeting.paper.binder import ContentsLine, Front, draw_front, draw_sheets, draw_stamp
from meeting.paper.finish import length
from meeting.store.sight import see_as_told
from meeting.work.jail import JailFailed
from meeting.work.jobs import job
from meeting.work.workshop import Workshop

log = logging.getLogger(__name__)

FAILED = _l("không ghép được các tệp thành một")
UNREADABLE = "không đọc được tệp PDF này"


def give_up(workshop: Workshop, reason: str, *, meeting_id: int, person_id: int) -> None:
    """Store the reason of the failure. The reader sees it and may request it again."""
    binder = _binder(workshop, meeting_id, person_id)
    if binder is not None:
        BinderShelf(workshop.settings.data).failed(binder.key, reason or FAILED)


@job("binder.bind", gives_up=give_up)
def make(workshop: Workshop, *, meeting_id: int, person_id: int) -> None:
    """Make the binder of the papers that this person may read now, unless it exists already."""
    binder = _binder(workshop, meeting_id, person_id)
    shelf = BinderShelf(workshop.settings.data)
    if binder is None or shelf.find(binder.key) is not None:
        return
    shelf.forget_failure(binder.key)
    shelf.folder.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=shelf.folder) as name:
            shelf.put(binder.key, _bound(workshop, binder, Path(name).resolve()))
    except (JailFailed, Refused) as failed:
        log.warning("a binder was not made: %s", failed)
        shelf.failed(binder.key, str(failed) if isinstance(failed, Refused) else FAILED)


def _binder(workshop: Workshop, meeting_id: int, person_id: int) -> Binder | None:
    """Return the binder's content, or None when the person has no seat in the meeting any more."""
    with workshop.database.read() as db:
        see_as_told(db)
        seat = seat_facts(db, meeting_id, person_id)
        if seat is None:
            return None
        actor = Actor(name="", role=seat.role, person_id=person_id, seat=seat)
        return binder_of(db, meeting_id, actor, workshop.clock())


def _bound(workshop: Workshop, binder: Binder, folder: Path) -> Path:
    paths = {each.content: workshop.blobs.path(each.content).resolve() for each in binder.sheets if each.content}
    pages = dict(zip(paths, count(list(paths.values())), strict=True)) if paths else {}
    missing = [sheet for sheet in binder.sheets if not pages.get(sheet.content)]
    files = {"front": folder / "front.pdf", "sheets": folder / "sheets.pdf", "stamp": folder / "stamp.pdf"}
    if missing:
        files["sheets"].write_bytes(draw_sheets([_note(sheet) for sheet in missing]))
    if binder.reader:
        files["stamp"].write_bytes(draw_stamp(f"Bản của {binder.reader}"))
    ahead = length(draw_front(_front(binder, pages, 0)))  # the number of pages does not depend on the numbers in them
    files["front"].write_bytes(draw_front(_front(binder, pages, ahead)))
    order = [(str(files["front"]), -1)]
    for sheet in binder.sheets:
        there = pages.get(sheet.content)
        order.append((str(paths[sheet.content]), -1) if there else (str(files["sheets"]), missing.index(sheet)))
    result = folder / "bound.pdf"
    plan = BindingPlan(
        files=order,
        marks=_marks(binder, pages, ahead),
        stamp=str(files["stamp"]) if binder.reader else "",
        result=str(result),
    )
    bind(plan, folder, list(paths.values()))
    return result


def _note(sheet: BinderSheet) -> tuple[str, str]:
    return (
        f"Tài liệu {sheet.number}: {sheet.title}",
        f"Tệp “{sheet.filename}” không ghép vào tập này được ({sheet.problem or UNREADABLE}). Mở tệp gốc trên máy.",
    )


def _front(binder: Binder, pages: dict[str, int], ahead: int) -> Front:
    starts = _starts(binder, pages, ahead)
    entries = []
    for part in binder.parts:
        if part.sitting:
            entries.append(ContentsLine(0, part.sitting, "", item=True))
        minutes = f"{part.minutes} phút" if part.minutes else ""
        said = " · ".join(filter(None, [part.start, part.presenter, minutes]))
        heading = f"{part.number}. {part.title}" if part.number else part.title or "Tài liệu chung"
        entries.append(ContentsLine(part.level, f"{heading} ({said})" if said else heading, "", item=True))
        entries += [
            ContentsLine(
                part.level + 1, f"Tài liệu {sheet.number}: {sheet.name}", str(starts[sheet.number] + 1), item=False
            )
            for sheet in part.sheets
        ]
    return Front(binder.body, binder.title, binder.when, binder.place, binder.reader, entries, _left_out(binder))


def _left_out(binder: Binder) -> str:
    if not binder.left_out:
        return ""
    return f"Tập này có {len(binder.sheets)} tài liệu đầu; còn {binder.left_out} tài liệu nữa chỉ mở được trên máy."


def _marks(binder: Binder, pages: dict[str, int], ahead: int) -> list[Bookmark]:
    starts = _starts(binder, pages, ahead)
    marks = [Bookmark("Chương trình và mục lục", 0, 0)]
    for part in binder.parts:
        if part.sheets:
            name = f"{part.number}. {part.title}" if part.number else "Tài liệu chung"
            marks.append(Bookmark(name, starts[part.sheets[0].number], 0))
            marks += [Bookmark(f"{sheet.number}. {sheet.name}", starts[sheet.number], 1) for sheet in part.sheets]
    return marks


def _starts(binder: Binder, pages: dict[str, int], ahead: int) -> dict[int, int]:
    """Return the first page of each paper, counted from 0, by the paper's number."""
    starts, place = {}, ahead
    for sheet in binder.sheets:
        starts[sheet.number] = place
        place += pages.get(sheet.content) or 1
    return starts

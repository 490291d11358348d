"""The frame of a meeting: what its folder says, completed with defaults.

Without a start, the meeting begins at 8:00 on the day of reading, so a second reading on the same day gives the same
meeting. Default names come from the body in the law edition.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from meeting.commands.caps import limit
from meeting.kernel.clock import VIETNAM, local
from meeting.kernel.dates import short_date
from meeting.kernel.text import clean
from meeting.law.edition import Preset, UnknownRule
from meeting.law.editions import edition_on
from meeting.packs.folder.fields import Cell, line
from meeting.packs.folder.head import FolderHead, slug_of
from meeting.packs.folder.model import Pack, PackItem, PackPaper, PackPerson
from meeting.packs.folder.problems import Problems, Spot

_OPENING = time(8, 0)
_SHORTEST = 15  # minutes, of a meeting whose items have no planned time


class Names(NamedTuple):
    """The body and the place given by the person who imports a folder.

    They replace the folder's own; blank means not given.
    """

    body: str = ""
    place: str = ""


Asks = Callable[[Sequence[str], Names], Names]
"""Asks the importing person for missing names (`body`, `place`). Gets those given so far and returns all."""
Planned = Callable[[str], datetime | None]


class Wishes(NamedTuple):
    """Options of the reader: the present time, and a start that replaces the written one.

    `planned` returns the start of the meeting that already has this slug, or None. A folder without a date keeps that
    start.
    """

    now: datetime
    starts_at: datetime | None = None
    planned: Planned = lambda slug: None


class Frame(NamedTuple):
    """The frame of a meeting, apart from its items, people and papers. `rules` is None when its body is unknown."""

    head: FolderHead
    starts_at: datetime
    rules: Preset | None


def unsaid(pack: Pack, names: Names) -> list[str]:
    """Return the keys of the names that neither the folder nor the importing person gives."""
    return [key for key, said in names._asdict().items() if not clean(said) and not getattr(pack, key)]


def named(pack: Pack, names: Names, file: str, problems: Problems) -> Pack:
    """Return the pack with body and place, which the minutes print.

    Notes a problem of `file` for each that is missing.
    """
    said = {
        key: line(Cell(text, f"--{key}", Spot(f"--{key}")), problems, limit("agenda.create_meeting", key))
        for key, text in names._asdict().items()
    }
    full = replace(pack, body=said["body"] or pack.body, place=said["place"] or pack.place)
    for key in unsaid(full, Names()):
        problems.add(Spot(file), f"{key}_unsaid", file=file)
    return full


def titled(pack: Pack) -> Pack:
    """Return the pack with a title. The default is the body's custom, such as `Phiên họp UBND xã … ngày 24/9/2026`."""
    if pack.title:
        return pack
    body = edition_on(local(pack.starts_at).date()).presets.get(pack.preset)
    title = f"{body.gathering if body else ''} {pack.body} ngày {short_date(pack.starts_at)}"
    return replace(pack, title=title)


def frame_of(head: FolderHead, preset: str, agenda: Path, asked: Wishes, problems: Problems) -> Frame:
    """Return the frame of a folder. Notes an unknown preset, and a date for which there is no law edition."""
    file = agenda.name
    starts = asked.starts_at or _known_start(head, agenda.parent.name, asked) or _written_start(head, asked)
    head = head._replace(preset=preset)
    return Frame(head, starts.astimezone(UTC), _rules(head, starts, file, asked, problems))


def end_of(frame: Frame, planned: int, asked: Wishes, problems: Problems) -> datetime:
    """Return the end in UTC. A start given by the reader moves the meeting, and the written length stays.

    Without a written end, the length is the written minutes, or else the planned minutes of the items. `planned` is in
    minutes. Notes a problem when the end is not after the start.
    """
    head = frame.head
    length = timedelta(minutes=head.minutes or max(planned, _SHORTEST))
    if head.ends:
        length = head.ends - _written_start(head, asked)
        if length <= timedelta(0):
            problems.add(head.spots["ends"], "ends_before")
    return frame.starts_at + length


def pack_of(
    frame: Frame,
    folder: str,
    *,
    items: tuple[PackItem, ...],
    people: tuple[PackPerson, ...],
    papers: tuple[PackPaper, ...],
    ends_at: datetime,
) -> Pack:
    """Return the pack as its folder describes it. Body and place (`named`) and title (`titled`) may still be blank."""
    head = frame.head
    return Pack(
        slug=head.slug or slug_of(folder),
        title=head.title,
        parent_body=head.parent_body,
        body=head.body,
        body_code=head.body_code or (frame.rules.code if frame.rules else ""),
        place=head.place,
        preset=head.preset,
        starts_at=frame.starts_at,
        ends_at=ends_at,
        papers=papers,
        items=items,
        people=people,
    )


def _known_start(head: FolderHead, folder: str, asked: Wishes) -> datetime | None:
    return None if head.dated else asked.planned(head.slug or slug_of(folder))


def _written_start(head: FolderHead, asked: Wishes) -> datetime:
    return head.starts or datetime.combine(local(asked.now).date(), _OPENING, VIETNAM)


def _rules(head: FolderHead, starts: datetime, file: str, asked: Wishes, problems: Problems) -> Preset | None:
    try:
        edition = edition_on(local(starts).date())
    except UnknownRule:
        problems.add(head.spots.get("starts", Spot(file)), "no_law", day=short_date(starts))
        return None
    if head.preset in edition.presets:
        return edition.presets[head.preset]
    if head.preset:
        spot = head.spots.get("preset", Spot(file))
        problems.add(spot, "preset_unknown", value=head.preset, known=", ".join(edition.presets))
    return None

"""A scratch installation for a rehearsal, made beside the real one.

The rehearsal never reads or writes the real data.

It has a copy of the secret, the people with their cards and PINs, and the signed-in devices, and only one meeting: the
pretend one. It always uses SQLite, and no setting from the environment.
"""

import dataclasses
import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session

from meeting.access.tables import Login, SignIn
from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import Meeting
from meeting.config import Settings
from meeting.display.tables import DisplaySettings
from meeting.kernel.clock import stamp
from meeting.kernel.refusals import Refused
from meeting.network.tables import RoomNetwork
from meeting.packs.load import Loader
from meeting.packs.unload import pack_of
from meeting.parts import Parts, assemble
from meeting.people.tables import Person
from meeting.rehearsal.choosing import check, chosen
from meeting.rehearsal.place import RehearsalPlace
from meeting.rehearsal.pretend import pretend
from meeting.rehearsal.rules import FIRST_PRETEND, NOT_SERVED, UNDER_WAY
from meeting.store.base import Base
from meeting.store.database import Database
from meeting.store.guarded import guard_folder, write_guarded
from meeting.store.hold import is_held

COPIED = (Person, Login, DisplaySettings, RoomNetwork)
TAKEN_ALONG = ("secret.key", "ldap.password", "law", "tls")
LEFT = ("data", "database_url", "backup_folder", "backup_copies")


def check_served(settings: Settings) -> None:
    """Raise Refused when no server runs: nobody would start the rehearsal."""
    if not is_held(settings.data):
        raise Refused(NOT_SERVED)


def prepare(parts: Parts, meeting_id: int | None, now: datetime) -> datetime:
    """Prepare the rehearsal and return its end. The supervising process then starts it.

    Raises Refused when a rehearsal is running already, or when this meeting cannot be rehearsed now.
    """
    place = RehearsalPlace(parts.settings.data)
    if place.is_there():
        raise Refused(UNDER_WAY)
    shutil.rmtree(place.unfinished, ignore_errors=True)
    with parts.database.read() as db:
        ends = check(db, meeting_id, now)
        plan = pretend(pack_of(db, chosen(db, meeting_id), parts.blobs), now)
        rows = {each: _rows(db, each) for each in (*COPIED, SignIn)}
        guise = _rows(db, Meeting)[0]
    try:
        scratch = _found(parts.settings, place.unfinished)
        _fill(scratch, plan, rows, guise, now)
        place.sign(stamp(ends), (ends - now).total_seconds(), parts.settings.database)
        place.open()
    except BaseException:
        place.throw_away()
        raise
    return ends


def _found(settings: Settings, folder: Path) -> Settings:
    guard_folder(folder)
    for name in TAKEN_ALONG:
        source = settings.data / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        elif source.exists():
            write_guarded(folder / name, source.read_bytes())
    plain = {f.name: getattr(settings, f.name) for f in dataclasses.fields(settings) if f.name not in LEFT}
    kept = {"backup_hours": 0, **{name: value for name, value in plain.items() if name != "backup_hours"}}
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in kept.items()]
    write_guarded(folder / "meeting.toml", "".join(lines).encode())
    made = dataclasses.replace(settings, data=folder, database_url="")
    database = Database(made.database)
    database.migrate()
    database.close()
    return made


def _fill(
    scratch: Settings, plan: Any, rows: dict[Any, list[dict[str, Any]]], guise: dict[str, Any], now: datetime
) -> None:
    parts = assemble(scratch, clock=lambda: now)
    try:
        last = {"id": FIRST_PRETEND - 1, "slug": "truoc", "state": MeetingState.WITHDRAWN}

        def begin(db: Session) -> None:
            for kind in COPIED:
                _put(db, kind, rows[kind])
            _put(db, Meeting, [guise | last])  # so that the next meeting gets the number of a pretend one

        parts.database.gate.submit(begin)
        meeting_id, _ = Loader(parts.database, parts.commands, parts.blobs).load(plan)

        def finish(db: Session) -> None:
            table = _table(Meeting)
            db.execute(table.delete().where(table.c.id == last["id"]))
            _put(db, SignIn, rows[SignIn])
            db.execute(update(SignIn).where(SignIn.screen_of.is_not(None)).values(screen_of=meeting_id))

        parts.database.gate.submit(finish)
    finally:
        parts.close()


def _table(kind: type[Base]) -> Table:
    table = kind.__table__
    assert isinstance(table, Table)  # noqa: S101 - no class here is mapped to anything else
    return table


def _rows(db: Session, kind: type[Base]) -> list[dict[str, Any]]:
    return [dict(row) for row in db.execute(select(_table(kind))).mappings()]


def _put(db: Session, kind: type[Base], rows: list[dict[str, Any]]) -> None:
    if rows:
        db.execute(insert(_table(kind)), rows)

"""The facts of log entries in words: names instead of ids, looked up once for a whole page of the log."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.agenda.tables import Item, Meeting, Seat
from meeting.documents.tables import Document
from meeting.kernel.refusals import _l
from meeting.kernel.words import say
from meeting.office.acts import TOLD, UNTOLD_REASONS, called
from meeting.people.events import AdminChanged, PlannerChanged
from meeting.people.tables import Group, Person
from meeting.settings.rules import BY_NAME
from meeting.speaking.tables import Speech
from meeting.voting.tables import Motion

Model = dict[str, Any]
_PERSON = "person-"
SCREEN, SERVER = _l("Màn hình hội trường"), _l("Máy chủ")
KIOSK = _l("Máy điểm danh ở cửa")
ADMIN, NO_ADMIN, MACHINE = _l("Có quyền quản trị"), _l("Thôi quyền quản trị"), _l("giá trị của máy chủ")
PLANNER, NO_PLANNER = _l("Có quyền lập phiên họp"), _l("Không còn quyền lập phiên họp")


class LogNames:
    """Names for the numbers in events: `names.of("seat_id", 7)`; empty for deleted rows."""

    def __init__(self, db: Session, bodies: Sequence[dict[str, Any]], actors: Iterable[str]) -> None:
        people = {int(each.removeprefix(_PERSON)) for each in actors if each.startswith(_PERSON)}
        people |= _numbers(bodies, "person_id")
        self._known: dict[str, dict[int, str]] = {"person_id": _people(db, people)}
        for field, query in (
            ("item_id", select(Item.id, Item.title)),
            ("motion_id", select(Motion.id, Motion.title)),
            ("document_id", select(Document.id, Document.title)),
            ("group_id", select(Group.id, Group.title)),
            ("meeting_id", select(Meeting.id, Meeting.title)),
        ):
            wanted = _numbers(bodies, field)
            column = query.selected_columns[0]
            rows = db.execute(query.where(column.in_(wanted))) if wanted else ()
            self._known[field] = {row[0]: row[1] for row in rows}
        self._known["seat_id"] = _seats(db, Seat.id, _numbers(bodies, "seat_id"))
        self._known["speech_id"] = _speakers(db, _numbers(bodies, "speech_id"))

    def of(self, field: str, number: object) -> str:
        """Return the name of an id in this field."""
        known = self._known.get(field, {})
        return known.get(number, "") if isinstance(number, int) else ""

    def actor(self, written: str, language: str) -> str:
        """Return who did it, by the journal's `actor`."""
        if written.startswith(_PERSON):
            return self.of("person_id", int(written.removeprefix(_PERSON)))
        known = {"screen": SCREEN, "kiosk": KIOSK}
        return say(known.get(written.partition(":")[0], SERVER), language)


def facts(kind: str, body: dict[str, Any], names: LogNames, language: str) -> str:
    """Return the facts of an act in one line."""
    said = [names.of(field, body.get(field)) for field in body]
    said += [str(body[field]) for field in TOLD if body.get(field) and not (field == "reason" and _is_theirs(kind))]
    if isinstance(person := body.get("particulars"), dict):
        known = any(person["full_name"] in each for each in said)
        said += [person["title"], person["unit"]] if known else [person["full_name"], person["title"], person["unit"]]
    if kind == AdminChanged.kind or body.get("admin"):
        said.append(say(ADMIN if body["admin"] else NO_ADMIN, language))
    if kind == PlannerChanged.kind:
        said.append(say(PLANNER if body["planner"] else NO_PLANNER, language))
    if "old" in body:
        said += _setting(body, language)
    return " · ".join(dict.fromkeys(each for each in said if each))


def act(kind: str, language: str) -> str:
    """Return an event's name."""
    return say(called(kind), language)


def read_body(text: str) -> dict[str, Any]:
    """Return the fields of an event as they were written."""
    found: dict[str, Any] = msgspec.json.decode(text)
    return found


def _is_theirs(kind: str) -> bool:
    return kind in UNTOLD_REASONS


def _setting(body: dict[str, Any], language: str) -> list[str]:
    setting = BY_NAME.get(body.get("name", ""))
    label = say(setting.label, language) if setting else ""
    machine = say(MACHINE, language)
    return [label, f"{body['old'] or machine} → {body.get('new', machine)}"]


def _numbers(bodies: Sequence[dict[str, Any]], field: str) -> set[int]:
    return {body[field] for body in bodies if isinstance(body.get(field), int)}


def _people(db: Session, people: set[int]) -> dict[int, str]:
    rows = db.scalars(select(Person).where(Person.id.in_(people))) if people else ()
    return {person.id: person.particulars.named() for person in rows}


def _seats(db: Session, column: Any, wanted: set[int]) -> dict[int, str]:
    rows = db.scalars(select(Seat).where(column.in_(wanted))) if wanted else ()
    return {seat.id: seat.particulars.named() for seat in rows}


def _speakers(db: Session, speeches: set[int]) -> dict[int, str]:
    if not speeches:
        return {}
    seat_of = {
        row.id: row.seat_id for row in db.execute(select(Speech.id, Speech.seat_id).where(Speech.id.in_(speeches)))
    }
    names = _seats(db, Seat.id, set(seat_of.values()))
    return {speech: names.get(seat, "") for speech, seat in seat_of.items()}

"""The forms in which a meeting is planned: sent as a browser does, and filled in by a person at a screen."""

import re
import time
from datetime import datetime
from typing import Any, Protocol

from meeting.agenda.tables import items_of, seats_of
from meeting.kernel.clock import local
from meeting.kernel.refusals import declared
from meeting.packs.folder.model import Pack, PackItem
from meeting.people.tables import person_of_account
from tests.council import Council
from tests.seen import seat_seen

HEADING = {
    "title": "Phiên họp thường kỳ tháng 10",
    "day": "2026-10-05",
    "begins": "08:00",
    "ends": "11:30",
    "last_day": "",
    "place": "Hội trường tầng 2",
    "body": "UBND xã Minh Tân",
    "parent_body": "",
    "body_code": "UBND",
    "preset": "ubnd",
    "slug": "",
}


def sentence_of(code: str, **facts: object) -> str:
    """What a person reads who is refused with this code."""
    return declared()[code][1].format(**facts)


class Sends(Protocol):
    """The sender of a form: a browser of these tests, or somebody who fills it in on the screen."""

    def send(self, path: str, **form: str) -> Any: ...


def plans(browser: Sends, **changed: str) -> int:
    """Make a draft by the form; return its number."""
    answer = browser.send("/meetings/new", **HEADING | changed)
    assert answer.status_code == 303, answer.text
    return int(answer.headers["Location"].rpartition("/")[2])


def hands_in(browser: Sends, path: str, **form: object) -> Any:
    """Send a form, as slowly as a person does where the server says so."""
    until = time.monotonic() + 30
    while (answer := browser.send(path, **form)).status_code == 429 and time.monotonic() < until:  # type: ignore[arg-type]
        time.sleep(0.2)
    return answer


def types(browser: Sends, path: str, **form: object) -> str:
    """A form is accepted; return where it leads."""
    answer = hands_in(browser, path, **form)
    assert answer.status_code == 303, re.findall(r'data-testid="problem">.*?</p>', answer.text, re.DOTALL)
    return answer.headers["Location"]


def typed_in(council: Council, admin: Sends, pack: Pack) -> int:
    """A folder's meeting, entered by a person: the people, the heading, seats, items and questions."""
    starts, ends = local(pack.starts_at), local(pack.ends_at)
    for person in pack.people:
        with council.database.read() as db:
            known = person_of_account(db, person.account)
        if known is None:
            from msgspec.structs import asdict

            types(admin, "/people/new", account=person.account, **asdict(person.particulars))
    names = {name: getattr(pack, name) for name in ("title", "place", "body", "parent_body", "body_code", "preset")}
    times = {"day": _day(starts), "begins": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}
    last = "" if ends.date() == starts.date() else _day(ends)
    meeting = plans(admin, **names, **times, last_day=last, slug=pack.slug)
    for person in (each for each in pack.people if each.seated):
        with council.database.read() as db:
            found = person_of_account(db, person.account)
        assert found is not None
        said = {"role": person.role.value} | ({"votes": "yes"} if person.votes else {})
        types(admin, f"/meetings/{meeting}/people", person=str(found.id), **said)
        with council.database.read() as db:
            seat = seats_of(db, meeting)[-1].id
        said |= {"label": person.label} | ({"head": "yes"} if person.head else {})
        types(admin, f"/meetings/{meeting}/people/{seat}", seen=seat_seen(council.database, seat), **said)
    for item in pack.items:
        _types_item(council, admin, meeting, item)
    return meeting


def _types_item(council: Council, admin: Sends, meeting: int, item: PackItem) -> None:
    said = {"title": item.title, "presenter": item.presenter, "minutes": str(item.minutes), "form": item.form.value}
    types(admin, f"/meetings/{meeting}/agenda", **said)
    with council.database.read() as db:
        row = items_of(db, meeting)[-1].id
    types(admin, f"/meetings/{meeting}/agenda/{row}", **said, text=item.text, level="0", version="1")
    for motion in item.motions:
        words = {"title": motion.title, "form": motion.form.value, "decision": motion.decision}
        types(admin, f"/meetings/{meeting}/agenda/{row}/questions", **words)


def _day(moment: datetime) -> str:
    return moment.date().isoformat()

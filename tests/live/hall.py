"""The hall: a meeting on a real server, its cast at their tablets, and the verbs of the secretary."""

from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from meeting.access import actors
from meeting.access.actors import SYSTEM, Actor
from meeting.access.tables import SignIn
from meeting.commands.registry import Command
from meeting.config import Settings
from meeting.entrance.screen import screen_token
from meeting.journal import book as journal
from meeting.journal.chain import Entry
from meeting.journal.events import Event
from meeting.kernel import clock
from meeting.panels.gallery import Gallery
from meeting.panels.registry import names_for, showing
from meeting.parts import assemble
from meeting.store.database import Database
from meeting.voting.commands.motions import PrepareMotion
from meeting.voting.tables import Ballot
from tests.cast import MORNING, Body, Founded, beginning, founder, members_of
from tests.live.device import Device
from tests.live.tablet import Json, Tablet
from tests.server import Server
from tests.storage import SECRET
from tests.watch import draw_once

BODY = Body()
VOTERS = ["an", *members_of(BODY)]
LANGUAGES = ("vi", "en")
VIEWS = {"member": "khoa", "chair": "an", "clerk": "ha", "guest": "guest", "screen": "screen"}
"""The people who look through each view."""


def seated(folder: Path, url: str) -> Founded:
    """The original of a meeting that runs at its first item with all nine voters in the room and one vote prepared."""
    founded = founder(BODY, sits=True)(folder, url)
    with closing(assemble(Settings(data=folder, database_url=url))) as parts:
        parts.commands.submit(_question(founded), actor=_actor(parts.database, founded, "ha"))
    return founded


ORIGINALS = {"planned": founder(BODY), "seated": seated}


class Hall:
    """A server and the devices connected to it."""

    def __init__(self, server: Server, database_url: str, founded: Founded) -> None:
        self.server = server
        self.database_url = database_url
        self._founded = founded
        self.meeting = founded.meeting
        self.people = founded.people
        self.seats, self.items = dict(founded.seats), list(founded.items)  # this hall's own copies: more may come
        self.document = founded.document
        self.motion = 1
        self._parts = assemble(Settings(data=server.data, database_url=database_url))
        self.database = self._parts.database
        self._browsers: dict[tuple[str, str], Device] = {}
        self.tablets: list[Tablet] = []

    # devices

    def browser(self, who: str, language: str = "vi") -> Device:
        """The browser of an account, signed in; `screen` is the hall screen."""
        if (who, language) not in self._browsers:
            self._browsers[who, language] = self.another_browser(who, language)
        return self._browsers[who, language]

    def another_browser(self, who: str, language: str = "vi") -> Device:
        """Another device of an account, newly signed in."""
        found = Device(self.server.url)
        self._browsers[who, f"{language}{len(self._browsers)}"] = found
        if who == "screen":
            found.get(f"/screen/{screen_token(bytes.fromhex(SECRET), self.meeting)}")
        else:
            found.signs_in(who)
        if language != "vi":
            found.send("/language", language=language)
        return found

    def line(self, browser: Device, **request: Any) -> Tablet:
        """A live connection of a browser that has not yet said which meeting it looks at."""
        tablet = Tablet(self.server.port, browser.cookie, **request)
        self.tablets.append(tablet)
        return tablet

    def tablet(self, who: str, language: str = "vi") -> Tablet:
        """An account's device as a page leaves it: connected, and shown everything."""
        tablet = self.line(self.browser(who, language))
        assert "refused" not in tablet.resume(self.meeting, 0)
        return tablet

    def close(self) -> None:
        """Close all connections."""
        for tablet in self.tablets:
            tablet.close()
        for browser in self._browsers.values():
            browser.close()
        self._parts.close()

    # verbs

    def submits(self, tablet: Tablet, command: str, key: str | None = None, **payload: Any) -> Json:
        """Hand in a command of this meeting at a tablet; it must be accepted."""
        answer = tablet.submit(command, {"meeting_id": self.meeting} | payload, key)
        assert answer["ok"], answer
        return answer

    def begins(self) -> None:
        """A planned meeting becomes one as `seated` makes it."""
        for command in [*beginning(self._founded, VOTERS), _question(self._founded)]:
            self.elsewhere(command, "ha")

    def turns_to(self, clerk: Tablet, place: int) -> int:
        """The secretary turns to the item at a place; return the number of that event."""
        return int(self.submits(clerk, "conduct.go_to_item", item_id=self.items[place - 1])["upto"])

    def opens(self, clerk: Tablet) -> int:
        """The secretary opens the prepared vote; return the number of that event."""
        return int(self.submits(clerk, "voting.open_motion", motion_id=self.motion)["upto"])

    def casts(self, tablet: Tablet, choice: str, key: str | None = None) -> Json:
        """Cast a ballot by the socket."""
        return self.submits(tablet, "voting.cast_ballot", key, motion_id=self.motion, choice=choice)

    def elsewhere(self, command: Command, who: str = "system") -> dict[str, int]:
        """Hand in a command from another process, as the worker does; return the ids of what it made."""
        actor = SYSTEM if who == "system" else _actor(self.database, self._founded, who)
        return self._parts.commands.submit(command, actor=actor).made

    def signed_in_until(self, who: str, *, seconds: float) -> None:
        """Every sign-in of somebody ends this many seconds from now."""
        ends = clock.now() + timedelta(seconds=seconds)
        mine = update(SignIn).where(SignIn.person_id == self.people[who]).values(expires_at=ends)
        self.database.gate.submit(lambda db: db.execute(mine))

    # what is in the database, read by a separate connection

    def box(self) -> dict[int, str]:
        """The choice in the box of each seat."""
        with self.database.read() as db:
            found = db.scalars(select(Ballot).where(Ballot.motion_id == self.motion))
            return {ballot.seat_id: ballot.choice for ballot in found}

    def events(self, kind: type[Event]) -> list[Event]:
        """All events of a kind in the meeting's book."""
        with self.database.read() as db:
            book = journal.since(db, journal.book_of(self.meeting), 0)
        return [event for _, event in book if isinstance(event, kind)]

    def drawn(self, view: str, language: str = "vi") -> dict[str, str]:
        """Every panel of a view by name, drawn now from the rows, without anything that the server remembers."""
        return self.drawn_for([(view, language)])[view, language]

    def drawn_for(self, looks: Iterable[tuple[str, str]]) -> dict[tuple[str, str], dict[str, str]]:
        """The same for several views and languages: what they have in common is read once."""
        gallery = Gallery(self.database, draw_once, clock.now, self.server.data)
        with self.database.read() as db:
            sights = {look: gallery.sight(db, self.meeting, *look) for look in looks}
            return {
                look: {name: gallery.draw(sight, name) for name in names_for(look[0])} for look, sight in sights.items()
            }

    def stale_after(self, seq: int, view: str) -> set[str]:
        """Panels of a view that the events after a number name, whole or some of their rows."""
        with self.database.read() as db:
            news = journal.since(db, journal.book_of(self.meeting), seq)
        return {name for _, event in news for name in showing(type(event))} & set(names_for(view))

    def book(self) -> list[Entry]:
        """The meeting's book."""
        with self.database.read() as db:
            return list(journal.entries(db, journal.book_of(self.meeting)))

    def head(self) -> int:
        """The number of the last line in the meeting's book."""
        with self.database.read() as db:
            return journal.head_seq(db, journal.book_of(self.meeting))


def _question(founded: Founded) -> PrepareMotion:
    return PrepareMotion(meeting_id=founded.meeting, item_id=founded.items[0], title="Thông qua kế hoạch")


def _actor(database: Database, founded: Founded, who: str) -> Actor:
    with database.read() as db:
        actor = actors.find(db, founded.tokens[who], founded.meeting, MORNING)
    assert actor is not None
    return actor

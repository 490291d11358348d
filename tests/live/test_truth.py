"""State is the truth: after every kind of event, a follower, a tablet that comes back and a fresh page show the
same."""

import re
import time
from typing import Any

import msgspec
import pytest

from meeting.agenda.tables import seats_of
from meeting.commands.registry import Command
from meeting.journal.chain import Entry
from meeting.journal.events import Event, registered
from meeting.room.models import mine
from meeting.voting.events import MotionCancelled, MotionClosed
from tests.live.conftest import OpenHall
from tests.live.hall import VIEWS, Hall
from tests.live.script import play
from tests.nursery import NODES, Nursery
from tests.tries import TRIES, today

PAGES = {"member": ("tablet",), "chair": ("chair",), "clerk": ("console", "roll", "votes"), "guest": ("tablet",)}
PAGES |= {"screen": ("screen",)}
LOOKS = [*((view, "vi") for view in VIEWS), ("clerk", "en")]
SEVERAL = {"eventlet": LOOKS, "threading": [("member", "vi"), ("clerk", "vi")]}
"""What is drawn and sent does not depend on how the server runs; how it is handed on does."""
SELDOM = {"eventlet": 1 if TRIES > 1 else 2, "threading": 1 if TRIES > 1 else 4}
"""The number of events after which everybody looks, after others each day. In between they get pushes; a missed one
shows at the next look."""
ELSEWHERE = ("backup.", "catalogue.", "directory.", "entrance.", "lawbook.", "network.", "people.", "register.")
ELSEWHERE += ("contributions.", "deadlines.", "feedback.", "kiosk.", "planning.", "roster.", "settings.")
"""Events of the office's book, and of what stands beside the course of a meeting, which other tests watch. All others
happen here; a new feature's too."""
_SECTION = re.compile(r'<section data-panel="([a-z]+)">')
_NUMBER = re.compile(r'data-seq="(\d+)"')


class Witnesses:
    """Two tablets for every view: one gets pushes, one was away during each event and asks. Both must agree."""

    def __init__(self, hall: Hall, mode: str) -> None:
        self.hall, self.seldom = hall, SELDOM[mode]
        self.steps = 0
        self.followers = {look: hall.tablet(VIEWS[look[0]], look[1]) for look in LOOKS}
        self.returning = {look: hall.tablet(VIEWS[look[0]], look[1]) for look in SEVERAL[mode]}

    def does(self, who: str, *commands: Command) -> dict[str, int]:
        """Somebody hands in commands, and then everybody looks, or every `seldom`th time."""
        away = {look: (self.followers[look].seq, dict(self.followers[look].panels)) for look in self.returning}
        head, own = self.hall.head(), self._own()
        made = [self._hand_in(who, command) for command in commands][-1]
        self._check_told(own, self.hall.events(Event)[head:])
        self.steps += 1
        if (self.steps + today()) % self.seldom:
            return made
        now = self.hall.drawn_for(away)
        for (view, language), (seq, panels) in away.items():
            drawn = now[view, language]
            self._look(view, language, drawn)
            back = self.returning[view, language]
            back.reaches(self.hall.head())  # it gets pushes as well; from here on nothing more is on its way
            back.seq, back.panels = seq, panels
            back.resume(self.hall.meeting)
            assert back.panels == drawn, f"resume after {commands[-1].name}, {view}"
            if language == "vi":
                self._open_page(view, drawn)
        return made

    def _hand_in(self, who: str, command: Command) -> dict[str, int]:
        if who == "system" or command.inside:  # papers and signatures come from the pages that make them
            return self.hall.elsewhere(command, who)
        view = next(view for view, account in VIEWS.items() if account == who)
        payload: dict[str, object] = msgspec.to_builtins(command)
        answer = self.followers[view, "vi"].submit(command.name, payload)
        while answer.get("code") == "kernel.too_fast":  # no person hands in so fast
            time.sleep(0.2)
            answer = self.followers[view, "vi"].submit(command.name, payload)
        assert answer["ok"], (command, answer)
        made: dict[str, int] = answer["answer"]
        return made

    def _own(self) -> dict[int, dict[str, Any]]:
        """The own state of each seat's person, without the sign-ins, which are outside its journal."""
        with self.hall.database.read() as db:
            every = {seat.id: mine(db, self.hall.meeting, seat.id) for seat in seats_of(db, self.hall.meeting)}
        return {seat: {name: own[name] for name in own.keys() - {"signed_in_at"}} for seat, own in every.items()}

    def _check_told(self, before: dict[int, dict[str, Any]], events: list[Event]) -> None:
        """An event names each person whose own state has changed, so that their devices get it. What that says of an
        open vote ends with the vote, as its panel shows to all."""
        is_over = any(isinstance(each, MotionClosed | MotionCancelled) for each in events)
        over = {"late", "asked", "aside"} if is_over else set()
        named = {seat for event in events for seat in (*event.concerns(), *event.displaces())}
        for seat, now in self._own().items():
            was = before.get(seat, now)
            changed = {name for name in now.keys() - over if now[name] != was[name]}
            assert not changed or seat in named, (seat, changed, [event.kind for event in events])

    def look_at_the_end(self) -> None:
        """Nobody has missed a push after the last look."""
        now = self.hall.drawn_for(self.followers)
        for (view, language), drawn in now.items():
            self._look(view, language, drawn)

    def _look(self, view: str, language: str, drawn: dict[str, str]) -> None:
        tablet = self.followers[view, language]
        tablet.reaches(self.hall.head())
        assert tablet.gaps == 0
        assert tablet.panels == drawn, f"push, {view}, {language}"

    def _open_page(self, view: str, drawn: dict[str, str]) -> None:
        """The secretary has three pages, which take turns."""
        name = PAGES[view][self.steps % len(PAGES[view])]
        page = self.hall.browser(VIEWS[view]).get(f"/m/{self.hall.meeting}/{name}")
        panels = _SECTION.findall(page)
        assert panels
        assert _NUMBER.findall(page) == [str(self.hall.head())]
        for panel in panels:
            assert f'<section data-panel="{panel}">{drawn[panel]}</section>' in page, f"{panel} on {name}"


@pytest.mark.timeout(300 * NODES)
def test_push_resume_and_page_show_the_same_after_every_kind_of_event(open_hall: OpenHall, nursery: Nursery) -> None:
    hall = open_hall("planned", tick_ms="20")
    witnesses = Witnesses(hall, nursery.mode)
    play(hall, witnesses.does)
    witnesses.look_at_the_end()
    assert kinds(hall.book()) == {kind for kind in registered() if not kind.startswith(ELSEWHERE)} - {
        "agenda.meeting_planned",  # they are in the office's book
        "agenda.approval_required",
        "witness.key_named",
        "agenda.meeting_withdrawn",  # and this one only where no meeting is held
        "attendance.card_by_one",  # an officer's card, which ends their connections, where there is no second officer
        "agenda.chair_given",  # it ends the connections of both, who come again by another view: test_displaced.py
        *(
            f"agenda.{what}"
            for what in (
                "meeting_published",
                "seat_changed",
                "seat_moved",
                "seat_removed",
                "seating_laid_out",
                "seats_placed",
            )
        ),  # a draft's
        *(f"agenda.{of}_{what}" for of in ("meeting", "changes") for what in ("submitted", "approved", "returned")),
        "agenda.submission_recalled",
    }


def kinds(book: list[Entry]) -> set[str]:
    return {line.kind for line in book}

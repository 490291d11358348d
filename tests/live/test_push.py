"""What is pushed: to every view and language its own panels, ballots on a tick, everything else at once."""

import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle

import pytest

from meeting.agenda.commands import AddSeat
from meeting.documents.commands import RecordNoRendition
from tests.cast import SECOND_MEETING
from tests.live.conftest import OpenHall
from tests.live.hall import LANGUAGES, VIEWS, VOTERS, Hall
from tests.live.tablet import PING, Tablet

TICK = 0.250
STORM_SECONDS = 1.5
A_STORM = 100  # ballots; a slow machine takes longer over them


@pytest.mark.quiet
def test_a_tablet_is_shown_an_item_change_without_asking(hall: Hall) -> None:
    clerk, lan = hall.tablet("ha"), hall.tablet("lan")
    asked = time.monotonic()
    lan.reaches(hall.turns_to(clerk, 2))
    assert "Kế hoạch đầu tư công năm 2027" in lan.panels["now"]
    assert lan.news[-1].at - asked < 1.0


def test_the_answer_to_a_command_comes_before_what_it_changed(hall: Hall) -> None:
    """On the secretary's own connection; test_tail checks that the answer leaves before anything is drawn."""
    clerk = hall.tablet("ha")
    for place in (2, 3, 1):
        began = len(clerk.frames)
        clerk.reaches(hall.turns_to(clerk, place))
        told = [frame.text for frame in clerk.frames[began:] if not frame.text.startswith('42/meeting,["devices"')]
        assert [text[:2] for text in told if text != PING] == ["43", "42"]


def test_every_view_and_language_gets_its_own_panels(hall: Hall) -> None:
    people = {
        (view, language): hall.tablet(who, language)
        for view, who in VIEWS.items()
        for language in LANGUAGES
        if (view, language) != ("screen", "en")  # the hall screen speaks Vietnamese
    }
    before = hall.head()
    after = hall.turns_to(people["clerk", "vi"], 2)
    for (view, language), tablet in people.items():
        tablet.reaches(after)
        (batch,) = [told for told in tablet.heard("panels") if told["upto"] > before]
        assert set(batch["panels"]) | set(batch.get("rows", {})) == hall.stale_after(before, view)
        assert tablet.panels == hall.drawn(view, language)
    for view in ("member", "chair", "clerk", "guest"):
        assert people[view, "vi"].panels != people[view, "en"].panels
    assert set(people["clerk", "vi"].panels) > set(people["member", "vi"].panels) - {"papers"}, "those are in the lines"


def test_ballots_are_shown_in_ticks_and_never_one_by_one(hall: Hall) -> None:
    clerk, watcher = hall.tablet("ha"), hall.tablet("guest")
    watcher.reaches(hall.opens(clerk))
    began, told = time.monotonic(), len(watcher.heard("panels"))
    with storm(hall, STORM_SECONDS) as votes:
        watcher.until(lambda: len(watcher.heard("panels")) > told + 1)  # a slow machine draws less often
    last = hall.head()
    watcher.reaches(last)
    lasted = watcher.news[-1].at - began
    pushes = len(watcher.heard("panels")) - told
    assert votes[0] > A_STORM
    assert pushes <= lasted / TICK + 2


@pytest.mark.quiet
def test_other_events_are_shown_at_once_during_a_storm_of_ballots(open_hall: OpenHall) -> None:
    """Paced like a ballot, it would wait for the tick of two seconds, one second on average."""
    hall = open_hall(tick_ms="2000")
    clerk, watcher = hall.tablet("ha"), hall.tablet("guest")
    watcher.reaches(hall.opens(clerk))
    waits = []
    with storm(hall, STORM_SECONDS):
        for n in range(12):
            asked = time.monotonic()
            note = {"item_id": hall.items[0], "text": f"Ý kiến {n}", "version": n}
            upto = hall.submits(clerk, "conduct.record_conclusion", **note)["upto"]
            watcher.reaches(upto)
            waits.append(time.monotonic() - asked)
            time.sleep(0.05)
    assert statistics.median(waits) < 0.4, waits


@pytest.mark.quiet
def test_a_change_by_another_process_is_shown_without_a_nudge(hall: Hall) -> None:
    """The worker prepares papers in a separate process."""
    clerk = hall.tablet("ha")
    asked = time.monotonic()
    hall.elsewhere(RecordNoRendition(meeting_id=hall.meeting, document_id=hall.document, reason="Tệp hỏng"))
    clerk.reaches(hall.head())
    assert time.monotonic() - asked < 3.0
    assert clerk.panels == hall.drawn("clerk")


def test_a_connection_that_has_not_resumed_gets_nothing(hall: Hall) -> None:
    clerk, silent = hall.tablet("ha"), hall.line(hall.browser("nam"))
    lan = hall.tablet("lan")
    lan.reaches(hall.turns_to(clerk, 2))
    silent.ask("beat", {})
    assert silent.news == []


def test_a_tablet_that_joined_another_meeting_gets_no_news_of_the_first(hall: Hall) -> None:
    """Its number belongs to one meeting: a batch of another would look like a later state of this one."""
    other = another_meeting(hall, "lan")
    clerk, lan, nam = hall.tablet("ha"), hall.tablet("lan"), hall.tablet("nam")
    assert "refused" not in lan.resume(other, 0)
    told = len(lan.news)
    nam.reaches(hall.turns_to(clerk, 2))
    hall.submits(clerk, "attendance.mark_left", seat_id=hall.seats["lan"], reason="Về sớm")
    lan.ask("beat", {})
    assert lan.news[told:] == []


@contextmanager
def storm(hall: Hall, seconds: float) -> Iterator[list[int]]:
    """Everybody keeps changing their ballot while the block lasts; the list holds the number of ballots once it is
    over."""
    tablets = [hall.tablet(who) for who in VOTERS]
    votes, until, watched = [0], time.monotonic() + seconds, threading.Event()

    def rage() -> None:
        choices = cycle(("for", "against", "abstain", "for"))
        while time.monotonic() < until or votes[0] <= A_STORM or not watched.is_set():
            said = [(each, _cast(hall, each, next(choices))) for each in tablets]
            for each, number in said:
                votes[0] += each.answer(number)["ok"]

    raging = threading.Thread(target=rage)
    raging.start()
    try:
        yield votes
    finally:
        watched.set()
        raging.join()


def _cast(hall: Hall, tablet: Tablet, choice: str) -> int:
    payload = {"meeting_id": hall.meeting, "motion_id": hall.motion, "choice": choice}
    return tablet.say("do", {"command": "voting.cast_ballot", "payload": payload, "key": ""})


def another_meeting(hall: Hall, who: str) -> int:
    """Another planned meeting, with one seat; its number."""
    hall.elsewhere(SECOND_MEETING)
    hall.elsewhere(AddSeat(meeting_id=hall.meeting + 1, person_id=hall.people[who], role="member", votes=True))
    return hall.meeting + 1

"""The hall screen holds every title: nothing is cut, covered, outside, or over something else, at any size."""

import unicodedata
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from meeting.access.policy import View
from meeting.agenda.commands import WithdrawMeeting
from meeting.agenda.pause_rules import PauseKind
from meeting.conduct.commands import GoToItem
from meeting.conduct.doors import CloseDoors, OpenDoors
from meeting.conduct.pausing import PauseMeeting, ResumeMeeting
from meeting.speaking.commands import EndSpeech, EnterSpeaker, GiveFloor
from meeting.voting.commands.results import RecordRuling
from meeting.voting.commands.switching import SwitchMotion
from meeting.voting.rules import CountedBy
from tests.browser.hall_titles import LONGEST, SHORT, named, real_titles
from tests.browser.still import SIZES, Still
from tests.council import ABSTAIN, AGAINST, FOR, Council
from tests.server import ROOT
from tests.tries import TRIES, today

GEOMETRY = (ROOT / "tests" / "browser" / "geometry.js").read_text("utf-8").strip()
MEASURES = """() => {
  const all = (words) => [...document.querySelectorAll(words)].filter((each) => each.checkVisibility());
  const size = (each) => 100 * parseFloat(getComputedStyle(each).fontSize) / innerHeight;
  const share = (words) => all(words).map(size)[0] ?? null;
  const line = (words) => [...new Set(all(words).map((each) => Math.round(each.getBoundingClientRect().bottom)))];
  return { titles: all("h1").length, lines: [line(".tally-count"), line(".tally-percent")],
    title: share("h1"), figure: share(".tally-count"), verdict: share(".stage-verdict strong") };
}"""
HALLS = [size for size in SIZES if size != "phone"]
UPRIGHT = "upright"

USUAL = LONGEST[:120].strip()
SHOUTED = unicodedata.normalize("NFD", LONGEST.upper())[:400]

Builder = Callable[..., Council]
States = Iterator[str]


def course(council: Council, title: str) -> States:
    """The states of the hall screen one after the other."""
    meeting = council.meeting
    yield "waiting"
    council.sits()
    council.submits("ha", GoToItem(meeting_id=meeting, item_id=council.items[3]))
    council.clock.advance(minutes=12)
    yield "item"
    council.arrives("huong")
    speech = council.submits("ha", EnterSpeaker(meeting_id=meeting, seat_id=council.seats["huong"])).made["speech_id"]
    council.submits("ha", EnterSpeaker(meeting_id=meeting, seat_id=council.seats["lan"]))
    yield "item, somebody waits"
    council.submits("ha", GiveFloor(meeting_id=meeting, speech_id=speech, minutes=5))
    yield "speaking"
    council.clock.advance(minutes=4, seconds=20)
    yield "speaking, last minute"
    council.clock.advance(minutes=14)
    yield "speaking, over"
    council.submits("ha", EndSpeech(meeting_id=meeting, speech_id=speech))
    yield from votes(council, title)
    council.ends()
    yield "ended"


def votes(council: Council, title: str) -> States:
    """Adopted, rejected and one on which the chair must rule."""
    motion = council.prepares(title, item=4)
    council.opens(motion)
    council.clock.advance(seconds=42)
    yield "voting"
    council.splits(motion, 7, 1, 1)
    council.clock.advance(hours=1)
    yield "voting for an hour"
    council.closes(motion)
    yield "closed"
    council.announces(motion)
    yield "adopted"
    again = council.prepares(title, item=4)
    council.opens(again)
    council.votes(again, lan=AGAINST, nam=AGAINST, an=FOR, mai=ABSTAIN)
    council.closes(again, missing=5)
    council.announces(again)
    yield "rejected"


def hands(council: Council, title: str) -> States:
    """A large council raises its hands."""
    council.sits()
    council.submits("ha", GoToItem(meeting_id=council.meeting, item_id=council.items[3]))
    motion = council.prepares(title, item=4, form="hands")
    council.opens(motion)
    yield "hands"
    council.counts_hands(motion, 118, 0, 2)
    council.closes(motion)
    yield "hands, closed"
    council.announces(motion)
    yield "hands, adopted"


def ruling(council: Council, title: str) -> States:
    """Four for, with the chair, and four against of nine."""
    council.sits()
    council.submits("ha", GoToItem(meeting_id=council.meeting, item_id=council.items[3]))
    motion = council.prepares(title, item=4)
    council.opens(motion)
    council.splits(motion, 4, 4)
    council.closes(motion, missing=1)
    command = RecordRuling(
        meeting_id=council.meeting, motion_id=motion, adopted=True, reason="Theo ý kiến của Chủ tịch"
    )
    council.submits("an", command)
    council.announces(motion)
    yield "by the ruling of the chair"


def rests(council: Council, title: str) -> States:
    """A pause of a few minutes and its overdue time, lunch, the night, and the return from each."""
    meeting = council.meeting
    council.sits()
    council.submits("ha", GoToItem(meeting_id=meeting, item_id=council.items[3]))
    for kind, hours in ((PauseKind.RECESS, 0.25), (PauseKind.LUNCH, 2), (PauseKind.DAY, 17)):
        council.submits("ha", PauseMeeting(meeting_id=meeting, kind=kind, minutes=int(60 * hours)))
        yield f"rest for {kind}"
        council.comes_back(hours=hours, minutes=5)
        yield f"rest for {kind}, over"
        if kind.ends_sitting:
            council.arrives(*council.voters)
        council.submits("ha", ResumeMeeting(meeting_id=meeting))
        yield f"after {kind}"


def behind_doors(council: Council, title: str) -> States:
    """The doors are closed at an item, while somebody speaks, while a vote is open and announced, and opened again."""
    meeting = council.meeting
    council.sits()
    council.submits("ha", GoToItem(meeting_id=meeting, item_id=council.items[3]))
    council.submits("ha", CloseDoors(meeting_id=meeting))
    yield "doors closed"
    council.arrives("huong")
    speech = council.submits("ha", EnterSpeaker(meeting_id=meeting, seat_id=council.seats["huong"])).made["speech_id"]
    council.submits("ha", GiveFloor(meeting_id=meeting, speech_id=speech, minutes=5))
    yield "doors closed, speaking"
    council.submits("ha", EndSpeech(meeting_id=meeting, speech_id=speech))
    motion = council.prepares(title, item=4)
    council.opens(motion)
    yield "doors closed, voting"
    council.splits(motion, 7, 1, 1)
    council.closes(motion)
    council.announces(motion)
    yield "doors closed, adopted"
    council.submits("ha", OpenDoors(meeting_id=meeting))
    yield "doors opened"


def goes_on_in_the_room(council: Council, title: str) -> States:
    """A vote is switched to hands, and another to papers, for the longest reason."""
    meeting = council.meeting
    council.sits()
    council.submits("ha", GoToItem(meeting_id=meeting, item_id=council.items[3]))
    for by in CountedBy:
        motion = council.prepares(title, item=4)
        council.opens(motion)
        council.votes(motion, lan=FOR, nam=AGAINST)
        council.submits("ha", SwitchMotion(meeting_id=meeting, motion_id=motion, by=by, reason=title[:300]))
        yield f"switched to {by}"
        council.counts_hands(motion, 7, 1, 1)
        yield f"switched to {by}, counted"
        council.closes(motion)
        yield f"switched to {by}, closed"
        council.announces(motion)
        yield f"switched to {by}, adopted"


def changes_its_agenda(council: Council, title: str) -> States:
    """The room is asked to add an item, to move one and to withdraw one, and does so."""
    council.sits()
    first, then, last = council.items[1:4]
    steps: list[dict[str, object]] = [
        {"kind": "add", "title": title, "before": last},
        {"kind": "move", "item_id": last, "before": first},
        {"kind": "withdraw", "item_id": then},
    ]
    for step in steps:
        motion = council.proposes(step)
        council.opens(motion)
        yield f"asked to {step['kind']}"
        council.counts_hands(motion, 9, 0)
        council.closes(motion)
        yield f"asked to {step['kind']}, closed"
        council.announces(motion)
        yield f"asked to {step['kind']}, adopted"


COURSES = (rests, behind_doors, goes_on_in_the_room, changes_its_agenda)
"""With the longest title each of them, with the shortest one a day."""


def check(hall: Still, state: str, title: str) -> None:
    """Everything at every size; what the last row must read is large, and figures are on one line.

    The page is loaded once, as in a hall, and follows what happens from there on.
    """
    if hall.page.url == "about:blank":
        hall.opens(f"/m/{hall.council.meeting}/screen")
    else:
        hall.follows(View.SCREEN)
    for size in hall.looks(HALLS):
        where = f"{state} at {size}"
        faults, seen = hall.page.evaluate(f"() => [({GEOMETRY})(), ({MEASURES})()]")
        assert faults == [], where
        assert seen["titles"] == 1, where
        assert all(len(line) <= 1 for line in seen["lines"]), where
        if len(title) <= 120 and size != UPRIGHT:
            assert seen["title"] >= 5.6, where
            assert seen["figure"] is None or (seen["figure"] >= 20 and seen["verdict"] >= 5.6), where


@pytest.mark.parametrize("title", [SHORT, USUAL, LONGEST, *real_titles()], ids=lambda title: str(len(title)))
def test_every_state_of_the_hall_screen_leaves_room_for_the_title(browser: Browser, build: Builder, title: str) -> None:
    council = build()
    named(council, title)
    hall = Still(browser, council, "screen")
    for state in course(council, title):
        check(hall, state, title)
    hall.close()


@pytest.mark.parametrize("title", [SHORT, LONGEST], ids=lambda title: str(len(title)))
def test_a_three_digit_count_of_hands_and_a_ruling_leave_room_for_the_title(
    browser: Browser, build: Builder, title: str
) -> None:
    large = build(preset="hdnd", voters=120, chair_title="Chủ tịch HĐND xã")
    named(large, title)
    hall = Still(browser, large, "screen")
    for state in hands(large, title):
        check(hall, state, title)
    hall.close()
    small = build()
    named(small, title)
    hall = Still(browser, small, "screen")
    for state in ruling(small, title):
        check(hall, state, title)
    hall.close()


@pytest.mark.parametrize(
    ("states", "title"),
    [(states, title) for states in COURSES for title in (LONGEST, *real_titles())]
    + [(states, SHORT) for states in (COURSES if TRIES > 1 else [COURSES[today() % len(COURSES)]])],
    ids=lambda each: str(len(each)) if isinstance(each, str) else each.__name__,
)
def test_a_pause_closed_doors_a_vote_in_the_room_and_a_change_of_the_agenda_leave_room_for_the_title(
    browser: Browser, build: Builder, states: Callable[[Council, str], States], title: str
) -> None:
    council = build()
    named(council, title)
    hall = Still(browser, council, "screen")
    longest = LONGEST if states is changes_its_agenda else title  # the question is longer than the title in it
    for state in states(council, title):
        check(hall, state, longest)
    hall.close()


@pytest.mark.parametrize("title", [SHORT, SHOUTED], ids=lambda title: str(len(title)))
def test_the_hall_screen_says_when_another_meeting_has_replaced_its_own(
    browser: Browser, build: Builder, title: str
) -> None:
    council = build()
    named(council, title)
    council.submits("admin", WithdrawMeeting(meeting_id=council.meeting))
    hall = Still(browser, council, "screen")
    check(hall, "withdrawn", title)
    hall.close()

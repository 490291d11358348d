"""No message to anybody reveals what the ballots say before the box is closed.

Two servers on copies of the same data hold the same vote, with the same people voting in the same order; only their
choices differ. Until the box is closed, every frame that anybody but the voter receives must be the same, byte for
byte, except times and the journal's head. That head is a hash of times; it reveals no ballot, because it belongs to an
entry before all of them. After the box is closed the officers' frames must differ, after the announcement everybody's:
so the comparison can fail.
"""

import json
import re
from html import unescape
from typing import NamedTuple

from tests.live.conftest import OpenHall
from tests.live.hall import VIEWS
from tests.live.tablet import EVENT, Tablet

VOTING = ("lan", "nam", "mai", "hung", "binh", "y-thinh", "dao", "an")
FIVE_THREE = ("for",) * 5 + ("against",) * 3
THREE_FIVE = ("against",) * 5 + ("for",) * 3
OFFICERS = ("chair", "clerk")
DEVICES, MINE = (f'{EVENT}["{name}"' for name in ("devices", "mine"))
_HEAD_PANEL = re.compile(r'"journal_head":("(?:[^"\\]|\\.)*")')
_HEAD = re.compile(r'data-head="([^"]*)"')
_TIMES = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)|\b\d\d:\d\d(?::\d\d)?\b")

Frames = dict[str, list[str]]
"""What each view was sent, in order."""


class Course(NamedTuple):
    """What was sent while the box was open, between closing and announcing, and after.

    `opened`: the number of the last entry that the opening wrote; `heads`, `closed_heads`, `told_heads`: the entries
    whose heads were handed out while the box was open, at its closing, and with the result, in each view.
    """

    voting: Frames
    closed: Frames
    announced: Frames
    opened: int
    heads: dict[str, set[int]]
    closed_heads: dict[str, set[int]]
    told_heads: dict[str, set[int]]


def test_no_message_contains_the_tally_before_the_box_is_closed(open_hall: OpenHall) -> None:
    one, other = (vote(open_hall, choices) for choices in (FIVE_THREE, THREE_FIVE))
    for view in VIEWS:
        assert len(one.voting[view]) > len(VOTING), "each ballot was told of"
        assert one.voting[view] == other.voting[view], view
        assert (one.closed[view] != other.closed[view]) is (view in OFFICERS), view
        assert one.announced[view] != other.announced[view], view
        for course in (one, other):
            assert course.heads[view], "whoever watches is handed a head"
            early = course.heads[view] | course.closed_heads[view]
            assert max(early) <= course.opened, "of an entry that no ballot came before"
            assert max(course.told_heads[view]) > course.opened + len(VOTING), "the announcement seals all ballots"


def test_a_voters_device_gets_only_its_own_ballot(open_hall: OpenHall) -> None:
    hall = open_hall(tick_ms="20")
    clerk = hall.tablet("ha")
    hall.opens(clerk)
    pairs = {who: (hall.tablet(who), hall.line(hall.another_browser(who))) for who in ("lan", "nam")}
    for _, phone in pairs.values():
        phone.resume(hall.meeting, 0)
        hall.casts(phone, "for")
    for who, (tablet, phone) in pairs.items():
        for device in (tablet, phone):
            device.reaches(hall.head())
            assert {mine["seat"] for mine in device.heard("mine")} <= {hall.seats[who]}
        tablet.until(lambda tablet=tablet: tablet.heard("mine")[-1]["ballots"])  # type: ignore[misc]


def vote(open_hall: OpenHall, choices: tuple[str, ...]) -> Course:
    """One vote from opening to announcement, watched through every view."""
    hall = open_hall(tick_ms="20")
    watchers = {view: hall.tablet(who) for view, who in VIEWS.items()}
    voters = [hall.line(hall.another_browser(who)) for who in VOTING]
    for watcher in watchers.values():  # some watchers have just moved their vote to another device
        watcher.reaches(hall.head())
    skipped: dict[str, int] = {view: len(told(view, watcher)) for view, watcher in watchers.items()}

    def told_until(upto: int) -> Frames:
        for watcher in watchers.values():
            watcher.reaches(upto)
        frames = {view: told(view, watcher)[skipped[view] :] for view, watcher in watchers.items()}
        skipped.update({view: skipped[view] + len(frames[view]) for view in frames})
        return frames

    opened = hall.opens(watchers["clerk"])
    voting = [told_until(opened)]
    for tablet, choice in zip(voters, choices, strict=True):  # one at a time: a tick must not join two
        voting.append(told_until(hall.casts(tablet, choice)["upto"]))
    for watcher in watchers.values():
        watcher.resume(hall.meeting, 0)  # everything that a page shows which opens now
    voting.append(told_until(hall.head()))
    clerk, motion = watchers["clerk"], {"motion_id": hall.motion}
    closed = told_until(hall.submits(clerk, "voting.close_motion", missing=1, **motion)["upto"])
    announced = told_until(hall.submits(clerk, "voting.announce_result", **motion)["upto"])
    joined = {view: [text for frames in voting for text in frames[view]] for view in VIEWS}
    plain = [
        {view: [_alike(text) for text in frames[view]] for view in VIEWS} for frames in (joined, closed, announced)
    ]
    return Course(
        *plain, opened, *({view: heads(frames[view]) for view in VIEWS} for frames in (joined, closed, announced))
    )


def told(view: str, watcher: Tablet) -> list[str]:
    """Every frame with news in it. Not the frames about connected devices, which come at any moment, and not the
    chair's own ballot, which the chair casts on another device."""
    apart = (DEVICES, MINE) if view == "chair" else (DEVICES,)
    texts = [frame.text for frame in list(watcher.frames)]
    return [text for text in texts if text.startswith(EVENT) and not text.startswith(apart)]


def heads(frames: list[str]) -> set[int]:
    """The entries whose heads are in these frames."""
    panels = [json.loads(panel) for text in frames for panel in _HEAD_PANEL.findall(text)]
    return {json.loads(unescape(head))["seq"] for panel in panels for head in _HEAD.findall(panel)}


def _alike(text: str) -> str:
    """A frame in which its times and the head are replaced."""
    return _TIMES.sub("…", _HEAD_PANEL.sub('"journal_head":"…"', text))

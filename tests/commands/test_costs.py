"""A change costs what changed, in a meeting of any size: counted in bytes on the wire and in statements.

Bytes are those of the frame that goes to a browser: compressed once for everybody in a view.
"""

import hashlib
import statistics
import time
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import Engine, event

from meeting.access.policy import View
from meeting.agenda.commands import AddItem
from meeting.attendance.commands import MarkLeft, MarkPresent
from meeting.attendance.recheck_rules import sum_of
from meeting.commands.registry import Command
from meeting.conduct.commands import RecordConclusion
from meeting.conduct.rechecking import AskRecheck, ConfirmPresence, EndRecheck
from meeting.documents.commands import AddDocument, RecordRendition
from meeting.live.packets import Json
from meeting.live.shown import Company, ShownToAll
from meeting.live.wire import Frames
from meeting.panels import drawing
from meeting.panels.gallery import Gallery
from meeting.panels.stale import MOST_ROWS
from meeting.panels.views import IN_TURN
from tests.conftest import Builder
from tests.council import FOR, Council

LITTLE = 2048  # bytes
FLIPS = 15
MOST_OF_FRESH = 1.6
"""The goal is 1.2. Processor time varies with the machine's other load, so only a larger difference means anything."""


class Room:
    """Measures, for every view, the bytes that a change sends and the statements that it runs."""

    def __init__(self, council: Council) -> None:
        self.council = council
        self.gallery = Gallery(council.database, drawing.draw, council.clock, council.house.site.settings.data)
        self.gallery.catch_up(council.meeting)
        self.told = ShownToAll()
        for view in IN_TURN:
            self.gallery.batch(council.meeting, 0, view, "vi")
        self.asked: Counter[str] = Counter()
        with council.database.read() as db:
            event.listen(db.get_bind(), "before_cursor_execute", lambda *said: self.asked.update([str(said[2])]))

    def sees_news(self) -> dict[str, dict[str, Any]]:
        """What each view gets of the change just made, from one glance as in the tail."""
        after = self.gallery._states[self.council.meeting].seq
        self.asked.clear()
        with self.gallery.glance(self.council.meeting) as glance:
            return {view: self.gallery.batch(self.council.meeting, after, view, "vi", glance) for view in IN_TURN}

    def is_sent(self) -> dict[str, int]:
        """The same in bytes for each view, without what all its screens have been sent before: nobody joins
        meanwhile."""
        meeting, told = self.council.meeting, self.told
        news = {
            view: told.news(meeting, (view, "vi"), batch, Company({}, {})) for view, batch in self.sees_news().items()
        }
        return {view: size(batch) for view, batch in news.items()}


def size(batch: dict[str, Any]) -> int:
    """Bytes of the frame."""
    return len(Frames().of("42/meeting," + Json.dumps(["panels", batch]), deflates=True))


@pytest.fixture
def hall(build: Builder) -> Council:
    """Five hundred are invited, nobody has come yet."""
    council = build(preset="hdnd", voters=500, chair_title="Chủ tịch HĐND xã")
    council.watching = False
    return council


def test_one_arrival_among_five_hundred_costs_a_line_of_the_roll(hall: Council) -> None:
    room = Room(hall)
    counts = []
    for who in ("lan", hall.voters[300], hall.voters[499]):
        hall.arrives(who)
        news = room.sees_news()
        counts.append(sum(room.asked.values()))
        assert set(news["clerk"]["rows"]["roll"]) == {f"seat-{hall.seats[who]}"}
        assert "roll" not in news["clerk"]["panels"]
        assert {view: size(batch) for view, batch in news.items() if size(batch) > LITTLE} == {}
    assert len(set(counts)) == 1
    assert counts[0] <= 24


def test_a_device_that_missed_more_than_a_hundred_arrivals_receives_the_whole_roll(hall: Council) -> None:
    room, away = Room(hall), hall.seq()
    hall.arrives(*hall.voters[:MOST_ROWS])
    assert len(room.gallery.batch(hall.meeting, away, View.CLERK, "vi")["rows"]["roll"]) == MOST_ROWS
    hall.arrives(hall.voters[MOST_ROWS])
    back = room.gallery.batch(hall.meeting, away, View.CLERK, "vi")
    assert back["panels"]["roll"] == hall.sees("clerk", "roll")
    assert "roll" not in back["rows"]


def test_an_arrival_while_few_are_missing_sends_their_names_and_stays_small(build: Builder) -> None:
    council = build(preset="hdnd", voters=60, chair_title="Chủ tịch HĐND xã")
    council.watching = False
    council.arrives(*council.voters[:31])
    room = Room(council)
    council.arrives(council.voters[31])
    assert {view: size(batch) for view, batch in room.sees_news().items() if size(batch) > LITTLE} == {}


def late_in(council: Council, items: int, papers: int, votes: int, present: int | None = None) -> None:
    """This many items, papers and held votes are behind the present item; `present` voters (default: all) are there."""
    council.watching, council.items = False, [*council.items]
    for number in range(len(council.items), items):
        command = AddItem(
            meeting_id=council.meeting,
            position=number + 1,
            title=f"Tờ trình về việc phân bổ kế hoạch vốn đầu tư công trung hạn giai đoạn 2026–2030, đợt {number}",
            presenter="Trưởng phòng Kinh tế – Hạ tầng và Đô thị",
            form="vote",
            minutes=15,
            text="",
        )
        council.items.append(council.submits("system", command).made["item_id"])
    for number in range(papers):
        paper = AddDocument(
            meeting_id=council.meeting,
            item_id=council.items[number // 3],
            title=f"Dự thảo nghị quyết về dự toán thu, chi ngân sách và phương án phân bổ, bản {number}",
            filename=f"du-thao-nghi-quyet-{number}.pdf",
            media_type="application/pdf",
            sha256="ab" * 32,
            size=200_000,
        )
        made = council.submits("system", paper).made["document_id"]
        content = hashlib.sha256(b"%d" % number).hexdigest()
        rendition = RecordRendition(meeting_id=council.meeting, document_id=made, pdf_sha256=content, pages=12)
        council.submits("system", rendition)
    council.sits(present)
    for number in range(votes):
        if number % 4 == 0 and number > 0:
            council.turns_to(number // 4 + 1)
        motion = council.prepares(f"Thông qua nghị quyết số {number}", item=number // 4 + 1)
        council.opens(motion)
        council.closes(motion, missing=present or len(council.voters))
        council.announces(motion)


@pytest.fixture
def late_hall(build: Builder) -> Council:
    """Late in a long meeting of five hundred, as in `make bench`; twenty of them have not come."""
    council = build(preset="hdnd", voters=500, chair_title="Chủ tịch HĐND xã")
    late_in(council, items=60, papers=180, votes=12, present=480)
    return council


def test_a_late_arrival_while_a_question_is_prepared_costs_every_screen_little(late_hall: Council) -> None:
    late_hall.prepares("Thông qua nghị quyết về dự toán thu, chi ngân sách", item=3)
    room, costs = Room(late_hall), []
    for who in late_hall.voters[490:493]:
        late_hall.arrives(who)
        costs.append(room.is_sent())
    assert {view: sent for view, sent in costs[-1].items() if sent > LITTLE * 3 // 4} == {}
    assert costs[1] == pytest.approx(costs[2], abs=8)


def test_a_move_in_a_hall_of_five_hundred_costs_every_screen_little(late_hall: Council) -> None:
    """The secretary is also sent the question that is prepared under an item, when the meeting turns to it or leaves
    it."""
    late_hall.prepares("Thông qua nghị quyết về dự toán thu, chi ngân sách", item=5)
    room = Room(late_hall)
    late_hall.turns_to(9)
    room.is_sent()  # whole, as after somebody joined
    for place in (10, 5, 11, 12):
        late_hall.turns_to(place)
        assert {view: sent for view, sent in room.is_sent().items() if sent > LITTLE} == {}, place


def flips(council: Council, room: Room, place: int) -> tuple[dict[str, int], int]:
    """The meeting turns to an item; return the bytes for each view, and the number of statements."""
    council.turns_to(place)
    news = room.sees_news()
    return {view: size(batch) for view, batch in news.items()}, sum(room.asked.values())


def test_a_turn_late_in_a_long_meeting_costs_as_much_as_in_a_short_one(build: Builder) -> None:
    """Sixty items, a hundred and eighty papers, forty votes held; or six items with as many papers each and no vote.
    Compares bytes, statements and processor time.

    In both the meeting turns between two items of the same kind, so that titles and presenters are equally long.
    """
    long, short = build(), build()
    late_in(long, items=60, papers=180, votes=40)
    late_in(short, items=6, papers=18, votes=0)
    short.turns_to(5)
    told, asked = flips(long, Room(long), 11)
    fresh, asked_fresh = flips(short, Room(short), 6)
    assert {view: (told[view], fresh[view]) for view in told if told[view] > 1.2 * fresh[view]} == {}
    assert asked <= 1.2 * asked_fresh
    assert {view: told[view] for view in told if told[view] > LITTLE} == {}
    spent = spent_on_flips((long, (12, 11)), (short, (5, 6)))
    assert spent[0] <= MOST_OF_FRESH * spent[1]


def spent_on_flips(*sides: tuple[Council, tuple[int, int]]) -> list[float]:
    """Processor seconds in which a flip is drawn for all views: of each meeting the median of several flips, which go
    back and forth between its two items. The meetings take turns, so that other load on the machine affects all
    alike."""
    rooms = [(council, Room(council), places) for council, places in sides]
    spent: list[list[float]] = [[] for _ in sides]
    for turn in range(FLIPS):
        for (council, room, places), each in zip(rooms, spent, strict=True):
            council.turns_to(places[turn % 2])
            began = time.thread_time()
            room.sees_news()
            each.append(time.thread_time() - began)
    return [statistics.median(each) for each in spent]


def test_a_conclusion_and_a_result_late_in_a_long_meeting_cost_a_line_each(build: Builder) -> None:
    council = build()
    late_in(council, items=60, papers=180, votes=40)
    room = Room(council)
    command = RecordConclusion(meeting_id=council.meeting, item_id=council.items[9], text="Thống nhất")
    council.submits("ha", command)
    about = council.items[9]
    assert set(room.sees_news()["clerk"]["rows"]["agenda"]) == {f"item-{about}", f"inside-{about}"}
    motion = council.prepares("Thông qua nghị quyết cuối", item=10)
    council.opens(motion)
    council.closes(motion, missing=9)
    room.sees_news()
    council.announces(motion)
    news = room.sees_news()
    assert f"vote-{motion}" in news["member"]["rows"]["agenda"]
    assert f"past-{motion}" in news["clerk"]["rows"]["motions"]
    lines = [key for told in news.values() for key in told.get("rows", {}).get("agenda", ())]
    assert not [key for key in lines if key.startswith("item-")]


def test_a_ballot_among_five_hundred_costs_a_line_and_a_number(hall: Council) -> None:
    hall.sits()
    motion = hall.prepares("Thông qua nghị quyết về dự toán thu, chi ngân sách")
    hall.opens(motion)
    room = Room(hall)
    counts = []
    for who in (hall.voters[1], hall.voters[300], hall.voters[499]):
        hall.casts(who, motion, FOR)
        news = room.sees_news()
        counts.append(sum(room.asked.values()))
        for officer in ("clerk", "chair"):
            assert set(news[officer]["rows"]["motion"]) == {"asked-0", f"box-{hall.seats[who]}", "left-0"}
        assert set(news["member"]["rows"]["motion"]) == {"voted-0"}
        assert set(news["screen"]["rows"]["stage"]) == {"stage-voted-0"}
        assert {view: sorted(batch["panels"]) for view, batch in news.items() if batch["panels"]} == {
            "clerk": ["step"],
            "chair": ["step"],
        }
        assert {view: size(batch) for view, batch in news.items() if size(batch) > LITTLE} == {}
    assert len(set(counts)) == 1
    assert counts[0] <= 30


def test_leaving_or_arriving_during_a_vote_of_five_hundred_costs_a_line_and_a_number(hall: Council) -> None:
    hall.sits()
    leaves, comes = hall.voters[300], hall.voters[499]
    away = MarkLeft(meeting_id=hall.meeting, seat_id=hall.seats[comes], reason="Có việc gấp")
    hall.submits("ha", away)
    hall.opens_motion()
    room = Room(hall)
    for who, command in (
        (leaves, MarkLeft(meeting_id=hall.meeting, seat_id=hall.seats[leaves], reason="Có việc gấp")),
        (comes, MarkPresent(meeting_id=hall.meeting, seat_id=hall.seats[comes])),
    ):
        hall.submits("ha", command)
        news = room.sees_news()
        for officer in ("clerk", "chair"):
            assert "motion" not in news[officer]["panels"]
        assert set(news["member"]["rows"]["motion"]) == {"voted-0"}
        assert {view: size(batch) for view, batch in news.items() if size(batch) > LITTLE} == {}
        box = news["clerk"]["rows"]["motion"]
        assert "left-0" in box
        assert (f"box-{hall.seats[who]}" in box) == (who == leaves), "who comes later does not vote in it"


def test_arriving_or_leaving_before_a_vote_costs_one_line_of_those_without_a_ballot(hall: Council) -> None:
    hall.sits(present=499)
    hall.prepares("Thông qua nghị quyết về dự toán thu, chi ngân sách")
    room, late, leaves = Room(hall), hall.seats[hall.voters[499]], hall.seats[hall.voters[200]]
    for who, command in (
        (late, MarkPresent(meeting_id=hall.meeting, seat_id=late)),
        (leaves, MarkLeft(meeting_id=hall.meeting, seat_id=leaves, reason="Có việc gấp")),
    ):
        hall.submits("ha", command)
        news = room.sees_news()
        for officer in ("clerk", "chair"):
            rows = news[officer]["rows"]
            assert set(rows["ready"]) == {f"ready-{who}"}
            without = news[officer] | {"rows": {name: drawn for name, drawn in rows.items() if name != "ready"}}
            assert size(news[officer]) - size(without) <= LITTLE // 10
        assert {view for view, batch in news.items() if "ready" in batch.get("rows", {})} == {"chair", "clerk"}


def test_a_tick_of_sixty_ballots_costs_sixty_lines(hall: Council) -> None:
    hall.sits()
    motion = hall.prepares("Thông qua nghị quyết về dự toán thu, chi ngân sách")
    hall.opens(motion)
    room = Room(hall)
    for who in hall.voters[100:160]:
        hall.casts(who, motion, FOR)
    news = room.sees_news()
    assert "motion" not in news["clerk"]["panels"]
    assert size(news["clerk"]) <= 2 * LITTLE
    assert size(news["member"]) <= LITTLE // 3


def test_a_new_question_after_forty_votes_runs_as_many_statements_as_after_none(build: Builder) -> None:
    long, short = build(), build()
    late_in(long, items=60, papers=180, votes=40)
    late_in(short, items=60, papers=180, votes=0)
    asked = []
    for council in (long, short):
        room = Room(council)
        council.prepares("Thông qua nghị quyết bổ sung", item=20)
        news = room.sees_news()["clerk"]
        item = council.items[19]
        assert "motions" not in news["panels"]
        lines = {"votes-here-0", "votes-head-0", f"waiting-{item}", f"over-{item}"}
        assert set(news["rows"]["motions"]) == lines, "the question and its place, not all that were put"
        assert size(news) <= LITTLE
        asked.append(sum(room.asked.values()))
    assert asked[0] <= asked[1] + 8


def test_marking_out_a_whole_hall_runs_as_many_statements_as_marking_out_two(build: Builder) -> None:
    counts = []
    for voters, silent in ((9, 2), (300, 298)):
        council = build(preset="hdnd", voters=voters, chair_title="Chủ tịch HĐND xã")
        council.watching = False
        council.sits()
        council.submits("ha", AskRecheck(meeting_id=council.meeting))
        for who in council.voters[: voters - silent]:
            council.submits(who, ConfirmPresence(meeting_id=council.meeting))
        gone = sum_of(council.seats[who] for who in council.voters[voters - silent :])
        counts.append(_asked(council, EndRecheck(meeting_id=council.meeting, mark_left=True, seen=gone)))
    assert counts[1] <= counts[0] + 4, counts


def _asked(council: Council, command: Command) -> int:
    """How many statements the secretary's command takes."""
    asked: Counter[str] = Counter()

    def ask(*said: Any) -> None:
        asked.update([str(said[2])])

    event.listen(Engine, "before_cursor_execute", ask)
    council.submits("ha", command)
    event.remove(Engine, "before_cursor_execute", ask)
    return sum(asked.values())

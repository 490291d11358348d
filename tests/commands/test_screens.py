"""What the screens say: nothing about the ballots too early, and nothing too late."""

import dataclasses
import re
from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import event

from meeting.access.policy import View
from meeting.attendance.commands import MarkLeft, NoteAbsence
from meeting.attendance.events import Left
from meeting.conduct.commands import RecordConclusion
from meeting.kernel.languages import Language
from meeting.panels import drawing
from meeting.panels import registry as panels
from meeting.panels.gallery import Gallery
from meeting.voting.commands.ballots import CastBallot, RecordHand
from meeting.voting.commands.motions import CancelMotion
from meeting.voting.commands.results import RecordRuling
from meeting.voting.hand_entries import AnswerHand, ProposeHand
from tests import watch
from tests.council import ABSTAIN, AGAINST, FOR, Council
from tests.watch import Look

Builder = Callable[..., Council]


def halls(build: Builder, votes_for: int, votes_against: int) -> Council:
    """A committee with an open vote and these numbers of ballots, cast by the same people."""
    council = build()
    council.sits()
    motion = council.opens_motion()
    council.splits(motion, votes_for, votes_against)
    council.watch.widely()
    return council


def shown(council: Council) -> Look:
    """What every screen says, except the journal's head: a signed hash, which does not reveal any ballot."""
    return {look: html for look, html in council.watch.look().items() if look[0] != "journal_head"}


def test_until_the_close_every_screen_is_the_same_whatever_the_ballots_say(build: Builder) -> None:
    five, three = halls(build, 5, 3), halls(build, 3, 5)
    assert five.box(five.motion(1).id) != three.box(three.motion(1).id)
    assert shown(five) == shown(three)


def test_between_close_and_announcement_only_those_who_run_the_meeting_see_the_tally(build: Builder) -> None:
    seen: list[Look] = []
    for split in ((5, 3), (3, 5)):
        council = halls(build, *split)
        council.closes(1, missing=1)
        seen.append(shown(council))
    differ = {view for (name, view, language), html in seen[0].items() if html != seen[1][name, view, language]}
    assert differ == {"chair", "clerk"}


def test_a_changed_ballot_changes_no_screen(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.casts("lan", motion, FOR)
    sitting.watch.widely()
    before = sitting.watch.look()
    sitting.casts("lan", motion, AGAINST)
    assert sitting.watch.look() == before


def test_the_last_ballot_does_not_give_the_others_away(sitting: Council) -> None:
    """The number of ballots received is shown: how many, never which."""
    motion = sitting.opens_motion()
    sitting.splits(motion, 9, 0)
    assert "9" in re.sub("<[^>]*>", "", sitting.sees("screen", "stage"))
    for view in View:
        for name in panels.names_for(view):
            assert "tally" not in re.findall(r'class="([^"]*)"', sitting.sees(view, name))


@pytest.mark.parametrize("form", ["open", "hands"])
def test_every_screen_stays_up_to_date_through_a_whole_meeting(council: Council, form: str) -> None:
    """Every command of a meeting's course, watched by every view in both languages, on every database."""
    council.watching = True
    council.watch.widely()
    meeting = council.meeting
    council.arrives("an", "lan", "guest")
    council.submits("ha", NoteAbsence(meeting_id=meeting, seat_id=council.seats["khoa"], excused=True, reason="Ốm"))
    council.starts()
    council.arrives("nam", "mai", "binh", "y-thinh")
    first = council.prepares("Thông qua chương trình", form=form)
    council.opens(first)
    council.submits("ha", MarkLeft(meeting_id=meeting, seat_id=council.seats["mai"], reason="Có việc"))
    council.submits("ha", CancelMotion(meeting_id=meeting, motion_id=first, reason="Đọc nhầm"))
    again = first + 1
    council.arrives("mai")
    council.opens(again)
    council.arrives("hung")
    if form == "hands":
        council.counts_hands(again, 3, 1)
        council.closes(again)
    else:
        council.votes(again, an=FOR, nam=AGAINST)
        hand = RecordHand(meeting_id=meeting, motion_id=again, seat_id=council.seats["mai"], choice=ABSTAIN)
        council.submits("ha", hand)
        asked = {"meeting_id": meeting, "motion_id": again, "choice": AGAINST}
        council.submits("ha", ProposeHand(seat_id=council.seats["an"], **asked))
        council.submits("an", AnswerHand(agreed=False, **asked))
        council.closes(again, missing=3)
        council.submits(
            "an", RecordRuling(meeting_id=meeting, motion_id=again, adopted=False, reason="Phiếu ngang nhau")
        )
    council.announces(again)
    council.submits("ha", RecordConclusion(meeting_id=meeting, item_id=council.items[0], text="Thống nhất"))
    council.clock.advance(minutes=5)
    council.turns_to(2)
    council.turns_to(1)
    council.ends()
    council.reopens("Bấm nhầm")
    council.ends()
    council.submits("ha", RecordConclusion(meeting_id=meeting, item_id=council.items[2], text="Kết luận"))


def test_cached_drawings_of_a_whole_meeting_equal_fresh_ones(sitting: Council) -> None:
    """What the gallery remembers between events is what it would draw now."""
    gallery = sitting.house.gallery

    def remembered() -> dict[tuple[str, str], str]:
        gallery.catch_up(sitting.meeting)
        return {
            (name, view): gallery.html(sitting.meeting, name, view, "vi")
            for view in View
            for name in panels.names_for(view)
        }

    def anew() -> dict[tuple[str, str], str]:
        with sitting.database.read() as db:
            return {
                (name, view): gallery.draw(gallery.sight(db, sitting.meeting, view, "vi"), name)
                for view in View
                for name in panels.names_for(view)
            }

    assert remembered() == anew()
    motion = sitting.opens_motion()
    assert remembered() == anew()
    for who in sitting.voters:
        sitting.commands.submit(
            CastBallot(meeting_id=sitting.meeting, motion_id=motion, choice=FOR), token=sitting.tokens[who]
        )
    assert remembered() == anew()
    sitting.closes(motion)
    assert remembered() == anew()
    sitting.announces(motion)
    assert remembered() == anew()


def test_the_check_finds_a_panel_that_no_event_named(council: Council) -> None:
    with council.unwatched():
        seq = council.seq()
        with pytest.raises(AssertionError, match="quorum"), council.watch.around(list):
            council.arrives("lan")
        with council.watch.around(lambda: council.events(seq)):
            council.arrives("nam")


def test_only_officers_see_a_basis_to_be_confirmed(build: Builder) -> None:
    council = build(preset="hdnd", voters=9, chair_title="Chủ tịch HĐND xã")
    council.sits()
    motion = council.opens_motion("Thông qua chương trình", decision="procedural")
    assert "cần xác nhận" in council.sees("clerk", "motion")
    council.splits(motion, 9, 0)
    seen = [council.sees("screen", "stage"), council.sees("member", "motion")]
    council.closes(motion)
    council.announces(motion)
    seen += [council.sees("screen", "stage"), council.sees("member", "motion")]
    assert not [html for html in seen if "cần xác nhận" in html]


def checks_everything_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this test were the first of the run."""
    monkeypatch.setattr(watch, "_checked", set())
    monkeypatch.setattr(watch, "_met", Counter())


def test_the_check_finds_a_panel_that_names_too_few_events(sitting: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test of the check itself: without it a screen would still show somebody who has left."""
    sitting.watching = True
    shown = panels.registered()["roll"]
    checks_everything_anew(monkeypatch)
    monkeypatch.setitem(panels.registered(), "roll", dataclasses.replace(shown, shows=shown.shows - {Left}))
    with pytest.raises(AssertionError, match=r"nobody was told of: roll \(clerk\) — after attendance.left"):
        sitting.submits("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats["lan"], reason="Về sớm"))


def test_the_check_finds_a_changed_row_that_was_not_named(sitting: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test of the check itself: the event names one line of the roll, and another line has changed as well."""
    sitting.watching = True
    roll = panels.registered()["roll"]
    (seats,) = roll.rows
    wrong = dataclasses.replace(seats, changed=dict(seats.changed) | {Left: lambda told: [sitting.seats["nam"]]})
    checks_everything_anew(monkeypatch)
    monkeypatch.setitem(panels.registered(), "roll", dataclasses.replace(roll, rows=(wrong,)))
    with pytest.raises(AssertionError, match=r"nobody was told of: roll \(clerk\) — after attendance.left"):
        sitting.submits("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats["lan"], reason="Về sớm"))


def test_views_that_share_a_drawing_would_be_drawn_alike(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.casts("lan", motion, FOR)
    sitting.watch.widely()
    seen = sitting.watch.look()
    for name, panel in panels.registered().items():
        for language in ("vi", "en"):
            assert len({seen[name, view, language] for view in panel.alike & panel.views}) <= 1, name


def test_data_shared_by_the_panels_of_a_page_is_read_once(sitting: Council) -> None:
    """Before, each panel asked for the meeting, its seats, items and votes: a hundred and more statements a page."""
    motion = sitting.opens_motion()
    sitting.casts("lan", motion, FOR)
    asked: Counter[str] = Counter()
    with sitting.database.read() as db:
        event.listen(db.get_bind(), "before_cursor_execute", lambda *said: asked.update([f"{said[2]} {said[3]}"]))
        sight = sitting.house.gallery.sight(db, sitting.meeting, "clerk", "vi")
        for name in panels.names_for("clerk"):
            sitting.house.gallery.draw(sight, name)
    assert [said for said, times in asked.items() if times > 1] == []


def test_templates_compiled_in_advance_are_those_that_draw_the_room(sitting: Council) -> None:
    """Pages name their language as a text, a tablet's entry as a member of the enum: it is the same language."""
    drawing._environment.cache_clear()
    for language in ("vi", Language.VIETNAMESE):
        with sitting.database.read() as db:
            gallery = Gallery(sitting.database, drawing.draw, sitting.clock, sitting.house.site.settings.data)
            gallery.draw(gallery.sight(db, sitting.meeting, "member", language), "now")
    assert drawing._environment.cache_info().misses == 1

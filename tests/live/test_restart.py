"""The server is killed as by a power cut and comes back on the same data: nothing acknowledged is gone."""

import time

import pytest

from tests.live.hall import VOTERS, Hall
from tests.live.tablet import Tablet

BACK_WITHIN = 5.0


@pytest.mark.quiet
def test_after_a_kill_every_screen_is_right_again_and_every_acknowledged_ballot_exists(hall: Hall) -> None:
    clerk, screen = hall.tablet("ha"), hall.tablet("screen")
    voters = {who: hall.tablet(who) for who in VOTERS}
    hall.opens(clerk)
    for who in VOTERS[:6]:
        hall.casts(voters[who], "against", key=f"key-of-{who}")
    before = {who: (tablet.seq, dict(tablet.panels)) for who, tablet in {**voters, "screen": screen}.items()}
    hall.server.kill()
    for tablet in (*voters.values(), screen, clerk):
        tablet.until(lambda tablet=tablet: tablet.closed)
    began = time.monotonic()
    hall.server.start()
    back = {who: come_back(hall, who, *seen) for who, seen in before.items()}
    for who, tablet in back.items():
        view = {"an": "chair", "screen": "screen"}.get(who, "member")
        tablet.reaches(hall.head())
        assert tablet.panels == hall.drawn(view)
    assert time.monotonic() - began < BACK_WITHIN
    assert hall.box() == {hall.seats[who]: "against" for who in VOTERS[:6]}


def test_a_ballot_sent_again_after_a_lost_answer_is_one_ballot(hall: Hall) -> None:
    clerk, lan = hall.tablet("ha"), hall.tablet("lan")
    lan.reaches(hall.opens(clerk))
    first = hall.casts(lan, "for", key="k1")
    hall.server.kill()
    hall.server.start()
    again = come_back(hall, "lan", lan.seq, lan.panels)
    assert hall.casts(again, "for", key="k1") == first
    assert hall.box() == {hall.seats["lan"]: "for"}


def test_voting_continues_where_it_was(hall: Hall) -> None:
    clerk = hall.tablet("ha")
    hall.opens(clerk)
    hall.casts(hall.tablet("lan"), "for")
    hall.server.kill()
    hall.server.start()
    clerk = come_back(hall, "ha", clerk.seq, clerk.panels)
    nam, screen = hall.tablet("nam"), hall.tablet("screen")
    hall.casts(nam, "for")
    hall.submits(clerk, "voting.close_motion", motion_id=hall.motion, missing=len(VOTERS) - 2)
    upto = hall.submits(clerk, "voting.announce_result", motion_id=hall.motion)["upto"]
    screen.reaches(upto)
    assert screen.panels == hall.drawn("screen")


def come_back(hall: Hall, who: str, seq: int, panels: dict[str, str]) -> Tablet:
    """A tablet that still shows what it showed, with the cookie that it had."""
    tablet = hall.line(hall.browser(who))
    tablet.seq, tablet.panels = seq, dict(panels)
    assert "refused" not in tablet.resume(hall.meeting)
    return tablet

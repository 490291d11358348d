"""Hostile clients beside a vote: refused, counted in a line of the log, and nobody's ballot waits for them."""

import time

import pytest
import requests

from tests.live.conftest import OpenHall
from tests.live.hall import VOTERS, Hall
from tests.live.strangers import (
    Attack,
    Idle,
    chatterer,
    p99_of_votes,
    restless_member,
    stranger_at_the_socket,
    under,
    vandal_with_an_account,
)
from tests.live.tablet import PING
from tests.nursery import NODES

BOUND = 0.5
"""Seconds within which 99 of 100 ballots are acknowledged, whatever strangers do."""
PEACEFUL = VOTERS[:6]


@pytest.mark.quiet
def test_more_idle_strangers_than_open_files_lock_nobody_out(open_hall: OpenHall) -> None:
    hall = open_hall(files=1024)
    hall.opens(hall.tablet("ha"))
    tablets = [hall.tablet(who) for who in PEACEFUL]
    silent, half = Idle(hall.server.port), Idle(hall.server.port, b"GET / HTTP/1.1\r\nHost: x\r\n")
    for kind in (silent, half):
        kind.come(550 * NODES)
    p99 = p99_of_votes(hall, tablets, BOUND)
    newcomer = hall.tablet("khoa")
    hall.casts(newcomer, "for")
    turned_away = silent.cut() + half.cut() + silent.refused + half.refused
    silent.leave()
    half.leave()
    assert p99 < BOUND
    assert not any(tablet.closed for tablet in tablets)
    assert turned_away > (1100 - 1024 + 128) * NODES
    assert requests.get(f"{hall.server.url}/healthz", timeout=5).status_code == 200
    assert "Traceback" not in hall.server.said()


@pytest.mark.quiet
def test_floods_at_the_live_socket_delay_nobodys_ballot(open_hall: OpenHall) -> None:
    """A stranger's broken frames, those of somebody with an account, ballots without end, and mere chatter, at once."""
    hall = open_hall(files=1024)
    hall.opens(hall.tablet("ha"))
    tablets = [hall.tablet(who) for who in PEACEFUL]
    vandal, member, talker = VOTERS[6:9]
    attacks = [
        Attack(once)
        for once in (
            stranger_at_the_socket(hall),
            vandal_with_an_account(hall, vandal),
            restless_member(hall, member),
            chatterer(hall, talker),
        )
    ]
    stranger, broken, ballots, _ = attacks
    with under(attacks):
        p99 = p99_of_votes(hall, tablets, BOUND)
    assert p99 < BOUND
    assert not any(tablet.closed for tablet in tablets)
    assert stranger.turned_away == stranger.tries > 50
    assert broken.turned_away == broken.tries
    assert ballots.tries - ballots.turned_away < 30, "of one person ten times so many were taken in a few seconds"
    assert len(hall.server.said()) < 50_000
    assert "Traceback" not in hall.server.said()


def test_a_client_that_sends_no_complete_message_is_cut_and_a_tablet_is_not(hall: Hall) -> None:
    """No request, half a request, one request and no other, a live socket whose page never joins."""
    tablet = hall.tablet("lan")
    kinds = [
        Idle(hall.server.port),
        Idle(hall.server.port, b"GET / HTTP/1.1\r\nHost: x\r\n"),
        Idle(hall.server.port, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"),
    ]
    for kind in kinds:
        kind.come(3)
    outside = hall.line(hall.browser("nam"), joins=False)
    until = time.monotonic() + 25
    while sum(kind.cut() for kind in kinds) < 9 and time.monotonic() < until:
        time.sleep(0.5)
    assert [kind.cut() for kind in kinds] == [3, 3, 3]
    outside.until(lambda: outside.closed)
    tablet.ask("beat", {})
    assert len([frame for frame in tablet.frames if frame.text == PING]) >= 2, "it was asked whether it is there"
    for kind in kinds:
        kind.leave()


def test_a_sender_of_too_much_is_refused_by_socket_and_by_http_alike(hall: Hall) -> None:
    hall.opens(hall.tablet("ha"))
    lan = hall.tablet("lan")
    ballot = {"meeting_id": hall.meeting, "motion_id": hall.motion, "choice": "for"}
    numbers = [lan.say("do", {"command": "voting.cast_ballot", "payload": ballot, "key": ""}) for _ in range(300)]
    answers = [lan.answer(number) for number in numbers]
    refused = [answer for answer in answers if not answer["ok"]]
    assert {(answer["code"], answer["status"]) for answer in refused} == {("kernel.too_fast", 429)}
    assert answers[0]["ok"]
    if NODES == 1:  # a pace is each process's own, and a browser's requests go to any of several
        browser = hall.browser("lan")
        posts = (browser.submits("voting.cast_ballot", ballot, f"k{n}") for n in range(150))
        assert any(answer["code"] == "kernel.too_fast" for answer in posts)
    hall.casts(hall.tablet("nam"), "for")
    time.sleep(2)
    hall.casts(lan, "against", "another")

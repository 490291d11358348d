"""Plain http and HTTPS at once, from one server: real sockets, a certificate that comes and goes without a restart."""

import json
import re
import socket
import ssl
import time
from contextlib import closing
from pathlib import Path

import pytest
import requests
import websocket

from meeting.kernel import clock
from meeting.network.shelf import Shelf
from tests.cast import card_of
from tests.live.conftest import OpenHall
from tests.live.hall import Hall
from tests.live.tablet import ACK, EVENT, PATH
from tests.server import LOOPBACK, free_port

PATIENCE = 30.0
HOSTS = ["phonghop.test", LOOPBACK]


def shelf(hall: Hall) -> Shelf:
    return Shelf(hall.server.data, bytes.fromhex((hall.server.data / "secret.key").read_text()))


def shown(hall: Hall, port: int) -> str | None:
    """The serial number that the server shows to a client that trusts the authority; None while nothing is served."""
    trusting = ssl.create_default_context(cafile=str(hall.server.data / "tls" / "authority.pem"))
    try:
        plain = socket.create_connection((LOOPBACK, port), timeout=5)
        with plain, trusting.wrap_socket(plain, server_hostname="phonghop.test") as line:
            return str(line.getpeercert()["serialNumber"])  # type: ignore[index]
    except OSError:
        return None


def until_shown(hall: Hall, port: int, besides: str | None = None) -> str:
    until = time.monotonic() + PATIENCE
    while (found := shown(hall, port)) in (None, besides):
        assert time.monotonic() < until, hall.server.said()
        time.sleep(0.2)
    assert found is not None
    return found


class SecureTablet:
    """A device that came by HTTPS: signed in by its card, with a separate live socket."""

    def __init__(self, hall: Hall, port: int, who: str) -> None:
        self.base = f"https://{LOOPBACK}:{port}"
        self.authority = str(hall.server.data / "tls" / "authority.pem")
        self.session = requests.Session()
        self.session.trust_env = False  # not the authorities that this machine trusts otherwise
        self.session.verify = self.authority
        self.session.get(f"{self.base}/c/{card_of(who)}", timeout=10)
        page = self.session.get(f"{self.base}/sign-in", timeout=10).text
        token = re.findall(r'<meta name="csrf-token" content="([^"]+)"', page)[0]
        form = {"csrf_token": token, "answer": "yes"}
        answer = self.session.post(f"{self.base}/card", data=form, headers={"Referer": f"{self.base}/card"}, timeout=10)
        assert answer.status_code == 200, answer.text
        self.cookie = "; ".join(f"{name}={value}" for name, value in self.session.cookies.items())

    def opens(self, origin: str, cookie: str | None = None, room: int = 0) -> websocket.WebSocket:
        """`room`: bytes that the network card keeps for it; 0: as many as the system likes."""
        address = self.base.replace("https", "wss") + PATH
        trust = {"ca_certs": self.authority}
        keeps = [(socket.SOL_SOCKET, socket.SO_RCVBUF, room)] if room else []
        return websocket.create_connection(
            address,
            cookie=cookie or self.cookie,
            origin=origin,
            sslopt=trust,
            timeout=20,
            sockopt=keeps,
            skip_utf8_validation=True,  # as in tests/live/tablet.py
        )


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def both(open_hall: object, port: int) -> Hall:
    hall: Hall = open_hall(tls_port=str(port))  # type: ignore[operator]
    shelf(hall).make("UBND", HOSTS, clock.now())
    until_shown(hall, port)
    return hall


def test_https_starts_without_a_restart_and_plain_http_continues(open_hall: object, port: int) -> None:
    hall: Hall = open_hall(tls_port=str(port))  # type: ignore[operator]
    clerk = hall.tablet("ha")
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((LOOPBACK, port), timeout=5).close()
    shelf(hall).make("UBND", HOSTS, clock.now())
    until_shown(hall, port)
    assert clerk.connected
    answer = requests.get(f"{hall.server.url}/sign-in", allow_redirects=False, timeout=10)
    assert answer.status_code == 200, "nobody is sent to HTTPS"
    assert "Strict-Transport-Security" not in answer.headers


def test_a_renewed_certificate_is_shown_at_once_and_cuts_nobody_off(both: Hall, port: int) -> None:
    first = until_shown(both, port)
    lan = SecureTablet(both, port, "lan")
    line = lan.opens(lan.base)
    shelf(both).make("UBND", HOSTS, clock.now())
    assert until_shown(both, port, besides=first) != first
    line.send("40/meeting,")
    said = [line.recv(), line.recv()]
    assert any(str(each).startswith("40/meeting") for each in said)
    line.close()


def test_a_damaged_certificate_leaves_the_former_one_in_use(both: Hall, port: int) -> None:
    first = until_shown(both, port)
    file = shelf(both).certificate
    file.write_text("nothing of the kind")
    time.sleep(3)  # the server has looked at it meanwhile
    assert shown(both, port) == first


def test_a_ballot_by_https_counts_like_any_other(both: Hall, port: int) -> None:
    both.opens(both.tablet("ha"))
    lan = SecureTablet(both, port, "lan")
    line = lan.opens(lan.base)
    line.send("40/meeting,")
    ballot = {"meeting_id": both.meeting, "motion_id": both.motion, "choice": "for"}
    command = {"command": "voting.cast_ballot", "payload": ballot, "key": "k" * 16}
    line.send(f"{EVENT}1{json.dumps(['do', command])}")
    until = time.monotonic() + PATIENCE
    while both.box() != {both.seats["lan"]: "for"}:
        assert time.monotonic() < until
        time.sleep(0.1)
    line.close()


def test_the_two_ports_have_separate_sign_ins(both: Hall, port: int) -> None:
    lan = SecureTablet(both, port, "lan")
    for origin in (both.server.url, f"https://{LOOPBACK}:{both.server.port}", f"http://{LOOPBACK}:{port}"):
        with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
            lan.opens(origin)
    plain = both.browser("nam").cookie
    with pytest.raises(websocket.WebSocketBadStatusException, match="401"):
        lan.opens(lan.base, cookie=plain)
    assert "__Host-meeting" in lan.cookie


def test_a_device_that_does_not_trust_the_authority_warns_its_owner(both: Hall, port: int) -> None:
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"https://{LOOPBACK}:{port}/healthz", timeout=10)


def test_silent_and_plain_callers_at_the_secure_port_delay_nobody(both: Hall, port: int) -> None:
    callers = [socket.create_connection((LOOPBACK, port), timeout=5) for _ in range(5)]
    callers[0].sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert shown(both, port) is not None
    for caller in callers:
        caller.close()


def test_after_a_restart_with_the_certificate_there_both_ports_are_served(both: Hall, port: int) -> None:
    both.server.kill()
    both.server.start()
    until_shown(both, port)
    assert both.server.health()["ok"]


def test_a_start_renews_a_due_certificate_before_anybody_comes(open_hall: object, port: int, tmp_path: Path) -> None:
    hall: Hall = open_hall(tls_port=str(port))  # type: ignore[operator]
    shelf(hall).make("UBND", ["phonghop.test"], clock.now())  # the addresses of this machine are not in it
    first = until_shown(hall, port)
    hall.server.kill()
    hall.server.start()
    now = until_shown(hall, port)
    added = [each for each in shelf(hall).https(clock.now()).hosts if each != "phonghop.test"]
    assert (now != first) == bool(added)


@pytest.mark.parametrize("nursery", ["eventlet"], indirect=True)  # a thread waits in the middle of a write
def test_a_slow_reader_by_https_gets_every_message_complete_and_in_order(open_hall: OpenHall, port: int) -> None:
    hall = open_hall(tls_port=str(port), send_queue="1000")
    shelf(hall).make("UBND", HOSTS, clock.now())
    until_shown(hall, port)
    slow, clerk = SecureTablet(hall, port, "khoa"), hall.tablet("ha")
    line = slow.opens(slow.base, room=4096)
    line.send("40/meeting,")
    line.send(f"{EVENT}1{json.dumps(['resume', {'meeting': hall.meeting, 'seq': hall.head()}])}")
    while not str(line.recv()).startswith(f"{ACK}1["):  # from here on nothing may come twice
        pass
    with closing(line):  # also when messages stop coming
        told = [hall.head()]
        for n in range(30):
            for item in hall.items:  # each change carries everything under the other items
                conclusion = {"item_id": item, "text": f"{n} " + "ế" * 19_000, "version": n}
                head = hall.submits(clerk, "conduct.record_conclusion", **conclusion)["upto"]
            line.send("3")  # a pong: it is still there
        while told[-1] < head:
            message = str(line.recv())
            if message.startswith(f'{EVENT}["panels"'):
                told.append(json.loads(message.partition(",")[2])[1]["upto"])
        assert told == sorted(set(told))

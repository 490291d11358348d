"""By HTTPS without a proxy papers are sent beside the server's loop too: a thread encrypts and writes them."""

import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from tests.live.conftest import OpenHall
from tests.live.device import Device
from tests.live.hall import Hall
from tests.live.shown import LARGE, MEGABYTE, shows
from tests.nursery import Nursery
from tests.processes import loop_seconds
from tests.scale.certificate import make_certificate
from tests.server import LOOPBACK

Reads = Callable[..., requests.Response]
"""Reads a paper at an address, or some of its bytes: `reads(address, 0, 99)`."""


@pytest.fixture
def hall(open_hall: OpenHall, tmp_path: Path) -> Hall:
    """A hall by HTTPS."""
    certificate, key = make_certificate(tmp_path)
    return open_hall(tls_certificate=str(certificate), tls_key=str(key))


@pytest.fixture
def lan(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Device:
    """A member's browser, which trusts the house's certificate."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", hall.server.environment["MEETING_TLS_CERTIFICATE"])
    found = Device(hall.server.url)
    found.says({"Referer": f"{hall.server.url}/"})
    found.signs_in("lan")
    return found


@pytest.fixture
def reads(hall: Hall, lan: Device) -> Reads:
    def read(address: str, *part: int) -> requests.Response:
        headers = {"Cookie": lan.cookie} | ({"Range": "bytes={}-{}".format(*part)} if part else {})
        return requests.get(hall.server.url + address, headers=headers, timeout=60)

    return read


def test_a_paper_comes_whole_and_in_parts(hall: Hall, reads: Reads) -> None:
    address = shows(hall, LARGE)
    assert reads(address).content == LARGE
    for first, last in ((0, MEGABYTE - 1), (MEGABYTE, 3 * MEGABYTE), (7, 7)):
        part = reads(address, first, last)
        assert (part.status_code, part.content) == (206, LARGE[first : last + 1])


def test_a_slow_reader_gets_it_complete_and_a_leaving_one_is_forgotten(
    hall: Hall, lan: Device, nursery: Nursery
) -> None:
    address = shows(hall, LARGE)
    patient, hasty = (reader(hall, address, lan.cookie) for _ in range(2))
    for each in (patient, hasty):
        assert each.recv(100).startswith(b"HTTP/1.1 200")
    hasty.close()
    got = b""
    while not got.endswith(LARGE[-1000:]):
        got += patient.recv(40_000)
    assert got.endswith(LARGE)
    patient.sendall(f"GET /healthz HTTP/1.1\r\nHost: {LOOPBACK}\r\n\r\n".encode())
    if nursery.mode == "eventlet":  # there a connection serves one request after the other
        assert patient.recv(100).startswith(b"HTTP/1.1 200"), "the connection is the server's again"
    patient.close()


def test_papers_cost_the_loop_nothing(hall: Hall, nursery: Nursery, reads: Reads) -> None:
    if nursery.mode == "threading":
        pytest.skip("there is no loop: each connection has a thread of its own")
    address = shows(hall, LARGE + bytes(40 * MEGABYTE))
    servers = hall.server.pids()

    def costs(last: int) -> float:
        before = loop_seconds(servers)
        for _ in range(10):
            assert len(reads(address, 0, last).content) == last + 1
        return loop_seconds(servers) - before

    costs(99)
    for _ in range(3):
        small, large = costs(99), costs(40 * MEGABYTE)
        if large < 3 * small + 0.1:
            return
    pytest.fail(f"{large} s: four hundred megabytes through the loop take more than half a second")


def reader(hall: Hall, address: str, cookie: str) -> ssl.SSLSocket:
    """A tablet that has asked for a paper and reads as little of it as it likes."""
    link = socket.socket()
    link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * 1024)
    link.settimeout(30)
    link.connect((LOOPBACK, hall.server.port))
    trusting = ssl.create_default_context(cafile=hall.server.environment["MEETING_TLS_CERTIFICATE"])
    found = trusting.wrap_socket(link, server_hostname=LOOPBACK)
    found.sendall(f"GET {address} HTTP/1.1\r\nHost: {LOOPBACK}\r\nCookie: {cookie}\r\n\r\n".encode())
    return found

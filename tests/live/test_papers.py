"""Papers go out beside the server: whole, in parts, to slow readers and many, and only to those who may read them."""

import contextlib
import datetime
import ipaddress
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from meeting.documents.commands import RecordRendition
from meeting.live import carrying
from meeting.live.carrying import DONE, ORDER, Carrying
from meeting.store.blobs import Blobs
from tests.live.conftest import OpenHall
from tests.live.device import Device
from tests.live.hall import Hall
from tests.processes import cpu_seconds
from tests.scale.gauges import loop_stall_ms
from tests.server import LOOPBACK

MEGABYTE = 1 << 20
LARGE = b"%PDF-1.7\n" + os.urandom(3 * MEGABYTE)
SLOW = 60
LOOP_STILL_MS = 50.0


def shows(hall: Hall, content: bytes) -> str:
    """The meeting's paper is this; its address."""
    sha256 = Blobs(hall.server.data / "blobs").put(content)
    hall.elsewhere(RecordRendition(meeting_id=hall.meeting, document_id=hall.document, pdf_sha256=sha256, pages=1))
    return f"/m/{hall.meeting}/papers/{hall.document}/file.pdf"


def carriers(hall: Hall) -> list[int]:
    """The process that carries papers, when it runs."""
    return [pid for pid in hall.server.pids() if b"meeting.live.carrying" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_a_paper_comes_whole_and_in_parts_over_one_connection_and_the_head_alone(hall: Hall) -> None:
    address, lan = hall.server.url + shows(hall, LARGE), hall.browser("lan")
    assert carriers(hall) == [], "nobody has asked for a paper yet"
    with requests.Session() as session:
        session.headers["Cookie"] = lan.cookie
        whole = session.get(address, timeout=30)
        assert (whole.status_code, whole.content) == (200, LARGE)
        assert len(carriers(hall)) == 1
        for first, last in ((0, MEGABYTE - 1), (MEGABYTE, 3 * MEGABYTE), (7, 7)):
            part = session.get(address, headers={"Range": f"bytes={first}-{last}"}, timeout=30)
            assert (part.status_code, part.content) == (206, LARGE[first : last + 1])
        known = session.get(address, headers={"If-None-Match": whole.headers["ETag"]}, timeout=30)
        assert (known.status_code, known.content) == (304, b"")
        head = session.head(address, timeout=30)
        assert (head.headers["Content-Length"], head.content) == (str(len(LARGE)), b"")


def test_who_may_not_read_is_refused_as_before(hall: Hall) -> None:
    address = hall.server.url + shows(hall, LARGE)
    assert hall.browser("guest").get(address.removeprefix(hall.server.url))
    for cookie, status in ((hall.browser("outsider").cookie, 404), ("", 303), (hall.browser("screen").cookie, 404)):
        answer = requests.get(address, headers={"Cookie": cookie}, timeout=30, allow_redirects=False)
        assert answer.status_code == status
        assert LARGE[:100] not in answer.content


def test_a_carrier_that_is_killed_cuts_its_readers_and_the_next_paper_comes(hall: Hall) -> None:
    address = shows(hall, LARGE + bytes(20 * MEGABYTE))
    slow = reader(hall, address)
    slow.recv(1000)
    until(lambda: bool(carriers(hall)))
    [carrier] = carriers(hall)
    os.kill(carrier, signal.SIGKILL)
    slow.settimeout(30)
    got = 0
    with contextlib.suppress(ConnectionError):
        while piece := slow.recv(MEGABYTE):
            got += len(piece)
    slow.close()
    assert got < 20 * MEGABYTE, "it was cut, and not left waiting"
    again = requests.get(hall.server.url + address, headers={"Cookie": hall.browser("lan").cookie}, timeout=30)
    assert again.content.startswith(LARGE)
    assert carriers(hall) not in ([], [carrier])


def test_bytes_of_papers_cost_the_server_nothing(hall: Hall) -> None:
    """What the server itself computes does not grow with what is read."""
    address, cookie = hall.server.url + shows(hall, LARGE + bytes(40 * MEGABYTE)), hall.browser("lan").cookie
    server = hall.server.pids()[:1]

    def costs(part: str) -> float:
        before = cpu_seconds(server)
        for _ in range(10):
            answer = requests.get(address, headers={"Cookie": cookie, "Range": part}, timeout=60)
            assert answer.status_code == 206
        return cpu_seconds(server) - before

    costs("bytes=0-99")
    small, large = costs("bytes=0-99"), costs(f"bytes=0-{40 * MEGABYTE}")
    assert large < 3 * small + 0.04, "four hundred megabytes through the loop take three tenths of a second and more"


@pytest.mark.quiet
def test_sixty_slow_tablets_that_read_a_large_paper_hold_up_no_ballot(hall: Hall) -> None:
    address = shows(hall, LARGE + bytes(57 * MEGABYTE))
    hall.opens(hall.tablet("ha"))
    nam = hall.tablet("nam")
    requests.get(
        hall.server.url + address, headers={"Cookie": hall.browser("nam").cookie, "Range": "bytes=0-0"}, timeout=30
    )
    stills = []
    for attempt in range(3):  # a busy machine may let any process wait that long: one quiet time of three is enough
        loop_stall_ms(hall.server.port, secure=False)
        crowd = [reader(hall, address) for _ in range(SLOW)]
        for n in range(20):
            for each in crowd:
                each.recv(MEGABYTE // 4)
            assert hall.casts(nam, ("for", "against")[(attempt + n) % 2])["ok"]
        stills.append(loop_stall_ms(hall.server.port, secure=False))
        for each in crowd:
            each.close()
        if stills[-1] < LOOP_STILL_MS:
            break
    assert min(stills) < LOOP_STILL_MS
    assert hall.server.health()


def test_by_https_papers_come_too(open_hall: OpenHall, tmp_path: Path) -> None:
    certificate, key = own_certificate(tmp_path)
    plain = open_hall()
    address = shows(plain, LARGE)
    plain.server.stop()
    plain.server.environment |= {"MEETING_TLS_CERTIFICATE": str(certificate), "MEETING_TLS_KEY": str(key)}
    plain.server.begin()
    url = f"https://{LOOPBACK}:{plain.server.port}"
    until(lambda: requests.get(f"{url}/healthz", verify=str(certificate), timeout=5).ok)
    lan = Device(url)
    lan._session.trust_env, lan._session.verify = False, str(certificate)
    lan._session.headers["Referer"] = f"{url}/"
    lan.signs_in("lan")
    answer = lan._session.get(url + address, timeout=30)
    assert (answer.status_code, answer.content) == (200, LARGE)
    part = lan._session.get(url + address, headers={"Range": f"bytes={MEGABYTE}-{2 * MEGABYTE}"}, timeout=30)
    assert part.content == LARGE[MEGABYTE : 2 * MEGABYTE + 1]
    lan.close()


def test_a_reader_who_takes_nothing_is_let_go(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(carrying, "STILL_SECONDS", 0.5)
    (tmp_path / "paper").write_bytes(bytes(10 * MEGABYTE))
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    carrier = threading.Thread(target=Carrying(theirs).run, daemon=True)
    carrier.start()
    for takes in (True, False):
        server, tablet = socket.socketpair()
        server.setblocking(False)
        wait, tell = os.pipe()
        with (tmp_path / "paper").open("rb") as file:
            socket.send_fds(ours, [ORDER.pack(0, 10 * MEGABYTE)], [server.fileno(), file.fileno(), tell])
        os.close(tell)
        got = 0
        while takes and got < 10 * MEGABYTE:
            got += len(tablet.recv(MEGABYTE))
        assert os.read(wait, 1) == (DONE if takes else b"")
        os.close(wait)
        server.close()
        tablet.close()
    ours.close()
    carrier.join(30)
    assert not carrier.is_alive(), "it ends with the server"
    theirs.close()


def reader(hall: Hall, address: str) -> socket.socket:
    """A tablet that has asked for a paper and reads as little of it as it likes."""
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * 1024)
    found.settimeout(30)
    found.connect((LOOPBACK, hall.server.port))
    cookie = hall.browser("lan").cookie
    found.sendall(f"GET {address} HTTP/1.1\r\nHost: {LOOPBACK}\r\nCookie: {cookie}\r\n\r\n".encode())
    return found


def until(done: Callable[[], bool]) -> None:
    """Wait for something that is refused at first."""
    limit = time.monotonic() + 60
    while True:
        with contextlib.suppress(requests.ConnectionError):
            if done():
                return
        assert time.monotonic() < limit
        time.sleep(0.1)


def own_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, LOOPBACK)])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(LOOPBACK))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "tls.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "tls.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "tls.pem", folder / "tls.key"

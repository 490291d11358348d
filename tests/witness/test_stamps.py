"""Time stamps: our own service on loopback stamps heads; its clock then says since when they exist."""

import dataclasses
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import msgspec
import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from meeting.proof.verify import Outside, verify
from meeting.signing.stamping import CannotStamp, ask_stamp, read_token
from meeting.witness.following import STAMPS, Following
from meeting.witness.heads import StampedHead, read_lines, written
from meeting.work.apart import TaskFailed
from tests.council import Council
from tests.witness.forging import ENDED, Box, said

NAME = "Dịch vụ dấu thời gian thử"


class Service:
    """A time stamping authority: its certificate (PEM), its address, and how it answers."""

    def __init__(self) -> None:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
        now = datetime.now(UTC)
        built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        built = (
            built.serial_number(7).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9))
        )
        built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        made = built.sign(key, hashes.SHA256())
        self.certificate = made.public_bytes(serialization.Encoding.PEM)
        der = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        stamper = DummyTimeStamper(
            asn1_x509.Certificate.load(made.public_bytes(serialization.Encoding.DER)),
            asn1_keys.PrivateKeyInfo.load(der),
        )
        self.asked = 0
        self.broken = False
        service = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.asked += 1
                asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(500 if service.broken else 200)
                self.send_header("Content-Type", "text/html" if service.broken else "application/timestamp-reply")
                self.end_headers()
                self.wfile.write(b"busy" if service.broken else stamper.request_tsa_response(asked).dump())

            def log_message(self, *_: object) -> None:
                """It answers with nothing."""

        self._server = HTTPServer(("127.0.0.1", 0), Door)
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    made = Service()
    yield made
    made.close()


def stamped(council: Council) -> list[StampedHead]:
    """The stamp files beside the database."""
    file = council.house.site.settings.data / "witness" / f"meeting-1{STAMPS}"
    lines = read_lines(file.read_bytes()) if file.exists() else ()
    return [each for each in lines if isinstance(each, StampedHead)]


def following(council: Council, url: str) -> Following:
    site = council.house.site
    settings = dataclasses.replace(site.settings, timestamp_url=url)
    return Following(site.database, site.commands, settings, lambda function, *given: function(*given))


def test_the_newest_head_is_stamped_once_with_its_time(sitting: Council, service: Service) -> None:
    for _ in range(2):
        following(sitting, service.url).look()
    (line,) = stamped(sitting)
    found = read_token(line.token, written(line.head), service.certificate)
    assert found is not None
    assert (found.authority, found.known) == (NAME, True)
    assert abs(found.at - datetime.now(UTC)) < timedelta(minutes=5)
    assert line.head.holds()


def test_without_an_address_no_service_is_asked(sitting: Council, service: Service) -> None:
    before = service.asked
    following(sitting, "").look()
    assert (service.asked, stamped(sitting)) == (before, [])


def test_a_failing_service_delays_nothing_and_is_asked_again_later(sitting: Council, service: Service) -> None:
    service.broken = True
    try:
        look = following(sitting, service.url)
        before = service.asked
        look.look()
        look.look()
        assert (service.asked, stamped(sitting)) == (before + 1, [])
        with pytest.raises(CannotStamp):
            ask_stamp(service.url, b"x")
    finally:
        service.broken = False
    with pytest.raises(CannotStamp):
        ask_stamp("http://127.0.0.1:9/", b"x")


def test_a_stamping_process_that_ends_without_an_answer_is_asked_again_later(
    sitting: Council, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def fails(*_given: object, **_bounds: object) -> None:
        asked.append("asked")
        raise TaskFailed("60 s")

    monkeypatch.setattr("meeting.witness.following.run_apart", fails)
    look = following(sitting, service.url)
    look.look()
    look.look()
    assert asked == ["asked"]


def test_a_stamp_refused_by_the_disk_is_requested_again(sitting: Council, service: Service) -> None:
    look = following(sitting, service.url)
    file = sitting.house.site.settings.data / "witness" / f"meeting-1{STAMPS}"
    file.mkdir(parents=True)
    look.look()
    file.rmdir()
    look._stamps_again = 0.0
    look.look()
    assert len(stamped(sitting)) == 1


def test_a_token_for_other_bytes_or_a_changed_one_proves_nothing(service: Service) -> None:
    token = ask_stamp(service.url, b"a head")
    assert read_token(token, b"a head", b"") is not None
    assert read_token(token, b"another", service.certificate) is None
    spoilt = bytearray(token)
    spoilt[-20] ^= 1
    assert read_token(bytes(spoilt), b"a head", service.certificate) is None
    for rubbish in (b"", b"\x30\x80", token[:100], token + b"x"):
        assert read_token(rubbish, b"a head", service.certificate) is None


@pytest.mark.parametrize(("known", "outcome"), [(True, "ok"), (False, "note")])
def test_minutes_verified_with_a_stamped_head_say_since_when_it_exists(
    honest: Box, forged: Box, service: Service, known: bool, outcome: str
) -> None:
    head = honest.head(ENDED)
    file = msgspec.json.encode(StampedHead(head=head, token=ask_stamp(service.url, written(head)))) + b"\n"
    outside = Outside(files=(file,), keys=honest.keys(), tsa=service.certificate if known else b"")
    report = verify(honest.minutes, honest.authority, honest.story.journal, outside)
    assert report.verdict == "ok", report.lines()
    assert [each.outcome for each in report.findings if each.name == "witness.time"] == [outcome]
    assert f"{NAME} xác nhận bản ghi số {ENDED} đã có trước" in said(report, "witness.time")
    assert verify(forged.minutes, forged.authority, None, outside).verdict == "tampered"

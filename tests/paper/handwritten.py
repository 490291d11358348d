"""A register of certificates written by hand, line by line."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meeting.journal.chain import GENESIS, Entry, link
from meeting.kernel.clock import stamp
from meeting.register.events import (
    CertificateFound,
    CertificateIssued,
    CertificateRevoked,
    Entered,
    RegisterEvent,
    RegisterOpened,
)
from meeting.register.rules import Why
from meeting.register.shown import write_file
from meeting.signing import certificates
from meeting.signing.keys import Signer
from tests.paper.conftest import now

KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key().public_bytes_raw().hex()


class Ledger:
    """A hand-written register, with other lines of the office's journal between its own."""

    def __init__(self, at: datetime, *found: Signer) -> None:
        self.lines: list[Entry] = []
        self._seq = 0
        for signer in found:
            self.enters(signer, at, CertificateFound)
        self.says(at, RegisterOpened, count=len(found))

    def says(self, at: datetime, kind: type[RegisterEvent], **fields: Any) -> None:
        number, before = self.stands
        event = kind(number=number + 1, before=before, **fields)
        self._seq += 3
        other = hashlib.sha256(str(self._seq).encode()).hexdigest()
        self.lines.append(
            link(
                other,
                book="office",
                seq=self._seq,
                at=stamp(at),
                kind=kind.kind,
                actor="person-1",
                body=msgspec.to_builtins(event),
            )
        )

    @property
    def stands(self) -> tuple[int, str]:
        return (len(self.lines), self.lines[-1].hash) if self.lines else (0, GENESIS)

    def enters(self, signer: Signer, at: datetime, kind: type[Entered] = CertificateIssued) -> None:
        certificate = x509.load_der_x509_certificate(signer.certificate)
        self.says(
            at,
            kind,
            person_id=7,
            holder=signer.full_name,
            serial=f"{certificate.serial_number:x}",
            fingerprint=signer.fingerprint,
            key=certificates.key_print(certificate),
            begins=stamp(signer.begins),
            ends=stamp(signer.ends),
            authority=certificates.issuer_print(certificate),
            why=Why.CARD if kind is CertificateIssued else Why.FOUND,
        )

    def revokes(self, signer: Signer, at: datetime, reason: str = "") -> None:
        told = {"person_id": 7, "holder": signer.full_name, "serial": "1", "fingerprint": signer.fingerprint}
        self.says(at, CertificateRevoked, **told, why=Why.LOST, reason=reason)

    def file(self, at: datetime | None = None, key: Ed25519PrivateKey = KEY) -> bytes:
        return write_file(self.lines, at or now() + timedelta(hours=1), key)

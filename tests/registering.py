"""Certificates as the office's register takes them in, and a forger who changes its lines."""

from cryptography import x509
from sqlalchemy import text
from sqlalchemy.orm import Session

from meeting.commands.registry import Command
from meeting.journal import book as journal
from meeting.register.commands import OpenRegister, RecordCertificate
from meeting.register.rules import Why
from meeting.signing import certificates
from meeting.signing.certificates import Issuer, found_authority
from meeting.signing.keys import make_key, read_key
from tests.council import Council


def a_certificate(council: Council, authority: Issuer | None = None, key: bytes = b"") -> x509.Certificate:
    issuer = authority or found_authority("Văn phòng", now=council.clock())
    key = key or make_key("Lê Thị Hà", "Công chức", "Văn phòng", "x")
    return read_key(key).certify(issuer, now=council.clock())


def record(account: str, certificate: x509.Certificate, why: Why = Why.CARD) -> Command:
    return RecordCertificate(account=account, certificate=certificates.line(certificate), why=why)


def begun(council: Council, **found: x509.Certificate) -> None:
    there = {account: certificates.line(each) for account, each in found.items()}
    council.submits("system", OpenRegister(found=there))


def change_letter(db: Session, seq: int, letter: str, other: str) -> None:
    where = {"book": journal.OFFICE, "seq": seq}
    body = db.execute(text("SELECT body FROM journal_line WHERE book = :book AND seq = :seq"), where).scalar_one()
    changed = body.replace(letter, other, 1)
    assert changed != body
    db.execute(
        text("UPDATE journal_line SET body = :body WHERE book = :book AND seq = :seq"), where | {"body": changed}
    )

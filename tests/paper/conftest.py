"""One office with its authority and keys, and one committee's minutes signed by secretary and chair."""

import hashlib
import io
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pikepdf
import pytest

from meeting.minutes.events import Drafted, Signed
from meeting.minutes.rules import FIELDS
from meeting.minutes.text.compose import compose
from meeting.paper.document import draw
from meeting.paper.manuscript import Manuscript
from meeting.proof.verify import PaperReading
from meeting.record.replay import replay
from meeting.signing import certificates
from meeting.signing.certificates import Issuer, found_authority
from meeting.signing.keys import Signer, make_key, open_signer, read_key
from meeting.signing.sign import sign
from tests.paper.meetings import committee
from tests.paper.story import Story

PASSPHRASE = "đúng mật khẩu"


class Office(NamedTuple):
    """An authority and the opened keys of the signers."""

    authority: Issuer
    clerk: Signer
    chair: Signer

    @property
    def certificate(self) -> bytes:
        return certificates.pem(self.authority.certificate)


class Papers(NamedTuple):
    """The committee's minutes at each stage; `story` ends where they were drawn, `told` with the last signature."""

    story: Story
    manuscript: Manuscript
    drawn: bytes
    by_clerk: bytes
    by_both: bytes
    told: Story
    trusted: bytes


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def manuscript_of(story: Story, authority: str = "") -> Manuscript:
    return compose(replay(story.entries), story.head, authority)


def signer_of(authority: Issuer, name: str, title: str = "", unit: str = "UBND xã Minh Tân") -> Signer:
    """A new key with its certificate, opened."""
    key = make_key(name, title, unit, PASSPHRASE)
    certificate = read_key(key).certify(authority, now=now())
    return open_signer(key, certificate, PASSPHRASE)


def drafted(story: Story, pdf: bytes) -> None:
    """The worker has drawn `pdf` from the whole story."""
    seq, head = story.head
    sha256 = hashlib.sha256(pdf).hexdigest()
    story.says(
        Drafted(version=1, sha256=sha256, pages=pages_of(pdf), journal_seq=seq, journal_head=head), actor="system"
    )


def signs(story: Story, pdf: bytes, role: str, signer: Signer, at: datetime | None = None) -> bytes:
    """Secretary or chair signs, and the journal gets the event."""
    seat = next(seat for seat, held in story.roles.items() if held == role)
    at = at or max(now(), story.at.replace(microsecond=0) + timedelta(seconds=1))
    signed = sign(pdf, FIELDS[role], signer, at, story.head)
    story.at = max(story.at, at)
    story.says(
        Signed(
            version=1,
            role=role,
            seat_id=seat,
            approved_sha256=hashlib.sha256(pdf).hexdigest(),
            signed_sha256=hashlib.sha256(signed).hexdigest(),
            certificate=signer.fingerprint,
        ),
        actor=f"person-{100 + seat}",
    )
    return signed


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


@pytest.fixture(scope="session")
def office() -> Office:
    authority = found_authority("Văn phòng HĐND và UBND xã Minh Tân", now=now())
    manuscript = manuscript_of(committee())
    clerk = signer_of(authority, manuscript.clerk.name, "Công chức Văn phòng")
    chair = signer_of(authority, manuscript.chair.name, "Chủ tịch UBND xã")
    return Office(authority, clerk, chair)


@pytest.fixture(scope="session")
def papers(office: Office) -> Papers:
    story, told = committee(), committee()
    manuscript = manuscript_of(story, certificates.fingerprint(office.authority.certificate))
    drawn = draw(manuscript, story.journal)
    drafted(told, drawn)
    by_clerk = signs(told, drawn, "clerk", office.clerk)
    return Papers(
        story, manuscript, drawn, by_clerk, signs(told, by_clerk, "chair", office.chair), told, office.certificate
    )


@pytest.fixture(scope="module")
def reading(papers: Papers) -> PaperReading:
    """The honest paper, read once."""
    read = PaperReading(papers.by_both, papers.trusted)
    assert read.report(papers.told.journal).verdict == "ok"
    return read

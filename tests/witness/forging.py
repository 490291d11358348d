"""An attacker who has everything but the witnesses: the machine, its keys and the minutes."""

from typing import NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meeting.paper.document import draw
from meeting.proof.verify import Report
from meeting.signing import certificates
from meeting.signing.certificates import found_authority
from meeting.witness.heads import Head, sign
from tests.forgeries import hashed_again
from tests.paper.conftest import drafted, manuscript_of, now, signer_of, signs
from tests.paper.meetings import committee
from tests.paper.story import Story

OFFICE = "Văn phòng HĐND và UBND xã Minh Tân"
FLIPPED = (91, 92)
"""Two members who voted against; with their votes turned the resolution has 5 of 9."""
CLOSED, ANNOUNCED, ENDED, SIGNED = 95, 96, 102, 105
"""Numbers of entries; the last is that of the chair's signature."""


class Box(NamedTuple):
    """The content of a machine, and the minutes that it made: everything that the attacker has or leaves behind."""

    event_key: Ed25519PrivateKey
    authority: bytes
    story: Story
    minutes: bytes

    def head(self, seq: int, key: Ed25519PrivateKey | None = None) -> Head:
        """What the server hands to devices at an entry."""
        return sign(self.story.entries[seq - 1], key or self.event_key)

    def keys(self) -> frozenset[str]:
        """The event key as `meeting verify` finds it on the machine."""
        return frozenset({self.event_key.public_key().public_bytes_raw().hex()})


def a_box(event_key: Ed25519PrivateKey, story: Story) -> Box:
    """An authority with signers of the names that the minutes print, and the minutes drawn and signed twice."""
    authority = found_authority(OFFICE, now=now())
    facts = manuscript_of(story, certificates.fingerprint(authority.certificate))
    pdf = draw(facts, story.journal)
    drafted(story, pdf)
    for role, name in (("clerk", facts.clerk.name), ("chair", facts.chair.name)):
        pdf = signs(story, pdf, role, signer_of(authority, name))
    return Box(event_key, certificates.pem(authority.certificate), story, pdf)


def rewritten(honest: Story, **book: str) -> Story:
    """The same meeting, a rejected resolution adopted: by more than half of all nine (Law 72/2025/QH15, Art. 40.3)."""
    lines = [msgspec.to_builtins(entry) | book for entry in honest.entries[:ENDED]]
    for seq in FLIPPED:
        assert lines[seq - 1]["body"]["choice"] == "against"
        lines[seq - 1]["body"]["choice"] = "for"
    lines[CLOSED - 1]["body"] |= {"votes_for": 5, "votes_against": 2}
    adopted = next(line["body"]["sentence"] for line in lines if line["body"].get("sentence", "").startswith("5/9"))
    lines[ANNOUNCED - 1]["body"] |= {"outcome": "adopted", "sentence": adopted}
    story = committee()
    story.entries = hashed_again(lines)
    return story


def said(report: Report, name: str = "witness") -> str:
    return " ".join(finding.sentence for finding in report.findings if finding.name == name)

"""One office with its authority and keys, and one committee's minutes signed by secretary and chair."""

from datetime import UTC, datetime
from typing import NamedTuple

import pytest

from meeting.minutes.compose import compose
from meeting.minutes.facts import Facts
from meeting.minutes.keys import make_authority, make_signer
from meeting.minutes.paper.document import draw
from meeting.minutes.replay import replay
from meeting.minutes.signing import sign

from .meetings import committee
from .story import Story

PASSPHRASE = "đúng mật khẩu"


class Office(NamedTuple):
    """An authority and the keys of those who sign."""

    authority: tuple[bytes, bytes]
    clerk: bytes
    chair: bytes

    @property
    def certificate(self) -> bytes:
        return self.authority[0]


class Papers(NamedTuple):
    """The committee's minutes at each stage."""

    story: Story
    facts: Facts
    drawn: bytes
    by_clerk: bytes
    by_both: bytes


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def facts_of(story: Story) -> Facts:
    return compose(replay(story.entries), story.head)


@pytest.fixture(scope="session")
def office() -> Office:
    authority = make_authority("Văn phòng HĐND và UBND xã Minh Tân")
    facts = facts_of(committee())
    clerk = make_signer(authority, facts.clerk.name, "Công chức Văn phòng", "UBND xã Minh Tân", PASSPHRASE)
    chair = make_signer(authority, facts.chair.name, "Chủ tịch UBND xã", "UBND xã Minh Tân", PASSPHRASE)
    return Office(authority, clerk, chair)


@pytest.fixture(scope="session")
def papers(office: Office) -> Papers:
    story = committee()
    facts = facts_of(story)
    drawn = draw(facts, story.journal)
    by_clerk = sign(drawn, "ThuKy", office.clerk, PASSPHRASE, now())
    return Papers(story, facts, drawn, by_clerk, sign(by_clerk, "ChuToa", office.chair, PASSPHRASE, now()))

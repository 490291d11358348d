"""A machine whose minutes are honest, and the same machine after the attacker's work."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.paper.meetings import committee
from tests.witness.forging import Box, a_box, rewritten


@pytest.fixture(scope="module")
def honest() -> Box:
    return a_box(Ed25519PrivateKey.generate(), committee())


@pytest.fixture(scope="module")
def forged(honest: Box) -> Box:
    """The attacker's work: the event key of the machine, everything else made again."""
    return a_box(honest.event_key, rewritten(honest.story))

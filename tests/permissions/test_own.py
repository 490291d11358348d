"""Rights on private data: every private request by every role. No request names a person: it is for the
asker."""

import msgspec
import pytest

from meeting.kernel.refusals import Refused
from meeting.private import registry
from tests.council import Council

ROLES = {"C": "an", "S": "ha", "M": "lan", "G": "guest", "N": "outsider", "A": "admin", "H": "screen"}
TABLE = {
    "display.choose": ({}, "CSMGNA"),
    "devices.sign_out": ({"device": "0"}, "CSMGNA"),
    "devices.sign_out_others": ({"keep": "0"}, "CSMGNA"),
    "reading.note": ({"meeting_id": 1, "document_id": 1, "version": 1, "pages": [1]}, "CSMGNA"),
    "display.choose_language": ({"language": "en"}, "CSMGNA"),
}
"""By name: the request, and who may send it."""
NOT_ALLOWED, NOT_SIGNED_IN = "access.not_allowed", "access.not_signed_in"


def answer(council: Council, who: str, name: str) -> str:
    """The refusal's code, or nothing when it was done."""
    request = registry.decode(name, TABLE[name][0])
    try:
        council.house.site.private.submit(request, token=council.tokens.get(who))
    except Refused as refused:
        return refused.code
    return ""


def test_every_private_request_is_in_the_table() -> None:
    assert set(registry.registered()) == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_a_request_is_accepted_only_from_people_in_the_table(council: Council, name: str) -> None:
    for letter, who in ROLES.items():
        assert answer(council, who, name) == ("" if letter in TABLE[name][1] else NOT_ALLOWED), f"{name} by {who}"
    assert answer(council, "nobody", name) == NOT_SIGNED_IN


@pytest.mark.parametrize("name", TABLE)
def test_no_request_can_name_another_person(name: str) -> None:
    fields = {field.name for field in msgspec.structs.fields(registry.registered()[name])}
    assert not {each for each in fields if each.endswith(("person_id", "seat_id", "account"))}

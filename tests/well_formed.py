"""A well-formed command for every name."""

from collections.abc import Callable
from typing import Any, get_args

import msgspec

from meeting.commands import registry
from meeting.commands.registry import Command
from meeting.documents.readers import Readers
from meeting.kernel.clock import stamp
from meeting.people.particulars import Particulars
from tests.cast import MORNING
from tests.council import Council

TRANG = Particulars(full_name="Đinh Thu Trang", given_name="Trang", honorific="bà", title="", unit="")


def an_order(council: Council, name: str) -> Command:
    """A well-formed command of that name; that it may be impossible just now does not matter here."""
    known: dict[str, Callable[[], object]] = {
        "meeting_id": lambda: council.meeting,
        "person_id": lambda: council.people["khoa"],
        "starts_at": lambda: stamp(MORNING),
        "ends_at": lambda: stamp(MORNING),
        "seat_ids": lambda: [council.seats["khoa"]],
        "seat_id": lambda: council.seats["khoa"],
        "item_id": lambda: council.items[1],
        "document_id": lambda: council.document,
        "particulars": lambda: TRANG,
        "began_at": lambda: MORNING,
        "urls": lambda: ("ldaps://x",),
        "rules": tuple,
        "readers": Readers,
        "names": tuple,
        "found": dict,
        "changes": tuple,
        "steps": tuple,
        "hosts": lambda: ("phonghop.test",),
    }
    cls = registry.registered()[name]
    fields = {
        field.name: known[field.name]() if field.name in known else some(field.type)
        for field in msgspec.structs.fields(cls)
        if field.required
    }
    return cls(**fields)


def some(kind: Any) -> object:
    """Any value of a field's type, which may carry the cap of its text."""
    bare = getattr(kind, "__origin__", kind)
    plain: dict[object, object] = {int: 1, str: "x", bool: True}
    if type(None) in get_args(bare):
        return None
    return plain.get(bare) or next(iter(bare))

"""Journals as a forger with the whole server could make them: changed, and chained again so that the chain holds."""

import hashlib
import json
from typing import Any

import msgspec

from meeting.journal import chain
from meeting.journal.chain import Entry
from tests.paper.story import Story


def relinked(entries: list[chain.Entry]) -> list[chain.Entry]:
    """The same bodies in a chain that holds: what a forger with the whole server could make."""
    told: list[chain.Entry] = []
    for entry in entries:
        prev = told[-1].hash if told else chain.GENESIS
        told.append(
            chain.link(
                prev,
                book=entry.book,
                seq=len(told) + 1,
                at=entry.at,
                kind=entry.kind,
                actor=entry.actor,
                body=entry.body,
            )
        )
    return told


def hashed_again(lines: list[dict[str, Any]]) -> list[Entry]:
    """Every line chained again: SHA-256 of its fields as JSON with sorted keys, without spaces, in UTF-8."""
    prev, made = "0" * 64, []
    for line in lines:
        fields = {name: value for name, value in line.items() if name != "hash"} | {"prev": prev}
        written = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        prev = hashlib.sha256(written).hexdigest()
        made.append(msgspec.convert(fields | {"hash": prev}, Entry))
    return made


def forged(story: Story, kind: str, nth: int = 0, **changes: Any) -> tuple[list[chain.Entry], int]:
    """The story with the body of its n-th entry of a kind changed and the chain repaired; and that entry's number."""
    entries = list(story.entries)
    place = [i for i, entry in enumerate(entries) if entry.kind == kind][nth]
    entries[place] = msgspec.structs.replace(entries[place], body=entries[place].body | changes)
    return relinked(entries), place + 1


def lines_of(entries: list[chain.Entry]) -> bytes:
    return b"".join(chain.canonical(entry) + b"\n" for entry in entries)

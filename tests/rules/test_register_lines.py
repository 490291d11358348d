"""The register of certificates, read line by line: what is valid, what is not, and at which line the chain breaks."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from meeting.journal.chain import GENESIS, VERSION, Broken, Entry, canonical, link
from meeting.register.lines import Register, read, readable

AT = "2026-09-24T01:00:00.000Z"
KEY, OTHER = "a1" * 32, "b2" * 32


def entered(kind: str, fingerprint: str, person: int = 1, key: str = KEY) -> tuple[str, dict[str, Any]]:
    words = {"holder": "Lê Thị Hà", "serial": "1f", "authority": "c3" * 20, "why": "card"}
    dates = {"begins": AT, "ends": "2029-09-24T01:00:00.000Z"}
    return kind, {"person_id": person, "fingerprint": fingerprint, "key": key, **words, **dates}


def issued(fingerprint: str, person: int = 1, key: str = KEY) -> tuple[str, dict[str, Any]]:
    return entered("register.issued", fingerprint, person, key)


def found(fingerprint: str) -> tuple[str, dict[str, Any]]:
    return entered("register.found", fingerprint)


def revoked(fingerprint: str, reason: str = "") -> tuple[str, dict[str, Any]]:
    told = {"person_id": 1, "holder": "Lê Thị Hà", "serial": "1f", "fingerprint": fingerprint}
    return "register.revoked", told | {"why": "lost", "reason": reason}


OPENED: tuple[str, dict[str, Any]] = "register.opened", {"count": 0}


def book(*told: tuple[str, dict[str, Any]]) -> list[Entry]:
    """The lines in order; other lines of the office's book come between them."""
    lines: list[Entry] = []
    before = GENESIS
    for number, (kind, body) in enumerate(told, start=1):
        whole = {"number": number, "before": before, **body}
        lines.append(
            link("d4" * 32, book="office", seq=7 * number, at=AT, kind=kind, actor=f"person-{number}", body=whole)
        )
        before = lines[-1].hash
    return lines


def broken(lines: list[Entry]) -> int | None:
    """The number in the journal at which the register is no longer intact."""
    try:
        read(lines)
    except Broken as error:
        return error.seq
    return None


def again(entry: Entry, **changes: Any) -> Entry:
    """The same line with another content, hashed again."""
    fields = {name: getattr(entry, name) for name in ("book", "seq", "at", "kind", "actor", "body")}
    return link(changes.pop("prev", entry.prev), **(fields | changes))


def test_an_empty_register_has_no_entries() -> None:
    assert read([]) == Register(opened=None, rows={}, last=(0, GENESIS), hashes={})


def test_each_certificate_has_the_line_that_gave_it_and_the_one_that_ended_it() -> None:
    lines = book(found("f0"), OPENED, issued("f1"), issued("f2", person=2, key=OTHER), revoked("f1", "rơi mất"))
    register = read(lines)
    assert register.opened is not None
    assert (register.opened.number, register.opened.by) == (2, "person-2")
    assert list(register.rows) == ["f0", "f1", "f2"]
    assert [row.afterwards for row in register.rows.values()] == [True, False, False]
    assert [row.line.number for row in register.rows.values()] == [1, 3, 4]
    assert (register.rows["f0"].revoked, register.rows["f2"].revoked) == (None, None)
    ended = register.rows["f1"].revoked
    assert ended is not None
    assert (ended.line.number, ended.why, ended.reason) == (5, "lost", "rơi mất")
    assert register.rows["f1"].ends.year == 2029
    assert register.last == (5, lines[-1].hash)
    assert register.hashes == {number: line.hash for number, line in enumerate(lines, start=1)}
    assert [row.told.fingerprint for row in register.of_person(1)] == ["f0", "f1"]
    assert [register.knows(key) for key in (KEY, OTHER, "e5")] == [True, True, False]
    assert [register.has_revoked(key) for key in (KEY, OTHER)] == [True, False]


def test_the_first_entry_of_a_certificate_counts() -> None:
    lines = book(OPENED, issued("f1"), revoked("f1", "mất"), revoked("f1", "thôi"), issued("f1", person=9), OPENED)
    register = read(lines)
    ended = register.rows["f1"].revoked
    assert ended is not None
    assert (ended.reason, ended.line.number) == ("mất", 3)
    assert register.rows["f1"].told.person_id == 1, "and nothing that was revoked comes back"
    assert register.opened is not None
    assert register.opened.number == 1, "a register is begun once"


def test_found_certificates_are_entered_before_others_and_only_entered_ones_are_revoked() -> None:
    assert broken(book(found("f0"), OPENED)) is None
    assert broken(book(found("f0"), OPENED, found("f1"))) == 21
    assert broken(book(OPENED, revoked("f1"))) == 14


LINES = book(OPENED, issued("f1"), issued("f2"), revoked("f1"))


@pytest.mark.parametrize(
    ("change", "at"),
    [
        (lambda lines: lines[1:], 14),
        (lambda lines: [lines[0], lines[2], lines[3]], 21),
        (lambda lines: [lines[0], lines[2], lines[1], lines[3]], 21),
        (lambda lines: [*lines, lines[3]], 28),
        (lambda lines: [lines[0], msgspec.structs.replace(lines[1], at="2026-09-25T01:00:00.000Z")], 14),
        (lambda lines: [lines[0], msgspec.structs.replace(lines[1], v=VERSION + 1)], 14),
        (lambda lines: [lines[0], again(lines[1], book="meeting-1")], 14),
        (lambda lines: [lines[0], again(lines[1], kind="people.added")], 14),
        (lambda lines: [lines[0], again(lines[1], at="hôm qua")], 14),
        (lambda lines: [lines[0], again(lines[1], body=lines[1].body | {"ends": "mãi mãi"})], 14),
        (lambda lines: [lines[0], again(lines[1], body=lines[1].body | {"begins": ""})], 14),
        (lambda lines: [lines[0], again(lines[1], body=lines[1].body | {"why": "vui"})], 14),
        (lambda lines: [lines[0], again(lines[1], body=lines[1].body | {"number": 3})], 14),
        (lambda lines: [lines[0], again(lines[1], body=lines[1].body | {"before": GENESIS})], 14),
        (lambda lines: [again(lines[0], body=lines[0].body | {"number": 0})], 7),
    ],
)
def test_an_omitted_moved_repeated_or_changed_line_is_named(
    change: Callable[[list[Entry]], list[Entry]], at: int
) -> None:
    assert broken(LINES) is None
    assert broken(change(LINES)) == at


def test_lines_are_read_as_they_are_even_when_some_are_invalid() -> None:
    """For an officer who must revoke a certificate while the register is damaged."""
    changed = again(LINES[2], body=LINES[2].body | {"holder": "Ai đó"})
    odd = again(LINES[1], body={"number": 2})
    rows = readable([LINES[0], LINES[1], changed, odd, LINES[3], again(LINES[3], at="hôm qua")])
    assert [(row.told.holder, row.revoked is not None) for row in rows] == [("Lê Thị Hà", True), ("Ai đó", False)]
    assert [row.line.number for row in rows] == [2, 3]
    assert canonical(rows[0].told) == canonical(read(LINES).rows["f1"].told)

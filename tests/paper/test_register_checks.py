"""The office's register against one signature: what came first, by the lines that it names or else by the clock.

No paper is drawn here: the test states what a signature says, and writes the register by hand.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meeting.kernel.clock import stamp
from meeting.kernel.dates import exact_time, short_date
from meeting.proof.findings import Finding
from meeting.proof.register import WITHOUT, check_register
from meeting.register.events import CertificateFound, CertificateIssued, CertificateRevoked, Entered, RegisterOpened
from meeting.register.rules import Why
from meeting.signing.inspection import CertifiedBy, Seen
from meeting.witness.key import printed
from tests.paper.handwritten import PUBLIC, Ledger

SIGNED = datetime(2026, 9, 24, 4, tzinfo=UTC)
"""When the chair signed; everything else is before or after it."""
DAY, SECOND, MOMENT = timedelta(days=1), timedelta(seconds=1), timedelta(milliseconds=1)
CHAIRS, OTHERS, OURS, THEIRS = "c" * 64, "d" * 64, "a" * 40, "b" * 40
WHO = "Chứng thư số của Trần Thị Bình"


class Book(Ledger):
    """A register of certificates by their fingerprint alone."""

    def takes(
        self, at: datetime, kind: type[Entered] = CertificateIssued, fingerprint: str = CHAIRS, by: str = OURS
    ) -> None:
        self.says(
            at,
            kind,
            person_id=7,
            holder="Trần Thị Bình",
            serial="1",
            fingerprint=fingerprint,
            key=fingerprint,
            begins=stamp(SIGNED - 9 * DAY),
            ends=stamp(SIGNED + 9 * DAY),
            authority=by,
            why=Why.CARD if kind is CertificateIssued else Why.FOUND,
        )

    def takes_back(self, at: datetime) -> None:
        told = {"person_id": 7, "holder": "Trần Thị Bình", "serial": "1", "fingerprint": CHAIRS}
        self.says(at, CertificateRevoked, **told, why=Why.LOST, reason="")

    def named(self, number: int) -> tuple[int, str]:
        """A line as a signature names it."""
        return number, self.lines[number - 1].hash


def seen(**said: Any) -> Seen:
    """The chair's signature: honest, certified by this office, made at `SIGNED`."""
    honest = Seen(
        field="ChuToa",
        signer="Trần Thị Bình",
        title="",
        unit="",
        fingerprint=CHAIRS,
        begins=SIGNED - 9 * DAY,
        ends=SIGNED + 9 * DAY,
        signed_at=SIGNED,
        holds=True,
        fits=True,
        stands=True,
        issuer=CertifiedBy.KNOWN,
        issued_by="",
        authority=OURS,
        whole_file=True,
        next_in_line=True,
        head=None,
        register=None,
        before="",
        after="",
    )
    return msgspec.structs.replace(honest, **said)


def look(book: Ledger, *, until: datetime = SIGNED + 5 * DAY, own: bool = False, **said: Any) -> tuple[str, str]:
    """What the register says of the chair's signature."""
    (finding,) = check_register([seen(**said)], book.file(until), frozenset({PUBLIC}), own=own)
    assert finding.name == "register.chair"
    return finding.outcome, finding.sentence


def when(moment: datetime) -> str:
    return f"{exact_time(moment)} ngày {short_date(moment)}"


def kept() -> Book:
    """Opened nine days before, and the chair's certificate issued the day after: lines 1 and 2."""
    book = Book(SIGNED - 9 * DAY)
    book.takes(SIGNED - 8 * DAY)
    return book


STANDS = f"{WHO} có trong sổ của cơ quan khi ký (dòng 2, ngày {short_date(SIGNED - 8 * DAY)})."
VALID = f"{STANDS} Đến {when(SIGNED + 5 * DAY)} chưa bị thu hồi."


def revoked(at: datetime) -> tuple[Book, tuple[str, str], tuple[str, str]]:
    """A register with a revocation in line 3 and another line after it; the findings for before and after it."""
    book = kept()
    book.takes_back(at)
    book.takes(at, fingerprint=OTHERS)
    too_late = f"{WHO} đã bị thu hồi lúc {when(at)} (mất thẻ hoặc lộ PIN), TRƯỚC khi ký: chữ ký không có giá trị."
    in_time = f"{STANDS} Bị thu hồi lúc {when(at)} (mất thẻ hoặc lộ PIN), sau khi ký: chữ ký này vẫn có giá trị."
    return book, ("ok", in_time), ("failed", too_late)


@pytest.mark.parametrize("clock", [-2 * DAY, timedelta(), 2 * DAY])
def test_a_revocation_precedes_a_signature_that_names_its_line_whatever_the_clock_said(clock: timedelta) -> None:
    book, in_time, too_late = revoked(SIGNED + clock)
    assert look(book, register=book.named(2)) == in_time
    assert look(book, register=book.named(3)) == too_late
    assert look(book, register=book.named(4)) == too_late


@pytest.mark.parametrize(
    ("after", "in_time"), [(-DAY, False), (timedelta(), False), (MOMENT, True), (SECOND, True), (DAY, True)]
)
def test_a_signature_without_a_register_line_is_void_from_the_moment_of_the_revocation(
    after: timedelta, in_time: bool
) -> None:
    book, valid, void = revoked(SIGNED + after)
    assert look(book) == (valid if in_time else void)


def test_a_certificate_confirms_signatures_from_its_own_line_on() -> None:
    book = kept()
    book.takes(SIGNED, fingerprint=OTHERS)
    assert look(book, register=book.named(2)) == ("ok", VALID)
    assert look(book, register=book.named(3)) == ("ok", VALID)
    late = f"{WHO} chỉ được ghi vào sổ SAU khi ký, lúc {when(SIGNED - 8 * DAY)}."
    assert look(book, register=book.named(1)) == ("failed", late), "the clock does not matter"


@pytest.mark.parametrize(("after", "in_time"), [(-DAY, True), (SECOND - MOMENT, True), (SECOND, False), (DAY, False)])
def test_by_the_clock_a_certificate_confirms_a_signature_of_the_same_second(after: timedelta, in_time: bool) -> None:
    """A signature has whole seconds."""
    book = Book(SIGNED - 9 * DAY)
    book.takes(SIGNED + after)
    outcome, sentence = look(book)
    assert outcome == ("ok" if in_time else "missing")
    if not in_time:
        assert sentence == (
            f"{WHO} được ghi vào sổ lúc {when(SIGNED + after)}, sau giờ ký. "
            "Đồng hồ máy chủ đã bị chỉnh, hoặc giờ ký không đúng."
        )


def test_a_signature_without_a_time_confirms_nothing_by_the_clock() -> None:
    assert look(kept(), signed_at=None)[0] == "missing"
    book = kept()
    assert look(book, signed_at=None, register=book.named(2)) == ("ok", VALID)
    book.takes_back(SIGNED - DAY)
    assert look(book, signed_at=None)[0] == "missing", "nor does it condemn"


def opened(at: datetime, found_at: datetime | None = None, *found: str) -> Book:
    """A register opened at a moment, with these certificates found before that."""
    book = Book(at)
    book.lines, book._seq = [], 0
    for fingerprint in found:
        book.takes(found_at or at, CertificateFound, fingerprint)
    book.says(at, RegisterOpened, count=len(found))
    return book


def test_certificates_found_at_the_opening_of_the_register_confirm_earlier_signatures() -> None:
    later = opened(SIGNED + DAY, None, CHAIRS)
    added = f"{WHO} có trong sổ của cơ quan, ghi bổ sung ngày {short_date(SIGNED + DAY)} sau khi ký, lúc lập sổ."
    assert look(later) == ("ok", f"{added} Đến {when(SIGNED + 5 * DAY)} chưa bị thu hồi.")
    before = opened(SIGNED - DAY, None, CHAIRS)
    stood = f"{WHO} có trong sổ của cơ quan khi ký (dòng 1, ngày {short_date(SIGNED - DAY)})."
    assert look(before) == ("ok", f"{stood} Đến {when(SIGNED + 5 * DAY)} chưa bị thu hồi.")
    assert look(before, register=before.named(2))[0] == "ok"
    put_back = opened(SIGNED - DAY, SIGNED + DAY, CHAIRS)
    assert look(put_back)[0] == "missing", "found after the signature, in a register that was open before it"
    assert look(opened(SIGNED, SIGNED + DAY, CHAIRS))[0] == "missing", "opened at that moment it was open"
    assert look(opened(SIGNED + MOMENT, SIGNED + DAY, CHAIRS))[0] == "ok"


def test_a_signer_in_no_line_is_named_once_everybody_is_entered() -> None:
    never = f"{WHO} KHÔNG có trong sổ chứng thư của cơ quan: không phải chứng thư mà cơ quan đã cấp."
    earlier = opened(SIGNED - DAY, None, OTHERS)
    assert look(earlier) == ("failed", never)
    assert look(earlier, register=earlier.named(2)) == ("failed", never)
    assert look(opened(SIGNED, None, OTHERS)) == ("failed", never)
    later = opened(SIGNED + MOMENT, None, OTHERS)
    unknown = (
        f"{WHO} không có trong sổ của cơ quan; chữ ký có từ trước khi lập sổ ({when(SIGNED + MOMENT)}) nên sổ không "
        "chứng minh được gì về chứng thư này."
    )
    assert look(later) == ("note", unknown)
    assert look(earlier, register=earlier.named(1)) == (
        "note",
        unknown.replace(when(SIGNED + MOMENT), when(SIGNED - DAY)),
    )
    assert look(earlier, signed_at=None)[0] == "note"
    empty = Book(SIGNED)
    empty.lines = []
    assert look(empty) == ("missing", "Cơ quan chưa lập sổ chứng thư.")


def test_a_replacement_is_requested_for_a_register_that_ends_before_a_signature() -> None:
    older = f"Sổ chứng thư ghi đến {when(SIGNED - SECOND - MOMENT)}, cũ hơn chữ ký của Trần Thị Bình: cần sổ mới."
    assert look(kept(), until=SIGNED - SECOND - MOMENT) == ("missing", older)
    assert look(kept(), until=SIGNED - SECOND)[0] == "ok", "a signature has whole seconds"
    book = kept()
    assert look(book, until=SIGNED - DAY, register=book.named(2))[0] == "ok", "its line is there"
    newer = kept()
    newer.takes(SIGNED, fingerprint=OTHERS)
    said = "Sổ chứng thư đưa ra chỉ có 2 dòng; khi Trần Thị Bình ký, sổ đã có 3 dòng: cần sổ mới."
    assert look(book, register=newer.named(3)) == ("missing", said)


def test_a_register_that_differs_from_the_line_in_a_signature_was_rewritten() -> None:
    book = kept()
    said = "Sổ chứng thư đưa ra khác với sổ lúc Trần Thị Bình ký (từ dòng 2 trở về trước): sổ đã bị viết lại."
    assert look(book, register=(2, "0" * 64)) == ("failed", said)
    assert look(book, register=book.named(2), until=SIGNED - DAY)[0] == "ok"


def test_the_register_of_another_office_does_not_judge_a_signer() -> None:
    theirs = Book(SIGNED - 9 * DAY)
    theirs.takes(SIGNED - 8 * DAY, fingerprint=OTHERS, by=THEIRS)
    said = (
        "Sổ chứng thư đưa ra không ghi nơi cấp chứng thư số của Trần Thị Bình: không phải sổ của cơ quan đã lập biên "
        "bản này, hoặc cần sổ mới."
    )
    assert look(theirs) == ("missing", said)
    assert look(theirs, register=(2, "0" * 64)) == ("missing", said), "nor is it called rewritten"
    assert look(theirs, own=True)[0] == "failed", "on the office's own machine there is no other"
    theirs.takes(SIGNED - 8 * DAY, fingerprint="e" * 64, by=OURS)
    assert look(theirs)[0] == "failed", "one certificate of that authority makes it the office's"
    empty = Book(SIGNED - 9 * DAY)
    assert look(empty)[0] == "failed", "a register without certificates is of no other office"
    later = opened(SIGNED + DAY, None, OTHERS)
    assert look(later, authority=THEIRS)[0] == "note", "older than any register"
    assert look(later, authority=THEIRS, register=(2, "0" * 64)) == ("missing", said)


def asked(
    *signatures: Seen, register: bytes | None = None, keys: frozenset[str] = frozenset({PUBLIC})
) -> list[Finding]:
    given = kept().file(SIGNED + 5 * DAY) if register is None else register
    return check_register(signatures, given, keys, own=False)


@pytest.mark.parametrize(
    "other", [{"holds": False}, {"field": "Khac"}, {"issuer": CertifiedBy.UNKNOWN}, {"issuer": CertifiedBy.FORGED}]
)
def test_an_invalid_signature_is_not_looked_up(other: dict[str, Any]) -> None:
    assert asked(seen(**other)) == []
    assert [each.name for each in asked(seen(**other), seen())] == ["register.chair"], "beside it one that holds is"


@pytest.mark.parametrize("issuer", [None, *set(CertifiedBy) - {CertifiedBy.UNKNOWN, CertifiedBy.FORGED}])
def test_every_valid_signature_is_looked_up_by_its_role(issuer: CertifiedBy | None) -> None:
    both = asked(seen(field="ThuKy", issuer=issuer), seen(issuer=issuer))
    assert [(each.name, each.outcome) for each in both] == [("register.clerk", "ok"), ("register.chair", "ok")]


def test_a_register_of_an_unknown_key_proves_nothing_and_a_missing_one_is_reported() -> None:
    assert asked(seen(), register=b"") == [WITHOUT]
    assert asked(register=b"") == []
    said = f"Sổ chứng thư do khóa chưa biết là của cơ quan này xác nhận ({printed(PUBLIC)}): hãy so với thẻ."
    stranger = frozenset({Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex()})
    for keys in (frozenset[str](), stranger):
        assert [(each.outcome, each.sentence) for each in asked(seen(), keys=keys)] == [("missing", said)]
    for keys in (frozenset({PUBLIC[:32]}), stranger | {PUBLIC}):
        assert [each.outcome for each in asked(seen(), keys=keys)] == ["ok"]

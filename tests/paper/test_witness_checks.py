"""Copies in other hands against a journal, one by one: which number a device confirms, contradicts, or cannot know.

No paper is drawn here: the journal is the committee's, and every head is signed by hand.
"""

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meeting.journal.chain import Entry
from meeting.kernel.clock import read_stamp
from meeting.kernel.dates import exact_time, short_date
from meeting.proof.findings import Finding
from meeting.proof.witnesses import KeptBallot, Printed, check_witnesses
from meeting.witness.heads import Head, StampedHead, code, sign
from meeting.witness.key import printed
from tests.paper.meetings import committee

KEY, STRANGERS, OTHERS = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (7, 8, 9))
ENTRIES = tuple(committee().entries)
LAST = len(ENTRIES)
BALLOTS = [entry for entry in ENTRIES if entry.kind == "voting.ballot_cast"]


def public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def paper(entries: tuple[Entry, ...] = ENTRIES, last: int = LAST) -> Printed:
    """What a paper knows that was drawn from the first `last` entries."""
    known = entries[:last]
    return Printed(book=known[0].book, last=last, hashes={entry.seq: entry.hash for entry in known}, entries=known)


def head(seq: int, key: Ed25519PrivateKey = KEY, **changed: str) -> Head:
    """What the server handed out at an entry, or would have handed out with another content."""
    return sign(msgspec.structs.replace(ENTRIES[seq - 1], **changed), key)


def file(*heads: Head, **more: object) -> bytes:
    """What one device keeps."""
    return msgspec.json.encode({"title": "Phiên họp", "heads": heads} | more)


def found(*files: bytes, told: Printed | None = None, keys: frozenset[str] | None = None) -> list[Finding]:
    known = frozenset({public(KEY)}) if keys is None else keys
    return check_witnesses(told or paper(), files, known)[0]


def bad(*files: bytes, told: Printed | None = None) -> int | None:
    """The entry that the office's own heads contradict."""
    return check_witnesses(told or paper(), files, frozenset({public(KEY)}))[1]


def only(*files: bytes, told: Printed | None = None) -> tuple[str, str]:
    (finding,) = found(*files, told=told)
    return finding.outcome, finding.sentence


CONFIRMED = ("ok", f"Nhân chứng ngoài máy chủ xác nhận cả {LAST} bản ghi của biên bản: không bản ghi nào bị viết lại.")
NOBODY = ("missing", "Không nhân chứng nào xác nhận được nhật ký của biên bản này.")


def up_to(number: int) -> tuple[str, str]:
    return (
        "missing",
        f"Nhân chứng xác nhận các bản ghi từ số 1 đến số {number}. Từ số {number + 1} đến số {LAST} chưa có nhân "
        "chứng: cần tệp của một máy còn mở phòng họp lúc bế mạc.",
    )


def test_a_device_confirms_everything_up_to_its_highest_number() -> None:
    assert only(file(head(LAST))) == CONFIRMED
    assert only(file(head(60))) == up_to(60)
    assert only(file(head(60), head(40))) == up_to(60), "in whatever order it kept them"
    assert only(file(head(40), head(60))) == up_to(60)
    assert only(file(head(LAST - 1))) == up_to(LAST - 1)
    assert only(file(head(1))) == up_to(1)


def test_the_device_that_stayed_longest_says_how_far_they_reach() -> None:
    assert only(file(head(60)), file(head(40))) == up_to(60)
    assert only(file(head(40)), file(head(60))) == up_to(60)


def test_a_head_after_the_paper_confirms_by_the_hash_of_the_entry_before_it() -> None:
    shorter = paper(last=50)
    (finding,) = found(file(head(51)), told=shorter)
    assert (finding.outcome, "cả 50 bản ghi" in finding.sentence) == ("ok", True)
    (finding,) = found(file(head(52)), told=shorter)
    assert (finding.outcome, finding.sentence) == NOBODY, "what it says of the entries 51 and 52 is unknown here"


def told_by(number: int, wrong: Head, agreed: int) -> str:
    at = read_stamp(wrong.at)
    first = f"từ số {agreed + 1} đến số {wrong.seq}" if agreed + 1 < wrong.seq else f"số {wrong.seq}"
    return (
        f"Nhân chứng {number} giữ mã do chính máy chủ của cơ quan ký: bản ghi số {wrong.seq} lúc {exact_time(at)} ngày "
        f"{short_date(at)} có mã {code(wrong.hash)}; nhật ký của biên bản này ghi khác. Nhật ký đã bị viết lại ở bản "
        f"ghi {first}."
    )


def test_one_contradicting_head_shows_between_which_numbers_the_journal_was_rewritten() -> None:
    wrong = head(60, hash="e" * 64)
    assert only(file(wrong)) == ("failed", told_by(1, wrong, 59)), "the entry before it is right"
    assert only(file(wrong, head(90))) == ("failed", told_by(1, wrong, 59)), "what comes after it confirms nothing"
    assert bad(file(head(40), wrong)) == 60
    both = head(60, prev="d" * 64, hash="e" * 64)
    assert only(file(both)) == ("failed", told_by(1, both, 0)), "nothing before it is known to be right"
    assert only(file(head(40), both)) == ("failed", told_by(1, both, 40))
    assert only(file(both, head(40))) == ("failed", told_by(1, both, 40))
    assert only(file(head(58), both)) == ("failed", told_by(1, both, 58)), "two entries may have been rewritten"
    first = head(1, hash="e" * 64)
    assert only(file(first)) == ("failed", told_by(1, first, 0))


def test_the_first_of_several_contradictions_is_named_and_agreeing_devices_do_not_outweigh_it() -> None:
    early, late = file(head(30, hash="e" * 64)), file(head(60, hash="e" * 64))
    assert (bad(early, late), bad(late, early), bad(file(head(60)))) == (30, 30, None)
    told = found(file(head(LAST)), late, early)
    assert [(each.outcome, each.sentence.split(" giữ")[0]) for each in told] == [
        ("failed", "Nhân chứng 2"),
        ("failed", "Nhân chứng 3"),
    ]


def test_heads_of_another_meeting_and_unsigned_ones_are_not_witnesses() -> None:
    elsewhere, unsigned = head(60, book="meeting-2"), msgspec.structs.replace(head(60), hash="e" * 64)
    for nothing in (file(elsewhere), file(unsigned), file(), b"", b"{}", b'{"stranger": 1}'):
        told = found(nothing)
        assert [each.sentence for each in told] == [
            "Nhân chứng 1 không giữ mã nào có chữ ký máy chủ về cuộc họp này.",
            NOBODY[1],
        ]
        assert {each.outcome for each in told} == {"missing"}
        assert bad(nothing) is None
    assert only(file(elsewhere, unsigned, head(60))) == up_to(60), "beside them a good one counts"
    assert [each.sentence for each in found(b"", file(head(60)))][1:] == [up_to(60)[1]]


def test_a_file_with_an_unknown_word_is_not_a_witness() -> None:
    ballot = msgspec.to_builtins(receipt(BALLOTS[0]))
    assert only(file(head(60), receipts=[])) == up_to(60)
    for strange in (file(head(60), colour="red"), file(head(60), receipts=[ballot | {"colour": "red"}])):
        assert found(strange)[0].sentence.startswith("Nhân chứng 1 không giữ mã nào")


def test_a_file_of_lines_is_read_like_the_file_of_a_device() -> None:
    lines = b"".join(msgspec.json.encode(each) + b"\n" for each in (head(40), head(60)))
    assert only(lines) == up_to(60)


def test_an_unknown_key_neither_confirms_nor_contradicts() -> None:
    named = printed(public(STRANGERS))
    agrees, other = head(60, STRANGERS), head(60, STRANGERS, hash="e" * 64)
    told = found(file(agrees))
    assert [(each.outcome, each.sentence) for each in told] == [
        (
            "missing",
            f"Nhân chứng 1 khớp với nhật ký, nhưng ký bằng khóa chưa biết là của cơ quan này ({named}): "
            "hãy so với thẻ.",
        ),
        NOBODY,
    ]
    told = found(file(other))
    assert [(each.outcome, each.sentence) for each in told] == [
        (
            "missing",
            f"Nhân chứng 1 giữ bản ghi số 60 khác với nhật ký, ký bằng khóa chưa biết là của cơ quan này ({named}): "
            "hãy so với thẻ. Nếu đúng là khóa của cơ quan thì nhật ký này đã bị viết lại.",
        ),
        NOBODY,
    ]
    assert bad(file(other)) is None
    both = found(file(head(40), agrees))
    assert [each.sentence for each in both][1:] == [up_to(40)[1]], "the office's own heads count beside them"
    assert len(both) == 2
    assert [each.outcome for each in found(file(head(60)), keys=frozenset())] == ["missing", "missing"]
    as_printed = frozenset({public(KEY)[:32]})
    assert [each.sentence for each in found(file(head(60)), keys=as_printed)] == [up_to(60)[1]]


def test_among_unknown_keys_the_one_that_signed_the_difference_is_named() -> None:
    named = [printed(public(key)) for key in (STRANGERS, OTHERS)]
    agrees, later = head(40, STRANGERS), head(60, OTHERS)
    assert f"({named[0]}): hãy so với thẻ" in found(file(agrees, later))[0].sentence
    differs = found(file(agrees, head(60, OTHERS, hash="e" * 64)))[0].sentence
    assert f"giữ bản ghi số 60 khác với nhật ký, ký bằng khóa chưa biết là của cơ quan này ({named[1]})" in differs


def test_the_newest_time_stamp_is_read() -> None:
    def stamps(*heads: Head) -> list[StampedHead]:
        return [StampedHead(head=each, token=b"no stamp") for each in heads]

    told = found(file(head(40), head(60), stamps=stamps(head(60), head(40))))
    assert [(each.name, each.outcome, each.sentence) for each in told[:-1]] == [
        ("witness.time", "missing", "Nhân chứng 1: dấu thời gian của bản ghi số 60 không đúng.")
    ]
    told = found(file(head(40), stamps=stamps(head(60), head(40))))
    assert "bản ghi số 40 không đúng" in told[0].sentence, "only of a head that the file holds"
    assert [each.name for each in found(file(head(40), stamps=stamps(head(60))))] == ["witness"]


def receipt(entry: Entry, **changed: object) -> KeptBallot:
    body = entry.body
    kept = KeptBallot(
        book=entry.book, seat=body["seat_id"], motion=body["motion_id"], choice=body["choice"], at=entry.at
    )
    return msgspec.structs.replace(kept, **changed)


def ballots(*receipts: KeptBallot) -> list[tuple[str, str]]:
    told = found(file(head(LAST), receipts=receipts))
    assert (told[-1].outcome, told[-1].sentence) == CONFIRMED, "a ballot condemns no journal"
    assert {each.name for each in told[:-1]} <= {"witness.ballot"}
    return [(each.outcome, each.sentence) for each in told[:-1]]


def test_ballots_sent_by_a_device_are_unchanged_in_the_journal() -> None:
    one, two = receipt(BALLOTS[0]), receipt(BALLOTS[-1])
    assert ballots() == []
    assert ballots(one, two) == [("ok", "Nhân chứng 1: cả 2 phiếu máy đó đã gửi có trong nhật ký, đúng như đã gửi.")]
    assert ballots(receipt(BALLOTS[0], book="meeting-2")) == [], "of another meeting nothing is asked"
    at = read_stamp(BALLOTS[0].at)
    when = f"{exact_time(at)} ngày {short_date(at)}"
    lost = ("missing", f"Nhân chứng 1 giữ phiếu gửi lúc {when} mà nhật ký không có: hãy hỏi người giữ máy đó.")
    for changed in ({"seat": 99}, {"motion": 99}):
        assert ballots(receipt(BALLOTS[0], **changed), two) == [lost]
    assert ballots(receipt(BALLOTS[0], seat=99), receipt(BALLOTS[0], seat=98)) == [lost], "told once"
    timeless = "Nhân chứng 1 giữ phiếu gửi lúc không rõ giờ mà nhật ký không có: hãy hỏi người giữ máy đó."
    assert ballots(receipt(BALLOTS[0], at="x")) == [("missing", timeless)]
    turned = receipt(BALLOTS[0], choice="abstain")
    assert BALLOTS[0].body["choice"] != "abstain"
    other = (
        "missing",
        f"Nhân chứng 1 giữ phiếu gửi lúc {when} khác với bản ghi số {BALLOTS[0].seq}: hãy hỏi người giữ máy.",
    )
    assert ballots(turned, two) == [other]
    assert ballots(turned, turned) == [other], "told once"
    assert ballots(receipt(BALLOTS[0], seat=99), turned) == [lost, other]


@pytest.mark.parametrize("kind", ["attendance.checked_in", "agenda.item_opened"])
def test_only_a_ballot_is_compared_with_a_receipt(kind: str) -> None:
    entry = next(each for each in ENTRIES if each.kind == kind)
    stray = KeptBallot(book=entry.book, seat=1, motion=1, choice="for", at=entry.at)
    assert "mà nhật ký không có" in ballots(stray)[0][1]

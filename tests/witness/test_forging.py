"""The forging recipe: an attacker has the whole data folder and rewrites a vote; only copies in other hands reveal it.

The recipe knows the format and the law, not how papers are checked: it flips ballots until the law gives another
result, hashes every line again, makes an authority and signers of the same names, draws the minutes with the program on
the machine, signs them, and even signs heads with the event key that is also there.
"""

from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meeting.proof.verify import Outside, Report, verify
from meeting.witness.heads import Head, sign
from meeting.witness.key import printed
from meeting.witness.milestones import KINDS
from tests.paper.meetings import committee
from tests.witness.forging import ANNOUNCED, ENDED, FLIPPED, SIGNED, Box, a_box, rewritten, said


@pytest.fixture(scope="module")
def tablet(honest: Box) -> bytes:
    """What one delegate's device keeps when the meeting is over: each milestone's head, and its seat's own ballot."""
    heads = [honest.head(entry.seq) for entry in honest.story.entries if entry.kind in KINDS and entry.seq <= ENDED]
    ballot = honest.story.entries[FLIPPED[0] - 1]
    body = ballot.body
    receipt = {"book": ballot.book, "seat": body["seat_id"], "motion": body["motion_id"], "choice": body["choice"]}
    return msgspec.json.encode({"title": "Phiên họp", "heads": heads, "receipts": [receipt | {"at": ballot.at}]})


def checked(box: Box, *files: bytes, keys: frozenset[str] | None = None, journal: bool = True) -> Report:
    """`meeting verify` on that machine, with what devices kept."""
    outside = Outside(files=files, keys=box.keys() if keys is None else keys)
    return verify(box.minutes, box.authority, box.story.journal if journal else None, outside)


def heads_only(*heads: Head) -> bytes:
    return b"".join(msgspec.json.encode(head) + b"\n" for head in heads)


@pytest.mark.parametrize("journal", [True, False], ids=["with the journal", "the paper alone"])
def test_a_device_confirms_honest_minutes_to_their_last_entry(honest: Box, tablet: bytes, journal: bool) -> None:
    report = checked(honest, tablet, journal=journal)
    assert report.verdict == "ok", report.lines()
    assert f"xác nhận cả {ENDED} bản ghi" in said(report)
    assert "cả 1 phiếu máy đó đã gửi có trong nhật ký" in said(report, "witness.ballot")


def test_the_forgery_deceives_a_person_without_a_witness_and_the_report_says_what_is_not_proven(forged: Box) -> None:
    report = checked(forged)
    assert report.verdict == "ok", "otherwise the recipe proves nothing of witnesses"
    assert "chưa viết lại nhật ký rồi lập và ký lại biên bản" in said(report)
    assert "được thông qua" in forged.story.entries[ANNOUNCED - 1].body["sentence"]


@pytest.mark.parametrize("journal", [True, False], ids=["with the journal", "the paper alone"])
def test_one_device_is_enough_to_reject_it_and_to_name_the_place(forged: Box, tablet: bytes, journal: bool) -> None:
    report = checked(forged, tablet, journal=journal)
    assert (report.verdict, report.first_bad_seq) == ("tampered", ANNOUNCED)
    assert "Nhật ký đã bị viết lại ở bản ghi từ số 88 đến số 96" in said(report)
    assert report.lines()[-1].endswith("Bản ghi sai đầu tiên: số 96.")


def test_the_attackers_own_witness_beside_the_devices_does_not_help(forged: Box, tablet: bytes) -> None:
    own = heads_only(forged.head(ENDED))
    assert checked(forged, own).verdict == "ok", "whoever has the key can sign: what counts is in other hands"
    assert checked(forged, own, tablet).verdict == "tampered"


def test_replacing_the_event_key_does_not_help(honest: Box, tablet: bytes) -> None:
    other = a_box(Ed25519PrivateKey.generate(), rewritten(honest.story))
    report = checked(other, tablet)
    assert report.verdict == "incomplete"
    assert "khác với nhật ký, ký bằng khóa chưa biết" in said(report)
    assert printed(next(iter(honest.keys()))) in said(report), "the card says whose key it is"
    assert checked(other, tablet, keys=honest.keys()).verdict == "tampered"
    (whole,) = honest.keys()
    as_printed = frozenset({whole[:32]})
    assert checked(other, tablet, keys=as_printed).verdict == "tampered", "whoever has the card needs no machine"


def test_nobody_confirms_a_meeting_with_a_changed_number(honest: Box, tablet: bytes) -> None:
    elsewhere = a_box(honest.event_key, rewritten(honest.story, book="meeting-9"))
    assert checked(elsewhere, journal=False).verdict == "ok"
    report = checked(elsewhere, tablet, journal=False)
    assert report.verdict == "incomplete"
    assert "không giữ mã nào có chữ ký máy chủ về cuộc họp này" in said(report)


def test_a_device_that_left_before_the_vote_confirms_only_what_it_saw(honest: Box, forged: Box) -> None:
    early = heads_only(honest.head(60))
    for box in (honest, forged):
        report = checked(box, early)
        assert report.verdict == "incomplete"
        assert f"từ số 1 đến số 60. Từ số 61 đến số {ENDED} chưa có nhân chứng" in said(report)


def test_the_head_of_the_draft_confirms_the_printed_number(honest: Box, forged: Box) -> None:
    at_drafting = heads_only(honest.head(ENDED + 1))
    assert checked(honest, at_drafting, journal=False).verdict == "ok"
    assert checked(forged, at_drafting, journal=False).verdict == "tampered"


def test_a_device_open_during_the_signing_is_compared_with_the_heads_in_the_signatures(honest: Box) -> None:
    entry = honest.story.entries[SIGNED - 1]
    assert checked(honest, heads_only(honest.head(SIGNED)), journal=False).verdict == "ok"
    other = sign(msgspec.structs.replace(entry, prev="d" * 64), honest.event_key)
    report = checked(honest, heads_only(other), journal=False)
    assert (report.verdict, report.first_bad_seq) == ("tampered", SIGNED)


def test_a_devices_head_of_the_last_signature_is_compared_with_the_exported_journal(honest: Box) -> None:
    entry = honest.story.entries[SIGNED - 1]
    other = heads_only(sign(msgspec.structs.replace(entry, hash="e" * 64), honest.event_key))
    assert checked(honest, other, journal=False).verdict == "ok", "the paper itself says nothing of its last signature"
    report = checked(honest, other)
    assert (report.verdict, report.first_bad_seq) == ("tampered", SIGNED)


def test_a_device_confirms_the_papers_own_journal_also_with_signatures_without_a_number(
    honest: Box, tablet: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meeting.signing.sign.anchor", lambda *_: "Đồng ý")
    report = checked(a_box(honest.event_key, committee()), tablet, journal=False)
    assert f"xác nhận cả {ENDED} bản ghi" in said(report)


def test_a_made_up_witness_rejects_no_honest_minutes(honest: Box, forged: Box) -> None:
    unsigned = msgspec.structs.replace(honest.head(ENDED), hash="e" * 64)
    strange = forged.head(ENDED, Ed25519PrivateKey.generate())
    for made_up in (heads_only(unsigned), heads_only(strange)):
        assert checked(honest, made_up).verdict == "incomplete"


def test_a_differing_ballot_of_a_device_is_reported_and_rejects_nothing(honest: Box, tablet: bytes) -> None:
    witness = msgspec.json.decode(tablet)
    for change, words in (({"choice": "for"}, "khác với bản ghi số 91"), ({"at": "x"}, "mà nhật ký không có")):
        other = witness | {"receipts": [witness["receipts"][0] | change]}
        report = checked(honest, msgspec.json.encode(other))
        assert report.verdict == "incomplete"
        assert words in said(report, "witness.ballot")


@pytest.mark.parametrize("rubbish", [b"", b"\x00\xff", b"[" * 100_000, b"{}", b'{"heads": 1}', b"%PDF-1.7\n"])
def test_an_invalid_witness_confirms_nothing(honest: Box, rubbish: bytes) -> None:
    assert checked(honest, rubbish).verdict == "incomplete"


@pytest.mark.parametrize(
    "changed", [{"at": "never"}, {"hash": "zz"}, {"prev": ""}, {"seq": 0}, {"seq": -5}, {"key": "00"}]
)
def test_a_senseless_head_confirms_nothing(honest: Box, changed: dict[str, Any]) -> None:
    entry = msgspec.structs.replace(honest.story.entries[ENDED - 1], **{k: v for k, v in changed.items() if k != "key"})
    head = sign(entry, honest.event_key)
    nonsense = msgspec.structs.replace(head, **{k: v for k, v in changed.items() if k == "key"})
    assert checked(honest, heads_only(nonsense)).verdict == "incomplete"

"""The checks of a verification one by one: the tail of the journal, the signatures, the times, the printed lines.

No paper is drawn here: the test states what a file shows, with one thing wrong at a time.
"""

import functools
import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from reportlab.pdfgen.canvas import Canvas

from meeting.documents.events import RenditionFailed, RenditionMade
from meeting.journal.chain import Entry
from meeting.journal.events import Event
from meeting.kernel.clock import read_stamp, stamp
from meeting.kernel.roles import Role
from meeting.minutes.events import Drafted, DraftOrdered, Signed
from meeting.paper.stamp import moment
from meeting.proof.afterwards import CheckedFile, check_tail
from meeting.proof.books import first_difference, read_book
from meeting.proof.findings import Finding, Integrity, failed, missing, note, ok, verdict
from meeting.proof.law import check_law
from meeting.proof.printed import difference, lines
from meeting.proof.record import Proof, check_export, check_record
from meeting.proof.signatures import OF_SIGNATURES, check_signatures, check_signers, is_unpresided
from meeting.proof.times import check_times
from meeting.proof.verify import Report
from meeting.record.record import Record
from meeting.record.replay import replay
from meeting.signing.inspection import Inspection, Seen
from meeting.witness.events import AlarmRead, HeadContradicted
from tests.forgeries import forged, lines_of, relinked
from tests.paper.meetings import committee
from tests.paper.story import Story

NEVER = datetime(2020, 1, 1, tzinfo=UTC)
DRAFT, BY_CLERK, BY_BOTH = "d" * 64, "c" * 64, "b" * 64
CLERKS, CHAIRS = "1" * 64, "2" * 64


@functools.cache
def meeting() -> tuple[tuple[Entry, ...], Record, dict[str, int]]:
    """The committee's meeting up to its end, and the seats of its secretary and chair."""
    story = committee()
    seats = {role: seat for seat, role in story.roles.items() if role in ("clerk", "chair")}
    return tuple(story.entries), replay(story.entries), seats


def signed_story(drafts: int = 1, **wrong: Any) -> tuple[Story, int]:
    """The meeting with its minutes drawn and the last draft signed by both, and the head; `wrong` changes the chair's
    signature."""
    story = committee()
    seq, head = story.head
    for version in range(1, drafts + 1):
        drafted = Drafted(version=version, sha256=DRAFT, pages=3, journal_seq=seq, journal_head=head)
        story.says(drafted, actor="system")
    for role, before, after, certificate in (
        ("clerk", DRAFT, BY_CLERK, CLERKS),
        ("chair", BY_CLERK, BY_BOTH, CHAIRS),
    ):
        seat = meeting()[2][role]
        story.wait(1)
        event = Signed(
            version=drafts,
            role=role,
            seat_id=seat,
            approved_sha256=before,
            signed_sha256=after,
            certificate=certificate,
        )
        story.says(msgspec.structs.replace(event, **wrong) if role == "chair" else event, actor=f"person-{100 + seat}")
    return story, seq


def seen_in(story: Story, head: int) -> list[Seen]:
    """What an honest file shows of the two signatures: each has the time and the journal's end of its moment."""
    signed = [entry for entry in story.entries[head:] if entry.kind == Signed.kind]
    return [
        Seen(
            field=field,
            signer=field,
            title="",
            unit="",
            fingerprint=certificate,
            begins=NEVER,
            ends=NEVER,
            signed_at=read_stamp(entry.at),
            holds=True,
            fits=True,
            stands=True,
            issuer="known",
            issued_by="",
            authority="",
            whole_file=index == 2,
            next_in_line=True,
            head=(entry.seq - 1, entry.prev),
            register=None,
            before=before,
            after=after,
        )
        for index, (entry, (field, before, after, certificate)) in enumerate(
            zip(signed, (("ThuKy", DRAFT, BY_CLERK, CLERKS), ("ChuToa", BY_CLERK, BY_BOTH, CHAIRS)), strict=True), 1
        )
    ]


def tail(entries: Sequence[Entry], head: int, signatures: Sequence[Seen], pages: int = 3) -> tuple[Finding, int | None]:
    shown = tuple(signatures)
    paper = CheckedFile(head=(head, entries[head - 1].hash), drawn=DRAFT, pages=pages, signatures=shown, same_form=True)
    return check_tail(entries, paper, meeting()[1])


def wrong_tail(**wrong: Any) -> tuple[str, int | None]:
    """The findings for a journal whose event of the chair's signature differs, and how long after the head it is
    wrong."""
    story, head = signed_story(**wrong)
    finding, seq = tail(story.entries, head, seen_in(story, head))
    return (finding.sentence if finding.outcome == "failed" else finding.outcome), seq and seq - head


def test_a_journal_end_that_agrees_with_the_file_is_accepted() -> None:
    assert wrong_tail() == ("ok", None)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"role": "clerk"}, "người ký khác với tệp"),
        ({"seat_id": 2}, "người ký khác với tệp"),
        ({"approved_sha256": DRAFT}, "tệp được ký khác với tệp này"),
        ({"signed_sha256": DRAFT}, "tệp được ký khác với tệp này"),
        ({"certificate": CLERKS}, "chứng thư số khác"),
        ({"version": 2}, "số của bản thảo được ký không đúng"),
    ],
)
def test_a_signature_that_journal_and_file_record_differently_is_named(wrong: dict[str, Any], said: str) -> None:
    sentence, after = wrong_tail(**wrong)
    assert said in sentence
    assert after == 3, "the draft, the secretary, then the chair"


@pytest.mark.parametrize(("seconds", "right"), [(0, True), (600, True), (601, False), (-2, True), (-3, False)])
def test_a_signature_is_journaled_within_ten_minutes_and_not_before_it_was_made(seconds: int, right: bool) -> None:
    story, head = signed_story()
    clerk, chair = seen_in(story, head)
    assert chair.signed_at is not None
    moved = msgspec.structs.replace(chair, signed_at=chair.signed_at - timedelta(seconds=seconds))
    finding, seq = tail(story.entries, head, [clerk, moved])
    assert (finding.outcome, seq) == (("ok", None) if right else ("failed", head + 3))
    timeless = msgspec.structs.replace(chair, signed_at=None)
    assert tail(story.entries, head, [clerk, timeless])[1] == head + 3


@pytest.mark.parametrize(
    "wrong", [{"sha256": BY_CLERK}, {"pages": 4}, {"journal_head": "0" * 64}, {"actor": "person-101"}, {}]
)
def test_the_journaled_draft_is_the_one_that_was_signed(wrong: dict[str, Any]) -> None:
    story, head = signed_story()
    entries = list(story.entries)
    body = entries[head].body | {key: value for key, value in wrong.items() if key != "actor"}
    entries[head] = msgspec.structs.replace(entries[head], body=body, actor=wrong.get("actor", "system"))
    entries = relinked(entries)
    shown = [
        msgspec.structs.replace(seen, head=(head + place, entries[head + place - 1].hash))
        for place, seen in enumerate(seen_in(story, head), 1)
    ]
    assert tail(entries, head, shown)[1] == (head + 1 if wrong else None)
    assert tail(entries, head, shown, pages=9)[1] == head + 1


@pytest.mark.parametrize(("version", "right"), [(1, False), (2, True), (3, False)])
def test_the_last_of_several_drafts_is_the_signed_one(version: int, right: bool) -> None:
    story, head = signed_story(drafts=2, version=version)
    finding, seq = tail(story.entries, head, seen_in(story, head))
    assert (finding.outcome, seq) == (("ok", None) if right else ("failed", head + 4))


def test_a_draft_journaled_after_a_signature_does_not_count() -> None:
    story, head = signed_story()
    draft = story.entries[head]
    story.says(Drafted(**draft.body), actor="system")
    assert tail(story.entries, head, seen_in(story, head))[1] == head + 4


def after_signing(event: Event) -> tuple[str, int | None]:
    story, head = signed_story()
    story.says(event)
    finding, seq = tail(story.entries, head, seen_in(story, head))
    return finding.outcome, seq and seq - head


def test_after_the_signatures_only_conversions_of_papers_are_accepted() -> None:
    assert after_signing(RenditionMade(document_id=1, pdf_sha256=DRAFT, pages=2)) == ("ok", None)
    assert after_signing(RenditionFailed(document_id=1, reason="hỏng")) == ("ok", None)
    assert after_signing(DraftOrdered()) == ("failed", 4)


def test_a_device_that_reports_another_head_after_the_signatures_leaves_the_minutes_valid() -> None:
    """A tablet may be opened again long afterwards."""
    told = HeadContradicted(seat_id=1, seq=3, kept=DRAFT, written="")
    assert after_signing(told) == ("ok", None)
    assert after_signing(AlarmRead(role=Role.CHAIR, told=1)) == ("ok", None)


def test_a_third_signature_and_an_entry_of_unknown_kind_or_form_are_named() -> None:
    story, head = signed_story()
    shown = seen_in(story, head)
    story.says(Signed(**story.entries[-1].body), actor=story.entries[-1].actor)
    assert tail(story.entries, head, shown)[1] == head + 4
    for change in ({"kind": "minutes.invented"}, {"body": {"x": 1}}):
        story, head = signed_story()
        shown = seen_in(story, head)
        story.says(DraftOrdered())
        bad = [*story.entries[:-1], msgspec.structs.replace(story.entries[-1], **change)]
        assert tail(relinked(bad), head, shown)[1] == head + 4


def test_a_journal_with_fewer_or_more_signatures_than_the_file_is_reported() -> None:
    story, head = signed_story()
    shown = seen_in(story, head)
    fewer, cut = tail(story.entries[:-1], head, shown)
    assert (fewer.outcome, cut) == ("missing", head + 3)
    assert f"dừng ở bản ghi số {head + 2}" in fewer.sentence
    more, none = tail(story.entries, head, shown[:1])
    assert (more.outcome, none) == ("missing", None)
    assert "bản mới nhất" in more.sentence


def test_every_signature_records_the_end_of_the_journal() -> None:
    story, head = signed_story()
    clerk, chair = seen_in(story, head)
    without = msgspec.structs.replace(clerk, head=None)
    assert tail(story.entries, head, [without, chair])[1] == head + 1
    assert tail(story.entries, head, [clerk, msgspec.structs.replace(chair, head=None)])[1] == head + 2
    other = msgspec.structs.replace(chair, head=(head + 2, "0" * 64))
    assert tail(story.entries, head, [clerk, other])[1] == head + 2
    beyond = msgspec.structs.replace(chair, head=(head + 9, "0" * 64))
    assert tail(story.entries, head, [clerk, beyond])[1] is None, "an early export ends before it"
    assert tail(story.entries[:-1], head, [clerk, other])[1] == head + 2, "an export that ends just there"
    too_far = msgspec.structs.replace(chair, head=(head + 3, "0" * 64))
    assert tail(story.entries, head, [clerk, too_far])[1] == head + 2, "the first that nothing right holds"
    too_near = msgspec.structs.replace(chair, head=(head, "0" * 64))
    assert tail(story.entries, head, [clerk, too_near])[1] == head


def test_the_first_of_several_wrong_entries_is_named() -> None:
    story, head = signed_story(certificate=CLERKS)
    clerk, chair = seen_in(story, head)
    assert tail(story.entries, head, [msgspec.structs.replace(clerk, head=None), chair])[1] == head + 1


def test_the_journaled_signer_is_the_person_of_that_seat() -> None:
    story, head = signed_story()
    entries = list(story.entries)
    shown = seen_in(story, head)
    entries[-1] = msgspec.structs.replace(entries[-1], actor="person-101x")
    finding, seq = tail(relinked(entries), head, shown)
    assert (seq, "người ghi không phải người ký" in finding.sentence) == (head + 3, True)


def inspected(*signatures: Seen, revisions: int | None = None) -> dict[str, str]:
    """The findings for a file with these signatures: outcome by name of the check."""
    counted = len(signatures) + 1 if revisions is None else revisions
    found = check_signatures(Inspection(signatures=signatures, revisions=counted, unsigned=b""))
    assert len({finding.name for finding in found}) == len(found)
    return {finding.name: finding.outcome for finding in found}


def honest() -> tuple[Seen, Seen]:
    story, head = signed_story()
    clerk, chair = seen_in(story, head)
    return clerk, chair


def compared(given: Sequence[Entry] | bytes, *signatures: Seen) -> tuple[dict[str, Finding], int | None]:
    """The findings for an export beside a paper with these signatures, by the name of the check."""
    attached = lines_of(list(meeting()[0]))
    proof = Proof(findings=(), book=read_book(attached), record=meeting()[1], head=read_book(attached).head, pages=3)
    inspection = Inspection(signatures=signatures, revisions=len(signatures) + 1, unsigned=b"")
    data = given if isinstance(given, bytes) else lines_of(list(given))
    found, seq = check_export(proof, inspection, data)
    return {finding.name: finding for finding in found}, seq


def test_entries_after_the_paper_are_judged_only_by_an_intact_paper() -> None:
    entries = signed_story()[0].entries
    clerk, chair = honest()
    assert "tail" in compared(entries)[0], "no signature can be wrong"
    assert "tail" in compared(entries, clerk, chair)[0]
    for spoilt in (
        (clerk, msgspec.structs.replace(chair, whole_file=False)),
        (clerk, msgspec.structs.replace(chair, holds=False)),
        (msgspec.structs.replace(clerk, holds=False), chair),
        (msgspec.structs.replace(clerk, next_in_line=False), chair),
    ):
        found, seq = compared(entries, *spoilt)
        assert ([*found], seq) == (["export"], None)


def test_a_changed_papers_journal_is_blamed_where_two_journals_differ() -> None:
    clerk, chair = honest()
    other = relinked([*meeting()[0][:9], msgspec.structs.replace(meeting()[0][9], actor="x"), *meeting()[0][10:]])
    found, seq = compared(other, clerk, msgspec.structs.replace(chair, whole_file=False))
    assert ({name: each.outcome for name, each in found.items()}, seq) == ({"attached": "failed"}, 10)
    for signatures in ((), (clerk, chair)):
        found, seq = compared(other, *signatures)
        assert ({name: each.outcome for name, each in found.items()}, seq) == ({"export": "failed"}, 10)
        assert found["export"].sentence.endswith("khác nhật ký đính kèm từ bản ghi số 10.")


def test_a_differing_export_says_why_where_it_is_also_broken() -> None:
    entries, unsound = list(meeting()[0]), msgspec.structs.replace(honest()[1], whole_file=False)
    changed = [*entries[:9], msgspec.structs.replace(entries[9], actor="x"), *entries[10:]]
    found, seq = compared(changed, unsound)
    assert (seq, "từ bản ghi số 10: " in found["export"].sentence) == (10, True)
    last = [*entries[:-1], msgspec.structs.replace(entries[-1], actor="x")]
    found, seq = compared(relinked(last))
    assert (seq, found["export"].sentence.endswith(f"từ bản ghi số {len(entries)}.")) == (len(entries), True)
    assert "khác nhật ký đính kèm" in found["export"].sentence, "nothing is lacking"
    later = [*relinked(changed)[:20], msgspec.structs.replace(relinked(changed)[20], actor="y")]
    found, seq = compared(later)
    assert (seq, found["export"].sentence.endswith("từ bản ghi số 10.")) == (10, True)


def test_an_export_that_ends_too_early_is_reported_as_short() -> None:
    entries = meeting()[0]
    found, seq = compared(entries[:-2])
    assert f"thiếu bản ghi, từ số {len(entries) - 1} đến số {len(entries)}." in found["export"].sentence
    assert seq == len(entries) - 1


def test_an_export_that_breaks_after_the_paper_is_named_there() -> None:
    found, seq = compared(lines_of(list(meeting()[0])) + b"{}\n", *honest())
    assert ([*found], found["export"].outcome, seq) == (["export"], "failed", len(meeting()[0]) + 1)


def test_an_export_beside_an_unreadable_paper_is_judged_alone() -> None:
    entries = list(meeting()[0])
    contradictory = relinked([*entries, entries[-1]])
    for given, outcome, seq in (
        (entries, "ok", None),
        (entries[:5] + entries[6:], "failed", 6),
        (contradictory, "failed", len(contradictory)),
    ):
        nothing = Inspection(signatures=(), revisions=0, unsigned=b"")
        (finding,), bad = check_export(Proof(findings=()), nothing, lines_of(given))
        assert (finding.name, finding.outcome, bad) == ("export", outcome, seq)


def test_a_machine_with_too_little_memory_does_not_call_a_paper_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader is written in C++, which has another name for it."""

    def fails(said: str) -> None:
        def opened(*_: object) -> None:
            raise RuntimeError(said)

        monkeypatch.setattr("pikepdf.open", opened)

    fails("std::bad_alloc")
    with pytest.raises(MemoryError):
        check_record(b"%PDF-1.7")
    fails("damaged")
    assert [(each.name, each.outcome) for each in check_record(b"%PDF-1.7").findings] == [("journal", "failed")]


def test_a_file_needs_two_valid_signatures_and_the_last_over_everything() -> None:
    clerk, chair = honest()
    assert inspected(clerk, chair) == {
        "signature.clerk": "ok",
        "issuer.clerk": "ok",
        "signature.chair": "ok",
        "issuer.chair": "ok",
        "file": "ok",
    }
    assert inspected() == {"signature.clerk": "missing", "signature.chair": "missing", "file": "missing"}
    assert {name for name in inspected() if name in OF_SIGNATURES} == {"signature.clerk", "signature.chair"}


def said_of(seen: Seen) -> str:
    """The sentence about one signature."""
    (finding, *_) = check_signatures(Inspection(signatures=(seen,), revisions=2, unsigned=b""))
    return finding.sentence


def test_the_time_of_signing_is_shown_where_the_file_states_it() -> None:
    seen = msgspec.structs.replace(honest()[0], signed_at=datetime(2026, 9, 24, 3, 5, 7, tzinfo=UTC))
    assert f"{seen.signer} ký lúc {moment(seen.signed_at)}, nội dung còn nguyên vẹn." in said_of(seen)
    timeless = msgspec.structs.replace(seen, signed_at=None)
    assert f"{seen.signer} ký, nội dung còn nguyên vẹn." in said_of(timeless)


def test_a_report_lists_its_findings_and_then_the_verdict_with_the_first_bad_entry() -> None:
    report = Report(verdict=Integrity.TAMPERED, findings=(ok("a", "Một."), failed("b", "Hai."), note("c", "Ba.")))
    *told, last = report.lines()
    assert told == ["[đúng] Một.", "[SAI] Hai.", "[lưu ý] Ba."]
    assert last == "KẾT LUẬN: biên bản hoặc nhật ký KHÔNG còn nguyên vẹn."
    assert msgspec.structs.replace(report, first_bad_seq=7).lines()[-1] == f"{last} Bản ghi sai đầu tiên: số 7."


def test_a_problem_of_a_file_is_named() -> None:
    clerk, chair = honest()
    assert inspected(clerk, chair, revisions=4)["file"] == "failed"
    assert inspected(clerk, chair, revisions=2)["file"] == "failed"
    assert inspected(clerk, msgspec.structs.replace(chair, next_in_line=False))["file"] == "failed"
    assert inspected(clerk, msgspec.structs.replace(chair, whole_file=False))["file"] == "failed"
    assert inspected(clerk, msgspec.structs.replace(chair, field="Khac"))["file"] == "failed"
    broken = inspected(clerk, msgspec.structs.replace(chair, holds=False))
    assert broken == {"signature.clerk": "ok", "issuer.clerk": "ok", "signature.chair": "failed"}
    twice = inspected(clerk, msgspec.structs.replace(chair, holds=False, whole_file=False))
    assert twice["file"] == "failed"


@pytest.mark.parametrize(
    ("issuer", "outcome"),
    [
        (None, "missing"),
        ("known", "ok"),
        *((issuer, "failed") for issuer in ("unknown", "forged", "ended", "not_begun", "unfit")),
    ],
)
def test_only_a_valid_authority_of_the_office_is_accepted(issuer: Any, outcome: str) -> None:
    clerk, chair = honest()
    assert inspected(clerk, msgspec.structs.replace(chair, issuer=issuer))["issuer.chair"] == outcome


def test_the_signer_is_the_printed_person() -> None:
    record = meeting()[1]
    clerk, chair = honest()
    names = {seat.role: seat.particulars.full_name for seat in record.seats if seat.role in ("clerk", "chair")}
    right = [
        msgspec.structs.replace(clerk, signer=names["clerk"]),
        msgspec.structs.replace(chair, signer=names["chair"]),
    ]
    assert [found.outcome for found in check_signers(record, right, same_form=True)] == ["ok", "ok"]
    assert [found.outcome for found in check_signers(record, [clerk, right[1]], same_form=True)] == ["failed", "ok"]
    assert check_signers(record, [msgspec.structs.replace(clerk, field="Khac")], same_form=True) == []
    nobody = msgspec.structs.replace(record, seats=[])
    assert [found.outcome for found in check_signers(nobody, right, same_form=True)] == ["failed", "failed"]


def test_minutes_of_the_first_form_name_an_absent_chair_and_those_of_today_do_not() -> None:
    came = meeting()[1]
    away = [msgspec.structs.replace(seat, visits=()) if seat.role == "chair" else seat for seat in came.seats]
    record = msgspec.structs.replace(came, seats=away)
    names = {seat.role: seat.particulars.full_name for seat in record.seats}
    signed = [
        msgspec.structs.replace(seen, signer=names[role])
        for seen, role in zip(honest(), ("clerk", "chair"), strict=True)
    ]
    assert [found.outcome for found in check_signers(record, signed, same_form=False)] == ["ok", "ok"]
    assert [found.outcome for found in check_signers(record, signed, same_form=True)] == ["ok", "failed"]
    assert (is_unpresided(record, same_form=True), is_unpresided(record, same_form=False)) == (True, False)
    assert not is_unpresided(came, same_form=True)
    assert not is_unpresided(None, same_form=True), "a paper that cannot be read names nobody, and excuses nobody"
    story, head = signed_story()
    for same_form, outcome in ((False, "ok"), (True, "failed")):
        kept = tuple(seen_in(story, head))
        paper = CheckedFile(
            head=(head, story.entries[head - 1].hash), drawn=DRAFT, pages=3, signatures=kept, same_form=same_form
        )
        assert check_tail(story.entries, paper, record)[0].outcome == outcome


def times(*minutes: float, signed: Sequence[float | None] = ()) -> list[str]:
    """The findings for entries at these minutes and signatures at those."""
    entries, begin = meeting()[0], datetime(2026, 9, 24, 1, tzinfo=UTC)
    told = [
        msgspec.structs.replace(entry, at=stamp(begin + timedelta(minutes=minute)))
        for entry, minute in zip(entries, minutes, strict=False)
    ]
    seen = [
        msgspec.structs.replace(honest()[0], signed_at=None if at is None else begin + timedelta(minutes=at))
        for at in signed
    ]
    return [finding.sentence for finding in check_times(told, seen)]


def test_time_that_runs_backwards_is_reported_once_with_its_entry() -> None:
    assert times(1, 1, 2) == []
    (said,) = times(1, 3, 2, 1)
    assert "bản ghi số 3" in said


def test_a_signature_earlier_than_an_entry_before_it_is_reported() -> None:
    assert times(1, 2, signed=[2, 3]) == []
    assert times(2.005, signed=[2]) == [], "a signature has whole seconds"
    assert len(times(1, 2, signed=[1, 3])) == 1
    assert len(times(1, 2, signed=[3, 2])) == 1
    assert len(times(3, 2, signed=[2.5])) == 2, "later than the last entry, and earlier than one before it"
    assert times(1, 2, signed=[None, 3]) == []
    assert len(times(1, 2, signed=[None, 1])) == 1
    assert times(signed=[1]) == []


def lawful(entries: Sequence[Entry], *, same_form: bool = True) -> tuple[dict[str, str], int | None]:
    """The findings for the votes: outcome by name of the check, and the first bad entry."""
    found, seq = check_law(entries, replay(entries), same_form=same_form)
    return {finding.name: finding.outcome for finding in found}, seq


def test_votes_are_checked_by_the_law_and_sentences_where_the_form_is_equal() -> None:
    assert lawful(meeting()[0]) == ({"quorum": "ok", "terms": "ok", "sentence": "ok"}, None)
    older = {"quorum": "ok", "terms": "ok", "sentence": "missing"}
    assert lawful(meeting()[0], same_form=False) == (older, None)
    entries, seq = forged(committee(), "voting.result_announced", sentence="Mọi người đồng ý")
    assert lawful(entries) == ({"sentence": "failed"}, seq)
    assert lawful(entries, same_form=False) == (older, None)


def test_the_quorum_of_a_meeting_without_a_vote_is_checked_by_the_law() -> None:
    opened = next(entry.seq for entry in meeting()[0] if entry.kind == "voting.motion_opened")
    assert lawful(meeting()[0][: opened - 1]) == ({"quorum": "ok"}, None)


def test_a_paper_is_read_line_by_line_with_its_pages_and_without_blanks() -> None:
    paper = io.BytesIO()
    canvas = Canvas(paper)
    for page in (("first", "  ", "second  line"), ("third",)):
        for row, text in enumerate(page):
            canvas.drawString(50, 800 - 50 * row, text)
        canvas.showPage()
    canvas.save()
    assert lines(paper.getvalue()) == [(1, "first"), (1, "second line"), (2, "third")]


def test_the_first_differing_line_and_a_different_number_of_lines_are_named() -> None:
    told = [(1, "BIÊN BẢN"), (2, "Kết thúc")]
    assert difference(told, told) is None
    assert difference([(1, "BIÊN BẢN"), (2, "Xong")], told) == "trang 2 in “Xong”, theo nhật ký phải là “Kết thúc”"
    assert "có 1 dòng, theo nhật ký phải có 2" in str(difference(told[:1], told))
    assert "có 2 dòng, theo nhật ký phải có 1" in str(difference(told, told[:1]))


def test_the_worst_finding_gives_the_verdict_and_a_note_does_not() -> None:
    good, bad, lacking, said = ok("a", "."), failed("b", "."), missing("c", "."), note("d", ".")
    assert verdict([good, said]) == "ok"
    assert verdict([good, lacking]) == "incomplete"
    assert verdict([lacking, bad, good]) == "tampered"


def test_journals_are_compared_line_by_line() -> None:
    assert first_difference([b"1", b"2"], [b"1", b"2", b"3"]) is None
    assert first_difference([b"1", b"2"], [b"1"]) == 2
    assert first_difference([b"1", b"2"], [b"0", b"2"]) == 1
    assert first_difference([b"1", b"2"], [b"1", b"0"]) == 2


def test_a_journal_is_valid_up_to_its_last_readable_chained_line() -> None:
    entries = list(meeting()[0][:5])
    data = lines_of(entries)
    whole = read_book(data)
    assert (whole.broken, whole.head) == (None, (5, entries[-1].hash))
    for spoilt, seq in (
        (b"", 1),
        (data[:-1], 5),
        (data + b"x", 6),
        (data + b"{}\n", 6),
        (data + b"{}\n{}\n", 6),
        (lines_of(entries[:3]) + lines_of(entries[3:]).replace(b'","', b'", "'), 4),
        (data.replace(b'","', b'", "', 1), 1),
        (lines_of([*entries[:2], *entries[3:]]), 3),
        (lines_of([entries[0], msgspec.structs.replace(entries[1], actor="x"), *entries[2:]]) + b"{}\n", 2),
    ):
        book = read_book(spoilt)
        assert book.broken is not None
        assert (book.broken.seq, len(book.entries)) == (seq, seq - 1), spoilt[-20:]
    assert read_book(b"").head == (0, "0" * 64)

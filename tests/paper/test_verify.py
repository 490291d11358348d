"""Verification: an honest paper is `ok`; every change in file or journal is found and named."""

import io
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pikepdf
import pytest
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NumberObject, pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from meeting.attendance.events import QuorumWaived
from meeting.journal import chain
from meeting.minutes.events import DraftOrdered
from meeting.minutes.rules import FIELDS
from meeting.minutes.text.compose import compose
from meeting.paper.document import draw
from meeting.paper.manuscript import FORM
from meeting.proof.printed import lines
from meeting.proof.verify import Outside, PaperReading, Report, verify
from meeting.record.replay import replay
from meeting.signing import certificates
from meeting.signing.certificates import found_authority
from meeting.signing.keys import Signer
from meeting.signing.sign import CannotSign, sign
from tests.forgeries import forged, lines_of, relinked
from tests.paper.conftest import Office, Papers, drafted, manuscript_of, now, signer_of, signs
from tests.paper.meetings import committee, council
from tests.paper.story import Story


def named(report: Report, outcome: str) -> set[str]:
    return {finding.name for finding in report.findings if finding.outcome == outcome}


def test_an_honest_paper_is_ok_with_and_without_the_exported_journal(papers: Papers, office: Office) -> None:
    for journal in (None, papers.told.journal):
        report = verify(papers.by_both, office.certificate, journal)
        assert report.verdict == "ok", report.findings
        assert report.head == papers.story.head
        assert report.lines()[-1].startswith("KẾT LUẬN: biên bản nguyên vẹn")
        assert [seen.signer for seen in report.signatures] == [
            papers.manuscript.clerk.name,
            papers.manuscript.chair.name,
        ]


def test_a_paper_names_its_meeting_and_another_file_names_none(
    papers: Papers, reading: PaperReading, office: Office
) -> None:
    created = papers.story.entries[0]
    assert (reading.book, reading.title) == (created.book, created.body["title"])
    for nothing in (b"", b"no pdf"):
        other = PaperReading(nothing, office.certificate)
        assert (other.book, other.title) == ("", "")
    broken = PaperReading(draw(papers.manuscript, lines_of([created]) + b"{}\n"), None)
    assert (broken.book, broken.title) == (created.book, ""), "a journal that breaks after one line still has its name"
    empty = PaperReading(draw(papers.manuscript, b""), None)
    assert (empty.book, empty.title) == ("", "")


def test_a_witness_has_nothing_to_compare_in_a_paper_without_a_journal(office: Office) -> None:
    nothing = PaperReading(b"no pdf", office.certificate)
    told = nothing.report(outside=Outside(files=(b"{}",)))
    assert ("missing", "Không có nhật ký để so với nhân chứng.") in [
        (each.outcome, each.sentence) for each in told.findings
    ]
    assert "witness" not in {each.name for each in nothing.report().findings}


def test_a_new_export_is_requested_for_a_journal_from_before_the_signatures(papers: Papers, office: Office) -> None:
    report = verify(papers.by_both, office.certificate, papers.story.journal)
    assert (report.verdict, named(report, "missing"), report.first_bad_seq) == (
        "incomplete",
        {"tail"},
        papers.story.head[0] + 1,
    )


def test_a_copy_from_before_the_chairs_signature_is_distinguished_from_a_changed_one(
    papers: Papers, office: Office
) -> None:
    report = verify(papers.by_clerk, office.certificate, papers.told.journal)
    assert (report.verdict, named(report, "missing")) == ("incomplete", {"signature.chair", "tail"})


def test_a_council_of_thirty_one_with_a_rejected_resolution_verifies(office: Office) -> None:
    story = council(31)
    events = manuscript_of(story)
    pdf = draw(events, story.journal)
    drafted(story, pdf)
    for role, signature in (("clerk", events.clerk), ("chair", events.chair)):
        pdf = signs(story, pdf, role, signer_of(office.authority, signature.name))
    assert verify(pdf, office.certificate, story.journal).verdict == "ok"


def test_a_paper_without_the_authority_is_incomplete_and_says_why(papers: Papers) -> None:
    report = verify(papers.by_both, None)
    assert report.verdict == "incomplete"
    assert named(report, "missing") == {"issuer.clerk", "issuer.chair", "authority"}
    assert any("ai cấp" in finding.sentence for finding in report.findings)


def test_a_paper_not_signed_by_all_is_incomplete(papers: Papers, office: Office) -> None:
    assert named(verify(papers.drawn, office.certificate), "missing") == {
        "signature.clerk",
        "signature.chair",
        "file",
    }
    report = verify(papers.by_clerk, office.certificate)
    assert (report.verdict, named(report, "missing")) == ("incomplete", {"signature.chair"})


def test_a_draft_that_nobody_signed_has_nothing_for_witnesses_to_confirm(papers: Papers, office: Office) -> None:
    draft = verify(papers.drawn, office.certificate)
    assert "witness" not in {finding.name for finding in draft.findings}
    assert "witness" in named(verify(papers.by_clerk, office.certificate), "note")


def test_without_a_chair_the_secretary_signs_alone_and_nothing_is_missing(office: Office) -> None:
    story = Story(
        "ubnd", "Phiên họp", "Ủy ban nhân dân xã", "UBND", begins=datetime.fromisoformat("2026-09-24T01:00:00+00:00")
    )
    story.seats("chair", "Chủ tịch UBND xã", votes=False)
    item = story.plans("Kết luận phiên họp", "conclusion")
    story.comes(story.seats("clerk", "Công chức Văn phòng", votes=False))
    story.says(QuorumWaived(needed=1, present=0, reason="Không ai biểu quyết."))
    story.starts()
    story.turns_to(item, "Không có nội dung.")
    story.ends()
    manuscript = manuscript_of(story)
    assert manuscript.chair.name == ""
    pdf = draw(manuscript, story.journal)
    drafted(story, pdf)
    assert named(verify(pdf, office.certificate, story.journal), "missing") == {"signature.clerk", "file"}
    signed = signs(story, pdf, "clerk", signer_of(office.authority, manuscript.clerk.name))
    report = verify(signed, office.certificate, story.journal)
    assert report.verdict == "ok", report.findings
    assert "signature.chair" in named(report, "note")
    assert "thư ký ký một mình" in "\n".join(report.lines())


def test_a_signer_certified_by_somebody_else_is_named(papers: Papers, office: Office) -> None:
    stranger = signer_of(found_authority("Nơi khác", now=now()), papers.manuscript.chair.name, "Chủ tịch")
    report = verify(sign(papers.by_clerk, "ChuToa", stranger, now(), papers.told.head), office.certificate)
    assert report.verdict == "tampered"
    assert named(report, "failed") == {"issuer.chair"}


def test_a_colleague_who_signed_instead_of_the_chair_is_named(papers: Papers, office: Office) -> None:
    report = verify(sign(papers.by_clerk, "ChuToa", office.clerk, now(), papers.told.head), office.certificate)
    assert report.verdict == "tampered"
    assert named(report, "failed") == {"signer.chair"}


def test_a_foreign_pdf_is_called_a_foreign_pdf(office: Office) -> None:
    stranger = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(stranger)
    report = verify(stranger.getvalue(), office.certificate)
    assert report.verdict == "incomplete"
    assert "không phải biên bản" in report.findings[0].sentence


def test_a_changed_text_does_not_blame_a_certificate(papers: Papers, office: Office) -> None:
    spoilt = bytearray(papers.by_both)
    spoilt[len(spoilt) // 3] ^= 1
    named_as_wrong = named(verify(bytes(spoilt), office.certificate), "failed")
    assert not {name for name in named_as_wrong if name.startswith("issuer.")}


def test_a_second_secretary_who_signed_instead_of_the_printed_one_is_named(office: Office) -> None:
    story = council(9)
    story.seats("clerk", "Thư ký kỳ họp", votes=False, name="Lý Quang Vinh")
    pdf = draw(manuscript_of(story), story.journal)
    signer = signer_of(office.authority, "Lý Quang Vinh")
    assert named(verify(sign(pdf, "ThuKy", signer, now(), story.head), office.certificate), "failed") == {
        "signer.clerk"
    }


def test_a_comment_added_after_signing_is_found(papers: Papers, office: Office) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(papers.by_both))
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    note = DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Text"),
            pdf_name("/Rect"): ArrayObject([NumberObject(n) for n in (50, 50, 90, 90)]),
            pdf_name("/Contents"): pdf_string("ghi thêm"),
        }
    )
    page.get_object()["/Annots"] = ArrayObject([writer.add_object(note)])
    writer.mark_update(page)
    target = io.BytesIO()
    writer.write(target)
    report = verify(target.getvalue(), office.certificate)
    assert report.verdict == "tampered"
    assert {"file", "signature.chair"} <= named(report, "failed")


def test_anything_after_the_last_signature_is_found(papers: Papers, office: Office) -> None:
    for more in (b"\n", b"\n% note\n", b"\x00"):
        assert verify(papers.by_both + more, office.certificate).verdict == "tampered"


def test_a_file_saved_again_by_another_program_is_found(papers: Papers, office: Office) -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(papers.by_both)) as pdf:
        pdf.save(target)
    assert verify(target.getvalue(), office.certificate).verdict == "tampered"


def test_a_truncated_file_is_never_ok_and_never_raises(papers: Papers, office: Office) -> None:
    whole = papers.by_both
    for length in (0, 10, 1000, len(papers.drawn) + 500, len(whole) - 1, len(whole) - 700):
        assert verify(whole[:length], office.certificate).verdict != "ok"
    assert verify(b"not a pdf" * 100, office.certificate).verdict == "tampered"


def test_a_paper_with_another_figure_than_its_journal_is_found(papers: Papers, office: Office) -> None:
    """The strongest forger: the draft itself was altered before two honest people signed it."""
    points = list(papers.manuscript.points)
    points[0] = msgspec.structs.replace(points[0], paragraphs=("Mọi người đều tán thành.", *points[0].paragraphs[1:]))
    forged = draw(msgspec.structs.replace(papers.manuscript, points=tuple(points)), papers.story.journal)
    for field, key in (("ThuKy", office.clerk), ("ChuToa", office.chair)):
        forged = sign(forged, field, key, now(), papers.told.head)
    report = verify(forged, office.certificate)
    assert named(report, "failed") == {"print"}
    assert any("Mọi người đều tán thành." in finding.sentence for finding in report.findings)


def test_a_paper_with_another_meeting_s_journal_is_found(papers: Papers, office: Office) -> None:
    swapped = draw(papers.manuscript, council().journal)
    assert "head" in named(verify(swapped, office.certificate), "failed")


def edited(entries: list[chain.Entry], place: int) -> list[chain.Entry]:
    changed = msgspec.structs.replace(entries[place], at=entries[place].at.replace("2026", "2025"))
    return [*entries[:place], changed, *entries[place + 1 :]]


def deleted(entries: list[chain.Entry], place: int) -> list[chain.Entry]:
    return entries[:place] + entries[place + 1 :]


def doubled(entries: list[chain.Entry], place: int) -> list[chain.Entry]:
    return [*entries[: place + 1], *entries[place:]]


def swapped(entries: list[chain.Entry], place: int) -> list[chain.Entry]:
    other = place + 1 if place + 1 < len(entries) else place - 1
    first, second = sorted((place, other))
    return [*entries[:first], entries[second], entries[first], *entries[second + 1 :]]


@pytest.mark.parametrize("forge", [edited, deleted, doubled, swapped])
def test_every_event_edited_deleted_doubled_or_swapped_is_named(
    papers: Papers, reading: PaperReading, forge: Callable[[list[chain.Entry], int], list[chain.Entry]]
) -> None:
    entries = papers.told.entries
    for place in (*range(0, len(entries), 7), len(entries) - 1):
        report = reading.report(lines_of(forge(entries, place)))
        last = place == len(entries) - 1
        expected = place + 2 if forge is doubled else place if forge is swapped and last else place + 1
        assert report.first_bad_seq == expected, place
        if forge is not deleted or not last:  # a journal that ends early may be an early export
            assert (report.verdict, named(report, "failed")) == ("tampered", {"export"})


def test_a_rechained_journal_is_named_from_its_first_difference(papers: Papers, reading: PaperReading) -> None:
    for place in (0, 20, 60, len(papers.told.entries) - 1):
        report = reading.report(lines_of(relinked(edited(papers.told.entries, place))))
        assert (report.verdict, report.first_bad_seq) == ("tampered", place + 1)


def test_a_damaged_paper_does_not_hide_problems_of_the_journal(papers: Papers, office: Office) -> None:
    report = verify(b"", office.certificate, lines_of(deleted(papers.told.entries, 10)))
    assert named(report, "failed") == {"file", "export"}
    assert report.first_bad_seq == 11


def told_of(report: Report, name: str) -> str:
    """The sentence of one finding."""
    return next((finding.sentence for finding in report.findings if finding.name == name), "")


def test_an_export_says_how_much_longer_it_is_than_the_papers_own_journal(
    papers: Papers, reading: PaperReading
) -> None:
    more = len(papers.told.entries) - len(papers.story.entries)
    longer = reading.report(papers.told.journal)
    assert f"có thêm {more} bản ghi sau khi lập biên bản" in told_of(longer, "export")
    same = reading.report(papers.story.journal)
    assert told_of(same, "export").endswith("trùng khớp với nhật ký đính kèm.")


def test_a_paper_changed_after_signing_blames_no_entry_of_an_export(papers: Papers, office: Office) -> None:
    report = verify(papers.by_both + b"\n", office.certificate, papers.told.journal)
    assert (report.verdict, told_of(report, "tail"), report.first_bad_seq) == ("tampered", "", None)


def test_a_paper_with_a_broken_journal_proves_nothing(papers: Papers) -> None:
    head = papers.story.head[0]
    cut = papers.story.journal + b"{}\n"
    report = verify(draw(papers.manuscript, cut), None, cut)
    assert (named(report, "failed"), report.first_bad_seq) == ({"journal", "export"}, head + 1)
    assert report.head is None


def test_a_signature_over_a_broken_journal_is_still_reported(papers: Papers, office: Office) -> None:
    cut = draw(papers.manuscript, papers.story.journal + b"{}\n")
    report = verify(sign(cut, "ThuKy", office.clerk, now(), papers.story.head), office.certificate)
    assert (named(report, "failed"), report.first_bad_seq) == ({"journal"}, papers.story.head[0] + 1)
    assert {"signature.clerk", "issuer.clerk"} <= named(report, "ok")


def test_a_paper_with_an_inconsistent_journal_proves_nothing(papers: Papers) -> None:
    odd = lines_of(doubled_end(papers.story))
    report = verify(draw(papers.manuscript, odd), None, odd)
    assert (named(report, "failed"), report.first_bad_seq) == ({"journal"}, papers.story.head[0] + 1)
    assert "trùng khớp" in told_of(report, "export")


def test_a_paper_of_another_form_is_not_compared_line_by_line_and_says_so(papers: Papers) -> None:
    other = io.BytesIO()
    with pikepdf.open(io.BytesIO(papers.drawn)) as pdf:
        pdf.docinfo["/Producer"] = "paperless-meeting-room 9"
        pdf.save(other)
    report = verify(other.getvalue(), None)
    assert {"print", "sentence"} <= named(report, "missing")
    assert named(report, "failed") == set()


def doubled_end(story: Story) -> list[chain.Entry]:
    """A journal whose chain holds, in which the meeting ends twice."""
    return relinked([*story.entries, story.entries[-1]])


def made_by(papers: Papers, pdf: bytes, role: str, signer: Signer, at: datetime) -> Report:
    """What verification says to the office when this person signs at that moment."""
    return verify(sign(pdf, FIELDS[role], signer, at, papers.told.head), papers.trusted)


def sentence_of(report: Report, name: str) -> str:
    return next(finding.sentence for finding in report.findings if finding.name == name)


def test_expired_early_foreign_and_forged_certificates_are_distinguished(papers: Papers, office: Office) -> None:
    name, at = papers.manuscript.chair.name, now()
    same_name = found_authority("Văn phòng HĐND và UBND xã Minh Tân", now=now())
    elsewhere = found_authority("Nơi khác", now=now())
    for signer, moment, said in (
        (office.chair, office.chair.ends + timedelta(days=1), "đã hết hạn khi ký"),
        (office.chair, office.chair.begins - timedelta(days=1), "chưa có hiệu lực khi ký"),
        (signer_of(elsewhere, name), at, "do nơi khác cấp"),
        (signer_of(same_name, name), at, "là GIẢ"),
    ):
        ageless = msgspec.structs.replace(signer, begins=at - timedelta(days=9999), ends=at + timedelta(days=9999))
        report = made_by(papers, papers.by_clerk, "chair", ageless, moment)
        assert (report.verdict, named(report, "failed")) == ("tampered", {"issuer.chair"}), said
        assert said in sentence_of(report, "issuer.chair")
        assert "nội dung còn nguyên vẹn" in sentence_of(report, "signature.chair"), "the text was not changed"


def test_nothing_is_signed_with_an_expired_or_future_certificate(papers: Papers, office: Office) -> None:
    for at in (office.chair.ends + timedelta(seconds=1), office.chair.begins - timedelta(seconds=1)):
        with pytest.raises(CannotSign, match="hết hạn"):
            sign(papers.by_clerk, "ChuToa", office.chair, at, papers.told.head)
    stranger = signer_of(found_authority("Nơi khác", now=now()), papers.manuscript.chair.name)
    with pytest.raises(CannotSign, match="nơi cấp"):
        sign(papers.by_clerk, "ChuToa", stranger, now(), papers.told.head, papers.trusted)


def test_an_office_with_a_new_authority_still_verifies_papers_under_the_former_one(papers: Papers) -> None:
    new = certificates.pem(found_authority("Văn phòng", now=now()).certificate)
    assert verify(papers.by_both, new + papers.trusted).verdict == "ok"
    assert {"issuer.clerk", "issuer.chair", "authority"} <= named(verify(papers.by_both, new), "failed")


def test_a_clock_that_was_set_back_is_reported_and_rejects_nobody(papers: Papers, office: Office) -> None:
    report = made_by(papers, papers.by_clerk, "chair", office.chair, now() - timedelta(hours=1))
    assert (report.verdict, named(report, "note")) == ("ok", {"time.signature", "witness", "register"})
    story = committee()
    story.wait(-3)
    story.says(DraftOrdered())
    report = verify(draw(manuscript_of(story), story.journal), office.certificate)
    assert "time.journal" in named(report, "note")
    assert f"số {story.head[0]} " in sentence_of(report, "time.journal")


def set_back_a_day() -> Story:
    """All come, the clock is set back a day, and the meeting begins; somebody comes late and somebody leaves early."""
    story = Story("ubnd", "Phiên họp", "UBND xã Minh Tân", "UBND", begins=datetime(2026, 9, 24, 1, 0, tzinfo=UTC))
    story.seats("chair", "Chủ tịch UBND xã", votes=True)
    members = [story.seats("member", "Ủy viên", votes=True) for _ in range(4)]
    clerk = story.seats("clerk", "Công chức Văn phòng", votes=False)
    item = story.plans("Khai mạc", "hands", "Chủ tịch UBND")
    story.wait(3 * 24 * 60 - 15)
    story.comes(*story.members[:4], clerk)
    story.wait(-24 * 60)
    story.starts()
    story.turns_to(item)
    story.comes(members[3])
    story.leaves(members[0], "việc gấp")
    story.wait(20)
    story.ends()
    return story


def test_minutes_over_a_clock_that_was_set_back_a_day_are_ok_and_say_so(office: Office) -> None:
    """An earlier release printed such a meeting in the order of its times: that is not compared with today's words."""
    story = set_back_a_day()
    events = manuscript_of(story)
    drawn = pdf = draw(events, story.journal)
    printed = " ".join(text for _, text in lines(pdf))
    assert "khi khai mạc: 4/5" in printed
    assert "Đồng hồ máy chủ bị lùi ở bản ghi số" in printed
    drafted(story, pdf)
    for role, signature in (("clerk", events.clerk), ("chair", events.chair)):
        pdf = signs(story, pdf, role, signer_of(office.authority, signature.name))
    report = verify(pdf, office.certificate, story.journal)
    assert (report.verdict, "time.journal" in named(report, "note")) == ("ok", True), report.findings
    of_before = verify(draw(msgspec.structs.replace(events, form=FORM), set_back_a_day().journal), office.certificate)
    assert ("print" in named(of_before, "missing"), named(of_before, "failed")) == (True, set())
    assert "print" in named(verify(drawn, office.certificate), "ok")


def lying(papers: Papers, kind: str, **changes: object) -> tuple[Report, int]:
    """The committee's minutes drawn from a journal with one entry of a kind changed and the chain repaired."""
    entries, seq = forged(papers.story, kind, 0, **changes)
    events = compose(replay(entries), (len(entries), entries[-1].hash))
    return verify(draw(events, lines_of(entries)), papers.trusted), seq


def test_an_announced_sentence_that_contradicts_the_figures_is_named(papers: Papers) -> None:
    said = "9/9 thành viên tán thành (100,00% tổng số thành viên): ĐƯỢC THÔNG QUA."
    report, seq = lying(papers, "voting.result_announced", sentence=said)
    assert (named(report, "failed"), report.first_bad_seq) == ({"sentence"}, seq)


def test_terms_that_differ_from_the_edition_are_named(papers: Papers) -> None:
    opened = next(entry for entry in papers.story.entries if entry.kind == "voting.motion_opened")
    terms = opened.body["terms"] | {"article": "khoản 9 Điều 99"}
    report, seq = lying(papers, "voting.motion_opened", terms=terms)
    assert "terms" in named(report, "failed")
    assert report.first_bad_seq == seq


def test_a_missing_edition_is_reported_and_never_ignored(papers: Papers) -> None:
    report, _ = lying(papers, "agenda.meeting_created", edition="nghi-quyet-rieng")
    assert "terms" in named(report, "missing")
    assert "nghi-quyet-rieng" in sentence_of(report, "terms")
    assert not {"terms", "sentence"} & named(report, "ok")


def test_any_bytes_get_a_verdict_and_nothing_is_written_to_the_terminal(
    papers: Papers, capfd: pytest.CaptureFixture[str]
) -> None:
    dice = random.Random(5)
    odd = [b"", b"\n", b"\xff" * 99, b"[" * 100_000, b'{"v":1e999}\n', b"%PDF-1.7\n%%EOF", dice.randbytes(5000)]
    for pdf in (*odd, papers.by_both[: len(papers.by_both) // 2]):
        for journal in (None, *odd):
            assert verify(pdf, papers.trusted, journal).verdict != "ok"
    for journal in odd:
        assert verify(papers.by_both, papers.trusted, journal).first_bad_seq == 1
    assert verify(papers.by_both, b"no certificate").verdict == "incomplete"
    assert capfd.readouterr() == ("", "")

"""Verification: an honest paper is `ok`; whatever is changed in file or journal is found and named."""

import io
import random
from collections.abc import Callable

import msgspec
import pikepdf
import pytest
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NumberObject, pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from meeting.journal import chain
from meeting.minutes.certificates import found_authority
from meeting.minutes.events import Drafted
from meeting.minutes.paper.document import draw
from meeting.minutes.signing import sign
from meeting.minutes.verify import Report, verify

from .conftest import Office, Papers, drafted, facts_of, now, signer_of, signs
from .meetings import committee, council
from .test_record import relinked


def named(report: Report, outcome: str) -> set[str]:
    return {finding.name for finding in report.findings if finding.outcome == outcome}


def lines_of(entries: list[chain.Entry]) -> bytes:
    return b"".join(chain.canonical(entry) + b"\n" for entry in entries)


def test_an_honest_paper_is_ok_with_and_without_the_exported_journal(papers: Papers, office: Office) -> None:
    for journal in (None, papers.story.journal):
        report = verify(papers.by_both, office.certificate, journal)
        assert report.verdict == "ok", report.findings
        assert report.head == papers.story.head
        assert report.lines()[-1].startswith("KẾT LUẬN: biên bản nguyên vẹn")
        assert [seen.signer for seen in report.signatures] == [
            papers.facts.clerk.name,
            papers.facts.chair.name,
        ]


def test_a_journal_that_has_gone_on_since_still_agrees(papers: Papers, office: Office) -> None:
    later = committee()
    later.says(_drafted(papers))
    assert verify(papers.by_both, office.certificate, later.journal).verdict == "ok"


def test_a_council_of_thirty_one_with_a_rejected_resolution_verifies(office: Office) -> None:
    story = council(31)
    facts = facts_of(story)
    pdf = draw(facts, story.journal)
    drafted(story, pdf)
    for role, signature in (("clerk", facts.clerk), ("chair", facts.chair)):
        pdf = signs(story, pdf, role, signer_of(office.authority, signature.name))
    assert verify(pdf, office.certificate, story.journal).verdict == "ok"


def test_a_paper_without_the_authority_is_incomplete_and_says_why(papers: Papers) -> None:
    report = verify(papers.by_both, None)
    assert report.verdict == "incomplete"
    assert named(report, "missing") == {"issuer.clerk", "issuer.chair"}
    assert any("ai cấp" in finding.sentence for finding in report.findings)


def test_a_paper_not_signed_by_all_is_incomplete(papers: Papers, office: Office) -> None:
    assert named(verify(papers.drawn, office.certificate), "missing") == {
        "signature.clerk",
        "signature.chair",
        "file",
    }
    report = verify(papers.by_clerk, office.certificate)
    assert (report.verdict, named(report, "missing")) == ("incomplete", {"signature.chair"})


def test_a_signer_certified_by_somebody_else_is_named(papers: Papers, office: Office) -> None:
    stranger = signer_of(found_authority("Nơi khác", now=now()), papers.facts.chair.name, "Chủ tịch")
    report = verify(sign(papers.by_clerk, "ChuToa", stranger, now(), papers.told.head), office.certificate)
    assert report.verdict == "tampered"
    assert named(report, "failed") == {"issuer.chair"}


def test_a_colleague_in_the_place_of_the_chair_is_named(papers: Papers, office: Office) -> None:
    report = verify(sign(papers.by_clerk, "ChuToa", office.clerk, now(), papers.told.head), office.certificate)
    assert report.verdict == "tampered"
    assert named(report, "failed") == {"signer.chair"}


def test_a_pdf_of_somebody_else_is_called_just_that(office: Office) -> None:
    stranger = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(stranger)
    report = verify(stranger.getvalue(), office.certificate)
    assert report.verdict == "incomplete"
    assert "không phải biên bản" in report.findings[0].sentence


def test_a_changed_text_accuses_nobody_of_a_strange_certificate(papers: Papers, office: Office) -> None:
    spoilt = bytearray(papers.by_both)
    spoilt[len(spoilt) // 3] ^= 1
    named_as_wrong = named(verify(bytes(spoilt), office.certificate), "failed")
    assert not {name for name in named_as_wrong if name.startswith("issuer.")}


@pytest.mark.parametrize("seed", range(4))
def test_one_changed_byte_anywhere_is_found(papers: Papers, office: Office, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(15):
        place, bit = dice.randrange(len(papers.by_both)), 1 << dice.randrange(8)
        spoilt = bytearray(papers.by_both)
        spoilt[place] ^= bit
        report = verify(bytes(spoilt), office.certificate)
        assert report.verdict == "tampered", (place, bit)
        assert named(report, "failed")


def test_a_second_secretary_in_the_place_of_the_one_printed_is_named(office: Office) -> None:
    story = council(9)
    story.seats("clerk", "Thư ký kỳ họp", votes=False, name="Lý Quang Vinh")
    pdf = draw(facts_of(story), story.journal)
    signer = signer_of(office.authority, "Lý Quang Vinh")
    assert named(verify(sign(pdf, "ThuKy", signer, now(), story.head), office.certificate), "failed") == {
        "signer.clerk"
    }


def test_one_changed_digit_in_a_signature_container_is_found(papers: Papers, office: Office) -> None:
    start = papers.by_both.rindex(b"/Contents <") + len(b"/Contents <")
    for place in (*range(0, 120, 9), *range(2400, 2800, 25), 3900, 8000, 16383):
        spoilt = bytearray(papers.by_both)
        spoilt[start + place] = ord("A") if spoilt[start + place] != ord("A") else ord("B")
        assert verify(bytes(spoilt), office.certificate).verdict == "tampered", place


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


def test_a_file_cut_short_is_never_ok_and_never_raises(papers: Papers, office: Office) -> None:
    whole = papers.by_both
    for length in (0, 10, 1000, len(papers.drawn) + 500, len(whole) - 1, len(whole) - 700):
        assert verify(whole[:length], office.certificate).verdict != "ok"
    assert verify(b"not a pdf" * 100, office.certificate).verdict == "tampered"


def test_a_paper_that_prints_another_figure_than_its_journal_is_found(papers: Papers, office: Office) -> None:
    """The strongest forger: the draft itself was altered before two honest people signed it."""
    points = list(papers.facts.points)
    points[0] = msgspec.structs.replace(points[0], paragraphs=("Mọi người đều tán thành.", *points[0].paragraphs[1:]))
    forged = draw(msgspec.structs.replace(papers.facts, points=tuple(points)), papers.story.journal)
    for field, key in (("ThuKy", office.clerk), ("ChuToa", office.chair)):
        forged = sign(forged, field, key, now(), papers.told.head)
    report = verify(forged, office.certificate)
    assert named(report, "failed") == {"print"}
    assert any("Mọi người đều tán thành." in finding.sentence for finding in report.findings)


def test_a_paper_with_another_meeting_s_journal_is_found(papers: Papers, office: Office) -> None:
    swapped = draw(papers.facts, council().journal)
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
    papers: Papers, office: Office, forge: Callable[[list[chain.Entry], int], list[chain.Entry]]
) -> None:
    entries = papers.story.entries
    for place in (*range(0, len(entries), 7), len(entries) - 1):
        report = verify(papers.by_both, office.certificate, lines_of(forge(entries, place)))
        last = place == len(entries) - 1
        expected = place + 2 if forge is doubled else place if forge is swapped and last else place + 1
        assert (report.verdict, named(report, "failed")) == ("tampered", {"export"})
        assert report.first_bad_seq == expected, place


def test_a_journal_rewritten_with_good_hashes_is_named_from_its_first_difference(
    papers: Papers, office: Office
) -> None:
    for place in (0, 20, 60, len(papers.story.entries) - 1):
        report = verify(papers.by_both, office.certificate, lines_of(relinked(edited(papers.story.entries, place))))
        assert (report.verdict, report.first_bad_seq) == ("tampered", place + 1)


def test_one_changed_byte_of_the_exported_journal_is_found(papers: Papers, office: Office) -> None:
    dice = random.Random(7)
    for _ in range(15):
        spoilt = bytearray(papers.story.journal)
        place = dice.randrange(len(spoilt))
        spoilt[place] ^= 1 << dice.randrange(8)
        report = verify(papers.by_both, office.certificate, bytes(spoilt))
        assert report.verdict == "tampered", place
        assert report.first_bad_seq is not None
        assert abs(report.first_bad_seq - bytes(spoilt[:place]).count(b"\n") - 1) <= 1


def test_a_spoilt_paper_does_not_hide_what_is_wrong_with_the_journal(papers: Papers, office: Office) -> None:
    report = verify(b"", office.certificate, lines_of(deleted(papers.story.entries, 10)))
    assert named(report, "failed") == {"file", "export"}
    assert report.first_bad_seq == 11


def _drafted(papers: Papers) -> Drafted:
    return Drafted(
        version=1, sha256="0" * 64, pages=9, journal_seq=papers.story.head[0], journal_head=papers.story.head[1]
    )

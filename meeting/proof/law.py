"""Checks of the law: votes were decided on the terms of the edition named in the journal, and the announced
sentence is the one that the terms and the figures give. An edition that is not at hand is said so, never passed over.
"""

from collections.abc import Iterator, Sequence
from typing import cast

import msgspec

from meeting.journal.chain import Entry
from meeting.law import editions
from meeting.law.edition import Preset, UnknownRule
from meeting.law.explain import explain
from meeting.law.terms import Terms
from meeting.proof.findings import Finding, failed, missing, ok
from meeting.record.judging import judged
from meeting.record.record import Motion, Record
from meeting.voting.events import MotionOpened, ResultAnnounced

Named = tuple[Finding, int]
"""What is wrong, and the number of the entry that says it."""


def check_law(entries: Sequence[Entry], record: Record, *, same_form: bool) -> tuple[list[Finding], int | None]:
    """Terms, then sentences: (findings, number of the first bad entry)."""
    opened = [entry for entry in entries if entry.kind == MotionOpened.kind]
    if not opened:
        return [], None
    try:
        rules = editions.preset(record.edition, record.preset)
    except UnknownRule:
        remedy = f"Chép tệp {record.edition}.yaml vào thư mục law của dữ liệu rồi kiểm tra lại."
        unknown = (
            f"Chưa kiểm tra căn cứ biểu quyết và câu công bố: ở đây không có bộ quy định “{record.edition}”. {remedy}"
        )
        return [missing("terms", unknown)], None
    motions = {motion.motion_id: motion for motion in record.motions}
    bad = [*_bad_terms(opened, motions, rules), *(_bad_sentences(entries, record, motions, rules) if same_form else ())]
    if bad:
        first = min(seq for _, seq in bad)
        return [finding for finding, _ in bad], first
    found = [ok("terms", f"Căn cứ của cả {len(opened)} lần biểu quyết đúng với bộ quy định “{record.edition}”.")]
    if not same_form:
        return [*found, missing("sentence", "Chưa tính lại câu công bố: biên bản lập theo phiên bản mẫu khác.")], None
    return [*found, ok("sentence", "Mọi câu công bố kết quả đúng với căn cứ và số phiếu.")], None


def _bad_terms(opened: Sequence[Entry], motions: dict[int, Motion], rules: Preset) -> Iterator[Named]:
    for entry in opened:
        motion = motions[entry.body["motion_id"]]
        try:
            lawful = rules.terms(motion.decision)
        except UnknownRule:
            lawful = None
        if lawful is None or msgspec.to_builtins(lawful) != entry.body["terms"]:
            said = (
                f"Căn cứ của biểu quyết “{motion.title}” (bản ghi số {entry.seq}) khác bộ quy định nêu trong nhật ký."
            )
            yield failed("terms", said), entry.seq


def _bad_sentences(
    entries: Sequence[Entry], record: Record, motions: dict[int, Motion], rules: Preset
) -> Iterator[Named]:
    seats = {seat.seat_id: seat for seat in record.seats}
    for entry in entries:
        if entry.kind != ResultAnnounced.kind:
            continue
        motion = motions[entry.body["motion_id"]]
        terms = cast(Terms, motion.terms)  # of every vote that the replay has seen announced
        wanted = explain(terms, judged(motion, seats), rules.words, "vi")
        if entry.body["sentence"] != wanted:
            said = f"Câu công bố kết quả “{motion.title}” (bản ghi số {entry.seq}) khác với số phiếu, phải là: {wanted}"
            yield failed("sentence", said), entry.seq

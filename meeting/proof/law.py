"""Checks of the law by the edition named in the journal.

They check the quorum at the beginning, the rights at remote points, which people without a ballot count among all
members, the terms of each vote, and that the announced sentence follows from terms and figures. A missing edition is
reported.
"""

from collections.abc import Iterator, Sequence
from typing import cast

import msgspec

from meeting.agenda.events import MandateChanged, MeetingStarted
from meeting.journal.chain import Entry
from meeting.law import editions
from meeting.law.edition import Preset, UnknownRule
from meeting.law.explain import explain
from meeting.law.terms import Excluded, Terms
from meeting.proof.findings import Finding, failed, missing, ok
from meeting.record.judging import judged
from meeting.record.record import Motion, Record
from meeting.voting.events import MotionOpened, Recused, ResultAnnounced
from meeting.voting.excluded import WHY

Named = tuple[Finding, int]
"""A finding, and the number of its entry."""


def check_law(entries: Sequence[Entry], record: Record, *, same_form: bool) -> tuple[list[Finding], int | None]:
    """Check quorum, standing, terms and sentences. Returns (findings, number of the first bad entry)."""
    opened = [entry for entry in entries if entry.kind == MotionOpened.kind]
    try:
        rules = editions.preset(record.edition, record.preset)
    except UnknownRule:
        return [_unknown(record.edition)], None
    motions = {motion.motion_id: motion for motion in record.motions}
    bad = [*_bad_quorum(entries, rules), *_bad_standing(entries, record, rules), *_bad_terms(opened, motions, rules)]
    bad += _bad_sentences(entries, record, motions, rules) if same_form else ()
    if bad:
        first = min(seq for _, seq in bad)
        return [finding for finding, _ in bad], first
    said = f"Số người phải có mặt và cách tính tổng số thành viên đúng với bộ quy định “{record.edition}”."
    found = [ok("quorum", said)]
    if not opened:
        return found, None
    found += [ok("terms", f"Căn cứ của cả {len(opened)} lần biểu quyết đúng với bộ quy định “{record.edition}”.")]
    if not same_form:
        return [*found, missing("sentence", "Chưa tính lại câu công bố: biên bản lập theo phiên bản mẫu khác.")], None
    return [*found, ok("sentence", "Mọi câu công bố kết quả đúng với căn cứ và số phiếu.")], None


def _unknown(edition: str) -> Finding:
    remedy = f"Chép tệp {edition}.yaml vào thư mục law của dữ liệu rồi kiểm tra lại."
    return missing(
        "terms",
        "Chưa kiểm tra số người phải có mặt, tổng số thành viên, căn cứ biểu quyết và câu công bố: "
        f"ở đây không có bộ quy định “{edition}”. {remedy}",
    )


def _bad_quorum(entries: Sequence[Entry], rules: Preset) -> Iterator[Named]:
    lawful = msgspec.to_builtins(rules.quorum.terms())
    for entry in entries:
        if entry.kind == MeetingStarted.kind and entry.body["quorum"] != lawful:
            said = f"Số người phải có mặt khi khai mạc (bản ghi số {entry.seq}) khác bộ quy định nêu trong nhật ký."
            yield failed("quorum", said), entry.seq
        if entry.kind == MeetingStarted.kind and not _is_remote(entry, rules):
            said = f"Quyền của người dự từ xa khi khai mạc (bản ghi số {entry.seq}) khác bộ quy định nêu trong nhật ký."
            yield failed("remote", said), entry.seq


def _is_remote(entry: Entry, rules: Preset) -> bool:
    """Return whether people at remote points had the edition's rights.

    An old journal without such an entry gave all rights.
    """
    told = entry.body.get("remote")
    return rules.remote.terms().votes if told is None else bool(told == msgspec.to_builtins(rules.remote.terms()))


def _bad_standing(entries: Sequence[Entry], record: Record, rules: Preset) -> Iterator[Named]:
    names = {seat.seat_id: seat.particulars.full_name for seat in record.seats}
    for entry in entries:
        if entry.kind == Recused.kind:
            why: Excluded | None = Excluded.RECUSED
        elif entry.kind == MandateChanged.kind:
            why = WHY.get(entry.body["mandate"])
        else:
            continue
        if not _stands(entry, why, rules):
            who = names.get(entry.body["seat_id"], "một người")  # whose seat was taken out again
            said = (
                f"Việc tính {who} vào tổng số thành viên (bản ghi số {entry.seq}) khác bộ quy định nêu trong nhật ký."
            )
            yield failed("standing", said), entry.seq


def _stands(entry: Entry, why: Excluded | None, rules: Preset) -> bool:
    """Return whether somebody counts in the total as the edition says; `why` None: they are in office again.

    The article is what may be cited. Older journals name it also where no text of law says so.
    """
    if why is None:
        return bool(entry.body["counted"]) and not entry.body["article"]
    rule = rules.counting(why)
    return entry.body["counted"] == rule.counted and entry.body["article"] in (rule.cited, rule.article)


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
        wanted = explain(terms, judged(motion, seats), rules.words).vi
        if entry.body["sentence"] != wanted:
            said = f"Câu công bố kết quả “{motion.title}” (bản ghi số {entry.seq}) khác với số phiếu, phải là: {wanted}"
            yield failed("sentence", said), entry.seq

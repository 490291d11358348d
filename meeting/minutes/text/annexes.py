"""The annexes: attendance with times, votes with figures and names, papers by SHA-256, the journal's head."""

from collections.abc import Sequence

from meeting.attendance.rules import CameBy
from meeting.documents.dossier import with_kind
from meeting.kernel.dates import exact_time, formal_date, formal_time, percent
from meeting.law.terms import Excluded
from meeting.minutes.text.mandates import mandate_remark, without_ballot
from meeting.minutes.text.phrases import (
    CHOICES,
    OUTCOMES,
    SILENT,
    UNTOLD,
    absence_in,
    base_of,
    capital,
    day,
    form_of,
    hour,
    leave_word,
    named,
    nth,
    parts,
    post,
    sentence,
    stays,
    stood_in,
)
from meeting.paper.manuscript import Annex, AnnexSection, Column
from meeting.record.documents import Paper, papers
from meeting.record.record import Absence, Motion, Record, Seat, Sitting, Visit
from meeting.signing.certificates import spoken
from meeting.voting.rules import CastBy, MotionForm, MotionState

AUTHORITY = "Dấu vân tay (SHA-256) của nơi cấp chứng thư số cho người ký"
_ROMAN = ("I", "II", "III", "IV")
_SHORT_HASH = 16

_PEOPLE = (
    Column(title="TT", width=10, align="CENTER"),
    Column(title="Ghế", width=14, align="CENTER"),
    Column(title="Họ và tên", width=44),
    Column(title="Chức vụ, đơn vị", width=43),
    Column(title="Có mặt", width=24, align="CENTER"),
    Column(title="Ghi chú", width=30),
)
_FIGURES = (
    Column(title="Tổng số", width=18, align="CENTER"),
    Column(title="Có mặt", width=18, align="CENTER"),
    Column(title="Tán thành", width=21, align="CENTER"),
    Column(title="Không tán thành", width=21, align="CENTER"),
    Column(title="Không biểu quyết", width=21, align="CENTER"),
    Column(title="Chưa biểu quyết", width=21, align="CENTER"),
    Column(title="Cần có", width=18, align="CENTER"),
    Column(title="Kết quả", width=27, align="CENTER"),
)
_PAPERS = (
    Column(title="TT", width=10, align="CENTER"),
    Column(title="Tên tài liệu", width=91),
    Column(title="Nội dung số", width=22, align="CENTER"),
    Column(title="SHA-256 (phần đầu)", width=42, align="CENTER"),
)
_HEAD = (Column(title="Thông tin", width=50), Column(title="Giá trị", width=115))
_RECORDED_BY = {CastBy.HAND: "thư ký ghi", CastBy.AGREED: "thư ký ghi, đã đồng ý trên máy"}
_LATE = "Đến sau khi mở biểu quyết"
_AWAY = "Vắng mặt"
_TIE = "\N{NO-BREAK SPACE}"
_REMARK, _STAYS = 120, 4
"""The most letters of a remark, and stays of a person, in the table of attendance. More goes into a note below it."""


def annexes(record: Record, head: tuple[int, str], authority: str) -> tuple[Annex, ...]:
    """Return the annexes that have content, numbered in order. Attendance is always the first."""
    votes = [motion for motion in record.motions if motion.tally is not None and motion.state != MotionState.CANCELLED]
    told = [("DANH SÁCH THAM DỰ", attendance_list(record))]
    if votes:
        told.append(("KẾT QUẢ BIỂU QUYẾT", tuple(_vote(record, i, m) for i, m in enumerate(votes, 1))))
    if papers.of(record):
        told.append(("TÀI LIỆU CỦA CUỘC HỌP", (_papers(record),)))
    told.append(("NHẬT KÝ CUỘC HỌP", (_head(record, head, authority),)))
    return tuple(
        Annex(number=number, title=title, sections=sections)
        for number, (title, sections) in zip(_ROMAN, told, strict=False)
    )


def attendance_list(record: Record) -> tuple[AnnexSection, ...]:
    """Return everybody with a seat, when they were present, and remarks: members first."""
    members = [seat for seat in record.seats if seat.serves_in(1)]
    out = [seat for seat in record.seats if seat.votes and not seat.serves_in(1)]
    others = [seat for seat in record.seats if not seat.votes]
    groups = (
        (capital(record.member_word), members),
        ("Tạm đình chỉ nhiệm vụ, khuyết", out),
        ("Người tham dự khác", others),
    )
    return tuple(
        AnnexSection(
            heading=f"{title}: {len(seats)} người",
            columns=_PEOPLE,
            rows=tuple(_person(record, i, seat) for i, seat in enumerate(seats, start=1)),
            notes=tuple(note for i, seat in enumerate(seats, start=1) if (note := _note(record, i, seat))),
        )
        for title, seats in groups
        if seats
    )


def _person(record: Record, index: int, seat: Seat) -> tuple[str, ...]:
    long, visits = _note(record, index, seat), record.stays_of(seat)
    present = stays(record, visits[:_STAYS] if long else visits) or "vắng"
    remark = "xem ghi chú dưới bảng" if long else _remark(record, seat)
    return (str(index), seat.label, seat.particulars.full_name, post(seat), present, remark)


def _note(record: Record, index: int, seat: Seat) -> str:
    """Return what does not fit into the table: somebody who came and went often, or gave a long reason."""
    remark, visits = _remark(record, seat), record.stays_of(seat)
    if len(remark) <= _REMARK and len(visits) <= max(_STAYS, len(record.sittings)):
        return ""
    present = f"có mặt {stays(record, visits)}" if visits else "vắng"
    return sentence("; ".join(part for part in (f"Số {index}, {named(seat)}: {present}", remark) if part))


def _remark(record: Record, seat: Seat) -> str:
    told = _whereabouts(record, seat) if seat.serves_in(1) or record.stays_of(seat) or not seat.votes else ""
    return "; ".join(part for part in (mandate_remark(seat), told) if part)


def _whereabouts(record: Record, seat: Seat) -> str:
    visits = record.stays_of(seat)
    away = {absence_in(record, seat, number) for number in range(1, max(len(record.sittings), 1) + 1)}
    several = len(record.sittings) > 1
    if not visits and len(away) == 1 and not (several and seat.stand_ins):
        return _away(record, seat, 1, away.pop())
    by_clerk = _checked_in_by(visits[0]) if visits else []
    if several:
        return "; ".join([*by_clerk, *(told for each in record.sittings if (told := _in_sitting(record, seat, each)))])
    late = bool(record.sittings) and record.sittings[0].is_late(visits[0])
    noted = [*(["đến muộn"] if late else []), *by_clerk, *_stays_told(record, visits), stood_in(record, seat, 1, None)]
    return "; ".join(part for part in noted if part)


def _in_sitting(record: Record, seat: Seat, sitting: Sitting) -> str:
    """Return the remark on somebody in one of several sittings; empty for people who were simply present."""
    visits = seat.visits_in(sitting.number)
    if not visits:
        why = _away(record, seat, sitting.number, absence_in(record, seat, sitting.number))
        return f"{nth(sitting.number)} vắng, {why}"
    late = ["đến muộn"] if sitting.is_late(visits[0]) else []
    told = [*late, *_stays_told(record, visits), stood_in(record, seat, sitting.number, None)]
    noted = "; ".join(part for part in told if part)
    return f"{nth(sitting.number)} {noted}" if noted else ""


def _away(record: Record, seat: Seat, sitting: int, absence: Absence | None) -> str:
    if absence is None:
        return UNTOLD
    why = ": ".join(part for part in (leave_word(absence.excused), absence.reason) if part)
    return "; ".join(part for part in (why, stood_in(record, seat, sitting, absence)) if part)


def _checked_in_by(visit: Visit) -> list[str]:
    """Return who checked in people who did not check in themselves."""
    if visit.door:
        return [f"điểm danh ở máy {visit.door}"]
    return ["thư ký điểm danh"] if visit.how in (CameBy.CLERK, CameBy.KIOSK) else []


def _stays_told(record: Record, visits: Sequence[Visit]) -> list[str]:
    points = {visit.point: None for visit in visits if visit.point}
    remote = [f"từ xa tại {point}" for point in points]
    late = [f"máy đọc lúc {hour(record, visit.read_at)} khi mất mạng" for visit in visits if visit.read_at]
    return remote + late + [f"rời họp: {visit.reason}" for visit in visits if visit.reason]


def _vote(record: Record, index: int, motion: Motion) -> AnnexSection:
    """Return one vote: the question, its figures, and who chose what if it was by name."""
    position = next((i for i, item in enumerate(record.items, 1) if item.item_id == motion.item_id), 0)
    about = f"Nội dung số {position}; hình thức: {form_of(motion)}"
    if motion.opened_at and motion.closed_at:
        ended = exact_time(motion.closed_at) + day(record, motion.closed_at)
        began = exact_time(motion.opened_at) + (day(record, motion.opened_at) if record.set_back else "")
        about += f"; bắt đầu {began}, kết thúc {ended}"
    confirmed = motion.terms is not None and motion.terms.confirm and motion.terms.decision in record.bases
    if motion.terms is not None and not confirmed:
        about += f"; căn cứ: {motion.terms.article}"
    told = [sentence(about)]
    if confirmed:
        told.append(f"Căn cứ do chủ tọa xác nhận: {sentence(record.bases[motion.decision])}")
    return AnnexSection(
        heading=f"{index}. {motion.title}",
        paragraphs=tuple(told),
        columns=_FIGURES,
        rows=(_figures(motion),),
        notes=(*(_names(record, motion) if motion.form == MotionForm.OPEN else ()), *without_ballot(record, motion)),
    )


def _figures(motion: Motion) -> tuple[str, ...]:
    total, result, base = len(motion.roll), motion.result, base_of(motion)
    return (
        str(total),
        str(motion.present),
        *(f"{count}\n({percent(count, base)})" for count in parts(motion).values()),
        str(result.needed) if result else "–",
        OUTCOMES.get(result.outcome, result.outcome) if result else "Chưa công bố",
    )


def _names(record: Record, motion: Motion) -> tuple[str, ...]:
    """Return who chose what, who did not vote, who was away; each group in the order of the roll."""
    seats = {seat.seat_id: seat for seat in record.seats}
    excluded = {
        each.seat_id for each in motion.excluded if each.why != Excluded.SUBSTITUTE
    }  # listed with their reasons
    groups: dict[str, list[str]] = {word: [] for word in (*CHOICES.values(), SILENT, _LATE, _AWAY)}
    for seat_id in motion.roll:
        if seat_id in excluded:
            continue
        seat, vote = seats[seat_id], motion.ballots.get(seat_id)
        silent = _LATE if seat_id in motion.late else SILENT if seat_id in motion.here else _AWAY
        how = _RECORDED_BY.get(vote.how, "") if vote else ""
        name = _TIE.join(part for part in (seat.label, seat.particulars.full_name) if part)
        groups[CHOICES[vote.choice] if vote else silent].append(f"{name} ({how})" if how else name)
    return tuple(f"{word} ({len(names)}): {'; '.join(names)}." for word, names in groups.items() if names)


def _papers(record: Record) -> AnnexSection:
    positions = {item.item_id: str(i) for i, item in enumerate(record.items, start=1)}
    return AnnexSection(
        columns=_PAPERS,
        rows=tuple(
            (str(i), _paper_name(paper), positions.get(paper.item_id or 0, "chung"), _hash(paper))
            for i, paper in enumerate(papers.of(record), start=1)
        ),
    )


def _hash(paper: Paper) -> str:
    return paper.sha256[:_SHORT_HASH] or "phát giấy"


def _paper_name(paper: Paper) -> str:
    told = [with_kind(paper.title, paper.kind)]
    if paper.filename not in ("", paper.title):
        told.append(paper.filename)
    for former in paper.former:
        at = f"{formal_time(former.replaced_at)} {formal_date(former.replaced_at)}"
        told.append(f"Bản {former.version} ({former.sha256[:_SHORT_HASH]}) được thay lúc {at}")
    if paper.former:
        told.append(f"Bản {paper.version} thay bản {paper.former[-1].version}")
    return "\n".join(told)


def _head(record: Record, head: tuple[int, str], authority: str) -> AnnexSection:
    """Return the section with the number and hash by which anyone can check that the journal was not changed."""
    number, digest = head
    groups = " ".join(digest[i : i + 8] for i in range(0, len(digest), 8))
    return AnnexSection(
        paragraphs=(
            f"Biên bản này được lập từ nhật ký của cuộc họp, gồm các bản ghi từ số 1 đến số {number}. "
            "Mỗi bản ghi mang mã băm của bản ghi liền trước; sửa, bớt, thêm hoặc đổi chỗ một bản ghi bất kỳ "
            "đều làm thay đổi mã băm cuối cùng dưới đây.",
            "Toàn bộ nhật ký được đính kèm trong tệp biên bản này với tên nhat-ky.jsonl.",
            *([f"{AUTHORITY}: {spoken(authority)}."] if authority else ()),
        ),
        columns=_HEAD,
        rows=(
            ("Số của bản ghi cuối", str(number)),
            ("Thời điểm của bản ghi cuối", f"{exact_time(record.last_at)}, {formal_date(record.last_at)}"),
            ("Mã băm (SHA-256) của bản ghi cuối", groups),
        ),
    )

"""Compose: from the record to the words of the minutes. Pure: the same record gives the same manuscript.

Content and order follow form 1.9, Annex III, Decree 30/2020/NĐ-CP; the signature title is always the form's
“CHỦ TỌA”. What has not happened yet is stated or left as dots, never guessed.
"""

from collections.abc import Iterator
from datetime import datetime

from meeting.kernel.clock import local, read_stamp
from meeting.kernel.dates import formal_date, weekday
from meeting.kernel.roles import Role
from meeting.law.edition import PaperForm
from meeting.law.rules import Outcome
from meeting.minutes.rules import FIELDS, first_who_came
from meeting.minutes.text import annexes
from meeting.minutes.text.attendance import attendance
from meeting.minutes.text.clock import set_back
from meeting.minutes.text.mandates import stood_aside
from meeting.minutes.text.phrases import (
    BLANK,
    COUNTED,
    OUTCOMES,
    behind_doors,
    capital,
    figures,
    form_of,
    hour,
    moment,
    named,
    period,
    presented,
    sentence,
    speakers,
    two,
)
from meeting.minutes.text.quorum import quorum, without_quorum
from meeting.minutes.text.sittings import sittings
from meeting.paper.manuscript import FORM, FORM_BY_ORDER, Manuscript, Particular, Point, Signature
from meeting.record.record import Item, Motion, Presided, Record, Seat, Visit
from meeting.voting.rules import MotionState

_HINT = "(Ký, ghi rõ họ tên)"


def compose(record: Record, head: tuple[int, str], authority: str = "") -> Manuscript:
    """Return everything the minutes print. `head`: (number, hash) of the journal's last entry that counts.

    `authority`: fingerprint (hex) of the authority that certifies the signers; not printed when empty.
    """
    number = _number(record)
    date = formal_date(record.started_at or read_stamp(record.planned_start))
    chairs, clerks = in_role(record, Role.CHAIR), in_role(record, Role.CLERK)
    return Manuscript(
        form=form_for(record),
        plain=record.plain,
        party=record.paper_form == PaperForm.PARTY,
        parent_body=record.parent_body,
        body=record.body,
        number=number,
        heading=record.title,
        particulars=_particulars(record, chairs, clerks),
        course="Nội dung (theo diễn biến cuộc họp):",
        points=tuple(_point(record, index, item) for index, item in enumerate(record.items, start=1)),
        closing=_closing(record),
        clerk=Signature(field=FIELDS[Role.CLERK], title="THƯ KÝ", hint=_HINT, name=_name(signer(record, Role.CLERK))),
        chair=Signature(field=FIELDS[Role.CHAIR], title="CHỦ TỌA", hint=_HINT, name=_name(signer(record, Role.CHAIR))),
        recipients=("Như thành phần tham dự;", "Lưu: VT, Hồ sơ."),
        annex_reference=f"(Kèm theo Biên bản {number[0].lower()}{number[1:]} {date}"
        f"{' của ' + record.body if record.body else ''})",
        annexes=annexes.annexes(record, head, authority),
        dated=local(record.ended_at or record.last_at).isoformat(timespec="seconds"),
        journal_seq=head[0],
        journal_head=head[1],
    )


def form_for(record: Record) -> int:
    """Return the form of its minutes. Minutes drawn by an earlier release are compared by their own form."""
    return FORM_BY_ORDER if record.set_back else FORM


def in_role(record: Record, role: Role) -> tuple[Seat, ...]:
    """Return who held a role: those who came; for secretaries also those who led from elsewhere, and everybody if there
    is nobody. An absent person never presides."""
    presided = {each.seat_id for each in record.presided} if role == Role.CHAIR else set()
    seated = tuple(seat for seat in record.seats if seat.role == role or seat.seat_id in presided)
    led = record.led if role == Role.CLERK else frozenset[int]()
    came = tuple(seat for seat in seated if record.took_part(seat) or seat.seat_id in led)
    return came if role == Role.CHAIR else came or seated


def signer(record: Record, role: Role) -> Seat | None:
    """Return the seat whose name is printed for a role; only its person may sign there.

    For the chair: who presided last; None when the chair never came and nobody was named instead.
    """
    if role == Role.CHAIR:
        return next((seat for seat in _to_preside(record) if record.took_part(seat)), None)
    seated = tuple(seat for seat in record.seats if seat.role == role and seat.seat_id != record.presiding)
    here, led = [record.took_part(seat) for seat in seated], [seat.seat_id in record.led for seat in seated]
    return seated[first_who_came(here, led)] if seated else None


def signer_of_form(record: Record, role: Role, *, same_form: bool) -> Seat | None:
    """Return the same seat for minutes of any form. The first form named the planned chair, even when absent."""
    return signer(record, role) or (None if same_form or role != Role.CHAIR else next(_to_preside(record), None))


def _to_preside(record: Record) -> Iterator[Seat]:
    """Yield the seat that was last given the chair, else all planned chairs."""
    given = record.presiding
    return (seat for seat in record.seats if (seat.role == Role.CHAIR if given is None else seat.seat_id == given))


def _name(seat: Seat | None) -> str:
    return seat.particulars.full_name if seat else ""


def _number(record: Record) -> str:
    """Return `Số: …… /BB-UBND` (Decree 30), `Số …… -BB/ĐU` on a Party paper. The office fills in the number later."""
    if record.paper_form == PaperForm.PARTY:
        return f"Số …… -BB/{record.body_code}".rstrip("/")
    return f"Số: …… /BB-{record.body_code}".rstrip("-")


def _particulars(record: Record, chairs: tuple[Seat, ...], clerks: tuple[Seat, ...]) -> tuple[Particular, ...]:
    start = moment(record.started_at)
    if record.started_at:
        start += f" ({weekday(record.started_at)})"
    return (
        Particular(label="Thời gian bắt đầu:", text=sentence(start), more=set_back(record)),
        *([Particular(label="Các buổi họp:", more=told)] if (told := sittings(record)) else []),
        Particular(label="Địa điểm:", text=sentence(record.place or BLANK)),
        Particular(label="Thành phần tham dự:", more=attendance(record)),
        *([Particular(label="Điều kiện tiến hành:", more=quorum(record))] if record.presence else []),
        _people("Chủ trì (chủ tọa):", chairs, _presided(record)),
        _people("Thư ký (người ghi biên bản):", clerks),
    )


def _people(label: str, seats: tuple[Seat, ...], more: tuple[str, ...] = ()) -> Particular:
    return Particular(label=label, text=sentence("; ".join(capital(presented(s)) for s in seats) or BLANK), more=more)


def _presided(record: Record) -> tuple[str, ...]:
    """Return who presided from when, once the chair was handed over; leaves out times when they were not present."""
    if len(record.presided) < 2:
        return ()
    seats = {seat.seat_id: seat for seat in record.seats}
    ends = (*(each.tick for each in record.presided[1:]), record.last)
    told = [
        f"{named(seats[each.seat_id])} từ {hour(record, since)}"
        for each, until in zip(record.presided, ends, strict=True)
        if (since := _there_since(record.stays_of(seats[each.seat_id]), each, until)) is not None
    ]
    return (sentence(f"Điều hành: {'; '.join(told)}"),) if told else ()


def _there_since(stays: tuple[Visit, ...], given: Presided, until: int) -> datetime | None:
    """Return since when the new presider was in the room before that tick; None: never."""
    came = (stay for stay in stays if stay.arrived <= given.tick or stay.arrived < until)
    here = (stay for stay in came if stay.lasts_beyond(given.tick))
    return next((given.at if stay.arrived <= given.tick else stay.arrived_at for stay in here), None)


def _closing(record: Record) -> str:
    if record.ended_at is None:
        return f"{_false_ends(record)}Cuộc họp chưa kết thúc; biên bản ghi nhận đến {moment(record.last_at)}./."
    return f"{_false_ends(record)}Cuộc họp kết thúc vào {moment(record.ended_at)}./."


def _false_ends(record: Record) -> str:
    """Return the sentences about mistaken ends before the real one."""
    told = [
        f"Việc kết thúc cuộc họp lúc {hour(record, each.ended_at)} là nhầm và được hủy lúc "
        f"{hour(record, each.taken_back_at)}, cuộc họp tiếp tục. {_reason(each.reason)}{two(each.by)}".strip()
        for each in record.false_ends
    ]
    return "".join(f"{each} " for each in told)


def _point(record: Record, index: int, item: Item) -> Point:
    paragraphs = [_when(record, item), *_changed(record, item), *behind_doors(record, item)]
    if spoke := speakers(record, item):
        paragraphs += ["Ý kiến phát biểu:", *(f"- {sentence(capital(one))}" for one in spoke)]
    paragraphs += [line.strip() for line in item.conclusion.splitlines() if line.strip()]
    for motion in record.motions:
        if motion.item_id == item.item_id and motion.opened_at is not None:
            paragraphs += _vote(record, motion)
    return Point(heading=f"{index}. {item.title}", paragraphs=tuple(paragraphs))


def _changed(record: Record, item: Item) -> list[str]:
    """Return how the room changed the agenda at this item in session, by which vote, and what was not put as a
    result."""
    told = []
    if item.added_by is not None:
        told.append(f"Nội dung được bổ sung vào chương trình {_by_vote(record, item.added_by)}.")
    if item.moved_by is not None:
        told.append(f"Nội dung được chuyển từ vị trí số {item.moved_from} {_by_vote(record, item.moved_by)}.")
    if item.withdrawn_by is not None:
        told.append(f"Nội dung được rút khỏi chương trình {_by_vote(record, item.withdrawn_by)}.")
        under = [motion for motion in record.motions if motion.item_id == item.item_id and motion.opened_at is None]
        told += [f"Biểu quyết đã chuẩn bị “{motion.title}” không tiến hành." for motion in under]
    return told


def _by_vote(record: Record, motion_id: int) -> str:
    at = next(motion.result.at for motion in record.motions if motion.motion_id == motion_id and motion.result)
    return f"theo kết quả biểu quyết công bố lúc {hour(record, at)}"


def _when(record: Record, item: Item) -> str:
    time = f"Thời gian: {period(record, item)}." if item.spans else "Chưa tiến hành."
    if item.withdrawn_by is not None:
        time = "Không tiến hành."
    return f"{time} Trình bày: {sentence(item.presenter)}" if item.presenter.strip() else time


def _vote(record: Record, motion: Motion) -> list[str]:
    """Return the sentences about one vote: question, form, figures, the announced sentence, a ruling."""
    question = f"Biểu quyết “{motion.title}” ({form_of(motion)})"
    if motion.opened_at is not None:
        question += f" lúc {hour(record, motion.opened_at)}"
    if motion.state == MotionState.CANCELLED:
        why = f"{_reason(motion.cancelled_because)}{two(motion.cancelled_by)}"
        called_off = f"{question}: đã hủy, không tính kết quả. {why}".strip()
        return [called_off, *_aside(record, motion)]
    if motion.tally is None:
        return [f"{question}: chưa kết thúc.", *_aside(record, motion)]
    told = [f"{question}: {figures(record, motion)}.", *_aside(record, motion)]
    if motion.ruling is not None:
        outcome = OUTCOMES[Outcome.ADOPTED if motion.ruling.adopted else Outcome.REJECTED].lower()
        told.append(f"Chủ tọa quyết định: {outcome}. {_reason(motion.ruling.reason)}".strip())
    if motion.restored:
        told.append(
            "Trước khi công bố, số liệu biểu quyết lưu trên máy chủ khác nhật ký; đã được khôi phục từ nhật ký, "
            "kết quả kiểm phiếu tính theo nhật ký."
        )
    told.append(sentence(capital(motion.result.sentence)) if motion.result else "Kết quả chưa được công bố.")
    return told


def _aside(record: Record, motion: Motion) -> list[str]:
    """Return the sentences besides the figures: recusals, a switch away from the tablets, reasons for going on."""
    return [*stood_aside(record, motion), *_switched(record, motion), *without_quorum(record, motion)]


def _switched(record: Record, motion: Motion) -> list[str]:
    """Return that the vote was taken off the tablets, why, and the ballots sent by then, which do not count."""
    if motion.switched is None:
        return []
    told, cast = motion.switched, motion.switched.cast
    sent = "chưa có ai biểu quyết trên máy"
    if cast.cast:
        sent = (
            f"đã có {cast.cast} người biểu quyết trên máy (tán thành {cast.votes_for}, không tán thành "
            f"{cast.votes_against}, không biểu quyết {cast.abstentions}), những phiếu này không tính"
        )
    at = hour(record, told.at)
    words = f"Lúc {at} chuyển từ biểu quyết trên máy sang {COUNTED[told.by]}; khi đó {sent}; kết quả"
    return [f"{words} theo số đếm trong phòng. {_reason(told.reason)}".strip()]


def _reason(text: str) -> str:
    return f"Lý do: {sentence(text)}" if text.strip() else ""

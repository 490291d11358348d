"""Replays votes: each motion through its states, its ballots counted again, its outcome judged again."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from msgspec.structs import replace

from meeting.agenda.steps import Step
from meeting.law.rules import Choice, Outcome, Verdict
from meeting.people.particulars import Particulars
from meeting.record.contradiction import Contradiction
from meeting.record.excluded import check_excluded, exclusion
from meeting.record.judging import counts_of, judged
from meeting.record.presence import Room, check, waived
from meeting.record.record import Motion, Result, Ruling, Seat, Switched, Tally, Vote
from meeting.voting import events as voting
from meeting.voting.excluded import Exclusion, uncounted, without_ballot
from meeting.voting.rules import RUNNING, CastBy, HeadHand, MotionForm, MotionState, hands_like, is_own


class Votes:
    """All motions of one meeting up to the entry last read. `seats` belongs to the reader."""

    def __init__(self, seats: Mapping[int, Seat], room: Room) -> None:
        self._seats = seats
        self._room = room
        self._motions: dict[int, Motion] = {}
        self._ballots: dict[int, dict[int, Vote]] = {}
        self._counted: dict[
            int, set[tuple[int, int]]
        ] = {}  # by motion: the seats counted, with the number of their stay
        self._able_by: dict[int, int] = {}  # by seat: the number of the stay in which it saw the open vote being opened
        self._asked: dict[int, Choice] = {}  # by seat: the secretary's proposal in the open vote
        self._recused: dict[int, dict[int, voting.Recused]] = {}  # by motion, by seat
        self._earlier: set[int] = set()  # motions put in earlier sittings

    def frozen(self) -> list[Motion]:
        """Return every motion with its ballots, in the order they were prepared."""
        return [replace(m, ballots=dict(self._ballots[m.motion_id])) for m in self._motions.values()]

    def took_part(self, seat_id: int) -> bool:
        """Return whether the seat has cast a ballot in this sitting, or a vote has counted its latest stay."""
        voted = any(seat_id in box for motion_id, box in self._ballots.items() if motion_id not in self._earlier)
        stay = (seat_id, len(self._seats[seat_id].visits))
        return voted or any(stay in counted for counted in self._counted.values())

    def begin_sitting(self) -> None:
        """Begin a sitting: earlier votes say nothing about who is present in it."""
        put = (motion for motion in self._motions.values() if motion.opened_at is not None)
        self._earlier = {motion.motion_id for motion in put}

    def check_none_runs(self) -> None:
        """Raise Contradiction when the meeting pauses between the opening of a vote and its result."""
        if any(motion.state in RUNNING for motion in self._motions.values()):
            raise Contradiction("tạm nghỉ khi biểu quyết chưa xong")

    def prepare(self, event: voting.MotionPrepared) -> None:
        """Add a prepared question."""
        if event.motion_id in self._motions:
            raise Contradiction(f"biểu quyết số {event.motion_id} được chuẩn bị hai lần")
        self._ballots[event.motion_id] = {}
        self._motions[event.motion_id] = Motion(
            motion_id=event.motion_id,
            item_id=event.item_id,
            position=event.position,
            title=event.title,
            decision=event.decision,
            form=event.form,
            steps=event.steps,
        )

    def change(self, event: voting.MotionChanged) -> None:
        """Change the wording of a prepared question."""
        motion = self._in_state(event.motion_id, MotionState.PREPARED)
        said = {"title": event.title, "form": event.form, "decision": event.decision}
        self._motions[motion.motion_id] = replace(motion, **said)

    def remove(self, event: voting.MotionRemoved) -> None:
        """Remove a prepared question."""
        motion = self._in_state(event.motion_id, MotionState.PREPARED)
        del self._motions[motion.motion_id], self._ballots[motion.motion_id]

    def prepared_under(self, item_id: int) -> bool:
        """Return whether an item has prepared questions that are not put yet."""
        return any(m.item_id == item_id and m.state == MotionState.PREPARED for m in self._motions.values())

    def under(self, item_id: int) -> bool:
        """Return whether an item has questions."""
        return any(motion.item_id == item_id for motion in self._motions.values())

    def open(self, event: voting.MotionOpened, at: datetime) -> None:
        """Open a vote: check and freeze the roll and the terms."""
        motion = self._in_state(event.motion_id, MotionState.PREPARED)
        if len(set(event.roll)) != len(event.roll):
            raise Contradiction("danh sách biểu quyết có người được ghi hai lần")
        for seat_id in event.roll:
            if seat_id not in self._seats or not self._seats[seat_id].votes:
                raise Contradiction(f"chỗ ngồi số {seat_id} không có quyền biểu quyết")
        excluded = check_excluded(event, self._excluded(motion.motion_id))
        out = uncounted(excluded)
        if set(event.roll) != {seat_id for seat_id, seat in self._seats.items() if seat.in_total} - out:
            raise Contradiction("danh sách biểu quyết không phải là tổng số thành viên lúc mở biểu quyết")
        serving = [seat_id for seat_id in event.roll if self._seats[seat_id].in_office]
        here, silent = self._in_room(serving), without_ballot(excluded).keys()
        able, aside = here - silent, here & silent
        _check_present(event.present, len(here))
        if len(event.able) != len(able) or set(event.able) != able:
            raise Contradiction("người được biểu quyết không phải là những người có mặt lúc mở biểu quyết")
        if len(event.recused) != len(aside) or set(event.recused) != aside:
            raise Contradiction("người có mặt không tham gia biểu quyết không phải là những người đã ghi")
        check(self._room.ruled(len(event.roll), len(here)), motion.waivers, "mở biểu quyết")
        self._able_by = {seat_id: len(self._seats[seat_id].visits) for seat_id in here}
        self._asked = {}
        opened = replace(motion, state=MotionState.OPEN, roll=tuple(event.roll), able=able, present=event.present)
        self._put(
            replace(opened, terms=event.terms, opened_at=at, excluded=excluded, aside=aside, stood_aside=len(aside))
        )

    def recuse(self, event: voting.Recused) -> None:
        """Record that somebody takes no part in a question that is not put yet."""
        motion = self._in_state(event.motion_id, MotionState.PREPARED)
        recused = self._recused.setdefault(motion.motion_id, {})
        seat = self._seats.get(event.seat_id)
        if seat is None or not seat.votes or event.seat_id in recused or not event.reason.strip():
            raise Contradiction(f"chỗ ngồi số {event.seat_id} được ghi không tham gia khi không ghi được")
        if event.title not in ("", motion.title) and not self._carried(motion, event):
            raise Contradiction(f"chỗ ngồi số {event.seat_id} được ghi không tham gia ở câu hỏi khác")
        recused[event.seat_id] = event
        self._put(replace(motion, waivers=()))

    def _carried(self, motion: Motion, event: voting.Recused) -> bool:
        """Return whether this is a recusal from a cancelled vote, whose question is prepared again."""
        called_off = [m for m in self._motions.values() if m.state == MotionState.CANCELLED]
        before = [
            self._recused.get(m.motion_id, {}).get(event.seat_id) for m in called_off if m.item_id == motion.item_id
        ]
        return any(told is not None and (told.title, told.own) == (event.title, event.own) for told in before)

    def withdraw_recusal(self, event: voting.RecusalWithdrawn) -> None:
        """Undo that."""
        motion = self._in_state(event.motion_id, MotionState.PREPARED)
        if self._recused.get(motion.motion_id, {}).pop(event.seat_id, None) is None:
            raise Contradiction(f"chỗ ngồi số {event.seat_id} đang tham gia biểu quyết")
        self._put(replace(motion, waivers=()))

    def forget_recusals(self, seat_id: int) -> None:
        """Delete the recusals of a seat that is removed from the plan."""
        for recused in self._recused.values():
            recused.pop(seat_id, None)

    def change_total(self) -> None:
        """Note a changed total, which deletes reasons given for the old one.

        Raises Contradiction between a vote and its result.
        """
        if any(motion.state in RUNNING for motion in self._motions.values()):
            raise Contradiction("tổng số thành viên thay đổi khi biểu quyết chưa xong")
        for motion in list(self._motions.values()):
            if motion.state == MotionState.PREPARED:
                self._put(replace(motion, waivers=()))

    def _excluded(self, motion_id: int) -> tuple[Exclusion, ...]:
        """Return who would have no ballot if this question were put now."""
        in_order = sorted(self._seats.values(), key=lambda seat: (seat.position, seat.seat_id))
        recused = self._recused.get(motion_id, {})
        rights = self._room.remote
        return tuple(told for seat in in_order if (told := exclusion(seat, recused.get(seat.seat_id), rights)))

    def undo(self, seat_id: int) -> None:
        """Undo a stay: it gives no right in an open vote that was opened during it."""
        if self._able_by.get(seat_id) != len(self._seats[seat_id].visits):
            return
        for motion in [motion for motion in self._motions.values() if motion.state == MotionState.OPEN]:
            self._put(replace(motion, able=motion.able - {seat_id}, aside=motion.aside - {seat_id}))

    def cast(self, event: voting.BallotCast, at: datetime) -> None:
        """Record a ballot. The last one of a seat counts."""
        motion = self._in_state(event.motion_id, MotionState.OPEN)
        if motion.form != MotionForm.OPEN:
            raise Contradiction("phiếu biểu quyết trong một cuộc giơ tay")
        self._check_may_vote(motion, event.seat_id)
        before = self._ballots[motion.motion_id].get(event.seat_id)
        if event.how == CastBy.HAND and before is not None and is_own(before.how):
            raise Contradiction(f"ghi thay phiếu mà chỗ ngồi số {event.seat_id} đã tự gửi")
        if event.how == CastBy.AGREED and self._asked.get(event.seat_id) != event.choice:
            raise Contradiction(f"chỗ ngồi số {event.seat_id} đồng ý điều thư ký không hỏi")
        self._asked.pop(event.seat_id, None)
        self._ballots[motion.motion_id][event.seat_id] = Vote(choice=event.choice, how=event.how, at=at)

    def move(self, event: voting.RightMoved) -> None:
        """Check that somebody with a vote moved it to another device."""
        if event.seat_id not in self._seats or not self._seats[event.seat_id].votes:
            raise Contradiction(f"chỗ ngồi số {event.seat_id} không có quyền biểu quyết")

    def propose(self, event: voting.HandProposed) -> None:
        """Record the secretary's proposal to somebody who has voted."""
        motion = self._in_state(event.motion_id, MotionState.OPEN)
        self._check_may_vote(motion, event.seat_id)
        before = self._ballots[motion.motion_id].get(event.seat_id)
        if before is None or not is_own(before.how):
            raise Contradiction(f"hỏi lại chỗ ngồi số {event.seat_id} khi người đó chưa tự gửi phiếu")
        self._asked[event.seat_id] = event.choice

    def decline(self, event: voting.HandDeclined) -> None:
        """Record that the person declined: their own ballot stays."""
        self._in_state(event.motion_id, MotionState.OPEN)
        if self._asked.pop(event.seat_id, None) is None:
            raise Contradiction(f"chỗ ngồi số {event.seat_id} từ chối điều thư ký không hỏi")

    def switch(self, event: voting.MotionSwitched, at: datetime) -> None:
        """Continue with a count in the room. The ballots in the box no longer count."""
        motion = self._in_state(event.motion_id, MotionState.OPEN)
        if motion.form != MotionForm.OPEN:
            raise Contradiction("chuyển một cuộc biểu quyết không phải trên máy sang đếm trong phòng")
        cast = self._count(motion)
        if event.cast != cast.cast:
            raise Contradiction(f"số đã biểu quyết trên máy {event.cast} khác số phiếu đã ghi {cast.cast}")
        self._asked = {}
        switched = Switched(by=event.by, reason=event.reason, at=at, cast=cast)
        self._put(replace(motion, form=MotionForm.HANDS, switched=switched))

    def count_hands(self, event: voting.HandsCounted) -> None:
        """Record a count of hands. The last count counts."""
        motion = self._in_state(event.motion_id, MotionState.OPEN)
        if motion.form != MotionForm.HANDS:
            raise Contradiction("đếm giơ tay trong một cuộc biểu quyết có ghi tên")
        here, aside = self._in_room(motion.able), self._in_room(motion.aside)
        _check_present(event.present, len(here | aside))
        _check_present(event.recused, len(aside))
        self._check_head(event, here)
        self._count_stays(motion, here | aside)
        counted = replace(motion, hands=_tally(event), head_choice=event.head_choice, present=event.present)
        self._put(replace(counted, stood_aside=event.recused))

    def close(self, event: voting.MotionClosed, at: datetime) -> None:
        """Close a vote: its tally must be the sum of the ballots (or the last count of hands), and its presence must be
        right.

        Who was present follows from the order of the journal and never from its times: a clock may be set back.
        """
        motion = self._in_state(event.motion_id, MotionState.OPEN)
        told, counted = _tally(event), self._count(motion)
        if told != counted:
            raise Contradiction(f"kết quả kiểm phiếu {_figures(told)} khác số phiếu đã ghi {_figures(counted)}")
        here, aside = self._in_room(motion.able), self._in_room(motion.aside)
        late = self._in_room(motion.roll) - motion.able - without_ballot(motion.excluded).keys()
        voted, by_hands = self._ballots[motion.motion_id].keys(), motion.form == MotionForm.HANDS
        _check_present(event.present, motion.present if by_hands else len(here | voted | aside))
        _check_present(event.recused, motion.stood_aside if by_hands else len(aside))
        quorate = min(motion.present, len(here | aside)) if by_hands else len(here | aside)
        _check_present(event.here, quorate)
        self._count_stays(motion, here | aside)
        closed = replace(motion, state=MotionState.CLOSED, tally=told, present=event.present, closed_at=at)
        closed = replace(closed, stood_aside=event.recused)
        self._put(replace(closed, here=here, late=late, quorate=quorate))

    def waive(self, event: voting.QuorumWaived, at: datetime) -> None:
        """Record the chair's reason, given before the opening or the announcement, when there was no quorum."""
        motion = self._in_state(event.motion_id, MotionState.PREPARED, MotionState.CLOSED)
        if motion.state == MotionState.CLOSED:
            counted = len(motion.roll), motion.quorate
        else:
            counted = self._as_of_now(motion.motion_id)
        told = waived(event, self._room.ruled(*counted), at)
        self._put(replace(motion, waivers=(*motion.waivers, told)))

    def _as_of_now(self, motion_id: int) -> tuple[int, int]:
        """Return the total and those present, without the people whom this question excludes from both."""
        recused = self._recused.get(motion_id, {})
        out = {seat_id for seat_id, told in recused.items() if not told.counted and self._seats[seat_id].in_office}
        here = self._in_room(seat_id for seat_id, seat in self._seats.items() if seat.in_office)
        return self._room.total - len(out), len(here - out)

    def rule(self, event: voting.RulingRecorded) -> None:
        """Record a ruling; the chair rules only where the law leaves it open."""
        motion = self._in_state(event.motion_id, MotionState.CLOSED)
        if self._judge(replace(motion, ruling=None)).outcome != Outcome.RULING_NEEDED:
            raise Contradiction("chủ tọa quyết định khi luật đã định rõ kết quả")
        self._put(replace(motion, ruling=Ruling(adopted=event.adopted, reason=event.reason)))

    def announce(self, event: voting.ResultAnnounced, at: datetime) -> tuple[Step, ...]:
        """Announce a result: it must be the law's outcome for these figures. Returns its changes of the agenda."""
        motion = self._in_state(event.motion_id, MotionState.CLOSED)
        check(self._room.ruled(len(motion.roll), motion.quorate), motion.waivers, "công bố kết quả")
        verdict = self._judge(motion)
        told, due = _result(event), _result(verdict)
        if told != due:
            raise Contradiction(f"kết quả công bố {told} khác kết quả theo luật {due}")
        result = Result(
            outcome=event.outcome, needed=event.needed, base_count=event.base_count, sentence=event.sentence, at=at
        )
        self._put(replace(motion, state=MotionState.ANNOUNCED, result=result))
        return motion.steps if event.outcome == Outcome.ADOPTED else ()

    def restore(self, event: voting.BoxRestored) -> None:
        """Record that the tables were repaired from the journal, which is unchanged."""
        motion = self._in_state(event.motion_id, MotionState.PREPARED, MotionState.CLOSED)
        if not event.seats and not event.figures:
            raise Contradiction(f"khôi phục biểu quyết số {event.motion_id} khi không có gì sai khác")
        self._put(replace(motion, restored=motion.restored + 1))

    def cancel(self, event: voting.MotionCancelled, by: tuple[Particulars, ...]) -> None:
        """Call a vote off, unless its result was announced. It then counts nobody as present.

        `by`: who asked and who agreed, once the box was closed.
        """
        motion = self._in_state(event.motion_id, MotionState.PREPARED, *RUNNING)
        self._counted.pop(motion.motion_id, None)
        because = {"cancelled_because": event.reason, "cancelled_by": by}
        self._put(replace(motion, state=MotionState.CANCELLED, **because))

    def _check_may_vote(self, motion: Motion, seat_id: int) -> None:
        if seat_id not in motion.roll:
            raise Contradiction(f"người bỏ phiếu (chỗ ngồi số {seat_id}) không có trong danh sách")
        if seat_id in without_ballot(motion.excluded):
            raise Contradiction(f"người bỏ phiếu (chỗ ngồi số {seat_id}) không tham gia biểu quyết này")
        if seat_id not in motion.able:
            raise Contradiction(f"người bỏ phiếu (chỗ ngồi số {seat_id}) không có mặt lúc mở biểu quyết")
        if not self._seats[seat_id].in_room():
            raise Contradiction(f"người bỏ phiếu (chỗ ngồi số {seat_id}) không có mặt")
        if self._seats[seat_id].is_far() and not self._room.remote.votes:
            raise Contradiction(f"người bỏ phiếu (chỗ ngồi số {seat_id}) dự từ xa, không được biểu quyết")

    def check_doubtful(self, decision: str, article: str) -> None:
        """Check that a result was announced by this rule and that the rule is below grade L."""
        announced = (motion.terms for motion in self._motions.values() if motion.state == MotionState.ANNOUNCED)
        if not any(t and t.confirm and (t.decision, t.article) == (decision, article) for t in announced):
            raise Contradiction(f"xác nhận căn cứ “{article}” khi không có kết quả nào cần")

    def _put(self, motion: Motion) -> None:
        self._motions[motion.motion_id] = motion

    def _in_state(self, motion_id: int, *wanted: MotionState) -> Motion:
        if motion_id not in self._motions:
            raise Contradiction(f"không có biểu quyết số {motion_id}")
        motion = self._motions[motion_id]
        if motion.state not in wanted:
            raise Contradiction(f"biểu quyết số {motion_id} không ở trạng thái cho phép việc này")
        return motion

    def _count_stays(self, motion: Motion, here: Collection[int]) -> None:
        stays = {(seat_id, len(self._seats[seat_id].visits)) for seat_id in here}
        self._counted.setdefault(motion.motion_id, set()).update(stays)

    def _in_room(self, roll: Iterable[int]) -> frozenset[int]:
        """Return those of these seats whose people are present."""
        return frozenset(seat_id for seat_id in roll if self._room.counts(self._seats[seat_id]))

    def _count(self, motion: Motion) -> Tally:
        if motion.form == MotionForm.HANDS:
            return motion.hands or Tally()
        sums = Counter(vote.choice for vote in self._ballots[motion.motion_id].values())
        return Tally(votes_for=sums[Choice.FOR], votes_against=sums[Choice.AGAINST], abstentions=sums[Choice.ABSTAIN])

    def _judge(self, motion: Motion) -> Verdict:
        """Return the verdict by the terms frozen at the opening."""
        return judged(replace(motion, ballots=self._ballots[motion.motion_id]), self._seats)

    def _check_head(self, event: voting.HandsCounted, here: Collection[int]) -> None:
        if event.head_choice == HeadHand.UNASKED:
            return
        alike = hands_like(event.head_choice, counts_of(_tally(event)), event.present - event.recused)
        if alike < 1 or not any(self._seats[seat_id].head for seat_id in here):
            raise Contradiction("ý kiến ghi cho người đứng đầu cơ quan không có trong số đã đếm")


def _check_present(told: int, seen: int) -> None:
    if told != seen:
        raise Contradiction(f"số có mặt {told} khác số người đã điểm danh {seen}")


def _tally(event: voting.HandsCounted | voting.MotionClosed) -> Tally:
    return Tally(votes_for=event.votes_for, votes_against=event.votes_against, abstentions=event.abstentions)


def _result(told: voting.ResultAnnounced | Verdict) -> tuple[str, int, int]:
    """Return (outcome, needed, base count), as the sentence shows them."""
    return str(told.outcome), told.needed, told.base_count


def _figures(tally: Tally) -> str:
    return f"{tally.votes_for}–{tally.votes_against}–{tally.abstentions}"

"""Stories as journals: meetings of invented people, event by event as the product writes them."""

from datetime import UTC, datetime, timedelta

import pytest

from meeting.agenda.events import (
    ConclusionRecorded,
    ItemAdded,
    ItemOpened,
    MeetingCreated,
    MeetingEnded,
    MeetingStarted,
    SeatAdded,
)
from meeting.attendance.events import AbsenceNoted, CheckedIn, Left
from meeting.documents.events import DocumentAdded
from meeting.journal import chain
from meeting.journal.events import Event, encode
from meeting.kernel.clock import stamp
from meeting.law import editions
from meeting.law.explain import explain
from meeting.law.rules import Counts, judge
from meeting.people.particulars import Particulars
from meeting.record.replay import replay
from meeting.speaking.events import FloorGiven, SpeakerEntered, SpeechEnded
from meeting.voting.events import (
    BallotCast,
    HandsCounted,
    MotionClosed,
    MotionOpened,
    MotionPrepared,
    QuorumWaived,
    ResultAnnounced,
    RulingRecorded,
)
from meeting.voting.rules import MotionForm

EDITION = "vn-2025-07"
FOR, AGAINST, ABSTAIN = "for", "against", "abstain"
FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
)
MIDDLE = ("Văn", "Thị", "Đình", "Thị Thu", "Ngọc", "Quốc", "Thị Hồng", "Minh", "Xuân", "Hữu")
GIVEN = (
    "An",
    "Ánh",
    "Bình",
    "Bích",
    "Chiến",
    "Dũng",
    "Đức",
    "Giang",
    "Hà",
    "Hiền",
    "Hoa",
    "Hòa",
    "Khánh",
    "Lan",
    "Mỵ",
    "Nghĩa",
    "Phượng",
    "Quyền",
    "Sơn",
    "Thủy",
    "Trường",
    "Uyên",
    "Vượng",
    "Xuyến",
    "Yến",
)


def person(number: int) -> tuple[str, str]:
    """(full name, given name) of the invented person with this number."""
    given = GIVEN[number % len(GIVEN)]
    family, middle = FAMILY[number * 5 % len(FAMILY)], MIDDLE[number * 7 % len(MIDDLE)]
    return f"{family} {middle} {given}", given


class Story:
    """A meeting that is being written. Every verb appends entries; `at` moves on by `wait`."""

    def __init__(self, preset: str, title: str, body: str, code: str, *, parent: str = "", begins: datetime) -> None:
        self.entries: list[chain.Entry] = []
        self.preset, self.at = preset, begins - timedelta(days=3)
        self.members: list[int] = []
        self.roles: dict[int, str] = {}
        self.names: dict[int, str] = {}
        self.room: set[int] = set()
        self.item: int | None = None
        self._items = self._motions = self._seats = self._speeches = 0
        self.says(
            MeetingCreated(
                slug="hop",
                title=title,
                parent_body=parent,
                body=body,
                body_code=code,
                place="Hội trường 1",
                starts_at=stamp(begins),
                ends_at=stamp(begins + timedelta(hours=3)),
                preset=preset,
                edition=EDITION,
                member_word=editions.preset(EDITION, preset).words.member.vi,
                paper_form=editions.preset(EDITION, preset).paper_form,
            )
        )

    def says(self, event: Event, *, actor: str = "thu.ky") -> None:
        prev = self.entries[-1].hash if self.entries else chain.GENESIS
        self.entries.append(
            chain.link(
                prev,
                book="meeting-1",
                seq=len(self.entries) + 1,
                at=stamp(self.at),
                kind=event.kind,
                actor=actor,
                body=encode(event),
            )
        )

    def wait(self, minutes: float) -> None:
        self.at += timedelta(minutes=minutes)

    @property
    def head(self) -> tuple[int, str]:
        return len(self.entries), self.entries[-1].hash

    @property
    def journal(self) -> bytes:
        return b"".join(chain.canonical(entry) + b"\n" for entry in self.entries)

    def seats(
        self,
        role: str,
        title: str,
        unit: str = "",
        *,
        votes: bool,
        name: str = "",
        honorific: str = "ông",
        head: bool = False,
    ) -> int:
        self._seats += 1
        full_name, given = (name, name.rsplit(maxsplit=1)[-1]) if name else person(self._seats)
        self.says(
            SeatAdded(
                seat_id=self._seats,
                person_id=100 + self._seats,
                role=role,
                votes=votes,
                weight=1,
                label=f"A{self._seats:02d}",
                position=self._seats,
                particulars=Particulars(
                    full_name=full_name,
                    given_name=given,
                    honorific=honorific,
                    title=title,
                    unit=unit,
                ),
                head=head,
            )
        )
        self.roles[self._seats], self.names[self._seats] = role, full_name
        if votes:
            self.members.append(self._seats)
        return self._seats

    def plans(self, title: str, form: str, presenter: str = "", paper: str = "") -> int:
        self._items += 1
        self.says(
            ItemAdded(
                item_id=self._items,
                position=self._items,
                title=title,
                presenter=presenter,
                minutes=10,
                form=form,
                text="",
            )
        )
        if paper:
            self.says(
                DocumentAdded(
                    document_id=self._items,
                    item_id=self._items,
                    position=1,
                    title=paper,
                    filename=f"{self._items:02d}.pdf",
                    media_type="application/pdf",
                    sha256=f"{self._items:064x}"[::-1],
                    size=12345,
                )
            )
        return self._items

    def comes(self, *seats: int, how: str = "qr") -> None:
        for seat in seats:
            self.says(CheckedIn(seat_id=seat, how=how))
            self.room.add(seat)

    def leaves(self, seat: int, reason: str) -> None:
        self.says(Left(seat_id=seat, reason=reason))
        self.room.discard(seat)

    def is_absent(self, seat: int, reason: str, *, excused: bool = True) -> None:
        self.says(AbsenceNoted(seat_id=seat, excused=excused, reason=reason))

    def starts(self) -> None:
        self.says(MeetingStarted(quorum=editions.preset(EDITION, self.preset).quorum.terms()))

    def turns_to(self, item: int, conclusion: str = "") -> None:
        self.says(ItemOpened(item_id=item, closed_item_id=self.item))
        self.item = item
        if conclusion:
            self.wait(2)
            self.says(ConclusionRecorded(item_id=item, text=conclusion, version=1))

    def asks(self, seat: int) -> int:
        assert self.item is not None
        self._speeches += 1
        self.says(SpeakerEntered(speech_id=self._speeches, item_id=self.item, seat_id=seat))
        return self._speeches

    def speaks(self, seat: int, minutes: float = 2) -> int:
        """A whole turn, from asking to the end."""
        speech = self.asks(seat)
        self.says(FloorGiven(speech_id=speech, minutes=3))
        self.wait(minutes)
        self.says(SpeechEnded(speech_id=speech))
        return speech

    def ends(self) -> None:
        self.says(MeetingEnded(closed_item_id=self.item))

    @property
    def present(self) -> int:
        return len(self.room.intersection(self.members))

    def opens(self, title: str, *, form: str = "open", decision: str = "", waiver: QuorumWaived | None = None) -> int:
        assert self.item is not None
        body = editions.preset(EDITION, self.preset)
        decision = decision or body.default_decision
        self._motions += 1
        self.says(
            MotionPrepared(
                motion_id=self._motions,
                item_id=self.item,
                position=self._motions,
                title=title,
                decision=decision,
                form=form,
            )
        )
        self.wait(0.2)
        if waiver is not None:
            self.says(waiver)
        self.says(
            MotionOpened(
                motion_id=self._motions,
                roll=list(self.members),
                able=[seat for seat in self.members if seat in self.room],
                present=self.present,
                terms=body.terms(decision),
            )
        )
        self._terms = body.terms(decision)
        return self._motions

    def casts(self, motion: int, seat: int, choice: str, how: str = "tablet") -> None:
        self.wait(0.02)
        self.says(BallotCast(motion_id=motion, seat_id=seat, choice=choice, how=how))

    def votes(
        self,
        title: str,
        *,
        votes_for: int,
        against: int = 0,
        abstain: int = 0,
        form: str = "open",
        decision: str = "",
        ruling: bool | None = None,
        head: str = "",
    ) -> int:
        """A whole vote, from the question to the announced result."""
        motion = self.opens(title, form=form, decision=decision)
        if form == MotionForm.HANDS:
            self.wait(0.5)
            self.says(
                HandsCounted(
                    motion_id=motion,
                    votes_for=votes_for,
                    votes_against=against,
                    abstentions=abstain,
                    present=self.present,
                    head_choice=head,
                )
            )
        else:
            choices = [FOR] * votes_for + [AGAINST] * against + [ABSTAIN] * abstain
            here = [seat for seat in self.members if seat in self.room]
            for seat, choice in zip(here, choices, strict=False):
                self.casts(motion, seat, choice)
        head = head or (FOR if form == MotionForm.OPEN and votes_for else "")
        self.finishes(motion, votes_for, against, abstain, ruling=ruling, head=head)
        return motion

    def finishes(
        self,
        motion: int,
        votes_for: int,
        against: int,
        abstain: int,
        *,
        ruling: bool | None = None,
        head: str = "",
        here: int | None = None,
    ) -> None:
        self.wait(0.5)
        self.says(
            MotionClosed(
                motion_id=motion,
                votes_for=votes_for,
                votes_against=against,
                abstentions=abstain,
                present=self.present,
                here=self.present if here is None else here,
            )
        )
        if ruling is not None:
            self.says(RulingRecorded(motion_id=motion, adopted=ruling, reason="Theo ý kiến bên có chủ tọa biểu quyết."))
        verdict = judge(
            self._terms,
            Counts(votes_for=votes_for, votes_against=against, abstentions=abstain),
            total=len(self.members),
            present=self.present,
            head_choice=head or None,
            ruling=ruling,
        )
        sentence = explain(self._terms, verdict, editions.preset(EDITION, self.preset).words).vi
        self.wait(0.2)
        self.says(
            ResultAnnounced(
                motion_id=motion,
                outcome=verdict.outcome,
                needed=verdict.needed,
                base_count=verdict.base_count,
                sentence=sentence,
            )
        )


def five() -> Story:
    """A committee of five, its chair first, whose meeting is planned."""
    told = Story("ubnd", "Phiên họp", "UBND xã", "UBND", begins=datetime(2026, 9, 24, 1, tzinfo=UTC))
    told.seats("chair", "Chủ tịch", votes=True)
    for _ in range(4):
        told.seats("member", "Ủy viên", votes=True)
    return told


def refused(story: Story, event: Event) -> str:
    """Why the story cannot go on with an event."""
    story.says(event)
    with pytest.raises(chain.Broken) as broken:
        replay(story.entries)
    assert broken.value.seq == len(story.entries)
    return str(broken.value.reason)

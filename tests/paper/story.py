"""Stories told to a journal: meetings with invented people, written event by event as the product writes them."""

from datetime import UTC, datetime, timedelta

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
from meeting.law import pack
from meeting.law.explain import explain
from meeting.law.rules import Counts, judge
from meeting.voting.events import (
    BallotCast,
    HandsCounted,
    MotionClosed,
    MotionOpened,
    MotionPrepared,
    ResultAnnounced,
    RulingRecorded,
)

PACK = "vn-2025-07"
FOR, AGAINST, ABSTAIN = "for", "against", "abstain"
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô")
MIDDLE = ("Văn", "Thị", "Đình", "Thị Thu", "Ngọc", "Quốc", "Thị Hồng", "Minh", "Xuân", "Hữu")
GIVEN = ("An", "Ánh", "Bình", "Bích", "Chiến", "Dũng", "Đức", "Giang", "Hà", "Hiền", "Hoa", "Hòa", "Khánh", "Lan",
         "Mỵ", "Nghĩa", "Phượng", "Quyền", "Sơn", "Thủy", "Trường", "Uyên", "Vượng", "Xuyến", "Yến")  # fmt: skip


def person(number: int) -> tuple[str, str]:
    """(full name, given name) of the invented person with this number."""
    given = GIVEN[number % len(GIVEN)]
    family, middle = FAMILY[number * 5 % len(FAMILY)], MIDDLE[number * 7 % len(MIDDLE)]
    return f"{family} {middle} {given}", given


class Story:
    """A meeting being told. Every verb appends entries; `at` moves on by `wait`."""

    def __init__(self, preset: str, title: str, body: str, code: str, *, parent: str = "", begins: datetime) -> None:
        self.entries: list[chain.Entry] = []
        self.preset, self.at = preset, begins - timedelta(days=3)
        self.members: list[int] = []
        self.roles: dict[int, str] = {}
        self.names: dict[int, str] = {}
        self.room: set[int] = set()
        self.item: int | None = None
        self._items = self._motions = self._seats = 0
        self.says(MeetingCreated(
            slug="hop", title=title, parent_body=parent, body=body, body_code=code, place="Hội trường 1",
            starts_at=stamp(begins), ends_at=stamp(begins + timedelta(hours=3)), preset=preset, pack=PACK,
        ))  # fmt: skip

    def says(self, fact: Event, *, actor: str = "thu.ky") -> None:
        prev = self.entries[-1].hash if self.entries else chain.GENESIS
        self.entries.append(chain.link(prev, book="meeting-1", seq=len(self.entries) + 1, at=stamp(self.at),
                                       kind=fact.kind, actor=actor, body=encode(fact)))  # fmt: skip

    def wait(self, minutes: float) -> None:
        self.at += timedelta(minutes=minutes)

    @property
    def head(self) -> tuple[int, str]:
        return len(self.entries), self.entries[-1].hash

    @property
    def journal(self) -> bytes:
        return b"".join(chain.canonical(entry) + b"\n" for entry in self.entries)

    def seats(self, role: str, title: str, unit: str = "", *, votes: bool, name: str = "", honorific: str = "ông") -> int:
        self._seats += 1
        full_name, given = (name, name.split()[-1]) if name else person(self._seats)
        self.says(SeatAdded(
            seat_id=self._seats, person_id=100 + self._seats, account=f"u{self._seats}", role=role, votes=votes,
            weight=1, label=f"A{self._seats:02d}", position=self._seats, full_name=full_name, given_name=given,
            honorific=honorific, title=title, unit=unit,
        ))  # fmt: skip
        self.roles[self._seats], self.names[self._seats] = role, full_name
        if votes:
            self.members.append(self._seats)
        return self._seats

    def plans(self, title: str, form: str, presenter: str = "", paper: str = "") -> int:
        self._items += 1
        self.says(ItemAdded(item_id=self._items, position=self._items, title=title, presenter=presenter,
                            minutes=10, form=form, text=""))  # fmt: skip
        if paper:
            self.says(DocumentAdded(document_id=self._items, item_id=self._items, position=1, title=paper,
                                    filename=f"{self._items:02d}.pdf", media_type="application/pdf",
                                    sha256=f"{self._items:064x}"[::-1], size=12345))  # fmt: skip
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
        self.says(MeetingStarted())

    def turns_to(self, item: int, conclusion: str = "") -> None:
        self.says(ItemOpened(item_id=item, closed_item_id=self.item))
        self.item = item
        if conclusion:
            self.wait(2)
            self.says(ConclusionRecorded(item_id=item, text=conclusion))

    def ends(self) -> None:
        self.says(MeetingEnded(closed_item_id=self.item))

    @property
    def present(self) -> int:
        return len(self.room.intersection(self.members))

    def opens(self, title: str, *, form: str = "open", decision: str = "") -> int:
        assert self.item is not None
        body = pack.preset(PACK, self.preset)
        decision = decision or (body.default_vote if form == "open" else body.default_hands)
        self._motions += 1
        self.says(MotionPrepared(motion_id=self._motions, item_id=self.item, position=self._motions, title=title,
                                 decision=decision, form=form))  # fmt: skip
        self.wait(0.2)
        self.says(MotionOpened(motion_id=self._motions, roll=list(self.members), present=self.present,
                               terms=body.terms(decision)))  # fmt: skip
        self._terms = body.terms(decision)
        return self._motions

    def casts(self, motion: int, seat: int, choice: str, how: str = "tablet") -> None:
        self.wait(0.02)
        self.says(BallotCast(motion_id=motion, seat_id=seat, choice=choice, how=how))

    def votes(self, title: str, *, votes_for: int, against: int = 0, abstain: int = 0, form: str = "open",
              decision: str = "", ruling: bool | None = None) -> int:  # fmt: skip
        """A whole vote, from the question to the announced result."""
        motion = self.opens(title, form=form, decision=decision)
        if form == "hands":
            self.wait(0.5)
            self.says(HandsCounted(motion_id=motion, votes_for=votes_for, votes_against=against, abstentions=abstain))
        else:
            choices = [FOR] * votes_for + [AGAINST] * against + [ABSTAIN] * abstain
            here = [seat for seat in self.members if seat in self.room]
            for seat, choice in zip(here, choices, strict=False):
                self.casts(motion, seat, choice)
        self.finishes(motion, votes_for, against, abstain, ruling=ruling, by_name=form == "open")
        return motion

    def finishes(self, motion: int, votes_for: int, against: int, abstain: int, *, ruling: bool | None = None,
                 by_name: bool = True) -> None:  # fmt: skip
        self.wait(0.5)
        self.says(MotionClosed(motion_id=motion, votes_for=votes_for, votes_against=against, abstentions=abstain,
                               present=self.present))  # fmt: skip
        if ruling is not None:
            self.says(RulingRecorded(motion_id=motion, adopted=ruling, reason="Theo ý kiến bên có chủ tọa biểu quyết."))
        verdict = judge(
            self._terms, Counts(votes_for=votes_for, votes_against=against, abstentions=abstain),
            total=len(self.members), present=self.present, chair_choice=FOR if by_name and votes_for else None,
            ruling=ruling,
        )  # fmt: skip
        sentence = explain(self._terms, verdict, pack.preset(PACK, self.preset).words, "vi")
        self.wait(0.2)
        self.says(ResultAnnounced(motion_id=motion, outcome=verdict.outcome, needed=verdict.needed,
                                  base_count=verdict.base_count, sentence=sentence))  # fmt: skip


def committee() -> Story:
    """A commune People's Committee: 9 members, one absent, one late, guests, six items, a tie put to the chair."""
    told = Story("ubnd", "Phiên họp thường kỳ tháng 9 năm 2026", "Ủy ban nhân dân xã Minh Tân", "UBND",
                 parent="Ủy ban nhân dân tỉnh Phú Thọ", begins=datetime(2026, 9, 24, 1, 0, tzinfo=UTC))  # fmt: skip
    chair = told.seats("chair", "Chủ tịch UBND xã", votes=True)
    told.seats("member", "Phó Chủ tịch UBND xã", votes=True)
    told.seats("member", "Phó Chủ tịch UBND xã", votes=True, honorific="bà")
    for unit in ("Văn phòng", "Công an xã", "Ban Chỉ huy quân sự xã", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội",
                 "Trung tâm Phục vụ hành chính công"):  # fmt: skip
        told.seats("member", "Ủy viên UBND xã", unit, votes=True, honorific="bà" if "Văn" in unit else "ông")
    clerk = told.seats("clerk", "Công chức Văn phòng - Thống kê", votes=False, honorific="bà")
    guests = [told.seats("guest", "Trưởng thôn", f"Thôn {n}", votes=False) for n in range(1, 6)]
    agenda = [
        told.plans("Khai mạc, thông qua chương trình phiên họp", "hands", "Chủ tịch UBND"),
        told.plans("Dự thảo báo cáo tình hình thực hiện nhiệm vụ phát triển kinh tế - xã hội năm 2026, phương hướng, "
                   "nhiệm vụ năm 2027; việc quản lý đất đai, trật tự xây dựng và bảo vệ môi trường trên địa bàn xã",
                   "vote", "Văn phòng HĐND và UBND", "Dự thảo báo cáo kinh tế - xã hội"),  # fmt: skip
        told.plans("Dự thảo kế hoạch đầu tư công năm 2027", "vote", "Phòng Kinh tế", "Dự thảo kế hoạch"),
        told.plans("Phương án sắp xếp các điểm trường mầm non", "vote", "Phòng Văn hóa - Xã hội"),
        told.plans("Công tác phòng, chống thiên tai", "discussion", "Ban Chỉ huy quân sự xã"),
        told.plans("Kết luận phiên họp", "conclusion", "Chủ tịch UBND"),
    ]
    told.is_absent(told.members[2], "đi công tác tại tỉnh")
    told.wait(3 * 24 * 60 - 15)
    told.comes(*told.members[:2], *told.members[3:8], clerk)
    told.comes(*guests[:4], how="clerk")
    told.wait(15)
    told.starts()
    told.turns_to(agenda[0], "Chủ tịch UBND xã nêu lý do, giới thiệu đại biểu.")
    told.votes("Thông qua chương trình phiên họp", votes_for=7, form="hands")
    told.wait(4)
    told.turns_to(agenda[1], "Các thành viên thống nhất với dự thảo.\nGiao Văn phòng tiếp thu, hoàn thiện trước 30/9/2026.")
    told.wait(10)
    told.comes(told.members[8])
    told.votes("Thông qua dự thảo báo cáo kinh tế - xã hội năm 2026", votes_for=5, against=2, abstain=1)
    told.turns_to(agenda[2], "Còn ý kiến khác nhau về danh mục đường liên thôn.")
    told.votes("Thông qua dự thảo kế hoạch đầu tư công năm 2027", votes_for=4, against=4, ruling=True)
    told.turns_to(agenda[3])
    told.votes("Thông qua phương án sắp xếp các điểm trường mầm non", votes_for=3, against=4)
    told.turns_to(agenda[4], "Đồng chí Chỉ huy trưởng báo cáo; các thôn rà soát hộ dân vùng trũng.")
    told.leaves(told.members[1], "đi tiếp công dân")
    told.wait(20)
    told.turns_to(agenda[5], "Chủ tọa kết luận, giao nhiệm vụ cho các bộ phận.")
    told.wait(10)
    told.ends()
    assert chair == 1
    return told


def council(deputies: int = 25, *, resolutions: int = 3) -> Story:
    """A commune People's Council's session; the last resolution has 12 votes of 25: rejected, however many came."""
    told = Story("hdnd", "Kỳ họp thường lệ cuối năm 2026 của Hội đồng nhân dân xã Hồng Bàng khóa XXI, nhiệm kỳ 2026 - 2031",
                 "Hội đồng nhân dân xã Hồng Bàng", "HĐND", begins=datetime(2026, 12, 10, 1, 0, tzinfo=UTC))  # fmt: skip
    told.seats("chair", "Chủ tịch HĐND", "Tổ đại biểu số 1", votes=True)
    for number in range(2, deputies + 1):
        told.seats("member", "Đại biểu HĐND", f"Tổ đại biểu số {number % 4 + 1}", votes=True,
                   honorific="bà" if number % 3 == 0 else "ông")  # fmt: skip
    clerk = told.seats("clerk", "Thư ký kỳ họp", "Văn phòng", votes=False, honorific="bà")
    opening = told.plans("Chào cờ; khai mạc kỳ họp", "ceremony", "Chủ tọa")
    items = [told.plans(f"Nghị quyết về nội dung số {n}", "vote", "UBND xã", f"Dự thảo nghị quyết số {n}")
             for n in range(1, resolutions + 1)]  # fmt: skip
    told.wait(3 * 24 * 60 - 15)
    told.comes(*told.members[: deputies - 3], clerk)
    told.is_absent(told.members[-1], "ốm")
    told.is_absent(told.members[-2], "", excused=False)
    told.wait(15)
    told.starts()
    told.turns_to(opening, "Chủ tọa khai mạc kỳ họp.")
    told.comes(told.members[-3], how="clerk")
    for item in items[:-1]:
        told.wait(15)
        told.turns_to(item, "Đại biểu thảo luận và thống nhất.")
        told.votes("Thông qua nghị quyết", votes_for=deputies - 5, against=1, abstain=1)
    told.wait(5)
    told.turns_to(items[-1])
    told.votes("Thông qua nghị quyết về đất đai", votes_for=deputies // 2, against=deputies // 4)
    told.wait(5)
    told.ends()
    return told

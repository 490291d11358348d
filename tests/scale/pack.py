"""The meeting of a hall of any size, as a pack: people, items, papers and questions."""

from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec

from meeting.agenda.rules import ItemForm
from meeting.kernel.clock import now
from meeting.kernel.roles import Role
from meeting.packs.folder.model import Pack, PackItem, PackMotion, PackPaper, PackPerson
from meeting.people.particulars import Particulars
from meeting.voting.rules import MotionForm

HELD_EACH = 4
PDF = "application/pdf"
SUBJECTS = (
    "Tình hình thực hiện nhiệm vụ phát triển kinh tế – xã hội",
    "Dự toán thu, chi ngân sách và phương án phân bổ",
    "Kế hoạch đầu tư công trung hạn",
    "Kết quả giám sát việc giải quyết kiến nghị của cử tri",
)


class Papers(NamedTuple):
    """The first paper of each item, and all others."""

    big: Path
    small: Path


class Size(msgspec.Struct, frozen=True, kw_only=True):
    """The size of a meeting: people who are there and who come later, votes behind it and votes to come.

    `waits` 1: nobody has opened it yet.
    """

    members: int
    motions: int
    arriving: int = 0
    items: int = 12
    papers: int = 24
    held: int = 0
    planned: int = 0
    waits: int = 0

    @property
    def begun(self) -> int:
        """Items under which votes were held; the votes to come are under the next one."""
        return -(-self.held // HELD_EACH)


def hall_pack(size: Size, papers: Papers, slug: str = "hoi-truong") -> Pack:
    """A people's council: papers spread over the items, four held votes an item, all votes to come under the next."""
    starts = now()
    held = [_motion(n) for n in range(size.held)]
    voting = {n: tuple(held[(n - 1) * HELD_EACH : n * HELD_EACH]) for n in range(1, size.begun + 1)}
    voting[size.begun + 1] = tuple(_motion(size.held + n) for n in range(size.motions))
    each = size.papers // size.items
    items = tuple(_item(n, papers, each, voting.get(n, ())) for n in range(1, size.items + 1))
    staff = (_person("chutoa", "Trần Minh Quang", Role.CHAIR), _person("thuky", "Lê Thu Hà", Role.CLERK))
    people = size.members + size.arriving
    deputies = tuple(_person(f"db{n:04d}", f"Nguyễn Văn {n}", Role.MEMBER, f"A{n}") for n in range(people))
    return Pack(
        slug=slug,
        title="Kỳ họp thường lệ cuối năm",
        preset="hdnd",
        parent_body="",
        body="Hội đồng nhân dân",
        body_code="HĐND",
        place="Hội trường lớn",
        starts_at=starts,
        ends_at=starts + timedelta(hours=8),
        items=items,
        people=staff + deputies,
    )


def _motion(number: int) -> PackMotion:
    return PackMotion(title=f"Thông qua Nghị quyết số {number + 1}", form=MotionForm.OPEN, decision="resolution")


def _item(number: int, papers: Papers, count: int, motions: tuple[PackMotion, ...]) -> PackItem:
    return PackItem(
        number=number,
        title=f"{SUBJECTS[number % len(SUBJECTS)]} ({number})",
        minutes=20,
        presenter="Ủy ban nhân dân",
        form=ItemForm.VOTE,
        papers=tuple(
            PackPaper(title=f"Báo cáo số {n}", filename=f"bao-cao-{n}.pdf", media_type=PDF, path=path)
            for n, path in enumerate([papers.big, *[papers.small] * count][:count], start=1)
        ),
        motions=motions,
    )


def _person(account: str, name: str, role: Role, label: str = "") -> PackPerson:
    given_name = name.rsplit(maxsplit=1)[1]
    return PackPerson(
        account=account,
        particulars=Particulars(
            full_name=name,
            given_name=given_name,
            honorific="Ông",
            title="Đại biểu",
            unit="Tổ đại biểu",
        ),
        label=label,
        role=role,
        votes=role == Role.MEMBER,
    )

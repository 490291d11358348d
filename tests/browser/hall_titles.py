"""Titles on the hall screen: short ones, and the longest that an agenda has."""

import csv
from datetime import timedelta

from meeting.agenda.commands import AddItem, AddSeat, ChangeMeeting
from meeting.kernel.clock import stamp
from meeting.people.commands import AddPerson
from meeting.people.particulars import Particulars
from tests.cast import MORNING
from tests.council import Council
from tests.server import ROOT
from tests.tries import TRIES

DATA = ROOT.parent / "shared" / "data"
SHORT = "Khai mạc"
LONGEST = (
    "Thông qua Nghị quyết sửa đổi, bổ sung một số điều của Quy định kèm theo Nghị quyết số 99/2025/NQ-HĐND ngày "
    "10 tháng 12 năm 2025 của Hội đồng nhân dân về mức chi bảo đảm hoạt động, chế độ bồi dưỡng đối với người làm "
    "nhiệm vụ tiếp công dân, xử lý đơn khiếu nại, tố cáo, kiến nghị, phản ánh tại Trụ sở tiếp công dân, địa "
    "điểm tiếp công dân tại các cơ quan, đơn vị sự nghiệp công lập giai đoạn 2026–2030"
)


def real_titles() -> list[str]:
    """The longest item of the real agendas, where they are on this machine; `LONGEST` is longer, and always tried."""
    found: list[str] = []
    for agenda in DATA.glob("*/agenda.csv"):
        with agenda.open(encoding="utf-8-sig", newline="") as file:
            found += [row["Nội dung"] for row in csv.DictReader(file)]
    return sorted(found, key=len)[-1:] if TRIES > 1 else []


def named(council: Council, title: str) -> None:
    """The meeting, an item, its body and a delegate have names of that length; nobody is here yet."""
    council.watching = False
    council.submits(
        "system",
        ChangeMeeting(
            meeting_id=council.meeting,
            version=1,
            title=title,
            body="Ủy ban nhân dân xã Minh Tân",
            body_code="UBND",
            place="Hội trường lớn, tầng 2, Trụ sở làm việc của Ủy ban nhân dân xã Minh Tân",
            starts_at=stamp(MORNING),
            ends_at=stamp(MORNING + timedelta(hours=3)),
        ),
    )
    added = AddItem(
        meeting_id=council.meeting,
        position=4,
        title=title,
        form="vote",
        minutes=120,
        presenter="Trưởng phòng Kinh tế, Hạ tầng và Đô thị",
    )
    council.items.append(council.submits("admin", added).made["item_id"])
    person = AddPerson(
        account="huong",
        particulars=Particulars(
            full_name="Công Tằng Tôn Nữ Nguyễn Phước Quỳnh Hương",
            given_name="Hương",
            honorific="bà",
            title="Phó Trưởng ban Thường trực Ban Chỉ đạo phòng thủ dân sự, phòng chống thiên tai và tìm kiếm cứu nạn",
            unit="Trung tâm Dịch vụ tổng hợp, Văn hóa, Thể thao và Truyền thanh liên xã",
        ),
    )
    number = council.submits("admin", person).made["person_id"]
    seat = AddSeat(meeting_id=council.meeting, person_id=number, role="member", votes=False, label="")
    council.seats["huong"] = council.submits("admin", seat).made["seat_id"]

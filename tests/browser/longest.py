"""The longest titles and names that people may enter."""

from datetime import timedelta

from meeting.agenda.commands import AddItem, AddSeat
from meeting.kernel.clock import stamp
from meeting.people.commands import AddPerson
from meeting.people.groups import MakeGroup
from meeting.people.tables import person_of_account
from meeting.voting.commands.motions import PrepareMotion
from tests.cast import MORNING
from tests.council import Council
from tests.particulars import LONG
from tests.planned import a_meeting

LONGEST = "Thông qua " + "nghị quyết về kế hoạch đầu tư công " * 11
LONG_UNIT = "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân " * 4


def plan_the_longest(council: Council) -> None:
    """A draft that clashes with the council's meeting, and in it the longest of everything."""
    council.watching = False
    council.submits("admin", MakeGroup(title="Thường trực Hội đồng nhân dân"))
    council.submits("admin", AddPerson(account="x" * 40, particulars=LONG))
    hours = {"starts_at": stamp(MORNING), "ends_at": stamp(MORNING + timedelta(days=1))}
    command = a_meeting(draft=True, title=LONGEST.strip()[:400], place="Phòng họp tầng 2", **hours)
    draft = council.submits("admin", command).made["meeting_id"]
    with council.database.read() as db:
        longest = person_of_account(db, "x" * 40)
    assert longest is not None
    for person, role, votes in (
        (council.people["an"], "chair", True),
        (longest.id, "member", True),
        (council.people["ha"], "clerk", False),
        (council.people["guest"], "guest", False),
    ):
        council.submits(
            "admin", AddSeat(meeting_id=draft, person_id=person, role=role, votes=votes, label=f"A{person}")
        )
    for place, title in enumerate(("Khai mạc", LONGEST.strip()[:400], "W" * 60, "Kết luận")):
        said = {
            "presenter": "Phòng Tài chính – Kế hoạch",
            "minutes": 15,
            "level": min(place, 2),
            "text": "- Một\n- Hai",
        }
        item = council.submits("admin", AddItem(meeting_id=draft, title=title, **said)).made["item_id"]
    council.submits("admin", PrepareMotion(meeting_id=draft, item_id=item, title=LONGEST.strip()[:420]))

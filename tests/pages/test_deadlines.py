"""Papers in time: how many working days are left, what is late, and why, as the makers of a meeting see it."""

from collections.abc import Callable, Iterator
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
import yaml

from meeting.agenda.tables import find_meeting
from meeting.deadlines.commands import ExplainLateness
from meeting.deadlines.tables import timeliness_of
from meeting.documents.arranging import RemoveDocument
from meeting.documents.on_paper import AddOnPaper
from meeting.law import editions
from meeting.planning.commands import PublishAgain
from tests.cast import EDITION
from tests.council import Council
from tests.forms import plans, types
from tests.pages.client import Browser
from tests.pages.listed import deadline

# the clock shows Thursday 24/9/2026


@pytest.fixture
def admin(council: Council) -> Browser:
    return Browser(council, "admin")


def publishes(council: Council, admin: Browser, meeting: int) -> None:
    """Complete it, and publish it."""
    types(admin, f"/meetings/{meeting}/people", person=str(council.people["an"]), role="chair", votes="yes")
    types(admin, f"/meetings/{meeting}/people", person=str(council.people["ha"]), role="clerk")
    types(admin, f"/meetings/{meeting}/agenda", title="Khai mạc", minutes="10", form="ceremony")
    types(admin, f"/meetings/{meeting}/publish")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-10-05", "Hạn 29/09/2026, còn 3 ngày làm việc"),
        ("2026-10-01", "Hạn 25/09/2026, còn 1 ngày làm việc"),
        ("2026-09-30", "Hạn 24/09/2026, hôm nay là ngày cuối"),
        ("2026-09-29", "Hạn 23/09/2026, quá 1 ngày làm việc"),
    ],
)
def test_a_draft_counts_down_to_its_last_day(admin: Browser, day: str, said: str) -> None:
    assert deadline(admin, plans(admin, day=day)) == [said]


def test_a_late_paper_asks_for_a_reason_and_keeps_it(council: Council, admin: Browser) -> None:
    late = plans(admin, day="2026-09-28")
    publishes(council, admin, late)
    assert deadline(admin, late) == ["Gửi muộn: ngày 24/09/2026, hạn 22/09/2026"]
    assert admin.send(f"/meetings/{late}/lateness", place="plan", document="0", reason=" ").status_code == 303
    assert "Chưa ghi lý do" in admin.get(f"/meetings/{late}").text
    types(admin, f"/meetings/{late}/lateness", place="plan", document="0", reason="Họp gấp để chống bão")
    assert "Lý do gửi muộn: Họp gấp để chống bão" in " ".join(admin.get(f"/meetings/{late}").text.split())
    assert "Ghi lý do gửi muộn" in admin.get("/log").text


def test_a_punctual_paper_needs_no_reason(council: Council, admin: Browser) -> None:
    meeting = plans(admin, day="2026-10-05")
    publishes(council, admin, meeting)
    assert deadline(admin, meeting) == ["Gửi đúng hạn 29/09/2026"]
    asked = ExplainLateness(meeting_id=meeting, document_id=None, reason="x")
    assert council.refuses("admin", asked) == "deadlines.not_late"


def test_each_paper_is_compared_with_the_deadline(council: Council, admin: Browser) -> None:
    """The cast's meeting is on the very day on which its paper came."""
    said = "Gửi muộn: ngày 24/09/2026, hạn 18/09/2026"
    assert deadline(admin, council.meeting, "/papers") == [said]
    asked = ExplainLateness(meeting_id=council.meeting, document_id=council.document, reason="")
    assert council.refuses("ha", asked) == "deadlines.no_reason"
    types(
        Browser(council, "ha"),
        f"/meetings/{council.meeting}/lateness",
        place="papers",
        document=str(council.document),
        reason="Chờ số liệu quý III",
    )
    assert "Chờ số liệu quý III" in admin.get(f"/meetings/{council.meeting}/papers").text
    assert council.refuses("lan", asked) == "access.not_allowed"


def test_a_removed_paper_does_not_count_and_one_on_paper_does(council: Council, admin: Browser) -> None:
    first = "Gửi muộn: ngày 24/09/2026, hạn 18/09/2026"
    council.submits("system", AddOnPaper(meeting_id=council.meeting, item_id=None, title="Tài liệu nhân sự"))
    assert deadline(admin, council.meeting, "/papers") == [first, first]
    council.submits("system", RemoveDocument(meeting_id=council.meeting, document_id=council.document))
    with council.database.read() as db:
        timeliness = timeliness_of(db, find_meeting(db, council.meeting), council.clock())
    assert council.document not in timeliness
    assert deadline(admin, council.meeting, "/papers") == [first]


def test_a_paper_added_after_publication_is_handed_out_when_it_is_announced(council: Council, admin: Browser) -> None:
    """Uploaded in time; but nobody invited sees it before it is announced."""
    meeting = plans(admin, day="2026-10-05")
    publishes(council, admin, meeting)
    paper = AddOnPaper(meeting_id=meeting, item_id=None, title="Tài liệu bổ sung")
    document = council.submits("ha", paper).made["document_id"]
    assert deadline(admin, meeting, "/papers") == ["Hạn 29/09/2026, còn 3 ngày làm việc"]
    asked = ExplainLateness(meeting_id=meeting, document_id=document, reason="Chờ ý kiến thẩm định")
    assert council.refuses("system", asked) == "deadlines.not_late"
    council.clock.advance(days=8)
    council.submits("system", PublishAgain(meeting_id=meeting))
    with council.database.read() as db:
        stands = timeliness_of(db, find_meeting(db, meeting), council.clock())[document]
    assert (stands.sent, stands.late) == (date(2026, 10, 2), True)
    council.submits("system", asked)


def test_a_year_without_its_notice_and_a_body_without_a_rule_show_no_deadline(council: Council, admin: Browser) -> None:
    coming = plans(admin, day="2027-01-05", title="Phiên họp tháng 1")
    assert deadline(admin, coming) == ["Chưa có lịch nghỉ năm 2027 nên chưa tính được hạn"]
    assert (
        council.refuses("admin", ExplainLateness(meeting_id=coming, document_id=None, reason="x"))
        == "deadlines.not_late"
    )
    assert deadline(admin, plans(admin, preset="board", slug="hoi-dong")) == []


def test_the_deadline_of_a_council_counts_calendar_days(council: Council, admin: Browser) -> None:
    """Five whole days before the session of 10/12/2026: by 4/12."""
    session = plans(admin, preset="hdnd", day="2026-12-10", slug="ky-hop")
    assert deadline(admin, session) == ["Hạn 04/12/2026, còn 71 ngày"]


def test_the_conclusion_of_an_ended_meeting_has_its_own_deadline(sitting: Council) -> None:
    sitting.ends()
    assert "Hạn 01/10/2026, còn 5 ngày làm việc" in deadline(Browser(sitting, "ha"), sitting.meeting)


# the office's own edition

OwnRules = Callable[[Callable[[Any], object]], None]


@pytest.fixture
def rules(council: Council) -> Iterator[OwnRules]:
    """Copies the shipped edition, changes the deadlines of its committee, and puts it into the office's folder."""
    law, shipped = council.house.site.settings.law, files("meeting.law") / "shipped" / f"{EDITION}.yaml"

    def changes(change: Callable[[Any], object]) -> None:
        edition = yaml.safe_load(shipped.read_text("utf-8")) | {"id": "minh-tan", "in_force": date(2026, 10, 1)}
        change(edition["presets"]["ubnd"])
        law.mkdir()
        (law / "minh-tan.yaml").write_text(yaml.safe_dump(edition, allow_unicode=True), "utf-8")
        editions.keep_office(law)

    yield changes
    editions.keep_office(law / "none")


def test_an_office_has_its_own_deadline_and_earlier_plans_keep_theirs(admin: Browser, rules: OwnRules) -> None:
    planned = plans(admin, day="2026-10-05")
    rules(lambda body: body["deadlines"]["papers"].update(amount=2, unit="days", article="Điều 7 Quy chế"))
    later = plans(admin, day="2026-10-05", slug="phien-sau")
    assert deadline(admin, later) == ["Hạn 02/10/2026, còn 8 ngày"]
    assert "Điều 7 Quy chế" in admin.get(f"/meetings/{later}").text
    assert deadline(admin, planned) == ["Hạn 29/09/2026, còn 3 ngày làm việc"]
    before = plans(admin, day="2026-09-30", slug="phien-truoc")
    assert deadline(admin, before) == ["Hạn 24/09/2026, hôm nay là ngày cuối"]


def test_a_body_without_deadlines_in_the_offices_edition_shows_no_deadline(admin: Browser, rules: OwnRules) -> None:
    rules(lambda body: body.pop("deadlines"))
    assert deadline(admin, plans(admin, day="2026-10-05")) == []

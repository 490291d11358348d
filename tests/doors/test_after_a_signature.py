"""Ordinary work after the first signature spoils nothing: a machine at the door is stopped, somebody reads late."""

from pathlib import Path

import pytest

from meeting.agenda.commands import AddItem
from meeting.agenda.publishing import SeeChanges
from meeting.conduct.commands import StartMeeting
from meeting.kiosk.commands import EndKiosk
from meeting.planning.commands import PublishAgain
from tests.council import Clock
from tests.doors.day import Day, opens_door
from tests.server import AGENDAS


def test_minutes_stay_proven_when_a_machine_is_stopped_and_changes_are_seen_after_the_signature(
    founded: Path, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEETING_PUBLIC_URL", "http://phonghop.test")
    day = Day(founded, tmp_path / "data", AGENDAS / "ubnd-mau", clock)
    day.submits(day.clerk, AddItem(**day.one_meeting, title="Việc phát sinh"))
    day.submits(day.clerk, PublishAgain(**day.one_meeting))
    day.at("07:40")
    door = opens_door(day)
    member, *others = day.voters[1:]
    assert door(member) == 200
    day.come(day.chair, *others)
    day.at("08:00")
    day.submits(day.clerk, StartMeeting(**day.one_meeting))
    day.at("09:00")
    day.ends()
    assert door(others[0]) == 409, "the meeting is over"
    day.works()
    assert day.signs(day.clerk) == 303
    day.submits(day.clerk, EndKiosk(**day.one_meeting, kiosk_id=1))
    for account in (member, day.one("guest").account):
        day.submits(account, SeeChanges(**day.one_meeting, number=1))
    assert "điểm danh ở máy Cửa chính" in day.verified(tmp_path, (day.chair,))

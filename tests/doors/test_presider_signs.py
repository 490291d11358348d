"""A member who took the chair and kept it to the end signs the minutes, with a key that the terminal gives them."""

import html
import re
from pathlib import Path

import pytest

from meeting.cli.installation import Installation
from meeting.conduct.chair import GiveChair
from meeting.conduct.commands import StartMeeting
from meeting.signing.keyring import Keyring
from tests.council import Clock
from tests.doors.day import Day
from tests.keys import WORDS
from tests.server import AGENDAS


def new_card(day: Day, account: str) -> str:
    """The server's terminal gives a card; return its PIN. The person signs in with it."""
    settings = day.house.site.settings
    issuer = Keyring(settings.data / "keys", settings.secret()).unlock(WORDS)
    installation = Installation(settings, lambda keyring: issuer)
    list(installation.issue_cards(day.slug, account=account))
    installation.close()
    printed = " ".join(html.unescape(path.read_text("utf-8")) for path in (settings.data / "cards").iterdir())
    day.__dict__.pop("tokens")
    return re.findall(rf"<dd>{account}</dd></div>\s*<div><dt>PIN</dt><dd>(\d{{6}})</dd>", printed)[-1]


def test_a_person_who_took_and_kept_the_chair_gets_a_key_and_signs(
    founded: Path, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEETING_PUBLIC_URL", "http://phonghop.test")
    day = Day(founded, tmp_path / "data", AGENDAS / "ubnd-mau", clock)
    vice = day.voters[1]
    day.at("08:00")
    day.come(*day.voters)
    day.submits(day.clerk, StartMeeting(**day.one_meeting))
    day.submits(day.chair, GiveChair(**day.one_meeting, seat_id=day.seats[vice]))
    day.at("09:00")
    day.chair = vice
    day.ends()
    day.works()
    assert day.signs(day.clerk) == 303
    day.pins[vice] = "000000"
    assert day.signs(vice) == 409, "a member's card signs nothing"
    day.pins[vice] = new_card(day, vice)
    text = day.verified(tmp_path, (vice,))
    named = day.people[vice].particulars.full_name
    assert f"Ký bởi: {named}" in text

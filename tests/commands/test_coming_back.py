"""A tablet that comes back: one session, a few statements, and nothing drawn for a tablet that is up to date."""

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import event

from meeting.kernel.tokens import token_hash
from meeting.live.entry import Admission
from meeting.live.gateway import _Device
from meeting.live.push import NAMESPACE
from tests.council import FOR, Council

STATEMENTS = 10
"""Journal, sign-in, seat, place in the room, votes without one's ballot, asked, sign-ins, ballots, display, papers."""


told: list[str] = []
"""What the last device that came back was sent."""


class Back:
    """One person's device that says `resume`, and the statements that the database gets for it."""

    def __init__(self, council: Council, who: str) -> None:
        self.council = council
        token = council.tokens[who]
        person = council.people[who]
        admission = Admission(token, token_hash(token), f"person-{person}", person, "vi", float("inf"))
        gateway = council.house.gateway
        self.sid = gateway._server.manager.connect(f"line-{who}", NAMESPACE)
        gateway._devices[self.sid] = _Device(admission)
        gateway._server.eio.send_packet = lambda line, message: told.append(message.encode())
        self.sessions = 0
        self.asked: list[str] = []
        with council.database.read() as db:
            engine: Any = db.get_bind()
        event.listen(engine, "begin", self._begins)

    def _begins(self, connection: Any) -> None:
        self.sessions += 1
        connection.connection.dbapi_connection.set_trace_callback(self.asked.append)

    def resumes(self, seq: int) -> dict[str, Any]:
        """What it is sent and answered; the counters begin again."""
        self.sessions, self.asked = 0, []
        told.clear()
        answer = self.council.house.gateway.resume(self.sid, {"meeting": self.council.meeting, "seq": seq})
        assert "refused" not in answer
        brought = [json.loads(text[text.index("[") :])[1] for text in told]
        return {"panels": {}} | (brought[0] if brought else {}) | answer

    @property
    def read(self) -> list[str]:
        """The statements that read something."""
        return [each for each in self.asked if each.lstrip().upper().startswith("SELECT")]


def voted_twice(council: Council) -> list[int]:
    """Two votes are over, in which `lan` took part."""
    council.sits()
    motions = [council.prepares(f"Thông qua nghị quyết số {number}") for number in range(2)]
    for motion in motions:
        council.opens(motion)
        council.casts("lan", motion, FOR)
        council.closes(motion, missing=len(council.voters) - 1)
        council.announces(motion)
    return motions


def test_a_device_that_is_up_to_date_is_answered_from_one_session_without_drawing(council: Council) -> None:
    with council.unwatched():
        motions = voted_twice(council)
    back = Back(council, "lan")
    assert back.resumes(0)["panels"]
    answer = back.resumes(council.seq())
    assert (answer["panels"], "rows" in answer) == ({}, False)
    assert set(answer["mine"]["ballots"]) == {str(motion) for motion in motions}
    assert back.sessions == 1
    assert len(back.read) <= STATEMENTS


def test_a_device_that_missed_one_change_receives_only_that(council: Council) -> None:
    with council.unwatched():
        voted_twice(council)
    back, other = Back(council, "lan"), Back(council, "nam")
    back.resumes(0)
    away = council.seq()
    with council.unwatched():
        council.turns_to(2)
    first = back.resumes(away)
    assert (back.sessions, first["upto"]) == (1, council.seq())
    assert other.resumes(away)["panels"] == first["panels"]
    assert len(other.read) <= STATEMENTS  # drawn once for both


def test_a_sign_in_that_has_ended_brings_no_device_back(council: Council) -> None:
    back = Back(council, "lan")
    back.resumes(0)
    council.clock.advance(hours=timedelta(days=2).total_seconds() / 3600)
    answer = council.house.gateway.resume(back.sid, {"meeting": council.meeting, "seq": 0})
    assert answer["refused"]["code"] == "access.not_signed_in"

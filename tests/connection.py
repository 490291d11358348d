"""A connection to the real Socket.IO server, without a network."""

from typing import Any

from meeting.live.push import NAMESPACE
from tests.council import Council

OWN = "http://localhost"


class Device:
    """One connection to the real Socket.IO server, without a network."""

    def __init__(self, council: Council, who: str | None = None, **headers: str) -> None:
        self.council = council
        browser = council.browser(who)
        given = {"Origin": OWN} | {name: value for name, value in headers.items() if value}
        if headers.get("Origin") == "":
            del given["Origin"]
        self._came: list[dict[str, Any]] = []
        self.socket = council.house.socketio.test_client(
            council.house.app, namespace=NAMESPACE, headers=given, flask_test_client=browser
        )

    @property
    def connected(self) -> bool:
        return bool(self.socket.is_connected(NAMESPACE))

    def says(self, event: str, message: object) -> Any:
        """Send something and wait for the answer."""
        return self.socket.emit(event, message, namespace=NAMESPACE, callback=True)

    def resumes(self, seq: object = 0, meeting: object = None) -> dict[str, Any]:
        answer = self.says("resume", {"meeting": meeting or self.council.meeting, "seq": seq})
        assert isinstance(answer, dict)
        came = self.socket.get_received(NAMESPACE)
        brought = [each["args"][0] for each in came if each["name"] == "panels"]
        self._came += [each for each in came if each["name"] != "panels"]
        assert len(brought) <= 1
        return {"panels": {}} | (brought[0] if brought else {}) | answer

    def told(self, event: str) -> list[Any]:
        """The messages of a kind that came unasked, without those of a resume, once the tail has read the journal."""
        self.council.house.tail.show_news(self.council.meeting)
        came, self._came = [*self._came, *self.socket.get_received(NAMESPACE)], []
        return [each["args"][0] for each in came if each["name"] == event]

"""A person in the room who checks minutes without signing in."""

import io
import re

from flask.testing import FlaskClient

from tests.doors.played import Played


class Stranger:
    """A person in the room who has not signed in. Each has a different address, because tries are counted by
    address."""

    _last = 10

    def __init__(self, played: Played, address: str = "") -> None:
        Stranger._last += 1
        self._client: FlaskClient = played.house.app.test_client()
        self._from = {"REMOTE_ADDR": address or f"192.168.7.{Stranger._last}"}

    def asks(self, content: bytes = b"", code: str = "") -> tuple[int, str]:
        """The status, and the page without its line ends."""
        form = {"code": code}
        if content:
            form["paper"] = (io.BytesIO(content), "bien-ban.pdf")  # type: ignore[assignment]
        answer = self._client.post("/check", data=form, content_type="multipart/form-data", environ_base=self._from)
        return answer.status_code, " ".join(answer.text.split())

    def opens(self) -> tuple[int, str]:
        answer = self._client.get("/check", environ_base=self._from)
        return answer.status_code, answer.text

    def learns(self, content: bytes = b"", code: str = "") -> str:
        """The answer: one of `Checked`."""
        found = re.search(r'data-checked="([^"]+)"', self.asks(content, code)[1])
        return found[1] if found else ""

"""Somebody's device at a real server: signs in by card, opens pages, hands in commands without the socket."""

import re
from typing import Any

import requests

from tests.cast import card_of

_CSRF = re.compile(r'<meta name="csrf-token" content="([^"]+)"')


class Device:
    """One device over HTTP."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session = requests.Session()

    def signs_in(self, account: str) -> None:
        """Scan one's card and say “Đúng là tôi”."""
        self.get(f"/c/{card_of(account)}")
        answer = self.send("/card", answer="yes")
        assert answer.status_code == 303, answer.text
        assert "sign-in" not in answer.headers["Location"]

    def says(self, headers: dict[str, str]) -> None:
        """Send these headers with every request from now on."""
        self._session.headers.update(headers)

    def get(self, path: str) -> str:
        """Open a page."""
        answer = self._session.get(self.url + path, timeout=10)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.text

    def send(self, path: str, **form: str) -> requests.Response:
        """Send a form; do not follow where it leads."""
        form = {"csrf_token": self._csrf()} | form
        return self._session.post(self.url + path, data=form, allow_redirects=False, timeout=10)

    def submits(self, command: str, payload: dict[str, Any], key: str) -> dict[str, Any]:
        """Hand in a command as the page's script does when the socket is gone."""
        return self._asks(f"/do/{command}", payload, key)

    def asks_own(self, request: str, payload: dict[str, Any], key: str) -> dict[str, Any]:
        """Send a private request."""
        return self._asks(f"/own/{request}", payload, key)

    def _asks(self, path: str, payload: dict[str, Any], key: str) -> dict[str, Any]:
        sent = {"payload": payload, "key": key}
        answer = self._session.post(self.url + path, json=sent, headers={"X-CSRFToken": self._csrf()}, timeout=10)
        body: dict[str, Any] = answer.json()
        return body

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    @property
    def cookie(self) -> str:
        """The Cookie header that this browser sends."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._session.cookies)

    def _csrf(self) -> str:
        found = _CSRF.search(self.get("/sign-in"))
        assert found is not None
        return found[1]

"""A browser as the pages know it: keeps its cookies, sends back the token it was given, reads what it is shown."""

import re
from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.cast import PIN
from tests.council import Council


class Browser:
    """One device. `address` is its address in the network."""

    def __init__(self, council: Council, who: str | None = None, address: str = "127.0.0.1") -> None:
        self.client: FlaskClient = council.browser(who)
        self._from = {"REMOTE_ADDR": address}

    def get(self, path: str, **headers: str) -> TestResponse:
        """Open a page."""
        return self.client.get(
            path, headers={k.replace("_", "-"): v for k, v in headers.items()}, environ_base=self._from
        )

    def csrf(self) -> str:
        """The token that every page carries."""
        found = re.search(r'<meta name="csrf-token" content="([^"]+)"', self.get("/sign-in").text)
        assert found is not None
        return found[1]

    def send(self, path: str, **form: str) -> TestResponse:
        """Send a form of a page."""
        return self.client.post(path, data={"csrf_token": self.csrf(), **form}, environ_base=self._from)

    def submits(self, command: str, payload: object, key: str = "") -> TestResponse:
        """Hand in a command as a script does."""
        body = {"payload": payload, "key": key}
        return self.client.post(
            f"/do/{command}", json=body, headers={"X-CSRFToken": self.csrf()}, environ_base=self._from
        )

    def asks_own(self, request: str, payload: object, key: str = "") -> TestResponse:
        """Send a private request as a script does."""
        body = {"payload": payload, "key": key}
        return self.client.post(
            f"/own/{request}", json=body, headers={"X-CSRFToken": self.csrf()}, environ_base=self._from
        )

    def arrives(self, token: str = "") -> TestResponse:
        """Hand in a pass, as the page of the hall screen's code does; without a pass, as a page does after signing
        in."""
        return self.hands_in({"pass": token})

    def hands_in(self, payload: object, origin: str = "http://localhost") -> TestResponse:
        """The same with any payload, from a page of any origin."""
        headers = {"Origin": origin} if origin else {}
        return self.client.post("/q", json={"payload": payload, "key": ""}, headers=headers, environ_base=self._from)

    def signs_in(self, account: str, pin: str) -> TestResponse:
        """Type a code and a PIN."""
        return self.send("/sign-in", account=account, pin=pin)

    def scans(self, card: str, answer: str = "yes") -> TestResponse:
        """Scan a card and say “Đúng là tôi”, or not; return the scan's own answer when the card is refused."""
        scanned = self.get(f"/c/{card}")
        return self.send("/card", answer=answer) if scanned.status_code == 303 else scanned

    def session_token(self) -> str | None:
        """The session token in the cookie."""
        with self.client.session_transaction() as session:
            token = session.get("token")
        return token if isinstance(token, str) else None


class Tags(HTMLParser):
    """What a page consists of: its tags with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        """What people can read."""
        return " ".join(self.words)


def proves(tablet: Browser, pin: object = PIN) -> int:
    """Type a PIN into the question before a ballot; return the answer's status."""
    body = {"payload": {"pin": pin}, "key": "k"}
    return tablet.client.post("/prove", json=body, headers={"X-CSRFToken": tablet.csrf()}).status_code

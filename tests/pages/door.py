"""A kiosk as its page works: opened by the secretary, paired by a code, and sending readings."""

import re

from werkzeug.test import TestResponse

from meeting.kernel.tokens import token_hash
from meeting.kiosk.invitations import make_invitation
from tests.cast import card_of
from tests.council import Council
from tests.pages.client import Browser

CODE = re.compile(r'data-testid="kiosk-code">([^<]+)<')


def opens(council: Council, who: str = "ha", *, title: str = "Cửa chính", by_name: bool = True, point: int = 0) -> str:
    """The code that the secretary is shown."""
    ticked = {"point_id": str(point)} | ({"by_name": "on"} if by_name else {})
    page = Browser(council, who).send(f"/m/{council.meeting}/kiosks", title=title, **ticked)
    found = CODE.search(page.text)
    assert found is not None, page.text
    return found[1]


def reissued(council: Council, account: str, card: str) -> None:
    """Somebody has a new card; their earlier card is no longer valid."""
    from meeting.people.commands import IssueCard

    council.submits("system", IssueCard(person_id=council.people[account], card_hash=token_hash(card), pin_hash="x"))


class Door(Browser):
    """The kiosk. `number`: its number in the secretary's list."""

    def __init__(self, council: Council, code: str = "", address: str = "127.0.0.1") -> None:
        super().__init__(council, address=address)
        self.council = council
        self.path = f"/m/{council.meeting}/door"
        self.answer = self.send("/kiosk", code=code or opens(council))
        self.nonces = 0

    def csrf(self) -> str:
        found = re.search(r'<meta name="csrf-token" content="([^"]+)"', self.get("/kiosk").text)
        assert found is not None
        return found[1]

    def sends(self, payload: dict[str, object], key: str = "", ago: int = 0) -> TestResponse:
        """One reading, made this many seconds ago by the kiosk's own clock."""
        self.nonces += 1
        read_at = int(self.council.clock().timestamp()) - ago
        body = {"payload": {"read_at": read_at} | payload, "key": key or f"nonce-{self.nonces}"}
        headers = {"X-CSRFToken": self.csrf(), "Accept": "application/json"}
        return self.client.post(self.path, json=body, headers=headers, environ_base=self._from)

    def reads(self, account: str, **more: object) -> TestResponse:
        """Somebody shows their card."""
        ago, key = int(more.pop("ago", 0)), str(more.pop("key", ""))  # type: ignore[call-overload]
        return self.sends({"card": token_hash(card_of(account))} | more, key, ago)

    def finds(self, account: str, **more: object) -> TestResponse:
        """Somebody presses their name."""
        return self.sends({"seat_id": self.council.seats[account]} | more)

    def invited(self, account: str, meeting: int | None = None) -> TestResponse:
        """Somebody shows their invitation."""
        council = self.council
        seat, person = council.seats[account], council.people[account]
        code = make_invitation(council.house.site.secret, meeting or council.meeting, seat, person)
        return self.sends({"invitation": code})


class OwnDevice(Door):
    """An officer reads cards with their own device, signed in as themselves."""

    def __init__(self, council: Council, who: str) -> None:
        Browser.__init__(self, council, who)
        self.council = council
        self.path = f"/m/{council.meeting}/door"
        self.nonces = 0


def told(answer: TestResponse) -> tuple[str, str]:
    """What state the kiosk shows, and in which words."""
    body = answer.get_json()
    shown = body["answer"] if body.get("ok") else body
    return shown["told"], " ".join(re.sub(r"<[^>]+>", " ", shown["html"]).split())

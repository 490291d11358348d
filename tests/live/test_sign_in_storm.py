"""A storm of sign-ins: PINs are hashed apart and two at a time; people with a card or a cookie do not notice."""

import re
import threading
import time

import requests

from meeting.app import COMMANDS_A_SECOND
from meeting.live.narrow import MOST
from tests.live.hall import Hall

STRANGERS = MOST + 16


def invented(hall: Hall, number: int) -> int:
    """Somebody invents an account; return the status of the answer."""
    with requests.Session() as stranger:
        page = stranger.get(f"{hall.server.url}/sign-in", timeout=60).text
        token = re.findall(r'csrf-token" content="([^"]+)"', page)[0]
        form = {"csrf_token": token, "account": f"stranger{number}", "pin": "000000"}
        return stranger.post(f"{hall.server.url}/sign-in", data=form, timeout=60).status_code


def test_a_storm_of_invented_accounts_costs_nobody_a_ballot(hall: Hall) -> None:
    hall.opens(hall.tablet("ha"))
    lan = hall.tablet("lan")
    statuses: list[int] = []
    strangers = [
        threading.Thread(target=lambda n=n: statuses.append(invented(hall, n)))  # type: ignore[misc]
        for n in range(STRANGERS)
    ]
    for each in strangers:
        each.start()
    ballots = 0
    while any(each.is_alive() for each in strangers) or not ballots:
        assert hall.casts(lan, ("for", "against")[ballots % 2])["ok"]
        ballots += 1
        time.sleep(1 / COMMANDS_A_SECOND)  # as often as one person may, however long the storm lasts
    nam = hall.tablet("nam")  # by card, after the storm as before it
    assert hall.casts(nam, "abstain")["ok"]
    assert set(statuses) <= {403, 503}, "wrong, or asked to come back in a moment"
    assert statuses.count(403) >= MOST // 2
    assert hall.box() == {hall.seats["lan"]: ("for", "against")[(ballots - 1) % 2], hall.seats["nam"]: "abstain"}

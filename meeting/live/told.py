"""What the screens of a view were told last: what looks as it did then is not sent to them again.

An arrival draws the next step anew, which mostly says what it said before; a move in the agenda empties a list of
speakers that was empty. That is known of a view only while nobody joins it: who joins was brought to a number of
their own, and what they show is what was drawn then. So the first news after somebody joined is whole.
"""

from collections.abc import Mapping
from typing import NamedTuple

from meeting.access.policy import View
from meeting.panels.gallery import Batch

Look = tuple[View, str]
"""View and language."""
Joined = Mapping[Look, int]
"""How often somebody joined each view of a meeting."""
WHOLE = ""


class Company(NamedTuple):
    """Who joined before a state was looked at, and who had after that.

    Who joined between may show a later state than that one; who joins later does, and passes over what shows it.
    """

    before: Joined
    now: Joined


class ShownToAll:
    """The panels and rows that all screens of a view show, for each view of every meeting."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, Look], tuple[int, dict[tuple[str, str], int]]] = {}

    def news(self, meeting_id: int, look: Look, batch: Batch, company: Company) -> Batch:
        """The part of a batch that is new to somebody; from now on it is known."""
        since, known = self._known.get((meeting_id, look), (-1, {}))
        if since != company.now.get(look, 0):
            since, known = company.before.get(look, 0), {}
        self._known[meeting_id, look] = since, known
        fresh: Batch = batch | {"panels": {}}
        for name, html in batch["panels"].items():
            if known.get((name, WHOLE)) != hash(html):
                for place in [place for place in known if place[0] == name]:
                    del known[place]
                known[name, WHOLE] = hash(html)
                fresh["panels"][name] = html
        rows = {name: _rows(name, drawn, known) for name, drawn in batch.get("rows", {}).items()}
        return fresh | ({"rows": changed} if (changed := {name: each for name, each in rows.items() if each}) else {})

    def forget(self, meeting_id: int, look: Look) -> None:
        """Not everybody was told."""
        self._known.pop((meeting_id, look), None)


def _rows(name: str, drawn: Mapping[str, str], known: dict[tuple[str, str], int]) -> dict[str, str]:
    changed = {key: html for key, html in drawn.items() if known.get((name, key)) != hash(html)}
    if changed:
        known.pop((name, WHOLE), None)
        known.update({(name, key): hash(html) for key, html in changed.items()})
    return changed

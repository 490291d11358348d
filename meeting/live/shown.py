"""Remembers the panels that the screens of a view already show. Unchanged panels are not sent again.

For example, an arrival redraws the next step, which mostly looks the same. The content is known only while nobody joins
the view: a joining client starts from its own number and shows what was drawn then. So the first update after somebody
joined is sent in full.
"""

from collections.abc import Mapping
from typing import NamedTuple

from meeting.access.policy import View
from meeting.panels.gallery import Batch

Look = tuple[View, str]
"""View and language."""
Joined = Mapping[Look, int]
"""The number of joins of each view of a meeting."""
WHOLE = ""


class Company(NamedTuple):
    """The joins counted before a state was read, and after it.

    A client that joined in between may show a later state; a client that joins afterwards does, and ignores older
    updates.
    """

    before: Joined
    now: Joined


class ShownToAll:
    """The panels and rows that all screens of a view show, for each view of every meeting."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, Look], tuple[int, dict[tuple[str, str], int]]] = {}

    def news(self, meeting_id: int, look: Look, batch: Batch, company: Company) -> Batch:
        """Return the part of a batch that is new to some screen, and remember it."""
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
        """Forget a view, because not all its screens were updated."""
        self._known.pop((meeting_id, look), None)


def _rows(name: str, drawn: Mapping[str, str], known: dict[tuple[str, str], int]) -> dict[str, str]:
    changed = {key: html for key, html in drawn.items() if known.get((name, key)) != hash(html)}
    if changed:
        known.pop((name, WHOLE), None)
        known.update({(name, key): hash(html) for key, html in changed.items()})
    return changed

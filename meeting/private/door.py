"""The private door: the one way anything private changes.

In one transaction: is a receipt known for this key? — find the actor afresh — does the policy allow it? — the
handler writes — receipt saved. After the commit the person's own devices are told, and nobody else.

There is no journal to follow, so devices are told by this process at once, and by the others when they are nudged. The
floor is that every page is drawn with what is its person's own, and asks for it when it joins: news that was lost
costs until then, never truth.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from meeting.access import actors, policy
from meeting.commands import caps, receipts
from meeting.commands.receipts import Asked
from meeting.kernel.clock import Clock
from meeting.kernel.refusals import NOT_ALLOWED, Refused
from meeting.private import registry
from meeting.private.registry import Own, Private
from meeting.store.database import Database
from meeting.store.nudges import nudge
from meeting.store.rows import write_out

Topics = dict[str, dict[str, Any]]
"""What a person's devices show, by topic."""
Tell = Callable[[int, Topics], None]
"""Told after a commit: the person, and what their devices show now of what has changed."""


class PrivateDoor:
    """Takes private requests for one database."""

    def __init__(self, database: Database, *, clock: Clock, tell: Tell) -> None:
        self._database = database
        self._clock = clock
        self._tell = tell

    def submit(self, request: Private, *, token: str | None, key: str = "") -> Topics:
        """Do what the holder of a session token asks of what is theirs; what their devices show of it now.

        Returns after the commit is durable. Raises Refused. With a `key`, the same request sent again gets the
        first answer and changes nothing.
        """
        receipts.check_key(key)

        def work(db: Session) -> tuple[int, Topics, bool]:
            now = self._clock()
            actor = policy.require(actors.find(db, token, None, now), request.allow)
            if actor.person_id is None:
                raise Refused(NOT_ALLOWED)
            asked = Asked(actor.name, key, request.name, request)
            if (known := receipts.find(db, asked)) is not None:
                return actor.person_id, msgspec.json.decode(known), False
            caps.check(request.name, request)
            write_out(db)  # what was decided just before in this transaction is there to be read
            registry.write(request, Own(db=db, person_id=actor.person_id, now=now))
            write_out(db)
            shown = {request.topic: registry.shown(db, actor.person_id, request.topic)}
            receipts.keep(db, asked, msgspec.json.encode(shown).decode(), now)
            nudge(db, "person", actor.person_id, request.topic)
            write_out(db)
            return actor.person_id, shown, True

        person_id, shown, is_new = self._database.gate.submit(work)
        if is_new:
            self._tell(person_id, shown)
        return shown

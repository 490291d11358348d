"""The private door: the one way to change private data.

One transaction does all of this: look for a receipt under the key; look up the actor; check the policy; let the handler
write; save the receipt. After the commit only the person's own devices are updated. There is no journal to follow. This
process updates the devices at once; the other servers do so when they get a nudge. In addition, every page is drawn
with its person's private data and requests it again when it joins, so a lost update only costs time.
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
"""The data on a person's devices, by topic."""
Tell = Callable[[int, Topics], None]
"""Called after a commit with the person and the new content of the changed topics."""


class PrivateDoor:
    """Takes private requests for one database."""

    def __init__(self, database: Database, *, clock: Clock, tell: Tell) -> None:
        self._database = database
        self._clock = clock
        self._tell = tell

    def submit(self, request: Private, *, token: str | None, key: str = "") -> Topics:
        """Carry out a private request for the holder of a session token.

        Returns the new content of the person's devices, after the commit is durable. Raises Refused. With a `key`, the
        same request sent again gets the first answer and changes nothing.
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
            caps.check(request)
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

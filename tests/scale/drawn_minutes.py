"""The minutes of a meeting in a database, composed and drawn once as the worker does: processor time, and pages.

`python -m tests.scale.drawn_minutes DATABASE MEETING`. The meeting need not be over: what is open is left as dots.
"""

import io
import json
import sys
import time

import pikepdf

from meeting import features
from meeting.journal import book as journal
from meeting.minutes.text.compose import compose
from meeting.paper.document import draw
from meeting.record.replay import replay
from meeting.store.database import Database


def main() -> None:
    """Read the journal, compose, draw."""
    features.register()
    database = Database(f"sqlite+pysqlite:///{sys.argv[1]}")
    start, wall = time.process_time(), time.perf_counter()
    with database.read() as db:
        entries = list(journal.entries(db, journal.book_of(int(sys.argv[2]))))
    pdf = draw(compose(replay(entries), (entries[-1].seq, entries[-1].hash)), journal.write_export(entries))
    spent, waited = time.process_time() - start, time.perf_counter() - wall
    database.close()
    with pikepdf.open(io.BytesIO(pdf)) as drawn:
        json.dump({"minutes_cpu_s": spent, "minutes_s": waited, "pages": len(drawn.pages)}, sys.stdout)


if __name__ == "__main__":
    main()

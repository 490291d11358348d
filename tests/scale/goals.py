"""The goals: what the room promises to cost, late in a long meeting with officers and hall screen looking on."""

from tests.scale.figures import Goal, cpu_each, sample, slowest, told, total, value, worst
from tests.scale.hall_arrives import PEOPLE
from tests.scale.people_import import LEAST_SEEN, MOST_SECONDS, MOST_STILL_MS
from tests.scale.people_import import PEOPLE as LISTED

STORMS = ("connect", "joins", "broadcast", "vote", "burst", "arrivals", "resume", "documents")
VIEWS = (("member", "a tablet"), ("screen", "the hall screen"), ("chair", "the chair"), ("clerk", "the secretary"))


def goals(seats: int) -> list[Goal]:
    """All of them, for a hall with this number of seats."""
    many = seats > 1000
    return [
        Goal(
            "P1",
            "processor for a change, each tablet, µs",
            "broadcast",
            value("cpu_us_per_delivery"),
            15 if many else 20,
        ),
        Goal("", "the same, beside the limit server", "broadcast", value("cpu_us_per_delivery"), times=("limit", 1.6)),
        Goal("", "the same, beside node", "broadcast", value("cpu_us_per_delivery"), times=("node", 0.7)),
        Goal("P1b", "bytes of a change to a tablet", "broadcast", told("member"), 2048),
        *[Goal("", f"the same to {who}", "broadcast", told(view), 2048) for view, who in VIEWS[1:]],
        Goal("P2", "a change to the last tablet, p99, ms", "broadcast", sample("last_ms", 0.99), 60 if many else 20),
        Goal("P14", "a change to the last tablet, median, ms", "broadcast", sample("last_ms", 0.5), 40 * seats / 500),
        Goal("", "the secretary's answer, median, ms", "broadcast", sample("ack_ms", 0.5), 10),
        Goal("P3", "a ballot in two seconds of voting, p50, ms", "vote", sample("ack_ms", 0.5), 3),
        Goal("", "the same, p99, ms", "vote", sample("ack_ms", 0.99), 30),
        Goal("", "processor for a ballot, with its counts, ms", "vote", value("cpu_ms_per_ballot"), 0.35),
        *[Goal("", f"bytes of a whole vote to {who}", "vote", told(view)) for view, who in VIEWS],
        Goal("P4", "all press at once: the last answer, ms", "burst", sample("last_ack_ms", 1.0), 350),
        Goal("P5", "the last count on every screen, ms", "vote", sample("tally_ms", 1.0), 250),
        Goal("", "closing and result on every screen, ms", "vote", sample("told_ms", 0.5), 80),
        Goal("P6", f"all {seats} up, ms", "connect", slowest, seats),
        Goal("", f"all {seats} back after their network went, ms", "resume", slowest, seats),
        Goal("", "the same by TLS, ms", "tls", slowest, 2 * seats),
        Goal("P7", "a ballot while papers are read, worst, ms", "documents", sample("ack_ms", 1.0), 50),
        Goal("", "processor for a megabyte of papers, ms", "documents", value("reading_ms_mb"), 0.4),
        Goal("", "requests for a paper opened before", "papers", value("asked_again"), 0),
        *[
            Goal("P8"[: 2 * (storm == "vote")], f"the loop stood still: {storm}, ms", storm, worst("stall_ms"), 30)
            for storm in STORMS
        ],
        Goal("P9", "memory for each tablet, kB", "connect", value("kb_each"), 100),
        Goal("P10", "drawing the minutes of this meeting, s", "minutes", value("minutes_s"), max(1, 3 * seats / 500)),
        Goal("", "their pages", "minutes", value("pages")),
        Goal("P11", "arrivals by code in a second", "arrivals", value("a_second"), least=200),
        Goal("", "processor for each, ms", "arrivals", value("cpu_ms_each"), 4),
        *[Goal("", f"bytes of each to {who}", "arrivals", told(view), 2048) for view, who in VIEWS],
        Goal(
            "P11b", f"{PEOPLE} come by code while two consoles show the roll, s", "hall arrives", value("seconds"), 60
        ),
        Goal("", "processor for each, ms", "hall arrives", value("cpu_ms_each"), 4),
        Goal("", "the loop stood still meanwhile, ms", "hall arrives", worst("stall_ms"), 50),
        Goal("", "not checked in, or a screen that lags behind", "hall arrives", total("missed", "behind"), 0),
        Goal("", "the same, evenly over the minute: processor for each, ms", "hall comes evenly", value("cpu_ms_each")),
        Goal("", "of it the screens alone, if nobody came, ms", "hall comes evenly", value("waiting_ms_each")),
        Goal("", "the loop stood still meanwhile, ms", "hall comes evenly", worst("stall_ms"), 50),
        Goal("", "not checked in, or a screen that lags", "hall comes evenly", total("missed", "behind"), 0),
        Goal(
            "P12",
            "a change, beside a meeting just begun: processor",
            "broadcast",
            value("cpu_ms_per_change"),
            times=("fresh", 1.2),
        ),
        Goal("", "the same, bytes to a tablet", "broadcast", told("member"), times=("fresh", 1.2)),
        Goal("", "a ballot there: processor", "vote", value("cpu_ms_per_ballot"), times=("fresh", 1.2)),
        Goal("", "an arrival there: processor", "arrivals", value("cpu_ms_each"), times=("fresh", 1.2)),
        Goal("P12b", "start with 200 planned meetings, s", "start", value("start_s"), 3),
        Goal("", "the same, processor, s", "start", value("start_cpu_s")),
        Goal("P18", "nobody there: processor, %", "idle", lambda turns: value("idle_share")(turns) * 100, 0.3),
        Goal("P13", "kept out by 5,000 silent strangers", "strangers", total("kept_out", "cut"), 0),
        Goal("", "processor for a change to all, ms", "broadcast", value("cpu_ms_per_change"), 15 * seats / 300),
        Goal("P15", "processor for a tablet that joins, ms", "connect", cpu_each(seats), 1),
        Goal("", "fifty join at once: processor for each, ms", "joins", value("cpu_ms_each"), 1),
        Goal("", "the same: all panels there, p50, ms", "joins", sample("ready_ms", 0.5), 30),
        Goal("", "the same, p99, ms", "joins", sample("ready_ms", 0.99), 150),
        Goal("", "the same when it comes back, ms", "resume", cpu_each(seats), 1),
        Goal("", "bytes to a tablet that joins", "connect", value("state_bytes")),
        Goal("P16", "memory with 300 tablets after 500 sign-ins, MiB", "sign-ins", value("signed_in_mib"), 150),
        Goal("", "memory before the sign-ins, MiB", "sign-ins", value("live_mib")),
        Goal("P17", "papers of 200 KiB in a second", "papers", value("papers_a_second"), least=500),
        Goal("", "processor for each, ms", "papers", value("paper_cpu_ms"), 2),
        Goal(
            "P19",
            f"{LISTED} people imported from a directory beside a hall, s",
            "people import",
            value("directory_s"),
            MOST_SECONDS,
        ),
        Goal("", "the same from a file, s", "people import", value("file_s"), MOST_SECONDS),
        Goal("", "the loop stood still meanwhile, ms", "people import", worst("stall_ms"), MOST_STILL_MS),
        Goal("", "the loop computed in one piece meanwhile, ms", "people import", worst("busy_ms"), MOST_STILL_MS),
        Goal("", "figures of progress that were seen", "people import", value("seen"), least=LEAST_SEEN),
        Goal("", "people not imported, or tablets that went", "people import", total("missed", "gone"), 0),
        Goal("", "first paint on slow 4G, ms", "first page", value("paint_ms"), 1300),
        Goal("", "fetched for it, kB", "first page", worst("kilobytes"), 180),
        Goal("", "memory grows in an hour, MiB", "soak", value("mib_an_hour"), 1),
        *[
            _nothing("acknowledged and not in the database", storm, "not_stored")
            for storm in ("vote", "burst", "documents")
        ],
        *[_nothing("lost, refused or missed", storm, "lost", "refused", "missed", "behind") for storm in STORMS],
    ]


def _nothing(words: str, storm: str, *keys: str) -> Goal:
    return Goal("", f"{words}: {storm}", storm, total(*keys), 0)

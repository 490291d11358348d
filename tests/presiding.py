"""A second person who is to preside, and what the one who presides hands over."""

from meeting.conduct.chair import GiveChair
from meeting.planning.seats import ChangeSeat
from tests.council import Council
from tests.pages.client import Browser
from tests.seen import seat_seen


def give(council: Council, who: str) -> GiveChair:
    return GiveChair(meeting_id=council.meeting, seat_id=council.seats[who])


def presidium(council: Council) -> None:
    """The secretary plans a second person who is to preside."""
    council.submits(
        "ha",
        ChangeSeat(
            meeting_id=council.meeting,
            seat_id=council.seats["lan"],
            seen=seat_seen(council.database, council.seats["lan"]),
            role="chair",
            votes=True,
        ),  # type: ignore[arg-type]
    )


def place_of(council: Council, who: str) -> str:
    return Browser(council, who).get(f"/m/{council.meeting}").headers.get("Location", "").rsplit("/", 1)[-1]

"""A tablet that was away says which number it shows, and gets what changed since; nothing more, nothing less."""

from tests.live.hall import Hall
from tests.live.tablet import Json


def test_a_tablet_that_was_away_gets_exactly_the_panels_that_changed(hall: Hall) -> None:
    clerk, lan = hall.tablet("ha"), hall.tablet("lan")
    seen, shown = lan.seq, dict(lan.panels)
    lan.close()
    hall.submits(clerk, "conduct.record_conclusion", item_id=hall.items[0], text="Thống nhất khai mạc")
    hall.submits(clerk, "attendance.mark_left", seat_id=hall.seats["nam"], reason="Về sớm")
    clerk.reaches(hall.head())  # all screens have shown it, the secretary's last: no push overtakes the answer
    back = hall.line(hall.browser("lan"))
    back.seq, back.panels = seen, shown
    batch = back.resume(hall.meeting)
    assert (batch["after"], batch["upto"]) == (seen, hall.head())
    assert set(batch["panels"]) == {"now", "quorum", "floor"}
    assert batch["rows"].keys() == {"agenda"}
    assert set(batch["rows"]["agenda"]) == {f"item-{hall.items[0]}"}
    told = set(batch["panels"]) | batch["rows"].keys()
    assert told | {"motion"} == hall.stale_after(seen, "member"), (
        "of the box, and of no other, members are told nothing"
    )
    assert back.panels == hall.drawn("member")


def test_an_up_to_date_tablet_gets_nothing(hall: Hall) -> None:
    lan = hall.tablet("lan")
    again = hall.line(hall.browser("lan"))
    again.seq = lan.seq
    batch = again.resume(hall.meeting)
    assert (batch["after"], batch["upto"], batch["panels"]) == (lan.seq, hall.head(), {})


def test_a_tablet_that_asks_twice_gets_the_same_answer_twice(hall: Hall) -> None:
    lan = hall.line(hall.browser("lan"))
    first, second = lan.resume(hall.meeting, 0), lan.resume(hall.meeting, 0)
    assert first["panels"] == second["panels"]
    assert lan.panels == hall.drawn("member")


def test_nothing_is_lost_between_answer_and_push(hall: Hall) -> None:
    """Tablets come in while the secretary works: after the answer to its resume each gets everything that follows."""
    clerk = hall.tablet("ha")
    late = []
    for n in range(8):
        late.append(hall.tablet("lan"))
        note = {"item_id": hall.items[0], "text": f"Ý kiến {n}", "version": n}
        upto = hall.submits(clerk, "conduct.record_conclusion", **note)["upto"]
        late.append(hall.tablet("nam"))
    for tablet in late:
        tablet.reaches(upto)
        assert tablet.panels == hall.drawn("member")


def test_a_number_from_the_future_is_refused_so_that_the_page_is_loaded_again(hall: Hall) -> None:
    """The server was restored from an older backup: no later batch would ever be above the tablet's number."""
    lan = hall.tablet("lan")
    assert refusal(lan.resume(hall.meeting, hall.head() + 1)) == "live.ahead"
    assert "refused" not in lan.resume(hall.meeting, hall.head())


def test_a_person_who_has_no_seat_cannot_resume(hall: Hall) -> None:
    for who in ("outsider", "admin"):
        tablet = hall.line(hall.browser(who))
        assert refusal(tablet.resume(hall.meeting, 0)) == "access.not_allowed"
    lan, screen = hall.tablet("lan"), hall.tablet("screen")
    for tablet in (lan, screen):
        assert refusal(tablet.resume(hall.meeting + 1, 0)) == "access.not_allowed"


def refusal(answer: Json) -> str:
    assert "panels" not in answer
    return str(answer["refused"]["code"])

"""A person's private data is sent at once to that person's devices, and to nobody else's."""

from tests.live.hall import Hall


def test_a_choice_on_one_device_reaches_only_the_persons_others_at_once(hall: Hall) -> None:
    phone = hall.another_browser("lan")
    tablet, nam, screen = hall.tablet("lan"), hall.tablet("nam"), hall.tablet("screen")
    answer = phone.asks_own("display.choose", {"size": "3"}, "k1")
    assert answer == {"ok": True, "answer": {"display": {"version": 1, "size": "3"}}}
    tablet.until(lambda: tablet.heard("private"))
    assert phone.asks_own("display.choose", {"size": "3"}, "k1") == answer
    for device in (tablet, nam, screen):
        device.ask("beat", {})
    assert tablet.heard("private") == [answer["answer"]], "once: the repeat was not done again"
    assert nam.heard("private") == screen.heard("private") == []


def test_a_returning_person_gets_the_choices_made_meanwhile(hall: Hall) -> None:
    tablet = hall.tablet("lan")
    tablet.close()
    hall.browser("lan").asks_own("display.choose", {"theme": "dark"}, "k1")
    back = hall.line(hall.browser("lan")).resume(hall.meeting, 0)
    assert back["private"]["display"] == {"version": 1, "theme": "dark"}
    assert hall.line(hall.browser("nam")).resume(hall.meeting, 0)["private"]["display"] == {"version": 0}
    assert hall.line(hall.browser("screen")).resume(hall.meeting, 0)["private"] == {}


def test_a_hall_screen_and_a_stranger_have_no_private_data(hall: Hall) -> None:
    assert hall.browser("screen").asks_own("display.choose", {"theme": "dark"}, "k1")["code"] == "access.not_allowed"
    hall.browser("lan").send("/sign-out")
    assert hall.browser("lan").asks_own("display.choose", {"theme": "dark"}, "k1")["code"] == "access.not_signed_in"

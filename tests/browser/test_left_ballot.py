"""A choice that its owner sent while the network was away: it stays theirs on a tablet that others use."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.house import CARD, House, gives_card
from tests.browser.people import Person, field
from tests.browser.relay import Relay

KEPT = "JSON.stringify([{...sessionStorage}, {...localStorage}])"
LONG_ENOUGH = 2_000
"""Milliseconds within which a page that sends again has done so."""


@pytest.fixture
def wire(voting: House) -> Iterator[Relay]:
    """Between the tablet and the server."""
    found = Relay(voting.server.port)
    yield found
    found.close()


def sends_into_the_void(browser: Browser, house: House, wire: Relay) -> Person:
    """A member presses Send while the network is away; the page is left before it is back."""
    lan = Person(browser, house, "tablet", port=wire.port).has_signed_in(house.members[0]).opens("tablet")
    wire.cut()
    lan.votes("against")
    lan.sees("vote-status", "Chưa ghi nhận")
    lan.page.goto("about:blank")
    wire.mend()
    assert house.ballots(house.last_motion()) == {}
    return lan


def reads_card(tablet: Person, account: str) -> None:
    """Somebody scans a card on this tablet, in the open tab, and goes into the room."""
    card = gives_card(tablet.house, account, f"{CARD}-{account}").removeprefix(tablet.house.server.url)
    tablet.page.goto(f"{tablet.base}{card}")
    tablet.page.get_by_test_id("card-yes").click()
    tablet.page.wait_for_url(f"{tablet.base}/")


def counts_for_its_owner_alone(house: House, lan: Person) -> None:
    lan.sees("vote-status", "Đã ghi nhận: KHÔNG TÁN THÀNH")
    assert house.ballots(house.last_motion()) == {house.seats()[house.members[0]]: "against"}
    assert "against" not in lan.page.evaluate("JSON.stringify({...sessionStorage})")
    assert lan.faults == []


def is_nobody_elses(house: House, nam: Person) -> None:
    nam.sees("vote-status", "Chọn một phương án, rồi gửi.")
    expect(nam.page.locator("[data-choice][aria-pressed=true]")).to_have_count(0)
    nam.page.wait_for_timeout(LONG_ENOUGH)
    expect(nam.page.get_by_test_id("vote-status")).to_contain_text("Chọn một phương án, rồi gửi.")
    assert house.ballots(house.last_motion()) == {}
    assert "against" not in nam.page.evaluate(KEPT)
    assert nam.faults == []


def test_a_reload_sends_the_ballot_that_was_on_its_way(browser: Browser, voting: House, wire: Relay) -> None:
    lan = sends_into_the_void(browser, voting, wire)
    lan.opens("tablet")
    counts_for_its_owner_alone(voting, lan)
    lan.page.reload()
    counts_for_its_owner_alone(voting, lan)


def test_a_person_who_signs_in_again_after_their_hours_are_over_finds_their_ballot_sent(
    browser: Browser, voting: House, wire: Relay
) -> None:
    lan = sends_into_the_void(browser, voting, wire)
    voting.signs_out(voting.members[0], runs_out=True)
    lan.signs_in(voting.members[0]).opens("tablet")
    counts_for_its_owner_alone(voting, lan)


def test_the_next_person_after_an_expired_sign_in_casts_and_sees_nothing_of_the_former(
    browser: Browser, voting: House, wire: Relay
) -> None:
    tablet = sends_into_the_void(browser, voting, wire)
    voting.signs_out(voting.members[0], runs_out=True)
    tablet.signs_in(voting.members[1]).opens("tablet")
    is_nobody_elses(voting, tablet)


def test_the_next_person_after_a_remote_sign_out_casts_and_sees_nothing_of_the_former(
    browser: Browser, voting: House, wire: Relay
) -> None:
    tablet = sends_into_the_void(browser, voting, wire)
    voting.signs_out(voting.members[0])
    reads_card(tablet, voting.members[1])
    tablet.opens("tablet")
    is_nobody_elses(voting, tablet)


def test_a_choice_made_for_another_seat_is_never_restored(browser: Browser, voting: House, wire: Relay) -> None:
    """The sheet does not rely on the tablet's forgetting: the choice says whose it is."""
    tablet = sends_into_the_void(browser, voting, wire)
    voting.signs_out(voting.members[0], runs_out=True)
    tablet.page.route(
        "**/js/entrance/whose.js",
        lambda route: route.fulfill(
            content_type="text/javascript",
            body="localStorage.setItem('whose', document.documentElement.dataset.person)",
        ),
    )
    tablet.signs_in(voting.members[1]).opens("tablet")
    is_nobody_elses(voting, tablet)


def test_an_open_page_is_drawn_again_when_another_person_signs_in_beside_it(browser: Browser, voting: House) -> None:
    tablet = Person(browser, voting, "tablet").has_signed_in(voting.members[0])
    tablet.page.route_web_socket("**/socket.io/**", lambda _: None)
    tablet.page.route("**/do/**", lambda route: route.abort())
    tablet.page.goto(f"{tablet.base}/m/1/tablet")
    tablet.page.wait_for_load_state()
    tablet.votes("against")
    tablet.sees("vote-status", "Chưa ghi nhận")
    first, tablet.page = tablet.page, tablet.context.new_page()
    voting.signs_out(voting.members[0], runs_out=True)
    tablet.signs_in(voting.members[1])
    seat = str(voting.seats()[voting.members[1]])
    expect(first.locator("#room")).to_have_attribute("data-seat", seat)
    tablet.page = first
    first.unroute_all()
    is_nobody_elses(voting, tablet)


def test_a_conclusion_that_was_not_saved_is_not_left_to_the_next_person(browser: Browser, voting: House) -> None:
    clerk = Person(browser, voting, "console").has_signed_in(voting.clerk).opens("console")
    field(clerk).fill("Điều chưa ai được biết")
    assert "Điều chưa" in clerk.page.evaluate(KEPT)
    clerk.page.goto("about:blank")
    voting.signs_out(voting.clerk)
    reads_card(clerk, voting.clerk)
    assert "Điều chưa" in clerk.page.evaluate(KEPT), "the same person goes on where they were"
    clerk.page.goto("about:blank")
    voting.signs_out(voting.clerk)
    reads_card(clerk, voting.members[0])
    assert "Điều chưa" not in clerk.page.evaluate(KEPT)
    assert clerk.faults == []

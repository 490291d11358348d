"""Three servers behind nginx are one room: what happens at one of them is seen at all."""

import hashlib
import threading
import time
from collections.abc import Callable, Iterator

import psycopg2
import pytest
import requests
from playwright.sync_api import expect

from meeting.live.tail import FLOOR_SECONDS
from meeting.store.listening import NAME
from meeting.voting.events import BallotCast, ResultAnnounced
from tests.cast import PDF, card_of
from tests.chromium import chromium
from tests.live.device import Device
from tests.live.hall import ORIGINALS, VIEWS, VOTERS, Hall
from tests.live.tablet import Tablet
from tests.nodes.three import NODES, Three
from tests.nursery import Nursery
from tests.server import Server
from tests.storage import Storage

PATIENCE = 30
PINS_A_MINUTE = 10
PDF_SHA256 = hashlib.sha256(PDF).hexdigest()


@pytest.fixture(scope="module")
def three(nursery: Nursery, storage: Storage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Three]:
    """One set for all tests here; each leaves the meeting running."""
    data = tmp_path_factory.mktemp("three") / "data"
    storage.kept("live_seated", ORIGINALS["seated"])
    started = Three(nursery, data, storage.copy("live_seated", data)).start()
    yield started
    started.kill()


@pytest.fixture(scope="module")
def signed_in(three: Three, storage: Storage) -> Iterator[Hall]:
    """The hall as its tablets know it: behind nginx. Each browser signs in once."""
    url = three.front.environment["MEETING_DATABASE_URL"]
    found = Hall(three.front, url, storage.kept("live_seated", ORIGINALS["seated"]))
    yield found
    found.close()


@pytest.fixture
def hall(signed_in: Hall) -> Iterator[Hall]:
    """The same with nobody connected."""
    yield signed_in
    while signed_in.tablets:
        signed_in.tablets.pop().close()


class At:
    """Tablets that are connected to one node directly, without nginx."""

    def __init__(self, hall: Hall, node: Server) -> None:
        self.hall, self.node = hall, node

    def tablet(self, who: str) -> Tablet:
        """As `Hall.tablet`."""
        found = Tablet(self.node.port, self.hall.browser(who).cookie)
        self.hall.tablets.append(found)
        assert "refused" not in found.resume(self.hall.meeting, 0)
        return found


@pytest.fixture
def at(hall: Hall, three: Three) -> list[At]:
    """The three nodes."""
    return [At(hall, node) for node in three.nodes]


def vote(hall: Hall, clerk: Tablet) -> None:
    """Prepare another vote; from now on the hall's verbs are about it."""
    answer = hall.submits(clerk, "voting.prepare_motion", item_id=hall.items[0], title="Thông qua kế hoạch")
    hall.motion = answer["answer"]["motion_id"]


def test_every_node_and_view_shows_what_the_secretary_does_at_one_node(hall: Hall, at: list[At]) -> None:
    clerk = at[0].tablet("ha")
    eyes = [(view, at[place % NODES].tablet(who)) for place, (view, who) in enumerate(sorted(VIEWS.items()))]
    told = hall.turns_to(clerk, 2)
    for view, tablet in eyes:
        tablet.reaches(told)
        assert tablet.panels == hall.drawn(view)
    back = hall.turns_to(eyes[0][1] if eyes[0][0] == "clerk" else clerk, 1)
    for _, tablet in eyes:
        tablet.reaches(back)


def test_ballots_at_all_nodes_make_one_vote_with_one_result(hall: Hall, at: list[At]) -> None:
    clerk, screen = at[0].tablet("ha"), at[2].tablet("screen")
    vote(hall, clerk)
    hall.opens(clerk)
    tablets = {who: at[place % NODES].tablet(who) for place, who in enumerate(VOTERS)}
    for who, tablet in tablets.items():
        hall.casts(tablet, "for" if who != "dao" else "against")
    hall.submits(clerk, "voting.close_motion", motion_id=hall.motion)
    announced = hall.submits(clerk, "voting.announce_result", motion_id=hall.motion)["upto"]
    for view, tablet in [("screen", screen), ("member", tablets["lan"]), ("member", tablets["nam"])]:
        tablet.reaches(announced)
        assert tablet.panels == hall.drawn(view)
    assert hall.box() == {hall.seats[who]: "for" if who != "dao" else "against" for who in VOTERS}
    assert len([event for event in hall.events(BallotCast) if event.motion_id == hall.motion]) == len(VOTERS)
    assert [event.motion_id for event in hall.events(ResultAnnounced)].count(hall.motion) == 1


def test_a_persons_device_at_another_node_shows_only_their_own_ballot(hall: Hall, at: list[At]) -> None:
    clerk = at[1].tablet("ha")
    vote(hall, clerk)
    hall.opens(clerk)
    hall.browser("lan")
    other = hall.another_browser("lan")
    phone = Tablet(at[1].node.port, other.cookie)
    phone.resume(hall.meeting, 0)
    tablet, nam = at[0].tablet("lan"), at[2].tablet("nam")
    receipt = hall.casts(phone, "against")["code"]  # the right to vote is on the device signed in last
    motion = str(hall.motion)
    tablet.until(lambda: any(motion in mine["ballots"] for mine in tablet.heard("mine")))
    assert tablet.heard("mine")[-1]["ballots"][motion]["code"] == receipt
    nam.ask("beat", {})
    assert nam.heard("mine") == []
    phone.close()
    other.send("/sign-out")
    hall.submits(clerk, "voting.cancel_motion", motion_id=hall.motion, reason="Đọc nhầm")


def test_a_persons_choice_at_one_node_reaches_their_devices_at_another(hall: Hall, at: list[At]) -> None:
    tablet, nam = at[2].tablet("mai"), at[2].tablet("nam")
    second = Device(at[0].node.url)
    second.signs_in("mai")
    chosen = second.asks_own("display.choose", {"size": "3"}, "k1")["answer"]
    tablet.until(lambda: chosen in tablet.heard("private"))
    nam.ask("beat", {})
    assert nam.heard("private") == []
    second.send("/sign-out")
    second.close()


def test_a_second_sign_in_alarms_across_nodes_and_a_sign_out_at_one_node_counts_at_all(
    hall: Hall, at: list[At]
) -> None:
    tablet = at[1].tablet("hung")
    before = tablet.resume(hall.meeting, 0)["mine"]["signed_in_at"]
    second = Device(at[0].node.url)
    second.signs_in("hung")
    tablet.until(lambda: any(mine["signed_in_at"] > before for mine in tablet.heard("mine")))
    away = Tablet(at[2].node.port, second.cookie)
    away.resume(hall.meeting, 0)
    second.send("/sign-out")
    away.until(lambda: away.closed)
    tablet.ask("beat", {})
    assert not tablet.closed
    second.close()


def test_the_secretary_sees_the_devices_of_all_live_nodes(hall: Hall, at: list[At], three: Three) -> None:
    clerk = at[0].tablet("ha")
    here = {hall.seats[who]: at[place].tablet(who) for place, who in enumerate(("binh", "khoa", "dao"))}
    clerk.until(lambda: set(here) <= set(clerk.heard("devices")[-1]["seats"]))
    late = at[0].tablet("an")
    late.until(lambda: late.heard("devices"))
    assert set(here) <= set(late.heard("devices")[0]["seats"]), "who comes later is told at once"
    three.nodes[2].kill()
    clerk.until(lambda: hall.seats["dao"] not in clerk.heard("devices")[-1]["seats"], PATIENCE)
    assert {hall.seats["binh"], hall.seats["khoa"]} <= set(clerk.heard("devices")[-1]["seats"])
    three.nodes[2].start()


def test_a_guesser_has_as_many_tries_at_three_nodes_as_at_one(three: Three) -> None:
    guessers = [Device(node.url) for node in three.nodes]
    codes = [
        guessers[place % NODES].send("/sign-in", account="khoa", pin=f"{place:06d}").status_code
        for place in range(PINS_A_MINUTE + NODES)
    ]
    assert codes == [403] * PINS_A_MINUTE + [429] * NODES
    through = Device(three.front.url)
    for claimed in ("127.0.0.1", "192.168.1.7"):  # nginx drops the address that a visitor claims
        through.says({"X-Forwarded-For": claimed, "Forwarded": f"for={claimed}"})
        assert through.send("/sign-in", account="khoa", pin="000000").status_code == 429
    assert Device(three.front.url).send("/sign-in", account="lan", pin="000000").status_code == 403
    through.signs_in("khoa")  # a card still opens the door
    through.send("/sign-out")


def test_nginx_sends_papers_from_the_shared_folder_to_people_who_may_read_them(hall: Hall, three: Three) -> None:
    paper = f"/m/{hall.meeting}/papers/{hall.document}/file.pdf"
    assert hall.browser("lan").get(paper).startswith("%PDF")
    for path in (paper, f"/papers-inside/{PDF_SHA256[:2]}/{PDF_SHA256}"):
        stranger = requests.get(three.front.url + path, timeout=10)
        assert b"%PDF" not in stranger.content


def test_no_log_holds_the_address_of_a_card_even_when_a_node_does_not_answer(hall: Hall, three: Three) -> None:
    three.nodes[2].kill()
    for _ in range(2 * NODES):
        assert requests.get(f"{three.front.url}/c/{card_of('lan')}", timeout=10).status_code == 200
    three.nodes[2].start()
    assert card_of("lan") not in three.nginx_said() + three.nodes[0].said()


def test_every_screen_keeps_up_while_no_server_hears_the_others(hall: Hall, at: list[At]) -> None:
    clerk, screen, khoa = at[0].tablet("ha"), at[1].tablet("screen"), at[2].tablet("khoa")
    with deaf(hall.database_url) as ended:
        for place in (2, 1):
            ended.wait_for_all()
            told = hall.turns_to(clerk, place)
            screen.reaches(told, FLOOR_SECONDS * 20)
            khoa.reaches(told, FLOOR_SECONDS * 20)
    assert screen.panels == hall.drawn("screen")


def test_a_page_whose_node_is_killed_continues_at_another(hall: Hall, at: list[At], three: Three) -> None:
    for node in three.nodes[1:]:  # so that the page is at the first
        node.kill()
    with chromium() as browser:
        context = browser.new_context()
        name, _, value = hall.browser("binh").cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": three.front.url}])
        page = context.new_page()
        page.goto(f"{three.front.url}/m/{hall.meeting}/tablet")
        expect(page.get_by_test_id("net-chip")).to_have_attribute("data-net", "ok")
        page.wait_for_load_state()
        for node in three.nodes[1:]:
            node.start()
        three.nodes[0].kill()
        told = hall.turns_to(at[1].tablet("ha"), 3)
        expect(page.locator("main#room")).to_have_attribute("data-seq", str(told), timeout=30_000)
        expect(page.get_by_test_id("net-chip")).to_have_attribute("data-net", "ok", timeout=30_000)
    three.nodes[0].start()


class deaf:  # noqa: N801 - `with deaf(url):`
    """Inside the block PostgreSQL ends every connection by which a server listens, as soon as it is made."""

    def __init__(self, database_url: str) -> None:
        self._line = psycopg2.connect(database_url.replace("+psycopg2", ""))
        self._line.autocommit = True
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._end_all)
        self._ended = 0

    def __enter__(self) -> "deaf":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()
        self._line.close()

    def wait_for_all(self) -> None:
        """Until all nodes have lost theirs again."""
        before = self._ended
        until_true(lambda: self._ended >= before + NODES)

    def _end_all(self) -> None:
        query = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE %s"
        with self._line.cursor() as cursor:
            while not self._over.wait(0.01):
                cursor.execute(query + " AND datname = current_database()", (f"{NAME} %",))
                self._ended += cursor.fetchone()[0]


def until_true(told: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not told():
        assert time.monotonic() < until
        time.sleep(0.05)

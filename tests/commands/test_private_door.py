"""The private door: one person's own data is written once, kept out of every book, and sent to nobody else."""

import threading
from typing import Any

import pytest

from meeting.access import actors
from meeting.agenda.tables import find_meeting
from meeting.display.private import Choose
from meeting.display.rules import Size, Theme
from meeting.journal import book as journal
from meeting.kernel.refusals import Refused
from meeting.packs.folder.model import Pack
from meeting.packs.unload import pack_of
from meeting.private.door import PrivateDoor, Topics
from tests.council import Council
from tests.pages.client import Browser

DARK, LARGEST = Choose(theme=Theme.DARK), Choose(size=Size.LARGEST)


def chooses(council: Council, who: str, request: Choose, key: str = "") -> dict[str, Any]:
    return council.house.site.private.submit(request, token=council.tokens.get(who), key=key)["display"]


def drawn(council: Council, who: str | None, path: str = "/") -> str:
    """The first tag of a page, on a device that stores no choice."""
    return council.browser(who).get(path).text.partition("<head>")[0].partition("<html ")[2]


def books(council: Council) -> list[bytes]:
    """The office's book and the meeting's, as they are exported."""
    with council.database.read() as db:
        return [journal.export(db, book) for book in (journal.OFFICE, journal.book_of(council.meeting))]


def exported(council: Council) -> Pack:
    """The meeting as `meeting export` writes it."""
    with council.database.read() as db:
        return pack_of(db, find_meeting(db, council.meeting), council.house.site.blobs)


def test_a_persons_choice_is_in_the_first_bytes_of_their_own_pages_only(
    council: Council,
) -> None:
    chooses(council, "lan", DARK)
    chooses(council, "lan", LARGEST)
    for path in ("/", "/m/1/tablet", "/m/1/papers/1"):
        assert 'data-theme="dark" data-size="3"' in drawn(council, "lan", path), path
    for who, path in (("nam", "/"), ("admin", "/"), ("screen", "/m/1/screen"), (None, "/sign-in")):
        assert 'data-theme="system" data-size="1"' in drawn(council, who, path), who


def test_an_omitted_choice_stays_and_every_given_one_counts(council: Council) -> None:
    assert chooses(council, "lan", DARK) == {"version": 1, "theme": "dark"}
    assert chooses(council, "lan", LARGEST) == {"version": 2, "theme": "dark", "size": "3"}


def test_a_repeated_key_gets_the_same_answer_and_acts_once(council: Council) -> None:
    first = chooses(council, "lan", DARK, key="k1")
    chooses(council, "lan", Choose(theme=Theme.LIGHT), key="k2")
    assert chooses(council, "lan", DARK, key="k1") == first
    assert 'data-theme="light"' in drawn(council, "lan")
    with pytest.raises(Refused, match="đã dùng cho một việc khác"):
        chooses(council, "lan", LARGEST, key="k1")
    assert chooses(council, "nam", LARGEST, key="k1")["version"] == 1, "a key belongs to one person"


def test_no_private_data_is_in_a_journal_an_export_or_the_record(sitting: Council) -> None:
    before, record, pack = books(sitting), sitting.retells(), exported(sitting)
    chooses(sitting, "lan", DARK, key="k1")
    assert books(sitting) == before
    assert sitting.retells() == record
    assert exported(sitting) == pack


def test_only_the_owner_is_notified_and_only_of_completed_changes(council: Council) -> None:
    told: list[tuple[int, Topics]] = []
    site = council.house.site
    door = PrivateDoor(site.database, clock=site.clock, tell=lambda person, topics: told.append((person, topics)))
    door.submit(DARK, token=council.tokens["lan"], key="k1")
    door.submit(DARK, token=council.tokens["lan"], key="k1")
    for who in ("screen", "nobody"):
        with pytest.raises(Refused):
            door.submit(DARK, token=council.tokens.get(who))
    assert told == [(council.people["lan"], {"display": {"version": 1, "theme": "dark"}})]


def test_many_simultaneous_choices_are_all_saved(council: Council) -> None:
    people = ["lan", "nam", "khoa", "ha", "an"]
    asked = [threading.Thread(target=chooses, args=(council, who, each)) for who in people for each in (DARK, LARGEST)]
    for each in asked:
        each.start()
    for each in asked:
        each.join()
    assert all('data-theme="dark" data-size="3"' in drawn(council, who) for who in people)


def test_no_private_request_or_address_reaches_another_persons_data(council: Council) -> None:
    admin = Browser(council, "admin")
    named = admin.asks_own("display.choose", {"person_id": council.people["lan"], "theme": "dark"})
    assert (named.status_code, named.get_json()["code"]) == (400, "commands.malformed")
    assert admin.asks_own("display.choose", {"theme": "dark"}).get_json()["answer"]["display"]["version"] == 1
    assert 'data-theme="system"' in drawn(council, "lan")
    assert council.browser("admin").get("/own/display.choose").status_code == 404


@pytest.mark.parametrize(
    ("name", "payload", "status"),
    [
        ("display.choose", {"theme": "pink"}, 400),
        ("display.choose", {"size": 3}, 400),
        ("display.choose", ["theme"], 400),
        ("display.unknown", {}, 404),
        ("voting.cast_ballot", {}, 404),
    ],
)
def test_the_private_door_accepts_only_exact_requests(
    council: Council, name: str, payload: object, status: int
) -> None:
    assert Browser(council, "lan").asks_own(name, payload).status_code == status
    assert 'data-theme="system" data-size="1"' in drawn(council, "lan")


def test_everybody_chooses_their_language_and_no_journal_records_it(council: Council) -> None:
    before = books(council)
    chosen = Browser(council, "lan").send("/language", language="en")
    assert chosen.status_code == 303
    with council.database.read() as db:
        found = {who: actors.find(db, council.tokens[who], None, council.clock()) for who in ("lan", "nam")}
    assert [actor.language for actor in found.values() if actor] == ["en", "vi"]
    assert Browser(council, "lan").send("/language", language="fr").status_code == 400
    assert books(council) == before


def test_commands_are_not_accepted_by_the_private_door(council: Council) -> None:
    assert Browser(council, "lan").submits("display.choose", {"theme": "dark"}, key="k1").status_code == 404
    stranger = council.browser(None).post("/own/display.choose", json={"payload": {"theme": "dark"}})
    assert stranger.status_code == 400, "another site's page has no stamp"


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("theme=dark&size=2", 'data-theme="contrast" data-size="2"'),  # not chosen: as the device has it
        ("theme=dark&size=2&unsent=0+theme", 'data-theme="contrast" data-size="2"'),  # somebody else's
        ("theme=dark&size=2&unsent={lan}+theme", 'data-theme="dark" data-size="2"'),  # newer than what is known
        ("theme=pink&size=9&unsent={lan}+theme+size", 'data-theme="contrast" data-size="1"'),
    ],
)
def test_a_device_draws_from_its_own_store_what_the_server_does_not_know(
    council: Council, kept: str, shown: str
) -> None:
    chooses(council, "lan", Choose(theme=Theme.CONTRAST))
    device = council.browser("lan")
    device.set_cookie("prefs", kept.format(lan=council.people["lan"]))
    assert shown in device.get("/").text

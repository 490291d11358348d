"""An office whose units hand in papers for the items that are allotted to them."""

from typing import Any

from msgspec.structs import replace
from werkzeug.test import TestResponse

from meeting.agenda.tables import items_of
from meeting.contributions.tables import Contribution, contributions_of
from meeting.documents.rules import DocumentState
from meeting.documents.tables import Document, documents_of
from meeting.people.commands import ChangePerson
from meeting.people.tables import find_person
from meeting.people.units import MakeUnit
from tests.council import Council
from tests.forms import hands_in, plans, types
from tests.pages.client import Browser
from tests.papers import a_pdf

REPORT = a_pdf("Báo cáo thẩm tra dự toán")


class Office:
    """Phòng Kinh tế with `khoa` and `outsider`, Phòng Văn hóa with `dao`; item 2 of a draft is allotted."""

    def __init__(self, council: Council) -> None:
        self.council = council
        self.admin = Browser(council, "admin")
        self.economy = council.submits("admin", MakeUnit(title="Phòng Kinh tế")).made["unit_id"]
        self.culture = council.submits("admin", MakeUnit(title="Phòng Văn hóa")).made["unit_id"]
        for who, unit in (("khoa", self.economy), ("outsider", self.economy), ("dao", self.culture)):
            self.puts_into(who, unit)
        self.meeting = plans(self.admin)
        for title in ("Khai mạc", "Dự toán ngân sách"):
            types(self.admin, f"/meetings/{self.meeting}/agenda", title=title, minutes="10", form="vote")
        with council.database.read() as db:
            self.items = [item.id for item in items_of(db, self.meeting)]
        self.item = self.items[1]
        self.allots(self.economy)

    def puts_into(self, who: str, unit: int) -> None:
        """The administrator puts somebody into a unit."""
        with self.council.database.read() as db:
            person = find_person(db, self.council.people[who])
            command = ChangePerson(person_id=person.id, version=person.version, particulars=person.particulars)
        self.council.submits("admin", replace(command, unit_id=unit))

    def allots(self, unit: int | None, due: str = "", item: int | None = None) -> TestResponse:
        """A maker of the meeting gives an item to a unit."""
        said = {"item": str(item or self.item), "unit": str(unit or 0), "due": due}
        return self.admin.send(f"/meetings/{self.meeting}/contributions/allot", **said)

    def puts(self, browser: Browser, content: bytes, key: str, name: str) -> Any:
        """A file is received in one slice, and nothing is decided yet."""
        return browser.client.post(
            f"/unit-work/{self.meeting}/{self.item}/slices",
            query_string={"key": key, "name": name, "at": "0", "of": str(len(content))},
            data=content,
            headers={"X-CSRFToken": browser.csrf(), "Accept": "application/json"},
            content_type="application/octet-stream",
        ).json

    def sends(self, who: str, content: bytes = REPORT, name: str = "Báo cáo thẩm tra.pdf", **form: str) -> Any:
        """Somebody hands in a paper by the page of their unit; return the answer."""
        browser, key = Browser(self.council, who), f"k{name}{len(content)}"
        said = self.puts(browser, content, key, name)
        return self.ends(browser, content, key, name, **form) if said["ok"] else said

    def ends(self, browser: Browser, content: bytes, key: str, name: str, **form: str) -> Any:
        """Hand in what was received."""
        said = {"upload": key, "key": "", "name": name, "size": str(len(content))}
        return hands_in(browser, f"/unit-work/{self.meeting}/{self.item}", **said, **form).json

    def files(self, folder: str) -> set[str]:
        """The files among the `blobs`, or among the `uploads`."""
        there = (self.council.house.site.settings.data / folder).rglob("*")
        return {path.name for path in there if path.is_file()}

    def answers(self, act: str, words: str = "") -> TestResponse:
        """A maker of the meeting answers the newest contribution."""
        last = self.rows()[-1].id
        return self.admin.send(f"/meetings/{self.meeting}/contributions/{last}", act=act, words=words)

    def rows(self) -> list[Contribution]:
        """Everything that was handed in."""
        with self.council.database.read() as db:
            return contributions_of(db, self.meeting)

    def papers(self) -> list[tuple[str, int, DocumentState]]:
        """Title, version and state of the meeting's papers."""
        with self.council.database.read() as db:
            return [(row.title, row.version, row.state) for row in documents_of(db, self.meeting)]

    def paper(self) -> Document:
        """The meeting's first paper."""
        with self.council.database.read() as db:
            return documents_of(db, self.meeting)[0]

    def publishes(self) -> None:
        """Complete the meeting, and publish it."""
        for who, role in (("an", "chair"), ("ha", "clerk"), ("lan", "member")):
            said = {"person": str(self.council.people[who]), "role": role, "votes": "yes" if role != "clerk" else ""}
            types(self.admin, f"/meetings/{self.meeting}/people", **said)
        types(self.admin, f"/meetings/{self.meeting}/publish")

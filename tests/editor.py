"""An editor: a person who changes a draft at random by its forms, and remembers what it should be."""

import random
from pathlib import Path

from msgspec.structs import asdict, replace
from sqlalchemy.orm import Session

from meeting.agenda.planned import planned_sittings
from meeting.agenda.seating_rules import Seating
from meeting.agenda.tables import find_item, find_meeting, items_of, seats_of
from meeting.packs.folder.model import Pack, PackItem, PackMotion
from meeting.packs.folder.read import read
from meeting.packs.folder.write import write
from meeting.packs.unload import pack_of
from meeting.voting.tables import motions_of
from tests.cast import MORNING
from tests.council import Council
from tests.forms import HEADING, Sends, hands_in, plans, types
from tests.pages.client import Browser

WORDS = (
    "Khai mạc",
    "Dự toán “bổ sung”: 2027",
    "  Kế   hoạch ",
    "- Việc khác #1",
    "Kết luận",
    "e\u0302\u0301 NFD",
    "yes",
    "12",
)
FORMS = ("ceremony", "presentation", "discussion", "vote", "hands", "conclusion", "other")


class Editor:
    """Somebody who edits a draft at random by its forms, and remembers what it should be."""

    def __init__(self, council: Council, seed: int, browser: Sends | None = None) -> None:
        self.council, self.dice = council, random.Random(seed)
        self.browser = browser or Browser(council, "admin")
        self.meeting = plans(self.browser, slug=f"khoa-{seed}")
        self.meant: list[PackItem] = []
        self.people = [who for who in council.people if who not in ("admin", "outsider")]
        self.seating: Seating | None = None

    @property
    def path(self) -> str:
        return f"/meetings/{self.meeting}"

    def acts(self) -> None:
        """One thing that the pages offer."""
        choices = [self.adds, self.adds, self.writes, self.moves, self.asks, self.drops, self.seats, self.names]
        choices += [self.lays_out, self.places, self.sits, self.sits, self.unsits]
        self.dice.choice(choices)()

    def adds(self) -> None:
        item = PackItem(
            number=0,
            title=self._words(),
            presenter=self._words(),
            minutes=self._minutes(),
            form=self._form(),
            start=self._start(),
        )
        said = {"title": item.title, "presenter": item.presenter, "minutes": str(item.minutes), "form": item.form}
        item = replace(item, sitting=self._sitting())
        said |= {"start": item.start, "sitting": str(item.sitting)}
        types(self.browser, f"{self.path}/agenda", **said)
        self.meant.append(_plain(item))

    def writes(self) -> None:
        if (at := self._any()) is None:
            return
        number, version = self._item(at)
        item = replace(
            self.meant[at],
            title=self._words(),
            text=self.dice.choice(("", "- Một\n- Hai", "Một dòng: có dấu hai chấm")),
            minutes=self._minutes(),
            form=self._form(),
            level=self.dice.randint(0, 2),
            internal=self.dice.random() < 0.3,
            start=self._start(),
            sitting=self._sitting(),
        )
        fields = ("title", "presenter", "minutes", "form", "text", "level", "start", "sitting")
        said = {name: str(getattr(item, name)) for name in fields}
        said |= {"version": str(version)} | ({"internal": "yes"} if item.internal else {})
        types(self.browser, f"{self.path}/agenda/{number}", **said)
        self.meant[at] = _plain(item)

    def moves(self) -> None:
        if (at := self._any()) is None:
            return
        number, _ = self._item(at)
        step = self.dice.choice(("up", "down"))
        other = at - 1 if step == "up" else at + 1
        answer = hands_in(self.browser, f"{self.path}/agenda/order", **{step: str(number)})
        assert (answer.status_code == 303) == (0 <= other < len(self.meant))
        if answer.status_code == 303:
            self.meant[at], self.meant[other] = self.meant[other], self.meant[at]

    def asks(self) -> None:
        if (at := self._any()) is None:
            return
        number, _ = self._item(at)
        said = {"title": self._words(), "form": self.dice.choice(("open", "hands")), "decision": "committee_decision"}
        types(self.browser, f"{self.path}/agenda/{number}/questions", **said)
        motion = PackMotion(title=_line(said["title"]), form=said["form"], decision=said["decision"])
        self.meant[at] = replace(self.meant[at], motions=(*self.meant[at].motions, motion))

    def drops(self) -> None:
        at = self._any()
        if at is not None and self.dice.random() < 0.5:
            number, _ = self._item(at)
            types(self.browser, f"{self.path}/agenda/{number}/remove")
            del self.meant[at]

    def seats(self) -> None:
        who = self.dice.choice(self.people)
        said = {"person": str(self.council.people[who]), "role": self.dice.choice(("member", "guest"))}
        hands_in(self.browser, f"{self.path}/people", **said)  # who has a seat already is refused
        with self.council.database.read() as db:
            seat = self.dice.choice(seats_of(db, self.meeting)).id
        if self.dice.random() < 0.3:
            types(self.browser, f"{self.path}/people/{seat}/remove")

    def lays_out(self) -> None:
        head, rows, width = self.dice.randint(0, 3), self.dice.randint(1, 3), self.dice.randint(1, 4)
        aisles = tuple(sorted({self.dice.randint(1, width - 1)})) if width > 1 and self.dice.random() < 0.5 else ()
        said = {"head": str(head), "rows": str(rows), "width": str(width), "aisles": " ".join(map(str, aisles))}
        types(self.browser, f"{self.path}/seating", **said)
        self.seating = Seating(head=head, rows=rows, width=width, aisles=aisles)

    def places(self) -> None:
        """Somebody is put on a place that may be taken already: that is refused, and so is a place that the room does
        not have."""
        with self.council.database.read() as db:
            seats = seats_of(db, self.meeting)
        if not seats:
            return
        if self.dice.random() < 0.3:
            hands_in(self.browser, f"{self.path}/seating/{self.dice.choice(('fill', 'fill', 'clear'))}")
            return
        label = self.dice.choice(("A1", "a2", "B1", "CT1", "D4", ""))
        hands_in(self.browser, f"{self.path}/seating/place", seat=str(self.dice.choice(seats).id), label=label)

    def names(self) -> None:
        with self.council.database.read() as db:
            version = find_meeting(db, self.meeting).version
        place = self.dice.choice(("Hội trường", "Phòng họp số 1"))
        types(self.browser, self.path, **HEADING | {"place": place, "version": str(version)})

    def sits(self) -> None:
        """Another sitting, or another time for a planned one; items stay in theirs."""
        begins, ends = self.dice.choice((("08:00", "11:30"), ("13:30", "17:00"), ("22:00", "01:00")))
        said = {"title": self._words(), "day": f"2026-10-{self.dice.randint(5, 7):02d}", "begins": begins, "ends": ends}
        with self.council.database.read() as db:
            planned = planned_sittings(db, self.meeting)
        if planned and self.dice.random() < 0.4:
            one = self.dice.choice(planned)
            types(self.browser, f"{self.path}/sittings/{one.id}", **said, version=str(one.version))
        else:
            types(self.browser, f"{self.path}/sittings", **said)

    def unsits(self) -> None:
        """A sitting is removed; its items then belong to none."""
        with self.council.database.read() as db:
            planned = planned_sittings(db, self.meeting)
        if planned and self.dice.random() < 0.5:
            gone = self.dice.choice(planned).id
            types(self.browser, f"{self.path}/sittings/{gone}/remove")
            self.meant = [replace(item, sitting=0) if item.sitting == gone else item for item in self.meant]

    def _sitting(self) -> int:
        """The number of a sitting, or none."""
        with self.council.database.read() as db:
            return self.dice.choice([0, *(each.id for each in planned_sittings(db, self.meeting))])

    def _any(self) -> int | None:
        return self.dice.randrange(len(self.meant)) if self.meant else None

    def _item(self, at: int) -> tuple[int, int]:
        with self.council.database.read() as db:
            number = items_of(db, self.meeting)[at].id
            return number, find_item(db, self.meeting, number).version

    def _words(self) -> str:
        return self.dice.choice(WORDS)

    def _minutes(self) -> int:
        return self.dice.choice((0, 5, 45))

    def _start(self) -> str:
        return self.dice.choice(("", "", "08:30", "14:00", "00:05"))

    def _form(self) -> str:
        return self.dice.choice(FORMS)


def _line(text: str) -> str:
    return " ".join(text.replace("e\u0302\u0301", "ế").split())


def _plain(item: PackItem) -> PackItem:
    return replace(item, title=_line(item.title), presenter=_line(item.presenter))


def exported(council: Council, db: Session, meeting: int) -> Pack:
    return pack_of(db, find_meeting(db, meeting), council.house.site.blobs)


def exports_what_was_meant(editor: Editor, tmp_path: Path) -> None:
    """Let them edit for a while; the export is what they meant, and reads back equal."""
    council = editor.council
    for _ in range(14):
        editor.acts()
    editor.adds()
    for who, role in (("an", "chair"), ("ha", "clerk")):
        with council.database.read() as db:
            taken = [seat.id for seat in seats_of(db, editor.meeting) if seat.person_id == council.people[who]]
        for seat in taken:
            types(editor.browser, f"{editor.path}/people/{seat}/remove")
        types(editor.browser, f"{editor.path}/people", person=str(council.people[who]), role=role, votes="yes")
    with council.database.read() as db:
        pack = exported(council, db, editor.meeting)
        assert len(motions_of(db, editor.meeting)) == sum(len(item.motions) for item in editor.meant)
    with council.database.read() as db:
        command = {each.id: place for place, each in enumerate(planned_sittings(db, editor.meeting), start=1)}
    meant = [
        replace(item, number=place, sitting=command.get(item.sitting, 0))
        for place, item in enumerate(editor.meant, start=1)
    ]
    assert [asdict(item) for item in pack.items] == [asdict(item) for item in meant]
    assert pack.seating == editor.seating
    labels = [person.label for person in pack.people if person.label]
    assert len(labels) == len(set(labels)), "nobody sits on somebody else's place"
    write(pack, tmp_path / pack.slug)
    again = read(tmp_path / pack.slug, now=MORNING)
    assert again.apart_from_disk() == pack.apart_from_disk()

"""A folder's meeting, typed by hand into the office's screens, exports the same as the imported folder.

Each day one of two folders is typed, and one of two random courses is played."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Browser

from meeting.agenda.tables import find_meeting, items_of
from meeting.documents.arranging import MoveDocument
from meeting.documents.order import papers_beside
from meeting.documents.tables import documents_of
from meeting.packs.folder.frame import Names
from meeting.packs.folder.model import Pack, PackPaper
from meeting.packs.folder.read import read
from meeting.packs.load import same
from meeting.packs.unload import pack_of
from meeting.people.tables import person_of_account
from tests.browser.typist import Typist
from tests.cast import MORNING
from tests.council import Council
from tests.editor import Editor, exports_what_was_meant
from tests.forms import typed_in, types
from tests.server import ROOT
from tests.tries import TRIES, today

T = TypeVar("T")

REAL = ROOT.parent / "shared" / "data"
"""Two folders of real offices, where they are at hand; the samples otherwise."""


def of_today(cases: Sequence[T]) -> Sequence[T]:
    """One of them each day; all on demand."""
    return cases if TRIES > 1 else [cases[today() % len(cases)]]


FOLDERS = of_today(("ubnd-thuong-ky", "hdnd-hong-bang-2018") if REAL.is_dir() else ("ubnd-mau", "board-sample"))
"""The second, of a council, is more of the same forms; `tests/pages/test_planning.py` types one without a browser."""

pytestmark = pytest.mark.timeout(600)  # hundreds of forms: a minute on a quiet machine


@pytest.fixture
def typist(browser: Browser, council: Council) -> Iterator[Typist]:
    council.watching = False
    typing = Typist(browser, council, "admin")
    yield typing
    typing.close()


def folder(name: str) -> Pack:
    """A folder, wherever it is; missing names are those that `meeting import` would ask for."""
    if REAL.is_dir():
        return read(REAL / name, now=MORNING, names=Names("Ủy ban nhân dân huyện Vĩnh Bảo", "Phòng họp số 2"))
    return read(ROOT / "agendas" / name, now=MORNING)


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_typed_in_by_hand_exports_equal_to_the_imported_folder(
    council: Council, typist: Typist, name: str
) -> None:
    pack = folder(name)
    meeting = typed_in(council, typist, pack)
    with council.database.read() as db:
        items = [item.id for item in items_of(db, meeting)]
    for item, papers in ((None, pack.papers), *zip(items, (each.papers for each in pack.items), strict=True)):
        for paper in papers:
            puts_in(council, typist, meeting, item, paper)
    with council.database.read() as db:
        assert same(pack, pack_of(db, find_meeting(db, meeting), council.house.site.blobs))


def puts_in(council: Council, typist: Typist, meeting: int, item: int | None, paper: PackPaper) -> None:
    """A paper is chosen from the disk, named, and given its readers."""
    typist.uploads(meeting, item, paper.filename, paper.path.read_bytes())
    with council.database.read() as db:
        made = max(each.id for each in documents_of(db, meeting))
        named = [person_of_account(db, account) for account in paper.readers.accounts]
    types(typist, f"/meetings/{meeting}/papers/{made}", title=paper.title, item=str(item or "meeting"))
    types(typist, f"/meetings/{meeting}/papers/{made}/kind", kind=paper.kind)
    with council.database.read() as db:
        beside = len(papers_beside(db, meeting, item))
    council.submits("admin", MoveDocument(meeting_id=meeting, document_id=made, position=beside))
    roles = {role: "yes" for role in ("members", "guests") if getattr(paper.readers, role)}
    people = [str(person.id) for person in named if person is not None]
    types(typist, f"/meetings/{meeting}/papers/{made}/readers", person=people, **roles)


COURSES = of_today((3, 11))
"""Many more run without a browser, in `tests/pages/test_editing_courses.py`."""


@pytest.mark.parametrize("seed", COURSES)
def test_random_editing_by_hand_exports_the_intended_meeting(
    council: Council, typist: Typist, tmp_path: Path, seed: int
) -> None:
    exports_what_was_meant(Editor(council, seed, typist), tmp_path)

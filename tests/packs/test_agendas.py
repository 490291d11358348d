"""The samples are meetings that one can hold, and their README says what the reader of packs understands."""

from pathlib import Path

import pytest

from meeting.packs.folder import read
from meeting.packs.folder.head import HEAD_KEYS
from meeting.packs.folder.office_folder import COLUMNS
from meeting.packs.folder.people import WRITTEN
from meeting.packs.folder.words import FORMS, ROLES
from meeting.packs.folder.yaml_pack import ITEM_KEYS, MOTION_KEYS, PACK_KEYS
from tests.packs.office import NOW

AGENDAS = Path(__file__).parents[2] / "agendas"
# a line of it may break between two words
README = " ".join((AGENDAS / "README.md").read_text(encoding="utf-8").split())


@pytest.mark.parametrize(
    ("name", "preset", "voters", "questions"),
    [("ubnd-mau", "ubnd", 9, 4), ("hdnd-mau", "hdnd", 25, 4), ("board-sample", "board", 7, 4)],
)
def test_a_sample_is_a_meeting_that_can_be_held(name: str, preset: str, voters: int, questions: int):
    pack = read(AGENDAS / name, now=NOW)
    assert (pack.slug, pack.preset) == (name, preset)
    assert sum(person.votes for person in pack.people) == voters
    assert {"chair", "clerk", "member", "guest", "nobody"} == {person.role for person in pack.people}
    assert sum(len(item.motions) for item in pack.items) == questions
    assert all(paper.path.stat().st_size <= 200 * 1024 for paper in pack.every_paper())
    assert sum(item.minutes for item in pack.items) <= (pack.ends_at - pack.starts_at).total_seconds() / 60


def test_every_sample_is_in_the_readme():
    folders = {path.parent.name for path in AGENDAS.glob("*/agenda.yaml")}
    assert folders == {name for name in folders if f"`{name}`" in README}


def test_the_readme_names_every_key_column_and_word():
    words = [said[place] for table in (FORMS, ROLES) for said in table.values() for place in (0, 1)]
    columns = [column.header for column in (*COLUMNS, *WRITTEN) if column.key not in ("number", "weight")]
    missing = [w for w in (*HEAD_KEYS, *PACK_KEYS, *ITEM_KEYS, *MOTION_KEYS, *words, *columns) if w not in README]
    assert missing == []


def test_an_account_is_one_person_in_all_samples():
    names: dict[str, str] = {}
    for folder in sorted(path.parent for path in AGENDAS.glob("*/agenda.yaml")):
        for person in read(folder, now=NOW).people:
            assert names.setdefault(person.account, person.particulars.full_name) == person.particulars.full_name

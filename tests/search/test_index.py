"""The index, with either database: what it finds, in which order, and that it shows only what its user may see."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pysqlite3.dbapi2 as driver
import pytest
from sqlalchemy import text

from meeting.search import sqlite
from meeting.search.index import VERSION, Allowed, Content, Findable, Index
from meeting.search.indexes import index_of
from meeting.search.rules import FoundKind, question
from meeting.search.sqlite import FILE
from meeting.store.database import Database
from meeting.store.engine import is_sqlite


@pytest.fixture
def index(database: Database, tmp_path: Path) -> Iterator[Index]:
    made = index_of(database, tmp_path)
    made.write_content("aa", ["Mở đầu", "Theo Điều 35 của Luật", "điều khoản 35, mục 2", ""])
    made.write_content("bb", ["Điều 35 của tài liệu riêng"])
    made.write_content("cc", [], readable=False)
    made.write_meeting(
        1,
        "7/x",
        [
            Findable(FoundKind.MEETING, 0, 0, "Phiên họp thường kỳ tháng 9"),
            Findable(FoundKind.ITEM, 5, 5, "Quy chế, Điều 35"),
            Findable(FoundKind.CONCLUSION, 6, 6, "Thống nhất chủ trương"),
            Findable(FoundKind.PAPER, 5, 3, "Tờ trình về Điều 35"),
            Findable(FoundKind.PERSON, 0, 9, "Nguyễn Văn An"),
        ],
    )
    made.write_meeting(2, "1/y", [Findable(FoundKind.MEETING, 0, 0, "Phiên họp kín, Điều 35")])
    yield made


ALL = Allowed(meetings=[1, 2], officers=[1], documents=[3], contents=["aa", "bb", "cc"])


def places(index: Index, words: str, allowed: Allowed = ALL) -> list[tuple[str, str, int]]:
    return [(hit.kind.value, hit.content or str(hit.meeting), hit.page) for hit in index.find(question(words), allowed)]


def test_words_are_found_with_and_without_accents_and_adjacent_ones_first(index: Index) -> None:
    for words in ("dieu 35", "Điều 35"):
        found = places(index, words)
        assert ("page", "aa", 2) in found
        assert found[-1] == ("page", "aa", 3), "the words stand there, but not together"
        assert len(found) == 6
    assert ("page", "aa", 3) not in places(index, '"dieu 35"')
    assert places(index, "điếu 35") == []


def test_nothing_hidden_is_found(index: Index) -> None:
    assert places(index, "dieu 35", Allowed()) == []
    assert places(index, "dieu 35", Allowed(contents=["aa"])) == [("page", "aa", 2), ("page", "aa", 3)]
    guest = Allowed(meetings=[1], hidden=[5], documents=[3])
    assert places(index, "dieu 35", guest) == []
    assert places(index, "thong nhat", guest) == [("conclusion", "1", 0)]
    assert places(index, "nguyen van an", Allowed(meetings=[1])) == []
    assert places(index, "nguyen van an") == [("person", "1", 0)]
    assert places(index, "to trinh", Allowed(meetings=[1])) == []


def test_a_text_written_again_replaces_the_former(index: Index) -> None:
    index.write_content("aa", ["Không còn gì"])
    index.write_meeting(1, "8/z", [Findable(FoundKind.MEETING, 0, 0, "Hội nghị")])
    assert places(index, "dieu 35") == [("meeting", "2", 0), ("page", "bb", 1)] or len(places(index, "dieu 35")) == 2
    assert places(index, "hoi nghi") == [("meeting", "1", 0)]
    index.write_meeting(1, "", [])
    assert index.heads() == {2: "1/y"}
    index.forget(["bb", "never there"])
    assert places(index, "tai lieu rieng") == []
    assert index.contents() == {"aa", "cc"}


def test_the_index_knows_its_progress_and_what_could_not_be_read(index: Index) -> None:
    assert index.upto() == ""
    index.reached("2/14")
    index.reached("2/15")
    assert index.upto() == "2/15"
    assert index.known(["aa", "cc", "dd"]) == {"aa": Content(4, 3), "cc": Content(0, -1)}
    index.write_content("dd", ["", ""])
    index.add_pages("dd", 1, ["Văn bản quét", ""])
    assert index.known(["dd"]) == {"dd": Content(2, 1, 2)}
    assert places(index, "van ban quet", Allowed(contents=["dd"])) == [("page", "dd", 1)]
    index.write_content("ee", ["", ""])
    index.add_pages("ee", 1, ["", "Trang sau"], unseen=True)
    assert index.known(["ee"]) == {"ee": Content(2, 1, 2, unseen=True)}
    index.write_content("ff", [""])
    index.add_pages("ff", 1, ["Trang đỏ"], unseen=True)
    assert index.known(["ff"]) == {"ff": Content(1, 1, 1, unseen=True)}
    assert places(index, "trang do", Allowed(contents=["ff"])) == [("page", "ff", 1)]
    index.write_content("gg", ["", ""])
    index.add_pages("gg", 1, ["Tờ trình"], judged=True)
    index.add_pages("gg", 2, ["Trang sau"])
    assert index.known(["gg"]) == {"gg": Content(2, 2, 2, judged=True)}
    assert index.texts([hit.id for hit in index.find(question("quét"), Allowed(contents=["dd"]))])


def test_an_empty_index_finds_nothing(database: Database, tmp_path: Path) -> None:
    empty = index_of(database, tmp_path / "none")
    assert (places(empty, "dieu"), empty.upto(), empty.heads(), empty.known(["aa"])) == ([], "", {}, {})


@pytest.mark.parametrize("typed", ['"', "a* OR b", "plain : x", "x' OR '1'='1", "<->", "!a & (b", "\\"])
def test_a_search_text_is_never_read_as_a_query_language(index: Index, typed: str) -> None:
    sought = question(typed)
    if sought.exact:
        index.find(sought, ALL)


def test_an_index_of_an_earlier_version_is_made_again_so_that_old_scans_are_checked(
    database: Database, tmp_path: Path, index: Index
) -> None:
    index.write_content("scan", [""])
    index.add_pages("scan", 1, ["Đã đọc"])
    index.reached("9/9")
    if is_sqlite(database.url):
        connection = driver.connect(str(tmp_path / FILE))
        connection.execute("PRAGMA user_version=1")
        connection.close()
    else:
        with database.counters().connect() as connection:
            connection.execute(text(f"DROP TABLE search.version_{VERSION}"))
    assert (index.upto(), index.contents(), places(index, "dieu 35")) == ("", set(), []), "all of it is due again"
    index.write_content("scan", [""])
    assert index.unread() == {"scan"}
    assert index.contents() == {"scan"}


def test_no_search_reads_the_words_of_every_page(
    index: Index, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_sqlite(database.url):
        pytest.skip("PostgreSQL chooses by how much there is")
    asked: list[tuple[str, dict[str, str]]] = []
    answer = sqlite._answer
    monkeypatch.setattr(
        sqlite, "_answer", lambda file, query, given: asked.append((query, given)) or answer(file, query, given)
    )
    assert places(index, "dieu 35") and index.known(["aa", "bb"]) and index.texts([1]) and index.heads()
    index.unread(), index.contents(), index.upto()
    with closing(driver.connect(str(tmp_path / FILE))) as connection:
        for query, given in asked:
            steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", given)]
            assert steps and "SCAN entry" not in steps, query

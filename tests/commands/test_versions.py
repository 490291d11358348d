"""A new version of a paper says that it is one; the earlier version stays for its makers and for the record."""

import random
import time
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting.documents.arranging import ReplaceDocument
from meeting.documents.comparing import ChangedPage, Mark, compare
from meeting.documents.tables import find_document, former_versions
from meeting.record.documents import Paper, papers
from tests.council import FOR, Council
from tests.pace import ANY_PACE
from tests.seen import file_seen

ONE, TWO = "ab" * 32, "cd" * 32


def newer(council: Council, sha256: str = ONE, document: int | None = None) -> ReplaceDocument:
    return ReplaceDocument(
        meeting_id=council.meeting,
        document_id=document or council.document,
        seen=file_seen(council.database, document or council.document),
        filename="to-trinh-ban-2.pdf",
        media_type="application/pdf",
        sha256=sha256,
        size=9,
    )


def version_at(paper: Paper, moment: datetime) -> int:
    """The version that readers had at a moment, by the record."""
    return next((each.version for each in paper.former if moment < each.replaced_at), paper.version)


def test_every_screen_with_the_paper_shows_that_it_has_a_new_version(sitting: Council) -> None:
    sitting.turns_to(2)
    assert "Bản mới" not in sitting.sees("member", "papers")
    sitting.submits("ha", newer(sitting))
    assert "Bản mới" in sitting.sees("member", "papers")
    assert "bản 2" in sitting.sees("chair", "papers")
    sitting.turns_to(3)
    assert "Bản mới" in sitting.sees("member", "agenda")
    assert "Bản 2" in sitting.sees("clerk", "agenda")


def test_the_former_version_is_kept_with_the_moment_it_was_replaced(sitting: Council) -> None:
    first = sitting.clock()
    with sitting.database.read() as db:
        original = find_document(db, 1, sitting.document).sha256
    sitting.clock.advance(minutes=5)
    sitting.submits("ha", newer(sitting))
    second = sitting.clock.advance(minutes=5)
    sitting.submits("ha", newer(sitting, TWO))
    with sitting.database.read() as db:
        kept = former_versions(db, sitting.document)
        told = [(each.version, each.sha256) for each in kept]
        assert (told, find_document(db, 1, sitting.document).version) == ([(1, original), (2, ONE)], 3)
    paper = papers.of(sitting.retells())[0]
    moments = (first, kept[0].replaced_at, second, sitting.clock.advance(minutes=1))
    assert [version_at(paper, moment) for moment in moments] == [1, 2, 3, 3]


def test_no_paper_is_replaced_while_people_vote_on_it(sitting: Council) -> None:
    sitting.turns_to(2)
    motion = sitting.prepares("Thông qua", item=2)
    sitting.opens(motion)
    assert sitting.refuses("ha", newer(sitting)) == "agenda.vote_running"
    sitting.casts("an", motion, FOR)
    sitting.closes(motion, missing=8)
    sitting.submits("ha", newer(sitting))
    record = sitting.retells()
    voted = next(each for each in record.motions if each.motion_id == motion)
    assert voted.opened_at is not None
    assert version_at(papers.of(record)[0], sitting.clock.advance(seconds=1)) == 2


def test_the_same_file_again_is_no_new_version(sitting: Council) -> None:
    sitting.submits("ha", newer(sitting))
    assert sitting.refuses("ha", newer(sitting)) == "documents.same_file"


P1 = "Điều 1. Phân bổ 3.200 triệu đồng\nĐiều 2. Giao Phòng Kinh tế thực hiện"
P2 = "Điều 3. Quyết định có hiệu lực từ ngày ký"


def marked(pages: list[ChangedPage], mark: Mark) -> list[tuple[int, str]]:
    return [(each.page, piece.words) for each in pages for piece in each.pieces if piece.mark == mark]


def test_only_the_page_with_the_changed_figure_is_marked() -> None:
    changed = compare([P1, P2], [P1.replace("3.200", "3.500"), P2])
    assert (marked(changed, Mark.OUT), marked(changed, Mark.IN)) == ([(1, "3.200")], [(1, "3.500")])


@pytest.mark.parametrize(
    ("old", "new", "out", "put"),
    [
        ([P1, P2], [P1, P2], [], []),
        ([P1, P2], [f"{P1}\n{P2}"], [], []),
        ([P1, f"{P2}\n- 2 -"], [P1, f"{P2}\n3"], [], []),
        ([P1, P2], [P1], [(1, P2)], []),
        ([P1], [P1, P2], [], [(2, P2)]),
        ([], [P1], [], [(1, " ".join(P1.split()))]),
        ([P1], [P1.replace("Phân bổ", "Phân bổ thêm")], [], [(1, "thêm")]),
    ],
)
def test_moved_text_is_not_marked_and_added_or_removed_text_is(
    old: list[str], new: list[str], out: list[tuple[int, str]], put: list[tuple[int, str]]
) -> None:
    changed = compare(old, new)
    assert (marked(changed, Mark.OUT), marked(changed, Mark.IN)) == (out, put)


def test_long_unchanged_passages_are_shown_only_around_the_change() -> None:
    text = " ".join(f"từ{n}" for n in range(500))
    (page,) = compare([text], [text.replace("từ250", "khác")])
    assert sum(len(piece.words.split()) for piece in page.pieces) < 40
    assert [piece.mark for piece in page.pieces] == [Mark.GAP, Mark.KEPT, Mark.OUT, Mark.IN, Mark.KEPT, Mark.GAP]


words = st.lists(st.sampled_from(["a", "b", "Điều", "2.000"]), max_size=6).map(" ".join)
texts = st.lists(st.lists(words, max_size=4).map("\n".join), max_size=3)


@ANY_PACE
@given(old=texts, new=texts)
def test_pages_that_are_not_mentioned_have_the_same_words(old: list[str], new: list[str]) -> None:
    changed = compare(old, new)
    if not changed:
        flat = [[w for page in each for line in page.split("\n") for w in line.split()] for each in (old, new)]
        assert flat[0] == flat[1]
    assert all(1 <= each.page <= max(len(new), 1) for each in changed)


@pytest.mark.parametrize("pages", [15, 120])
def test_long_texts_with_little_in_common_are_compared_quickly(pages: int) -> None:
    chance = random.Random(7)
    some = ["tờ", "trình", "kinh", "phí", "ngân", "sách", "xã", "nghị", "quyết", "điều", "khoản", "đồng"]
    old, new = (
        ["\n".join(" ".join(chance.choices(some, k=12)) for _ in range(35)) for _ in range(pages)] for _ in "ab"
    )
    began = time.process_time()
    changed = compare(old, new)
    assert time.process_time() - began < 1.5
    assert [each.page for each in changed] == list(range(1, pages + 1))


def test_a_single_changed_figure_in_a_long_text_is_found() -> None:
    chance = random.Random(7)
    old = ["\n".join(f"Dòng {chance.random()} của tờ trình" for _ in range(35)) for _ in range(200)]
    new = [each.replace("tờ trình", "kế hoạch", 1) if at in (3, 150) else each for at, each in enumerate(old)]
    changed = compare(old, new)
    assert marked(changed, Mark.OUT) == [(4, "tờ trình"), (151, "tờ trình")]
    assert marked(changed, Mark.IN) == [(4, "kế hoạch"), (151, "kế hoạch")]

"""The versions of a paper on screen: read by its makers, compared page by page, shown to nobody else."""

from meeting.documents.arranging import ReplaceDocument
from tests.cast import PDF
from tests.council import Council
from tests.pages.client import Browser
from tests.papers import replaced
from tests.seen import file_seen

OF = "/meetings/1/papers/1/versions"


def test_changes_are_marked_by_page_and_each_version_can_be_fetched(council: Council) -> None:
    replaced(council)
    browser = Browser(council, "ha")
    page = browser.get(OF).text
    assert ("<del>3.200</del>" in page, "<ins>3.500</ins>" in page) == (True, True)
    assert page.count('data-testid="changed-page"') == 1
    assert [browser.get(f"{OF}/{n}").data for n in (1, 2)] == [PDF, PDF + b"%"]
    assert browser.get(f"{OF}/3").status_code == 404
    assert OF in browser.get("/meetings/1/papers").text


def test_members_see_only_the_new_version(council: Council) -> None:
    replaced(council)
    assert Browser(council, "lan").get("/m/1/papers/1/file.pdf").data == PDF + b"%"
    for who in ("lan", "an", "guest"):
        assert {Browser(council, who).get(f"{OF}{part}").status_code for part in ("", "/1", "/2")} == {403}


def test_a_scanned_version_says_that_it_cannot_be_compared(council: Council) -> None:
    said = {"filename": "b.pdf", "media_type": "application/pdf", "sha256": "ab" * 32, "size": 9}
    council.submits(
        "system",
        ReplaceDocument(
            meeting_id=1, document_id=council.document, seen=file_seen(council.database, council.document), **said
        ),
    )
    assert "bản quét" in Browser(council, "ha").get(OF).text

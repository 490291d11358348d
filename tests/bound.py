"""A reader who has the papers of a meeting bound into one file."""

import pypdfium2

from meeting.work.workshop import Workshop
from tests.council import Council
from tests.pages.client import Browser


class Reader:
    """Somebody who has a meeting bound and fetches the file."""

    def __init__(self, council: Council, workshop: Workshop, who: str) -> None:
        self._browser, self._workshop = Browser(council, who), workshop
        self._path = f"/m/{council.meeting}/binder"

    def page(self) -> str:
        """What the page says, on one line."""
        return " ".join(self._browser.get(self._path).text.split())

    def submits(self) -> None:
        """Ask for it, and let the worker work."""
        assert self._browser.send(self._path).status_code == 303
        while self._workshop.work_once():
            pass

    def fetches(self) -> bytes:
        """The file."""
        answer = self._browser.get(f"{self._path}/file.pdf")
        assert answer.status_code == 200
        assert answer.mimetype == "application/pdf"
        return answer.data

    def has_none(self) -> bool:
        """Whether the binder has nothing that they may read now."""
        answer = self._browser.get(f"{self._path}/file.pdf", Accept="application/json")
        return answer.status_code == 404 and answer.get_json()["code"] == "binder.none"


def words(file: bytes) -> list[str]:
    """What each page says."""
    document = pypdfium2.PdfDocument(file)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]

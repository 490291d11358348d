"""Papers of a meeting: files of several kinds, sent in slices, replaced by a new version, opened by a reader."""

import io
import zipfile
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from werkzeug.test import TestResponse

from meeting.documents.arranging import ReplaceDocument
from meeting.documents.commands import RecordRendition
from meeting.documents.texts import keep_texts
from meeting.paper import fonts
from tests.cast import PDF as BARE
from tests.council import Council
from tests.forms import hands_in
from tests.pages.client import Browser
from tests.search.conftest import pdf_of
from tests.seen import file_seen

PDF = BARE[:-6] + b"startxref\n9\n%%EOF\n"


def puts(browser: Browser, meeting: int, name: str, piece: bytes, *, at: int = 0, of: int, key: str = "k") -> Any:
    """Send one slice; return the answer."""
    return browser.client.post(
        f"/meetings/{meeting}/papers/slices",
        query_string={"key": key, "name": name, "at": str(at), "of": str(of)},
        data=piece,
        headers={"X-CSRFToken": browser.csrf(), "Accept": "application/json"},
        content_type="application/octet-stream",
    ).json


def sends(browser: Browser, meeting: int, name: str, content: bytes, key: str = "k", **form: str) -> TestResponse:
    """Send a file, slice by slice, and the form that accepts it."""
    step = 300 * 1024
    for at in range(0, len(content), step):
        said = puts(browser, meeting, name, content[at : at + step], at=at, of=len(content), key=key)
        if not said["ok"]:
            break
    size = str(len(content))
    return hands_in(browser, f"/meetings/{meeting}/papers", upload=key, key=key, name=name, size=size, **form)


PAPER = pdf_of("THÔNG BÁO KẾT LUẬN")


def a_pdf(*lines: str, title: str = "") -> bytes:
    """A page that says these lines."""
    fonts.register()
    made = io.BytesIO()
    page = Canvas(made, initialFontName=fonts.REGULAR)
    page.setTitle(title)
    for place, line in enumerate(lines):
        page.drawString(70, 800 - 20 * place, line)
    page.showPage()
    page.save()
    return made.getvalue()


def a_docx(header: str, title: str = "") -> bytes:
    """A Word file with a header and a title among its properties."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    text = f'<w:{{0}} xmlns:w="{word}"><w:p><w:r><w:t>{{1}}</w:t></w:r></w:p></w:{{0}}>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", text.format("document", "BÁO CÁO"))
        archive.writestr("word/header1.xml", text.format("hdr", header))
        archive.writestr("docProps/core.xml", f"<p><title>{title}</title><subject>x</subject></p>")
    return made.getvalue()


def a_page(*words: tuple[float, float, str], bold: str = "", turned: int = 0) -> bytes:
    """A page with words at places (points from below left); `bold` follows the last of them on its line."""
    fonts.register()
    made = io.BytesIO()
    page = Canvas(made, initialFontName=fonts.REGULAR)
    page.setPageRotation(turned)
    page.setFont(fonts.REGULAR, 13)
    for x, y, said in words:
        page.drawString(x, y, said)
    if bold:
        x, y, said = words[-1]
        x += page.stringWidth(said, fonts.REGULAR, 13)
        page.setFont(fonts.BOLD, 13)
        page.drawString(x, y, bold)
        page.setFont(fonts.REGULAR, 13)
        page.drawString(x + page.stringWidth(bold, fonts.BOLD, 13), y, " gồm các tài liệu sau")
    page.showPage()
    page.save()
    return made.getvalue()


def replaced(council: Council) -> None:
    """The paper in two versions, both read by the worker."""
    blobs = council.house.site.blobs
    pages = ["Tờ trình\nKinh phí 3.200 triệu đồng", "Nơi nhận"]
    first, second = blobs.put(BARE), blobs.put(BARE + b"%")
    for sha256, texts in ((first, pages), (second, [pages[0].replace("3.200", "3.500"), pages[1]])):
        if sha256 == second:
            said = {"filename": "b.pdf", "media_type": "application/pdf", "sha256": second, "size": 9}
            council.submits(
                "system",
                ReplaceDocument(
                    meeting_id=1,
                    document_id=council.document,
                    seen=file_seen(council.database, council.document),
                    **said,
                ),
            )
        words = keep_texts(blobs, texts)
        made = {"pdf_sha256": sha256, "pages": 2, "text_sha256": words}
        council.submits("system", RecordRendition(meeting_id=1, document_id=council.document, **made))


def opens(council: Council, who: str, *pages: int, version: int = 1, document: int = 0) -> int:
    """Somebody's device says which pages were opened; return the answer's status."""
    payload = {"meeting_id": 1, "document_id": document or council.document, "version": version, "pages": list(pages)}
    return Browser(council, who).asks_own("reading.note", payload).status_code

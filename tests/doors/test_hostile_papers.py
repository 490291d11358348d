"""Papers that ask for what they do not get: the network, a font that is not here. They are converted nevertheless."""

import io
import socket
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from meeting.documents.conversion import convert, read_pages

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


class Listener:
    """A server on loopback that counts its visitors."""

    def __init__(self) -> None:
        self._line = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._line.getsockname()[1])
        self.heard = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._line.accept()
            except OSError:
                return
            self.heard += 1
            caller.close()

    def close(self) -> None:
        self._line.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.close()


def a_docx(body: str, links: str = "") -> bytes:
    """A Word file with these runs, and links out of it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="'
            f'application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
            f'ContentType="{MAIN}"/></Types>',
        )
        document = f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        for name, inside in (("_rels/.rels", document), ("word/_rels/document.xml.rels", links)):
            archive.writestr(name, f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>')
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}" xmlns:a="{DRAWING}/main" '
            f'xmlns:pic="{DRAWING}/picture" xmlns:wp="{DRAWING}/wordprocessingDrawing"><w:body>{body}</w:body>'
            "</w:document>",
        )
    return made.getvalue()


def a_picture(link: str) -> str:
    """A picture that is fetched from elsewhere."""
    size = '<wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="a"/>'
    picture = (
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="a"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:link="{link}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr/></pic:pic>'
    )
    graphic = f'<a:graphic><a:graphicData uri="{DRAWING}/picture">{picture}</a:graphicData></a:graphic>'
    return f"<w:p><w:r><w:drawing><wp:inline>{size}{graphic}</wp:inline></w:drawing></w:r></w:p>"


def a_line(text: str, font: str = "") -> str:
    """A line of text, in a font."""
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    return f"<w:p><w:r>{fonts}<w:t>{text}</w:t></w:r></w:p>"


def words_of(tmp_path: Path, docx: bytes) -> str:
    """What the PDF of a Word file says."""
    source, target = tmp_path / "a.docx", tmp_path / "a.pdf"
    source.write_bytes(docx)
    target.write_bytes(convert(source, ".docx"))
    return " ".join(" ".join(read_pages(target).texts).split())


def test_a_paper_with_network_links_is_converted_without_a_request(tmp_path: Path, listener: Listener) -> None:
    at = f"http://127.0.0.1:{listener.port}"
    links = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{at}/{name}" TargetMode="External"/>'
        for name, kind in (("rId7", "image"), ("rId8", "attachedTemplate"), ("rId9", "subDocument"))
    )
    body = a_line("Tờ trình về đường liên thôn") + a_picture("rId7") + '<w:subDoc r:id="rId9"/>'
    assert "Tờ trình về đường liên thôn" in words_of(tmp_path, a_docx(body, links))
    assert listener.heard == 0
    with closing(socket.create_connection(("127.0.0.1", listener.port), timeout=5)) as caller:
        caller.recv(1)  # it counts everybody who can reach it
    assert listener.heard == 1


def test_a_paper_in_a_missing_font_keeps_every_letter(tmp_path: Path) -> None:
    text = "Ủy ban nhân dân xã: kế hoạch sử dụng đất, ngữ nghĩa đặc biệt"
    assert text in words_of(tmp_path, a_docx(a_line(text, "Phông Chữ Không Có")))

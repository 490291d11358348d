"""Marks of secrecy as scanners bring them: red, pale, askew, in a frame, spaced, noisy; and stamps that are no
marks."""

import io
import random
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from PIL.JpegImagePlugin import JpegImageFile
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from meeting.documents.content.secrecy import is_marked_scan, is_marked_stamp
from meeting.paper.fonts import _folder
from meeting.search.scan_apart import _is_dark_stamped, _upper, read
from meeting.search.scans import AskedScan, Scanned
from tests.search.conftest import needs_tesseract
from tests.tries import TRIES, today

DAYS = 3
RED, PALE, BLACK = (215, 40, 45), (240, 150, 150), (20, 20, 20)
SIZE = (1654, 2339)
"""A4 at 200 dots an inch."""
LINES = (
    (470, 140, "ỦY BAN NHÂN DÂN XÃ MINH TÂN"),
    (1150, 140, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (1150, 190, "Độc lập - Tự do - Hạnh phúc"),
    (470, 270, "Số: 12/KH-UBND"),
    (827, 540, "KẾ HOẠCH"),
    (827, 600, "Bảo vệ mục tiêu trên địa bàn xã năm 2027"),
    (827, 760, "Ủy ban nhân dân xã Minh Tân xây dựng kế hoạch bảo vệ như sau:"),
)


def face(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_folder() / "Tinos-Bold.ttf"), size)


def printed(lines: Sequence[tuple[int, int, str]] = LINES) -> Image.Image:
    """A first page without a stamp."""
    page = Image.new("RGB", SIZE, (250, 250, 248))
    drawn = ImageDraw.Draw(page)
    for x, y, line in lines:
        drawn.text((x, y), line, font=face(34), fill=BLACK, anchor="ma")
    return page


def stamped(
    words: str,
    colour: tuple[int, int, int],
    turn: float,
    *,
    framed: bool = True,
    page: Image.Image | None = None,
    at: tuple[int, int] = (470, 330),
) -> Image.Image:
    """A page, by default a first one, with a stamp turned by the given degrees."""
    page = page or printed()
    wide = int(face(40).getlength(words)) + 50
    stamp = Image.new("RGBA", (wide, 80))
    inked = ImageDraw.Draw(stamp)
    if framed:
        inked.rectangle((2, 2, wide - 3, 77), outline=colour, width=4)
    inked.text((wide // 2, 40), words, font=face(40), fill=colour, anchor="mm")
    stamp = stamp.rotate(turn, expand=True, resample=Image.Resampling.BICUBIC)
    page.paste(stamp, (at[0] - stamp.width // 2, at[1]), stamp)
    return page


def full_of_stamps() -> Image.Image:
    """A first page with every other red thing that an office puts on it, close to where a mark would be."""
    page = stamped("HỎA TỐC", RED, 4, at=(470, 440))
    stamped("CÔNG VĂN ĐẾN", RED, -3, page=page, at=(1150, 280))
    ImageDraw.Draw(page).ellipse((1010, 560, 1290, 840), outline=RED, width=5)
    return page


def scanned(page: Image.Image, *, skew: float = 0, noise: float = 0, dark: int = 0, light: int = 255) -> Image.Image:
    """What a poor scanner makes of it: turned, without contrast, with noise, compressed."""
    page = page.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=(245, 245, 243))
    page = page.point([dark + (light - dark) * value // 255 for value in range(256)] * 3)
    if noise:
        grain = Image.frombytes("L", page.size, random.Random(1).randbytes(page.width * page.height))
        page = Image.blend(page, grain.convert("RGB"), noise)
    pressed = io.BytesIO()
    page.save(pressed, "JPEG", quality=60)
    return Image.open(pressed)


def is_suspected(folder: Path, page: Image.Image) -> bool:
    return looked_at(folder, page).secret


def looked_at(folder: Path, page: Image.Image) -> Scanned:
    """What is found on a page; a scan is in its PDF as the scanner compressed it."""
    paper = folder / "a.pdf"
    sides = (595, 842) if page.height > page.width else (842, 595)
    canvas = Canvas(str(paper), pagesize=sides)
    canvas.drawImage(ImageReader(page.fp if isinstance(page, JpegImageFile) else page), 0, 0, *sides)
    canvas.save()
    return read(AskedScan(path=str(paper), page=1, judged=True))


@needs_tesseract
@pytest.mark.parametrize(
    "page",
    [
        scanned(stamped("TỐI MẬT", RED, 8)),
        scanned(stamped("MẬT", RED, -11)),
        scanned(stamped("TUYỆT MẬT", PALE, 0), skew=-4),
        scanned(stamped("TỐI MẬT", RED, 5), skew=1.5, noise=0.15, dark=90, light=225),
        scanned(stamped("T U Y Ệ T  M Ậ T", RED, 3, framed=False)),
        scanned(stamped("TỐI MẬT", BLACK, 0, framed=False), noise=0.15, dark=60, light=230),
        scanned(stamped("MẬT", RED, 5, page=full_of_stamps()), noise=0.1),
        scanned(stamped("MẬT", BLACK, 0, framed=False, page=printed([(827, 540, "KẾ HOẠCH")]), at=(330, 160))),
    ],
    ids=["askew", "short", "pale", "poor", "spaced", "black", "beside others", "alone"],
)
def test_a_mark_is_found_in_a_poor_scan(tmp_path: Path, page: Image.Image) -> None:
    assert is_suspected(tmp_path, page)


def on_its_side(page: Image.Image, turn: int) -> Image.Image:
    """The page as it lay in the scanner."""
    return page.rotate(turn, expand=True)


@needs_tesseract
@pytest.mark.parametrize(
    "page",
    [
        on_its_side(scanned(stamped("TỐI MẬT", RED, 8)), 90),
        on_its_side(scanned(stamped("MẬT", BLACK, -10)), 180),
        on_its_side(scanned(stamped("TUYỆT MẬT", BLACK, 0, framed=False)), 270),
    ],
    ids=["on its left", "on its head", "on its right"],
)
def test_a_mark_is_found_on_a_page_scanned_sideways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: Image.Image
) -> None:
    monkeypatch.setattr("meeting.search.scan_apart.SECONDS", 300)
    assert is_suspected(tmp_path, page)


@needs_tesseract
def test_nearly_all_tilted_black_stamps_are_found() -> None:
    """Each mark is found separately and read upright; the words of the page are not needed. A third of them each
    day: of all two may be missed, of a third one."""
    leaning = [
        (words, turn, framed)
        for words in ("MẬT", "TỐI MẬT", "TUYỆT MẬT")
        for turn in (5, -10, 15, -20)
        for framed in (True, False)
    ]
    upright = [(words, 0, True) for words in ("MẬT", "TỐI MẬT", "TUYỆT MẬT")]
    stamps = leaning + upright
    todays = stamps if TRIES > 1 else stamps[today() % DAYS :: DAYS]
    missed = [each for each in todays if not is_read(stamped(each[0], BLACK, each[1], framed=each[2]))]
    assert len(missed) <= max(1, len(todays) // 13), missed


def is_read(page: Image.Image) -> bool:
    """Whether a machine reads the black stamp of a page as a mark."""
    grey = scanned(page, noise=0.05).convert("L")
    return _is_dark_stamped(_upper(grey), time.monotonic() + 300)


@needs_tesseract
def test_black_parts_of_a_first_page_without_a_mark_are_not_taken_for_one() -> None:
    assert not is_read(printed())
    assert not is_read(stamped("HỎA TỐC", BLACK, 6))
    assert not is_read(stamped("CÔNG VĂN ĐẾN", BLACK, -7))


@needs_tesseract
def test_another_stamp_is_not_a_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("meeting.search.scan_apart.SECONDS", 300)
    seen = looked_at(tmp_path, scanned(full_of_stamps(), noise=0.1))
    assert (seen.secret, seen.unseen) == (False, False)


def test_confused_accents_of_optical_reading_are_accepted() -> None:
    assert is_marked_scan("UBND XÃ\nTỔI MẬT\nKẾ HOẠCH")
    assert is_marked_scan("TUYÊT MÂT")
    assert not is_marked_scan("tới mặt\nBáo cáo")
    assert not is_marked_scan("MẶT TRẬN TỔ QUỐC\nMẶT")
    assert is_marked_stamp("“MẶT.")
    assert is_marked_stamp("FUYỆT MẬT")
    assert is_marked_stamp("HOẢ TỐC\n\nMẶT\n")
    assert not is_marked_stamp("TIỀN MẶT")
    assert not is_marked_stamp("MẶT TRẬN")


def test_a_paper_that_cites_a_degree_has_no_mark_in_optical_reading_either() -> None:
    assert not is_marked_scan("BAN HÀNH DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ\nTỐI MẬT\nCăn cứ Luật")
    assert not is_marked_scan("VỀ VIỆC GIẢI MẬT TÀI LIỆU\n\nTỔI MẬT")
    assert not is_marked_scan("TUYỆT MẬT\nNHÀ NƯỚC")
    assert is_marked_scan("DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ\nTỐI MẬT\nKẾ HOẠCH\n\nTỔI MẬT\f")

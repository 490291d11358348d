"""A camera that sees a card: what a browser gets instead of a real one (y4m), and pictures of codes."""

from io import BytesIO
from pathlib import Path

import qrcode
from PIL import Image
from playwright.sync_api import Browser, BrowserType

from tests.chromium import CHROMIUM

WIDE, HIGH = 640, 480


def code(text: str, *, turned: int = 0, side: int = 260) -> Image.Image:
    """What a camera sees of a card that is held before it, a little turned."""
    picture = Image.new("L", (WIDE, HIGH), 150)
    made = qrcode.make(text).convert("L").resize((side, side)).rotate(turned, expand=True, fillcolor=150)
    picture.paste(made, ((WIDE - made.width) // 2, (HIGH - made.height) // 2))
    return picture


def nothing() -> Image.Image:
    """Nobody is in front of the camera."""
    return Image.new("L", (WIDE, HIGH), 90)


def film(place: Path, *scenes: tuple[Image.Image, float]) -> Path:
    """Scenes with their seconds, over and over."""
    rate, grey = 5, bytes([128]) * (WIDE * HIGH // 2)
    with place.open("wb") as out:
        out.write(f"YUV4MPEG2 W{WIDE} H{HIGH} F{rate}:1 Ip A1:1 C420jpeg\n".encode())
        for picture, seconds in scenes:
            frame = b"FRAME\n" + picture.tobytes() + grey
            out.write(frame * round(seconds * rate))
    return place


def photo(picture: Image.Image) -> bytes:
    """The same as a file that a tablet's own camera makes."""
    out = BytesIO()
    picture.convert("RGB").save(out, "JPEG")
    return out.getvalue()


def seeing(kind: BrowserType, film: Path) -> Browser:
    """A browser whose camera shows a film, and whose user lets pages see it."""
    args = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    return kind.launch(executable_path=CHROMIUM, args=[*args, f"--use-file-for-fake-video-capture={film}"])

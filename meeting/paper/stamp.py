"""The visible stamp of a digital signature, drawn before signing for the box in the signature block.

It names the signer, title, unit and the time to the second, in Vietnam's time zone (Decree 30/2020, Annex I). It is
blue like a personal signature, and its background is transparent.
"""

import io
from datetime import datetime

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from meeting.kernel.clock import local
from meeting.paper.fonts import BOLD, REGULAR, fit, register, width
from meeting.paper.signatures import BOX_HEIGHT, BOX_WIDTH

_INK = Color(0.08, 0.2, 0.55)
_EDGE, _SIZE, _SMALLEST = 7.0, 10.0, 5.0


def draw_stamp(full_name: str, title: str, unit: str, signed_at: datetime) -> bytes:
    """Return a one-page PDF of the box's size. Long lines get smaller letters, and are then cut with an ellipsis."""
    register()
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(BOX_WIDTH, BOX_HEIGHT), invariant=1, initialFontName=REGULAR)
    canvas.setStrokeColor(_INK)
    canvas.setFillColor(_INK)
    canvas.setLineWidth(0.8)
    canvas.roundRect(1, 1, BOX_WIDTH - 2, BOX_HEIGHT - 2, 4, stroke=1, fill=0)
    lines = [
        ("Ký bởi: " + full_name, BOLD, 11.5),
        (title, REGULAR, _SIZE),
        (unit, REGULAR, _SIZE),
        (f"Thời gian ký: {moment(signed_at)}", REGULAR, _SIZE),
    ]
    shown = [line for line in lines if line[0].strip()]
    step = (BOX_HEIGHT - 2 * _EDGE) / len(shown)
    for number, (text, face, size) in enumerate(shown, start=1):
        _line(canvas, text, face, size, BOX_HEIGHT - _EDGE - step * number + (step - size) / 2 + 2)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def moment(signed_at: datetime) -> str:
    """Return a time like `24/09/2026 14:00:05 +07:00`."""
    at = local(signed_at)
    zone = at.strftime("%z")
    return f"{at.strftime('%d/%m/%Y %H:%M:%S')} {zone[:3]}:{zone[3:]}"


def _line(canvas: Canvas, text: str, face: str, size: float, y: float) -> None:
    room, text = BOX_WIDTH - 2 * _EDGE, fit(text).replace("\n", " ")
    size = max(_SMALLEST, min(size, size * room / max(width(text, face, size), 1)))
    while width(text, face, size) > room:
        text = text.removesuffix("…")[:-1] + "…"
    canvas.setFont(face, size)
    canvas.drawString(_EDGE, y, text)

"""QR codes as SVG: a path, no image library, black on white at any size."""

import base64
import io
import sys

_NEEDLESS = [name for name in ("PIL", "lxml") if name not in sys.modules]
"""Modules that the library imports if they are installed, for pictures that we do not draw: 8 MiB of the server."""
sys.modules.update(dict.fromkeys(_NEEDLESS))  # type: ignore[arg-type] # None: as if it were not there

import qrcode  # noqa: E402
import qrcode.constants  # noqa: E402
from qrcode.image.svg import SvgPathImage  # noqa: E402

for _name in _NEEDLESS:
    del sys.modules[_name]


def svg(text: str) -> str:
    """Return the QR code of a text. Medium correction, because it is read from a projector across a hall."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2, image_factory=SvgPathImage)
    code.add_data(text)
    out = io.BytesIO()
    code.make_image().save(out)
    return out.getvalue().decode()


def picture(text: str) -> str:
    """Return the QR code as a data address, for an image inside a page."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg(text).encode()).decode()}"


def terminal(text: str) -> str:
    """Return the QR code for a terminal with a dark or light background."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_L, border=2)
    code.add_data(text)
    out = io.StringIO()
    code.print_ascii(out=out, invert=True)
    return out.getvalue()

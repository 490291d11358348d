"""QR codes as SVG: a path, no image library, black on white at any size."""

import base64
import io
import sys

_NEEDLESS = [name for name in ("PIL", "lxml") if name not in sys.modules]
"""The library takes them where they are installed, for pictures that are not drawn here: 8 MiB of the server."""
sys.modules.update(dict.fromkeys(_NEEDLESS))  # type: ignore[arg-type] # None: as if it were not there

import qrcode  # noqa: E402
import qrcode.constants  # noqa: E402
from qrcode.image.svg import SvgPathImage  # noqa: E402

for _name in _NEEDLESS:
    del sys.modules[_name]


def svg(text: str) -> str:
    """The QR code of a text. Medium correction: read from a projector across a hall."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2, image_factory=SvgPathImage)
    code.add_data(text)
    out = io.BytesIO()
    code.make_image().save(out)
    return out.getvalue().decode()


def picture(text: str) -> str:
    """The same as the address of an image, for a page of which it is a part."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg(text).encode()).decode()}"


def terminal(text: str) -> str:
    """The QR code for a terminal with a dark or light ground."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_L, border=2)
    code.add_data(text)
    out = io.StringIO()
    code.print_ascii(out=out, invert=True)
    return out.getvalue()

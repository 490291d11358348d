"""The head of the first page: the issuing body on the left, the national motto on the right, and the title.

A Party paper has no national motto: its head names the Party (Guideline 36-HD/VPTW).
"""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table

from meeting.paper import styles
from meeting.paper.broken import name_lines, tied
from meeting.paper.fonts import BOLD, REGULAR, width
from meeting.paper.manuscript import Manuscript
from meeting.paper.styles import paragraph

_LEFT, _RIGHT = 71 * mm, styles.TEXT_WIDTH - 71 * mm
_NATION, _MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
_PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"


class ThinLine(Flowable):  # type: ignore[misc]
    """The thin line below a motto, a body's name or a title, centred in its column."""

    def __init__(self, length: float) -> None:
        super().__init__()
        self.width, self.height = 0.0, 9.0
        self._length = length

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take the full available width, and return (width, height)."""
        self.width = width
        return self.width, self.height

    def draw(self) -> None:
        """Draw the line, a little below the text above it."""
        left, y = (self.width - self._length) / 2, self.height - 3
        self.canv.setLineWidth(0.7)
        self.canv.line(left, y, left + self._length, y)


def head(manuscript: Manuscript) -> list[Flowable]:
    """Return two columns and the title BIÊN BẢN with the name of the meeting."""
    columns = Table([[_issuer(manuscript), _party() if manuscript.party else _nation()]], colWidths=[_LEFT, _RIGHT])
    columns.setStyle(plain())
    title = [paragraph("BIÊN BẢN", styles.TITLE), paragraph(tied(manuscript.heading), styles.TITLE)]
    return [columns, Spacer(1, 14), *title, ThinLine(0.4 * _narrow(manuscript.heading, 14)), Spacer(1, 12)]


def plain() -> list[tuple[object, ...]]:
    """Return the style of a layout table: no padding, no lines, and our font (reportlab's default is not embedded)."""
    return [
        ("FONT", (0, 0), (-1, -1), REGULAR, 12),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
    ]


def _issuer(manuscript: Manuscript) -> list[Flowable]:
    lines: list[Flowable] = []
    if manuscript.parent_body:
        lines += [
            paragraph(line, styles.CAPS) for line in name_lines(manuscript.parent_body.upper(), REGULAR, 12, _LEFT - 2)
        ]
    if manuscript.body:
        name = name_lines(manuscript.body.upper(), BOLD, 12, _LEFT - 2)
        lines += [paragraph(line, styles.CAPS_BOLD) for line in name]
        mark = paragraph("*", styles.CAPS) if manuscript.party else ThinLine(0.4 * _narrow(name[-1], 12, _LEFT))
        lines.append(mark)
    return [*lines, paragraph(manuscript.number, styles.NUMBER)]


def _nation() -> list[Flowable]:
    return [
        paragraph(_NATION, styles.CAPS_BOLD),
        paragraph(_MOTTO, styles.MOTTO),
        ThinLine(width(_MOTTO, BOLD, 13)),
    ]


def _party() -> list[Flowable]:
    return [paragraph(_PARTY, styles.MOTTO), ThinLine(width(_PARTY, BOLD, 13))]


def _narrow(text: str, size: float, most: float = styles.TEXT_WIDTH) -> float:
    """Return the width of a bold line in points, at most the width of its column."""
    return min(width(text, BOLD, size), most)

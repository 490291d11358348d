"""The end of the minutes: closing time, two signatures side by side, and Nơi nhận. It always stays on one page."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from meeting.paper import styles
from meeting.paper.head import plain
from meeting.paper.manuscript import Manuscript, Signature
from meeting.paper.styles import paragraph

BOX_WIDTH, BOX_HEIGHT = 70 * mm, 27 * mm

Places = dict[str, tuple[int, tuple[float, float, float, float]]]
"""The place of each signature field by its name: (page from 0, rectangle in points)."""


class SignatureBox(Flowable):  # type: ignore[misc]
    """The empty box for a signature, by hand or digital. It records where it was drawn."""

    def __init__(self, field: str, places: Places) -> None:
        super().__init__()
        self.width, self.height = BOX_WIDTH, BOX_HEIGHT
        self._field, self._places = field, places

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return (the full available width, height). The box always has the same size: stamps are drawn for it."""
        self.width = width
        return self.width, self.height

    def draw(self) -> None:
        """Draw nothing, and record the place."""
        x, y = self.canv.absolutePosition((self.width - BOX_WIDTH) / 2, 0)
        left, bottom = round(x, 2), round(y, 2)
        box = (left, bottom, round(left + BOX_WIDTH, 2), round(bottom + BOX_HEIGHT, 2))
        self._places[self._field] = (self.canv.getPageNumber() - 1, box)


def ending(manuscript: Manuscript, places: Places) -> list[Flowable]:
    """Return the closing sentence, the block (THƯ KÝ left, CHỦ TỌA right) and the recipients.

    Drawing fills `places`.
    """
    block = Table(
        [[_half(manuscript.clerk, places), _half(manuscript.chair, places)]], colWidths=[styles.TEXT_WIDTH / 2] * 2
    )
    block.setStyle(plain())
    recipients = [paragraph("Nơi nhận:", styles.RECIPIENTS_HEAD)]
    recipients += [paragraph(f"- {line}", styles.RECIPIENTS) for line in manuscript.recipients]
    closing = paragraph(manuscript.closing, styles.BODY)
    return [KeepTogether([closing, Spacer(1, 12), block, Spacer(1, 10), *recipients])]


def _half(signature: Signature, places: Places) -> list[Flowable]:
    return [
        paragraph(signature.title, styles.TITLE),
        paragraph(signature.hint, styles.HINT),
        Spacer(1, 3),
        SignatureBox(signature.field, places),
        Spacer(1, 3),
        paragraph(signature.name, styles.TITLE),
    ]

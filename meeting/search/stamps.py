"""What may be a stamp on a page: each red thing of a stamp's size, by itself."""

from collections.abc import Iterator

from PIL import Image, ImageChops, ImageFilter

LEAST_RED, FAINT = 18, 0.4
"""How much redder than grey (of 255) a dot of a stamp is, and of how red the reddest is."""
LARGEST_RED = 0.25
"""Of what is looked at: more red than that is paper or a picture."""
CELLS = 210
"""How many cells the width has: a millimetre each of an A4 page."""
REACHES = (1, 3)
"""In cells: red is one thing within twice that. Stamps stand close to each other, letters of one far apart."""
HIGH, WIDE = (3, 50), (6, 120)
"""In cells: a stamp's least and most; the most holds a round seal that touches it."""

Box = tuple[int, int, int, int]
Cell = tuple[int, int]
"""Row and column."""


def stamps_of(page: Image.Image) -> list[Image.Image]:
    """White on black, whatever else stood beside them."""
    red, green, blue = page.split()
    redness = ImageChops.subtract(red, ImageChops.lighter(green, blue)).filter(ImageFilter.MedianFilter(3))
    reddest = max(value for value, dots in enumerate(redness.histogram()) if dots)
    least = max(LEAST_RED, reddest * FAINT)
    found = redness.point([255 if value > least else 0 for value in range(256)])
    if found.histogram()[255] > LARGEST_RED * found.width * found.height:
        return []
    return list({box: stamp for reach in REACHES for box, stamp in _apart(found, reach)}.values())


def _apart(found: Image.Image, reach: int) -> Iterator[tuple[Box, Image.Image]]:
    """What lies together, with its box."""
    cell = max(1, found.width // CELLS)
    grid = found.reduce(cell).point([0] + [255] * 255).filter(ImageFilter.MaxFilter(2 * reach + 1))
    left = {divmod(place, grid.width) for place, value in enumerate(grid.tobytes()) if value}
    while left:
        cells = _together(left)
        if not _has_size(cells, reach):
            continue
        mask = Image.new("L", grid.size)
        for row, column in cells:
            mask.putpixel((column, row), 255)
        mask = mask.resize((grid.width * cell, grid.height * cell), Image.Resampling.NEAREST)
        alone = ImageChops.darker(found, mask.crop((0, 0, *found.size)))
        if box := alone.getbbox():
            yield box, alone.crop(box)


def _together(left: set[Cell]) -> list[Cell]:
    """One of these cells and all that touch it, one by another; they are taken out of `left`."""
    found = [left.pop()]
    for row, column in found:  # it grows meanwhile
        near = left & {(row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)}
        left -= near
        found += near
    return found


def _has_size(cells: list[Cell], reach: int) -> bool:
    sides = (max(places) - min(places) + 1 - 2 * reach for places in zip(*cells, strict=True))
    return all(least <= side <= most for side, (least, most) in zip(sides, (HIGH, WIDE), strict=True))

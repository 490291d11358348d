"""Find what may be a stamp: red objects of a stamp's size, and black ones that are tilted or have a frame."""

import math
from collections.abc import Iterator
from statistics import median
from typing import NamedTuple

from PIL import Image, ImageChops, ImageFilter, ImageOps

LEAST_RED, FAINT = 18, 0.4
"""The least difference between red and grey (of 255) in a stamp's dots, and the least share of the reddest dot."""
LARGEST_RED = 0.25
"""The largest red part of the searched area. More is coloured paper or a picture."""
CELLS = 210
"""Cells across the width: about a millimetre each on A4."""
REACHES = (1, 3)
"""In cells: red dots within twice this distance are one object. Stamps are close to each other, their letters apart."""
HIGH, WIDE = (3, 50), (6, 120)
"""In cells: the least and the greatest height and width of a stamp. The greatest includes a round seal touching it."""

DARK = 128
"""On a page whose paper is 255, darker dots are ink."""
LEANS, MOST_LEAN = 3.5, 32
"""Degrees by which a stamp is tilted against the lines of its page, at least and at most."""
BORDER, RULED = 0.12, 0.55
"""The part of a stamp's height searched for its frame, and the part of its width that one row of it must cover."""
MOST_DARK = 10
"""The most black objects that are read, the most tilted first."""
SUMMED = 160
"""Dots along the longer side of the reduced picture from which the tilt is computed."""

Box = tuple[int, int, int, int]
Cell = tuple[int, int]
"""Row and column."""


def stamps_of(page: Image.Image) -> list[Image.Image]:
    """Return the red objects, white on black, each without its surroundings."""
    red, green, blue = page.split()
    redness = ImageChops.subtract(red, ImageChops.lighter(green, blue)).filter(ImageFilter.MedianFilter(3))
    reddest = max(value for value, dots in enumerate(redness.histogram()) if dots)
    least = max(LEAST_RED, reddest * FAINT)
    found = redness.point([255 if value > least else 0 for value in range(256)])
    if found.histogram()[255] > LARGEST_RED * found.width * found.height:
        return []
    return list({box: stamp for reach in REACHES for box, stamp in _apart(found, reach)}.values())


class _Ink(NamedTuple):
    picture: Image.Image
    lean: float


def dark_stamps_of(page: Image.Image) -> list[Image.Image]:
    """Return the black objects of a grey page that are tilted or framed, white on black and levelled."""
    paper = ImageOps.autocontrast(page.filter(ImageFilter.MedianFilter(3)))
    found = paper.point([255 if value < DARK else 0 for value in range(256)])
    things = [_Ink(alone, _lean(alone)) for _, alone in _apart(found, REACHES[0])]
    lines = [each.lean for each in things if each.picture.width > 4 * each.picture.height]
    skew = median(lines) if lines else 0.0
    apart = sorted(((abs(each.lean - skew), each) for each in things), key=lambda told: -told[0])
    likely = []
    for leans, each in apart:
        level = _level(each)
        if LEANS <= leans <= MOST_LEAN or _is_framed(level):
            likely.append(level)
    return likely[:MOST_DARK]


def _lean(alone: Image.Image) -> float:
    """Return by how many degrees an object rises to the right, from -45 to 45: the direction in which it is longest."""
    small = alone.copy()
    small.thumbnail((SUMMED, SUMMED))
    dots = [divmod(place, small.width) for place, value in enumerate(small.tobytes()) if value > DARK]
    if not dots:
        return 0.0
    middle_y, middle_x = (sum(each) / len(dots) for each in zip(*dots, strict=True))
    across = sum((x - middle_x) ** 2 for _, x in dots)
    down = sum((y - middle_y) ** 2 for y, _ in dots)
    both = sum((x - middle_x) * (y - middle_y) for y, x in dots)
    found = -math.degrees(0.5 * math.atan2(2 * both, across - down))
    return found if abs(found) <= 45 else 0.0


def _level(ink: _Ink) -> Image.Image:
    turned = ink.picture.rotate(-ink.lean, resample=Image.Resampling.BICUBIC, expand=True)
    return turned.crop(turned.getbbox())


def _is_framed(level: Image.Image) -> bool:
    """Return whether a line runs along the upper and the lower edge."""
    if not 1 < level.width / max(1, level.height) < 12:
        return False
    rows = [sum(each) / 255 / level.width for each in _rows(level)]
    edge = max(1, int(level.height * BORDER))
    return max(rows[:edge]) > RULED and max(rows[-edge:]) > RULED


def _rows(picture: Image.Image) -> Iterator[bytes]:
    dots = picture.tobytes()
    return (dots[at : at + picture.width] for at in range(0, len(dots), picture.width))


def _apart(found: Image.Image, reach: int) -> Iterator[tuple[Box, Image.Image]]:
    """Yield each connected object with its box."""
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
    """Remove one cell and all cells connected to it from `left`, and return them."""
    found = [left.pop()]
    for row, column in found:  # the list grows in this loop
        near = left & {(row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)}
        left -= near
        found += near
    return found


def _has_size(cells: list[Cell], reach: int) -> bool:
    sides = (max(places) - min(places) + 1 - 2 * reach for places in zip(*cells, strict=True))
    return all(least <= side <= most for side, (least, most) in zip(sides, (HIGH, WIDE), strict=True))

"""Finds the differences of two lists in bounded time: exactly if that is cheap, otherwise by unique common elements.

Pure.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

MOST_WORK = 10_000_000
"""The most work of one comparison: about a second. The rest is reported as removed and added as a whole."""
_DEEPEST = 20


class Stretch(NamedTuple):
    """`old[a:b]` and `new[c:d]`: equal, or one replaces the other."""

    same: bool
    a: int
    b: int
    c: int
    d: int


class Differing:
    """Finds the stretches of any number of lists, with `work` for all of them together."""

    def __init__(self, work: int = MOST_WORK) -> None:
        self._left = work

    def stretches(self, old: Sequence[str], new: Sequence[str]) -> Iterator[Stretch]:
        """Yield the stretches from the beginning to the end, none of them empty."""
        a = c = 0
        for start, at, size in (*self._blocks(old, new, 0, 0, 0), (len(old), len(new), 0)):
            if start > a or at > c:
                yield Stretch(False, a, start, c, at)
            if size:
                yield Stretch(True, start, start + size, at, at + size)
            a, c = start + size, at + size

    def _blocks(
        self, old: Sequence[str], new: Sequence[str], a: int, c: int, depth: int
    ) -> Iterator[tuple[int, int, int]]:
        """Yield `(index in old, index in new, length)` of equal stretches; these parts begin at `a` and `c`."""
        head = _alike(old, new)
        tail = _alike(old[head:][::-1], new[head:][::-1])
        end, last = len(old) - tail, len(new) - tail
        if head:
            yield a, c, head
        if head < end and head < last:
            yield from self._middle(old[head:end], new[head:last], a + head, c + head, depth)
        if tail:
            yield a + end, c + last, tail

    def _middle(
        self, old: Sequence[str], new: Sequence[str], a: int, c: int, depth: int
    ) -> Iterator[tuple[int, int, int]]:
        often, as_often = Counter(old), Counter(new)
        cost = sum(count * as_often[each] for each, count in often.items()) * min(len(old), len(new))
        if cost <= self._left:
            self._left -= cost
            for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()[:-1]:
                yield a + block.a, c + block.b, block.size
            return
        places = {each: at for at, each in enumerate(new) if as_often[each] == often[each] == 1}
        anchors = _rising([(at, places[each]) for at, each in enumerate(old) if each in places])
        if not anchors or depth == _DEEPEST:
            return
        start, first = 0, 0
        for at, place in (*anchors, (len(old), len(new))):
            yield from self._blocks(old[start:at], new[first:place], a + start, c + first, depth + 1)
            if at < len(old):
                yield a + at, c + place, 1
            start, first = at + 1, place + 1


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """Return the number of equal elements at the beginning."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most pairs that are in the same order in both lists."""
    ends: list[int] = []
    chosen: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        rank = bisect_left(ends, place)
        before.append(chosen[rank - 1] if rank else -1)
        ends[rank : rank + 1], chosen[rank : rank + 1] = [place], [number]
    found, number = [], chosen[-1] if chosen else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]

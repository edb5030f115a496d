"""Page numbers that a conversion from PDF glued to the first words of a page: 79城市 → 城市.

Told by their sequence alone: they rise by one from page to page, over pages of like length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

_GLUED = re.compile(
    r"(\d{2,6})(?![年月日号期届级度])"
    r"(?=[\u3400-\u9fff(（“《]|(?:\.\d{1,2}){1,3}[\s\u3400-\u9fff])"
)
_BARE = re.compile(r"\d{1,4}")
_MIN_PAGES, _MIN_PAGE, _MIN_LAST, _UNEVEN = 4, 200, 20, 3.0

Number = tuple[int, int, int]  # value, line, characters of the line that are the number


def drop_page_numbers(lines: list[str]) -> tuple[list[str], int]:
    """The lines without page numbers glued to their heads, and how many characters those were.

    The chain must reach a number that chapters do not reach, and its pages be of like length.
    """
    starts, position = [], 0
    for line in lines:
        starts.append(position)
        position += len(line) + 1
    best: list[Number] = []
    chains: dict[int, list[Number]] = {}  # by the value due next
    for number in _numbers(lines):
        value, at, _ = number
        chain = chains.pop(value, [])
        if chain and starts[at] - starts[chain[-1][1]] < _MIN_PAGE:
            chains[value] = chain
            chain = []
        chain = [*chain, number]
        if len(chain) > len(chains.get(value + 1, [])):
            chains[value + 1] = chain
        best = max(best, chain, key=len)
    glued = {at: size for _, at, size in best if size < len(lines[at])}
    apart = [starts[b[1]] - starts[a[1]] for a, b in pairwise(best)]
    if len(best) < _MIN_PAGES or best[-1][0] < _MIN_LAST or not glued:
        return lines, 0
    if max(apart) > _UNEVEN * median(apart):
        return lines, 0
    return [line[glued.get(i, 0) :] for i, line in enumerate(lines)], sum(glued.values())


def _numbers(lines: list[str]) -> Iterator[Number]:
    """What may be a page number at the head of a line, with every length that it may have."""
    for i, line in enumerate(lines):
        if _BARE.fullmatch(line):
            yield int(line), i, len(line)
            continue
        match = _GLUED.match(line)
        if match is None:
            continue
        digits = match[1]
        dotted = line[match.end()] == "."
        for size in range(1, len(digits) + (not dotted)):
            rest = len(digits) - size
            if size <= 4 and (rest <= 2 if dotted else rest == 0):
                yield int(digits[:size]), i, size

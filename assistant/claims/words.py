"""Wording: whether what a sentence is about is spoken of in its grounds at all.

Numbers and names are checked elsewhere; this keeps out sentences that are about something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.fold import fold, squeezed

SHARE = 0.5  # of a sentence's words that its grounds hold
_FRAME = re.compile(
    "根据|按照|依据|资料|文件|显示|规定|明确|提出|其中|此外|同时|截至|另外|因此|以及|包括|"
    "目标任务|完成时限|时限|事项|任务|项目|工作|主要|牵头|负责|单位|责任|完成|要求|应当|需要|"
    "可以|可|给予|分别|该|这|此|项|由|应|需|将|为|是|的|和|与|在|有|对|到|并|共|前|后|底|每|了"
)
_HAN = re.compile(r"[㐀-鿿]+")
_LATIN = re.compile(r"[a-z]{3,}")
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千万亿\d.,%‰]+")


def words(text: str, without: Iterable[tuple[int, int]] = ()) -> set[str]:
    """Pairs of Han characters and Latin words of a text, frame words and numerals left out.

    >>> sorted(words("由市民政局负责老年助餐", [(1, 5)]))
    ['助餐', '年助', '老年']
    """
    folded = list(fold(text))
    for start, end in without:
        folded[start:end] = " " * (end - start)
    plain = _NUMERAL.sub(" ", _FRAME.sub(" ", "".join(folded)))
    pairs = {run[i : i + 2] for run in _HAN.findall(plain) for i in range(len(run) - 1)}
    return pairs | set(_LATIN.findall(plain))


def covered(text: str, body: str, without: Iterable[tuple[int, int]], *, names: bool) -> bool:
    """Whether the grounds speak of what a text speaks of.

    Args:
        body: the grounds, folded, without white space.
        without: spans of the text that other checks have looked at.
        names: the text names a body, a date or a figure, which stands for words it may lack.
    """
    apart = {i for start, end in without for i in range(start, end)}
    rest = "".join(c for i, c in enumerate(text) if i not in apart)
    if len(re.findall(r"[㐀-鿿]", rest)) < len(re.findall(r"[A-Za-z]", rest)) / 3:
        # a translation shares few words with its source
        return names or any(run[:2] in body for run in _HAN.findall(fold(text)) if len(run) > 1)
    own = words(text, without)
    if not own:
        return names
    return sum(word in body for word in own) >= SHARE * len(own)


def shared(text: str, quote: str) -> int:
    """How many words and numbers of a text a quote holds."""
    body = squeezed(quote)
    numbers = set(re.findall(r"\d+(?:\.\d+)?", fold(text)))
    return sum(word in body for word in words(text) | numbers)

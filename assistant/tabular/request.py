"""What a question wants of a table's rows: the most, a rank, a sum, a count, limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.asking.question import FEWEST, MOST, Question
from corpus.figures import figures
from corpus.lines import number

Edge = Literal["", "top", "bottom"]
_N = r"([一二两三四五六七八九十]{1,3}|\d{1,3})"
_AT = re.compile(
    rf"(?:排名|排行|排序|排在|排列|位列|位居|名列|排|列)的?第{_N}|第{_N}(?:名|位(?!数))"
)
_FROM_END = re.compile(rf"倒数第?{_N}")
_TOP = re.compile(rf"(?<![之以])前{_N}(?:名|位|个|家|项|的|$|[?])")
_BOTTOM = re.compile(rf"[后末]{_N}(?:名|位|个|家|项)")
_LAST = re.compile(r"(?:排名?|排在|位列|位居)?(?:最后|末尾|垫底|末位)(?:一?名|一?位|的|$|[?])")
_FIRST = re.compile(
    r"最(?:好|快|靠前)|领先|排名?(?:在)?(?:最前|首位)|居首|(?:排名|排行)最(?:高|前|靠前)"
)
_LOWEST_RANK = re.compile(r"最(?:差|慢|落后)|(?:排名|排行)最(?:低|靠后|后)")
_WHICH_RANK = re.compile(r"排名?(?:在|是)?第?几|第几(?:名|位)|(?:名次|排名|位次)是?多少")
_SUM = re.compile(
    r"一共|总共|合计|总计|共计|加起来|总和|全部加|累计|(?<![公同一总合])共(?=有|计|多少|几|查|招|建|安排|发放|投|设|分|收到)|总(?=数|额|量|投资|户|面积|人|里程|金额|资金|规模|床位|学位|名额|计划|产)"
)
_TOGETHER = re.compile(r"一共|总共|加起来|总和|全部加|(?<![一-鿿])共(?=有|计|多少)")
_SEVERAL = re.compile(
    r"(?:[两二三四五六七八九十]|\d{1,3})(?:个|家|项|所|座|处|条|种|类|位|名|款)(?=[一-鿿])"
)
_MOST = re.compile(r"最(?:贵|远|久|宽|厚|深|热门)")
_LEAST = re.compile(r"[离距][^,?]{1,8}最近|最(?:便宜|短|轻|窄|浅|省钱|实惠)")
_WHOLE = re.compile(r"全[省市州县区]|整个|所有|全部")
_COUNT = re.compile(
    r"(?:多少|几)(?:个|家|项|所|座|处|条|种|类|位|名|款|件|批次?|场|支|户|只|台|辆|门|期|档|例|宗|起)"
)
_DIFFERENCE = re.compile(
    r"比.{1,20}?[多少高低大小长短快慢早晚贵][^?,]{0,8}?(?:多少|几)|相差|差(?:了)?(?:多少|几)|差距"
)
_BETTER = re.compile(
    r"(?:谁|哪)[^?,]{0,16}?(?:(?:更|比较)(?P<more>[多高大长快贵早少低小短慢晚])|"
    r"(?<!多)(?P<plain>[多高大长快贵早少低小短慢晚])(?:一?[些点])?(?=[?]|$))"
)
_BOUND = re.compile(
    r"(?P<over>不低于|不少于|至少|达到(?:了)?|超过(?:了)?|高于|大于|多于|超出|超)|"
    r"(?P<under>不超过|不高于|不多于|低于|少于|不足|不到|未达到?|没(?:有)?(?:达)?到|小于|未超过)"
)
_UNREACHED = ("未", "没")
_AFTER = re.compile(r"分?及?(以上|以下|以内)")
_CLOSED = frozenset({"不低于", "不少于", "至少", "达到", "达到了", "不超过", "不高于", "不多于",
                     "未超过", "以上", "以下", "以内"})  # fmt: skip
_WHICH = re.compile(
    r"哪(?!里|儿|天|年|月|日|怕)(?:些|几|一)?(?:个|家|项|所|座|处|条|种|类|位|名|款|件|批|场|支|户|只|块|样|档)?|什么(?!时候|时间|意思)|哪里|哪儿|啥(?!时候)|谁|有哪|列出|列举"
)
_LESS = frozenset("少低小短慢早")


@dataclass(frozen=True, slots=True)
class Bound:
    """Figures above (or below) a limit, itself among them where `closed`."""

    above: bool
    closed: bool
    value: Decimal
    unit: str

    def admits(self, value: Decimal) -> bool:
        """Whether a figure lies within."""
        if value == self.value:
            return self.closed
        return (value > self.value) == self.above


@dataclass(frozen=True, slots=True)
class Request:
    """What is wanted of the rows.

    Attributes:
        extreme: the row with the most or the fewest.
        edge, count_at, only: rows from the top or the bottom of an order: the first `count_at`
            of them, or the one at that place alone.
        which_rank, total, counts, differs, whole: the place of a row, a sum, how many rows there
            are, by how much two differ, all of them together.
        together: whether one figure is wanted of all that is named (一共, 加起来).
        bounds: limits of a figure.
        which: whether it asks which, what or who.
        spans: of the words that say all that.
    """

    extreme: Edge
    edge: Edge
    count_at: int
    only: bool
    which_rank: bool
    total: bool
    counts: bool
    differs: bool
    whole: bool
    together: bool
    bounds: tuple[Bound, ...]
    which: bool
    spans: tuple[tuple[int, int], ...]


def request_of(question: Question, text: str) -> Request:
    """What a question (its text squeezed) wants of rows."""
    extreme: Edge = "top" if question.asks(MOST) else "bottom" if question.asks(FEWEST) else ""
    better = _BETTER.search(text)
    if not extreme and better:
        extreme = "bottom" if (better["more"] or better["plain"]) in _LESS else "top"
    if not extreme:
        extreme = "top" if _MOST.search(text) else "bottom" if _LEAST.search(text) else ""
    edge, count_at, only, where = _edge(text)
    bounds, bounded = _bounds(text)
    patterns = (_SUM, _WHOLE, _COUNT, _DIFFERENCE, _WHICH, _WHICH_RANK, _LAST, _FIRST, _LOWEST_RANK,
                _SEVERAL, _MOST, _LEAST)  # fmt: skip
    found = [m for p in patterns for m in p.finditer(text)]
    return Request(
        extreme="" if edge else extreme,
        edge=edge, count_at=count_at, only=only,
        which_rank=bool(_WHICH_RANK.search(text)),
        total=bool(_SUM.search(text)),
        counts=bool(_COUNT.search(text)),
        differs=bool(_DIFFERENCE.search(text)),
        whole=bool(_WHOLE.search(text)),
        together=bool(_TOGETHER.search(text)),
        bounds=tuple(bounds),
        which=bool(_WHICH.search(text)),
        spans=tuple([*(m.span() for m in found), *where, *bounded]),
    )  # fmt: skip


def _edge(text: str) -> tuple[Edge, int, bool, list[tuple[int, int]]]:
    """From which end of the order, how many rows or at which place, and where that is said."""
    for pattern, edge, only in (
        (_FROM_END, "bottom", True), (_AT, "top", True), (_TOP, "top", False),
        (_BOTTOM, "bottom", False),
    ):  # fmt: skip
        found = pattern.search(text)
        if found:
            printed = next(g for g in found.groups() if g)
            return edge, _number(printed), only, [found.span()]  # type: ignore[return-value]
    for pattern, edge in ((_LAST, "bottom"), (_LOWEST_RANK, "bottom"), (_FIRST, "top")):
        found = pattern.search(text)
        if found:
            return edge, 1, True, [found.span()]  # type: ignore[return-value]
    return "", 0, False, []


def _number(printed: str) -> int:
    return int(printed) if printed.isdecimal() else number(printed.replace("两", "二"))


def _bounds(text: str) -> tuple[list[Bound], list[tuple[int, int]]]:
    """The limits that a text sets to figures, and where."""
    out, spans = [], []
    for figure in figures(text):
        if figure.dated:
            continue
        before = [m for m in _BOUND.finditer(text) if 0 <= figure.start - m.end() <= 1]
        printed = text[figure.start : figure.end]
        after = _AFTER.search(printed) or _AFTER.match(text, figure.end)
        word = before[-1][0] if before else after[1] if after else ""
        if not word:
            continue
        above = bool(before and before[-1]["over"]) or (not before and word == "以上")
        if before and after and before[-1][0].startswith(_UNREACHED):  # 未达到30以下: above it
            above, word = after[1] != "以上", ""
        out.append(Bound(above, word in _CLOSED, figure.value, figure.unit))
        start = before[-1].start() if before else figure.start
        spans.append((start, after.end() if after and after.re and after.pos else figure.end))
    return out, spans

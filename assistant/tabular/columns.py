"""Columns of a table: what kind of thing each holds, and its cells as figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from corpus.figures import figures
from corpus.fold import fold, squeezed
from index.expand import read_table

_DATA = Path(__file__).parent / "data" / "columns.tsv"
EMPTY = frozenset({"", "-", "--", "/", "\\", "无", "—", "——", "…", "*"})
_BARE = re.compile(r"[<>≤≥约]?([-+]?[\d,]+(?:\.\d+)?)(%|‰)?")
_UNIT = re.compile(r"\(([^()\d]{1,8})\)$")
_CAPTION_UNITS = re.compile(r"(?:计量)?单位:([一-鿿%、,/]{1,20})")
_BRACKETS = re.compile(r"\([^()]*\)")
# units of how long something takes
DURATIONS = frozenset({"天", "日", "个工作日", "工作日", "个月", "小时", "个小时", "分钟"})
A_DAY = re.compile(  # asks for a day or a year, not how long something takes
    r"哪一?[年月天日]|何时|什么时候(?!(可以|能)?(办|拿|领|出|批|下来|好))|几[月号]"
)
_CHECK = re.compile(r"([是否有无√×✓✗]|没有|不?(支持|需要?|提供|可以?|能|允许|开放|含|收取?))?")
_MOSTLY = 0.7  # share of its cells that make a column one of figures
_GRADE = re.compile(r"\d+[abc]级?")  # 4A
_PHONE = re.compile(r"0\d{6,}|1[3-9]\d{9}")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of column, see data/columns.tsv."""

    name: str
    asked: re.Pattern[str]
    labels: re.Pattern[str]
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name as printed, and squeezed without its unit.

    Attributes:
        kind: its kind's name, "" for none known.
        unit: of its figures, as far as the table names it, or "".
        numeric: whether its cells are figures that can be compared.
        checked: whether its cells only affirm or deny (有, 无).
    """

    label: str
    base: str
    kind: str
    unit: str
    numeric: bool
    checked: bool = False


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds of columns."""
    rows = [r for r in read_table(_DATA) if r[0] != "kind"]
    return tuple(
        Kind(r[0], re.compile(r[1]), re.compile(r[2]),
             tuple(u for u in (r[3] if len(r) > 3 else "").split("|") if u))
        for r in rows
    )  # fmt: skip


@lru_cache(maxsize=4096)
def value_of(cell: str) -> tuple[Decimal, str] | None:
    """The one figure of a cell with its unit; None where it has none or several."""
    text = squeezed(cell)
    bare = _BARE.fullmatch(text)
    if bare:
        digits = bare[1].replace(",", "")
        if "." not in digits and _PHONE.fullmatch(digits):
            return None
        return (Decimal(digits), bare[2] or "")
    if re.search(r"\d{3,4}-\d{7,8}", text) or _GRADE.fullmatch(text):
        return None
    found = [f for f in figures(text) if f.plain and not f.is_year]
    return (found[0].value, found[0].unit) if len(found) == 1 else None


def plain_name(text: str) -> str:
    """A printed name squeezed, without quotes and what its brackets add."""
    name = squeezed(text).replace('"', "")
    return _BRACKETS.sub("", name) or name


def column_of(label: str, cells: Sequence[str], caption: str) -> Column:
    """The column of this name with these cells; `caption` may name the unit of all figures."""
    base = plain_name(label)
    kind = next((k for k in kinds() if k.labels.search(base)), None)
    filled = [c for c in cells if squeezed(c) not in EMPTY]
    values = [v for c in filled if (v := value_of(c)) is not None]
    units = {u for _, u in values}
    numeric = bool(filled) and len(values) >= _MOSTLY * len(filled) and len(units) == 1
    named = kind is not None and kind.name in ("rank", "phone", "address", "contact", "person")
    named = named or (kind is not None and kind.name == "time" and not units <= DURATIONS)
    printed = _UNIT.search(fold(label).replace(" ", ""))
    unit = next(iter(units)) if numeric and units != {""} else ""
    if not unit and printed:
        unit = printed[1]
    if not unit and numeric:
        unit = _of_caption(caption, kind)
    checked = bool(cells) and all(_CHECK.fullmatch(squeezed(c)) for c in cells)
    return Column(label, base, kind.name if kind else "", unit, numeric and not named, checked)


def _of_caption(caption: str, kind: Kind | None) -> str:
    """The unit that the lines above give (单位:公里、万元), that of the column's kind."""
    found = _CAPTION_UNITS.search(caption)
    units = [u for u in re.split(r"[、,/]", found[1]) if u] if found else []
    if len(units) == 1 and kind is not None and kind.name == "share":
        return ""
    if len(units) == 1:
        return units[0]
    fitting = [u for u in units if kind is not None and u in kind.units]
    return fitting[0] if len(fitting) == 1 else ""

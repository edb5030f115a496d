"""What kind of thing a cell holds by its looks: a figure, a time, a date, a telephone, words.

What kinds stand below a column's name tells data/column_kinds.tsv.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from corpus.datafiles import read_table, values
from corpus.fields import UNIT_END
from corpus.fold import fold

EMPTY, WORDS, MIXED = "-", "w", "*"
FIGURE, TIME, DATE, PHONE = "n", "t", "d", "p"
BODIES, ADDRESS = "u", "a"
WORDY = frozenset((WORDS, BODIES, ADDRESS))
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_ABOUT = "[约近<>≤≥¥+-]{0,2}"
_DAY = r"(?:19|20)\d\d(?:[年./-]\d{1,2}(?:[月./-](?:\d{1,2}日?)?)?)?"
_AT = r"年?[底初中末前内起]|年(?:[上下]半年)?|月?[底初中末前内]|月[上中下]旬|日?[前起]"
_KINDS = (
    (EMPTY, re.compile(r"[-/]{1,3}|无")),
    (TIME, re.compile(r".{0,12}\d{1,2}:\d\d.*")),
    (PHONE, re.compile(r"\(?0\d{2,3}\)?-?\d{7,8}(?:[-转]\d{1,5})?|1[3-9]\d{9}")),
    (FIGURE, re.compile(r"\d{4}(?:-\d{4})?")),  # a year, too
    (DATE, re.compile(rf"{_DAY}(?:{_AT})?(?:-.{{4,12}})?|(?:长期|持续|每[年月季]).{{0,4}}|全年")),
    (FIGURE, re.compile(rf"{_ABOUT}{_NUMBER}(?:[-~]{_NUMBER})?[%‰万亿]*[^\d,。;:]{{0,4}}")),
)  # fmt: skip
_LONGEST, _LONGEST_BODY = 40, 20
_ADDRESS = re.compile(r"[路街道巷弄里村组镇乡苑].{0,10}\d{1,5}(?:-\d{1,4})?[号弄栋幢楼]")
_LABELLED = re.compile(r"[^\W\d]{2,8}:.")
_AND = re.compile(r"[、,;]")
_COLUMNS = ("kinds", "words")
_BRACKET = re.compile(r"\(([^()]*)\)$")


@lru_cache(maxsize=1 << 14)
def kind_of(text: str) -> str:
    """The kind of a cell's text, WORDS where it is none of the others; "" for a labelled line."""
    folded = "".join(fold(text).split())
    if _LABELLED.match(folded):
        return ""
    if len(folded) > _LONGEST and not _AND.search(folded):
        return WORDS
    kind = next((kind for kind, form in _KINDS if form.fullmatch(folded)), WORDS)
    if kind == WORDS and _ADDRESS.search(folded):
        return ADDRESS
    bodies = _AND.split(folded)
    named = all(2 <= len(b) <= _LONGEST_BODY and UNIT_END.search(b) for b in bodies)
    return BODIES if kind == WORDS and named else kind


def alike(one: str, other: str) -> str:
    """The kind that two cells of a column show; MIXED where they have none in common."""
    if EMPTY in (one, other) and one != other:
        return other if one == EMPTY else one
    if one == other:
        return one
    if {one, other} == {FIGURE, PHONE}:  # 12345, and numbers without their town's
        return PHONE
    return WORDS if {one, other} <= WORDY else MIXED


def fits(kind: str, column: str) -> bool:
    """Whether a cell of a kind may stand in a column of a kind."""
    if kind in (column, EMPTY) or (kind, column) == (FIGURE, PHONE):
        return True
    return kind in WORDY if column in (WORDS, EMPTY) else column == MIXED and kind != ""


def agrees(name: str, kind: str) -> bool:
    """Whether a column of a kind may have a name."""
    told = below(name)
    if kind == EMPTY:
        return True
    if kind == MIXED:
        return len(told) != 1
    return not told or kind in told or (WORDS in told and kind in WORDY)


@lru_cache(maxsize=1 << 10)
def below(name: str) -> str:
    """The kinds that may stand below a column's name; "" where it tells none."""
    folded = "".join(fold(name).split())
    unit = _BRACKET.search(folded)
    ends = _ends()
    if unit is not None:
        kinds = ends.get(unit[1].partition("/")[0], "")
        return kinds or below(folded[: unit.start()])
    return next((ends[folded[k:]] for k in range(len(folded)) if folded[k:] in ends), "")


@cache
def _ends() -> dict[str, str]:
    path = Path(__file__).parent / "data" / "column_kinds.tsv"
    return {
        fold(w): row["kinds"] for row in read_table(path, _COLUMNS) for w in values(row["words"])
    }

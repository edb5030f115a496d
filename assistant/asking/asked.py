"""What a question asks for, by the patterns of data/asked.tsv, and its stop words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from corpus.fold import fold
from index.expand import read_table

DATA = Path(__file__).parent / "data"
BESIDES, REPEALED = "besides", "repeal"
NOT_REPEALED = frozenset({"list", "measures", "metadata:失效日期", "metadata:标题", "denial"})
FIGURES = frozenset({"number", "deadline"})
ELSE = frozenset({"reason", "penalty", "start"})  # beside which a figure must be asked for as such
_WHICH = re.compile(r"[几多何哪么啥百第]|[a-z]")
_WHETHER = re.compile(r"^[^几何哪啥什]*(?<!多少)[^几何哪啥什]*吗[?\uff1f]?$")
LED = frozenset({"lead", "list", "items"})  # what 除牵头单位外还有哪些… does not ask for


@dataclass(frozen=True, slots=True)
class Asked:
    """A stretch of the question that asks for something.

    `topical` stretches are also words of the topic (比例, 取消); the others only ask.
    """

    kind: str
    start: int
    end: int
    topical: bool


class Patterns:
    """Patterns of asking, for one language."""

    def __init__(self, rows: list[tuple[str, str]]) -> None:
        self._patterns = [(kind, re.compile(pattern)) for kind, pattern in rows]

    def find(self, text: str) -> list[Asked]:
        """All stretches that ask for something, in the order of the text."""
        found = [
            Asked(kind.rstrip("+"), m.start(), m.end(), kind.endswith("+"))
            for kind, pattern in self._patterns
            for m in pattern.finditer(text)
        ]
        found = _settled(sorted(found, key=lambda a: (a.start, a.kind)))
        return [a for a in found if not _merely_named(a, found, text)]


def _merely_named(one: Asked, found: list[Asked], text: str) -> bool:
    """Whether a figure or a time limit is only spoken of where something else is asked.

    为什么不延长年限 asks for a reason, 算在时限里吗 whether it is so.
    """
    if one.kind not in FIGURES or _WHICH.search(text[one.start : one.end]):
        return False
    return bool(_WHETHER.search(text)) or any(a.kind in ELSE for a in found)


def _settled(found: list[Asked]) -> list[Asked]:
    """Without what is not asked for beside something else.

    Besides the lead, who? asks for the responsible units alone; which text is repealed, for one.
    """
    if any(a.kind == REPEALED for a in found):
        found = [a for a in found if a.kind not in NOT_REPEALED]
    if not any(a.kind == BESIDES for a in found):
        return found
    return [replace(a, kind="responsible") if a.kind == BESIDES else a
            for a in found if a.kind not in LED]  # fmt: skip


@cache
def patterns(language: str) -> Patterns:
    """The patterns of a language ("zh" or "en")."""
    rows = read_table(DATA / "asked.tsv")
    return Patterns([(row[0], row[2]) for row in rows if row[1] == language])


@cache
def _dialect() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row[0]), row[1]) for row in read_table(DATA / "dialect.tsv"))


def standard(text: str) -> str:
    """A folded question with dialect words of asking as everybody writes them.

    >>> standard("租赁补贴几多钱一个月")
    '租赁补贴多少钱一个月'
    """
    for word, meant in _dialect():
        text = word.sub(meant, text)
    return text


@cache
def verbs() -> dict[str, tuple[str, ...]]:
    """Single-character verbs that carry a topic (罚), and the words of documents for them."""
    return {row[0]: tuple(row[1].split("|")) for row in read_table(DATA / "verbs.tsv")}


@cache
def attributes() -> frozenset[str]:
    """Words for what matters of all kinds have (电话, 材料): asked for, they are no topic."""
    return frozenset(fold(row[0]) for row in read_table(DATA / "attributes.tsv"))


@cache
def named_attributes() -> frozenset[str]:
    """Those of them that an answer must name (电话), not merely state (目标)."""
    return frozenset(fold(r[0]) for r in read_table(DATA / "attributes.tsv") if "said" in r[1:])


@cache
def stop_words(english: bool = False) -> frozenset[str]:
    """Words that carry the question, not its topic."""
    return _words("stopwords_en.txt" if english else "stopwords.txt")


@cache
def words_of_asking() -> frozenset[str]:
    """Words of asking that are mended where they are misspelt by homophones (责任丹位)."""
    return _words("asking_words.txt")


def _words(name: str) -> frozenset[str]:
    lines = (DATA / name).read_text(encoding="utf8").splitlines()
    return frozenset(fold(w) for line in lines if not line.startswith("#") for w in line.split())

"""Claims: whether what a written sentence states stands in the passages that it cites.

Stricter than verify.py, which checks texts that were put together from the passages themselves:
here the writer may have made anything up. Knows nothing of who wrote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.draft import Support
from assistant.claims.around import Around, replaced
from assistant.claims.bodies import Bodies
from assistant.claims.dates import Date, dates
from assistant.claims.dates import standing as standing_dates
from assistant.claims.figures import RANGE, Counted, counted, in_chinese
from assistant.claims.figures import standing as standing_figures
from assistant.claims.force import force_stands
from assistant.claims.roles import leads_stand
from assistant.claims.words import covered, words
from corpus.figures import chinese_number
from corpus.fold import fold, squeezed
from corpus.gazetteer import Gazetteer
from corpus.units import Units

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
# Numbers of list items and rows count nothing: 1.…;2.…, (1)…;(2)…, ①…②…, | 14 | …, 51.60岁.
_NUMBERED = re.compile(
    r"(?m)^\s*\d{1,3}[.、]|^\s*\|?\s*\d{1,3}\s*[|\t]|(?<=[;。|:])\s*\d{1,2}[.、](?!\d{1,2}(?!\d))"
    r"|(?:^|(?<=[;。|:,]))\s*\(\d{1,2}\)"
)
_CIRCLED = re.compile("[①-⒇]")
_NUMBER = re.compile(
    r"(?P<head>[㐀-鿿]{0,14})[(\[【]\s*(?P<year>\d{4})\s*[)\]】]\s*(?:第\s*)?(?P<no>\d{1,5})\s*号"
    r"|第\s*(?P<alone>\d{1,5})\s*号"
)
_LEADING = re.compile(
    r".*(?:根据|按照|依据|依照|遵照|贯彻|落实|文号|编号|文件|通知|办法|[为是见由即])"
)
_ORDINAL = re.compile(
    r"第\s*(?P<n>\d{1,4}|[一二两三四五六七八九十百千零]{1,9})\s*(?P<of>[条款项章节行位批届次期个名类部])"
)
_QUOTED = re.compile(r'"([^"]*)"')
_LONG = 9  # characters of a quotation that must stand word for word
_TITLE = re.compile(r"《([^《》]{2,80})》")
_LINK = re.compile(r"https?://|www\.|[\w.-]+@[\w-]+\.\w|\]\(|!\[|</?[a-z!|]|```|[{}]")

_REACH = 40  # characters before a figure in which its subject is looked for
_TELLING = 2  # words that a rival figure must share with the sentence to count
_AS_NEAR = 0.5  # of the words that the nearest rival shares


@dataclass(frozen=True, slots=True)
class Stated:
    """A folded text taken apart; each character counts once."""

    dates: tuple[Date, ...]
    numbers: tuple[tuple[str, str, str], ...]
    ordinals: frozenset[tuple[int, str]]
    figures: tuple[Counted, ...]
    text: str

    @classmethod
    def of(cls, folded: str) -> Stated:
        """Dates, document numbers (head, year, number), ordinals and figures."""
        numbers = tuple(
            (m["head"] or "", m["year"] or "", m["no"] or m["alone"])
            for m in _NUMBER.finditer(folded)
        )
        found, rest = dates(in_chinese(_NUMBER.sub(_blank, folded)))
        ordinals = frozenset((_value(m["n"]), m["of"]) for m in _ORDINAL.finditer(rest))
        rest = _ORDINAL.sub(_blank, rest)
        return cls(tuple(found), numbers, ordinals, tuple(counted(rest)), rest)

    def about(self, one: Date | Counted) -> set[str]:
        """The words around a date or figure, up to the ones next to it; a range is one."""
        spans = _ranges([*self.dates, *self.figures], self.text)
        start, end = next((a, b) for a, b in spans if a <= one.start < b)
        left = max((b for _, b in spans if b <= start), default=0)
        right = min((a for a, _ in spans if a >= end), default=len(self.text))
        before = re.split(r"[。;\n]", self.text[max(left, start - _REACH) : start])[-1]
        own = before.partition(",")[2] if left else ""  # 共5000个车位,公园3个: 车位 is the other's
        after = re.split(r"[,。;\n()]", self.text[end:right])[0]
        return words(own if words(own) else before) | words(after)

    def around(self, one: Date | Counted) -> Around:
        """The characters right around a date or figure."""
        return Around.of(self.text, one.start, one.end)


class Grounds:
    """What the cited passages say, in the forms that claims are compared with."""

    def __init__(self, supports: Sequence[Support]) -> None:
        self.text = "\n".join(_said(s) for s in supports)
        folded = fold(_CIRCLED.sub(";", self.text))
        self.folded = folded
        self.body = squeezed(fold("\n".join((self.text, *(s.quote for s in supports)))))
        self.stated = Stated.of(_NUMBERED.sub(_stop, folded))
        self.levels = [s.document.level for s in supports]


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks sentences against what they cite."""

    bodies: Bodies

    @classmethod
    def of(cls, units: Units, gazetteer: Gazetteer | None) -> Checker:
        """A checker that knows these bodies and places."""
        return cls(Bodies(units, gazetteer))

    def fault(self, text: str, supports: Sequence[Support]) -> str:
        """What of a sentence does not stand in its supports, "" where everything does.

        One of: links, numbers, dates, figures, units, places, quotes, force, wording.
        """
        grounds = Grounds(supports)
        folded = fold(_CIRCLED.sub(";", text))
        said = Stated.of(_NUMBERED.sub(_stop, folded))
        held = grounds.stated
        spans = self.bodies.spans(text)
        checks = (
            ("links", not _LINK.search(folded)),
            ("numbers", all(_number_stands(n, held.numbers) for n in said.numbers)),
            ("dates", all(_date_stands(d, said, held) for d in said.dates)),
            ("figures", said.ordinals <= held.ordinals
             and all(_figure_stands(f, said, held) for f in said.figures)),
            ("units", self.bodies.stand(text, grounds.text, grounds.levels)
             and leads_stand(text, supports, grounds.text, self.bodies.units)),
            ("places", self.bodies.places_stand(text, grounds.text)),
            ("quotes", _quotes_stand(folded, grounds.body)),
            ("force", force_stands(folded, grounds.folded)),
            ("wording", covered(text, grounds.body, spans,
                                names=bool(spans or said.dates or said.figures))),
        )  # fmt: skip
        return next((name for name, passed in checks if not passed), "")


def _figure_stands(figure: Counted, said: Stated, held: Stated) -> bool:
    """A figure among the figures, said of the same; a bare year also among the dates."""
    if not figure.unit and any(d.year == figure.value for d in held.dates):
        return True
    rivals = [f for f in held.figures if f.unit == figure.unit]
    return _said_of_same(figure, said, held, standing_figures(figure, held.figures), rivals)


def _date_stands(date: Date, said: Stated, held: Stated) -> bool:
    """A date among the dates, said of the same."""
    rivals = [d for d in held.dates if bool(d.month) == bool(date.month)]
    return _said_of_same(date, said, held, standing_dates(date, held.dates), rivals)


def _said_of_same(
    one: Date | Counted,
    said: Stated,
    held: Stated,
    same: Sequence[Date | Counted],
    rivals: Sequence[Date | Counted],
) -> bool:
    """Whether what stands there is said of what the sentence speaks of, not something beside it."""
    if not same:
        return False
    own = said.about(one)
    best = max((len(own & held.about(r)) for r in rivals), default=0)
    if best >= _TELLING and max(len(own & held.about(s)) for s in same) < best * _AS_NEAR:
        return False
    return not replaced(said.around(one), map(held.around, same), map(held.around, rivals))


def _number_stands(number: tuple[str, str, str], held: Sequence[tuple[str, str, str]]) -> bool:
    """A document's number: the same year and number, and one head that ends with the other."""
    head = _LEADING.sub("", number[0])
    for other in held:
        theirs = _LEADING.sub("", other[0])
        if other[1:] == number[1:] and (head.endswith(theirs) or theirs.endswith(head)):
            return True
    return False


def _quotes_stand(folded: str, body: str) -> bool:
    """Long quotations word for word, titles as they are."""
    quotes = [piece for q in _QUOTED.findall(folded) if len(q) >= _LONG
              for piece in re.split("…+", q)]  # fmt: skip
    return all(squeezed(q).rstrip("。,;") in body for q in (*quotes, *_TITLE.findall(folded)))


def _ranges(stated: Sequence[Date | Counted], text: str) -> list[tuple[int, int]]:
    """Where dates and figures stand, the two ends of a range (60至79周岁) as one."""
    out: list[tuple[int, int]] = []
    for one in sorted(stated, key=lambda s: s.start):
        if out and RANGE.fullmatch(text[out[-1][1] : one.start]):
            out[-1] = (out[-1][0], one.end)
        else:
            out.append((one.start, one.end))
    return out


def _stop(match: re.Match[str]) -> str:
    """A sentence's end in the place of a list's number, the break of a line kept."""
    return match[0][: len(match[0]) - len(match[0].lstrip())] + ";"


def _blank(match: re.Match[str]) -> str:
    return "¦" * len(match[0])


def _value(text: str) -> int:
    if text.isdigit():
        return int(text)
    return int(chinese_number(text) or 0)


def _said(support: Support) -> str:
    """What a citation shows: slice, headings, place in the document, the document's own head."""
    document = support.document
    days = (document.date, document.published, document.effective, document.expires)
    spoken = [re.sub(_ISO, lambda m: f"{m[1]}年{int(m[2])}月{int(m[3])}日", day) for day in days]
    years = [f"{day}年" for day in spoken if re.fullmatch(r"\d{4}", day)]
    parts = (support.labelled, *(h.text for h in support.passage.path), document.title,
             document.issuer, document.number, *spoken, *years, support.passage.region,
             document.region, support.passage.locator)  # fmt: skip
    return "\n".join(parts)

"""Fields: what printed labels mean, unit lists, title sentences, the rule for the lead unit.

What labels mean stands in data/headers.tsv. Notes are found in notes.py, cells in tables.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from corpus.datafiles import read_table, values
from corpus.fold import fold
from corpus.records import LEAD, MATTER, MEASURES, NUMBER, RESPONSIBLE, Field, Span
from corpus.sentences import first_sentence

_COLUMNS = ("name", "kind", "inline", "variants")
PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">", "《": "》", "【": "】"}
CLOSERS = set(PAIRS.values())
_EDGE = " \t\n\u3000,;:。、."
_TAG = re.compile(r"<[^<>\n]{1,200}>")
_SPACES = re.compile(r"[ \t\n\u3000\xa0]+")
_BROKEN = re.compile(r"(?<=[\u3400-\u9fff，、；])[ \t]*\n\s*(?=[\u3400-\u9fff])")
UNIT_END = re.compile(
    r"(局|委|办|厅|会|府|部|处|院|公司|中心|集团|队|行|社|联|台|组|站|所|团|室|馆|部门|单位|机构"
    r"|办公室|指挥部|分局|总局|校|区|县|市|省|署|海关|协会|工会)[)]?$"
)
# 市, 州, 县(市、区): words that share the 人民政府 that follows the last of them.
_BARE_LEVEL = re.compile(
    r"(各|本|相关|有关|所在)?(省|自治区|直辖市|地|市|州|盟|县|区|旗|乡|镇|乡镇|街道|村|社区|街|园区"
    r"|开发区|高新区|功能区|新区)+(\([^()]{1,12}\))?"
)
_SHARED = re.compile(r"政府|管委会|办事处|党委|单位|部门")
_SAME_BELOW = re.compile(r"\([^()]*下同\)")
_LEAD_RULE = re.compile(
    r"(?:无|没有|未明确|未列|未注明|不设)牵头(?:单位|部门)的?,?"
    r"(?:由)?(?P<first>第一|首位|排首位的?|首个)?责任(?:单位|部门)(?:即|均|都)?为牵头(?:单位|部门)"
    r"|(?P<ranked>(?:排|列|排名|排列)(?:在)?(?:第一位?|首位|最前)的?(?:责任)?(?:单位|部门)?(?:即)?"
    r"为牵头(?:单位|部门))"
    r"(?P<others>[,;](?:其他|其它|其余|后面)的?(?:单位|部门)?(?:均|都)?为(?:责任|配合)(?:单位|部门))?"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A printed name's field: canonical name, and whether its values are units."""

    name: str
    units: bool


@dataclass(frozen=True, slots=True)
class LeadRule:
    """A document's own rule for the lead unit.

    Attributes:
        first_only: only the first of the responsible units leads.
        others: the others alone are responsible.
    """

    span: Span
    first_only: bool
    others: bool = False


class Labels:
    """The printed names of fields and what they stand for."""

    def __init__(self, names: dict[str, Label], inline: set[str]) -> None:
        self._names = names
        longest_first = sorted(inline, key=lambda x: (-len(x), x))
        spaced = (r"[ \u3000]?".join(map(re.escape, name)) for name in longest_first)
        self.inline = re.compile(f"({'|'.join(spaced)})[ \u3000]?(?::|(?=均?同[上前]))")

    @classmethod
    def load(cls, *paths: Path) -> Labels:
        """The labels of these files (form: data/headers.tsv); a later file wins."""
        names: dict[str, Label] = {}
        inline: set[str] = set()
        for path in paths:
            for row in read_table(path, _COLUMNS):
                for variant in values(row["variants"]):
                    names[fold(variant)] = Label(row["name"], row["kind"] == "units")
                    if row["inline"] == "yes":
                        inline.add(fold(variant))
        return cls(names, inline)

    @classmethod
    def default(cls) -> Labels:
        """The labels that ship with the project."""
        return _default_labels()

    def get(self, printed: str) -> Label | None:
        """What a printed name stands for, or None."""
        return self.of(fold(printed))

    def of(self, folded: str) -> Label | None:
        """What a folded name stands for, or None."""
        return self._names.get("".join(folded.split()))


@cache
def _default_labels() -> Labels:
    return Labels.load(Path(__file__).parent / "data" / "headers.tsv")


def plain(text: str) -> str:
    """A value as shown: no tags, white space collapsed, no line break inside Chinese words."""
    return _SPACES.sub(" ", _BROKEN.sub("", _TAG.sub(" ", text))).strip()


def split_units(text: str) -> tuple[str, ...]:
    """The single units of a printed list, each a substring of it.

    Notes in brackets stay with their unit, but those that only say 下同; words of level that
    share one 人民政府 (各市、州、县人民政府) stay one unit.

    >>> split_units("市科技局、市财政局,各市、州、县人民政府〈含开发区,下同〉")
    ('市科技局', '市财政局', '各市、州、县人民政府')
    """
    text = plain(text)
    folded = fold(text)
    cuts: list[tuple[int, int]] = []
    depth = start = 0
    for i, c in enumerate(folded):
        if c in PAIRS:
            depth += 1
        elif c in CLOSERS:
            depth = max(0, depth - 1)
        elif depth == 0 and (c in "、,;" or (c == " " and UNIT_END.search(folded[start:i]))):
            cuts.append((start, i))
            start = i + 1
    cuts.append((start, len(text)))
    return tuple(u for u in (_unit(text, folded, a, b) for a, b in _share(folded, cuts)) if u)


def _share(folded: str, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Glue bare level words to the piece with the 人民政府 that they share."""
    out: list[tuple[int, int]] = []
    held: int | None = None
    for a, b in cuts:
        piece = folded[a:b].strip()
        if _BARE_LEVEL.fullmatch(piece):
            held = a if held is None else held
            continue
        if held is not None and not (_SHARED.search(piece) and _BARE_LEVEL.match(piece)):
            out += [(x, y) for x, y in cuts if held <= x < a]
            held = None
        out.append((a if held is None else held, b))
        held = None
    if held is not None:
        out += [(x, y) for x, y in cuts if x >= held]
    return out


def _unit(text: str, folded: str, start: int, end: int) -> str:
    unit = text[start:end]
    for match in reversed(list(_SAME_BELOW.finditer(folded[start:end]))):
        if match.end() == len(unit.rstrip()):
            unit = unit[: match.start()]
    return unit.strip(_EDGE)


def lead_rule(folded: str) -> LeadRule | None:
    """The sentence by which a document says who leads where it names no lead unit."""
    match = _LEAD_RULE.search(folded) if "为牵头" in folded else None
    if match is None:
        return None
    first = bool(match["first"] or match["ranked"])
    return LeadRule(Span(*match.span()), first, others=bool(match["others"]))


def derive_lead(fields: tuple[Field, ...], rule: LeadRule | None) -> tuple[Field, ...]:
    """Add the lead that the document's rule gives to a record that states none."""
    names = {f.name: f for f in fields}
    if rule is None or LEAD in names or RESPONSIBLE not in names:
        return fields
    source = names[RESPONSIBLE]
    units = source.values[:1] if rule.first_only else source.values
    lead = Field(LEAD, source.label, units, source.start, source.end, rule.span)
    at = fields.index(source)
    if not rule.others:
        return (*fields[:at], lead, *fields[at:])
    rest = (replace(source, values=source.values[1:]),) if len(source.values) > 1 else ()
    return (*fields[:at], lead, *rest, *fields[at + 1 :])


def trim(folded: str, start: int, end: int) -> tuple[int, int]:
    """The span without punctuation, white space and opening brackets at its ends."""
    while end > start and (folded[end - 1] in _EDGE or folded[end - 1] in PAIRS):
        end -= 1
    while start < end and folded[start] in _EDGE:
        start += 1
    return start, end


_SHORT_TITLE, _LONG_REST = 32, 50


def matter_fields(text: str, start: int, end: int) -> tuple[Field, ...]:
    """The matter of a record in text[start:end]: whole, or its title sentence and the measures."""
    body = text[start:end]
    a, b = first_sentence(body)
    title = body[a:b]
    rest = body[b:]
    short = b - a <= _SHORT_TITLE and title[-1:] in "。：:" and not any(c.isdigit() for c in title)
    if short and len(rest.strip()) >= _LONG_REST:
        c, d = trim(fold(rest), 0, len(rest))
        return (
            (
                _text_field(MATTER, text, start + a, start + b),
                Field(MEASURES, MEASURES, (plain(rest[c:].strip()),), start + b + c, end),
            )
            if d > c
            else (_text_field(MATTER, text, start + a, start + b),)
        )
    return (_text_field(MATTER, text, start, end),) if body.strip(_EDGE) else ()


def _text_field(name: str, text: str, start: int, end: int) -> Field:
    a, b = trim(text[start:end], 0, end - start)
    return Field(name, name, (plain(text[start + a : start + b]),), start + a, start + b)


def number_field(label: str, start: int, end: int) -> Field:
    """The number that a record is printed with."""
    return Field(NUMBER, NUMBER, (label,), start, end)

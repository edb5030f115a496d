"""Units named by reference: 同上, 同第3项, 各责任单位, as the document itself says who they are.

What it says nowhere stays as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.fields import UNIT_END, split_units
from corpus.fold import fold
from corpus.records import NUMBER, UNIT_FIELDS, Field, Span

_REFERRING = frozenset((*UNIT_FIELDS, "配合单位"))
_NAME = r"各?(?:有关|相关|责任|牵头|配合|成员|参与|市直|省直|县直|区直){1,2}(?:部门|单位)"
_WHOLE, _LAST = re.compile(_NAME), frozenset("位门門")
_SAME = re.compile(r"(?:(?:牵头|责任|配合)?(?:单位|部门))?(?:均?同[上前](?:项|行|一项)?|〃|″)")
_SAME_AS = re.compile(r"(?:与|同)第?(\d{1,3})[项行条](?:相?同|一致)?")
_LIST = r"[^。;:\n\t|(]{4,400}"
_SAID = re.compile(
    rf"(?P<name>{_NAME})(?:(?:,)?(?:是指|系指|指的是|指|包括|分别是|分别为|为|:):?(?P<after>{_LIST})(?=[。;\n]|\Z)"
    rf"|\((?:即|指|包括)?:?(?P<inside>[^()]{{4,400}})\))"
)
_CALLED = re.compile(rf"\((?:以下|下文)?(?:统称|合称|简称)(?:为)?[:\"']*(?P<name>{_NAME})[\"']*\)")
_SENTENCE = re.compile(r"[^。;:\n\t|()]*\Z")
_REACH = 400
_LEADS_IN = re.compile(r".*(?:成立由|由|经|会同|明确|组织|确定)")


class Referred:
    """What a document's references to units stand for; asked record after record, in order."""

    def __init__(self, text: str, folded: str) -> None:
        self._text, self._folded = text, folded
        self._said: dict[str, tuple[tuple[str, ...], Span]] | None = None
        self._last: dict[str, Field] = {}
        self._by_number: dict[tuple[str, str], Field] = {}

    def resolve(self, fields: tuple[Field, ...]) -> tuple[Field, ...]:
        """The fields of the next record, with the units that references in them stand for."""
        if not any(f.name in _REFERRING for f in fields):
            return fields
        found = tuple(self._resolved(f) if f.name in _REFERRING else f for f in fields)
        number = next((f.text for f in fields if f.name == NUMBER), "")
        for field in found:
            if field.name in _REFERRING:
                self._last[field.name] = self._by_number[field.name, number] = field
        return found

    def _resolved(self, field: Field) -> Field:
        value = fold(field.text)
        named = _SAME_AS.fullmatch(value)
        earlier = self._last.get(field.name) if _SAME.fullmatch(value) else None
        if named:
            earlier = self._by_number.get((field.name, named[1]))
        if earlier is not None:
            rule = earlier.rule or Span(earlier.start, earlier.end)
            return replace(field, values=earlier.values, rule=rule)
        for at, one in enumerate(field.values):
            if one[-1:] in _LAST and _WHOLE.fullmatch(fold(one)):
                units, span = self._defined().get(_short(fold(one)), ((), None))
                if units:
                    values = (*field.values[:at], *units, *field.values[at + 1 :])
                    return replace(field, values=tuple(dict.fromkeys(values)), rule=span)
        return field

    def _defined(self) -> dict[str, tuple[tuple[str, ...], Span]]:
        """The units that the document's sentences define, looked for when first needed."""
        if self._said is None:
            self._said = dict(_definitions(self._text, self._folded))
        return self._said


def _definitions(text: str, folded: str) -> Iterator[tuple[str, tuple[tuple[str, ...], Span]]]:
    """The sentences that say who 各责任单位 are: name, units, where they stand."""
    for match in _SAID.finditer(folded):
        group = "after" if match["after"] else "inside"
        yield from _defined(text, match["name"], *match.span(group))
    for match in _CALLED.finditer(folded) if "称" in folded else ():
        end = match.start()
        before = _SENTENCE.search(folded, max(0, end - _REACH), end)
        start = before.start() if before else end
        lead = _LEADS_IN.match(folded, start, end)
        yield from _defined(text, match["name"], lead.end() if lead else start, end)


def _defined(
    text: str, name: str, start: int, end: int
) -> Iterator[tuple[str, tuple[tuple[str, ...], Span]]]:
    units = tuple(u.removesuffix("等") for u in split_units(text[start:end]))
    if len(units) > 1 and all(UNIT_END.search(fold(u)) and len(u) <= 30 for u in units):
        yield _short(name), (units, Span(start, end))


def _short(name: str) -> str:
    return name.removeprefix("各")

"""The places that a question names: known, misspelt, unknown by their shape, towns."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from assistant.asking.question import TOWN
from assistant.asking.romanised import romanised
from assistant.asking.topic import Knowledge
from corpus.fold import blanked
from corpus.gazetteer import Gazetteer, Mention, Place

_PLACE_SHAPE = re.compile(  # no name of a place has a word of grammar in it
    r"(?:^|[,\s?。那在问])((?:(?![在是的有要和我你他她它这那哪每各了把被让给对从向由以为于到不没个一离距])[\u3400-\u9fff]){2,3}"
    r"(?:(?<![城都超夜股楼上])市(?!辖|本级|级|场)|(?<![小社园城校辖市片景新地郊山])区(?!域|级)|县(?!域|级)|自治州))(?=[\u3400-\u9fff\d])"
)
_TOWN = re.compile(  # 东溪镇, not 特色小镇, 乡镇 or 每个镇
    r"(?:^|[,\s?。那问在])((?:(?![在是的有要和我你他她它这那哪每各了把被让给对从向由以为于到不没个全新美农特中])[\u3400-\u9fff]){2}"
    r"(?:(?<![小城乡村古集强重心制型色])镇|(?<![城家])乡(?![镇村])))(?=[\u3400-\u9fff\d])"
)
_TOWNS = re.compile(r"[镇乡](和|与|跟|同|及|、)[\u3400-\u9fff]{2,3}[镇乡]")
_BETWEEN = re.compile(
    r"\s*(全?[省市区县州])?的?(和|与|、|跟|同|及|以及|,|,|and|vs|versus|or|还是)\s*"
)
PROVINCE = "省"
_OF_PROVINCE = re.compile(
    r"全省|省里|省级|省上|省(?=和|与|跟|、)|(?<=和|与|跟|、)省(?![级里上\u3400-\u9fff]{0,2}[厅局委办])"
)
_AND_WHOLE = re.compile(r"[^,?]*[,?](那|那么)?\s*$")  # 甲市要建几个,全省呢: what stands between
_ALONE = re.compile(r"(全?[省市州])?(的|又|则)?(呢|(是|有|要)?(多少|几)[^,?]{0,3})[?]?$")
_COUNTED = re.compile(
    r"(?:这|那)?[两二三四五六七八九十]个?(?:城市|市州|地市|地方|地区|区县|县市|城|市|州|区|县|地)(?![\u3400-\u9fff]{0,2}(?:创建|建设))"
    r"|\b(?:two|three|four|five) (?:cities|places|districts|counties)\b"
)


def beside(text: str, places: Sequence[Mention]) -> list[tuple[int, int]]:
    """Spans that only join places or count them (甲市、乙市和丙市三个城市), to be masked."""
    spans = []
    ordered = sorted(places, key=lambda m: m.start)
    for one, other in itertools.pairwise(ordered):
        if _BETWEEN.fullmatch(text, one.end, other.start):
            spans.append((one.end, other.start))
    if len(ordered) > 1:
        spans += [m.span() for m in _COUNTED.finditer(text)]
    return spans


def places_named(
    text: str, know: Knowledge, *, english: bool, typed: str = ""
) -> tuple[list[Mention], str, tuple[tuple[str, str], ...]]:
    """Places named, the text with misspelt ones mended, and what was mended.

    `typed`: an English question before it was folded, whose capitals tell names.
    """
    mended = []
    for place, wrong in know.gazetteer.near(text):
        if wrong in text and know.vocabulary.knows(place.name):  # 安置区 is no misspelt 安次区
            text = text.replace(wrong, place.name)
            mended.append((wrong, place.name))
    known = know.gazetteer.find(text)
    if english:
        known = [*known, *romanised(typed, known, know)]
    else:
        known = [*known, *(_unknown_place(text, known, know) or _town(text, known))]
        known = sorted([*known, *_province(text, known, know)], key=lambda m: m.start)
    return known, text, tuple(mended)


def _province(text: str, known: Sequence[Mention], know: Knowledge) -> list[Mention]:
    """The province of a place that is named beside it without its name: 省里和甲市."""
    for place in known:
        above = [p for p in know.gazetteer.ancestors(place.place) if p.level == PROVINCE]
        for match in _OF_PROVINCE.finditer(text) if above else ():
            between = (match.end(), place.start), (place.end, match.start())
            if any(a <= b and _BETWEEN.fullmatch(text[a:b]) for a, b in between):
                return [Mention(above[0], *match.span())]
    return []


def _unknown_place(text: str, known: Sequence[Mention], know: Knowledge) -> list[Mention]:
    """A place that neither the gazetteer nor the corpus knows, told by the shape of its name.

    It must be seen, or a question about it would be answered from a neighbour's document.
    """
    blank = blanked(text, [(m.start, m.end) for m in known])
    match = _PLACE_SHAPE.search(blank)
    if match is None or know.vocabulary.knows(match.group(1)):
        return []
    if any(start == 0 for _, start, _ in know.units.find(blank[match.end(1) - 1 :])):
        return []  # 清单里市文旅局: the last character belongs to a body's name
    above = next((m.place.name for m in known if m.end == match.start(1)), "")
    if known and not above:
        return []  # another place is named, and this is no part of it
    place = Place(match.group(1), "区县", above, (), ())
    return [Mention(place, match.start(1), match.end(1))]


def _town(text: str, known: Sequence[Mention]) -> list[Mention]:
    """A town or village named at the head of a question or right after its county.

    No gazetteer holds them; the passage that answers must name it.
    """
    match = _TOWN.search(blanked(text, [(m.start, m.end) for m in known]))
    if match is None or _TOWNS.search(text):
        return []
    above = next((m.place.name for m in known if m.end == match.start(1)), "")
    place = Place(match.group(1), TOWN, above, (), ())
    return [Mention(place, match.start(1), match.end(1))]


def most_specific(text: str, named: Sequence[Mention], gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The places without those that contain another one named, in order.

    Where they are named side by side (省和市), both are meant.
    """
    unique = list({m.place.name: m.place for m in named}.values())
    if _side_by_side(text, named):
        return tuple(unique)
    return tuple(
        p for p in unique
        if not any(q is not p and q.name != p.name and gazetteer.is_within(q, p) for q in unique)
    )  # fmt: skip


def _side_by_side(text: str, places: Sequence[Mention]) -> bool:
    """Whether two places are joined by a word of comparing, or the same is asked of each."""
    return any(
        _BETWEEN.fullmatch(text[a.end : b.start])
        or (_AND_WHOLE.fullmatch(text[a.end : b.start]) and _ALONE.match(text, b.end))
        for a, b in itertools.pairwise(places)
    )


def inside(start: int, end: int, places: Sequence[Mention]) -> bool:
    """Whether a span lies in a place's name."""
    return any(m.start <= start and end <= m.end for m in places)

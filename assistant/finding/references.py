"""Articles that a sanction refers to (违反本条例第十五条第二款): they tell what the offence is."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.fold import squeezed
from corpus.lines import number

_NUMERAL = r"[一二三四五六七八九十百零\d]+"
_OFFENCE = re.compile(r"违反[^。;\uff1b]{0,16}?第[^。;\uff1b]*?(?:规定|,|\uff0c)")
_ARTICLE = re.compile(rf"第({_NUMERAL})条(?:第({_NUMERAL})款)?(?:第((?:{_NUMERAL}、?)+)项)?")
_HEAD = re.compile(rf"^\s*第({_NUMERAL})条\s*", re.M)
_ITEM = re.compile(rf"\s*[(\uff08]({_NUMERAL})[)\uff09]")


def referred(sentence: str, text: str) -> str:
    """The articles of a document's text that a sentence sanctions, squeezed; "" for none."""
    offence = _OFFENCE.search(sentence)
    if offence is None:
        return ""
    articles = _articles(text)
    return squeezed("\n".join(_part(articles, m) for m in _ARTICLE.finditer(offence[0])))


def _part(articles: dict[int, str], named: re.Match[str]) -> str:
    """What is named: an article, its paragraph, the items of either."""
    article = articles.get(number(named[1]), "")
    text = _paragraph(article, number(named[2])) if named[2] else article
    wanted = {number(n) for n in named[3].split("、") if n} if named[3] else set()
    items = [ln for ln in text.splitlines() if (m := _ITEM.match(ln)) and number(m[1]) in wanted]
    return "\n".join(items) or text


def _paragraph(article: str, part: int) -> str:
    """The paragraph of an article by its number, its items with it; the article if it has none."""
    paragraphs: list[str] = []
    for line in article.splitlines():
        if paragraphs and _ITEM.match(line):
            paragraphs[-1] += "\n" + line
        elif line.strip():
            paragraphs.append(line)
    return paragraphs[part - 1] if 0 < part <= len(paragraphs) else article


@lru_cache(maxsize=64)
def _articles(text: str) -> dict[int, str]:
    """The articles of a text by their numbers."""
    heads = list(_HEAD.finditer(text))
    ends = [*(m.start() for m in heads[1:]), len(text)]
    return {number(m[1]): text[m.end() : end] for m, end in zip(heads, ends, strict=False)}

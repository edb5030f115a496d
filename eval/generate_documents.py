"""Questions that any document can be asked: what its head states, and what its articles say.

Near misses: what heads of other documents state and this one nowhere mentions, and an article
beyond its last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.records import Document, Field, Passage
from eval.cases import Case, Evidence
from eval.normalise import holds, normalise
from eval.numerals import han_value

Pairs = Sequence[tuple[Document, Passage]]
ASKED_OF_A_HEAD = "《{title}》的{name}是什么?"
ASKED_OF_AN_ARTICLE = "《{title}》{article}是怎么规定的?"
TITLE = "标题"
HEAD_LENGTHS = range(2, 61)
POINT_LENGTHS = range(6, 41)
BEYOND = 5
_ARTICLE = re.compile(r"第([零一二三四五六七八九十百千]+)条")
_DIGITS = "零一二三四五六七八九"


def stated_by_documents(pairs: Pairs) -> Iterator[Case]:
    """Fields of the documents' heads, and the first words of their articles."""
    for document in _titled_once(pairs):
        for field in document.meta:
            if case := _of_head(document, field):
                yield case
    titles = {document.id for document in _titled_once(pairs)}
    for document, passage in pairs:
        if document.id in titles and _ARTICLE.fullmatch(passage.locator):
            words = passage.text.strip().removeprefix(passage.locator).strip()
            point = re.split(r"[,，。;；:：\n]", words, maxsplit=1)[0].strip()
            if len(point) in POINT_LENGTHS:
                yield Case(
                    f"article-{passage.id}", _article(document, passage.locator), style="plain",
                    category="content", answerable=True, gold=((point,),),
                    evidence=(Evidence(document.source, point),),
                )  # fmt: skip


def not_stated_by(pairs: Pairs) -> Iterator[Case]:
    """Near misses: only an abstention is right."""
    documents = _titled_once(pairs)
    names = Counter(f.name for d in documents for f in d.meta if f.name != TITLE)
    common = sorted(name for name, times in names.items() if times > 1)
    for document in documents:
        stated = {field.name for field in document.meta}
        text = normalise(document.text)
        for name in common:
            if name not in stated and normalise(name) not in text:
                question = ASKED_OF_A_HEAD.format(title=document.title, name=name)
                yield _unanswerable(f"absent-{document.id}-{name}", question)
    last: dict[str, int] = {}
    for document, passage in pairs:
        if found := _ARTICLE.fullmatch(passage.locator):
            last[document.id] = max(last.get(document.id, 0), int(han_value(found[1])))
    for document in documents:
        if document.id in last:
            beyond = f"第{in_han(last[document.id] + BEYOND)}条"
            yield _unanswerable(f"beyond-{document.id}", _article(document, beyond))


def in_han(number: int) -> str:
    """A number from 1 to 9999 as articles have it.

    >>> in_han(10), in_han(16), in_han(105), in_han(1020)
    ('十', '十六', '一百零五', '一千零二十')
    """
    written, gap = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            written += ("零" if gap and written else "") + _DIGITS[digit] + name
        gap = digit == 0
    return written.removeprefix("一") if written.startswith("一十") else written


def _titled_once(pairs: Pairs) -> list[Document]:
    """The documents whose title no other has, in the order of the corpus."""
    documents = list({document.id: document for document, _ in pairs}.values())
    times = Counter(normalise(document.title) for document in documents)
    return [d for d in documents if d.title and times[normalise(d.title)] == 1]


def _of_head(document: Document, field: Field) -> Case | None:
    """What a head states, where the place that it was read from holds it."""
    quote = document.text[field.start : field.end]
    said = field.text if holds(normalise(quote), field.text) else quote
    if field.name == TITLE or len(said) not in HEAD_LENGTHS or not normalise(said):
        return None
    return Case(
        f"head-{document.id}-{field.name}",
        ASKED_OF_A_HEAD.format(title=document.title, name=field.name),
        category="metadata", style="plain", answerable=True, gold=((said,),),
        evidence=(Evidence(document.source, quote),),
    )  # fmt: skip


def _article(document: Document, article: str) -> str:
    return ASKED_OF_AN_ARTICLE.format(title=document.title, article=article)


def _unanswerable(name: str, question: str) -> Case:
    return Case(name, question, category="unanswerable", style="plain", answerable=False)

"""A question's text into a Question: language, places, years, what is asked, topic words."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.asking.amounts import full_ages
from assistant.asking.asked import Asked, patterns, standard, words_of_asking
from assistant.asking.heads import counted_word, english_counted, head_of, last_keyword
from assistant.asking.implied import HINTS, Named, implied
from assistant.asking.letters import gist
from assistant.asking.measure import measure_of
from assistant.asking.pasted import spoken
from assistant.asking.places import beside, inside, most_specific, places_named
from assistant.asking.question import LEAD, NUMBER, REASON, Question
from assistant.asking.topic import Knowledge, chinese_terms, english_terms, mixed_terms
from assistant.errors import QuestionError
from corpus.fold import blanked, fold, is_traditional
from corpus.lines import number
from index.segment import squeeze_spaced
from index.spelling import misspelt

_LATIN = re.compile(r"[a-z]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_THIS = re.compile(r"这(个|项|种|些|件|样)|该(项|政策)|此(项|事)|\b(this|that|these|those)\b")
TOLD = 0.4  # weight of a story's words where the question points at them (这个政策)
MAX_LENGTH = 2000  # characters; longer texts are documents, not questions
_YEAR = re.compile(  # 2000元 is a sum
    r"(?<!\d)((?:19|20)\d\d)(?![\d.]|\s*[元块户人个家名张套台辆亩吨米%](?!数))(?:年度?)?"
)
_NUMBER = re.compile(
    r"第([0-9一二三四五六七八九十百零]+)(项|条|款|行|号|个|点)|\bitem (?:no\.? ?)?(\d+)"
)
_SHORT_YEAR = re.compile(
    r"(?<![\d一二三四五六七八九十百零〇点.满了近共达过续足第有])(2[1-9]|二[一二三四五六七八九])年(?![内以制级期来])"
)
_DOCUMENT_NUMBER = re.compile(r"[\u3400-\u9fff]{2,10}[(\[]\d{4}[)\]]第?\d+号")
_AS_OF = re.compile(
    r"(?:截至|截止到?|到|至)(?:(?:19|20)\d\d年|今年|去年)?\d{1,2}月(?:底|末|\d{1,2}日)?"
)
_QUOTED = re.compile(r'"([^"]{2,30})"|《([^》]{2,60})》')
_SPELT = re.compile(  # Sample County (示例县): what the name in brackets says
    r"([a-z'-]+(?: (?:county|city|district|town|township|province))?) (?=\(\s*[\u3400-\u9fff])"
)
_GIVEN = re.compile(r"[㐀-鿿]{3,}")  # a Chinese name in an English question


def understand(text: str, know: Knowledge) -> Question:
    """Understand a single question, or the one that a letter comes to; markup is no part of it.

    Raises:
        QuestionError: empty, longer than MAX_LENGTH, or without any letter, digit or character.
    """
    _check(text)
    asking, story = gist(spoken(text))
    question = _understand(asking, know)
    return _with_story(question, _understand(story, know)) if story else question


def _with_story(question: Question, story: Question) -> Question:
    """A question with what only the story before it tells: whose place it is, and of what."""
    home = story.places[-1] if story.places else None
    terms = question.terms
    if not terms or _THIS.search(question.text):
        names = {t.text for t in terms}
        told = (t for t in story.terms if t.text not in names)
        terms = (*terms, *(replace(t, weight=t.weight * TOLD) for t in told))
    return replace(question, terms=terms, home=home)


def _understand(text: str, know: Knowledge) -> Question:
    english = _is_english(text)
    spaced = fold(text) if english else full_ages(_full_years(standard(squeeze_spaced(text))))
    mended: tuple[tuple[str, str], ...] = ()
    spaced, words = (spaced, ()) if english else _mended(spaced, know)
    places, spaced, mended_places = places_named(spaced, know, english=english, typed=text)
    masked = blanked(spaced, [(m.start, m.end) for m in places] + beside(spaced, places))
    asked, hints = _asked(text, spaced, english=english)
    if not english:
        spans = [(a.start, a.end) for a in (*asked, *hints)]
        spaced, masked, mended = know.vocabulary.mend(spaced, masked, spans, know.synonyms)
        asked, hints = _asked(text, spaced, english=english) if mended else (asked, hints)
    units = [
        (u, a, b) for u, a, b in know.units.find(spaced)
        if not inside(a, b, places) and not u.name.startswith("各")
        and not (b - a == 2 and know.vocabulary.is_word(spaced[a - 1 : a + 1]))  # 平台办理
    ]  # fmt: skip
    years = tuple(dict.fromkeys(m.group(1) for m in _YEAR.finditer(spaced)))
    topic = _YEAR.sub(lambda m: " " * len(m.group()), masked)
    topic = blanked(topic, [(a.start, a.end) for a in (*asked, *hints) if not a.topical])
    pointing = [p for x in (_DOCUMENT_NUMBER, _NUMBER, _AS_OF) for p in x.finditer(spaced)]
    topic = blanked(topic, [m.span() for m in pointing])
    if english:
        known = [(m.start, m.end) for m in places] + [(a, b) for _, a, b in units]
        given = [m for m in _GIVEN.finditer(spaced) if m.span() not in known]
        spelt = [m.span(1) for m in _SPELT.finditer(topic)]
        topic = blanked(topic, [*spelt, *(m.span() for m in given)])
        terms = english_terms(topic, know, [m.group() for m in given])
    else:
        quoted = [m.group(1) for m in _QUOTED.finditer(spaced) if m.group(1)]
        terms = chinese_terms(topic, know, units, quoted, asked)
        terms = mixed_terms(terms, topic, know) if _LATIN.search(topic) else terms
    keyword = "" if english else last_keyword(text, asked, terms)
    named = Named(tuple(b for _, _, b in units), len(places), len(years), len(terms))
    told = [a.kind for a in (*asked, *hints)]
    kinds = [a.kind for a in asked] + list(implied(spaced, told, named))
    figured = NUMBER in kinds or not {LEAD, REASON} & {*kinds}  # 比例由谁定 asks for no figure
    return Question(
        text=text, topic=topic, english=english, traditional=not english and is_traditional(text),
        places=most_specific(spaced, places, know.gazetteer), years=years,
        asked=tuple(dict.fromkeys(kinds)), units=tuple(u.name for u, _, _ in units),
        printed=tuple(spaced[a:b] for _, a, b in units), terms=terms,
        number=_numbered(_NUMBER.search(spaced)),
        measure=measure_of(spaced, english=english) if figured else "",
        titles=tuple(b for _, b in _QUOTED.findall(spaced) if b),
        numbers=tuple(m.group() for m in _DOCUMENT_NUMBER.finditer(spaced)),
        head=head_of(asked, terms, spaced) or keyword,
        counted=english_counted(spaced) if english else counted_word(asked, terms, spaced),
        keywords=bool(keyword), mended=(*words, *mended_places, *mended),
    )  # fmt: skip


def _mended(text: str, know: Knowledge) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text with misspelt words of asking (责任丹位) and bodies (明政局) mended, and those."""
    pairs = []
    for at, word in misspelt(text, (*words_of_asking(), *know.units.short_names)):
        typed = text[at : at + len(word)]
        if not know.units.find(typed):  # 税务局 is no 水务局
            pairs.append((typed, word))
            text = text[:at] + word + text[at + len(word) :]
    return text, tuple(pairs)


def _asked(text: str, spaced: str, *, english: bool) -> tuple[list[Asked], list[Asked]]:
    """What words of asking ask for, and the hints that only tell it together."""
    found = patterns("en" if english else "zh").find(spaced)
    if not english and _LATIN.search(spaced):
        found = sorted([*found, *patterns("en").find(_HAN.sub(" ", spaced))], key=lambda a: a.start)
    hints = [a for a in found if a.kind in HINTS]
    asked = [a for a in found if a.kind not in HINTS]
    if not asked and not english:
        asked = [a for a in _asked_by_keywords(text, spaced) if a.kind not in HINTS]
    return asked, hints


def _full_years(text: str) -> str:
    """Years said by their last two digits in full: 24年, 到二五年; not 打工20年, 满25年."""
    return _SHORT_YEAR.sub(lambda m: f"20{number(m[1][0])}{number(m[1][1])}年", text)


def _asked_by_keywords(text: str, spaced: str) -> list[Asked]:
    """What single keywords ask for: 公共充电桩 牵头单位 某县."""
    out, at = [], 0
    for word in (squeeze_spaced(w) for w in text.split()):
        start = spaced.find(word, at)
        if start >= 0:
            found = patterns("zh").find(word)
            out += [replace(a, start=a.start + start, end=a.end + start) for a in found]
            at = start + len(word)
    return out


def _numbered(found: re.Match[str] | None) -> str:
    """The number asked by: 14 of 第14项, 第十二条 as it stands, "" when none is."""
    if found is None:
        return ""
    if found.group(2) == "条":
        return found.group(0)
    return found.group(1) or found.group(3)


def _check(text: str) -> None:
    if not text.strip():
        raise QuestionError(
            "问题是空的 the question is empty.", hint="请输入一个问题 (type a question)。"
        )
    if len(text) > MAX_LENGTH:
        raise QuestionError(
            f"问题有 {len(text)} 个字符,上限 {MAX_LENGTH} (the question is too long).",
            hint="请缩短问题,长文件请建立索引 (shorten it; index long documents)。",
        )
    if not any(c.isalnum() for c in text):
        raise QuestionError(
            f"问题里没有文字 no words in {text[:20]!r}.", hint="请用文字提问 (ask in words)。"
        )


def _is_english(text: str) -> bool:
    han = len(re.findall(r"[㐀-鿿]", text))
    latin = len(re.findall(r"[A-Za-z]{2,}", text))
    if not han and re.search(r"[a-z]{2,}", text):  # thanks; but GDP is no English question
        return True
    return latin > 2 and latin * 2 > han

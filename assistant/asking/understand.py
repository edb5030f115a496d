"""A question's text into a Question: language, places, years, what is asked, topic words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.asking.asked import Asked, patterns, stop_words
from assistant.asking.implied import Named, implied
from assistant.asking.letters import gist
from assistant.asking.places import beside, inside, mask, most_specific, places_named
from assistant.asking.question import (
    DEADLINE,
    ITEMS,
    LENGTH,
    LIST,
    MEASURES,
    NUMBER,
    Question,
    Term,
)
from assistant.asking.topic import Knowledge, chinese_terms, english_terms, mixed_terms
from assistant.errors import QuestionError
from corpus.fold import fold, is_traditional, squeeze
from corpus.lines import number
from corpus.units import Unit
from index.segment import squeeze_spaced

_LEADS = re.compile(r"(他们|那边|一共|总共|都|主要)?(来|在)?(牵头|挑头|领头|主管|负责)")
_LATIN = re.compile(r"[a-z]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_YES_NO = re.compile(r"吗|是不是|是否|谁|单位")
_THIS = re.compile(r"这(个|项|种|些|件|样)|该(项|政策)|此(项|事)|\b(this|that|these|those)\b")
TOLD = 0.4  # weight of a story's words where the question points at them (这个政策)
METADATA_EXPIRY = "metadata:失效日期"
MAX_LENGTH = 2000  # characters; longer texts are documents, not questions
_NO_HEADS = frozenset({"提前", "延长", "推迟", "超过"})  # 提前多久: of what, says another word
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)(?:年度?)?")
_NUMBER = re.compile(
    r"第([0-9一二三四五六七八九十百零]+)(项|条|款|行|号|个|点)|\bitem (?:no\.? ?)?(\d+)"
)
_SHORT_YEAR = re.compile(
    r"(?<![\d一二三四五六七八九十百零〇点.满了近共达过续足第有])(2[1-9]|二[一二三四五六七八九])年(?![内以制级期来])"
)
_DOCUMENT_NUMBER = re.compile(r"[\u3400-\u9fff]{2,10}[(\[]\d{4}[)\]]第?\d+号")
_QUOTED = re.compile(r'"([^"]{2,30})"|《([^》]{2,60})》')
_GIVEN = re.compile(r"[㐀-鿿]{3,}")  # a Chinese name in an English question
_MEASURE = re.compile(
    r"(?:多少|几|哪两|哪三)(万|亿)?(个工作日|个月|个小时|个星期|个|所|家|座|处|条|套|户|人次|人|名|张|台|辆|项|次|场|公里|平方米|平方公里|亩|"
    r"工作日|小时|月|年|天|岁|针|剂|成|届|支|片|路|间|份|倍|种|类|级|元|吨|分钟|毫米|厘米|米|平米|只|部|件|位)"
)
_PERIODS = {"个工作日": "天", "工作日": "天", "个月": "月", "个小时": "小时", "个星期": "周"}
_KINDS_OF_FIGURE = (
    (
        "元",
        re.compile(
            r"(金额|费用|价钱)(是)?[?\uff1f]?$|(补|奖|领|缴|交|贴|收)多少(?=$|[?\uff1f,\uff0c。])|(多少|几)(钱|元|块)|(罚|赔|费|钱|价|价格|房租|工资)(是)?(多少|几)|多少费|费用多少|花费多少|"
            r"多少[\u3400-\u9fff]{0,4}?(金|款|费|补贴|津贴|补助|工资|奖励|投资)(?!额?度|用)|"
            r"\bhow much (money|does it cost)|\bwhat (fee|price)"
        ),
    ),
    (
        "%",
        re.compile(
            r"几成|占(到|比)?(多少|几)|百分之(几|多少)|占比|比例|比率|覆盖率|percent|\bshare\b|proportion|\brate\b|"
            r"(?<![频效功汇心积辨])率(是|为|有|要|应|须|需|得|能|可以?|占)*([达提]?[到至成高])?(多少|几|$|\?)"
        ),
    ),
    ("岁", re.compile(r"(哪个|哪一|什么|啥)年龄段?|多大(年纪|岁数|年龄)")),
    (
        LENGTH,
        re.compile(
            r"多久(?!.{0,6}(一次|1次|一回))|多长的?时间|多长期限|(期限?|时限|时长)(是|有|为)?多[长久]"
        ),
    ),
)
_PEOPLE = re.compile(
    r"多少(?:名|位)?[㐀-鿿]{0,5}?(?:生|员|工|民|者|人员|老人|孩子|儿童|妇女|学子|人才)(?![㐀-鿿]{0,2}?[率费数])"
)


def understand(text: str, know: Knowledge) -> Question:
    """Understand a single question, or the one that a letter comes to.

    Raises:
        QuestionError: empty, longer than MAX_LENGTH, or without any letter, digit or character.
    """
    _check(text)
    asking, story = gist(text)
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
    spaced = fold(text) if english else _full_years(squeeze_spaced(text))
    mended: tuple[tuple[str, str], ...] = ()
    places, spaced, mended_places = places_named(spaced, know, english=english)
    masked = mask(spaced, [(m.start, m.end) for m in places] + beside(spaced, places))
    if not english:
        spaced, masked, mended = know.vocabulary.mend(spaced, masked, stop_words(), know.synonyms)
    asked = patterns("en" if english else "zh").find(spaced)
    if not english and _LATIN.search(spaced):
        asked = sorted([*asked, *patterns("en").find(_HAN.sub(" ", spaced))], key=lambda a: a.start)
    if not (asked or english):
        asked = _asked_by_keywords(text, spaced)
    units = [
        (u, a, b) for u, a, b in know.units.find(spaced)
        if not inside(a, b, places) and not u.name.startswith("各")
    ]  # fmt: skip
    years = tuple(dict.fromkeys(m.group(1) for m in _YEAR.finditer(spaced)))
    topic = _YEAR.sub(lambda m: " " * len(m.group()), masked)
    topic = mask(topic, [(a.start, a.end) for a in asked if not a.topical])
    pointing = [*_DOCUMENT_NUMBER.finditer(spaced), *_NUMBER.finditer(spaced)]
    topic = mask(topic, [m.span() for m in pointing])
    if english:
        known = [(m.start, m.end) for m in places] + [(a, b) for _, a, b in units]
        given = [m for m in _GIVEN.finditer(spaced) if m.span() not in known]
        topic = mask(topic, [m.span() for m in given])
        terms = english_terms(topic, know, [m.group() for m in given])
    else:
        quoted = [m.group(1) for m in _QUOTED.finditer(spaced) if m.group(1)]
        terms = chinese_terms(topic, know, units, quoted, asked)
        terms = mixed_terms(terms, topic, know) if _LATIN.search(topic) else terms
    kinds = [a.kind for a in asked]
    named = Named(units=len(units), places=len(places), years=len(years), terms=len(terms))
    if not terms and _asks_for_records(spaced, units):
        kinds.append(ITEMS)
    return Question(
        text=text, topic=topic, english=english, traditional=not english and is_traditional(text),
        places=most_specific(spaced, places, know.gazetteer), years=years,
        asked=tuple(dict.fromkeys([*kinds, *implied(squeeze(text)[0], kinds, named)])),
        units=tuple(u.name for u, _, _ in units),
        printed=tuple(spaced[a:b] for _, a, b in units), terms=terms,
        number=_numbered(_NUMBER.search(spaced)),
        measure=_measure(spaced, english=english),
        titles=tuple(b for _, b in _QUOTED.findall(spaced) if b),
        numbers=tuple(m.group() for m in _DOCUMENT_NUMBER.finditer(spaced)),
        head=_head(asked, terms, spaced) or _last_word(text, asked, terms),
        counted=_counted(asked, terms, spaced),
        keywords=bool(_last_word(text, asked, terms)),
        mended=(*mended_places, *mended),
    )  # fmt: skip


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


def _asks_for_records(text: str, units: Sequence[tuple[Unit, int, int]]) -> bool:
    """Whether nothing but a body and its role is named: 市城管委牵头(的呢), 市妇联牵头什么."""
    return any(_LEADS.match(text[b:]) for _, _, b in units) and not _YES_NO.search(text)


def _head(asked: Sequence[Asked], terms: Sequence[Term], text: str) -> str:
    """The word that names what is asked: X in X是多少, X到哪一年, 哪些X."""
    terms = [t for t in terms if t.text not in _NO_HEADS]
    for one in asked:
        asking = text[one.start : one.end]
        if (one.topical and one.kind != METADATA_EXPIRY) or asking in ("怎么办", "怎么做"):
            continue
        before, after = text[max(0, one.start - 6) : one.start], text[one.end : one.end + 5]
        linked = before.endswith(tuple("是为有到交收罚")) or one.kind != NUMBER
        for term in terms:
            preceding = linked and one.kind in (NUMBER, DEADLINE, MEASURES, METADATA_EXPIRY)
            if preceding and before.rstrip("是为有都的到交收罚要领发补花 ").endswith(term.text):
                return term.text
            if one.kind == LIST and after.startswith(term.text):
                return _compound(term.text, text[one.end :], terms)
    return ""


def _compound(word: str, after: str, terms: Sequence[Term]) -> str:
    """The last of the words that follow each other: 办法 in 鼓励办法."""
    after = after[len(word) :]
    following = next((t.text for t in terms if after.startswith(t.text)), "")
    return _compound(following, after, terms) if following else word


def _counted(asked: Sequence[Asked], terms: Sequence[Term], text: str) -> str:
    """The topic word that stands right after 多少座, 几个 …"""
    for one in asked:
        if one.kind == NUMBER and not one.topical:
            after = text[one.end :].lstrip("的 ")
            found = [t.text for t in terms if after.startswith(t.text)]
            if found:
                return max(found, key=len)
    return ""


def _last_word(text: str, asked: Sequence[Asked], terms: Sequence[Term]) -> str:
    """The last of some keywords without words of asking: 某县 2025年 财政总收入."""
    words = text.split()
    if asked or len(words) < 3 or _is_english(text):
        return ""
    for word in reversed(words):  # places and years are no terms
        last = squeeze_spaced(word)
        found = next((t.text for t in terms if last.endswith(t.text)), "")
        if found:
            return found
    return ""


def _numbered(found: re.Match[str] | None) -> str:
    """The number asked by: 14 of 第14项, 第十二条 as it stands, "" when none is."""
    if found is None:
        return ""
    if found.group(2) == "条":
        return found.group(0)
    return found.group(1) or found.group(3)


def _measure(text: str, *, english: bool) -> str:
    """The measure word asked for: 个 in 多少个, 元 for money, % for a share, or ""."""
    for unit, pattern in _KINDS_OF_FIGURE:
        if pattern.search(text):
            return unit
    found = None if english else _MEASURE.search(text)
    if found:
        return _PERIODS.get(found.group(2), found.group(2))
    return "人" if not english and _PEOPLE.search(text) else ""


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

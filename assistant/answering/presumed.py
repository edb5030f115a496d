"""What a question takes for granted and the documents do not say: a fall, a stop, a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answering.bench import Bench
from assistant.answering.elsewhere import UNSTATED, all_said
from assistant.asking.asked import patterns
from assistant.asking.question import DENIAL, LIST, MEASURES, Question, Term
from assistant.finding.evidence import Candidate
from assistant.finding.matching import match
from corpus.fold import fold, squeezed

_UP = re.compile(
    r"增加|增长|增[至到]|提高|提[升至]|上升|升[至到]|上涨|涨[到至了]|上调|扩大|翻番|翻了"
)
_DOWN = re.compile(
    r"减少|减[到至了]|下降|降低|降[到至了]|下调|下滑|下跌|跌[到至了]|缩[小减短]|压减"
)
_CLAUSES = re.compile(r"[,;。]")
_NAMED = re.compile(  # what has a name of its own: 领航学校, 胜利桥
    r"(学校|小学|中学|大学|学院|幼儿园|托儿所|医院|卫生院|敬老院|养老院|公园|广场|大桥|大厦|车站|客运站|机场|码头|"
    r"隧道|水库|博物馆|图书馆|体育馆|体育场|剧院|商场|市场|超市|酒店|宾馆|银行|公司|集团|工厂|产业园|小区)$"
)
_IN_PLAIN_WORDS = (  # how a stop is asked about, and how documents state it
    (re.compile(r"延期|推迟|顺延|延后"), re.compile(r"延期|推迟|顺延|延后")),
    (
        re.compile(r"不再?[\u3400-\u9fff]$"),
        re.compile(r"不[予再得准许]|停止|取消|不(纳入|享受|发放)"),
    ),
    (re.compile(r"[关停撤砍]掉?了"), re.compile(r"关闭|关停|停[办止运]|撤[销并]|取消|终止")),
)
_SUPPOSED = re.compile(
    r"可以|能不能|能否|应[当该]|要[交带提准去]|情况下|情形|条件|的话|最[长多]|材料|手续|程序|由谁"
)
_HAPPENED = re.compile(r"了|过|为[什何啥]|凭[什啥]|怎么[就又突都会]|何时|时候|哪[年天一]")
_SAID = 0.8  # how far a clause must say a word to be about it
_NOT_SO = "资料没有这样的表述"


def other_way(chosen: Sequence[Candidate], bench: Bench) -> str:
    """It rose according to the sentences where the question takes for granted that it fell."""
    question = bench.question
    asked = squeezed(question.text)
    up, down = bool(_UP.search(asked)), bool(_DOWN.search(asked))
    if up == down or question.english or question.asks(MEASURES, LIST):
        return ""
    same, opposite = (_UP, _DOWN) if up else (_DOWN, _UP)
    clauses = [text for c in chosen for text in _CLAUSES.split(squeezed(c.said))]
    told = [t for t in clauses if any(match(term, t) >= _SAID for term in _things(question))]
    if any(same.search(text) for text in told):
        return ""
    return _NOT_SO if any(opposite.search(text) for text in told) else ""


def _things(question: Question) -> list[Term]:
    """The topic's words but for those of rising and falling."""
    return [t for t in question.terms if not _UP.search(t.text) and not _DOWN.search(t.text)]


def nameless(chosen: Sequence[Candidate], bench: Bench) -> str:
    """Something is asked about by a name (领航学校) whose words only stand apart here."""
    if bench.question.english:
        return ""
    texts = [all_said(found) for found in bench.passages]
    titles = squeezed("".join(c.document.title for c in chosen))
    for first, last in _names(bench.question):
        place = re.search(f"{re.escape(first.text)}[省市县区镇乡州]", titles)
        if place or not bench.know.vocabulary.knows(first.text):
            continue
        name, things = re.escape(first.text), "|".join(re.escape(f) for f, _ in last.forms)
        gap = "[^,。;]{0,6}"
        near = re.compile(f"{name}{gap}(?:{things})|(?:{things}){gap}{name}")
        if not any(near.search(text) for text in texts):
            return UNSTATED
    return ""


def _names(question: Question) -> Iterator[tuple[Term, Term]]:
    """Two topic words that follow each other and may be a name; the first has no other form."""
    text = fold(question.text)
    for last in question.terms:
        if not _NAMED.search(last.text):
            continue
        for first in question.terms:
            if len(first.forms) == 1 and first.text + last.text in text:
                yield first, last


def not_so(chosen: Sequence[Candidate], bench: Bench) -> str:
    """The question takes for granted a happening (取消) that the documents do not state."""
    text = "".join(squeezed(c.passage.text) for c in chosen)
    happened = not bench.question.asks(DENIAL) or _denied(text, bench) or _if(bench.question)
    return "" if happened else _NOT_SO


def _if(question: Question) -> bool:
    """Whether it is asked what holds if something is stopped, not that it was: 延期最长多少天."""
    asked = squeezed(question.text)
    return bool(_SUPPOSED.search(asked)) and not _HAPPENED.search(asked)


def _denied(text: str, bench: Bench) -> bool:
    """Whether the documents themselves say that it was cancelled, stopped, refused."""
    question = bench.question
    folded = fold(question.text) if question.english else squeezed(question.text)
    language = "en" if question.english else "zh"
    words = [folded[a.start : a.end] for a in patterns(language).find(folded) if a.kind == DENIAL]
    if question.english:
        found = [m for w in words for m in bench.know.glossary.find(w)]
        return any(meaning in text for m in found for meaning in m.meanings)
    return all(w in text or _stated_otherwise(w, text) for w in words)


def _stated_otherwise(word: str, text: str) -> bool:
    """Whether the documents state in their words what is asked about in plain ones."""
    return any(asked.search(word) and told.search(text) for asked, told in _IN_PLAIN_WORDS)

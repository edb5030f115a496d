"""What tells the sentence that answers: documented features for the learned ranker.

All are of the wording alone (how much of the question a sentence says, where its words stand, what
shape its answer could have), so that what is learned on one kind of document holds for others.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.asking.question import Question
from assistant.finding.evidence import Candidate
from assistant.finding.fit import PERIOD, same_measure
from assistant.finding.nearness import NAMES as NEARNESS
from assistant.finding.nearness import Told, nearness
from assistant.finding.references import referred
from corpus.figures import figures, has_date
from corpus.fold import squeezed
from index.retriever import Retriever

_WORDS = re.compile(r"[㐀-鿿]+|[a-z0-9.]+")
_ASKING = re.compile(
    r"为什么|为何|为啥|什么时候|何时|什么时间|哪一?(?:年|天|日|月)|几(?:年|月|号|点)|多久|多长时间|"
    r"多少|百分之几|多[大高长远重深宽快]|第几|几|谁|什么人|何人|哪(?:一|几|两|三)?(?:位|名)|"
    r"哪里|哪儿|何处|在哪|什么地方|怎么样|怎样|怎么|如何|哪些|哪几?个|哪一?[个种家座所条]?|"
    r"什么样|什么|啥|何|吗"
)
_KINDS = {  # what the words of asking ask for
    "why": re.compile(r"为什么(?!$)|为何(?!$)|为啥|原因|缘由|何故|导致"),
    "when": re.compile(
        r"时候|何时|时间|哪一?(年|天|日|月)|几(年|月|号|点)|多久|何年|时期|朝代|年代"
    ),
    "number": re.compile(r"多少|几|多[大高长远重深宽快]|比例|数量|面积|人口"),
    "who": re.compile(r"谁|什么人|何人|哪(一|几|两|三)?(位|名)|人物|(作者|名字|姓名|父亲|母亲)"),
    "where": re.compile(r"哪里|哪儿|何处|在哪|什么地方|哪一?个?(国|省|市|县|区|州|城|地|岛)|位于"),
    "how": re.compile(r"怎么|怎样|如何"),
    "list": re.compile(r"哪些|哪几|哪两|哪三|包括"),
    "define": re.compile(
        r"是什么[?]?$|什么是|指的?是?什么|定义|含义|称为|称作|叫做|(为什么|为何)[?]?$"
    ),
}
_CAUSE = re.compile(r"因|由于|为了|以便|以免|使得|导致|所以|故|鉴于|于是|出于|考虑|从而|担心|以防")
_PERSON = re.compile(
    r"·|先生|女士|教授|博士|主席|总统|市长|国王|皇帝|将军|队长|导演|"
    r"[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢]"
    r"[一-鿿]{1,2}(?=[,、。()的是在与和为于任]|$)"
)
_PLACE = re.compile(
    r"[一-鿿]{1,4}[省市县区州国镇乡村岛山河湖江路街]|位于|境内|地处|[东南西北][部边侧方]"
)
_DEFINES = re.compile(r"是(指|一|由)?|称为|又称|又名|称作|叫做|简称|名为|即|指的?是|别名|俗称|所谓")
_PRONOUN = re.compile(
    r"^(他|她|它|其|该|此|这|那|两者|二人|同年|同时|因此|所以|但|而|并|于是|后来)"
)
_QUOTED = re.compile(r'["《]')
_LATIN = re.compile(r"[a-z]{2,}")
_FUNCTION = frozenset(
    "的了是在有和与或及被把将为以于其之这那个一中上下不也都而且等由从到对个能会可"
)

NAMES = (
    "rules", "rules_gap", "own", "own_gap", "coverage", "coverage_gap",
    "likeness", "likeness_gap", "passage_rank", "top_passage",
    "pairs", "pairs_gap", "pairs_pool", "pairs_pool_gap", "single", "single_gap",
    "bm25", "bm25_gap", "run", "run_gap", "left", "right", "left_gap", "right_gap",
    "with_before", "heading", "length", "place", "first", "new", "pronoun",
    "asks_why", "asks_when", "asks_number", "asks_who", "asks_where", "asks_how", "asks_list",
    "asks_define", "has_date", "has_period", "figures", "same_measure", "has_cause", "has_person",
    "has_place", "defines", "defines_first", "quoted", "latin", "listed", "fits", "asked_length",
    *NEARNESS, "soft_gap", "soft_before_gap", "soft_beside_gap",
)  # fmt: skip
BEFORE, LEAD = 80, 60  # characters before a sentence, and at the beginning of its passage
GAPS = tuple(name.removesuffix("_gap") for name in NAMES if name.endswith("_gap"))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question taken apart once for all its candidates.

    Attributes:
        text, words: without words of asking, closed up and with a blank for each.
        beside: the characters around the last word of asking.
        left, right: pairs of characters there.
    """

    text: str
    words: str
    beside: str
    pairs: frozenset[str]
    singles: frozenset[str]
    left: frozenset[str]
    right: frozenset[str]
    kinds: tuple[str, ...]


def features(
    question: Question, candidates: Sequence[Candidate], retriever: Retriever
) -> NDArray[np.float32]:
    """The features of a question's candidates, shape (candidates, len(NAMES)).

    Args:
        candidates: at least one, in the order of the rules.
    """
    asked = _asked(squeezed(question.text))
    texts = [_told(c) for c in candidates]
    singles, bags = [frozenset(t) for t in texts], [_pairs(t) for t in texts]
    rare = {p: _rarity(retriever.lexical.frequency(p), len(retriever)) for p in asked.pairs}
    pool = Counter(p for bag in bags for p in bag & asked.pairs)
    pool_one = Counter(c for one in singles for c in one & asked.singles)
    within = {p: _rarity(pool[p], len(texts)) for p in asked.pairs}
    within_one = {c: _rarity(pool_one[c], len(texts)) for c in asked.singles}
    mean = sum(map(len, texts)) / len(texts)
    rows = np.zeros((len(texts), len(NAMES)), dtype=np.float32)
    column = {name: rows[:, i] for i, name in enumerate(NAMES)}
    column["rules"][:] = [c.score for c in candidates]
    column["own"][:] = [c.own for c in candidates]
    column["coverage"][:] = [c.coverage for c in candidates]
    column["likeness"][:] = [c.likeness for c in candidates]
    column["pairs"][:] = [_share(asked.pairs, bag, rare) for bag in bags]
    column["pairs_pool"][:] = [_share(asked.pairs, bag, within) for bag in bags]
    column["single"][:] = [_share(asked.singles, one, within_one) for one in singles]
    weights = {p: rare[p] + within[p] for p in asked.pairs}
    column["bm25"][:] = [_bm25(asked.pairs, bag, weights, len(t) / mean)
                         for bag, t in zip(bags, texts, strict=True)]  # fmt: skip
    column["run"][:] = [_run(asked.text, t) / max(1, len(asked.text)) for t in texts]
    column["left"][:] = [_plain_share(asked.left, t) for t in texts]
    column["right"][:] = [_plain_share(asked.right, t) for t in texts]
    near = nearness(asked.words, asked.beside, [_nearby(c) for c in candidates])
    for name, values in near.items():
        column[name][:] = values
    for name in GAPS:
        column[f"{name}_gap"][:] = column[name] - column[name].max()
    for i, (candidate, text) in enumerate(zip(candidates, texts, strict=True)):
        one = _of_one(candidate, text, question, asked, rare)
        one["top_passage"] = candidate.passage.id == candidates[0].passage.id
        for name, value in one.items():
            column[name][i] = value
    for kind in _KINDS:
        column[f"asks_{kind}"][:] = kind in asked.kinds
    column["asked_length"][:] = len(asked.text)
    return rows


def _told(candidate: Candidate) -> str:
    """What a sentence says, squeezed; a sanction says what the articles that it refers to say."""
    said = squeezed(candidate.said)
    return said + referred(said, candidate.document.text)


def _nearby(candidate: Candidate) -> Told:
    """A sentence with what stands before it, as it is printed."""
    text, at = candidate.passage.text, candidate.start - candidate.passage.start
    return Told(candidate.said, text[max(0, at - BEFORE) : at], text[:LEAD])


def _of_one(
    candidate: Candidate, text: str, question: Question, asked: _Asked, rare: Mapping[str, float]
) -> dict[str, float]:
    """The features of one candidate by itself."""
    passage = candidate.passage
    at = candidate.start - passage.start
    before = squeezed(passage.text[max(0, at - BEFORE) : at])
    heads = squeezed("".join(h.text for h in passage.path))
    shapes = _shapes(text, question.measure)
    return {
        **shapes,
        "passage_rank": candidate.rank,
        "with_before": _share(asked.pairs, _pairs(before + text), rare),
        "heading": _share(asked.pairs, _pairs(heads), rare),
        "length": len(text),
        "place": at / max(1, len(passage.text)),
        "first": at == 0,
        "new": len(set(text) - asked.singles - _FUNCTION) / max(1, len(set(text))),
        "fits": _fits(asked.kinds, shapes),
    }


@lru_cache(maxsize=65536)
def _shapes(text: str, measure: str) -> dict[str, float]:
    """What kinds of answer stand in a text."""
    found = [f for f in figures(text) if not f.is_year]
    defines = _DEFINES.search(text)
    return {
        "pronoun": bool(_PRONOUN.match(text)),
        "has_date": has_date(text),
        "has_period": bool(PERIOD.search(text)),
        "figures": min(5, len(found)),
        "same_measure": bool(measure) and any(same_measure(f.unit, measure) for f in found),
        "has_cause": bool(_CAUSE.search(text)),
        "has_person": len(_PERSON.findall(text[:200])),
        "has_place": len(_PLACE.findall(text[:200])),
        "defines": defines is not None,
        "defines_first": defines is not None and defines.start() < 12,
        "quoted": bool(_QUOTED.search(text)),
        "latin": bool(_LATIN.search(text)),
        "listed": min(6, text.count("、")),
    }


def _fits(kinds: Sequence[str], shapes: Mapping[str, float]) -> float:
    """Whether what is asked for has a shape that the text has: 1, 0 where unknown, -1."""
    wanted = {"why": ("has_cause",), "when": ("has_date", "has_period"), "number": ("figures",),
              "who": ("has_person",), "where": ("has_place",), "list": ("listed",),
              "define": ("defines",)}  # fmt: skip
    judged = [any(shapes[s] for s in wanted[k]) for k in kinds if k in wanted]
    return 0.0 if not judged else 1.0 if any(judged) else -1.0


def pairs_asked(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Pairs of characters of a squeezed question but for its asking word; those beside that."""
    asked = _asked(text)
    return asked.pairs, asked.left | asked.right


@lru_cache(maxsize=1024)
def _asked(text: str) -> _Asked:
    bare = text.rstrip("?。!,.")
    runs = _ASKING.split(bare)
    found = list(_ASKING.finditer(bare))
    last = found[-1] if found else None
    left, right = (bare[: last.start()], bare[last.end() :]) if last else (bare, "")
    return _Asked(
        _ASKING.sub("", bare),
        _ASKING.sub(" ", bare),
        f"{left[-4:]} {right[:5]}",
        frozenset(p for run in runs for p in _pairs(run)),
        frozenset(c for run in runs for c in run if c not in _FUNCTION and c.isalnum()),
        frozenset(_pairs(left[-5:])),
        frozenset(_pairs(right[:6])),
        tuple(kind for kind, words in _KINDS.items() if words.search(text.rstrip("?。"))),
    )


@lru_cache(maxsize=65536)
def _pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring Han characters; Latin words and numbers whole."""
    out: set[str] = set()
    for run in _WORDS.findall(text):
        if run[0] < "\u3400":
            out.add(run)
        else:
            out.update(run[i : i + 2] for i in range(len(run) - 1))
    return frozenset(out)


def _rarity(holding: int, of: int) -> float:
    return math.log(1 + (of - holding + 0.5) / (holding + 0.5))


def _share(asked: frozenset[str], said: frozenset[str], weight: Mapping[str, float]) -> float:
    total = sum(weight[p] for p in asked)
    return sum(weight[p] for p in asked & said) / total if total else 0.0


def _plain_share(asked: frozenset[str], text: str) -> float:
    return sum(p in text for p in asked) / len(asked) if asked else 0.0


def _bm25(
    asked: frozenset[str], said: frozenset[str], weight: Mapping[str, float], length: float
) -> float:
    """BM25 with each word counted once (k1 1.5, b 0.75), over the weights of all its words."""
    total = sum(weight.values())
    found = sum(weight[p] for p in asked & said)
    return found / (1 + 1.5 * (0.25 + 0.75 * length)) / total if total else 0.0


def _run(asked: str, text: str) -> int:
    """The longest run of characters that stands in both."""
    best = 0
    for start in range(len(asked)):
        while start + best < len(asked) and asked[start : start + best + 1] in text:
            best += 1
    return best

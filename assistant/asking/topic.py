"""The topic of a question: its content words, with the forms in which documents may say them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.asking.amounts import amount_terms, english_ages
from assistant.asking.asked import Asked, patterns, stop_words, verbs
from assistant.asking.question import ALLOWED, DENIAL, Term
from assistant.asking.vocabulary import Vocabulary
from corpus.fold import fold
from corpus.gazetteer import Gazetteer
from corpus.lines import number
from corpus.units import Unit, Units
from index.expand import Glossary, Match, Synonyms

_HAN = re.compile(r"[㐀-鿿]+")
_MEASURE_WORDS = frozenset("个所家座处条套户人名张台辆项次场种类样份件位元块岁天米路")
_NUMERAL = re.compile(r"(?<!第)[二两三四五六七八九十百]+(?=周?[年岁天日月元级个张人米次分])")
_COUNT = re.compile(r"[一二两三四五六七八九十几\d]+[个名家次份种位]")
_LATIN = re.compile(r"[a-z][a-z'\-]*|\d[\d.,]*%?")
_PLACE = re.compile(r"\s+(county|city|district|province|prefecture|town|township)\b")
_PLACED = frozenset("中上下内外前后大小新老")  # begin names as well: 中法, 外高桥
_KINDS = frozenset("费率额证卡")  # end words for another kind of thing than what stands before
OFFICIAL = 4  # characters from which an official word that the corpus lacks counts in full
ONE_CHARACTER = 0.7  # weight of a meaning of one character, which stands in many other words
COMMON = 0.4  # least share of a meaning whose word is common (建设 beside 建筑 for building)
NUMERAL = 0.3  # weight of 两个 where it is asked whether something may be done
BACKGROUND = 0.6  # weight of a topic word in a clause before the one that asks


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The world knowledge and the corpus's vocabulary that understanding draws on."""

    gazetteer: Gazetteer
    units: Units
    synonyms: Synonyms
    glossary: Glossary
    vocabulary: Vocabulary


def chinese_terms(
    topic: str,
    know: Knowledge,
    units: Sequence[tuple[Unit, int, int]],
    quoted: Sequence[str],
    asked: Sequence[Asked],
) -> tuple[Term, ...]:
    """Topic words of a Chinese question, with the forms that synonyms give them."""
    stops = stop_words() - verbs().keys()
    amounts, topic = amount_terms(topic, know.vocabulary)
    synonyms = know.synonyms.find(topic)
    found = _words_found(topic, know, units, synonyms)
    found |= {t.text: t for t in amounts}
    background = _background(topic, asked)
    for word in [w for w, t in found.items() if topic.find(w) in background]:
        found[word] = replace(found[word], weight=found[word].weight * BACKGROUND)
    for phrase in quoted:
        weight = 1.5 * know.vocabulary.weight(phrase)
        found[phrase] = Term(phrase, ((phrase, 1.0),), weight)
    for match in synonyms:  # a phrase that the segmenter cut otherwise
        phrase = fold(topic[match.start : match.end])
        cut = len(phrase) > 2 or not any(c in word for c in phrase for word in found)
        if cut and phrase not in found and phrase not in stops:
            forms = ((phrase, 1.0), *((fold(m), 0.9) for m in match.meanings))
            weight = know.vocabulary.weight_of(f for f, _ in forms)
            inner = phrase[1:]  # 老小区 says more than the 小区 that the segmenter left of it
            more = inner in found and know.vocabulary.knows_any(f for f, _ in forms)
            if more:
                del found[inner]
            found[phrase] = Term(phrase, forms, weight if more else weight / 2)
    told = list(found.values())
    if any(a.kind == ALLOWED for a in asked):  # whether two may be had is told by 只能有一个, too
        told = [
            replace(t, weight=t.weight * NUMERAL) if _COUNT.fullmatch(t.text) else t for t in told
        ]
    return tuple(t for t in told if t.weight > 0)


def _words_found(
    topic: str,
    know: Knowledge,
    units: Sequence[tuple[Unit, int, int]],
    synonyms: Sequence[Match],
) -> dict[str, Term]:
    """The words of the topic that tell something, but for those of bodies."""
    stops = stop_words() - verbs().keys()
    found: dict[str, Term] = {}
    for word, start in _joined(know.vocabulary.words(topic), stops, know.vocabulary):
        held = any(m.start <= start < m.end and m.end - m.start > 1 for m in synonyms)
        if word in verbs() and not held:  # no 钱 in 不要钱
            forms = tuple((fold(f), 1.0) for f in verbs()[word])
            weight = max(know.vocabulary.weight(f) for f, _ in forms)
            found[word] = Term(word, (*forms, (word, 0.6)), weight)
        if word in stops or (len(word) == 1 and not word.isdigit()) or word in found:
            continue
        if any(a <= start and start + len(word) <= b for _, a, b in units):
            continue
        if len(word) <= 3 and word[-1] in _MEASURE_WORDS and all(w in stops for w in word):
            continue
        end = start + len(word)
        inside = [m for m in synonyms if m.start <= start and end <= m.end]
        near = inside or [m for m in synonyms if start <= m.start and m.end <= end]
        found[word] = _term(word, start, near, know)
    return found


def _background(topic: str, asked: Sequence[Asked]) -> range:
    """Offsets of the clauses before the first one that asks: why it is asked, not what."""
    first = min((a.start for a in asked), default=0)
    comma = max(topic.rfind(",", 0, first), topic.rfind("?", 0, first), topic.rfind("。", 0, first))
    return range(0, comma + 1)


def _joined(
    words: Sequence[tuple[str, int]], stops: frozenset[str], vocabulary: Vocabulary
) -> list[tuple[str, int]]:
    """Words with loose characters joined: what the dictionary does not know as a word.

    A loose character also joins a following word that the corpus does not know (托 + 位数).
    """
    out: list[tuple[str, int]] = []
    open_run = False
    plain = stops | verbs().keys()
    singles = {start for word, start in words if len(word) == 1 and word not in plain}
    for word, start in words:
        loose = len(word) == 1 and not word.isascii() and word not in plain
        loose = loose or (word in _PLACED and start + 1 in singles)  # 中法
        lost = len(word) > 1 and not word.isascii() and word not in stops
        lost = lost and open_run and not vocabulary.knows(word)
        if (loose or lost) and open_run and start == out[-1][1] + len(out[-1][0]):
            out[-1] = (out[-1][0] + word, out[-1][1])
        else:
            out.append((word, start))
        open_run = loose
    return out


def _term(word: str, start: int, near: Sequence[Match], know: Knowledge) -> Term:
    vocabulary = know.vocabulary
    forms = [(word, 1.0)]
    if len(word) > 2 and word[-1] in "数量率额":  # 托位数 is what 托位26万个 counts
        forms.append((word[:-1], 0.95))
    forms.append((_NUMERAL.sub(lambda m: str(number(m[0])), word), 1.0))  # 满五年: 满5年
    for match in near:
        whole = match.end - match.start <= len(word) + 1
        kept = word[max(0, match.end - start) :]  # 报名费 is 申请费, and no 申请
        tail = kept if len(kept) < len(word) and kept[-1:] in _KINDS else ""
        for meaning in (fold(m) + tail for m in match.meanings):
            narrower = meaning in word and len(meaning) < OFFICIAL  # 公园: less than 公园绿地
            forms.append((meaning, 0.5 if narrower else 0.9 if whole else 0.8))
    official = len(word) >= OFFICIAL and know.synonyms.is_official(word)
    absent = official and not vocabulary.knows_any(f for f, _ in forms)
    weight = vocabulary.weight_of_absent if absent else vocabulary.weight_of(f for f, _ in forms)
    return Term(word, tuple(dict.fromkeys(forms)), weight)


def english_terms(topic: str, know: Knowledge, quoted: Sequence[str]) -> tuple[Term, ...]:
    """Topic words of an English question, in the Chinese of the glossary.

    `quoted`: names that the question gives in Chinese, as they stand.
    """
    stops = stop_words(english=True)
    found: dict[str, Term] = {}
    covered: list[tuple[int, int]] = []
    denials = [a for a in patterns("en").find(topic) if a.kind == DENIAL]
    for match in know.glossary.find(topic):
        text = topic[match.start : match.end]
        covered.append((match.start, match.end))
        words = text.split()
        if all(w.strip("'") in stops for w in words) or _overlaps(match, denials):
            continue
        forms = tuple(
            (fold(m), ONE_CHARACTER if len(m) == 1 else 1.0 if i < 3 else 0.9)
            for i, m in enumerate(match.meanings)
        )
        found.setdefault(text, _english_term(text, forms, know.vocabulary))
    for m in _LATIN.finditer(topic):
        if any(a <= m.start() < b for a, b in covered) or m.group() in stops or len(m.group()) < 2:
            continue
        word = m.group()
        if word[0].isdigit() or know.vocabulary.knows(word) or _PLACE.match(topic, m.end()):
            weight = know.vocabulary.weight(word) * 0.6
            found.setdefault(word, Term(word, ((word, 1.0),), weight))
        else:
            found.setdefault(word, _english_term(word, (), know.vocabulary))
    found |= {t.text: t for t in english_ages(topic, know.vocabulary)}
    for name in quoted:
        found[name] = Term(name, ((name, 1.0),), 1.5 * know.vocabulary.weight(name))
    for word in _HAN.findall(topic):
        for part, _ in know.vocabulary.words(word):
            found.setdefault(part, Term(part, ((part, 1.0),), know.vocabulary.weight(part)))
    return tuple(t for t in found.values() if t.weight > 0)


def mixed_terms(terms: Sequence[Term], topic: str, know: Knowledge) -> tuple[Term, ...]:
    """The terms of a Chinese question with its English words understood (ev charging piles).

    Words that the corpus has, or that have synonyms in Chinese (gdp), stay as they are.
    """
    clear = {t.text for t in terms if know.vocabulary.knows_any(f for f, _ in t.forms)}
    latin = _HAN.sub(" ", topic)
    known = [m for m in know.glossary.find(latin)
             if not clear >= set(latin[m.start : m.end].split())]  # fmt: skip
    words = {w for m in known for w in latin[m.start : m.end].split()}
    own = tuple(t for t in terms if t.text not in words | stop_words(english=True))
    spoken = " ".join(latin[m.start : m.end] for m in known)
    return (*own, *english_terms(spoken, know, ())) if known else own


def _english_term(text: str, forms: tuple[tuple[str, float], ...], vocabulary: Vocabulary) -> Term:
    """A term of an English question; where the corpus knows none of its forms, its kin there."""
    if not vocabulary.knows_any(form for form, _ in forms):
        forms = (*forms, *((word, 0.9) for word in vocabulary.kin(text)))
    weights = {form: vocabulary.weight(form) for form, _ in forms if vocabulary.knows(form)}
    if weights:
        most = max(weights.values())
        told = ((f, w * max(COMMON, weights.get(f, most) / most)) for f, w in forms)
        return Term(text, tuple(told), most)
    return Term(text, forms or ((text, 1.0),), vocabulary.weight(text) * 0.6)


def _overlaps(match: Match, spans: Sequence[object]) -> bool:
    return any(match.start < s.end and s.start < match.end for s in spans)  # type: ignore[attr-defined]

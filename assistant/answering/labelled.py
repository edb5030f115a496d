"""Answers from guides made of labelled lines: the thing in the title, what is asked in a label.

咨询电话:… answers "X打什么电话咨询" where the document is X's; the words of X that a line repeats
make it no better an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.bench import Bench
from assistant.answering.draft import Draft, Statement, passage_support
from assistant.answering.wording import STOPS, shown
from assistant.asking.question import Question, Term
from assistant.finding.matching import match
from assistant.finding.pieces import is_labelled
from assistant.finding.sentence import NAMING
from assistant.tabular.columns import A_DAY, kinds, plain_name
from corpus.figures import undated
from corpus.fold import squeezed
from corpus.records import Document, Passage

DOCUMENTS = 6  # guides that are looked at, those of the best passages
LONGEST = 400  # passages of a guide
SUBJECT = 0.6  # share of the topic, but for what is asked, that the title must say
UNTOLD = (0.15, 0.25)  # share of it that neither title nor label need say; where its kind is asked
SAID = 0.5
ASKED = 0.1  # for a label of the kind that is asked for
TOGETHER = ("object", "materials")  # kinds of lines that complete each other; of telephones, one
ROOM = 500  # characters of lines that are given together
_SURE = 0.9
_PROCESS = re.compile(r"办理?|办[好完]|申请|申报|申领|报名|登记|咨询")  # what all guides are about
_WHICH = re.compile(r"哪一?[个份种条]|什么|啥")
_HOW_LONG = re.compile(r"(几|多少)个?(工作日|天|小时|月|年)|多久|多长")
_LASTS = re.compile(r"\d+\(?(个?工作日|天|日|个?月|小时|分钟)\)?")  # a period, and no date


@dataclass(frozen=True, slots=True)
class Line:
    """A labelled line as an answer.

    Attributes:
        kind: of its label (data/columns.tsv of tabular), where that kind is asked for; or "".
        subject: share of the topic, but for what the label says, that the title says.
        untold: share of the topic that neither says.
    """

    passage: Passage
    document: Document
    kind: str
    subject: float
    untold: float

    @property
    def fit(self) -> float:
        """What lines are ordered by."""
        return self.subject - self.untold + (ASKED if self.kind else 0.0)


def answer(bench: Bench) -> Draft | None:
    """The line whose label is asked for, of the guide whose title is; None where there is none."""
    question = bench.question
    if question.english or question.number or not question.terms:
        return None
    guides = [d for d in _guides(bench) if _of_bodies(d, bench)]
    lines = [line for d in guides for line in _lines(d, bench)]
    fitting = [x for x in lines if x.subject >= SUBJECT and x.untold <= UNTOLD[bool(x.kind)]]
    if not fitting:
        return None
    best = max(fitting, key=lambda x: x.fit)  # the first of equals
    chosen = [x for x in fitting if x == best or (best.kind in TOGETHER and _alike(x, best))]
    if sum(len(x.passage.text) for x in chosen) > ROOM:
        chosen = [best]
    statements = [_statement(x, question) for x in chosen]
    return Draft(tuple(statements), "structured", _SURE * (1 - best.untold))


def _alike(line: Line, best: Line) -> bool:
    """Whether another line of the guide is asked for as much: 服务对象 beside 受理条件."""
    same = (line.document.id, line.kind) == (best.document.id, best.kind)
    return same and line.fit == best.fit


def _statement(line: Line, question: Question) -> Statement:
    text = shown(line.passage.text, question).rstrip(STOPS) + "。"
    return Statement(text, (passage_support(line.passage, line.document),))


def _guides(bench: Bench) -> list[Document]:
    """The documents of labelled lines among the ranked passages, the best first."""
    found = {d.id: d for p, d in bench.passages if is_labelled(p)}
    return list(found.values())[:DOCUMENTS]


def _of_bodies(document: Document, bench: Bench) -> bool:
    """Whether a guide names the bodies whose own attribute is asked for (市民政局的电话)."""
    owners = set(bench.question.owners)
    return not owners or owners <= {u.name for u, _, _ in bench.know.units.find(document.text)}


def _lines(document: Document, bench: Bench) -> Iterator[Line]:
    """The lines of a guide that answer what its title leaves open."""
    numbers = bench.retriever.numbers_of(document)
    if len(numbers) > LONGEST:
        return
    held = (bench.retriever.passage(n) for n in numbers if bench.scope.allowed[n])
    passages = [p for p in held if is_labelled(p)]
    labels = [p.fields[0].label for p in passages]
    if len(set(labels)) * 2 < len(labels):  # a list of many things
        return
    title = squeezed(document.title + "".join(p.fields[0].text for p in passages if _names(p)))
    terms = bench.question.terms
    left = [t for t in terms if match(t, title) < SAID]
    total = sum(t.weight for t in terms)
    named = total - sum(t.weight for t in left)
    asking = _asking(bench.question, terms, title)
    open_words = [t for t in left if not _PROCESS.fullmatch(t.text)]
    for passage in passages:
        told = _told(passage, open_words, asking) if not _names(passage) else None
        if told is not None:
            untold = sum(t.weight for t in open_words if t.text not in told[1])
            yield _line(passage, document, told[0], named, untold, total)


def _names(passage: Passage) -> bool:
    """Whether a line names the thing itself (事项名称:…)."""
    return bool(NAMING.search(squeezed(passage.fields[0].label)))


def _asking(question: Question, terms: Sequence[Term], title: str) -> str:
    """The question without the words that the title says."""
    text = squeezed(question.text)
    for term in sorted(terms, key=lambda t: -len(t.text)):
        if match(term, title) >= SAID:
            text = text.replace(term.text, " ")
    return text


def _told(passage: Passage, left: Sequence[Term], asking: str) -> tuple[str, set[str]] | None:
    """The kind asked for and the words left open that a line's label says, None for neither."""
    label = plain_name(passage.fields[0].label)
    told = {t.text for t in left if match(t, label) >= SAID}
    kind = next((k for k in kinds() if k.labels.search(label)), None)
    asked = _asked(asking)
    if kind is None or kind.name not in asked:
        return ("", told) if told and not (kind and asked) else None
    found = asked[kind.name]
    told |= {t.text for t in left if t.text in found[0]}
    untold = [t.text for t in left if t.text not in told]
    if _of_others(found, untold) or _other_time(asking, _value(passage)):
        return None
    return kind.name, told


def _other_time(asking: str, value: str) -> bool:
    """Whether a day is asked for and a period told, or how long it takes and a day told."""
    if A_DAY.search(asking):
        return bool(_LASTS.fullmatch(value))
    return bool(_HOW_LONG.search(asking)) and not _LASTS.search(undated(value))


def _asked(asking: str) -> dict[str, re.Match[str]]:
    """The kinds of lines that a question asks for, and where; of two that overlap, the first."""
    found = [(m, k.name) for k in kinds() if (m := k.asked.search(asking))]
    return {name: m for m, name in found
            if not any(o.start() < m.start() < o.end() for o, _ in found)}  # fmt: skip


def _of_others(found: re.Match[str], untold: Sequence[str]) -> bool:
    """Whether a word that the label does not say tells what is asked for.

    It stands beside or around the asking one (传真 in 传真号码), or behind 哪个 (哪个邮箱).
    """
    asking = found.string
    before, after = asking[: found.start()], asking[found.end() :]
    beside = any(found[0] in w or before.endswith(w) or after.startswith(w) for w in untold)
    nouns = [asking[m.end() :] for m in _WHICH.finditer(asking)]
    return beside or any(noun.startswith(w) for noun in nouns for w in untold)


def _value(passage: Passage) -> str:
    return squeezed(passage.fields[0].text).rstrip(STOPS)


def _line(
    passage: Passage, document: Document, kind: str, named: float, untold: float, total: float
) -> Line:
    subject = named / (named + untold) if named else 0.0
    return Line(passage, document, kind, subject, untold / (total or 1.0))

"""Abstentions: what is missing, the nearest passages and, where known, the office in charge."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answering.bench import Bench
from assistant.answering.draft import support_of
from assistant.answers import Answer, Aside
from assistant.asking.question import CHAT, OVERRIDE, Question
from assistant.cite import citation
from assistant.finding.evidence import Candidate, find, sentences
from assistant.finding.scope import Scope, limits_mask
from corpus.fold import to_traditional
from corpus.records import LEAD, RESPONSIBLE

NEAREST = 3
REFUSAL = "资料中没有说明,无法回答。"
_ENGLISH = "The documents do not say, so there is no answer."
_HELP = ("您好,我根据已收录的政策文件回答问题,并给出原文出处。可以问某项工作由谁牵头、"
         "什么时候完成、指标是多少,或者请我列出某个部门牵头的事项。")  # fmt: skip
_HELP_EN = ("Hello. I answer questions from the policy documents collected here and cite their "
            "text: who leads a matter, when it is due, what the target is.")  # fmt: skip
_OVERRIDE = "我只依据已收录的文件作答,不能撇开文件或改变规则。"
_OVERRIDE_EN = "I answer from the documents only and cannot set them or my rules aside."
_REASONS = (  # reasons as patterns, and their English
    (r"资料中没有找到相关内容", "nothing in the documents is close to the question"),
    (r"资料没有说明原因", "the documents give no reason for it"),
    (r"资料没有这样的表述", "the documents do not say that this happened"),
    (r"资料没有写明所问的内容", "the documents do not state what is asked"),
    (r"资料没有写明所问的数", "the documents do not state the figure that is asked for"),
    (r"资料没有写明时间", "the documents do not state a time for it"),
    (r"资料只写了上级的目标.*", "the documents only state the target of a higher level"),
    (r"所选范围\((.+)\)内没有相关的文件", r"no document within your choice (\1) is about it"),
    (r"所选范围\((.+)\)内没有关于(.+)的文件", r"your choice (\1) has no document about \2"),
    (r"资料中没有关于(.+)的文件", r"there is no document about \1"),
    (r"资料中没有(.+)年的相关内容", r"the documents have nothing on \1"),
    (r"资料提到(.+),但没有所问的内容", r"the documents mention \1 but not what is asked"),
    (r"(《.+》)没有(第.+条)", r"\1 has no \2"),
    (r"资料没有写明(.+)的这一内容", r"the documents do not state this of \1"),
    (r"答案未能通过核对", "the answer did not pass the checks"),
)


def chat_reply(question: Question) -> str:
    """The reason given to a greeting or to a request to leave the documents aside."""
    if question.asks(OVERRIDE):
        return _OVERRIDE_EN if question.english else _OVERRIDE
    return _HELP_EN if question.english else _HELP


def abstention(reason: str, bench: Bench) -> Answer:
    """The answer that says that the documents do not say."""
    question = bench.question
    aside: Aside = "override" if question.asks(OVERRIDE) else "chat" if question.asks(CHAT) else ""
    near = () if aside else _nearest(bench)
    text = reason if aside else _text(reason, near, bench)
    if question.traditional:
        text, reason = to_traditional(text), to_traditional(reason)
    return Answer(
        question=question.text, text=text, abstained=True, reason=reason, mode="extractive",
        nearest=tuple(citation(support_of(c), i) for i, c in enumerate(near, 1)),
        carried=question.carried, mended=question.mended, aside=aside,
    )  # fmt: skip


def _text(reason: str, near: tuple[Candidate, ...], bench: Bench) -> str:
    if bench.question.english:
        return f"{_ENGLISH} ({_in_english(reason)})"
    office = _office(near, bench)
    hint = f"相近内容由{office}负责,可向其咨询。" if office else ""
    return f"{REFUSAL}{reason}。{hint}"


def _in_english(reason: str) -> str:
    for pattern, english in _REASONS:
        match = re.fullmatch(pattern, reason)
        if match is not None:
            return match.expand(english)
    return reason


def _office(near: tuple[Candidate, ...], bench: Bench) -> str:
    """The office that the nearest record names, if that record is near enough and holds for the
    places asked about: another place's office is not theirs.
    """
    if not near or near[0].coverage < 0.4 or not _holds_for(near[0], bench):
        return ""
    field = near[0].passage.field(LEAD) or near[0].passage.field(RESPONSIBLE)
    return field.values[0] if field and field.values else ""


def _holds_for(candidate: Candidate, bench: Bench) -> bool:
    """Whether what it says is said of the places asked about, or of what they lie in."""
    gazetteer = bench.know.gazetteer
    region = gazetteer.get(candidate.passage.region or candidate.document.region)
    return region is None or all(
        place.name == region.name or gazetteer.is_within(place, region)
        or gazetteer.is_within(region, place) for place in bench.question.places
    )  # fmt: skip


def _nearest(bench: Bench) -> tuple[Candidate, ...]:
    """The best sentences of different passages, from all that is allowed if the scope is empty."""
    candidates = bench.candidates if bench.scope.allowed.any() else []
    if not candidates:
        everywhere = Scope(limits_mask(bench.question.limits, bench.retriever))
        wide = replace(bench, scope=everywhere)
        ranked = find(bench.question, bench.retriever, everywhere.allowed, k=10)
        candidates = sentences(wide.question, bench.retriever, ranked, {})
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        found.setdefault(candidate.passage.id, candidate)
        if len(found) == NEAREST:
            break
    return tuple(found.values())

"""Generative answers: a language model writes from the evidence, sentence by sentence verified.

A sentence is shown only after its marks and all that it states have been checked. Whatever goes
wrong, the answer without a model stands and its checks say why. What documents and questions tell
the model to do is text like any other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from assistant.answering.bench import Bench
from assistant.answering.draft import Draft, Statement
from assistant.answering.wording import shown
from assistant.answers import Answer, Usage
from assistant.cite import cited
from assistant.claims.checker import Checker
from assistant.errors import GenerationError
from assistant.settings import Settings
from assistant.writing.llm import LIMIT, ChatModel, open_chat
from assistant.writing.shown_evidence import Evidence, evidence_for, listed
from assistant.writing.written import Sentences, marks_of, wordless
from corpus.fold import squeezed
from prompts import Prompt, load

MOST_SENTENCES = 8  # the prompt asks for three
_WHOLE = re.compile(r"[。！？!?.”」\]】］)）]\s*\Z")
_ENDED = re.compile(r"[。！？!?.…;；:：][”」』）》〉)’\"]*\Z")
_HAN = re.compile(r"[㐀-鿿]")
_SAYS_NOT = re.compile(
    r"(?:资料|資料|文件)中?(?:没有|未|並未|并未|沒有)(?:说明|說明|提及|提到|写明|寫明)"
    r"|(?:documents?|materials?|passages?|sources?) (?:do|does) not (?:say|state|mention|specify)",
    re.I,
)
_QUESTION = 1000  # characters of a question that the model reads


@dataclass(slots=True)
class _Written:
    """What has been kept of a reply so far, and what was withheld and why."""

    kept: list[Statement] = field(default_factory=list)
    withheld: Counter[str] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)
    length: int = 0
    silent: bool = False
    usage: Usage | None = None

    def new(self, sentence: str) -> bool:
        """Whether a sentence is not said again; a model may go round in circles."""
        key = squeezed(sentence)
        known = key in self.seen
        self.seen.add(key)
        return not known


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes an answer anew with a chat model, verified."""

    model: ChatModel
    prompt: Prompt

    def write(
        self, answer: Answer, bench: Bench, instead: Answer | None = None
    ) -> Generator[str, None, Answer]:
        """Verified text as it comes; returns the Answer (`yield from`).

        Where the reply fails, the given answer comes back, or `instead` of it another, with a
        check that begins with "fallback: "; its text is given out before it unless some of the
        reply was already.
        """
        instead = instead or answer
        reason = _better_without(answer)
        if reason:
            yield instead.text
            return replace(instead, checks=(*instead.checks, f"model not asked: {reason}"))
        so_far = _Written()
        shown = ""
        fault = ""
        try:
            for statement in self._statements(bench, evidence_for(answer, bench), so_far):
                so_far.kept.append(statement)
                text = cited(so_far.kept, self._draft(answer, so_far), bench).text
                yield text[len(shown) :]
                shown = text
        except GenerationError as error:
            fault = error.message
        if fault or not so_far.kept:
            if not shown:
                yield instead.text
            return _fallback(instead, fault or _nothing_left(so_far), so_far, bench)
        return self._answer(answer, bench, so_far)

    def _statements(
        self, bench: Bench, evidence: Sequence[Evidence], so_far: _Written
    ) -> Iterator[Statement]:
        """The sentences of the reply that hold; closing the iterator stops the model."""
        checker = Checker.of(bench.know.units, bench.know.gazetteer)
        for sentence in self._sentences(bench, evidence, so_far):
            if wordless(sentence) or not so_far.new(sentence):
                continue
            found = _checked(sentence, evidence, checker)
            if found == "marks" and _SAYS_NOT.search(sentence):
                so_far.silent = True  # the prompt's own words for an answer that is not there
                continue
            if isinstance(found, str):
                so_far.withheld[found] += 1
                continue
            english = bench.question.english and so_far.kept
            yield replace(found, text=" " + found.text) if english else found
            if len(so_far.kept) >= MOST_SENTENCES:
                return

    def _sentences(
        self, bench: Bench, evidence: Sequence[Evidence], so_far: _Written
    ) -> Iterator[str]:
        """Whole sentences of the reply, as they come."""
        question = bench.question
        language = (
            "English" if question.english else "繁體中文" if question.traditional else "简体中文"
        )
        asked = re.sub(r"\s+", " ", question.text)[:_QUESTION]
        system, user = self.prompt.render(
            language=language, question=asked, evidence=listed(evidence)
        )
        collected = Sentences()
        with closing(self.model.stream(system, user)) as pieces:
            for piece in pieces:
                if isinstance(piece, Usage):
                    so_far.usage = piece
                    continue
                so_far.length += len(piece)
                yield from collected.add(piece)
        # what breaks off in the middle (a limit on length) is no sentence
        rest = collected.rest()
        yield from rest[:-1]
        yield from (s for s in rest[-1:] if _WHOLE.search(s))

    def _answer(self, answer: Answer, bench: Bench, so_far: _Written) -> Answer:
        withheld = so_far.withheld.total()
        written = cited(so_far.kept, self._draft(answer, so_far), bench, withheld)
        notes = [f"model {self.model.name}", f"prompt {self.prompt.name} v{self.prompt.version}"]
        if so_far.withheld:
            notes.append(_reasons(so_far))
        if so_far.length >= LIMIT:
            notes.append(f"cut: 只读取了前{LIMIT}字 only the first {LIMIT} characters were read")
        return replace(written, checks=(*written.checks, *notes), follow_ups=answer.follow_ups,
                       usage=so_far.usage)  # fmt: skip

    def _draft(self, answer: Answer, so_far: _Written) -> Draft:
        return Draft(tuple(so_far.kept), "generative", answer.confidence or 0.0, table=answer.table)


def open_writer(settings: Settings) -> Writer:
    """The writer for the language model of the settings.

    Raises:
        SettingsError: the settings name no usable model.
    """
    return Writer(open_chat(settings), load("answer"))


def _checked(sentence: str, evidence: Sequence[Evidence], checker: Checker) -> Statement | str:
    """The sentence with its supports, or what of it does not hold."""
    text, marks = marks_of(sentence)
    if not marks or any(not 1 <= m <= len(evidence) for m in marks):
        return "marks"
    if not text:
        return "wording"
    cited_ones = [evidence[m - 1] for m in marks]
    whole = [s for one in cited_ones for s in one.supports]
    fault = checker.fault(text, whole)
    if fault:
        return fault
    if len(cited_ones) > 1:  # what proves nothing beside one that proves all is not cited
        alone = [one for one in cited_ones if not checker.fault(text, one.supports)]
        cited_ones = alone or cited_ones
        whole = [s for one in cited_ones for s in one.supports]
    near = [s for one in cited_ones for s in one.nearest(text)]
    ended = text if _ENDED.search(text) else text + ("。" if _HAN.search(text[-6:]) else ".")
    return Statement(ended, tuple(whole if checker.fault(text, near) else near))


def _better_without(answer: Answer) -> str:
    """Why an answer is not rewritten: counts and lists over all records are exact as they are."""
    if answer.table is not None:
        return "表格答案按全部记录得出 a table over all records is exact as it is"
    return ""


def _nothing_left(so_far: _Written) -> str:
    if so_far.withheld:
        count = so_far.withheld.total()
        return f"语言模型所写{count}句均未通过核对 none of the {count} sentences stood the checks"
    if so_far.silent:
        return "语言模型没有在资料中找到答案 the language model found no answer in the documents"
    return "语言模型没有写出内容 the language model wrote nothing"


def _reasons(so_far: _Written) -> str:
    return "withheld for " + ", ".join(f"{k} {n}" for k, n in sorted(so_far.withheld.items()))


def _fallback(answer: Answer, why: str, so_far: _Written, bench: Bench) -> Answer:
    """The answer without a model, saying so: briefly to the reader, the reason in the checks."""
    said = "The language model gave no usable answer; this one is taken from the documents alone."
    if not bench.question.english:
        said = shown("语言模型没有给出可用的回答,以上直接取自文件。", bench.question)
    notes = [f"fallback: {why}"]
    if so_far.withheld:
        notes += [f"withheld:{so_far.withheld.total()}", _reasons(so_far)]
    told = answer.notes if answer.abstained else (*answer.notes, said)
    return replace(answer, checks=(*answer.checks, *notes), notes=told, usage=so_far.usage)

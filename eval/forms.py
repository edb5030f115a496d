"""Public question sets in their own JSON forms: SQuAD's (CMRC 2018, DRCD), RGB's and LeCoQA's.

A form is told by its fields; each function makes one case of one JSON object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from eval.cases import Case, case_from
from eval.errors import EvalError

Row = Mapping[str, Any]
_SENTENCE_ENDS = "。！？；\n"


def form_of(row: object) -> Callable[..., Case]:
    """The function that reads an object of this form; our own where it is no other."""
    names = set(row) if isinstance(row, Mapping) else set()
    return next((read for wanted, read in _FORMS if wanted <= names), case_from)


def rows_of(whole: object) -> Iterator[object]:
    """The rows of a file that is one JSON value: a list, or SQuAD's articles and paragraphs."""
    if isinstance(whole, list):
        yield from whole
    elif isinstance(whole, Mapping) and isinstance(whole.get("data"), list):
        for article in whole["data"]:
            for paragraph in article["paragraphs"]:
                for asked in paragraph["qas"]:
                    kept = {name: asked.get(name) for name in ("id", "question", "answers")}
                    yield kept | {"context": paragraph["context"]}
    else:
        yield whole


def contexts_of(row: object) -> list[str]:
    """The texts that a row of a public form brings along, to be indexed; none of our own form."""
    if not isinstance(row, Mapping):
        return []
    if "context" in row:
        return [str(row["context"])]
    if "positives" in row:
        articles = [a for a in row["positives"] if isinstance(a, Mapping)]
        return [f"{a.get('title', '')}\n{a.get('text', '')}".strip() for a in articles]
    return list(_flat([row.get("positive", []), row.get("negative", [])]))


def _from_squad(row: Row, *, file: str = "") -> Case:
    """SQuAD's form (Rajpurkar et al. 2016); evidence is the sentence around the first answer."""
    context, answers = row["context"], row["answers"]
    texts = answers.get("text") if isinstance(answers, Mapping) else answers
    if not isinstance(context, str) or not isinstance(texts, list):
        raise EvalError("context 或 answers 形式不对: context must be a string, answers a list")
    gold = [a.get("text", "") if isinstance(a, Mapping) else a for a in texts]
    quote = _sentence_with(context, gold[0]) if gold and isinstance(gold[0], str) else ""
    return _case(row, row.get("question", ""), [gold] if gold else [], [quote], file)


def _from_rgb(row: Row, *, file: str = "") -> Case:
    """RGB's form (Chen et al. 2024, arXiv:2309.01431): each element of `answer` must be met.

    An element is a string or a list of wordings; evidence is, for each, the first sentence of a
    positive passage that holds one. Without a positive passage only an abstention is right.
    """
    answer = row["answer"] if isinstance(row["answer"], list) else [row["answer"]]
    gold = [one if isinstance(one, list) else [one] for one in answer]
    if not all(isinstance(text, str) for group in gold for text in group):
        raise EvalError("answer 应为字符串或其列表 must hold strings, or lists of them")
    positive = list(_flat(row["positive"]))
    quotes = [
        next(filter(None, (_sentence_with(text, word) for text in positive for word in group)), "")
        for group in gold
    ]
    return _case(row, row["query"], gold if positive else [], quotes, file)


def _from_lecoqa(row: Row, *, file: str = "") -> Case:
    """LeCoQA's form: a lawyer's answer in free words, and the articles that bear it.

    Nothing short decides such an answer: it is the reference. Evidence is each article's first
    sentence.
    """
    articles = row["positives"]
    if not all(isinstance(a, Mapping) and isinstance(a.get("text"), str) for a in articles):
        raise EvalError("positives 应为带 text 的条文列表 must be a list of objects with text")
    quotes = [_sentence_with(a["text"], a["text"].lstrip()[:1]) for a in articles]
    plain = {"id": str(row.get("id", "")), "question": row["question"], "answerable": True}
    evidence = [{"doc": "", "quote": quote} for quote in quotes if quote.strip()]
    return case_from(plain | {"reference": row["answer"], "evidence": evidence}, file=file)


_FORMS: tuple[tuple[set[str], Callable[..., Case]], ...] = (
    ({"context", "answers"}, _from_squad),
    ({"query", "answer", "positive"}, _from_rgb),
    ({"question", "answer", "positives"}, _from_lecoqa),
)


def _case(row: Row, question: str, gold: list[Any], quotes: list[str], file: str) -> Case:
    data = {
        "id": str(row.get("id", "")), "question": question, "gold": gold, "answerable": bool(gold),
        "evidence": [{"doc": "", "quote": quote} for quote in quotes if quote.strip()],
    }  # fmt: skip
    return case_from(data, file=file)


def _sentence_with(text: str, words: str) -> str:
    """The sentence around the first place of some words, without its end; "" without a place."""
    at = text.find(words) if words else -1
    if at < 0:
        return ""
    start = max(text.rfind(mark, 0, at) for mark in _SENTENCE_ENDS) + 1
    ends = [i for mark in _SENTENCE_ENDS if (i := text.find(mark, at + len(words))) >= 0]
    return text[start : min(ends, default=len(text))]


def _flat(value: object) -> Iterator[str]:
    """The strings of nested lists, in their order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _flat(one)

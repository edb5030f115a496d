"""Public retrieval sets as documents and questions: which text of many a question is about.

Each text is a document of its own, and what a way finds of it counts as the text (which stands
where its best piece stands: MaxP of Dai and Callan 2019, arXiv:1905.09217): the sets mark texts,
and ways cut them into pieces of unlike length. Article look-up alone goes into whole laws.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.records import Document, Passage
from eval.cases import Case, Evidence
from eval.collect import write_whole
from eval.forms import contexts_of
from eval.shared_data import LEGAL, READING, TRAINED_ON, rows

ASKED = 150  # questions drawn from each set
MOST_ASKED = 400  # characters of a question; citizens' messages may be long
DRAWN = 8  # pieces looked at for each text wanted, since several may be of one text
LAWS = Path("data", "laws", "docs.jsonl.xz")
ARTICLES = Path("data", "laws", "articles.jsonl.xz")
LOOK_UP = Path("data", "lawbench", "article_lookup.jsonl.xz")
MESSAGES = Path("data", "gov_messages", "qa.jsonl.xz")
REPORTS = Path("data", "gov_report", "en_zh_pairs.jsonl.xz")

Find = Callable[[str, int], Sequence[Passage]]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Questions over documents.

    Attributes:
        texts: the documents, by file name.
        cases: what is asked; the evidence names a file, or a quote within one.
        whole: a document found is enough, wherever in it.
    """

    name: str
    texts: Mapping[str, str]
    cases: Sequence[Case]
    whole: bool = True

    def write(self, folder: Path) -> None:
        """Write the documents."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in self.texts.items():
            write_whole(folder / name, f"{text}\n")


def retrieval_sets(
    shared: Path, *, seed: int, most: int = ASKED
) -> tuple[list[RetrievalSet], list[str]]:
    """The sets whose data are present, sampled by the seed, and the names of those that are not."""
    found, absent = [], []
    for name, (needed, read) in _SETS.items():
        if all((shared / path).is_file() for path in needed):
            found.append(read(name, shared, random.Random(seed), most))
        else:
            absent.append(name)
    return found, absent


def each_text_once(find: Find) -> Find:
    """A way that gives of each document only the best piece."""

    def best(words: str, k: int) -> list[Passage]:
        first: dict[str, Passage] = {}
        for passage in find(words, k * DRAWN):
            first.setdefault(passage.doc_id, passage)
        return list(first.values())[:k]

    return best


def texts_held(documents: Sequence[Document]) -> Callable[[Passage, Case], list[int]]:
    """Which evidence of a case a passage is of, by the file that it stands in."""
    sources = {document.id: document.source for document in documents}

    def held(passage: Passage, case: Case) -> list[int]:
        source = sources[passage.doc_id]
        return [i for i, evidence in enumerate(case.evidence) if evidence.doc == source]

    return held


def _legal(name: str, shared: Path, chance: random.Random, most: int) -> RetrievalSet:
    """LeCoQA over all of its articles; questions that the embedding was not trained on."""
    trained = {row["query"] for row in rows(shared / TRAINED_ON)}
    all_rows = list(rows(shared / LEGAL))
    new = [row for row in all_rows if row["question"] not in trained]
    drawn = [(str(r["question"]), contexts_of(r)) for r in _drawn(new, chance, most)]
    return _over_texts(name, drawn, (t for row in all_rows for t in contexts_of(row)))


def _look_up(name: str, shared: Path, chance: random.Random, most: int) -> RetrievalSet:
    """What does article n of a law say, over the whole laws that are asked about."""
    laws = {row["id"]: row for row in rows(shared / LAWS)}
    asked = [row for row in rows(shared / LOOK_UP) if len(row["relevant"]) == 1]
    wanted = {row["relevant"][0] for row in asked}
    articles = {r["id"]: r for r in rows(shared / ARTICLES) if r["id"] in wanted}
    texts, cases = {}, []
    there = [row for row in asked if row["relevant"][0] in articles]
    for row in _drawn(there, chance, most):
        article = articles[row["relevant"][0]]
        law = laws.get(article["law_id"])
        quote = str(article["text"]).split("\n")[0].split("。")[0]
        if law and quote in law["text"]:
            file = f"{law['id']}.txt"
            texts[file] = f"{law['title']}\n{law['text']}"
            cases.append(_case(str(row["id"]), str(row["question"]), [Evidence(file, quote)]))
    return RetrievalSet(name, texts, cases, whole=False)


def _messages(name: str, shared: Path, chance: random.Random, most: int) -> RetrievalSet:
    """A citizen's message, and which of all replies answers it."""
    all_rows = list(rows(shared / MESSAGES))
    drawn = [(str(r["question"]), [str(r["answer"])]) for r in _drawn(all_rows, chance, most)]
    return _over_texts(name, drawn, (str(row["answer"]) for row in all_rows))


def _reports(name: str, shared: Path, chance: random.Random, most: int) -> RetrievalSet:
    """An English sentence of a government report, and which Chinese one it translates."""
    all_rows = list(rows(shared / REPORTS))
    drawn = [(str(r["query"]), [str(r["positive"])]) for r in _drawn(all_rows, chance, most)]
    return _over_texts(name, drawn, (str(row["positive"]) for row in all_rows))


def _reading(name: str, shared: Path, chance: random.Random, most: int) -> RetrievalSet:
    """A question of reading comprehension, and which of all contexts it was asked of."""
    all_rows = list(rows(shared / READING["DRCD dev"]))
    drawn = [(str(r["question"]), [str(r["context"])]) for r in _drawn(all_rows, chance, most)]
    return _over_texts(name, drawn, (str(row["context"]) for row in all_rows))


_SETS: dict[str, tuple[tuple[Path, ...], Callable[..., RetrievalSet]]] = {
    "群众法律问题→条文 LeCoQA": ((LEGAL, TRAINED_ON), _legal),
    "查条文 LawBench article look-up": ((LAWS, ARTICLES, LOOK_UP), _look_up),
    "留言→答复 citizens' messages": ((MESSAGES,), _messages),
    "英文句→中文句 English to Chinese": ((REPORTS,), _reports),
    "阅读理解→原文 DRCD contexts": ((READING["DRCD dev"],), _reading),
}


def _drawn(found: Sequence[Row], chance: random.Random, most: int) -> Iterator[Row]:
    """At most so many rows without replacement, in the order of the file."""
    for i in sorted(chance.sample(range(len(found)), min(most, len(found)))):
        yield found[i]


def _over_texts(
    name: str, asked: Sequence[tuple[str, Sequence[str]]], texts: Iterable[str]
) -> RetrievalSet:
    """Questions with their texts, over these texts: each once, a file for each."""
    files = {text: f"{i:05d}.txt" for i, text in enumerate(dict.fromkeys(texts))}
    cases = [
        _case(str(i), question, [Evidence(files[text], "") for text in dict.fromkeys(right)])
        for i, (question, right) in enumerate(asked)
    ]
    return RetrievalSet(name, {file: text for text, file in files.items()}, cases)


def _case(name: str, question: str, evidence: Sequence[Evidence]) -> Case:
    return Case(name, question[:MOST_ASKED], answerable=True, evidence=tuple(evidence))

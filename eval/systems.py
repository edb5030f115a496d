"""What is measured: the assistant or a baseline over an index at hand, or a server by URL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, get_args

from assistant.settings import Settings
from corpus.records import Document, Passage
from eval.baselines import Answerer, BestSentence, LangChainDefault
from eval.cases import Case
from eval.collect import Observer
from eval.fingerprint import fingerprint
from eval.observe import Search, observer
from eval.pages import commit, manifest_line
from index.hits import Hit

System = Literal["minsheng", "bm25", "langchain"]
SYSTEMS: tuple[System, ...] = get_args(System)
NAMES = {
    "minsheng": "民生问答 Minsheng",
    "bm25": "BM25 最佳句 best BM25 sentence",
    "langchain": "LangChain 默认流程 default recipe",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What questions are put to.

    Attributes:
        about: what it is, for a reader of the report (names: labels.ABOUT_LABELS).
        identity: what must be the same for a run to be continued.
        documents: what it answers from, where at hand; empty for a server.
        regions: the region of each document by its source, where known.
    """

    observe: Observer
    about: Mapping[str, str]
    identity: str
    documents: Sequence[Document]
    regions: Mapping[str, str]


class Searcher(Protocol):
    """Whatever finds passages for words."""

    def search(self, words: str, *, k: int = 10) -> Sequence[Hit]:
        """The k nearest passages, best first."""
        ...


def search_with(searcher: Searcher) -> Search:
    """What the index alone finds for a case's question, in its conversation."""

    def search(case: Case, k: int) -> Sequence[Passage]:
        hits = searcher.search(" ".join((*case.history, case.question)), k=k)
        return [hit.passage for hit in hits]

    return search


def open_subject(system: System, settings: Settings) -> Subject:
    """The assistant or a baseline over the index of the settings.

    Raises:
        IndexUnusableError, EmbedderError: the index or its embedding cannot be used.
        EvalError: a baseline cannot be built.
    """
    answerer = open_system(system, settings)
    return Subject(
        observer(answerer, search_with(answerer)),
        {
            "measured": NAMES[system],
            "index": manifest_line(Path(settings.index)),
            "commit": commit(),
        },
        fingerprint(Path(settings.index), (system, settings)),
        answerer.documents,
        {document.source: document.region for document in answerer.documents},
    )


@contextmanager
def open_server(
    url: str, settings: Settings, *, model: str, phrases: Path | None, timeout: float
) -> Iterator[Subject]:
    """A running server; its key is the setting llm_key.

    Raises:
        AssistantGoneError: it does not answer.
        EvalError: it is no server that can be asked, or the file of phrases cannot be read.
    """
    from eval.remote import open_remote, read_phrases
    from eval.web_client import WebClient

    said = read_phrases(phrases) if phrases else read_phrases()
    client = WebClient(url, key=settings.llm_key, timeout=timeout)
    try:
        remote = open_remote(client, model=model, phrases=said)
        named = f"{client.url} {model}".strip()
        yield Subject(remote.observe, {"measured": named}, remote.identity, (), remote.regions)
    finally:
        client.close()


def open_system(system: System, settings: Settings) -> Answerer:
    """The answerer of that name over the index of the settings.

    Raises:
        IndexUnusableError, EmbedderError: the index or its embedding cannot be used.
        EvalError: a baseline cannot be built.
    """
    from assistant.wiring import open_assistant

    if system == "minsheng":
        return open_assistant(settings)
    from assistant.wiring import open_retriever

    retriever = open_retriever(settings)
    if system == "bm25":
        return BestSentence.build(retriever.documents)
    return LangChainDefault.build(retriever.documents, retriever.embedder)

"""Which answerer is measured: the assistant itself, or a baseline over the same documents."""

from __future__ import annotations

from typing import Literal, get_args

from assistant.settings import Settings
from eval.baselines import Answerer, BestSentence, LangChainDefault

System = Literal["minsheng", "bm25", "langchain"]
SYSTEMS: tuple[System, ...] = get_args(System)
NAMES = {
    "minsheng": "民生问答 Minsheng",
    "bm25": "BM25 最佳句 best BM25 sentence",
    "langchain": "LangChain 默认流程 default recipe",
}


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

"""The composition root: settings into an Assistant. The only place that chooses classes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.asking.topic import Knowledge
from assistant.asking.vocabulary import Vocabulary
from assistant.golden.giving import OfficialAnswers, loader
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.writing.generate import Writer, open_writer
from assistant.writing.query import open_rewriter
from corpus.gazetteer import Gazetteer, Place
from corpus.units import Units
from index.build import BuildReport, Progress, build_index
from index.embedder import load_embedder
from index.expand import Glossary, Synonyms
from index.milvus import Milvus
from index.milvus_address import SCHEME, Address
from index.rerank import CrossEncoderReranker
from index.retriever import Retriever
from index.segment import Segmenter

SAMPLE = Path(__file__).parent.parent / "corpus" / "documents"


def open_retriever(settings: Settings) -> Retriever:
    """The index of the settings, with its embedding and its reranker.

    Raises:
        IndexUnusableError, EmbedderError: see there.
    """
    embedder = load_embedder(settings.embedder or None)
    reranker = CrossEncoderReranker.load(settings.reranker) if settings.reranker else None
    if not settings.index.startswith(SCHEME):
        return Retriever.open(Path(settings.index), embedder, reranker)
    address = Address.parse(settings.index)
    mirror = address.mirror(Path(settings.cache))
    return Retriever.open(mirror, embedder, reranker, Milvus(address).fetch(mirror))


def index_folder(settings: Settings) -> Path:
    """The folder of this machine that holds the index, or the files of one that Milvus serves."""
    if not settings.index.startswith(SCHEME):
        return Path(settings.index)
    return Address.parse(settings.index).mirror(Path(settings.cache))


def build(settings: Settings, paths: Sequence[Path], progress: Progress) -> BuildReport:
    """Index files and folders where the settings say.

    Raises:
        DocumentError, EmbedderError, IndexBuildError, IndexUnusableError: see there.
    """
    embedder = load_embedder(settings.embedder or None)
    if not settings.index.startswith(SCHEME):
        return build_index(paths, Path(settings.index), embedder, progress=progress)
    address = Address.parse(settings.index)
    milvus, mirror = Milvus(address), address.mirror(Path(settings.cache))
    report = build_index(paths, mirror, embedder, progress=progress)
    milvus.publish(mirror, progress)
    return report


def open_assistant(settings: Settings, *, official: bool = False) -> Assistant:
    """An assistant over the index of the settings, with a language model if one is set.

    `official`: golden answers of the office are given first (a measurement leaves them out).
    """
    retriever = open_retriever(settings)
    know = knowledge(settings, retriever)
    writer: Writer | None = open_writer(settings) if settings.llm_model else None
    golden = OfficialAnswers(loader(settings.memory), know) if official else None
    return Assistant(
        retriever, know, threshold=settings.confidence, writer=writer,
        rewriter=open_rewriter(settings) if writer else None, official=golden,
    )  # fmt: skip


def knowledge(settings: Settings, retriever: Retriever) -> Knowledge:
    """What understanding draws on: the data files, the user's own, and the corpus's words."""
    extra = settings.extra
    return Knowledge(
        gazetteer=with_places(Gazetteer.default(extra), retriever),
        units=Units.default(extra),
        synonyms=Synonyms.default(extra),
        glossary=Glossary.default(extra),
        vocabulary=Vocabulary(retriever),
    )


def with_places(gazetteer: Gazetteer, retriever: Retriever) -> Gazetteer:
    """The gazetteer with the corpus's own regions that it lacks."""
    regions = {*retriever.columns["region"].values, *retriever.document_columns["region"].values}
    new = [
        Place(r, "区县", "", _short_names(r, retriever.segmenter), ())
        for r in sorted(regions) if r and not gazetteer.get(r)
    ]  # fmt: skip
    return gazetteer.extended(new) if new else gazetteer


def _short_names(region: str, segmenter: Segmenter) -> tuple[str, ...]:
    """The name without 县 or 区, as people say it, where that is no word of its own."""
    short = region[:-1]
    named = region.endswith(("县", "市", "区")) and len(short) > 1
    return (short,) if named and not segmenter.is_word(short) else ()

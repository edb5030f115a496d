"""The naive answerers: what they quote, what they find, and that they are measured like ours."""

import sys

import numpy as np
import pytest

from corpus.records import Document
from eval import baselines, systems
from eval.baselines import BestSentence, LangChainDefault, LangChainEmbeddings, plain_sentences
from eval.errors import EvalError
from eval.observe import held, observe
from tests.eval_fakes import CASES, LEAD, NUMBER, ROAD, TEXT, document


class CountingEmbedder:
    """Vectors that count three words, so that nearness is known."""

    name, dimension, fingerprint = "counting", 3, "0"

    def embed_queries(self, texts):
        counts = [[t.count("食堂"), t.count("路"), t.count("牵头")] for t in texts]
        rows = np.array(counts, dtype=np.float32)
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0)

    embed_passages = embed_queries


def long_document() -> Document:
    about = "".join(f"第{i}条食堂按规定办理并公开。" for i in range(40))
    return Document(id="d2", source="901_long.txt", sha256="0", title="长文",
                    text=f"{about}\n{ROAD}修路由市交通局牵头,路面平整。")  # fmt: skip


def test_sentences_end_at_stops_and_lines_and_keep_no_outer_space() -> None:
    spans = plain_sentences(TEXT)
    assert [TEXT[a:b] for a, b in spans] == ["一、餐饮", LEAD, NUMBER, "二、道路", ROAD]
    assert plain_sentences(" \n\t\n") == []


def test_the_best_sentence_is_quoted_at_its_place_and_cites_itself() -> None:
    answer = BestSentence.build([document()]).ask("老年食堂由哪个单位牵头?")
    assert answer.text == LEAD + "[1]"
    (citation,) = answer.citations
    assert (citation.start, citation.end) == (TEXT.index(LEAD), TEXT.index(LEAD) + len(LEAD))
    assert citation.document.text[citation.start : citation.end] == citation.quote == LEAD
    assert not answer.abstained and answer.mode == "extractive"


def test_traditional_questions_and_history_are_read_and_unknown_words_abstained_on() -> None:
    system = BestSentence.build([document()])
    assert system.ask("修路多少公里").text == ROAD + "[1]"
    assert system.ask("新建老年食堂補助幾元").text == NUMBER + "[1]"
    assert system.ask("多少公里?", history=["修路"]).text == ROAD + "[1]"
    assert system.ask("zebra").abstained and system.ask("zebra").citations == ()
    assert [h.passage.text for h in system.search("修路", k=9)] == [ROAD]


def test_no_text_is_said_clearly() -> None:
    bare = Document(id="e", source="e.txt", sha256="0", title="", text="\n。\n")
    with pytest.raises(EvalError, match="没有文字"):
        BestSentence.build([bare])
    with pytest.raises(EvalError, match="没有文字"):
        LangChainDefault.build([Document("e", "e.txt", "0", "", "")], CountingEmbedder())


def test_chunks_are_slices_of_the_recipe_and_the_nearest_comes_first() -> None:
    long = long_document()
    system = LangChainDefault.build([long], CountingEmbedder())
    hits = system.search("修路", k=10)
    for hit in hits:
        assert long.text[hit.passage.start : hit.passage.end] == hit.passage.text
        assert 0 < len(hit.passage.text) <= baselines.CHUNK
    assert ROAD in hits[0].passage.text
    assert [h.rank for h in hits] == list(range(1, len(hits) + 1))
    assert hits[0].score == max(h.score for h in hits)
    assert system.search("无关", k=3) == []


def test_the_recipe_answers_with_the_sentence_that_shares_most_words() -> None:
    system = LangChainDefault.build([long_document()], CountingEmbedder())
    answer = system.ask("修路由谁牵头")
    assert answer.text == "修路由市交通局牵头,路面平整。[1]"
    assert answer.citations[0].source == "901_long.txt"
    assert system.ask("无关").abstained


def test_the_adapter_gives_langchain_plain_lists() -> None:
    adapter = LangChainEmbeddings(CountingEmbedder())
    assert adapter.embed_documents(["食堂", "修路"]) == [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
    assert adapter.embed_query("牵头") == [0.0, 0.0, 1.0]


def test_a_missing_splitter_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_text_splitters", None)
    with pytest.raises(EvalError, match="langchain-text-splitters is not installed"):
        LangChainDefault.build([document()], CountingEmbedder())


def test_a_baseline_is_observed_like_the_assistant() -> None:
    system = BestSentence.build([document()])

    def search(case, k):
        return [hit.passage for hit in system.search(case.question, k=k)]

    line = observe(system, CASES[0], search)
    assert line["observed"]["verbatim"] == [True]
    assert line["latency_ms"] > 0
    case = CASES[2]
    assert held(system.search("修路公里")[0].passage, case) == [0]


def test_every_system_has_a_name_and_unknown_ones_are_refused_by_the_parser() -> None:
    assert set(systems.NAMES) == set(systems.SYSTEMS) == {"minsheng", "bm25", "langchain"}

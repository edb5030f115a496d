"""Sentences pasted as they stand find a passage that holds them first."""

from assistant.settings import Settings
from assistant.wiring import open_assistant
from eval.pasted import paste
from index.build import build_index
from index.embedder import load_embedder


def test_every_pasted_sentence_of_the_sample_corpus_comes_first(sample):
    pasted = paste(sample, count=250, seed=1)
    assert (pasted.asked, pasted.missed) == (250, ())


def test_every_pasted_sentence_of_the_real_documents_comes_first(real):
    pasted = paste(real, count=250, seed=1)
    assert (pasted.asked, pasted.missed) == (250, ())


def test_a_sentence_that_names_another_place_and_year_is_found_where_it_stands(tmp_path):
    told = "省政府要求各地学习东山市2019年的停车收费做法,推广错时共享车位。"
    (tmp_path / "a.txt").write_text(f"西河市停车办法\n第一条 {told}\n", encoding="utf8")
    rules = "东山市停车办法\n第一条 东山市2019年停车收费做法按本办法执行,错时共享车位推广。\n"
    (tmp_path / "b.txt").write_text(rules, encoding="utf8")
    build_index([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "index", load_embedder(None))
    assistant = open_assistant(Settings(index=str(tmp_path / "index")))
    first = assistant.search("学习东山市 2019 年的停车收费做法,推广錯時共享車位")[0]
    assert first.document.source == "a.txt"
    assert told in first.passage.text

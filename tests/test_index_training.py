from __future__ import annotations

import argparse
import json
import lzma
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from index.embedder import StaticEmbedder
from index.training import add_arguments, run, train
from index.training_data import (
    Entry,
    Pair,
    TrainingError,
    Translator,
    clean_gloss,
    dictionary_pairs,
    english_pairs,
    han_word_counts,
    read_rows,
)
from index.training_fit import bags
from index.training_vocabulary import build_tokenizer

TOPICS = {
    "养老": ("养老院", "老年人", "护理床位"),
    "托育": ("托儿所", "婴幼儿", "托位"),
    "地铁": ("轨道交通", "车站", "线路"),
    "就业": ("找工作", "失业人员", "招聘会"),
}
WORDS = [
    {"trad": "養老", "simp": "养老", "pinyin": "yang3 lao3", "en": ["to provide for the elderly"]},
    {"trad": "地鐵", "simp": "地铁", "pinyin": "di4 tie3", "en": ["subway", "metro"]},
    {"trad": "就業", "simp": "就业", "pinyin": "jiu4 ye4", "en": ["employment"]},
    {"trad": "托育", "simp": "托育", "pinyin": "tuo1 yu4", "en": ["childcare"]},
]


@pytest.fixture
def data(tmp_path: Path) -> list[Path]:
    rows = [
        {"query": f"{topic}{word}", "positive": f"关于{other}的{n}号通知", "source": "s"}
        for n in range(12)
        for topic, (word, *others) in TOPICS.items()
        for other in others
    ]
    for n, row in enumerate(rows):
        row["group"] = f"g{n % len(TOPICS)}"
    pairs, words = tmp_path / "pairs.jsonl.xz", tmp_path / "words.jsonl"
    with lzma.open(pairs, "wt", encoding="utf8") as out:
        out.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
    words.write_text("\n".join(json.dumps(w, ensure_ascii=False) for w in WORDS), "utf8")
    return [pairs, words]


def _train(data, out, **options):
    return train(data, out, dimension=16, vocabulary=400, epochs=12, seed=3, **options)


def test_training_brings_pairs_and_translations_together(data, tmp_path):
    told: list[str] = []
    report = _train(data, tmp_path / "m", progress=told.append)
    assert (report.pairs, report.dictionary_pairs, report.dimension) == (96, 5, 16)
    assert told[-1].startswith("epoch 12/12: loss ")
    embedder = StaticEmbedder.load(tmp_path / "m")
    queries = embedder.embed_queries(["养老养老院", "地铁轨道交通", "subway"])
    passages = embedder.embed_passages(["关于老年人的通知", "关于车站的通知"])
    assert (queries @ passages.T).argmax(axis=1).tolist() == [0, 1, 1]


def test_the_same_seed_gives_the_same_weights(data, tmp_path):
    a, b = (
        (_train(data, tmp_path / n), load_file(tmp_path / n / "model.safetensors"))[1]
        for n in ("a", "b")
    )
    assert np.array_equal(a["embedding.weight"], b["embedding.weight"])
    assert a["embedding.weight"].dtype == np.float16


def test_held_out_rows_are_measured_and_not_trained_on(data, tmp_path):
    held = tmp_path / "held.jsonl"
    row = {"query": "养老养老院", "positive": "关于老年人的0号通知", "source": "s", "group": "x"}
    held.write_text(json.dumps(row, ensure_ascii=False), "utf8")
    report = _train(data, tmp_path / "m", held_out=[held])
    assert (report.pairs, report.held_out) == (96 - 24, 1)  # every row of that query is left out
    assert (report.recall_at_1, report.mrr) == (1.0, 1.0)  # the only positive there is


def test_a_new_model_replaces_the_old_folder(data, tmp_path):
    out = tmp_path / "m"
    out.mkdir()
    (out / "stale").write_text("x")
    _train(data, out)
    assert sorted(f.name for f in out.iterdir()) == [
        "config_sentence_transformers.json",
        "model.safetensors",
        "modules.json",
        "tokenizer.json",
    ]
    assert not list(tmp_path.glob("m.*"))


def test_the_command_prints_its_report(data, tmp_path, capsys):
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    out = str(tmp_path / "m")
    numbers = ["--dimension", "8", "--vocabulary", "300", "--epochs", "1"]
    assert run(parser.parse_args([*map(str, data), "--out", out, *numbers])) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["dimension"] == 8
    assert "epoch 1/1" in printed.err


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "cannot read"), ("not json", "cannot read"), ('{"a": 1}', ":1: neither")],
)
def test_bad_data_is_named(tmp_path, content, said):
    file = tmp_path / "rows.jsonl"
    if content is not None:
        file.write_text(content)
    with pytest.raises(TrainingError, match=said) as caught:
        train([file], tmp_path / "m")
    assert str(file) in caught.value.message
    assert not (tmp_path / "m").exists()


def test_data_without_pairs_is_refused(data, tmp_path):
    with pytest.raises(TrainingError, match="no pairs"):
        train(data[1:], tmp_path / "m")


@pytest.mark.parametrize("size", ["dimension", "vocabulary", "epochs"])
def test_a_size_of_zero_is_refused(data, tmp_path, size):
    with pytest.raises(TrainingError, match=f"{size} 0"):
        train(data, tmp_path / "m", **{size: 0})


def test_rows_are_read_folded_and_proper_nouns_get_their_pinyin(tmp_path):
    file = tmp_path / "rows.jsonl"
    rows = [
        {"query": "養老ＡＰＰ", "positive": "P", "source": "s", "group": "g"},
        {"simp": "江夏", "trad": "江夏", "pinyin": "Jiang1 xia4", "en": ["Jiangxia district"]},
        {"simp": "看", "trad": "看", "pinyin": "kan4", "en": ["variant of 見|见[jian4]"]},
    ]
    file.write_text("\n".join(json.dumps(r) for r in rows))
    pairs, entries = read_rows([file])
    assert pairs == [Pair("养老app", "p", "s", "g")]
    assert entries == [Entry("江夏", ("jiangxia district", "jiangxia"))]


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("to raise (money etc)", "raise"),
        ("Minimum Wage", "minimum wage"),
        ("CL:個|个[ge4]", ""),
        ("see 翻江倒海[fan1 jiang1]", ""),
        ("one two three four five six seven", ""),
    ],
)
def test_glosses_keep_the_translation_only(raw, clean):
    assert clean_gloss(raw) == clean


def test_the_translator_takes_the_longest_word_and_drops_what_it_lacks():
    entries = [
        Entry("养", ("raise",)),
        Entry("养老", ("elderly care",)),
        Entry("床位", ("beds",)),
    ]
    translator = Translator(entries, random.Random(0))
    assert translator.words("新增养老床位,500张app") == [
        "新",
        "增",
        "养老",
        "床位",
        "500",
        "张",
        "app",
    ]
    assert translator.translate("新增养老床位500张") == "elderly care beds 500"
    assert translator.translate("养老", rate=0.0) == "养老"


def test_english_pairs_keep_the_positive_and_its_group():
    pairs = [Pair("养老", "通知", "s", "g")]
    translator = Translator([Entry("养老", ("elderly care",))], random.Random(0))
    made = english_pairs(pairs, translator, random.Random(1), count=3)
    assert Pair("elderly care", "通知", "english:s", "g") in made
    assert {p.kind for p in made} == {"english:s"}


def test_dictionary_pairs_join_glosses_and_synonyms():
    entries = [Entry("帮助", ("help",)), Entry("帮忙", ("help", "favor"))]
    assert dictionary_pairs(entries) == [
        Pair("help", "帮助", "dictionary", "帮助"),
        Pair("help", "帮忙", "dictionary", "帮忙"),
        Pair("favor", "帮忙", "dictionary", "帮忙"),
        Pair("帮助", "帮忙", "synonyms", "help"),
    ]


def test_word_counts_are_per_million_characters_of_a_kind():
    pairs = [Pair("养老" * 100_000, "", "s", "g")]
    counts = han_word_counts(pairs, lambda text: [text[:2]] * 3, characters=10)
    assert counts == Counter({"养老": 15})  # 3 in 200,001 characters


def test_the_tokenizer_splits_words_and_stems_english():
    entries = [Entry("床位", ("nursing bed", "center", "policy"))] * 3
    tokenizer = build_tokenizer({"养老": 90, "床位": 50, "新": 5, "增": 5}, entries, size=300)
    tokens = tokenizer.encode("新增养老床位,Nursing beds 2024 centres policies").tokens
    assert tokens == ["新", "增", "养老", "床位", "nurs", "bed", "2024", "center", "policy"]


def test_unknown_tokens_are_left_out_of_the_bags():
    tokenizer = build_tokenizer({"养老": 9}, [], size=300)
    found = bags(["养老?", "龘", ""], tokenizer)
    assert found.starts.tolist() == [0, 1, 1, 1]

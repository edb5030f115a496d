"""Search over an opened index: order, filters, pasted sentences."""

import numpy as np

from corpus.fold import squeeze
from corpus.sentences import split_sentences


def test_a_pasted_sentence_finds_its_own_passage_first(sample):
    retriever = sample._retriever
    pasted = [
        (passage.text[a:b])
        for number in range(0, len(retriever), 3)
        for passage in [retriever.passage(number)]
        for a, b in split_sentences(passage.text)
        if b - a >= 20
    ]
    first = [retriever.search(s, k=1)[0].passage.text for s in pasted]
    missed = [s for s, text in zip(pasted, first, strict=True)
              if squeeze(s)[0] not in squeeze(text)[0]]  # fmt: skip
    assert len(pasted) > 100
    assert missed == []


def test_hits_come_best_first_with_ties_broken_by_number(sample):
    hits = sample.search("老年助餐 牵头", k=8)
    assert [h.rank for h in hits] == list(range(1, 9))
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    again = sample.search("老年助餐 牵头", k=8)
    assert [h.passage.id for h in again] == [h.passage.id for h in hits]


def test_a_filter_fails_closed(sample):
    retriever = sample._retriever
    nothing = np.zeros(len(retriever), dtype=bool)
    assert retriever.search("老年助餐", allowed=nothing) == []
    only = retriever.columns["region"].mask(("宜昌市",))
    assert {h.document.region for h in retriever.search("停车泊位", allowed=only)} == {"宜昌市"}


def test_what_is_preferred_counts_more_and_the_rest_is_still_found(sample):
    retriever = sample._retriever
    query = retriever.query("停车泊位")
    plain = retriever.rank(query, 100)
    other = next(n for n, _ in plain if retriever.document(n).region != "宜昌市")
    here = retriever.columns["region"].mask(("宜昌市",))
    ranked = dict(retriever.rank(query, 100, preferred=here))
    assert retriever.document(next(iter(ranked))).region == "宜昌市"
    assert ranked[other] < dict(plain)[other]
    none = np.zeros(len(retriever), dtype=bool)
    assert retriever.rank(query, 9, allowed=none, preferred=here) == []

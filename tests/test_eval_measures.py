"""Every measure on answers worked out by hand, and against second implementations."""

import random
from collections import Counter

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, ndcg_score, precision_score, recall_score

from eval.cases import Case, Evidence
from eval.measures.abstention import abstention_precision, abstention_recall, over_abstention
from eval.measures.cited import citation_precision, citation_recall, fully_cited
from eval.measures.consistency import consistency, stance
from eval.measures.containment import containment
from eval.measures.cost import tokens
from eval.measures.exact_match import exact_match
from eval.measures.f1 import f1, overlap_f1
from eval.measures.figure_accuracy import figure_accuracy
from eval.measures.judged import judge_agreement, judged_right
from eval.measures.latency import latency
from eval.measures.length import length
from eval.measures.retrieval import as_evidence, retrieval_values
from eval.measures.right import Verdict, judge
from eval.measures.risk import area_under_risk, risk_coverage
from eval.measures.verbatim import verbatim
from eval.numerals import figures, han_value
from eval.predictions import Prediction, Quoted

CASE = Case("c", "q", category="number", answerable=True, gold=(("12家", "十二家"), ("3000元",)),
            forbidden=("13家",), evidence=(Evidence("900", "新建12家,每家3000元"),))  # fmt: skip
SILENT = Case("u", "q", category="unanswerable", answerable=False)


def said(text: str, *quotes: str, source: str = "900_x.txt", abstained: bool = False) -> Prediction:
    citations = tuple(Quoted(source, "2024年通知", "", q, True) for q in quotes)
    return Prediction("c", text, abstained, citations)


def test_right_names_the_first_reason_that_makes_an_answer_wrong() -> None:
    assert judge(CASE, said("新建12家[1],补3000元")) == Verdict(True)
    assert judge(CASE, said("新建112家,3000元")) == Verdict(False, "missing", "12家 / 十二家")
    assert judge(CASE, said("12家,不是13家,3000元")) == Verdict(False, "forbidden", "13家")
    assert judge(CASE, said("12家3000元" + "长" * 292)) == Verdict(True)
    assert judge(CASE, said("12家3000元" + "长" * 294)) == Verdict(False, "long", "302 > 300")
    assert judge(CASE, said("12家,3000元", abstained=True)) == Verdict(False, "abstained")
    assert judge(SILENT, said("", abstained=True)) == Verdict(True)
    assert judge(SILENT, said("12家")) == Verdict(False, "unanswerable")
    assert judge(Case("x", "q"), said("12家")) == Verdict(None)
    assert judge(CASE, Prediction("c", error="断了")) == Verdict(False, "error", "断了")


def test_a_right_answer_is_fully_cited_only_from_the_evidence_document() -> None:
    assert fully_cited(CASE, said("12家,3000元", "新建12家", "每家3000元")) == (1, 1)
    assert fully_cited(CASE, said("12家,3000元", "新建12家")) == (0, 1)
    assert fully_cited(CASE, said("12家,3000元", "12家,3000元", source="901.txt")) == (0, 1)
    assert fully_cited(CASE, said("12家", "12家,3000元")) == (0, 0)


def test_citation_recall_counts_points_and_precision_counts_quotes() -> None:
    one = said("12家,3000元", "新建12家", "无关", "另一句")
    assert citation_recall(CASE, one) == (1, 2)
    assert citation_precision(CASE, one) == (1, 3)
    assert citation_recall(CASE, said("", abstained=True)) == (0, 2)
    assert citation_precision(CASE, said("", abstained=True)) == (0, 0)


def test_verbatim_counts_only_quotes_that_could_be_looked_up() -> None:
    seen = (
        Quoted("a", "", "", "x", True),
        Quoted("a", "", "", "y", False),
        Quoted("a", "", "", "z"),
    )
    assert verbatim(CASE, Prediction("c", citations=seen)) == (1, 2)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("补助三千元", ["3000"]), ("0.3万元", ["3000"]), ("１，５００个", ["1500"]),
        ("二十五万六千人", ["256000"]), ("百分之六点五", ["6.5%"]), ("6.50 percent", ["6.5%"]),
        ("二〇二四年", ["2024"]), ("1.2 million", ["1200000"]),
        ("3亿2千万", ["300000000", "20000000"]),
        ("千分之三", ["3‰"]), ("两家", ["2"]), ("1,500 十堰", ["1500", "10"]),
    ],
)  # fmt: skip
def test_figures_are_folded_to_plain_decimals(text: str, wanted: list[str]) -> None:
    assert figures(text) == wanted


def test_han_numerals_of_names_are_no_figures_of_an_answer() -> None:
    assert figures("十堰市共十二个,千家万户", counted_only=True) == ["12"]
    assert [int(han_value(n)) for n in ("十", "一百零五", "一万二千", "两亿三千万")] == [
        10, 105, 12000, 230000000
    ]  # fmt: skip


def test_figure_accuracy_asks_quotes_and_titles_and_leaves_enumerations_out() -> None:
    text = "2024年如下:\n1. 新建12家[1]\n2. 补助三千元,共7人"
    assert figure_accuracy(CASE, said(text, "新建12家,每家0.3万元")) == (3, 4)
    assert figure_accuracy(CASE, said("12家", abstained=True)) == (0, 0)
    assert figure_accuracy(CASE, said("2022年,2.1万人", "2.2022 年培训2.1 万人")) == (2, 2)
    assert figure_accuracy(CASE, said("22022年", "2.2022年")) == (0, 1)


def test_length_and_containment_use_the_compared_form() -> None:
    assert length(CASE, said("新建 12 家。[1]")) == (5, 1)
    assert containment(CASE, said("新建12家")) == (1, 2)
    assert containment(CASE, said("新建12家,3000元", abstained=True)) == (0, 2)


def test_exact_match_takes_one_string_of_each_group() -> None:
    assert exact_match(CASE, said("十二家、3000元。")) == (1, 1)
    assert exact_match(CASE, said("共十二家、3000元。")) == (0, 1)
    assert exact_match(SILENT, said("")) == (0, 0)


def test_f1_is_written_out_and_agrees_with_precision_and_recall() -> None:
    one = Case("c", "q", answerable=True, gold=(("民政局",),))
    assert f1(one, said("市民政局"))[0] == pytest.approx(6 / 7)
    draw = random.Random(3)
    for _ in range(200):
        a, b = ("".join(draw.choices("甲乙丙丁1", k=draw.randint(1, 8))) for _ in "ab")
        same = sum((Counter(a) & Counter(b)).values())
        p, r = same / len(a), same / len(b)
        assert overlap_f1(a, b) == pytest.approx(2 * p * r / (p + r) if same else 0)


def test_a_passage_stands_for_the_evidence_it_is_first_to_hold() -> None:
    assert as_evidence([[], [1, 0], [0], [2]]) == ["-0", "e1", "e0", "-2", "e2"]
    values = retrieval_values(((), (0,), (0,)), 2)
    assert values["R@1"] == 0 and values["R@3"] == 0.5 and values["RR"] == 0.5
    assert values["nDCG@10"] == pytest.approx((1 / np.log2(3)) / (1 + 1 / np.log2(3)))
    assert retrieval_values((), 2) == dict.fromkeys(values, 0.0)


def test_retrieval_agrees_with_a_second_implementation_on_random_rankings() -> None:
    draw = random.Random(5)
    for _ in range(100):
        n, depth = draw.randint(1, 4), draw.randint(2, 10)
        ranking = tuple(tuple(draw.sample(range(n), draw.choice([0, 0, 1]))) for _ in range(depth))
        gains = [1.0 if name.startswith("e") else 0.0 for name in as_evidence(ranking)]
        values = retrieval_values(ranking, n)
        first = next((i for i, g in enumerate(gains, 1) if g), None)
        assert values["RR"] == pytest.approx(1 / first if first else 0)
        for k in (1, 3, 5, 10):
            assert values[f"R@{k}"] == pytest.approx(sum(gains[:k]) / n)
        missed = n - int(sum(gains))  # ranked last, beyond the depth that counts
        padded = gains + [0.0] * 10 + [1.0] * missed
        order = list(range(len(padded), 0, -1))
        assert values["nDCG@10"] == pytest.approx(ndcg_score([padded], [order], k=10))


def test_abstention_agrees_with_scikit_learn() -> None:
    draw = random.Random(7)
    truth = [draw.random() < 0.3 for _ in range(200)]
    guess = [draw.random() < 0.4 for _ in range(200)]
    cases = [SILENT if t else CASE for t in truth]
    pairs = [(c, said("x", abstained=g)) for c, g in zip(cases, guess, strict=True)]
    sums = [np.sum([m(*p) for p in pairs], axis=0)
            for m in (abstention_precision, abstention_recall, over_abstention)]  # fmt: skip
    assert sums[0][0] / sums[0][1] == pytest.approx(precision_score(truth, guess))
    assert sums[1][0] / sums[1][1] == pytest.approx(recall_score(truth, guess))
    wrongly = sum(g and not t for t, g in zip(truth, guess, strict=True))
    assert tuple(sums[2]) == (wrongly, truth.count(False))


def test_risk_rises_as_less_sure_answers_come_in() -> None:
    points = risk_coverage([(0.1, False), (0.9, True), (0.5, True), (0.5, False)])
    assert points == [(0.25, 0.0), (0.75, pytest.approx(1 / 3)), (1.0, 0.5)]
    assert area_under_risk(points) == pytest.approx(0.5 / 3 + 0.25 * 0.5)


def test_latency_percentiles_are_interpolated() -> None:
    assert latency([1.0, 2.0, 3.0, 4.0]) == {
        "p50": 2.5, "p90": 3.7, "p95": 3.85, "p99": 3.97, "mean": 2.5, "max": 4.0
    }  # fmt: skip
    assert latency([]) == {}


def test_area_under_risk_is_the_mean_risk_over_all_prefixes() -> None:
    draw = np.random.default_rng(9)
    for _ in range(50):
        n = int(draw.integers(1, 40))
        confidence, right = draw.permutation(n) / n, draw.random(n) < 0.7
        points = risk_coverage(zip(confidence.tolist(), right.tolist(), strict=True))
        wrong = np.cumsum(~right[np.argsort(-confidence)])
        assert area_under_risk(points) == pytest.approx(np.mean(wrong / np.arange(1, n + 1)))
        assert points[-1] == (1.0, pytest.approx(np.mean(~right)))


def test_a_stance_is_the_points_held_whatever_the_words_and_script() -> None:
    assert stance(CASE, said("新建12家")) == stance(CASE, said("十二家,另有")) == "0"
    assert stance(CASE, said("12家,3000元")) == "0 1"
    assert stance(CASE, said("x", abstained=True)) == stance(SILENT, said("", abstained=True))
    assert stance(SILENT, said("武漢有。[1]")) == stance(SILENT, said("武汉有"))
    assert stance(SILENT, said("武汉有")) != stance(SILENT, said("武汉没有"))


def test_consistency_counts_pairs_that_agree_and_no_two_faults() -> None:
    stances = {"a": "0", "f": "fault"}
    assert consistency("a", "0", stances) == (1, 1)
    assert consistency("a", "0 1", stances) == (0, 1)
    assert consistency("f", stance(CASE, Prediction("c", error="断了")), stances) == (0, 1)
    assert consistency("", "0", stances) == consistency("z", "0", stances) == (0, 0)


def test_a_judges_verdicts_are_counted_beside_the_rule() -> None:
    draw = random.Random(13)
    pairs, ruled, judged = [], [], []
    for _ in range(100):
        right, verdict = draw.random() < 0.6, draw.random() < 0.5
        text = "12家,3000元" if right else "12家"
        pairs.append((CASE, Prediction("c", text, judged=verdict)))
        ruled.append(right)
        judged.append(verdict)
    hits, total = np.sum([judge_agreement(*p) for p in pairs], axis=0)
    assert hits / total == pytest.approx(accuracy_score(ruled, judged))
    assert sum(judged_right(*p)[0] for p in pairs) == sum(judged)
    assert judged_right(CASE, said("12家")) == judge_agreement(CASE, said("12家")) == (0, 0)
    assert judge_agreement(Case("x", "q"), Prediction("x", "y", judged=True)) == (0, 0)


def test_tokens_are_counted_only_where_a_server_counts_them() -> None:
    assert tokens(CASE, Prediction("c", "x", tokens=120)) == (120, 1)
    assert tokens(CASE, said("x")) == (0, 0)


def test_a_reference_in_free_words_gives_f1_and_decides_nothing() -> None:
    free = Case("c", "q", answerable=True, reference="您好,可以退货。")
    assert f1(free, said("可以退货"))[0] == pytest.approx(2 * 4 / (4 + 6))
    assert exact_match(free, said("您好可以退货")) == (1, 1)
    assert judge(free, said("不可以")) == Verdict(None)
    assert f1(free, said("", abstained=True)) == (0, 1)

"""What the report calls things, in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Label:
    """A name in both languages, with a line that explains it."""

    zh: str
    en: str
    note_zh: str = ""
    note_en: str = ""


SHARES_NOT = ("length", "tokens")  # measures that are not shares of one
MEASURE_LABELS = {
    "right": Label(
        "正确率",
        "Right",
        "要点齐全、无错串、未拒答、不超长",
        "every gold group, nothing forbidden, within the limit",
    ),
    "fully_cited": Label(
        "引用完整率",
        "Fully cited",
        "答对的题中,每个要点都有引文支持",
        "of right answers, every point borne by a quote",
    ),
    "verbatim": Label(
        "引文逐字率",
        "Verbatim quotes",
        "引文与原文逐字一致",
        "quotes equal to the document's own text",
    ),
    "figure_accuracy": Label(
        "数字准确率",
        "Figure accuracy",
        "答案中的数字见于所引原文",
        "figures of the answer that stand in what it cites",
    ),
    "citation_precision": Label(
        "引用精确率",
        "Citation precision",
        "支持要点的引文占全部引文",
        "quotes that bear a point, of all quotes",
    ),
    "citation_recall": Label(
        "引用召回率",
        "Citation recall",
        "有引文支持的要点占全部要点",
        "points borne by a quote, of all points",
    ),
    "abstention_precision": Label(
        "拒答精确率",
        "Abstention precision",
        "拒答中确实无据可答的",
        "of abstentions, those where the documents are silent",
    ),
    "abstention_recall": Label(
        "拒答召回率",
        "Abstention recall",
        "无据可答的题中拒答的",
        "of unanswerable questions, those abstained on",
    ),
    "over_abstention": Label(
        "误拒率(越低越好)",
        "Over-abstention (less is better)",
        "有据可答却拒答",
        "abstained although the documents answer",
    ),
    "containment": Label(
        "要点包含率", "Containment", "答案包含的要点", "gold groups contained in the answer"
    ),
    "exact_match": Label(
        "完全一致率", "Exact match", "答案与标准答案完全一致", "the answer is a gold string"
    ),
    "f1": Label(
        "字级 F1",
        "Character F1",
        "与标准答案的字重合",
        "overlap of characters with the gold string",
    ),
    "recall_1": Label("证据召回 @1", "Evidence recall @1"),
    "recall_3": Label("证据召回 @3", "Evidence recall @3"),
    "recall_5": Label("证据召回 @5", "Evidence recall @5"),
    "recall_10": Label("证据召回 @10", "Evidence recall @10"),
    "mrr": Label("平均倒数排名", "Mean reciprocal rank"),
    "ndcg_10": Label("nDCG@10", "nDCG@10"),
    "length": Label(
        "答案字数", "Answer length", "不计标点与标记", "characters, punctuation and marks aside"
    ),
    "tokens": Label(
        "每题词元数(成本)",
        "Tokens a question (cost)",
        "大语言模型读写的词元,由其服务计数",
        "read and written by a language model, as its server counts",
    ),
    "judged_right": Label(
        "模型评判正确(仅供参照)",
        "Judged right by a model (beside the rule only)",
        "不取代正确率",
        "never in place of the rule",
    ),
    "judge_agreement": Label(
        "模型与规则一致",
        "The judge agrees with the rule",
        "太低则模型评判不可信",
        "where low, the judge is not to be believed",
    ),
    "consistency": Label(
        "问法一致性",
        "Consistency",
        "换说法或换字形再问,回答立场相同",
        "asked again in other words or the other script, answered alike",
    ),
}
WHYS = {
    "error": Label("出错", "error"),
    "unanswerable": Label("无据而答", "answered the unanswerable"),
    "abstained": Label("误拒", "abstained"),
    "missing": Label("缺要点", "missing a point"),
    "forbidden": Label("含错串", "holds a wrong string"),
    "long": Label("过长", "too long"),
    "uncited": Label("答对但引用不足", "right but not cited"),
}
GROUP_LABELS = {
    "category": Label("问题类别", "Category"),
    "style": Label("问法", "Style"),
    "file": Label("题集", "Question file"),
    "document": Label("依据文件", "Document"),
    "region": Label("地区", "Region"),
}
ABOUT_LABELS = {
    "measured": ("所测", "Measured"),
    "index": ("索引", "Index"),
    "commit": ("提交", "Commit"),
    "judge": ("评判模型", "Judge"),
}
NONE = Label("(未注明)", "(none)")


def both(zh: str, en: str) -> str:
    """HTML that shows one of two texts, by the report's language switch."""
    return f'<span class="zh">{escape(zh)}</span><span class="en">{escape(en)}</span>'


def html_label(label: Label) -> str:
    """A label as HTML in both languages, its note as a tooltip."""
    note = f"{label.note_zh} / {label.note_en}".strip(" /")
    shown = both(label.zh, label.en)
    return f'<span title="{escape(note)}">{shown}</span>' if note else shown


def count(hits: float, of: float) -> str:
    """Hits of how many; sums of fractions to one place."""
    return f"{round(hits, 1):g}/{of:g}"


def figure(name: str, value: float) -> str:
    """A measure's value as a reader expects it: a share in per cent, else a plain number."""
    return f"{value:.1f}" if name in SHARES_NOT else f"{100 * value:.1f} %"

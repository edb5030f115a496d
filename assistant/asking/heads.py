"""The word of the topic that names what is asked for: 有效期 in 有效期到哪一年."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asking.asked import Asked
from assistant.asking.question import DEADLINE, LIST, MEASURES, NUMBER, Term
from index.segment import squeeze_spaced

_AGE = re.compile(r"岁|年龄|多大")  # 多大的老人: how old they are, not how many
METADATA_EXPIRY = "metadata:失效日期"
_MEASURE_WORD = re.compile(
    r"^(?:万|亿)?(?:个|所|家|座|处|条|套|名|位|张|台|辆|项|场|路|间|份|种|类|支|片|只|件|棵|栋|平方米|公里|亩)"
)
_LINKS = "是为有都的到交收罚要领发补花 "
_EACH = re.compile(
    r"(一个?|每个?)(月|年|天|日|次|人|户|学期|季度|平方米|平)+(能|要|可以|得)?(领|发|交|收|补|给)?$"
)
_HOW_MANY = re.compile(
    r"\bhow many ((?:(?!(?:do|does|did|will|would|should|must|can|could|may|is|are|was|were|has|"
    r"have|had|be|in|to|of|for|on|at|by|per|there|it|they|we|i)\b)[a-z'-]+ ?){1,5})"
)
_NO_HEADS = frozenset(  # 提前多久, 年龄要求是多少: of what, says another word
    {"提前", "延长", "推迟", "超过", "要求", "规定", "流程", "程序", "步骤", "环节", "手续",
     "最迟", "最晚", "最早", "最快", "最多", "最少", "至少", "每季度", "每月", "每年"}
)  # fmt: skip
OF_WHAT = frozenset(  # 补贴标准, 补助上限: the word before says of what
    {"标准", "上限", "下限", "限额", "金额", "数额", "额度", "总额", "数", "数量", "数目", "名称",
     "名字", "人数", "户数", "个数", "目标", "目标值", "指标", "幅度", "价格", "比例",
     "占比", "比重"}
)  # fmt: skip
_COUNTED = re.compile(r"[一二两三四五六七八九十百\d]+[㐀-鿿]?")  # 哪四家 asks for no 四家


def head_of(asked: Sequence[Asked], terms: Sequence[Term], text: str) -> str:
    """The word that names what is asked: X in X是多少, X到哪一年, 哪些X."""
    terms = [t for t in terms if t.text not in _NO_HEADS and not _COUNTED.fullmatch(t.text)]
    for one in asked:
        asking = text[one.start : one.end]
        if (one.topical and one.kind != METADATA_EXPIRY) or asking in ("怎么办", "怎么做"):
            continue
        before, after = text[max(0, one.start - 10) : one.start], text[one.end : one.end + 5]
        before, each = _EACH.subn("", before)  # 床位费一个月多少钱
        linked = each or before.endswith(tuple("是为有到交收罚补")) or one.kind != NUMBER
        for term in terms:
            preceding = linked and one.kind in (NUMBER, DEADLINE, MEASURES, METADATA_EXPIRY)
            if preceding and before.rstrip(_LINKS).endswith(term.text):
                return _of_what(term.text, before.rstrip(_LINKS), terms)
            if one.kind == LIST and after.startswith(term.text):
                return _compound(term.text, text[one.end :], terms)
    return ""


def _of_what(word: str, before: str, terms: Sequence[Term]) -> str:
    """The word that a mere quantity belongs to (补贴 in 补贴标准是多少), itself where none does."""
    if word not in OF_WHAT:
        return word
    rest = before.removesuffix(word).removesuffix("的")
    return next((t.text for t in terms if rest.endswith(t.text)), word)


def _compound(word: str, after: str, terms: Sequence[Term]) -> str:
    """The last of the words that follow each other: 办法 in 鼓励办法."""
    after = after[len(word) :].removeprefix("的")
    following = next((t.text for t in terms if after.startswith(t.text)), "")
    return _compound(following, after, terms) if following else word


def counted_word(asked: Sequence[Asked], terms: Sequence[Term], text: str) -> str:
    """The topic words right after 多少座, 几个 … (公共停车泊位 in 多少个公共停车泊位)."""
    terms = [t for t in terms if t.text not in OF_WHAT]
    for one in asked:
        asking = text[one.start : one.end]
        if one.kind == NUMBER and not one.topical and not _AGE.search(asking):
            after = _MEASURE_WORD.sub("", text[one.end :]).lstrip("的 ")
            counted = ""
            while found := [t.text for t in terms if after.startswith(t.text)]:
                counted += max(found, key=len)
                after = after[len(max(found, key=len)) :].removeprefix("的")
            if counted:
                return counted
    return ""


def english_counted(text: str) -> str:
    """What an English question counts: old buses in how many old buses will Jiacheng buy."""
    found = _HOW_MANY.search(text)
    return found[1].strip() if found else ""


def last_keyword(text: str, asked: Sequence[Asked], terms: Sequence[Term]) -> str:
    """The last of some keywords without words of asking: 某县 2025年 财政总收入."""
    words = text.split()
    if asked or len(words) < 3:
        return ""
    for word in reversed(words):  # places and years are no terms
        last = squeeze_spaced(word)
        found = next((t.text for t in terms if last.endswith(t.text)), "")
        if found:
            return found
    return ""

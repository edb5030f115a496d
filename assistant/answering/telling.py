"""Whether a sentence has the words that what is asked for needs: a meaning, a sanction, a list."""

from __future__ import annotations

import re

from assistant.asking.question import (
    ALLOWED,
    DEADLINE,
    DEFINE,
    LEAD,
    LIST,
    NUMBER,
    PENALTY,
    START,
    Question,
)
from assistant.finding.defining import asked_word, means
from assistant.finding.wanted import STARTS
from corpus.fold import squeezed

_FOLLOWS = re.compile(  # what follows on the breach of a rule
    r"罚|没收|吊销|警告|暂扣|拘留|处分|追究|责令|追回|退回|赔偿|取消|撤销|注销|解除|不予|扣|责任|整改|停|中止|终止|查处|"
    r"[列记录]入[^,。;]{0,20}(名[录单]|档案|记录)|通报|[交缴]纳|收回|[发退返归]还|移[交送]|[年月]内[^,。;]{0,4}不得"
)
_WHETHER = re.compile(
    r"可以|可不可以|能不能|能否|可否|准不准|让不让|允许|(?<![功可才性智])能[㐀-鿿]{1,14}吗"
)
_MODAL = re.compile(
    r"不得|不能|不可|可以|可(?!能|持续|靠|行)|应当?|必须|须|严禁|禁止|允许|免|[不准给]予|支持|无需|不需|不收|有权|享受|鼓励|只能|"
    r"方|才能|停|违反|罚|不受|不影响|属于|视为|参照|不计|无法|不适用|优先|不[㐀-鿿]|[凭持]"
)
_SANCTIONED = re.compile(r"处?罚|查处")
_THINGS = re.compile(r"(?:哪些|什么|啥|哪几[个种项样])(条件|材料|证件|资料|手续|文件|内容|事项)")
_PAPERS = re.compile(r"材料|证|文件|资料|书|表|提交|手续|凭")
_CONTENTS = re.compile(r"内容|事项|载明|包括|写明|注明|下列|以下|明确|方面")
_TOLD = {  # things that are listed, and what a sentence says that tells them
    "条件": re.compile(r"条件|具备|符合|资格|要求|具有|应当有|以上|满|取得|合格|方可|可以|须"),
    **dict.fromkeys(("材料", "证件", "资料", "手续", "文件"), _PAPERS),
    **dict.fromkeys(("内容", "事项"), _CONTENTS),
}


def has_words(said: str, question: Question) -> bool:
    """Whether a squeezed sentence has the words that the kind of question needs, if it needs any.

    Who punishes is told where something follows on a breach, which conditions where conditions are.
    """
    asked = squeezed(question.text)
    if question.asks(DEFINE) and (word := asked_word(question.text)) and not means(word, said):
        return False
    if question.asks(START) and not STARTS.search(said):
        return False
    punished = question.asks(PENALTY) or (question.asks(LEAD) and _SANCTIONED.search(asked))
    if punished and not _FOLLOWS.search(said):
        return False
    whether = question.asks(ALLOWED) and not question.asks(NUMBER, DEADLINE)
    if whether and _WHETHER.search(asked) and not _MODAL.search(said):
        return False
    things = _THINGS.search(asked) if question.asks(LIST) else None
    return things is None or bool(_TOLD[things[1]].search(said))

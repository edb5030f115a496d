"""How a sentence tells the way to apply, or what repeals what: both have set wordings."""

from __future__ import annotations

import re

from assistant.asking.question import APPLY, REPEAL, Question
from corpus.fold import squeezed
from corpus.records import Passage

WAY, NO_WAY = 0.3, -0.3  # added where a sentence tells the way, or does not …
LABELLED, OTHER_LABEL = 0.4, -0.3  # … and where its label does, or is that of something else
STEPWISE = 0.2  # for a sentence that announces steps
REPEALS, NO_REPEAL = 0.6, -0.3
_WAY = re.compile(
    r"向[^,。;]{2,30}(提出|提交|申请|申报|报名|申领|登记)|提出(书面)?申[请报]|(持|携带|凭)[^。;]{2,40}[到向至]|"
    r"(到|前往)[^。;,]{2,30}(办理|申请|申领|报名|登记|领取)|(通过|登录|关注)[^。;]{2,40}(办理|申[请报领]|填报|报名|提交|登记)|"
    r"由[^,。;]{2,16}(组织)?申[报请]|初审|复审|复核|逐级|审核[^。;]{0,10}后|网上(申请|办理|申报)"
)
_WAYS = re.compile(r"流程|程序|步骤|环节|方式|途径|渠道|怎么办理|如何办理")
_OTHERS = re.compile(r"材料|条件|对象|标准|依据|时间|时限|期限|地点|收费|费用|电话|名称|单位|机构")
_LABEL = re.compile(  # what a passage opens with: 四、办理流程:…
    r"\s*(?:[一二三四五六七八九十\d]+[、.]|[(][一二三四五六七八九十\d]+[)])?([^:。,;]{2,10})[:。]"
)
_STEPS = re.compile(r"(步骤|程序|流程)[^。,;]{0,8}:")
_REMEDY = re.compile(r"行政复议|诉讼|起诉|申诉")  # no way to get the thing itself
_MERE_FORM = re.compile(
    r"((申[请报]|办理)?材料)?:?(\d+[.、])?《?[^《》,。;]{0,30}(申请|申报|登记|审批)表》?.{0,8}"
)
_REPEALED = re.compile(
    r"《[^《》]+》[^。;]{0,40}(废止|失效|停止执行|不再执行)|(废止|替代|代替|取代)[^。;]{0,10}《"
)


def applying(question: Question, sentence: str, passage: Passage) -> float:
    """What is added to a sentence's fit where the way to apply, or a repeal, is asked for."""
    if question.asks(REPEAL):
        return REPEALS if _REPEALED.search(sentence) else NO_REPEAL
    if not question.asks(APPLY):
        return 0.0
    if _REMEDY.search(sentence) and not _REMEDY.search(squeezed(question.text)):
        return NO_WAY
    if _MERE_FORM.fullmatch(sentence.rstrip("。;")):
        return NO_WAY
    label = _label(passage)
    named = LABELLED if _WAYS.search(label) else OTHER_LABEL if _OTHERS.search(label) else 0.0
    stepwise = STEPWISE if _STEPS.search(sentence) else 0.0
    return named + stepwise + (WAY if _WAY.search(sentence) else NO_WAY)


def _label(passage: Passage) -> str:
    """The label that a passage opens with, else the nearest heading, squeezed."""
    opening = _LABEL.match(squeezed(passage.text[:40]))
    heading = passage.path[-1].text if passage.path else ""
    return opening[1] if opening else squeezed(heading)

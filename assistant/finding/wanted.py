"""What adds to a sentence's fit where a meaning, a list, papers or a beginning is asked for."""

from __future__ import annotations

import re

from assistant.asking.question import DEFINE, PAPERS, START, Question
from assistant.finding.defining import asked_word, means
from corpus.fold import squeezed

NAMED_LIST = 0.4  # for 下列条件 where 哪些条件 is asked for
DEFINITION = 0.6  # for a sentence that says what the word means that is asked about
_LISTED = re.compile(r"(下列|以下|如下|包括|分为).{0,20}[:：]|\(一\).*\(二\)|;.*;")
_LISTED_THINGS = re.compile(r"(?:哪些|什么|啥|哪几[个种类项条样])([㐀-鿿]{2})")
_DEFINES = re.compile(r"是指|所称|指的是|系指|包括.{0,30}在内")
STARTS = re.compile(  # 自受理之日起, 从下一日开始计算
    r"自[^。;]{2,60}?(之日|次日|日|时)起(?!施行|实施|生效)|从[^。;]{2,40}(起|开始)计?算|(之日|次日|下一日)(起|开始)*计?算"
)
PAPERS_TOLD = re.compile(  # what is to be brought or handed in
    r"(提交|出具|提供|持|携带|出示|附[送具]?|递交|报送|凭|填写|包括|下列)[^。;]{0,30}(材料|证件?|证明|文件|资料|书|户口簿?|表|原件|协议|声明)"
    r"|材料[:为]"
)


def wanted(question: Question, sentence: str) -> float:
    """What a squeezed sentence gains by saying what is asked for, and loses by not doing so."""
    score = _definition(question, sentence)
    if question.asks(START):
        score += 0.35 if STARTS.search(sentence) else -0.2
    if question.asks(PAPERS):
        score += 0.3 if PAPERS_TOLD.search(sentence) else -0.15
    return score


def listing(question: Question, sentence: str) -> float:
    """What enumerating adds where a list is asked for, more where it announces the very things."""
    things = _LISTED_THINGS.search(squeezed(question.text))
    if things and re.search(f"(下列|以下)[^。;:]{{0,8}}{things[1]}", sentence):
        return NAMED_LIST
    return 0.12 if _LISTED.search(sentence) or sentence.count("、") > 1 else 0.0


def _definition(question: Question, sentence: str) -> float:
    """What saying the meaning of the very word asked about adds, or of any word."""
    word = asked_word(question.text)
    if not question.asks(DEFINE):
        return 0.0 if not word or not means(word, sentence) else DEFINITION
    if word and means(word, sentence):
        return DEFINITION
    return 0.2 if not word and _DEFINES.search(sentence) else 0.0

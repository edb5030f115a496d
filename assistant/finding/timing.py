"""When something begins, ends or takes place: what of this is asked, what a sentence tells."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.asking.question import DEADLINE, LENGTH, Question
from corpus.fold import squeezed

SINCE, UNTIL, HOUR, DAY = "since", "until", "hour", "day"
KEPT, ASKED = 16_384, 256  # sentences and questions of which what was read is kept
TOLD, UNTOLD = 0.25, -0.2  # added where a sentence tells the moment asked for, or does not
_WHEN = r"(什么时候|啥时候|什么时间|何时|几月几[号日]|几[月号点]|哪一?天|哪一?[年日]|多久)钟?"
_ASKED = {
    SINCE: re.compile(
        rf"[从自打]{_WHEN}|{_WHEN}(正式)?(起(?!诉)|开[始放工启]|启动|生效|施行|实施|执行)|(开始|起始)(的)?(时间|日期)"
    ),
    UNTIL: re.compile(
        rf"[到至]{_WHEN}|{_WHEN}(之|以)?(前|截止|结束|到期|为止|关门)|截[止至]|结束(的)?(时间|日期)|最[晚迟]"
    ),
    HOUR: re.compile(r"几点(?!意见|建议|要求|措施|注意|说明|内容|体会)"),
    DAY: re.compile(r"哪一?天|几号(?!线|楼|门|馆|厅|窗口)|几月几[号日]|几月(?!大)"),
}
_CLOCK = r"\d{1,2}(?:[:：]\d\d|[时点](?:\d{1,2}分|半)?)"
_DATE = (
    rf"(?:\d{{4}}年)?(?:\d{{1,2}}月(?:\d{{1,2}}日|底|末|初|[上中下]旬)?|\d{{1,2}}日|\d{{4}}年底?)"
    rf"(?:[(（][^()（）]{{1,6}}[)）])?(?:[上下]午|晚)?(?:{_CLOCK})?"
)
_LUNAR = r"除夕|正?月?初[一二三四五六七八九十]"
_MOMENT = rf"(?:{_DATE}|{_CLOCK}|{_LUNAR}|周[一二三四五六日天末]|星期.)"
_TELLS = {
    SINCE: re.compile(
        rf"[自从]{_MOMENT}|{_MOMENT}[^,。;、]{{0,4}}(?:起|开始)|{_MOMENT}(?:至|到|[—\-~～])+{_MOMENT}|"
        r"(?:开始|起始|首班)[^,。;]{0,4}\d|[自从][^,。;]{1,20}(?:之日|当日|次[日月年])?起"
    ),
    UNTIL: re.compile(
        rf"(?:至|到|止|[—\-~～]){_MOMENT}|{_MOMENT}[^,。;、]{{0,3}}(?:前|止|截止|结束|为止)|截[止至][^,。;]{{0,6}}\d|"
        r"长期|届满|为止|额满"
    ),
    HOUR: re.compile(rf"{_CLOCK}|24小时|全天|全年"),
    DAY: re.compile(rf"\d{{1,2}}[月日](?!内)|{_LUNAR}|周[一二三四五六日末]|[当次即]日|之日"),
}  # fmt: skip


@lru_cache(maxsize=ASKED)
def _asked(text: str) -> tuple[str, ...]:
    asked = squeezed(text)
    return tuple(kind for kind, words in _ASKED.items() if words.search(asked))


def moments(question: Question) -> tuple[str, ...]:
    """Which moments a question asks for: SINCE, UNTIL, HOUR, DAY; none where it asks how long."""
    if question.english or not question.asks(DEADLINE) or question.measure == LENGTH:
        return ()
    return _asked(question.text)


@lru_cache(maxsize=KEPT)
def tells(sentence: str, moment: str) -> bool:
    """Whether a squeezed sentence tells a moment of a kind."""
    return bool(_TELLS[moment].search(sentence))


def timing(question: Question, sentence: str) -> float:
    """What is added to a squeezed sentence's fit for the moments asked for."""
    return sum(TOLD if tells(sentence, moment) else UNTOLD for moment in moments(question))

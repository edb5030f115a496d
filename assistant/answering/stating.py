"""Whether a sentence states the kind of thing that is asked for: a sum, a date, a reason."""

from __future__ import annotations

import re

from assistant.answering.telling import has_words
from assistant.asking.question import (
    DEADLINE,
    DEFINE,
    LENGTH,
    LIST,
    NUMBER,
    PENALTY,
    REASON,
    START,
    WHERE,
    Question,
)
from assistant.finding.cause import gives_cause
from assistant.finding.charges import free_of_charge, of_charge, on_charge, on_fines
from assistant.finding.evidence import Candidate
from assistant.finding.fit import (
    NUMBERING,
    PERIOD,
    counts,
    dated,
    same_measure,
)
from assistant.finding.sureness import SURE
from assistant.finding.timing import DAY, HOUR, moments, tells
from corpus.figures import figures, undated
from corpus.fold import squeezed

COUNTED = frozenset("个所家座处条套户人名张台辆项次场路间份种类支片针剂只部件位棵栋")
FIRM = frozenset(  # not to be had otherwise
    {"元", "%", "岁", "公里", "平方米", "天", "亩", "吨", "米", "分钟"}
)
_MASS = re.compile(  # the unit of what is measured and not counted
    r"(平方|立方)?(公里|千米|毫米|厘米|米)|公顷|亩|万?吨(/日)?|千?克|公?斤|毫[克升]|升|千瓦|分贝|元|%|‰|个?百分点|"
    r"分钟|小时|个?工作日|天|个月|周|年|周?岁"
)
_SHARE_OF_SUM = re.compile(  # a sum may be stated as a share: 处造价百分之五的罚款, 返还保险费的50%
    r"(百分之|%|‰|倍)[^。;\uff1b,\uff0c]{0,14}(罚款|滞纳金|补贴|补助|报销|支付|减免|奖励|给予)|"
    r"([返退]还|减免|报销|补[助贴]|支付|[缴交]纳|加收)[^。;\uff1b,\uff0c]{0,20}[费款金额价资]的(百分之|\d)"
)
_FINED = re.compile(r"罚款|滞纳金")
_PLACED = re.compile(  # where something is or is done, offices and pages of the web with them
    r"[省市县区镇乡村路街巷道号楼层室厅馆站园院校店场口门所点处局社]|中心|窗口|网|平台|小程序|公众号|app"
)
_HALF = re.compile(r"\d:\d|一半|半数|过半|全部|全覆盖|应.尽.|翻番")  # shares in words
_PART = re.compile(r"过半数?|半数|[三四五]分之[一二三四]")  # 全体代表的过半数
_NEVER = re.compile(r"(?!)")


def states(candidate: Candidate, question: Question) -> bool:
    """Whether a sentence states the kind of thing that is asked for."""
    text = NUMBERING.sub("", candidate.said)
    if not has_words(squeezed(text), question):
        return False
    if question.measure in FIRM:
        return _measured(text, question)
    if on_charge(question):
        return of_charge(text)
    if question.asks(PENALTY, DEFINE, START):
        return True
    if question.measure == LENGTH:
        return bool(PERIOD.search(squeezed(undated(text))))
    if question.asks(REASON):
        running = candidate.sure >= SURE and not candidate.passage.fields
        return running or gives_cause(question, squeezed(text))
    if question.asks(WHERE) and not question.asks(NUMBER, DEADLINE, LIST):
        return bool(_PLACED.search(squeezed(text)))
    if question.asks(DEADLINE) and not question.asks(NUMBER):
        return _timed(squeezed(text), question)
    if question.asks(NUMBER) and not question.asks(LIST):
        return _numbered(text, question)
    return True


def _timed(text: str, question: Question) -> bool:
    """Whether a time stands there, and an hour or a day where one is asked for (几点, 几号)."""
    asked = moments(question)
    exact = [m for m in asked if m in (HOUR, DAY)]
    if exact:
        return any(tells(text, m) for m in exact)
    return dated(text)


def _measured(text: str, question: Question) -> bool:
    """Whether a figure of the measure asked for stands there, or words for one: 免费, 一半."""
    measure = question.measure
    if measure == "元" and _FINED.search(text) and not on_fines(question):
        return False
    if free_of_charge(question, text):
        return True
    known = {"元": _SHARE_OF_SUM, "%": _HALF}.get(measure, _NEVER)
    stated = any(same_measure(f.unit, measure) for f in figures(text))
    return stated or bool(known.search(squeezed(text)))


def _numbered(text: str, question: Question) -> bool:
    """Whether a figure stands there; of what is counted a count, or its share (户数达到60%)."""
    found = [f for f in counts(text, question) if not f.is_year]
    measure = question.measure
    if measure not in COUNTED:
        return bool(found) or bool(_PART.search(squeezed(text)))
    if re.search(rf"{measure}数[^,。;]{{0,12}}(百分之|\d%)", squeezed(text)):
        return True
    following = [*found[1:], None][: len(found)]
    units = [f.unit or (g.unit if g and g.start <= f.end + 1 else "")  # 6至8个月: both are months
             for f, g in zip(found, following, strict=True)]  # fmt: skip
    number = any(f.plain and not _MASS.fullmatch(u) for f, u in zip(found, units, strict=True))
    return number or any(same_measure(f.unit, measure) for f in found)

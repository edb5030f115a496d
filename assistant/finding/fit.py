"""How a sentence fits what is asked: figures, dates, the state of things, years, levels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.asking.question import (
    ALLOWED,
    DEADLINE,
    FEWEST,
    LENGTH,
    LIST,
    MEASURES,
    MOST,
    NUMBER,
    PENALTY,
    PROGRESS,
    WHERE,
    Question,
)
from assistant.asking.question import LEAD as LEAD_ASKED
from assistant.finding.cause import cause_fit
from assistant.finding.charges import free_of_charge, of_charge, on_charge, on_fines
from assistant.finding.contrast import contrasts
from assistant.finding.timing import timing
from assistant.finding.wanted import listing, wanted
from corpus.figures import Figure, figures, has_date
from corpus.fold import squeezed
from corpus.records import MEASURES as MEASURES_FIELD
from corpus.records import PROGRESS as PROGRESS_FIELD
from corpus.records import Document

KEPT, ASKED = 16_384, 256  # sentences and questions of which what was read is kept
ANNOUNCEMENT = 0.25  # … from one that only says that something follows
SANCTIONS = 0.1  # … from one on sanctions where none are asked about
OTHER_KIND = 0.25  # taken from a sentence on another kind than the question is about
_UPPER = re.compile(r"国家|中央|省级|全省|省|上级")
BODY = re.compile(r"部门|机关|局|委|政府|机构|单位|办公室|公司|法院|小组|中心|厅|院")
_ANY_BODY = re.compile(r"((?:行政)?[\u3400-\u9fff]{2})(部门|机关|单位|机构)")  # 登记部门 names none
_PRINCIPLE = re.compile(
    r"政府(主导|引导|推动|领导)|(?<![㐀-鿿])部门(负责|联动|协同|协作|联合)"
)  # of no body
_ANY = re.compile(r"有关|相关|主管|职能|其他|上级|各级|下级|同级|本级|所属|[\u3400-\u9fff]的")
NUMBERING = re.compile(  # of an item or article: no figure of what it says
    r"^((?:答复?|回复|回答)[:：]|\d{1,2}(?:\.\d{1,2}){2,3}\s*|\d+[.、\uff0e]|[(\uff08][一二三四五六七八九十\d]+[)\uff09]|[①-⑳]|第[一二三四五六七八九十百]+条)\s*"
)
_MODAL = re.compile(
    r"不得|不能|不可|可以|应当|必须|严禁|禁止|允许|免|不予|不支持|支持|无需|不需|不收"
)
_PLACED = re.compile(r"地点|地址|大厅|窗口|[路街道巷]\d+号")
_SANCTION = re.compile(r"罚款|没收|吊销|警告|暂扣|拘留|处分|追究|责令|追回|取消.{0,6}资格")
_ANNOUNCES = re.compile(  # says that something follows; 二千元以下的罚款 does not
    r"^[^。,;]{0,4}关于[^。,;]{2,50}(问题|情况)。$|(如下|下列|(?<![元倍年月日天人岁名位万千百米度亩%\d级类])以下)[^。;]{0,12}[。:]?$"
)
_CHARGE = re.compile(r"牵头|负责|主管|责任")
_TELLING = (  # what is asked for, words that tell it, what their presence or absence adds
    (LEAD_ASKED, _CHARGE, 0.08, 0.0),
    (ALLOWED, _MODAL, 0.12, 0.0),
    (PENALTY, _SANCTION, 0.2, -0.1),
    (WHERE, _PLACED, 0.35, -0.1),
)
_REFERENCE = re.compile(r"第[零一二三四五六七八九十百\d]+[条款项章节编]")
_NO_COUNT = re.compile(  # telephone numbers, and 一次 in 一次性
    r"(?<!\d)(?:0\d{2,3}[-\u2014\s]?\d{7,8}|1[3-9]\d{9}|\d{7,8})(?!\d)(?![万亿元人户个])|一次性"
)
CHARGE = 0.2  # for a sentence that speaks of charges, taken from others, where they are asked for
OTHER_YEAR = -0.5  # for a sentence that speaks of another year from its first word on
PART_NAMED = 0.2  # for a sentence that names the part of a place that is asked for
_CALL = re.compile(r"电话|热线|号码|手机|phone|hotline|call|number")
_OPENING_YEAR = re.compile(r"(?:截至|截止|到)?((?:19|20)\d\d)年(?!度?[一-鿿]{0,6}(?:起|开始))")
_WHOLE = re.compile(r"(?<!超过)(?<!高于)(?<!低于)全省(?!.{0,8}(水平|平均))")
_OWN = re.compile(r"全[市州县区]|[我本][市州县区]")
_TARGET = re.compile(r"要|将|目标|力争|计划|打算|新增|新建|到20\d\d|plan|will|target|aim")
_ADDED = re.compile(r"新增|增加|新建")
_TO_COME = re.compile(r"力争|计划|到20\d\d年|20\d\d年底")
_DONE = re.compile(r"已|目前|现有|累计|共有|截至|超额|同比")
_TITLE = re.compile(r"《[^《》]*》")
PERIOD = re.compile(
    r"每(个)?(年|季度|月|周|半年|日|天|两年)|长期|之日|即日|当日|"
    r"[\d一二三四五六七八九十百两]+(个)?\(?(工作日|小时|分钟|天|日|月|年|周)|世纪|\d0年代|[万亿]年前|"
    r"届满|期满|结束(之|以)?后"
)
_RELATIVE = re.compile(  # 在作出决定前提出, 年内
    r"[在于][^,。;]{2,40}?(之前|以前|前|之后|以后|后|期间)(?=[,向提报申告办缴交完书送作进通登签])|年内|[㐀-鿿]{2}[日节][、对应]|当场|当天|次日|立即"
)
_ALIKE = {"个": "个所家座处名条", "家": "家个所", "所": "所个家座", "座": "座个处", "处": "处个座",
          "人": "人名", "名": "名人", "人次": "人", "成": "%成", "%": "%‰成倍百", "套": "套户间",
          "岁": "岁周", "月": "月", "小时": "小时", "周": "周星", "公里": "公千", "天": "天日工",
          "种": "种类个项", "米": "米公千厘毫", "分钟": "分小秒", "期": "年月天日周季小分工",
          "类": "类种个项", "项": "项个件条", "针": "针剂", "剂": "剂针"}  # fmt: skip


def fit(question: Question, sentence: str, field: str, document: Document) -> float:
    """How the sentence fits what is asked: figures, dates, state of things, years, columns."""
    sentence = _bare(sentence)
    score = -_against(question, sentence, field, document)
    if question.asks(NUMBER, MOST, FEWEST):
        score += _figure_fit(question, sentence)
    elif question.asks(DEADLINE):
        score += (0.12 if dated(sentence) else -0.15) + timing(question, sentence)
    if question.asks(MEASURES) and field:
        score += 0.25 if field == MEASURES_FIELD else -0.08
    if question.asks(LIST):
        score += listing(question, sentence)
    elif question.head and f"下列{question.head}" in sentence:
        score += 0.12
    for kind, words, present, absent in _TELLING:
        if question.asks(kind):
            score += present if words.search(sentence) else absent
    if question.asks(LEAD_ASKED):
        score += 0.1 if _names_body(question, sentence) else -0.1
    score += _charge_fit(question, sentence) + _time_fit(question, sentence, field)
    score += wanted(question, sentence) + cause_fit(question, sentence)
    score += PART_NAMED * _names_part(question, sentence, document)
    if question.years:
        score += _year_fit(question.years, sentence, document)
    return score


def _charge_fit(question: Question, sentence: str) -> float:
    """What speaking of charges adds where these are asked about, and not doing so takes."""
    if not on_charge(question):
        return 0.0
    return CHARGE if of_charge(sentence) else -CHARGE


def _names_body(question: Question, sentence: str) -> bool:
    """Whether a sentence names a body by more than the question does (登记部门, 有关部门)."""
    asked = squeezed(question.text)
    plain = _ANY_BODY.sub(lambda m: "" if _ANY.match(m[1]) or m[1] in asked else m[0], sentence)
    return BODY.search(_PRINCIPLE.sub("", plain)) is not None


def _against(question: Question, sentence: str, field: str, document: Document) -> float:
    """What a sentence that speaks of something else loses, whatever its words."""
    lost = 0.35 if speaks_for_others(question, sentence, field, document) else 0.0
    if contrasts(squeezed(question.text), sentence):
        lost += OTHER_KIND
    sanctions, announces = _against_whatever(sentence)
    if sanctions and not on_fines(question):
        lost += SANCTIONS
    return lost + (ANNOUNCEMENT if announces else 0.0)


@lru_cache(maxsize=KEPT)
def _bare(sentence: str) -> str:
    """A sentence without its number; kept, as sentences come again."""
    return NUMBERING.sub("", sentence)


@lru_cache(maxsize=KEPT)
def _against_whatever(sentence: str) -> tuple[bool, bool]:
    """Whether a sentence sets sanctions, and whether it only announces what follows."""
    return bool(_SANCTION.search(sentence)), bool(_ANNOUNCES.search(sentence))


def speaks_for_others(question: Question, sentence: str, field: str, document: Document) -> bool:
    """Whether a document of a city or county here repeats what a higher level is to do."""
    if document.level in ("省", "国家") or _WHOLE.search(squeezed(question.text)):
        return False
    whole = _WHOLE.search(sentence) if question.places else None
    own = _OWN.search(sentence)  # 全市共有840支,申报全省优秀44支 speaks of the city
    return bool(_UPPER.search(field) or (whole and not (own and own.start() < whole.start())))


def _figure_fit(question: Question, sentence: str) -> float:
    measure = question.measure
    if free_of_charge(question, sentence):
        return 0.15
    lasting = measure in ("天", LENGTH)
    found = [f for f in counts(sentence, question)
             if not f.is_year and (f.unit != "日" or lasting)]  # fmt: skip
    if not found:
        return -0.3
    if not measure:
        return 0.05
    return 0.15 if any(same_measure(f.unit, measure) for f in found) else -0.2


@lru_cache(maxsize=KEPT)
def dated(text: str) -> bool:
    """Whether a text states a date or a period; the year of a title in 《》 is none."""
    own = _TITLE.sub("", squeezed(text))
    return any((has_date(own), PERIOD.search(own), _RELATIVE.search(own)))


def counts(text: str, question: Question) -> list[Figure]:
    """The figures of a text that count: no article's number; telephone numbers where asked for."""
    calls = bool(_CALL.search(squeezed(question.text)))
    return list(_counts(text, calls))


@lru_cache(maxsize=KEPT)
def _counts(text: str, calls: bool) -> tuple[Figure, ...]:
    text = _REFERENCE.sub(lambda m: "-" * len(m[0]), text)
    return tuple(figures(text if calls else _NO_COUNT.sub(lambda m: "-" * len(m[0]), text)))


def same_measure(unit: str, measure: str) -> bool:
    """Whether a figure's unit is one that counts what the measure word asks for."""
    if len(unit) > 1:
        unit = unit.removeprefix("个")  # 个工作日, 个月
    return bool(unit) and unit[0] in _ALIKE.get(measure, measure)


def _names_part(question: Question, sentence: str, document: Document) -> bool:
    """Whether a sentence names the place asked for, which is only a part of the document's."""
    parts = [p for p in question.places if document.region and p.name != document.region]
    return any(form in sentence for p in parts[-1:] for form in (p.name, *p.aliases))


def _time_fit(question: Question, sentence: str, field: str) -> float:
    done = field == PROGRESS_FIELD or bool(_DONE.search(sentence))
    asked = squeezed(question.text)
    if question.asks(PROGRESS):
        added = _ADDED.search(sentence) and not _ADDED.search(asked)  # what came, not what there is
        return (0.0 if added else 0.12) if done else -0.25 if _TO_COME.search(sentence) else -0.1
    if field == PROGRESS_FIELD and _TARGET.search(asked):
        return -0.15
    return 0.0


def _year_fit(years: Sequence[str], sentence: str, document: Document) -> float:
    if not any(y in sentence for y in years) and opening_year(sentence):
        return OTHER_YEAR
    named = set(re.findall(r"(?<!\d)((?:19|20)\d\d)(?=年|\.|-|底)", sentence))
    if named & set(years):
        return 0.1
    if named and (document.year not in years or opening_year(sentence) in named):
        return -0.15
    return 0.0


def opening_year(sentence: str) -> str:
    """The year that a sentence begins with and so speaks of (2024年全市发放…), or ""."""
    found = _OPENING_YEAR.match(sentence)
    return found[1] if found else ""

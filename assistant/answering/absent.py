"""Kinds of things that a question asks for and the chosen sentences do not have."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.bench import Bench
from assistant.answering.elsewhere import UNSTATED
from assistant.answering.kinds import heads_of, said_by
from assistant.asking.question import FEWEST, MOST, Question
from assistant.finding.contact import contacts_asked, owned
from assistant.finding.evidence import Candidate
from assistant.finding.matching import match
from corpus.fold import fold, squeezed
from corpus.lines import number
from corpus.records import NUMBER as NUMBER_FIELD

_OPENING_HOURS = re.compile(
    r"(周|星期|礼拜)几|几点|(周[末一二三四五六日]|星期.|礼拜.|双休日|节假日)[^,。;]{0,4}"
    r"(上班|开门|办公|营业|开放|能办)|\bwhat (time|hours)\b|opening hours|days of the week"
)
_HOURS = re.compile(r"(周|星期|礼拜)[末一二三四五六日天]|工作日|\d{1,2}[:\uff1a时点]|节假日")
_OFFICER = re.compile(  # asks who holds an office
    r"\bwho(?:'s| is| was| are)( the)?( current| present| new| former| acting)?( \w+){0,2}? "
    r"(mayor|governor|head of|director|chief|chair\w*|secretary|minister|leader of|principal)\b|"
    r"([省市县区州乡镇局厅处科院校部会]长|主任|书记|负责人|主席)(现在|目前)?(是|叫|姓)(谁|什么|啥|哪)"
)
_OFFICE = re.compile(
    r"[省市县区州乡镇局厅处科院校部会组]长(?!级|制|令)|主任|书记|负责人|联系人|主席"
)
_WHO = re.compile(r"谁(?!都|也|知道|家)[㐀-鿿]|[找问由归让]谁")
_PARTY = re.compile(  # who may do a thing: bodies, persons and those who own or use
    r"[局厅署委院站队]|派出所|事务所|办公室|部门|政府|机关|单位|中心|公司|企业|机构|小组|协会|学校|物业|街道|社区|"
    r"人(?!民币|口|数|次|均)|者|业主|用户|住户|家长|员|本市|父母|子女|老师|自行|自理|自己"
)
_ANY = re.compile(  # 有没有补偿, 名单里有没有柴犬
    r"(?:有没有|有无)([㐀-鿿]{2,8})[吗呢?]*$|"
    r"(?:里面?|中|内|上)(?:有没有|是否有|是不是有|含不含|包不包括)(?:写|列)?([㐀-鿿]{2,})"
)
SAID = 0.5  # how far that thing must be said
_ITEM = re.compile(r"[(第]?([0-9一二三四五六七八九十百零]+)")
_STOCK = re.compile(
    r"有(了)?(多少|几)[个家所座处条套张台辆支名只部栋间]|"
    r"\bhow many\b.{0,60}\b(are there|exist|does \w+ have)\b"
)
_CHANGE = re.compile(  # but of what is to come
    r"新|增|添|建|改|修|装|要|将|计划|打算|目标|到20|\b(new|will|plan|add|build|by 20)"
)
_ADDED = re.compile(r"(新增|增加|新建|新开|新设)[^,。;、]{0,10}?\d")
_BY_MONTH = re.compile(r"(一个|每个?|按)月|月均|per month|a month|monthly")
_EACH_TIME = re.compile(r"每(餐|次|顿|件|趟|针|张|节|人次)")
_WHICH_OF = re.compile(
    r"哪(?:些|几|一|[二两三四五六])?(?:条|个|座)?(路段?|街道?|村|巷|桥|站)(?!点|区|级|办)"
)
_HELD = re.compile(r"现有|共有|已|目前|累计|达到|拥有")


def no_hours(chosen: Sequence[Candidate], bench: Bench) -> str:
    """Days of the week or hours are asked for and none are said."""
    asked = _OPENING_HOURS.search(_folded(bench.question))
    return "资料没有写明时间" if asked and not _HOURS.search(said_by(chosen)) else ""


def no_officer(chosen: Sequence[Candidate], bench: Bench) -> str:
    """Who holds an office (市长) is asked and no office is named, or not its body."""
    asked = _folded(bench.question)
    if not _OFFICER.search(asked):
        return ""
    told = squeezed("".join(c.passage.text for c in chosen))
    bodies = zip(bench.question.units, bench.question.printed, strict=False)
    held = [{unit, p} for unit, p in bodies if re.search(rf"{re.escape(p)}的?.{{0,2}}长", asked)]
    named = all(any(name in told for name in names) for names in held)
    return "" if named and _OFFICE.search(said_by(chosen)) else UNSTATED


def no_party(chosen: Sequence[Candidate], bench: Bench) -> str:
    """Who does or pays is asked, and nobody is named: no body, no kind of person."""
    question = bench.question
    asked = not question.asks(MOST, FEWEST) and _WHO.search(_folded(question))
    named = _PARTY.search(said_by(chosen) + heads_of(chosen))
    return UNSTATED if asked and not named else ""


def no_such_thing(chosen: Sequence[Candidate], bench: Bench) -> str:
    """Whether there is a thing is asked, and neither the passage nor what is above it names it."""
    asked = _ANY.search(_folded(bench.question))
    thing = (asked[1] or asked[2]) if asked else ""
    things = [t for t in bench.question.terms if thing.startswith(t.text)]
    told = [c.named + squeezed(c.passage.text) for c in chosen]
    named = all(any(match(t, text) >= SAID for text in told) for t in things)
    return "" if named else UNSTATED


def no_contact(chosen: Sequence[Candidate], bench: Bench) -> str:
    """A telephone number, an address is asked for and none is given, but perhaps named."""
    told = squeezed("".join(c.passage.text for c in chosen))
    wanted = contacts_asked(bench.question)
    return UNSTATED if wanted and not all(shape.search(told) for shape in wanted) else ""


def contact_of_others(chosen: Sequence[Candidate], bench: Bench) -> str:
    """A telephone number, an address of something is asked for, and what is said is of others.

    What it is of stands beside it, in a heading, in the title, or is who issued the document.
    """
    question = bench.question
    if question.english or question.carried or not contacts_asked(question):
        return ""
    told = [c.named for c in chosen]
    bodies = {u.name for text in told for u, _, _ in bench.know.units.find(text)}
    words = {t.text for t in question.terms}
    asked = {u for u, p in zip(question.units, question.printed, strict=False) if p not in words}
    theirs = any(owned(question, text) for text in told) and asked <= bodies
    return "" if theirs else UNSTATED


def only_added(chosen: Sequence[Candidate], bench: Bench) -> str:
    """How many there are is asked, and only how many are to be added is said (新增3家)."""
    question = bench.question
    text = _folded(question)
    if question.years or not _STOCK.search(text) or _CHANGE.search(text):
        return ""
    said = [squeezed(c.text) for c in chosen]
    only = all(_ADDED.search(text) and not _HELD.search(text) for text in said)
    return "资料没有写明所问的数" if only else ""


def of_no_such_body(chosen: Sequence[Candidate], bench: Bench) -> str:
    """An attribute of a body is asked for that the passage does not name."""
    missing = [u for u in bench.question.owners if not _names_unit(u, chosen, bench)]
    return f"资料没有写明{'、'.join(missing)}的这一内容" if missing else ""


def other_rate(chosen: Sequence[Candidate], bench: Bench) -> str:
    """So much a month is asked for, and only so much on each occasion (每餐6元) is said."""
    if bench.question.measure != "元" or not _BY_MONTH.search(_folded(bench.question)):
        return ""
    said = squeezed(said_by(chosen) + "".join(c.passage.text for c in chosen))
    return UNSTATED if _EACH_TIME.search(said) and "月" not in said else ""


def no_names(chosen: Sequence[Candidate], bench: Bench) -> str:
    """Streets, villages, stations are asked for by name and none is named."""
    asked = _WHICH_OF.search(_folded(bench.question))
    said = squeezed("".join(c.passage.text for c in chosen))
    return UNSTATED if asked and asked[1][0] not in said else ""


def _folded(question: Question) -> str:
    return fold(question.text) if question.english else squeezed(question.text)


def _names_unit(unit: str, chosen: Sequence[Candidate], bench: Bench) -> bool:
    for c in chosen:
        whole = c.passage.text + c.document.issuer
        if any(u.name == unit for u, _, _ in bench.know.units.find(whole)):
            return True
    return False


def no_such_item(chosen: Sequence[Candidate], bench: Bench) -> str:
    """An item is asked for by its number (第71项) and none of that number is told."""
    asked = bench.question.number
    if not asked or asked.endswith("条"):
        return ""
    wanted = str(number(asked) or asked)
    named = re.compile(rf"第({asked}|{wanted})(?!\d)")
    found = any(_number_of(c) == wanted or named.search(squeezed(c.said)) for c in chosen)
    return "" if found else UNSTATED


def _number_of(candidate: Candidate) -> str:
    """The number that a row or an item bears, in digits; "" where it bears none."""
    field = candidate.passage.field(NUMBER_FIELD)
    head = field.text if field else candidate.passage.text
    found = _ITEM.match(squeezed(head))
    return str(number(found[1]) or found[1]) if found else ""


ABSENT = (no_such_item, no_such_thing, no_hours, no_contact, contact_of_others, other_rate,
          no_names)  # fmt: skip

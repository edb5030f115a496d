"""The measure word of the figure that is asked for: 个, 所, 公里; 元 for money, % for a share."""

from __future__ import annotations

import re

from assistant.asking.question import LENGTH

_MEASURE = re.compile(
    r"(?:多少|(?<![西公]元)几|哪两|哪三)(万|亿)?(个工作日|个月|个小时|个星期|个|所|家|座|处|条|套|户|人次|人|名|张|台|辆|项|次|场|公里|平方米|平方公尺|平方公里|亩|"
    r"工作日|小时|月|年|天|岁|针|剂|成|届|支|片|路|间|份|倍|种|类|级|元|吨|分钟|毫米|厘米|米|公尺|平米|只|部|件|位)"
)
_PERIODS = {"个工作日": "天", "工作日": "天", "个月": "月", "个小时": "小时", "个星期": "周",
            "平方公尺": "平方米", "公尺": "米"}  # fmt: skip
_KINDS_OF_FIGURE = (
    (
        "元",
        re.compile(
            r"(金额|费用|价钱)(是)?[?\uff1f]?$|(补|奖|领|缴|交|贴|收)多少(?=$|[?\uff1f,\uff0c。])|(多少|几)(钱|元|块)|(罚|赔|费|钱|价|价格|房租|工资)(是)?(多少|几(?![次回个天年月日人户家条]))|多少费|费用多少|花费多少|"
            r"多少(?![个人名家户所套笔项件位次座处台])[\u3400-\u9fff]{0,4}?(金|款|(?<!免)费|补贴|津贴|补助|工资|奖励|投资)(?!额?度|用)|"
            r"\bhow much (money|does it cost)|\bwhat (fee|price)|"
            r"\bwhat (does|do|did|will|would)\b.{0,40}\bcost\b|"
            r"\bhow much\b.{0,70}\b(spen[dt]|costs?|invest(ed)?|pa(y|id)|charged?|fund(ed|ing)?|"
            r"budget|owe|donate)\b|\bwhat(?:'s| is| was| are| will be)? the (?:\w+ ){0,2}?"
            r"(budgets?|costs?|prices?|investments?|expenditures?|fees?|fares?|rent)\b"
        ),
    ),
    (
        "%",
        re.compile(
            r"几成|占(到|比)?(多少|几)|百分之(几|多少)|占比|比例|比率|覆盖率|percent|\bshare\b|proportion|\brate\b|"
            r"(?<![频效功汇心积辨])率(是|为|有|要|应|须|需|得|能|可以?|占|每年|总体|降|升|涨|下降|降低|提高|增长|控制在|压)*([达提]?[到至成高])?(多少|几|$|\?)"
        ),
    ),
    ("岁", re.compile(r"(?:年龄|岁数)[?]?$|(哪个|哪一|什么|啥)年龄段?|多大(年纪|岁数|年龄)")),
    (
        LENGTH,
        re.compile(
            r"多久(?!.{0,6}(一次|1次|一回))|多长的?时间|多长期限|(期限?|时限|时长|时间)(是|有|为|要|得)?多[长久]"
        ),
    ),
)
_PEOPLE = re.compile(
    r"多少(?!一[个名位户])(?:名|位)?[㐀-鿿]{0,5}?(?:生|员|工|民|者|人员|老人|孩子|儿童|妇女|学子|人才)(?![㐀-鿿]{0,2}?[率费数])"
)
_NUMBER_OF = re.compile(  # 户数, 人数 at the end of some keywords
    r"(户|人|个|所|家|处|套|辆|张|名|天|倍|次|场|件|项|座|条|台)数(?:是|为|有)?(?:多少)?[?]?$"
)


def measure_of(text: str, *, english: bool) -> str:
    """The measure word asked for: 个 in 多少个, 元 for money, % for a share, or ""."""
    for unit, pattern in _KINDS_OF_FIGURE:
        if pattern.search(text):
            return unit
    if english:
        return ""
    if found := _MEASURE.search(text):
        return _PERIODS.get(found.group(2), found.group(2))
    if number := _NUMBER_OF.search(text):
        return number[1]
    return "人" if _PEOPLE.search(text) else ""

"""Questions put to tables: rows by what stands in them, in an order, within limits, added up."""

import re

import pytest

from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.tabular.periods import periods
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

_SUBSIDIES = """# 澜河县2025年惠农补贴标准一览表

澜河县农业农村局

2025年3月12日

| 序号 | 补贴项目 | 补贴对象 | 补贴标准 | 发放时间 | 受理单位 | 咨询电话 |
|---|---|---|---|---|---|---|
| 1 | 耕地地力保护补贴 | 拥有耕地承包权的种地农民 | 每亩82元 | 6月30日前 | 县财政局 | 0711-3325101 |
| 2 | 稻谷种植补贴 | 稻谷实际种植者 | 每亩65元 | 9月底前 | 县农业农村局 | 0711-3325102 |
| 3 | 能繁母猪补贴 | 规模养殖场 | 每头100元 | 11月30日前 | 县畜牧兽医中心 | 0711-3325103 |
| 4 | 农机购置补贴 | 农民、合作社 | 不超过机具价格的30% | 全年 | 县农机服务中心 | 0711-3325104 |
| 5 | 油菜轮作补贴 | 种植大户、家庭农场 | 每亩150元 | 12月底前 | 县农业农村局 | 0711-3325105 |
"""
_INDICATORS = """# 青岚市"十五五"规划主要指标

青岚市发展和改革委员会

2026年1月20日

| 类别 | 指标 | 2025年 | 2030年 | 年均增长(%) | 属性 |
|---|---|---|---|---|---|
| 经济发展 | 地区生产总值(亿元) | 1260 | 1720 | 6.4 | 预期性 |
| 经济发展 | 全员劳动生产率(万元/人) | 14.2 | 19.5 | 6.5 | 预期性 |
| 创新驱动 | 研发经费投入强度(%) | 1.9 | 2.6 | - | 预期性 |
| 民生福祉 | 城镇调查失业率(%) | 5.3 | <5.5 | - | 预期性 |
| 民生福祉 | 每千人口执业医师数(人) | 2.8 | 3.5 | - | 预期性 |
| 民生福祉 | 养老机构护理型床位占比(%) | 61 | 75 | - | 约束性 |
| 绿色低碳 | 单位地区生产总值能耗降低(%) | - | 13.5 | - | 约束性 |
| 绿色低碳 | 地表水优良水体比例(%) | 92 | 95 | - | 约束性 |
| 安全保障 | 粮食综合生产能力(万吨) | 210 | 216 | - | 约束性 |
"""
_PROGRESS = """芦川县2025年1—9月农村公路建设进度通报

各乡镇人民政府:
    现将全县农村公路建设进度通报如下。

附表:各乡镇农村公路建设进度表
(截至2025年9月30日)
单位:公里、万元
乡镇\t计划里程\t完成里程\t完成率\t完成投资\t排名
河东镇\t32.5\t32.5\t100%\t2860\t1
杨柳镇\t28.0\t26.6\t95%\t2310\t2
石门乡\t18.4\t16.2\t88%\t1490\t3
双桥镇\t41.2\t33.8\t82%\t3005\t4
官庄乡\t22.0\t15.4\t70%\t1260\t5
云顶乡\t15.6\t9.4\t60%\t720\t6
合计\t157.7\t133.9\t84.9%\t11645\t

    排名后两位的乡镇要于10月15日前向县交通运输局报送整改方案。
芦川县交通运输局
2025年10月9日
"""
_SCHEDULE = """# 平陵市2025年秋季义务教育阶段转学工作日程安排

平陵市教育局 2025年7月18日

| 时间 | 工作内容 | 责任单位 |
|---|---|---|
| 8月1日—8月10日 | 公布各校空余学位 | 各区教育局 |
| 8月11日—8月15日 | 家长网上提交转学申请 | 市教育信息中心 |
| 8月16日—8月20日 | 审核材料 | 各区教育局、市公安局 |
| 8月22日 | 电脑随机派位 | 市教育局基础教育科 |
| 8月25日前 | 公布转学结果 | 各区教育局 |
| 9月1日—9月5日 | 办理学籍转接 | 各转入学校 |
"""
_SITES = """# 溪山县2025年老旧小区改造项目任务分解表

溪山县住房和城乡建设局 2025年4月2日

| 序号 | 小区名称 | 所在乡镇 | 改造户数(户) | 总投资(万元) | 实施主体 | 状态 | 计划完工时间 |
|---|---|---|---|---|---|---|---|
| 1 | 丝厂宿舍 | 城关镇 | 216 | 648 | 县城投公司 | 已完工 | 2025年6月 |
| 2 | 粮站家属院 | 城关镇 | 98 | 274 | 县城投公司 | 在建 | 2025年10月 |
| 3 | 农机小区 | 白石镇 | 154 | 431 | 白石镇人民政府 | 在建 | 2025年11月 |
| 4 | 供销社大院 | 白石镇 | 72 | 209 | 白石镇人民政府 | 未开工 | 2025年12月 |
| 5 | 锦绣苑 | 高桥乡 | 130 | 352 | 高桥乡人民政府 | 已完工 | 2025年5月 |
| 合计 | | | 670 | 1914 | | | |
"""
_AIR = """# 鹿原市2025年1—10月环境空气质量通报

| 县区 | 优良天数(天) | PM2.5(微克/立方米) | 同比变化(%) | 排名 |
|---|---|---|---|---|
| 东岭县 | 281 | 24 | -5.1 | 1 |
| 石川区 | 266 | 31 | 3.3 | 3 |
| 望湖县 | 275 | 27 | -2.0 | 2 |
"""
_CLINICS = """# 云港区新生儿疾病筛查机构名单

| 序号 | 机构名称 | 级别 | 所在街道 | 筛查项目 | 预约电话 |
|---|---|---|---|---|---|
| 1 | 云港区妇幼医院 | 二级甲等 | 春晖街道 | 听力、先心病 | 0592-7710001 |
| 2 | 区第一医院 | 三级乙等 | 临江街道 | 听力 | 0592-7710022 |
| 3 | 惠民医院 | 二级乙等 | 临江街道 | 听力、先心病 | 0592-7710035 |
"""
_GUIDES = """云澜市政务服务事项目录

事项名称:犬只准养登记
办理地点:云澜市青石路7号政务大厅3号窗口
承诺办结时限:5(工作日)
申请材料:养犬登记表;免疫证明;居民身份证
咨询电话:0799-8811201

事项名称:户外广告设置许可
办理地点:云澜市临川路19号城管服务中心
承诺办结时限:12(工作日)
申请材料:设置申请书;设计图;安全承诺书
咨询电话:0799-8811345
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("tabular")
    for name, text in (
        ("subsidies.md", _SUBSIDIES), ("indicators.md", _INDICATORS), ("progress.txt", _PROGRESS),
        ("schedule.md", _SCHEDULE), ("sites.md", _SITES), ("guides.txt", _GUIDES),
        ("air.md", _AIR), ("clinics.md", _CLINICS),
    ):  # fmt: skip
        (folder / name).write_text(text, encoding="utf8")
    build_index([folder], folder / "idx", load_embedder(None), progress=None)
    return open_assistant(Settings(index=str(folder / "idx")))


def told(assistant: Assistant, question: str) -> str:
    """The answer without its marks."""
    answer = assistant.ask(question)
    assert not answer.abstained, answer.reason
    return re.sub(r"\[\d+\]", "", answer.text)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "青岚市十五五主要指标中哪些是约束性的?",
            "养老机构护理型床位占比(%)、单位地区生产总值能耗降低(%)、地表水优良水体比例(%)、粮食综合生产能力(万吨)。",
        ),
        ("绿色低碳方面有哪些指标?", "单位地区生产总值能耗降低(%)、地表水优良水体比例(%)。"),
        ("哪些小区由白石镇承担?", "农机小区、供销社大院。"),
        ("哪几个小区还没开工?", "共1个:供销社大院。"),
        ("县农业农村局受理哪些补贴?", "稻谷种植补贴、油菜轮作补贴。"),
        ("种植大户可以领什么补贴?", "油菜轮作补贴。"),
        ("咨询电话是0711-3325104的是哪个补贴项目?", "农机购置补贴。"),
        ("在建的小区有几个?", "共2个:粮站家属院、农机小区。"),
        (
            "青岚市约束性指标有几个?",
            "共4个:养老机构护理型床位占比(%)、单位地区生产总值能耗降低(%)、地表水优良水体比例(%)、粮食综合生产能力(万吨)。",
        ),
    ],
)
def test_rows_are_found_by_what_stands_in_them(
    assistant: Assistant, question: str, said: str
) -> None:
    assert told(assistant, question) == said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("完成率排名第三的是哪个乡镇?", "石门乡:完成率:88%;排名:3。"),
        ("芦川县农村公路建设进度排名最后的是哪个乡镇?", "云顶乡:排名:6。"),
        ("双桥镇排第几?", "双桥镇:排名:4。"),
        ("排名前三的乡镇有哪些?", "河东镇:排名:1。杨柳镇:排名:2。石门乡:排名:3。"),
        ("哪些乡镇排名后两位?", "云顶乡:排名:6。官庄乡:排名:5。"),
        ("完成投资最多的是哪个乡镇?", "双桥镇最多:完成投资(万元):3005。"),
        ("改造户数最多的小区是哪个?", "丝厂宿舍最多:改造户数(户):216。"),
        (
            "丝厂宿舍和锦绣苑哪个投资大?",
            "丝厂宿舍更大。丝厂宿舍:总投资(万元):648。锦绣苑:总投资(万元):352。",
        ),
        (
            "杨柳镇比石门乡多完成了多少公里?",
            "相差10.4公里:杨柳镇:完成里程(公里):26.6。石门乡:完成里程(公里):16.2。",
        ),
    ],
)
def test_rows_are_put_in_order(assistant: Assistant, question: str, said: str) -> None:
    assert told(assistant, question) == said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("芦川县一共完成了多少投资?", "合计:完成投资(万元):11645。"),
        ("全县农村公路计划里程合计多少公里?", "合计:计划里程(公里):157.7。"),
        ("改造总户数是多少?", "合计:改造户数(户):670。"),
        ("哪些乡镇完成率低于80%?", "官庄乡:完成率:70%。云顶乡:完成率:60%。"),
        ("哪些乡镇的完成率超过了90%?", "河东镇:完成率:100%。杨柳镇:完成率:95%。"),
    ],
)
def test_figures_are_added_up_and_limited(assistant: Assistant, question: str, said: str) -> None:
    assert told(assistant, question) == said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "8月中旬做什么?",
            "家长网上提交转学申请:时间:8月11日—8月15日。审核材料:时间:8月16日—8月20日。",
        ),
        ("8月13日处于哪个阶段?", "家长网上提交转学申请:时间:8月11日—8月15日。"),
        (
            "哪些小区计划2025年下半年完工?",
            "粮站家属院:计划完工时间:2025年10月。农机小区:计划完工时间:2025年11月。供销社大院:计划完工时间:2025年12月。",
        ),
        ("哪项补贴在9月底前发放?", "稻谷种植补贴。"),
    ],
)
def test_rows_are_found_by_their_time(assistant: Assistant, question: str, said: str) -> None:
    assert told(assistant, question) == said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "河东镇和杨柳镇的完成里程各是多少?",
            "河东镇:完成里程(公里):32.5。杨柳镇:完成里程(公里):26.6。",
        ),
        (
            "耕地地力保护补贴和稻谷种植补贴每亩各多少?",
            "耕地地力保护补贴:补贴标准:每亩82元。稻谷种植补贴:补贴标准:每亩65元。",
        ),
        ("能繁母猪补贴打哪个电话问?", "能繁母猪补贴:咨询电话:0711-3325103。"),
        ("能繁母猪补贴给谁?", "能繁母猪补贴:补贴对象:规模养殖场。"),
        ("锦绣苑改造多少户,投资多少?", "锦绣苑:总投资(万元):352;改造户数(户):130。"),
        ("农机小区由哪个单位实施?", "农机小区:实施主体:白石镇人民政府。"),
        (
            "地表水优良水体比例2025年是多少,2030年目标是多少?",
            "地表水优良水体比例(%):2025年:92;2030年:95。",
        ),
    ],
)
def test_cells_are_told_by_columns_in_other_words(
    assistant: Assistant, question: str, said: str
) -> None:
    assert told(assistant, question) == said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("户外广告设置许可 咨询电话", "户外广告设置许可:咨询电话:0799-8811345。"),
        ("犬只准养登记承诺几个工作日办结?", "犬只准养登记:承诺办结时限:5(工作日)。"),
        (
            "户外广告设置许可去哪里办,地址?",
            "户外广告设置许可:办理地点:云澜市临川路19号城管服务中心。",
        ),
    ],
)
def test_blocks_of_labelled_lines_are_rows(assistant: Assistant, question: str, said: str) -> None:
    assert told(assistant, question) == said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("临江街道有哪些筛查机构?", "区第一医院、惠民医院。"),
        ("哪些医院能做先心病筛查?", "云港区妇幼医院、惠民医院。"),
        ("云港区一共有多少家新生儿疾病筛查机构?", "共3家:云港区妇幼医院、区第一医院、惠民医院。"),
        ("PM2.5没有达到30以下的是哪个县区?", "石川区:PM2.5(微克/立方米):31。"),
        ("哪个县区空气质量最差,排最后?", "石川区:排名:3。"),
    ],
)
def test_the_noun_asked_for_names_no_row(assistant: Assistant, question: str, said: str) -> None:
    assert told(assistant, question) == said


@pytest.mark.parametrize(
    "question",
    ["粮站家属院的电梯加装几部?", "能繁母猪补贴的银行卡密码?", "溪山县2024年改造了多少户?"],
)
def test_what_no_column_says_is_declined(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).abstained


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("8月中旬", [(811, 820)]),
        ("8月1日—8月10日", [(801, 810)]),
        ("9月1日至5日", [(901, 905)]),
        ("十月底前", [(1031, 1031)]),
        ("第三季度", [(701, 931)]),
        ("1—9月", [(101, 931)]),
        ("每亩82元", []),
    ],
)
def test_periods_are_days_of_a_year(text: str, days: list[tuple[int, int]]) -> None:
    assert [(p.first, p.last) for p in periods(text)] == days

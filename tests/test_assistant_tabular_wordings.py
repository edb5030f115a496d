"""Tables asked in other words than theirs; and what they do not say."""

import re
from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

_HALLS = """# 海湾县公共场馆开放信息表

海湾县文化局 2025年3月1日

| 场馆名称 | 类型 | 地址 | 开放时间 | 休息日 | 联系电话 | 票价(元) | 是否需预约 | 信用等级 |
|---|---|---|---|---|---|---|---|---|
| 海湾县图书馆 | 阅览 | 滨海路6号 | 9:00—20:00 | 周一 | 0100-1001 | 0 | 否 | A |
| 海湾县博物馆 | 陈列 | 学院路2号 | 9:30—16:30 | 周二 | 0100-1002 | 15 | 是 | B |
| 海湾县科技馆 | 陈列 | 星光路9号 | 10:00—17:00 | 周三 |  | 20 | 是 | A |
| 海湾县文化馆 | 演出 | 学院路8号 | 8:30—21:00 | 周日 | 0100-1004 | 5 | 否 | C |
"""
_PROJECTS = """# 河口瑶族自治县2025年重点项目表

河口瑶族自治县人民政府 2025年1月8日

|项目名称|性质|总投资(亿元)|2025年计划投资(亿元)| 开工年月 | 竣工年月 | 实施单位 | 主管部门 |
|---|---|---|---|---|---|---|---|
| 口岸货场二期 | 续建 | 12.5 | 3.1 | 2023年4月 | 2026年9月 | 县交通局 | 县商务局 |
| 河口水厂扩建 | 新建 | 4.2 | 1.2 | 2025年3月 | 2027年5月 | 县水务局 | 县住建局 |
| 南溪河堤防 | 新建 | 6.8 | 0.9 | 2025年6月 | 2028年1月 | 县水务局 | 县交通局 |
"""
_BENEFITS = """# 海湾县老年人补贴标准

海湾县民政局 2025年1月1日

| 补贴名称 | 补贴对象 | 补贴标准 | 发放周期 |
|---|---|---|---|
| 长者津贴 | 80—89周岁老人 | 每人每月70元 | 按季发放 |
| 长者津贴(90岁以上) | 90—99周岁老人 | 每人每月160元 | 按季发放 |
| 寿星金 | 100周岁及以上老人 | 每人每月900元 | 按月发放 |
| 应急救助 | 遭遇意外的老年人 | 500—3000元 | 一次性 |
"""
_FEES = """# 海湾市医院收费表

海湾市医保局 2025年2月2日

| 项目名称 | 三级医院(元) | 二级医院(元) | 一级医院(元) | 同比变化 |
|---|---|---|---|---|
| 普通门诊 | 16 | 13 | 9 | 上涨2.0% |
| 专家门诊 | 40 | 32 |  | 下降1.5% |
| 肝功能检查 | 66 | 60 | 55 | 上涨0.5% |
| 骨密度检查 | 90 | 82 | 71 | 上涨1.1% |
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("wordings")
    for name, text in zip("abcd", (_HALLS, _PROJECTS, _BENEFITS, _FEES), strict=True):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    built = folder / "built"
    build_index([folder], built, load_embedder(None), progress=None)
    return open_assistant(Settings(index=str(built)))


def told(assistant: Assistant, question: str) -> str:
    """What is answered without its marks, "" where nothing is."""
    answer = assistant.ask(question)
    return "" if answer.abstained else re.sub(r"\[\d+\]", "", answer.text)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("海湾县图书馆几点关门?", "海湾县图书馆:开放时间:9:00—20:00。"),
        ("海湾县博物馆星期几休息?", "海湾县博物馆:休息日:周二。"),
        ("河口县口岸货场二期什么时候能修好?", "口岸货场二期:竣工年月:2026年9月。"),
        ("南溪河堤防啥时候动工的", "南溪河堤防:开工年月:2025年6月。"),
        ("应急救助多久发一次?", "应急救助:发放周期:一次性。"),
    ],
)
def test_a_column_is_asked_for_in_other_words(
    assistant: Assistant, question: str, said: str
) -> None:
    assert told(assistant, question) == said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("海湾县文化馆的地址和电话?", "海湾县文化馆:地址:学院路8号;联系电话:0100-1004。"),
        ("口岸货场二期今年计划投资多少亿?", "口岸货场二期:2025年计划投资(亿元):3.1。"),
        ("河口水厂扩建总投资多少?", "河口水厂扩建:总投资(亿元):4.2。"),
    ],
)
def test_the_columns_told_are_those_that_are_asked_for(
    assistant: Assistant, question: str, said: str
) -> None:
    assert told(assistant, question) == said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("海湾哪些场馆要预约?", "海湾县博物馆、海湾县科技馆。"),
        ("海湾哪些场馆评为A级?", "海湾县图书馆、海湾县科技馆。"),
        ("海湾县票价10元以上的场馆?", "海湾县博物馆:票价(元):15。海湾县科技馆:票价(元):20。"),
        ("海湾县最便宜的场馆是哪个?", "海湾县图书馆最便宜:票价(元):0。"),
        ("河口县重点项目里投资超过10亿元的有哪些?", "口岸货场二期:总投资(亿元):12.5。"),
        ("县交通局主管哪些项目?", "南溪河堤防。"),
        ("海湾市哪些医院收费项目同比下降?", "专家门诊。"),
    ],
)
def test_rows_are_chosen_by_conditions_and_not_by_the_place_in_their_names(
    assistant: Assistant, question: str, said: str
) -> None:
    assert told(assistant, question) == said


def test_a_choice_is_told_by_the_cell_that_it_is_about(assistant: Assistant) -> None:
    assert told(assistant, "南溪河堤防是续建还是新建?") == "南溪河堤防:性质:新建。"
    assert told(assistant, "口岸货场二期是新建吗?") == "口岸货场二期:性质:续建。"


def test_two_columns_of_a_row_are_compared(assistant: Assistant) -> None:
    said = told(assistant, "普通门诊在三级医院和一级医院差多少钱?")
    assert said.startswith("相差7元:")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("85岁的长者津贴每月多少钱?", "长者津贴:补贴标准:每人每月70元。"),
        ("95岁的长者津贴每月多少钱?", "长者津贴(90岁以上):补贴标准:每人每月160元。"),
        ("70岁的长者津贴每月多少钱?", ""),
    ],
)
def test_an_age_chooses_the_row_whose_limits_hold_it(
    assistant: Assistant, question: str, said: str
) -> None:
    assert told(assistant, question) == said


@pytest.mark.parametrize(
    "question",
    [
        "海湾县科技馆的联系电话是多少?",  # an empty cell
        "专家门诊在一级医院多少钱?",
        "海湾县体育馆的开放时间?",  # no such hall
        "海湾县文化馆的邮箱是什么?",  # no such column
    ],
)
def test_a_table_without_the_cell_answers_nothing(assistant: Assistant, question: str) -> None:
    assert told(assistant, question) == ""


def test_an_autonomous_county_is_known_by_its_short_name(assistant: Assistant) -> None:
    assert told(assistant, "河口县河口水厂扩建什么时候开工?") == "河口水厂扩建:开工年月:2025年3月。"


def test_a_number_is_not_answered_by_cells_of_words_alone(tmp_path: Path) -> None:
    text = (
        "# 澜河县住房任务表\n\n澜河县住建局 2025年1月2日\n\n"
        "| 任务 | 目标 | 年度安排 |\n|---|---|---|\n"
        "| 加快危旧房和老旧小区改造 | 用修缮、加固、重建三种方式改造,能装电梯的装电梯 |"
        " 力争2025年改造老旧小区57个,加装电梯21部 |\n"
        "| 扩大公租房供给 | 以实物和补贴两种方式保障 | 2025年新增公租房300套 |\n"
    )
    (tmp_path / "任务.md").write_text(text, encoding="utf8")
    index = tmp_path / "index"
    build_index([tmp_path / "任务.md"], index, load_embedder(None))
    answer = open_assistant(Settings(index=str(index))).ask("2025年澜河县要改造多少个老旧小区?")
    assert "57个" in answer.text


_WINDOWS = """# 海湾县办事大厅窗口表

海湾县政务办 2025年4月2日

| 窗口名称 | 楼层 | 进驻部门 | 午间值守 | 报名截止日期 | 省级资金(万元) | 岗位数(个) |
|---|---|---|---|---|---|---|
| 安居物业服务中心 | 一楼 | 县住建局 | 有 | 3月15日 | 120 | 42 |
| 禾田社保窗口 | 二楼 | 县人社局 | 无 | 3月18日 | 300 | 65 |
| 鸿运出入境窗口 | 二楼 | 县公安局 | 有 | 3月20日 | 80 | 38 |
| 清泉户籍窗口 | 三楼 | 县公安局 | 无 | 3月22日 | 95 | 27 |
"""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("windows")
    (folder / "w.md").write_text(_WINDOWS, encoding="utf-8")
    built = folder / "built"
    build_index([folder], built, load_embedder(None), progress=None)
    return open_assistant(Settings(index=str(built)))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("海湾县办事大厅哪些窗口有午间值守?", "安居物业服务中心、鸿运出入境窗口。"),
        ("海湾县办事大厅没有午间值守的窗口?", "禾田社保窗口、清泉户籍窗口。"),
        ("海湾县办事大厅岗位最多的窗口是哪个?", "禾田社保窗口最多:岗位数(个):65。"),
        ("安居物业在几楼?", "安居物业服务中心:楼层:一楼。"),
        ("海湾县办事大厅各窗口岗位数共计多少?", "表中4行相加为172个:"),
        ("禾田社保窗口的面试时间是哪天?", ""),
        ("禾田社保窗口的县级配套资金多少?", ""),
        ("海湾县办事大厅税务窗口的楼层?", ""),
    ],
)
def test_rows_by_what_they_have_and_by_how_their_names_begin(
    hall: Assistant, question: str, said: str
) -> None:
    found = told(hall, question)
    assert found.startswith(said) if said else not found


_COURSES = """# 海湾县教师培训计划表

海湾县教育局 2025年2月20日

| 班次名称 | 人数 | 培训天数 | 培训地点 | 举办时间 | 授课专家 | 专家费(元) | 总经费(万元) |
|---|---|---|---|---|---|---|---|
| 骨干教师研修班 | 120 | 5 | 省城 | 3月下旬 | 韩立民、周淑英 | 900 | 18.5 |
| 新教师岗前培训 | 95 | 10 | 进修学校 | 8月上旬 | 陈刚 | 700 | 9.5 |
| 园长提升班(公办) | 60 | 4 | 第一小学 | 4月中旬 | 马晓燕 | 800 | 7 |
| 园长提升班(民办) | 40 | 4 | 第二小学 | 4月下旬 | 刘洋 | 800 | 5 |
"""


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("courses")
    (folder / "c.md").write_text(_COURSES, encoding="utf-8")
    built = folder / "built"
    build_index([folder], built, load_embedder(None), progress=None)
    return open_assistant(Settings(index=str(built)))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("海湾县骨干教师研修班办几天?", "骨干教师研修班:培训天数:5"),
        ("海湾县新教师岗前培训在哪里办?", "新教师岗前培训:培训地点:进修学校。"),
        ("海湾县骨干教师研修班有哪些专家?", "骨干教师研修班:授课专家:韩立民、周淑英。"),
        ("海湾县今年教师培训一共多少人?", "表中4行相加为315:"),
        ("海湾县园长提升班公办和民办的人数差多少?", "相差20:"),
        ("海湾县新教师岗前培训的差旅经费多少?", ""),
    ],
)
def test_words_of_the_title_name_no_row_and_others_things_no_column(
    courses: Assistant, question: str, said: str
) -> None:
    found = told(courses, question)
    assert found.startswith(said) if said else not found

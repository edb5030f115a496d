"""Questions put to flattened project tables: totals over groups, units of their own, denials."""

import pytest

from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

_HEAD = "序号/项目名称/建设性质/总投资/（万元）/“十四五”/投资（万元）"
_PROJECTS = (
    f"海湾市水利项目表/{_HEAD}//排涝工程（个）////1/东片排涝工程/新建/900/400//小  计//900/400//"
    "泵站工程（座）////1/南湖泵站/新建/80/50/2/北湖泵站/改建/15/15/3/西湖泵站/改建/5/5//"
    "小  计//100/70//合  计//1000/470"
)
_SUMMARY = """# 山岭市水利项目汇总表

| 序号 | 项目类别 | 单位 | 数量 | 总投资（万元） |
|---|---|---|---|---|
| 1 | 排涝工程 | 项 | 63 | 2500 |
| 2 | 泵站工程 | 座 | 25 | 780 |
| 3 | 管网工程 | 公里 | 550 | 1300 |
"""
_CITIES = """# 海东省管网改造项目表

## 杭州市

| 序号 | 项目名称 | 项目起止 | 总投资（万元） |
|---|---|---|---|
| 1 | 雨水管网改造工程 | 2021-2025 | 27500 |
| 2 | 雨水泵站工程 | 2021-2022 | 200 |

## 宁波市

| 序号 | 项目名称 | 项目起止 | 总投资（万元） |
|---|---|---|---|
| 1 | 雨水管网改造工程 | 2021-2024 | 55000 |
| 2 | 雨水泵站工程 | 2023-2024 | 400 |
"""
_MEASURES = """# 海湾市改革举措推广清单

| 序号 | 改革举措 | 推广范围 |
|---|---|---|
| 1 | 专利保险机制 | 全市 |
| 2 | 高校自主评聘 | 试点县区 |
| 3 | 技术调查官制度 | 全市 |
| 4 | 技术股激励 | 试点县区 |
"""
_TRIBES = "海湾省民族班招生计划表/单位：人/省份/1995年招生人数/扩招/招生任务/1996年/1997年"
_TRIBES += "/总计/305/100/335/380/江苏/100/60/120/140/湖南/80/30/90/100/河北/45/10/45/60"
_TRIBES += "/山西/80/0/80/80"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("totals")
    texts = {
        "a.txt": _PROJECTS.replace("/", "\n\n"), "b.md": _SUMMARY, "c.md": _MEASURES,
        "e.md": _CITIES, "d.txt": _TRIBES.replace("/", "\n"),
    }  # fmt: skip
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    built = folder / "built"
    build_index([folder], built, load_embedder(None), progress=None)
    return open_assistant(Settings(index=str(built)))


@pytest.mark.parametrize(
    ("question", "told", "not_told"),
    [
        ("海湾市这批水利项目合计总投资多少万元?", ["1000"], ["900", "100万"]),
        ("海湾市水利项目的总投资合计和十四五投资合计分别是多少万元?", ["1000", "470"], []),
        ("山岭市排涝工程有多少项,总投资多少万元?", ["63", "2500"], ["25。"]),
        ("海湾市推广清单里,推广范围不是全市的举措有哪些?",
         ["高校自主评聘", "技术股激励"], ["技术调查官制度"]),
        ("杭州市雨水管网改造工程总投资多少万元?", ["27500"], ["55000"]),
        ("杭州市雨水泵站工程的工期是哪几年?", ["2021-2022"], ["2023"]),
        ("宁波市雨水管网改造工程总投资多少万元?", ["55000"], ["27500"]),
        ("民族班招生计划表里,湖南1997年招生任务是多少人?", ["100"], ["90"]),
        ("民族班招生计划表里,哪几个省扩招人数是0?", ["山西"], ["湖南"]),
    ],
)  # fmt: skip
def test_totals_units_and_denials(
    assistant: Assistant, question: str, told: list[str], not_told: list[str]
) -> None:
    answer = assistant.ask(question).text
    assert all(word in answer for word in told), answer
    assert not any(word in answer for word in not_told), answer

"""Questions about the columns of tables: cells by their names, extremes over places, years."""

import pytest

from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

_PROGRESS = """# 随州市2025年前三季度重点工作进展情况

成文日期:2025年10月8日

地区:随州市

| 县市 | 老旧小区(个)任务 | 老旧小区(个)完工 | 农村公路(公里)任务 | 农村公路(公里)完工 | 满意度 |
|---|---|---|---|---|---|
| 随县 | 18 | 15 | 260 | 233 | 91.2 |
| 广水市 | 26 | 24 | 220 | 214 | 89.7 |
| 曾都区 | 41 | 29 | 90 | 71 | 93.4 |

2024年全市发放创业补贴1126户563万元,带动就业3190人。

对创业者给予扶持,详询市就业中心李科长,电话0722-6242231。
"""
_DUTIES = """# 随州市2025年重点工作分工表

成文日期:2025年2月8日

地区:随州市

| 序号 | 工作任务 | 目标任务 | 主责单位 | 完成时限 | 市级分管领导 | 联系人及电话 |
|---|---|---|---|---|---|---|
| 1 | 老年助餐 | 城区助餐点达到56个 | 市民政局 | 10月底 | 杨再强 | 滕莉 0722-8224591 |
| 2 | 森林防火 | 新建防火隔离带300公里 | 市林业局 | 11月底 | 陈绍华 | 蒲勇 0722-8263385 |
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("columns")
    (folder / "progress.md").write_text(_PROGRESS, encoding="utf8")
    (folder / "duties.md").write_text(_DUTIES, encoding="utf8")
    build_index([folder], folder / "idx", load_embedder(None), progress=None)
    return open_assistant(Settings(index=str(folder / "idx")))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("随州市老年助餐的联系人和电话是什么?", "滕莉0722-8224591"),
        ("随州市森林防火是哪位领导分管?", "陈绍华"),
        ("随州哪个县市满意度最低?", "广水市最低"),
        ("随州哪个县市农村公路完工最多?", "随县最多"),
        ("随州哪个县市老旧小区任务最多?", "曾都区最多"),
    ],
)
def test_cells_are_told_by_the_columns_that_a_question_names(
    assistant: Assistant, question: str, said: str
) -> None:
    answer = assistant.ask(question)
    assert said in answer.text and not answer.abstained


@pytest.mark.parametrize(
    "question", ["随州2025年一共发放了多少创业补贴?", "随州2025年要建多少个足球场?"]
)
def test_another_years_sum_and_another_things_number_are_no_answer(
    assistant: Assistant, question: str
) -> None:
    assert assistant.ask(question).abstained

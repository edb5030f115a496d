"""Answers over records: units, counts, dates, sums, rankings, sides; their tables as files."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from assistant.answers import Answer, Table
from assistant.cli import main
from assistant.errors import TableError
from assistant.settings import Settings
from assistant.tables import to_csv, to_xlsx, write_table
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

TASKS = """# 东山市民生任务清单

地区:东山市

成文日期:2024年3月1日

| 序号 | 事项 | 牵头单位 | 责任单位 | 完成时限 |
| --- | --- | --- | --- | --- |
| 1 | 新建社区食堂 | 市民政局 | 市财政局、市住建局 | 2024.6 |
| 2 | 改造老旧小区 | 市住建局 | 市财政局 | 2025.12 |
| 3 | 发放助残补贴 | 市民政局 | 市残联 | 长期推进 |
| 4 | 新建口袋公园 | 市住建局 | 市城管委 | 2024.12 |
| 5 | 新建公办幼儿园 | 市教育局 | 市住建局、市财政局 | 2025.12 |
| 6 | 免费孕前检查 | 市卫健委 | 市财政局 | 长期推进 |
| 7 | 加装电梯 | 市住建局 | 市民政局 | 2024.6 |
"""

PROVINCE = """# 省级民生任务清单

成文日期:2024年2月1日

| 序号 | 事项 | 牵头单位 | 责任单位 | 完成时限 |
| --- | --- | --- | --- | --- |
| 1 | 老年大学扩容 | 省教育厅 | 省财政厅 | 2026.12 |
"""

DISTRICTS = """# 东山市2023年分区任务

地区:东山市

成文日期:2023年2月1日

## 甲山县

| 序号 | 重点项目 | 主要内容 |
| --- | --- | --- |
| 1 | 医疗 | 新设急救站点4个;新增床位120张 |

## 乙水县

| 序号 | 重点项目 | 主要内容 |
| --- | --- | --- |
| 1 | 医疗 | 新设急救站点12个;新增床位60张 |

## 丙田县

| 序号 | 重点项目 | 主要内容 |
| --- | --- | --- |
| 1 | 医疗 | 新设急救站点7个;新增床位90张 |
"""

YEARS = {
    "2023": ["新增停车泊位2000个。", "新购公交车30辆。"],
    "2024": ["新增停车泊位3500个。", "新开公交线路12条。"],
}


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("records")
    (folder / "tasks.md").write_text(TASKS, encoding="utf8")
    (folder / "province.md").write_text(PROVINCE, encoding="utf8")
    (folder / "districts.md").write_text(DISTRICTS, encoding="utf8")
    for year, (first, second) in YEARS.items():
        head = f"东山市{year}年交通要点\n\n{year}年1月9日\n\n"
        text = f"{head}1.{first}\n\n2.{second}\n"
        (folder / f"{year}.txt").write_text(text, encoding="utf8")
    index = tmp_path_factory.mktemp("index")
    build_index([folder], index, load_embedder(None))
    return str(index)


@pytest.fixture(scope="module")
def ask(index):
    return open_assistant(Settings(index=index)).ask


def column(answer: Answer, name: str) -> list[str]:
    at = answer.table.columns.index(name)
    return [row[at] for row in answer.table.rows]


def bars(answer: Answer) -> dict[str, str]:
    """What a bar chart of the table shows."""
    return {row[0]: row[answer.table.numeric] for row in answer.table.rows}


def test_all_units_of_a_row(ask):
    answer = ask("新建社区食堂涉及哪些单位?")
    assert "牵头单位是市民政局;责任单位为市财政局、市住建局" in answer.text


@pytest.mark.parametrize(
    ("question", "opening", "numbers"),
    [
        ("市住建局牵头哪些事项?", "市住建局牵头3项:", ["2", "4", "7"]),
        ("市财政局是哪些事项的责任单位?", "市财政局作为责任单位的有4项:", ["1", "2", "5", "6"]),
        ("哪些任务由市教育局牵头、市财政局配合?", "市教育局牵头1项:", ["5"]),
    ],
    ids=["lead", "responsible, not the province's", "one leads, one supports"],
)
def test_the_records_of_a_unit_with_their_count(ask, question, opening, numbers):
    answer = ask(question)
    assert opening in answer.text
    assert column(answer, "序号") == numbers


def test_two_units_are_counted_each(ask):
    answer = ask("市民政局和市住建局各牵头多少项?")
    assert "市民政局牵头2项:" in answer.text
    assert "市住建局牵头3项:" in answer.text
    assert bars(answer) == {"市民政局": "2", "市住建局": "3"}
    assert answer.table.unit == "项"


def test_the_unit_that_leads_most_is_found_over_all_records(ask):
    answer = ask("东山市清单里哪个单位牵头的任务最多?")
    assert "牵头最多(3项)的是:市住建局。" in answer.text
    assert bars(answer) == {"市住建局": "3", "市民政局": "2", "市卫健委": "1", "市教育局": "1"}
    fewest = ask("东山市清单里哪个单位牵头的任务最少?")
    assert "牵头最少(1项)的是:" in fewest.text
    assert "市教育局" in fewest.text and "市卫健委" in fewest.text


def test_the_records_of_a_document_are_counted(ask):
    answer = ask("东山市民生任务清单一共有多少项任务?")
    assert answer.text == (
        "《东山市民生任务清单》共列7项,首末两项是:\n- 第1项 新建社区食堂;[1]\n- 第7项 加装电梯。[2]"
    )
    assert len(answer.table.rows) == 7


@pytest.mark.parametrize(
    ("question", "opening", "numbers"),
    [
        ("东山市清单里完成时限最早的是哪些任务?", "完成时限最早的有2项:", {"1", "7"}),
        ("东山市清单里完成时限最晚的是哪一项?", "完成时限最晚的有2项:", {"2", "5"}),
        ("东山市清单里哪些任务要在2024年完成?", "共3项:", {"1", "4", "7"}),
        ("东山市清单里哪些任务是长期推进?", "共2项:", {"3", "6"}),
    ],
)
def test_what_is_due_when_is_told_over_all_records(ask, question, opening, numbers):
    answer = ask(question)
    assert answer.text.startswith(opening)
    named = {c.passage.field("序号").text for c in answer.citations}
    assert named == numbers


@pytest.mark.parametrize(
    ("question", "starts"),
    [
        ("2023年东山市各县新设急救站点多少个?", "写明的有3个地方:乙水县12个;"),
        ("2023年东山市各县新设急救站点一共多少个?", "写明的有3个地方,相加为23个:乙水县12个;"),
        ("2023年东山市急救站点数量排名前两名的县", "写明的有3个地方:乙水县12个;"),
        ("2023年东山市各县急救站点从少到多排列", "写明的有3个地方:甲山县4个;"),
    ],
    ids=["each", "sum", "first two", "rising"],
)
def test_the_parts_of_a_place_are_listed_added_and_ordered(ask, question, starts):
    answer = ask(question)
    assert answer.text.startswith(starts)
    assert bars(answer) == {"乙水县": "12", "丙田县": "7", "甲山县": "4"}
    assert answer.table.unit == "个"
    assert "甲山县4个" in answer.text or "前两名" in question


def test_of_two_places_the_one_with_more_is_named(ask):
    answer = ask("甲山县和丙田县2023年新增床位哪个多?")
    assert answer.text.startswith("甲山县更多。")
    assert bars(answer) == {"甲山县": "120", "丙田县": "90"}


def test_two_years_are_set_side_by_side(ask):
    answer = ask("2023年和2024年新增停车泊位各多少个?")
    assert "2023年:新增停车泊位2000个。" in answer.text
    assert "2024年:新增停车泊位3500个。" in answer.text
    assert bars(answer) == {"2023年": "2000", "2024年": "3500"}


def test_a_year_without_an_answer_is_named_as_such(ask):
    answer = ask("2023年和2024年新开公交线路各多少条?")
    assert "2023年:资料没有写明。" in answer.text
    assert "2024年:新开公交线路12条。" in answer.text
    assert answer.table is None


def test_one_sentence_about_two_years_is_told_once(sample):
    answer = sample.ask("湖北2024年和2025年每年做多少户适老化改造?")
    assert answer.text.count("2.5万户") == 1
    assert not answer.text.startswith("2024年:")


def test_province_and_city_are_set_side_by_side(sample):
    answer = sample.ask("湖北省和十堰市2025年新建体育综合体各多少个?")
    assert bars(answer) == {"湖北省": "20", "十堰市": "3"}


def test_in_english_too(sample):
    most = sample.ask("Which district of Wuhan has the most emergency stations in 2022?")
    assert most.text.startswith("武昌区 (most)")
    assert most.table.columns == ("Compared", "Number", "As stated")
    total = sample.ask("Sum of emergency stations over all districts of Wuhan in 2022?")
    assert total.text.startswith("15 places are stated; they add up to 110个: ")
    each = sample.ask("How many emergency stations does each district of Wuhan have in 2022?")
    assert each.text.startswith("15 places are stated: 武昌区: 12 (个); [1]")


def spreadsheet(data: bytes) -> list[list[object]]:
    return [list(row) for row in load_workbook(io.BytesIO(data)).active.values]


def test_a_table_becomes_a_workbook_with_numbers_as_numbers(ask):
    answer = ask("2023年东山市各县新设急救站点多少个?")
    rows = spreadsheet(to_xlsx(answer.table))
    assert rows[0] == ["对象", "数", "原文"]
    assert rows[1] == ["乙水县", 12, "新设急救站点12个"]


def test_cells_are_never_formulas_and_lose_their_marks():
    table = Table(("=A1", "数"), (("=1+1[1]", "0.5"), ("+甲\x07", "无")), numeric=1)
    book = load_workbook(io.BytesIO(to_xlsx(table, {1}))).active
    assert [[c.value for c in row] for row in book] == [
        ["=A1", "数"], ["=1+1", 0.5], ["+甲", "无"],
    ]  # fmt: skip
    assert {c.data_type for row in book for c in row} == {"s", "n"}
    rows = list(csv.reader(io.StringIO(to_csv(table, {1}))))
    assert rows[:2] == [["'=A1", "数"], ["'=1+1", "0.5"]]


@pytest.mark.parametrize("name", ["t.csv", "t.XLSX"])
def test_the_command_writes_the_table(index, tmp_path, capsys, name):
    out = tmp_path / name
    question = "市住建局牵头哪些事项?"
    assert main(["ask", question, "--index", index, "--table", str(out)]) == 0
    data = out.read_bytes()
    if name.endswith("csv"):
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    else:
        rows = spreadsheet(data)
    assert [row[2] for row in rows] == ["事项", "改造老旧小区", "新建口袋公园", "加装电梯"]
    assert "牵头3项" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("question", "name", "part"),
    [
        ("加装电梯谁牵头?", "t.csv", "没有表格"),
        ("市住建局牵头哪些事项?", "t.docx", "'docx'"),
        ("市住建局牵头哪些事项?", "none/t.csv", "无法写入"),
    ],
)
def test_a_table_that_cannot_be_written_is_said_after_the_answer(
    index, tmp_path, capsys, question, name, part
):
    status = main(["ask", question, "--index", index, "--table", str(tmp_path / name)])
    out, err = capsys.readouterr()
    assert status == 2
    assert "市住建局" in out
    assert part in err


def test_json_and_files_tell_the_same(ask, tmp_path):
    answer = ask("2023年东山市各县新设急救站点多少个?")
    given = json.loads(json.dumps(answer.to_json()))["table"]
    assert (given["numeric"], given["unit"]) == (1, "个")
    write_table(answer, tmp_path / "t.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "t.csv").read_text("utf-8-sig"))))
    assert rows == [given["columns"], *given["rows"]]
    with pytest.raises(TableError):
        write_table(ask("加装电梯谁牵头?"), tmp_path / "u.csv")

"""Documents that hypothesis composes: official ones by their parts, tables with merged cells."""

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.check import check
from corpus.formats.grid import Cell, table_lines
from corpus.reader import read_text
from tests.whole import assert_whole

HAN = "一二三四五六七八九"
NUMBERS = ["", *HAN, *(f"{a}十{b}" for a in ("", "二") for b in ("", *HAN))]
WORDS = st.sampled_from(
    ["改造老旧院落", "新建口袋公园", "开办老年课堂", "修缮农村公路", "提升供水能力"]
)
UNITS = st.lists(
    st.sampled_from(["市住建局", "市财政局", "市教育局", "市民政局", "市水务局"]),
    min_size=1, max_size=3, unique=True,
)  # fmt: skip


@st.composite
def tasks(draw):
    """The matter, number, units of each task of a plan."""
    return [
        (draw(WORDS), draw(st.integers(2, 900)), draw(UNITS), draw(UNITS))
        for _ in range(draw(st.integers(1, 9)))
    ]


@st.composite
def articles(draw):
    """Chapters of a law: for each the paragraphs and items of its articles."""
    return [
        [(draw(st.integers(1, 3)), draw(st.integers(0, 4))) for _ in range(draw(st.integers(1, 5)))]
        for _ in range(draw(st.integers(1, 4)))
    ]


@settings(max_examples=120, deadline=None)
@given(tasks(), st.booleans(), st.sampled_from(["\n", "\n\n", "\r\n", "\n　　"]))
def test_a_plan_gives_its_tasks_as_items_or_as_rows_with_their_units(plan, as_table, end):
    lines = ["东山市2024年便民工程任务分工方案", "一、主要任务"]
    if as_table:
        end = "\n"
        lines += ["", "| 序号 | 事项 | 牵头单位 | 责任单位 |", "| --- | --- | --- | --- |"]
        row = "| {} | {}{}处 | {} | {} |"
    else:
        row = "{}.{}{}处。(牵头单位:{};责任单位:{})"
    for i, (matter, count, lead, duty) in enumerate(plan, 1):
        lines.append(row.format(i, matter, count, "、".join(lead), "、".join(duty)))
    document, passages = read_text(end.join(lines) + "\n", source="a.txt")
    assert_whole(document, passages)
    records = [p for p in passages if p.kind == ("row" if as_table else "item")]
    assert [
        (p.field("序号").text, p.field("事项").text.rstrip("。"),
         p.field("牵头单位").values, p.field("责任单位").values)
        for p in records
    ] == [
        (str(i), f"{matter}{count}处", tuple(lead), tuple(duty))
        for i, (matter, count, lead, duty) in enumerate(plan, 1)
    ]  # fmt: skip
    found = check(document, passages)
    assert found.cells == found.cells_kept == (4 * (len(plan) + 1) if as_table else 0)


@settings(max_examples=120, deadline=None)
@given(articles(), st.sampled_from(["", "## "]))
def test_a_law_gives_every_article_whole_under_its_chapter(law, mark):
    lines, expected = ["东山市便民服务条例"], []
    number = 0
    for c, chapter in enumerate(law):
        heading = f"第{HAN[c]}章 第{HAN[c]}部分的规定"
        lines.append(mark + heading)
        for paragraphs, items in chapter:
            number += 1
            name = f"第{NUMBERS[number]}条"
            own = [f"{name} 本条例的第{number}项规定由市有关部门负责组织实施。"]
            own += [f"前款规定的第{p}种情形，依照有关规定办理。" for p in range(1, paragraphs)]
            own += [f"（{HAN[i]}）第{i + 1}种情形；" for i in range(items)]
            lines += own
            expected.append((name, heading, "\n".join(own)))
    document, passages = read_text("\n".join(lines) + "\n", source="a.txt")
    assert_whole(document, passages)
    clauses = [p for p in passages if p.kind == "clause"]
    assert [(p.locator, p.path[-1].text, p.text) for p in clauses] == expected


@st.composite
def grids(draw):
    """Cells with spans that tile a grid, each with a text of its own."""
    rows, columns = draw(st.integers(2, 7)), draw(st.integers(2, 6))
    free = {(r, c) for r in range(rows) for c in range(columns)}
    cells = []
    for r in range(rows):
        for c in range(columns):
            if (r, c) not in free:
                continue
            deep, wide = draw(st.integers(1, 2)), draw(st.integers(1, 2))
            place = {(r + i, c + k) for i in range(deep) for k in range(wide)}
            if not place <= free:
                deep = wide = 1
                place = {(r, c)}
            free -= place
            text = draw(st.sampled_from(["", "甲", "| 乙\n丙", "3.5", "说明文字。", "---"]))
            cells.append(Cell(r, c, text and f"{text}#{r}{c}", deep, wide))
    return cells


@settings(max_examples=200, deadline=None)
@given(grids())
def test_every_cell_of_a_table_arrives(cells):
    lines = flat("\n".join(table_lines(cells)))
    for cell in cells:
        assert flat(cell.text) in lines


def flat(text):
    """A text without white space; what would be taken for table marks is written wide."""
    return "".join(text.split()).replace("|", "｜").replace("-", "－")

"""Structure: headings, clauses, items, rows and paragraphs of documents made for the purpose."""

import pytest

from corpus.reader import read_text

NOTICE = """青云市人民政府办公室关于印发青云市2025年便民清单的通知
青政办发〔2025〕8号

各县（区）人民政府，市直各部门：
  《青云市2025年便民清单》已经市政府同意，现印发给你们。
  附件：1.青云市2025年便民清单
  2.任务分工表
  青云市人民政府办公室
  2025年2月20日

附件1
青云市2025年便民清单
一、改善居住条件
1．改造院落30个。
责任单位：市住建局、市财政局
完成时限：2025年11月底
2．新建口袋公园12个。（牵头部门：市园林局；配合单位：各县（区）人民政府）
二、提升教育质量
（一）新建学校。按照需要新建中小学8所，其中：
1.小学5所；
2.中学3所。
（二）培训教师。全年培训教师3000人次以上，并建立长效机制。

附件2
任务分工表
序号\t工作任务\t责任部门\t完成时间
一、社区\t\t\t
1\t推进助餐点\t市民政局 市商务局\t2025年6月

序号\t工作任务\t责任部门\t完成时间
2\t推进托育
服务\t市卫健委\t2025年9月
(此件公开发布)
"""


def read(text, source="x.txt"):
    return read_text(text, source=source)


def by_kind(passages, kind):
    return [p for p in passages if p.kind == kind]


def path(passage):
    return [h.text for h in passage.path]


def values(passage):
    return {f.name: f.values for f in passage.fields}


@pytest.fixture(scope="module")
def notice():
    return read(NOTICE)


def test_items_take_their_notes_from_brackets_and_from_lines_below(notice):
    first, second = by_kind(notice[1], "item")
    assert values(first) == {
        "序号": ("1",),
        "事项": ("改造院落30个",),
        "责任单位": ("市住建局", "市财政局"),
        "完成时限": ("2025年11月底",),
    }
    assert values(second)["牵头单位"] == ("市园林局",)
    assert values(second)["配合单位"] == ("各县（区）人民政府",)
    assert path(first) == ["附件1", "青云市2025年便民清单", "一、改善居住条件"]
    assert first.locator == "一第1项"


def test_short_entries_after_a_colon_stay_in_their_clause(notice):
    first, second = by_kind(notice[1], "clause")
    assert first.text.endswith("其中：\n1.小学5所；\n2.中学3所。")
    assert (first.locator, second.locator) == ("二(一)", "二(二)")


def test_rows_keep_their_group_across_a_repeated_header_and_a_broken_cell(notice):
    document, passages = notice
    first, second = by_kind(passages, "row")
    assert values(first)["责任单位"] == ("市民政局", "市商务局")
    assert values(second) == {
        "序号": ("2",),
        "事项": ("推进托育服务",),
        "责任单位": ("市卫健委",),
        "完成时限": ("2025年9月",),
    }
    assert path(first) == path(second) == ["附件2", "任务分工表", "一、社区"]
    assert [e.reason for e in document.exclusions] == [
        "table header: its names are the fields' labels",
        "table header, repeated on a new page",
    ]


def test_the_list_of_annexes_is_one_paragraph_and_no_item(notice):
    texts = [p.text for p in by_kind(notice[1], "paragraph")]
    assert "附件：1.青云市2025年便民清单\n  2.任务分工表" in texts
    assert "青云市人民政府办公室\n  2025年2月20日" in texts


def test_a_label_above_the_district_tables_gives_the_region():
    table = "序号\t事项\t目标\n1\t建车棚\t5处\n2\t装路灯\t8盏\n"
    text = f"附件\n各区清单\n云台区\n{table}海港新区\n{table}以上任务由市住建局督办。\n"
    _, passages = read(text)
    rows = by_kind(passages, "row")
    assert [r.region for r in rows] == ["云台区"] * 2 + ["海港新区"] * 2
    assert [r.locator for r in rows] == [
        "附件 · 云台区 · 表第1行",
        "附件 · 云台区 · 表第2行",
        "附件 · 海港新区 · 表第1行",
        "附件 · 海港新区 · 表第2行",
    ]
    assert path(passages[-1]) == ["附件", "各区清单"]


def test_articles_keep_their_paragraphs_and_their_chapter():
    text = """# 某县服务办法
## 第一章 总则
**第一条** 为了规范服务，制定本办法。
第二条 服务包括：
（一）居家服务；
（二）社区服务。
具体目录另行公布。
## 第二章 附则
第三条 本办法自2025年1月1日起施行。
"""
    document, passages = read(text, "某县服务办法.md")
    first, second, third = by_kind(passages, "clause")
    assert (
        second.text == "第二条 服务包括：\n（一）居家服务；\n（二）社区服务。\n具体目录另行公布。"
    )
    assert path(second) == ["某县服务办法", "第一章 总则"]
    assert path(third) == ["某县服务办法", "第二章 附则"]
    assert [p.locator for p in (first, second, third)] == ["第一条", "第二条", "第三条"]
    assert document.effective == "2025-01-01"


@pytest.mark.parametrize("mark", ["", "## "])
def test_numbered_parts_between_articles_are_headings_and_no_part_of_an_article(mark):
    text = (
        f"关于审理案件若干问题的解释\n{mark}一、管辖\n第一条 案件由区法院管辖。\n"
        f"第二条 下列案件除外：\n一、甲类；\n二、乙类\n第三条 逾期不予受理。\n"
        f"{mark}二、回避\n第四条 审判人员应当回避。\n"
    )
    clauses = by_kind(read(text)[1], "clause")
    assert [p.text.split("\n")[-1] for p in clauses] == [
        "第一条 案件由区法院管辖。",
        "二、乙类",
        "第三条 逾期不予受理。",
        "第四条 审判人员应当回避。",
    ]
    assert [path(p)[-1] for p in clauses] == ["一、管辖", "一、管辖", "一、管辖", "二、回避"]


def test_a_preface_ends_and_sub_parts_stand_below_their_part():
    text = (
        "# 某国法典\n## 序言\n历史悠久。\n## 第一编 合同\n### 第一分编 通则\n#### 第一章 一般\n"
        "第一条 合同受保护。\n### 第二分编 典型\n第二条 买卖。\n"
    )
    clauses = by_kind(read(text)[1], "clause")
    assert path(clauses[0]) == ["某国法典", "第一编 合同", "第一分编 通则", "第一章 一般"]
    assert path(clauses[1]) == ["某国法典", "第一编 合同", "第二分编 典型"]


def test_a_markdown_table_reads_like_a_tabbed_one():
    text = "| 序号 | 项目 | 主责单位 |\n| --- | :-: | --- |\n| 1 | 建食堂 | 县民政局、县财政局 |\n"
    document, passages = read(text, "a.md")
    (row,) = by_kind(passages, "row")
    assert values(row) == {
        "序号": ("1",),
        "事项": ("建食堂",),
        "牵头单位": ("县民政局", "县财政局"),
    }
    assert [e.reason for e in document.exclusions] == [
        "table header: its names are the fields' labels",
        "Markdown table rule",
    ]


def test_dash_headings_stand_between_sections_and_items():
    text = (
        "一、任务\n(一)做强主业\n——抓项目\n1.开工3个。\n"
        "——抓服务\n2.走访5次。\n(二)补短板\n3.修路2条。\n"
    )
    _, passages = read(text)
    assert [path(p) for p in by_kind(passages, "item")] == [
        ["一、任务", "(一)做强主业", "——抓项目"],
        ["一、任务", "(一)做强主业", "——抓服务"],
        ["一、任务", "(二)补短板"],
    ]


def test_the_rule_for_the_lead_is_applied_with_its_sentence():
    text = "说明:无牵头单位的,责任单位即为牵头单位。\n\n一、任务\n1.修路2条。(责任单位:县交通局)\n"
    document, passages = read(text)
    (item,) = by_kind(passages, "item")
    lead = item.field("牵头单位")
    assert lead.values == ("县交通局",)
    assert document.text[lead.rule.start : lead.rule.end] == "无牵头单位的,责任单位即为牵头单位"
    assert document.lead_rule == lead.rule


def test_adjacent_key_lines_are_paragraphs_with_a_field_each():
    _, passages = read("主 办:某县人民政府\n地 址:幸福路1号\n")
    assert [values(p) for p in passages] == [{"主办": ("某县人民政府",)}, {"地址": ("幸福路1号",)}]


def test_no_passage_is_longer_than_the_limit():
    long = "各单位要按照要求认真做好有关工作，" * 40 + "确保落实。"
    text = "第一条 " + "\n".join([long] * 12) + "\n序号\t事项\n1\t" + long * 12 + "\n"
    _, passages = read(text)
    assert max(len(p.text) for p in passages) <= 4000
    assert passages[0].locator == "第一条(1/6)"


def test_ids_are_stable_and_differ():
    first, second = read(NOTICE)[1], read(NOTICE)[1]
    assert [p.id for p in first] == [p.id for p in second]
    assert len({p.id for p in first}) == len(first)
    assert all(len(p.id) == 16 for p in first)


def test_columns_parted_by_blanks_are_a_table_under_known_names():
    text = (
        "序号  工作任务  责任单位  完成时限\n一、交通\n"
        "1   修路    县交通局  2025年5月\n2   建桥    县公路局  2025年8月\n说明。\n"
    )
    _, passages = read(text)
    rows = by_kind(passages, "row")
    assert [r.field("事项").text for r in rows] == ["修路", "建桥"]
    assert [r.field("责任单位").text for r in rows] == ["县交通局", "县公路局"]
    assert path(rows[0]) == ["一、交通"]


def test_a_last_cell_that_goes_on_in_the_next_line_is_one_cell():
    text = "序号\t事项\t责任单位\n1\t修路\t县交通局、\n县财政局\n2\t建桥\t县公路局\n"
    _, passages = read(text)
    rows = by_kind(passages, "row")
    assert rows[0].field("责任单位").values == ("县交通局", "县财政局")
    assert [r.field("序号").text for r in rows] == ["1", "2"]


def test_the_number_of_an_entry_is_kept_as_printed():
    _, passages = read("一、任务\n（一）修路。全年修路2条。（责任单位：县交通局）\n")
    (item,) = by_kind(passages, "item")
    assert item.field("序号").values == ("（一）",)


TOWNS = """青云县2025年分乡镇任务表

东溪镇

序号 重点项目 主要内容
1 学前教育 新建幼儿园1所，新增学位180个。
2 人居环境 改建户厕380座。

大同镇

序号 重点项目 主要内容
1 学前教育 新增学位90个。

注：任务按月调度。
"""


def test_rows_parted_by_single_blanks_belong_to_the_town_above_them():
    document, passages = read_text(TOWNS, source="x.txt")
    rows = [p for p in passages if p.kind == "row"]
    assert [(p.region, p.fields[1].text, p.fields[2].text) for p in rows] == [
        ("东溪镇", "学前教育", "新建幼儿园1所，新增学位180个。"),
        ("东溪镇", "人居环境", "改建户厕380座。"),
        ("大同镇", "学前教育", "新增学位90个。"),
    ]
    assert all(document.text[p.start : p.end] == p.text for p in rows)
    assert passages[-1].kind == "paragraph" and passages[-1].text == "注：任务按月调度。"


def test_a_line_that_only_names_its_document_is_a_title():
    document, passages = read("某某保险法第二条\n保险代理人向保险人收取佣金，并代为办理业务。\n")
    assert document.title == "某某保险法第二条"
    assert [(p.kind, p.start) for p in passages] == [("title", 0), ("paragraph", 9)]


def test_a_question_above_its_answer_is_the_answers_heading():
    text = (
        "关于加装电梯的政策问答\n\n为方便市民了解政策,现解答如下。\n\n问:需要带哪些材料?\n\n"
        "答:两样:①申请表;②身份证。\n\n问:还有疑问打哪个电话?\n\n答:物业科:3610725。\n"
    )
    _, passages = read_text(text, source="a.txt")
    answers = {p.text[:4]: p.path[-1].text for p in passages if p.text.startswith("答")}
    assert answers == {"答:两样": "问:需要带哪些材料?", "答:物业": "问:还有疑问打哪个电话?"}

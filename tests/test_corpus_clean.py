"""Cleaning removes marks, control characters and broken lines, and nothing else."""

import pytest

from corpus.clean import clean

PARAGRAPH = (
    "各单位要加强组织领导，细化工作措施，明确责任分工。同时要做好宣传引导，及时总结推广好的经验"
)


def test_watermark_marks_go_and_are_counted():
    dirty = "".join(f"{c}@@" if i % 3 == 0 else c for i, c in enumerate(PARAGRAPH * 2))
    cleaned = clean(dirty)
    assert cleaned.text == PARAGRAPH * 2
    assert dict(cleaned.removed) == {"watermark marks": 2 * dirty.count("@@")}


def test_an_address_with_one_at_sign_stays():
    text = f"{PARAGRAPH}。电子邮箱:office@example.org"
    assert clean(text).text == text
    assert clean(text).removed == ()


def test_markdown_marks_and_dot_leaders_are_no_watermark():
    text = "".join(f"**重点{i}**:……内容\n" for i in range(60))
    assert clean(text).text == text


def test_control_characters_and_bom_go():
    assert clean("\ufeff第一\u200b条\x07 总则\r\n第二行").text == "第一条 总则\n第二行"


def test_a_paragraph_broken_by_a_page_end_is_joined():
    assert clean(f"{PARAGRAPH}\n\n做法，形成长效机制。").text == f"{PARAGRAPH}做法，形成长效机制。"


@pytest.mark.parametrize(
    "following",
    ["二、保障措施", "(三)加强监督。要定期检查。", "附件:1.任务清单", "联系电话:12345678,请来电。"],
)
def test_a_new_entry_is_not_joined_to_an_open_line(following):
    text = f"{PARAGRAPH}\n\n{following}"
    assert clean(text).text == text


def test_hard_wrapped_lines_are_joined_and_paragraphs_kept():
    sentence = "本办法所称公共服务设施，是指由政府投资建设并向社会公众开放使用的各类场馆和场所，"
    paragraph = sentence * 4 + "具体范围由主管部门确定。"
    wrapped = "\n".join(paragraph[i : i + 28] for i in range(0, len(paragraph), 28))
    text = "\n".join([wrapped] * 4)
    assert clean(text).text == "\n".join([paragraph] * 4)


def test_form_feeds_become_page_starts():
    cleaned = clean("第一页的内容。\x0c第二页的内容。")
    assert cleaned.text == "第一页的内容。\n第二页的内容。"
    assert cleaned.pages == (0, 8)


def test_an_article_that_begins_inside_a_line_gets_its_own_line():
    assert clean("应当公开。 第四条 本办法自发布之日起施行。").text == (
        "应当公开。\n第四条 本办法自发布之日起施行。"
    )


def test_rows_whose_columns_blanks_part_stay_rows_in_a_hard_wrapped_text():
    paragraph = (
        "本办法所称公共服务设施，是指由政府投资建设并向社会公众开放使用的各类场馆和场所。" * 4
    )
    wrapped = "\n".join(paragraph[i : i + 28] for i in range(0, len(paragraph), 28))
    rows = [
        "15  常住人口规模（万人，市域）  预期性指标  市域、中心城区",
        "16  人均建设用地面积（平方米）  约束性指标  市域、中心城区",
        "卫生、养老、教育、文化、体育等  预期性指标  市域、中心城区",
    ]
    text = "\n".join([wrapped] * 4 + rows)
    assert clean(text).text.split("\n")[-3:] == rows


def test_lines_cut_after_so_many_characters_are_joined_whatever_is_cut() -> None:
    sentence = "新建改造供水排水管网,新增床位1200张,年底前建成投用并向社会开放,第"
    paragraphs = [f"  {i}.{sentence * 3}{i}项完。" for i in range(1, 6)]
    cut = "\n\n".join("\n".join(p[i : i + 20] for i in range(0, len(p), 20)) for p in paragraphs)
    assert "12\n00" in cut or "1\n200" in cut
    assert clean(cut).text.split("\n\n") == paragraphs


def test_radicals_of_a_pdf_s_font_are_put_back_into_characters():
    cleaned = clean("⻄岭县⼤⼭村⻅习岗位⼋个，⻩河⻓堤。")
    assert cleaned.text == "西岭县大山村见习岗位八个，黄河长堤。"
    assert dict(cleaned.removed) == {"radicals put back into characters": 7}

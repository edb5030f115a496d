"""Tables that are one record: names beside their values."""

from corpus.reader import read_text
from tests.whole import assert_whole


def test_names_beside_their_values_are_labelled_lines() -> None:
    document, passages = read_text(
        "| 事项名称 | 渔船检验 |\n| 实施主体 | 海湾市农业农村局 |\n| 行政区划 | 市级 |\n"
        "| 承诺办结时限 | 20个工作日 |\n| 咨询电话 | 0100-1234 |\n",
        source="a.html",
    )
    assert_whole(document, passages)
    assert (document.title, document.issuer) == ("渔船检验", "海湾市农业农村局")
    stated = {f.label: f.text for p in passages for f in p.fields}
    assert stated["承诺办结时限"] == "20个工作日"
    assert stated["咨询电话"] == "0100-1234"
    assert {p.kind for p in passages if p.fields} == {"paragraph"}


def test_two_pairs_on_a_line_are_two_labelled_lines() -> None:
    _, passages = read_text(
        "渔船检验办事指南\n\n| 实施主体 | 海湾市农业农村局 | 事项类型 | 行政许可 |\n"
        "| 承诺办结时限 | 5个工作日 | 法定办结时限 | 20个工作日 |\n"
        "| 咨询电话 | 0100-1234 | 投诉电话 | 0100-5678 |\n",
        source="a.html",
    )
    stated = {f.label: f.text for p in passages for f in p.fields}
    assert stated["投诉电话"] == "0100-5678" and stated["法定办结时限"] == "20个工作日"


def test_a_table_of_two_columns_stays_a_table() -> None:
    _, passages = read_text(
        "| 事项 | 责任单位 |\n| --- | --- |\n| 植树 | 市林业局 |\n| 修路 | 市交通局 |\n",
        source="a.md",
    )
    rows = [p for p in passages if p.kind == "row"]
    assert [r.fields[1].text for r in rows] == ["市林业局", "市交通局"]

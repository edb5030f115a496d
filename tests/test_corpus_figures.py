"""Figures: number, unit, comparator; numerals folded."""

from decimal import Decimal

import pytest

from assistant.verify import figures_stand
from corpus.figures import chinese_number, figures, has_date, values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每户补贴3000元", [("3000", "元")]),
        ("每户补贴三千元", [("3000", "元")]),
        ("每户补贴0.3万元", [("3000", "元")]),
        ("覆盖率不低于95%", [("95", "%")]),
        ("专职保安不少于师生总数的4‰", [("4", "‰")]),
        ("新增停車泊位15萬個", [("150000", "个")]),
        ("完成1,234套(间)", [("1234", "套")]),
        ("推进一体化、一网统管", []),
        ("每千人口8.8张,医院70家以上", [("8.8", "张"), ("70", "家")]),
        ("处十日以上十五日以下拘留", [("10", "日"), ("15", "日")]),
        ("罚款十万元以下,奖励百万元", [("100000", "元"), ("1000000", "元")]),
        ("十大实事、百年老店、千家万户", []),
    ],
)
def test_figures_are_read_with_their_units(text, expected):
    found = [(f.value.normalize(), f.unit) for f in figures(text)]
    assert found == [(Decimal(v).normalize(), u) for v, u in expected]


@pytest.mark.parametrize(
    ("text", "value"), [("三千五百", 3500), ("十二", 12), ("二〇二五", 2025), ("一百零八", 108)]
)
def test_chinese_numerals_have_their_value(text, value):
    assert chinese_number(text) == value


def test_a_figure_stands_only_as_a_whole_figure():
    assert figures_stand("新增15万个", "新增停车泊位15万个")
    assert figures_stand("补贴三千元", "每户给予3000元补贴")
    assert not figures_stand("新增5万个", "新增停车泊位15万个")
    assert not figures_stand("新增16万个", "新增停车泊位15万个")
    assert Decimal(5) not in values("15个")


def test_dates_are_seen():
    assert has_date("2024.12并长期推进")
    assert has_date("每月3日前") is False
    assert has_date("自2024年1月1日起施行")

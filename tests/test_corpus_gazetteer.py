from __future__ import annotations

from pathlib import Path

import pytest

from corpus.datafiles import DataFileError, read_table, values
from corpus.fold import fold
from corpus.gazetteer import Gazetteer, Place
from corpus.longest import Longest

DATA = Path(__file__).parent.parent / "corpus" / "data" / "gazetteer.tsv"
HEADER = "name\tlevel\tparent\taliases\tenglish\n"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.default()


def names(gazetteer: Gazetteer, text: str) -> list[tuple[str, str]]:
    return [(m.place.name, text[m.start : m.end]) for m in gazetteer.find(text)]


def test_the_shipped_file_has_every_province_and_every_county_of_one_province(
    gazetteer: Gazetteer,
) -> None:
    assert sum(place.level == "省" for place in gazetteer) == 34
    hubei = gazetteer.get("湖北")
    assert hubei is not None
    within = [p for p in gazetteer if gazetteer.is_within(p, hubei)]
    assert sum(place.level == "市" for place in within) == 17
    assert sum(place.level == "区县" for place in within) == 99


def test_no_name_or_alias_belongs_to_two_places() -> None:
    owner: dict[str, str] = {}
    for row in read_table(DATA, HEADER.strip().split("\t")):
        for name in {fold(n) for n in (row["name"], *values(row["aliases"]),
                                       *values(row["english"]))}:  # fmt: skip
            assert owner.setdefault(name, row["name"]) == row["name"], name


def test_the_longest_name_wins_and_traditional_characters_match(gazetteer: Gazetteer) -> None:
    assert names(gazetteer, "武漢東湖高新區和東西湖區、漢陽") == [
        ("武汉东湖新技术开发区", "武漢東湖高新區"),
        ("东西湖区", "東西湖區"),
        ("汉阳区", "漢陽"),
    ]


def test_english_names_match_whole_words_of_any_case_beside_chinese(gazetteer: Gazetteer) -> None:
    text = "in WUHAN's Jiang'an District武昌Yichang市, not Wuhanese"
    assert names(gazetteer, text) == [
        ("武汉市", "WUHAN"),
        ("江岸区", "Jiang'an District"),
        ("武昌区", "武昌"),
        ("宜昌市", "Yichang"),
    ]


@pytest.mark.parametrize(
    "text",
    ["每天门诊时间", "哪些任务完成都要报", "推广西医", "东湖北岸", "上海路口袋公园", "三明治",
     "适应城市", "危房县级补助", "中山公园", "美丽水乡", "医保定点"],
)  # fmt: skip
def test_a_place_inside_another_word_is_not_read(gazetteer: Gazetteer, text: str) -> None:
    assert names(gazetteer, text) == []


def test_a_street_named_after_a_place_is_not_the_place_but_its_street_lamps_are(
    gazetteer: Gazetteer,
) -> None:
    assert names(gazetteer, "武汉大道") == []
    assert names(gazetteer, "南京路的武汉路灯") == [("武汉市", "武汉")]


def test_a_name_at_the_end_of_the_text_ends_there(gazetteer: Gazetteer) -> None:
    text = "说说东湖高新区"
    mention = gazetteer.find(text)[-1]
    assert (mention.start, mention.end) == (2, len(text))


def test_ancestors_are_nearest_first(gazetteer: Gazetteer) -> None:
    wuchang, wuhan, yichang = (gazetteer.get(n) for n in ("武昌", "江城", "宜昌"))
    assert wuchang and wuhan and yichang
    assert [p.name for p in gazetteer.ancestors(wuchang)] == ["武汉市", "湖北省", "中国"]
    assert gazetteer.is_within(wuchang, wuhan)
    assert gazetteer.is_within(wuhan, wuhan)
    assert not gazetteer.is_within(wuchang, yichang)
    assert not gazetteer.is_within(wuhan, wuchang)


def test_an_unknown_name_is_no_place(gazetteer: Gazetteer) -> None:
    assert gazetteer.get("某某区") is None
    assert gazetteer.get("大理石") is None


def test_mistyped_names_find_what_they_sound_like(gazetteer: Gazetteer) -> None:
    found = [(p.name, typed) for p, typed in gazetteer.near("2022年菜甸区和江厦区、东西胡区")]
    assert found == [("蔡甸区", "菜甸区"), ("江夏区", "江厦区"), ("东西湖区", "东西胡区")]


def test_one_wrong_character_of_a_long_name_is_enough(gazetteer: Gazetteer) -> None:
    assert [p.name for p, _ in gazetteer.near("伍家网区")] == ["伍家岗区"]


@pytest.mark.parametrize("text", ["宜居城市", "建立县级平台", "社区和小区", "新洲区", "报给市委"])
def test_ordinary_words_and_right_names_are_no_mistyped_names(
    gazetteer: Gazetteer, text: str
) -> None:
    assert gazetteer.near(text) == []


def test_a_users_file_adds_places_and_replaces_lines(tmp_path: Path) -> None:
    (tmp_path / "gazetteer.tsv").write_text(
        f"# ours\n{HEADER}高新片区\t功能区\t十堰市\t北片\tNorth Zone\n茅箭区\t区县\t十堰市\n",
        encoding="utf8",
    )
    own = Gazetteer.default(tmp_path)
    assert names(own, "北片和north zone") == [("高新片区", "北片"), ("高新片区", "north zone")]
    assert own.get("茅箭区") == Place("茅箭区", "区县", "十堰市")
    assert own.get("武汉") == Gazetteer.default().get("武汉")


def test_further_places_leave_the_known_ones_and_the_words_that_are_no_places() -> None:
    more = Gazetteer.default().extended([Place("某某片区", "功能区", "武汉市")])
    assert names(more, "某某片区每天门诊") == [("某某片区", "某某片区")]
    assert more.get("武汉") == Gazetteer.default().get("武汉")


def test_the_first_of_two_places_of_one_alias_wins() -> None:
    a, b = Place("甲市", "市", "", ("同名",)), Place("乙市", "市", "", ("同名",))
    assert Gazetteer([a, b]).get("同名") == a


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (HEADER + "甲市\t市\t乌有省\n", "乌有省"),
        (HEADER + "甲市\t镇\t\n", "'镇'"),
        ("name\tkind\n甲市\t市\n", "columns"),
        (HEADER + "甲市\t市\t\t\t\t多\n", "line 2"),
    ],
)
def test_a_file_in_another_form_says_what_is_wrong(tmp_path: Path, text: str, part: str) -> None:
    path = tmp_path / "gazetteer.tsv"
    path.write_text(text, encoding="utf8")
    with pytest.raises(DataFileError, match=part) as fault:
        Gazetteer.load([path])
    assert fault.value.hint


def test_a_missing_file_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"none\.tsv"):
        Gazetteer.load([tmp_path / "none.tsv"])


def test_phrases_are_found_leftmost_longest_without_overlap() -> None:
    phrases = Longest({"西湖": 1, "东西湖": 2, "湖区": 3})
    assert list(phrases.find("东西湖区西湖区")) == [(2, 0, 3), (1, 4, 6)]
    assert list(Longest[int]({}).find("东西湖区")) == []


def test_a_town_of_a_citys_short_name_is_not_the_city(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("大同镇呢?") == []
    assert [m.place.name for m in gazetteer.find("大同乡村振兴")] == ["大同市"]
    assert [m.place.name for m in gazetteer.find("汕头镇卫生院")] == ["汕头市"]

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.datafiles import read_table, values
from corpus.fold import fold
from corpus.gazetteer import Gazetteer
from corpus.units import Units

DATA = Path(__file__).parent.parent / "corpus" / "data" / "units.tsv"
COLUMNS = ("name", "aliases", "english", "topics")


@pytest.fixture(scope="module")
def units() -> Units:
    return Units.default()


def found(units: Units, text: str) -> list[tuple[str, str]]:
    return [(unit.name, text[start:end]) for unit, start, end in units.find(text)]


def test_no_name_belongs_to_two_bodies_and_each_has_an_english_name() -> None:
    owner: dict[str, str] = {}
    for row in read_table(DATA, COLUMNS):
        if row["aliases"] == "非机构":
            continue
        assert values(row["english"]), row["name"]
        for name in {fold(n) for n in (row["name"], *values(row["aliases"]),
                                       *values(row["english"]))}:  # fmt: skip
            assert owner.setdefault(name, row["name"]) == row["name"], name


def test_english_names_have_their_level_marks_in_pairs() -> None:
    for unit in Units.default():
        for name in unit.english:
            assert re.fullmatch(r"[^\[\]{}]*(\[[^\[\]{}]*\{\}[^\[\]{}]*\]|\{\})?[^\[\]{}]*", name)


def test_bodies_are_found_with_their_level(units: Units) -> None:
    assert found(units, "由市衛健委牵头，省人力资源和社会保障厅、各区人民政府配合") == [
        ("卫健委", "市衛健委"),
        ("人社局", "省人力资源和社会保障厅"),
        ("各区人民政府", "各区人民政府"),
    ]


def test_enterprises_committees_and_courts_are_bodies(units: Units) -> None:
    assert found(units, "由城建集团会同市食安办、省高速公路集团、最高人民检察院") == [
        ("城建集团", "城建集团"),
        ("食安委", "市食安办"),
        ("高速集团", "省高速公路集团"),
        ("最高人民检察院", "最高人民检察院"),
    ]
    assert units.english("市安委会") == "Municipal Work Safety Committee"


def test_an_organ_of_the_committee_or_government_is_one_body(units: Units) -> None:
    assert found(units, "市委宣传部,市人民政府国资委,市委") == [
        ("宣传部", "市委宣传部"),
        ("国资委", "市人民政府国资委"),
        ("党委", "市委"),
    ]


def test_english_names_match_in_any_case_as_whole_words(units: Units) -> None:
    text = "led by the CIVIL AFFAIRS BUREAU, not by officers"
    assert found(units, text) == [("民政局", "CIVIL AFFAIRS BUREAU")]


@pytest.mark.parametrize("text", ["教育部分内容", "政府工作报告", "社区工作协调", "登记协助"])
def test_a_body_inside_another_word_is_not_read(units: Units, text: str) -> None:
    assert found(units, text) == []


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("市卫健委", "卫健委"),
        ("省卫生健康委员会", "卫健委"),
        ("武汉市民政局", "民政局"),
        ("市民政局", "民政局"),
        ("省市场监管局", "市场监管局"),
        ("市政府国资委", "国资委"),
        ("市人民政府办公室", "政府办公厅"),
        ("人民银行十堰市分行", "人民银行"),
        ("各县（市、区）人民政府", "各县(市、区)人民政府"),
        ("各区（含开发区、风景区）", "各区"),
        ("市某某服务中心", "某某服务中心"),
        ("各某某单位", "某某单位"),
        ("市场处", "市场处"),
    ],
)
def test_canonical_names_drop_level_and_place(units: Units, name: str, canonical: str) -> None:
    assert units.canonical(name) == canonical


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("市民政局", "Municipal Civil Affairs Bureau"),
        ("省教育厅", "Provincial Education Department"),
        ("区教育局", "District Education Bureau"),
        ("各区教育局", "each district's Education Bureau"),
        ("武汉市民政局", "Wuhan Municipal Civil Affairs Bureau"),
        ("武汉供电公司", "Wuhan Power Supply Company"),
        ("市委宣传部", "Publicity Department of the Municipal Party Committee"),
        ("武昌区人民政府", "Wuchang District People's Government"),
        ("中国人民银行", "People's Bank of China"),
        ("人民银行十堰市分行", "People's Bank of China Shiyan Municipal Branch"),
        ("各区人民政府", "all district governments"),
        ("各县（市、区）人民政府", "all county-level governments"),
        ("江夏区", "Jiangxia District"),
        ("某某处", None),
    ],
)
def test_english_names_carry_level_and_place(units: Units, name: str, english: str | None) -> None:
    assert units.english(name) == english


def test_topics_tell_what_a_body_looks_after(units: Units) -> None:
    bureau = units.get("民政局")
    assert bureau is not None
    assert "养老" in bureau.topics


def test_a_users_file_adds_bodies(tmp_path: Path) -> None:
    line = "荷叶办\t荷叶保护办公室\tLotus Office\t荷叶\n"
    (tmp_path / "units.tsv").write_text("\t".join(COLUMNS) + "\n" + line, encoding="utf8")
    own = Units.load([tmp_path / "units.tsv"], gazetteer=Gazetteer.default())
    assert own.canonical("市荷叶保护办公室") == "荷叶办"
    assert Units.default(tmp_path).english("市荷叶办") == "Municipal Lotus Office"

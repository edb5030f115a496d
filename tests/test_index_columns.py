"""Columns: the values of passages, inverted."""

import numpy as np

from index.columns import Column, DocumentColumn


def test_a_column_knows_which_passages_have_a_value(tmp_path):
    column = Column.build(
        [("市民政局", "市财政局"), (), ("市民政局", "市民政局"), ("",), ("市卫健委",)]
    )
    assert column.values == ("市卫健委", "市民政局", "市财政局")
    assert column.numbers(("市民政局",)).tolist() == [0, 2]
    assert column.numbers(("市财政局", "市卫健委")).tolist() == [0, 4]
    assert column.mask(("市民政局",)).tolist() == [True, False, True, False, False]
    assert not column.mask(("市教育局",)).any()
    np.savez(tmp_path / "columns.npz", **column.arrays("牵头单位"))
    with np.load(tmp_path / "columns.npz") as stored:
        again = Column.read(stored, "牵头单位")
    assert again.values == column.values
    assert again.mask(("市财政局",)).tolist() == [True, False, False, False, False]


def test_a_column_without_values_holds_nothing(tmp_path):
    np.savez(tmp_path / "columns.npz", **Column.build([(), ()]).arrays("region"))
    with np.load(tmp_path / "columns.npz") as stored:
        column = Column.read(stored, "region")
    assert column.values == ()
    assert column.mask(("甲市",)).tolist() == [False, False]


def test_a_documents_value_counts_for_all_its_passages():
    column = DocumentColumn(["2023", "", "2024"], np.array([0, 0, 1, 2], dtype=np.int32))
    assert column.values == ("", "2023", "2024")
    assert column.mask(lambda year: year == "2023").tolist() == [True, True, False, False]
    assert column.mask(bool).tolist() == [True, True, False, True]

"""What a merged cell says of the rows below it is told with the cell."""

from pathlib import Path

from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

_TEXT = (
    "澜河县2031年养老补助标准表\n\n类别\t对象\t标准(元/月)\t发放方式\n甲类\t孤老优抚对象\t900\t按月发放\n"
    "\t高龄独居老人\t80\t按季发放\n乙类\t失能老人\t300\t按月发放\n\t半失能老人\t200\t按季发放\n"
)


def test_a_merged_cell_is_told_of_a_lower_row_and_cited(tmp_path: Path) -> None:
    (tmp_path / "标准表.txt").write_text(_TEXT, encoding="utf8")
    build_index([tmp_path], tmp_path / "idx", load_embedder(None), progress=None)
    answer = open_assistant(Settings(index=str(tmp_path / "idx"))).ask("半失能老人的类别是什么?")
    assert "乙类" in answer.text
    assert [c.quote for c in answer.citations] == ["半失能老人\t200\t按季发放", "乙类"]

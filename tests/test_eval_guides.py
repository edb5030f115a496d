"""Questions laid out over public service guides: what they have and what they lack."""

import json
import lzma

import pytest
from openpyxl import load_workbook

from eval.errors import EvalError
from eval.guides import lay_out_guides, lay_out_table
from eval.readers import read_cases

TEXT = """事项名称:{name}
实施主体:西河市林业局
咨询电话:{phone}
承诺办结时限:{days}(工作日)
到现场次数:0
办理地点:西河市滨江路18号政务大厅二楼之东侧第12345号"""


def _guide(name: str, phone: str, days: int) -> dict:
    text = TEXT.format(name=name, phone=phone, days=days)
    fields = dict(line.split(":", 1) for line in text.splitlines())
    return {"title": f"{name}(西河市林业局)", "text": text, "fields": fields}


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "guides.jsonl.xz"
    guides = [_guide("古树名木移植审批", "0700-1", 20), _guide("林木采伐许可", "0700-2", 5)]
    with lzma.open(path, "wt", encoding="utf8") as out:
        out.writelines(json.dumps(g, ensure_ascii=False) + "\n" for g in guides)
    return path


def test_half_of_the_questions_ask_for_what_a_guide_lacks(source, tmp_path) -> None:
    documents, questions = lay_out_guides(source, tmp_path / "out", 2, seed=0)
    assert sorted(p.name for p in documents.iterdir()) == ["000_guide.txt", "001_guide.txt"]
    cases, _ = read_cases([questions])
    assert [c.answerable for c in cases].count(True) == 6
    assert [c.answerable for c in cases].count(False) == 6
    golds = {c.id.split("-")[-1]: c.gold[0][0] for c in cases if c.answerable}
    known = {
        "咨询电话": {"0700-1", "0700-2"},
        "承诺办结时限": {"20", "5"},
        "到现场次数": {"到现场次数0"},
        "实施主体": {"西河市林业局"},
        "办理地点": {"西河市滨江路18号政务大厅二楼之东侧第"},
    }
    assert all(value in known[field] for field, value in golds.items())
    again = lay_out_guides(source, tmp_path / "again", 2, seed=0)[1]
    assert again.read_text("utf8") == questions.read_text("utf8")


def test_the_same_guides_as_one_table(source, tmp_path) -> None:
    documents, questions = lay_out_table(source, tmp_path / "out", 2, seed=0)
    sheet = load_workbook(documents / "000_list.xlsx").worksheets[0]
    assert [c.value for c in sheet[2]][:3] == [1, "古树名木移植审批", "西河市林业局"]
    cases, _ = read_cases([questions])
    assert {e.doc for c in cases for e in c.evidence} == {"000"}


def test_guides_that_cannot_be_read_are_an_error(tmp_path) -> None:
    broken = tmp_path / "guides.jsonl.xz"
    broken.write_bytes(b"none")
    with pytest.raises(EvalError, match="cannot read"):
        lay_out_guides(broken, tmp_path / "out", 2, seed=0)

"""A unit's records over very many documents: some are written out, all are in the table."""

from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

TASKS = """西河市{year}年民生实事任务分工

| 序号 | 事项 | 牵头单位 |
| --- | --- | --- |
| 1 | 新建第{year}号口袋公园 | 市林业局 |
| 2 | 改造第{year}号农贸市场 | 市商务局 |
"""


def test_the_rest_of_very_many_documents_is_left_to_the_table(tmp_path) -> None:
    for year in range(1990, 2015):
        (tmp_path / f"{year}.md").write_text(TASKS.format(year=year), encoding="utf8")
    build_index([tmp_path], tmp_path / "index", load_embedder(None))
    answer = open_assistant(Settings(index=str(tmp_path / "index"))).ask("市林业局牵头的有哪些?")
    assert answer.text.count("牵头1项") == 20
    assert "另有5份文件中的5项,见表。" in answer.text
    assert answer.table is not None
    assert len(answer.table.rows) == 25

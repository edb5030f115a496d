"""Shared fixtures: one index of the sample corpus and one of three short policies, built once."""

import os
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.wiring import SAMPLE, open_assistant
from index.build import build_index
from index.embedder import load_embedder
from tests.browser import chrome, open_page  # noqa: F401 fixtures of the browser tests
from tests.databases import KINDS, database

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch, tmp_path_factory):
    """No setting of the machine reaches a test."""
    for name in list(os.environ):
        if name.startswith("MINSHENG_") and name != "MINSHENG_REQUIRE_BROWSER":
            monkeypatch.delenv(name)


@pytest.fixture(params=KINDS)
def memory(request, tmp_path):
    """A new database of each kind, as the setting says it."""
    with database(request.param, tmp_path / "new") as memory:
        yield memory


def _built(folder: Path, *paths: Path):
    build_index(list(paths), folder, load_embedder(None))
    return open_assistant(Settings(index=str(folder)))


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """The assistant over the sample corpus."""
    return _built(tmp_path_factory.mktemp("sample"), SAMPLE)


@pytest.fixture(scope="session")
def real(tmp_path_factory):
    """The assistant over the five real documents, where they are at hand."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip("../shared/corpus is not here")
    return _built(tmp_path_factory.mktemp("real"), SHARED / "corpus")


NOTICE = """# 东山市2024年便民工程实施方案

东政办〔2024〕15号

一、主要任务

1.新建社区食堂12家,为60岁以上老年人提供助餐服务。(牵头单位:市民政局;责任单位:市财政局、市住建局)

2.改造老旧小区85个,加装电梯40部。(牵头单位:市住建局;责任单位:市财政局,各区人民政府)

3.开展职业技能培训6000人次。(责任单位:市人社局)

无牵头单位的,责任单位即为牵头单位。

二、保障措施

各牵头单位每月5日前将工作进展报市发改委汇总。

东山市人民政府办公室

2024年3月8日
"""

RULES = """东山市停车管理办法

第一章 总则

第一条 为了规范停车秩序,制定本办法。

第二条 本办法所称公共停车场,是指向社会开放的停车场所。

第二章 收费和处罚

第三条 公共停车场首小时收费不超过5元,停放15分钟以内不收费。

第四条 违反本办法规定,擅自改变停车场用途的,处3000元以上1万元以下罚款。

第五条 本办法自2023年7月1日起施行。
"""


@pytest.fixture(scope="session")
def invented(tmp_path_factory):
    """The assistant over two invented documents of an invented city."""
    folder = tmp_path_factory.mktemp("invented")
    (folder / "notice.md").write_text(NOTICE, encoding="utf8")
    (folder / "rules.txt").write_text(RULES, encoding="utf8")
    return _built(tmp_path_factory.mktemp("index"), folder)

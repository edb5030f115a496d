"""The shape of the project, enforced: imports point one way, modules and functions stay small."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("corpus", "prompts", "index", "assistant", "eval")
MAY_IMPORT = {
    "corpus": {"corpus"},
    "prompts": {"prompts"},
    "index": {"index", "corpus"},
    "assistant": {"assistant", "index", "corpus", "prompts"},
    "eval": set(PACKAGES),
}
MODULES = [p for name in PACKAGES for p in sorted((ROOT / name).rglob("*.py"))]
NAMES = [str(p.relative_to(ROOT)) for p in MODULES]


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf8"))


def imported(module: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_imports_point_one_way(path):
    package = path.relative_to(ROOT).parts[0]
    ours = imported(tree(path)) & {*PACKAGES, "tests"}
    assert ours <= MAY_IMPORT[package]


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_modules_stay_under_300_lines_and_functions_under_50(path):
    assert len(path.read_text(encoding="utf8").splitlines()) <= 300
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 50, node.name


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_only_settings_reads_the_environment_and_eval_is_never_imported_bare(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names = {a.name for a in node.names if not a.asname}
            assert not any(n == "eval" or n.startswith("eval.") for n in names)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv"):
            assert path.relative_to(ROOT) == Path("assistant/settings.py")


def test_no_place_name_of_the_gazetteer_stands_in_the_code():
    from corpus.gazetteer import Gazetteer

    gazetteer = Gazetteer.default()
    for path in MODULES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if ast.get_docstring(tree(path)) == node.value or len(node.value) > 60:
                    continue
                named = [m.place.name for m in gazetteer.find(node.value)]
                assert [n for n in named if n != "中国"] == [], f"{path}: {node.value!r}"


def test_the_planted_wrong_import_is_caught():
    assert imported(ast.parse("from assistant.pipeline import Assistant")) == {"assistant"}
    assert not imported(ast.parse("from assistant import x")) <= MAY_IMPORT["corpus"]

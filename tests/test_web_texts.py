"""Interface texts: both languages, the same blanks, all that the code asks for."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.web.texts import language_of, other, say, table

PREFIXES = (
    "carried_",
    "mode_",
    "feedback_",
    "task_",
    "column_",
    "status_",
    "talks_",
    "role_",
    "staff_",
    "golden_",
    "state_",
    "did_",
)
WEB = Path(__file__).parent.parent / "assistant" / "web"


def test_every_text_stands_in_both_languages_with_the_same_blanks():
    for key, texts in table().items():
        assert set(texts) == {"zh", "en"}, key
        blanks = [sorted(re.findall(r"{(\w+)}", text)) for text in texts.values()]
        assert blanks[0] == blanks[1], key


def test_every_text_that_the_code_names_exists_and_every_text_is_used():
    files = [*WEB.rglob("*.py"), *WEB.rglob("*.html")]
    code = "\n".join(path.read_text("utf-8") for path in files)
    asked = set(re.findall(r"""say\(\s*["'](\w+)["']""", code))
    assert asked <= set(table())
    unused = {
        key for key in table()
        if f'"{key}"' not in code and not key.startswith(PREFIXES)
        and f"'{key}'" not in code
    }  # fmt: skip
    assert unused == set()


def test_an_unknown_language_is_chinese():
    assert [language_of(v) for v in ("en", "zh", "fr", None, 3)] == ["en", "zh", "zh", "zh", "zh"]
    assert (other("zh"), other("en")) == ("en", "zh")


def test_blanks_are_filled_in():
    assert say("library_count", "zh", count=3) == "3 份文件"

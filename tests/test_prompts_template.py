"""Prompts: strict variables, values that are never templates."""

import pytest

from prompts import PromptError, load


def test_the_answer_prompt_declares_what_it_uses():
    prompt = load("answer")
    assert prompt.variables == ("language", "question", "evidence")
    system, user = prompt.render(language="简体中文", question="谁牵头?", evidence="[1] 甲")
    assert "简体中文" in system
    assert user == "问题:谁牵头?\n\n资料:\n[1] 甲"


def test_missing_and_unknown_variables_are_all_listed():
    with pytest.raises(PromptError, match=r"missing \['evidence', 'language'\], unknown \['x'\]"):
        load("answer").render(question="", x="")


def test_a_value_with_braces_stays_text():
    _, user = load("answer").render(language="", question="{{evidence}}", evidence="秘密")
    assert "问题:{{evidence}}" in user


def test_a_prompt_that_uses_an_undeclared_variable_is_refused(tmp_path):
    (tmp_path / "bad.md").write_text("---\nversion: 1\nvariables: a\n---\n{{b}}\n=== user\n{{a}}\n")
    with pytest.raises(PromptError, match="declared"):
        load("bad", tmp_path)

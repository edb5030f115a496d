"""The words that a sentence must have for what is asked."""

import pytest

from assistant.answering.telling import has_words
from assistant.asking.question import ALLOWED, NUMBER, Question


@pytest.mark.parametrize(
    ("asked", "said", "told"),
    [
        pytest.param((ALLOWED,), "年满80周岁", False, id="whether: no word for it"),
        pytest.param((ALLOWED,), "年满80周岁的可以申领", True, id="whether: it may"),
        pytest.param((ALLOWED, NUMBER), "年满80周岁", True, id="and how many: the figure tells"),
    ],
)
def test_whether_it_may_be_done_needs_a_word_for_it(asked, said, told):
    question = Question("75岁能领津贴吗?要满多少岁?", "津贴", False, False, asked=asked)
    assert has_words(said, question) is told

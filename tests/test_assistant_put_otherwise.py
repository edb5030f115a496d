"""The same question in other words: another's place, another tongue, chatter, slips of the pen."""

import pytest

from assistant.asking.understand import understand


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("昆山2024年要改造多少个老旧小区?", "昆山市"),
        ("顺德加装电梯由哪个部门牵头?", "顺德区"),
        ("萧山新增多少停车位?", "萧山区"),
    ],
)
def test_a_county_of_another_province_is_never_answered_for(sample, question, place):
    answer = sample.ask(question)
    assert answer.abstained
    assert place in answer.text


@pytest.mark.parametrize("text", ["本市安置区有几处?", "全市城区有几处公园?", "办事非常熟练"])
def test_words_like_a_place_are_no_place(sample, text):
    question = understand(text, sample._know)
    assert question.places == ()
    assert question.mended == ()

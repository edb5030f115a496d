"""Personal numbers are masked, and what only looks like one is not."""

import pytest

from assistant.mask import masked


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("证号11010519491231002X。", "证号[身份证号]。"),
        ("110105 19491231 0021", "[身份证号]"),
        ("１１０１０５１９４９１２３１００２Ｘ", "[身份证号]"),
        ("电话13912345678,谢谢", "电话[手机号],谢谢"),
        ("+86 139-1234-5678", "[手机号]"),
        ("8613912345678", "[手机号]"),
        ("１３９１２３４５６７８", "[手机号]"),
        ("12345热线,12912345678,139123456789", "12345热线,12912345678,139123456789"),
        ("2024年投入1391234万元", "2024年投入1391234万元"),
    ],
)
def test_personal_numbers_are_masked_and_others_are_not(text, kept):
    assert masked(text) == kept

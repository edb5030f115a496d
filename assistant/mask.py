"""Personal numbers masked: identity cards (18 digits or 17 and an X) and mobile phones.

Knows the numbers' shapes only, so a figure of exactly such a shape is masked as well.
"""

from __future__ import annotations

import re

# Digits of either width, in one go or in the groups that people write.
_IDENTITY = re.compile(r"(?<!\d)\d{6}[ -]?\d{8}[ -]?\d{3}[\dXxＸｘ](?![\dA-Za-z])")
_MOBILE = re.compile(r"(?<!\d)(?:\+?[8８][6６][ -]?)?[1１][3-9３-９]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
IDENTITY, MOBILE = "[身份证号]", "[手机号]"


def masked(text: str) -> str:
    """The text with identity-card and mobile phone numbers replaced.

    >>> masked("我是13912345678")
    '我是[手机号]'
    """
    return _MOBILE.sub(MOBILE, _IDENTITY.sub(IDENTITY, text))

"""Whether a question is about what has to be paid, or about fines, and what texts say of it."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.asking.question import Question
from corpus.fold import fold, squeezed

ASKED = 256  # questions of which what was read is kept
_ON_FINES = re.compile(r"罚|处分|后果|违|责任|赔|\b(fine|penalt|punish)")
_ON_CHARGE = re.compile(  # whether something has to be paid for
    r"(收费|收钱|要钱|花钱|[交付掏给]钱|[付缴交]费|免费)(的)?[吗么不呢]|(要不要|用不用|需不需要|是否(需要|要)?|"
    r"会不会)[^,。?]{0,4}?(钱|费)"
)
_CHARGE_ASKED = re.compile(  # in English
    r"\b(is|are) (there|it|they) (any|a|an)? ?(\w+ )?(charges?|fees?|free)\b|free of charge|"
    r"\bdo (i|we|you|they) (have|need) to pay\b"
)
_CHARGE_TOLD = re.compile(r"费|免(?!疫)|元(?![宵旦素])|收取|价|无偿|自付|报销")
_FREE = re.compile(r"免费|免收|免[交缴]|不收|不得收|不予收|零收费|无偿")
_CHARGED = re.compile(r"[收费交缴付花]")


def on_fines(question: Question) -> bool:
    """Whether a question is about what follows on the breach of a rule."""
    return _on_fines(question.text)


@lru_cache(maxsize=ASKED)
def _on_fines(text: str) -> bool:
    return bool(_ON_FINES.search(fold(text)))


def on_charge(question: Question) -> bool:
    """Whether a question is about whether something has to be paid for."""
    return _on_charge(question.text)


@lru_cache(maxsize=ASKED)
def _on_charge(text: str) -> bool:
    if _CHARGE_ASKED.search(fold(text)):
        return True
    return bool(_ON_CHARGE.search(squeezed(text)))


def of_charge(text: str) -> bool:
    """Whether a text speaks of what has to be paid."""
    return bool(_CHARGE_TOLD.search(squeezed(text)))


def free_of_charge(question: Question, text: str) -> bool:
    """Whether a question asks what is to be paid, and a text says that nothing is charged."""
    if question.measure != "元" or on_fines(question):
        return False
    return bool(_CHARGED.search(squeezed(question.text)) and _FREE.search(squeezed(text)))

"""How near a sentence comes to a question's words, said in whatever words: token by token.

Each token of the question is compared with the nearest token of the sentence by the vectors of the
shipped embedding (late interaction, as ColBERT's MaxSim: Khattab and Zaharia 2020,
arXiv:2004.12832, but without context). A token weighs by its vector's length, which the embedding
learned, and by how few of the candidates say it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from index.embedder import StaticEmbedder

NAMES = ("soft", "soft_before", "soft_lead", "soft_beside", "least", "most")
AROUND = 0.9  # of what stands before the sentence, or at its passage's beginning
SAID = 0.9  # likeness from which a token counts as said
TINY = 1e-9  # in the place of no length: rare characters are tokens that say nothing
OFTEN = 0.05  # added to the share of the candidates that say a token, so that none weighs all

Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, what stands before it in its passage, and the passage's beginning."""

    said: str
    before: str
    lead: str


def nearness(asked: str, beside: str, told: Sequence[Told]) -> dict[str, Values]:
    """Values of NAMES for each sentence, each of shape (sentences,).

    Args:
        asked: the question without words of asking.
        beside: its words around the one of asking.
        told: at least one.
    """
    words, near = _tokens(asked), _tokens(beside)
    if not words or not near:
        return {name: np.zeros(len(told), np.float32) for name in NAMES}
    likeness = _Likeness(words + near, [t for x in told for t in (x.said, x.before, x.lead)])
    own, about = np.split(np.stack([likeness.of(x.said) for x in told]), [len(words)], axis=1)
    before = np.stack([likeness.of(x.before) for x in told])[:, : len(words)]
    lead = np.stack([likeness.of(x.lead) for x in told])[:, : len(words)]
    often = (own > SAID).mean(axis=0)
    weight = likeness.length[: len(words)] * np.log(1 + 1 / (often + OFTEN))
    weight = (weight / max(weight.sum(), TINY)).astype(np.float32)
    return {
        "soft": own @ weight,
        "soft_before": np.maximum(own, AROUND * before) @ weight,
        "soft_lead": np.maximum(own, AROUND * lead) @ weight,
        "soft_beside": about.mean(axis=1),
        "least": own.min(axis=1),
        "most": (own >= own.max(axis=0) - 1e-3).mean(axis=1, dtype=np.float32),
    }


class _Likeness:
    """How near each of some texts comes to each of some tokens."""

    def __init__(self, words: Sequence[int], texts: Sequence[str]) -> None:
        every = list({token for text in set(texts) for token in _tokens(text)})
        self._at = {token: i for i, token in enumerate(every)}
        model = _shipped()
        asked = model.token_vectors(words) / _at_least(model.token_lengths(words))
        self.length = model.token_lengths(words)
        said = _at_least(model.token_lengths(every))
        self._table = (model.token_vectors(every) @ asked.T) / said

    def of(self, text: str) -> Values:
        """The likeness of the nearest token to each word, at least 0."""
        at = [self._at[token] for token in _tokens(text)]
        best: Values = self._table[at].max(axis=0, initial=0)
        return best


def _at_least(lengths: Values) -> Values:
    """Lengths as a column to divide by."""
    return np.maximum(lengths, TINY)[:, None]


@lru_cache(maxsize=16384)
def _tokens(text: str) -> tuple[int, ...]:
    """The numbers of a text's tokens, each once; kept, since sentences come again."""
    return tuple(dict.fromkeys(_shipped().tokens([text])[0]))


@cache
def _shipped() -> StaticEmbedder:
    """The embedding that ships: the trees learned from its vectors, whatever the index uses."""
    return StaticEmbedder.load()

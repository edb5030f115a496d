"""Columns: the values of passages' attributes, each with the passages that have it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from corpus.records import LEAD, RESPONSIBLE, Document, Passage

Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]


class Column:
    """One attribute, inverted: a passage may have no value of it, one, or several.

    Attributes:
        values: all values, sorted.
    """

    def __init__(self, values: tuple[str, ...], starts: NDArray[np.int64], holders: Numbers,
                 count: int) -> None:  # fmt: skip
        self.values = values
        self._starts = starts  # the holders of values[i] are holders[starts[i]:starts[i + 1]]
        self._holders = holders
        self._count = count

    @classmethod
    def build(cls, rows: Iterable[Collection[str]]) -> Column:
        """From the values of each passage, in the order of the passages; "" is no value."""
        by_value: dict[str, list[int]] = {}
        count = 0
        for number, values in enumerate(rows):
            count += 1
            for value in values:
                held = by_value.setdefault(value, [])
                if value and (not held or held[-1] != number):
                    held.append(number)
        by_value.pop("", None)
        names = sorted(by_value)
        starts = np.cumsum([0, *(len(by_value[n]) for n in names)], dtype=np.int64)
        holders = np.array([n for name in names for n in by_value[name]], dtype=np.int32)
        return cls(tuple(names), starts, holders, count)

    def numbers(self, wanted: Collection[str]) -> Numbers:
        """The passages with one of the values, ascending."""
        places = (i for i, value in enumerate(self.values) if value in wanted)
        parts = [self._holders[self._starts[i] : self._starts[i + 1]] for i in places]
        return np.unique(np.concatenate(parts)) if parts else np.zeros(0, dtype=np.int32)

    def mask(self, wanted: Collection[str]) -> Mask:
        """Which passages have one of the values, shape (passages,)."""
        mask = np.zeros(self._count, dtype=bool)
        mask[self.numbers(wanted)] = True
        return mask

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """The column as named arrays for an .npz file."""
        return {
            f"{name}.values": np.array("\n".join(self.values)),
            f"{name}.starts": self._starts,
            f"{name}.holders": self._holders,
            f"{name}.count": np.array(self._count),
        }

    @classmethod
    def read(cls, arrays: Mapping[str, NDArray[np.generic]], name: str) -> Column:
        """The column of that name in an .npz file."""
        joined = str(arrays[f"{name}.values"])
        return cls(
            tuple(joined.split("\n")) if joined else (),
            arrays[f"{name}.starts"].astype(np.int64),
            arrays[f"{name}.holders"].astype(np.int32),
            int(arrays[f"{name}.count"]),
        )


class DocumentColumn:
    """One attribute of documents as a mask over passages; every value is looked at once."""

    def __init__(self, values: Iterable[str], document_of: Numbers) -> None:
        found, codes = np.unique(np.array(list(values), dtype=object), return_inverse=True)
        self.values: tuple[str, ...] = tuple(map(str, found))
        self._codes = codes.astype(np.int32)
        self._document_of = document_of

    def mask(self, test: Callable[[str], bool]) -> Mask:
        """Which passages are of a document whose value passes."""
        flags = np.array([test(v) for v in self.values], dtype=bool)
        mask: Mask = flags[self._codes][self._document_of]
        return mask


# Attributes of passages; "part" is a region that is not its document's own, such as
# a district's; "field" are the names of the fields that it has.
PASSAGE_COLUMNS: Mapping[str, Callable[[Document, Passage], Collection[str]]] = {
    "region": lambda document, passage: (passage.region or document.region,),
    "part": lambda document, passage: (
        (passage.region,) if passage.region != document.region else ()
    ),
    "field": lambda document, passage: tuple(field.name for field in passage.fields),
    "kind": lambda document, passage: (passage.kind,),
    LEAD: lambda document, passage: _units(passage, LEAD),
    RESPONSIBLE: lambda document, passage: _units(passage, RESPONSIBLE),
}


def _units(passage: Passage, role: str) -> Collection[str]:
    field = passage.field(role)
    return field.values if field else ()

"""Labelled lines of a document's head (文号:…, 成文日期:…, 地区:…) as what is known of it.

They count only where the document states the same in no other way.
"""

from __future__ import annotations

from typing import Protocol

from corpus.dates import iso_date
from corpus.fields import Labels
from corpus.records import Field, Level


class Known(Protocol):
    """The part of a document's metadata that labelled lines can fill."""

    issuer: str
    number: str
    date: str
    published: str
    effective: str
    expires: str
    region: str
    level: Level


_TEXTS = {"发文机关": "issuer", "文号": "number", "地区": "region"}
_DATES = {"成文日期": "date", "发布日期": "published", "施行日期": "effective",
          "失效日期": "expires"}  # fmt: skip


def canonical(printed: str, value: str) -> str:
    """The canonical name of a label of the head, or the label as printed.

    行政区划:省级 states a level and no place.
    """
    label = Labels.default().get(printed)
    if label is not None and label.name == "地区" and value.endswith("级"):
        return printed
    known = label is not None and (label.name in _TEXTS or label.name in _DATES)
    return label.name if label is not None and known else printed


def fill(found: Known, fields: list[Field]) -> None:
    """Set what is still unknown from the labelled fields."""
    for field in fields:
        name = _TEXTS.get(field.name) or _DATES.get(field.name, "")
        if not name or getattr(found, name):
            continue
        value = iso_date(field.text) if field.name in _DATES else field.text
        setattr(found, name, value)

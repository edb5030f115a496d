"""Locators: where a passage stands, as an official would say it (附件2 · 江岸区 · 表第3行)."""

from __future__ import annotations

import re

from corpus.lines import ARTICLE
from corpus.outline import Draft, Open, anchors

_SPACES = re.compile(r"\s+")


class Locators:
    """Names the places of one document's drafts; names what stands above where it must.

    The title of a plan is named where the document holds several with numbered parts, the annex
    or caption of a table where there are several tables.
    """

    def __init__(self, drafts: list[Draft], title: str) -> None:
        self._title = _SPACES.sub("", title)
        tables = {tuple(anchors(d.above)) for d in drafts if d.kind == "row"}
        numbered = {tuple(anchors(d.above)) for d in drafts if d.marker and d.kind != "title"}
        self._many_tables = len(tables) > 1 or len({d.table for d in drafts if d.table}) > 1
        self._many_plans = len(numbered) > 1
        self._paragraphs: dict[int, int] = {}
        for d in drafts:
            if d.kind == "paragraph":
                self._paragraphs[d.start] = len(self._paragraphs) + 1

    def of(self, draft: Draft, number: str) -> str:
        """The locator of a draft; `number` is its own number as printed, "" for none."""
        if draft.kind == "row":
            name = f"表第{number or draft.row}行"
            return self._join(draft.above, name, self._many_tables)
        if draft.kind == "title":
            return "标题"
        if draft.kind == "paragraph":
            return f"第{self._paragraphs[draft.start]}段"
        marker = draft.marker
        if marker is not None and marker.level == ARTICLE:
            return self._join(draft.above, marker.label, self._many_plans)
        numbers = "".join(o.number for o in draft.above if o.number and o.level > ARTICLE)
        if draft.kind == "item" and marker is not None and marker.label[-1:].isdigit():
            return self._join(draft.above, f"{numbers}第{number}项", self._many_plans)
        label = marker.label if marker else ""
        return self._join(draft.above, f"{numbers}{label}" or "正文", self._many_plans)

    def _join(self, above: tuple[Open, ...], name: str, named: bool) -> str:
        names = [_SPACES.sub("", a) for a in anchors(above)] if named else []
        return " · ".join([*(a for a in names if a != self._title), name])

"""Lines to drafts: which line is a heading, a clause, an item, a row, a paragraph.

One pass with the headings that are open kept in an outline. It knows shapes and numbering only;
metadata, regions and passage ids come later.
"""

from __future__ import annotations

import re

from corpus.blocks import BODY_MARKS, Blocks, opens_list
from corpus.fields import Labels
from corpus.labelled import states
from corpus.lines import (
    ANNEX_TITLE,
    ARABIC,
    ARTICLE,
    CAPTION,
    DASH,
    HAN_BRACKET,
    PLAIN,
    TITLE,
    Line,
    Marker,
)
from corpus.notes import find_notes
from corpus.outline import Draft, Outline
from corpus.records import Exclusion, Heading
from corpus.rows import RowReader
from corpus.titles import ANNEX, title_run

MAX_ABSORBED = 1500
_SPACES = re.compile(r"\s*\n\s*")
_CLOSING = re.compile(
    r"以上|上述|特此|本(方案|措施|意见|通知|办法|规定|计划|规划|清单)(自|由|印发)"
)
_IMPRINT = re.compile(r"\(?此件|抄\s*送|主题词|印\s*发:|.{4,40}\d{4}年\d{1,2}月\d{1,2}日印发")
_TITLE_SENTENCE = re.compile(r"[^。]{2,40}。")


class Structure:
    """Reads the kept lines of one document into drafts and exclusions."""

    def __init__(self, text: str, folded: str, lines: list[Line], labels: Labels) -> None:
        self.text, self.folded, self.lines, self.labels = text, folded, lines, labels
        self.outline = Outline()
        self.drafts: list[Draft] = []
        self.exclusions: list[Exclusion] = []
        self.blocks = Blocks(lines)
        self.rows = RowReader(self)
        self.open: Draft | None = None
        self._list_level: float | None = None
        self._annex_waits = False
        self._seen_body = False
        self._top_depth = 0

    def read(self) -> list[Draft]:
        """The drafts of the document, in order."""
        i = 0
        while i < len(self.lines):
            i = self._step(i)
        self._close()
        return self.drafts

    def _step(self, i: int) -> int:
        line = self.lines[i]
        if self.rows.is_row(i):
            self._close()
            self._annex_waits = False
            self._seen_body = True
            return self.rows.read(i)
        count = 0 if self.blocks.is_entry(i) else title_run(self.lines, i)
        if count and not (self._in_article() and line.gap == 0 and count == 1):
            return self._title(i, count)
        annex = ANNEX.match(line.shown) if line.shown[:1] == "附" else None
        if annex:
            step = self._annex(i, annex)
            if step:
                return step
        if self._annex_waits:
            self._annex_waits = False
            if line.marker is None and len(line.shown) <= 60 and not BODY_MARKS.search(line.shown):
                return self._title(i, 1)
        if line.marker is not None:
            return self._marked(i)
        if line.depth:
            self._top_depth = self._top_depth or line.depth
            level = TITLE if line.depth <= self._top_depth else 1 + line.depth / 10
            return self._heading(i, i, level, "")
        if self._in_article() and not self.blocks.signs(i):
            return self._absorb(i)
        return self._unmarked(i)

    # ---- headings ----

    def _title(self, i: int, count: int) -> int:
        self._annex_waits = False
        level = ANNEX_TITLE if self.outline.in_annex else TITLE
        self.rows.forget()
        return self._heading(i, i + count - 1, level, "")

    def _annex(self, i: int, match: re.Match[str]) -> int:
        """An annex heading or a list of annexes; 0 where the line only begins with 附件."""
        line = self.lines[i]
        rest = line.shown[match.end() :].strip()
        numbered = match[2] is not None
        if not rest and not match[0].rstrip().endswith(":"):
            self._annex_waits = True
            self.rows.forget()
            return self._heading(i, i, TITLE, _compact(match[0]))
        if not numbered and ":" in match[0]:
            return self._annex_list(i)
        if not rest:
            self._annex_waits = numbered
            return self._heading(i, i, TITLE, _compact(match[0].rstrip(" :.、"))) if numbered else 0
        if not numbered or len(rest) > 60 or "。" in rest or rest[0] in "所中内规的和、,":
            return 0
        following = self.lines[i + 1] if i + 1 < len(self.lines) else None
        before = self.lines[i - 1] if i else None
        if any(ln and ANNEX.match(ln.shown) for ln in (following, before)):
            self._close()
            self._add("paragraph", i)
            return i + 1
        self.rows.forget()
        return self._heading(i, i, TITLE, _compact(match[0].rstrip(" :.、")))

    def _annex_list(self, i: int) -> int:
        self._close()
        j = i + 1
        while j < len(self.lines) and opens_list(self.lines[j]):
            j += 1
        self._add("paragraph", i, j - 1)
        return j

    def _heading(self, i: int, last: int, level: float, number: str) -> int:
        """Open a heading over lines i..last, and give it a title passage of its own."""
        first = self.lines[i]
        self._close(first.marker)
        start, end = first.start + (first.body if first.depth else 0), self.lines[last].end
        if start > first.start:
            self.exclusions.append(Exclusion(first.start, start, "Markdown mark"))
        if level <= PLAIN:
            self.rows.leave()
        self.outline.close(level, first.depth)
        draft = Draft("title", start, end, self.outline.above, first.marker, start)
        draft.parts = [(start, end)]
        self.drafts.append(draft)
        text = _SPACES.sub("", self.text[start:end])
        self.outline.push(level, Heading(text, start, end), number)
        return last + 1

    # ---- numbered lines ----

    def _marked(self, i: int) -> int:
        line = self.lines[i]
        marker = line.marker
        assert marker is not None
        self._seen_body = True
        if marker.kind == "条":
            self.rows.leave()
            return self._new(i, "clause")
        if marker.level < ARTICLE:
            if len(line.shown) <= 60 and "。" not in line.shown:
                return self._heading(i, i, marker.level, marker.label)
            return self._new(i, "clause")
        if self._in_article() and not self.blocks.parts_articles(i):
            return self._absorb(i)
        if self._joins_list(i):
            return self._absorb(i)
        if self.blocks.is_heading(i, self._note(i) is not None):
            return self._heading(i, i, self.blocks.level(i), _number(line))
        kind = "item" if marker.level >= ARABIC or self._note(i) else "clause"
        if kind == "item" and marker.level == DASH:
            kind = "paragraph"
        return self._new(i, kind)

    def _new(self, i: int, kind: str) -> int:
        """A clause or item begins; it stays open for lines that belong to it."""
        marker = self.lines[i].marker
        assert marker is not None
        self._close(marker)
        self.outline.close(marker.level)
        draft = self._add(kind, i)
        draft.marker = marker
        draft.body = self.lines[i].start + self.lines[i].body + marker.end
        self.open = draft
        self._list_level = None
        return i + 1

    def _joins_list(self, i: int) -> bool:
        """Whether a deeper entry belongs to the open text that ends with a colon."""
        marker, opened = self.lines[i].marker, self.open
        if opened is None or opened.marker is None or marker is None:
            return False
        if marker.level <= opened.marker.level or self._note(i) is not None:
            return False
        if self.lines[i].end - opened.start > MAX_ABSORBED:
            return False
        if self._list_level is not None:
            return marker.level >= self._list_level
        if self.folded[opened.end - 1] != ":":
            return False
        self._list_level = marker.level
        return True

    # ---- lines without a number ----

    def _unmarked(self, i: int) -> int:
        line = self.lines[i]
        if level := self.blocks.asked_level(i):
            return self._heading(i, i, level, "")
        if self._belongs(i):
            return self._absorb(i)
        if self._row_follows(i) and self.blocks.is_caption(i):
            return self._heading(i, i, CAPTION, "")
        if self._seen_body and self.blocks.is_plain_heading(i):
            return self._heading(i, i, PLAIN, "")
        self._close()
        self.rows.leave()
        if self.blocks.signs(i) or _IMPRINT.match(line.shown):
            self.outline.close(TITLE if self.outline.annexed else CAPTION)
        elif _CLOSING.match(line.shown):
            self.outline.close(CAPTION)
        last = i + 1 if self.blocks.is_signature(i) else i
        draft = self._add("paragraph", i, last)
        draft.keys = states(self.lines, i, self.labels)
        if len(line.text) > 60:
            self._seen_body = True
        draft.note = find_notes(self.text, self.folded, line.start, line.end, self.labels)
        return last + 1

    def _belongs(self, i: int) -> bool:
        """Whether an unnumbered line goes on with the open clause or item."""
        opened, line = self.open, self.lines[i]
        if opened is None or line.end - opened.start > MAX_ABSORBED:
            return False
        closed = find_notes(self.text, self.folded, opened.start, opened.end, self.labels)
        shown = line.shown.lstrip("([<【 ")
        if closed is None and self.labels.inline.match(shown):
            return True
        if closed is not None or opened.marker is None:
            return closed is not None and self.labels.inline.match(shown) is not None
        return self.blocks.sibling_follows(i, opened.marker) and not self.blocks.signs(i)

    def _row_follows(self, i: int) -> bool:
        return i + 1 < len(self.lines) and self.rows.is_row(i + 1)

    # ---- building ----

    def _note(self, i: int) -> object:
        line = self.lines[i]
        return find_notes(self.text, self.folded, line.start + line.body, line.end, self.labels)

    def _in_article(self) -> bool:
        return (
            self.open is not None and self.open.marker is not None and self.open.marker.kind == "条"
        )

    def _absorb(self, i: int) -> int:
        line = self.lines[i]
        assert self.open is not None
        self.open.end = line.end
        self.open.parts.append((line.start, line.end))
        return i + 1

    def _add(self, kind: str, i: int, last: int | None = None) -> Draft:
        first, end = self.lines[i], self.lines[i if last is None else last].end
        draft = Draft(kind, first.start, end, self.outline.above)  # type: ignore[arg-type]
        draft.body = first.start + first.body
        draft.parts = [(ln.start, ln.end) for ln in self.lines[i : (last or i) + 1]]
        self.drafts.append(draft)
        return draft

    def _close(self, following: Marker | None = None) -> None:
        """End the open clause or item; deeper entries stand under its title sentence."""
        ended, self.open, self._list_level = self.open, None, None
        if ended is None or ended.marker is None:
            return
        ended.note = find_notes(self.text, self.folded, ended.start, ended.end, self.labels)
        if following is None or ended.marker.kind == "条":
            return
        if ended.marker.level > HAN_BRACKET + 1 or following.level <= ended.marker.level:
            return
        title = _TITLE_SENTENCE.match(self.folded, ended.body, ended.end)
        if title:
            heading = Heading(self.text[ended.start : title.end()], ended.start, title.end())
            self.outline.push(ended.marker.level, heading, _label(ended.marker.label))


def _number(line: Line) -> str:
    assert line.marker is not None
    return "" if line.marker.level == DASH else _label(line.marker.label)


def _label(label: str) -> str:
    return label.strip("、. ")


def _compact(text: str) -> str:
    return re.sub(r"\s+", "", text)

"""Sentences of a text that is still being written, each with the marks that follow its full stop.

A sentence is given out once it cannot grow any more. Knows nothing of what the marks point at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 600  # characters; what is longer has lost its full stops and is given out as it is
MARK = re.compile(
    r"[\[【［]\s*\^?(?:资料|資料|来源|來源|source)?\s*"
    r"(?P<numbers>\d{1,3}(?:\s*[,，、;；–~-]\s*\^?\d{1,3})*)"
    r"\s*(?:†[^\]】］\n]{0,40})?[\]】］](?!\s*(?:第\s*)?\d+\s*[号號])",
    re.I,
)
_RUN = re.compile(r"(\d+)(?:\s*[–~-]\s*\^?(\d+))?")
_LONGEST_RUN = 9  # passages that [1-9] may name
_OPEN = "“「『（《〈(‘"
_CLOSE = "”」』）》〉)’"
_TOKEN = re.compile(
    r"(?P<stop>[。！？!?]+[”」』）》〉)’\"]*|…{2,}(?=\s*[\[【［])|\n+)"
    r"|(?P<point>\.[”)\"]*(?=[\s\[【［]|\Z))"
    rf"|(?P<open>[{_OPEN}])|(?P<close>[{_CLOSE}])"
)
_MARKS = re.compile(rf"(?:\s*{MARK.pattern.replace('?P<numbers>', '?:')})*\s*", re.I)
_ABBREVIATION = re.compile(
    r"(?:(?<![A-Za-z])(?:no|nos|mr|mrs|ms|dr|st|vs|etc|approx|art|sec|fig|e\.g|i\.e|u\.s|p)"
    r"|(?:^|\s)[A-Za-z]|(?:^|[:：;；,，])\s*\d{1,3})\Z",
    re.I,
)
_STOPS = re.compile(r"[。！？!?.…\n]")
_GOES_ON = tuple("的等和与及、，,；;：:。")
_THOUGHTS = ("think", "thinking", "thought", "reasoning", "analysis")
_THINKING = re.compile(rf"\s*<({'|'.join(_THOUGHTS)})>.*?(?:</\1>|\Z)", re.S | re.I)
_BREAK = re.compile(rf"</?(?:{'|'.join(_THOUGHTS)})>|<\|[^|<>]{{0,40}}\|>", re.I)
_RAISED = re.compile(r"</?sup>", re.I)
_WORDLESS = re.compile(r"\s*#|[\W_]*\Z")
_LIST = re.compile(r"\A\s*(?:#{1,6}\s|[-*•·]\s+|\d{1,2}(?:[.)](?=\s)|[、．]))+\s*")


class Sentences:
    """Collects pieces and gives out whole sentences.

    >>> collect = Sentences()
    >>> collect.add("增长3.5%。[1]共5"), collect.add("000个[2]。"), collect.rest()
    (['增长3.5%。[1]'], [], ['共5000个[2]。'])
    """

    def __init__(self) -> None:
        self._held = ""
        self._begun = False
        self._may_end = False

    def add(self, piece: str) -> list[str]:
        """The sentences that are whole now."""
        self._held += piece
        if ">" in piece and self._begun:
            self._held = _plain(self._held)
        self._may_end = self._may_end or bool(_STOPS.search(piece))
        if not self._may_end and self._begun and len(self._held) <= LONGEST:
            return []
        found = self._taken(last=False)
        self._may_end = bool(_STOPS.search(self._held))
        return found

    def rest(self) -> list[str]:
        """What is left at the end of the text."""
        return self._taken(last=True)

    def _taken(self, *, last: bool) -> list[str]:
        if not self._begun and not self._ready(last):
            return []
        out = []
        while self._held:
            end = _end(self._held, last=last)
            if end is None:
                break
            out.append(self._held[:end])
            self._held = self._held[end:]
        return [s for s in out if s.strip()]

    def _ready(self, last: bool) -> bool:
        """Whether the answer has begun: what a model thinks aloud first is none of it."""
        start = self._held.lstrip().lower()
        tags = [f"<{name}>" for name in _THOUGHTS]
        if any(tag.startswith(start) for tag in tags) and not last:
            return False
        tag = next((tag for tag in tags if start.startswith(tag)), "")
        if tag:
            if f"</{tag[1:]}" not in start and not last:
                self._held = tag + start[len(tag) :][-len(tag) :]  # the thoughts are not kept
                return False
            self._held = _THINKING.sub("", self._held, count=1)
        self._held = _plain(self._held)
        self._begun = True
        return True


def wordless(sentence: str) -> bool:
    """Whether a line is a heading or a rule, which claims nothing.

    >>> wordless("## 回答"), wordless("---"), wordless("完。")
    (True, True, False)
    """
    return bool(_WORDLESS.match(sentence))


def marks_of(sentence: str) -> tuple[str, list[int]]:
    """A sentence without its marks, list signs and Markdown stars, and the marks' numbers.

    >>> marks_of("- **托位**增加1680个【1,3】。")
    ('托位增加1680个。', [1, 3])
    """
    marks = [n for m in MARK.finditer(sentence) for n in _numbers(m["numbers"])]
    text = _LIST.sub("", re.sub(r"\s*" + MARK.pattern, "", sentence, flags=re.I), count=1)
    return re.sub(r"\*\*|__|`", "", text).strip(), list(dict.fromkeys(marks))


def _end(text: str, *, last: bool) -> int | None:
    """Where the first sentence of `text` ends, None while that is not known."""
    depth = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(0, depth - 1)
        else:
            line = match[0].startswith("\n")
            depth = 0 if line else max(0, depth - sum(c in _CLOSE for c in match[0]))
            if depth and match.start() < LONGEST:
                continue
            end = _after_marks(text, match, last=last)
            if end != 0:
                return end
    if last or len(text) > LONGEST:
        return len(text)
    return None


def _after_marks(text: str, match: re.Match[str], *, last: bool) -> int | None:
    """The end with the marks that follow, 0 where no sentence ends, None while it is not known."""
    before = text[: match.start()]
    if match.lastgroup == "point" and _ABBREVIATION.search(before):
        return 0
    run = _MARKS.match(text, match.end())
    end = run.end() if run else match.end()
    following = text[end:]
    if not following:
        return end if last else None
    if following[0] in "[【［<" and len(following) < 12 and not last and _opens_mark(following):
        return None
    if match[0][-1] in _CLOSE and following.startswith(_GOES_ON):
        return 0
    return end


def _opens_mark(text: str) -> bool:
    """Whether a bracket may still become a mark."""
    return not any(c in text for c in "]】］>")


def _numbers(text: str) -> Iterator[int]:
    """The numbers of a mark; 1-3 are three."""
    for run in _RUN.finditer(text):
        first = int(run[1])
        yield from range(first, min(int(run[2] or first), first + _LONGEST_RUN) + 1)


def _plain(text: str) -> str:
    """A text in which a model's own signs end a sentence, and marks stand on the line."""
    return _RAISED.sub("", _BREAK.sub("\n", text))

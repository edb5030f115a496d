"""A small assistant for the tests of the web: two invented notices, fixed answers, no index."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from assistant.answers import Answer, Citation, Table
from assistant.finding.limits import Limits
from assistant.store.store import Store
from corpus.errors import MinshengError
from corpus.records import LEAD, MATTER, Document, Field, Heading, Passage
from index.hits import Hit

HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'

_TEXT = """江河市2031年为民办事清单
江政办发〔2031〕7号
一、养老服务
1.在各街道开设长者食堂40家,方便高龄老人就近用餐(牵头单位:江河市民政局;责任单位:江河市财政局)。
2.为独居老人家庭加装烟雾报警器6000个,年底前完成(牵头单位:江河市消防救援支队)。
二、出行
3.新开通勤公交线路12条(牵头单位:江河市交通运输局)。
江河市人民政府办公室
2031年2月5日
"""
_HOSTILE_TEXT = (
    f"关于测试的通知\n第一条 {HOSTILE} 应当作为文字显示。\n第二条 ${{1+1}} {{{{value}}}}。\n"
)


def _passage(
    doc_id: str,
    text: str,
    number: int,
    begins: str,
    path: str = "",
    lead: str = "",
    locator: str = "",
) -> Passage:
    start = text.index(begins)
    end = text.index("\n", start)
    at = text.index(path) if path else 0
    fields: tuple[Field, ...] = ()
    if lead:
        where = text.index(lead, start)
        head = text.index(".", start) + 1
        fields = (
            Field(MATTER, "事项", (text[head : text.index("(", start)],), head, end),
            Field(LEAD, "牵头单位", (lead,), where, where + len(lead)),
        )
    return Passage(
        id=f"{doc_id}-{number}", doc_id=doc_id, kind="item",
        path=(Heading(path, at, at + len(path)),) if path else (), fields=fields,
        text=text[start:end], start=start, end=end, page=number, locator=locator,
    )  # fmt: skip


LIST = Document(
    id="d1", source="list.txt", sha256="0" * 64, title="江河市2031年为民办事清单", text=_TEXT,
    issuer="江河市人民政府办公室", level="市", region="江河市", number="江政办发〔2031〕7号",
    date="2031-02-05",
)  # fmt: skip
ODD = Document(
    id="d/2 ?", source=f"{HOSTILE}.txt", sha256="1" * 64, title=f"关于{HOSTILE}的通知",
    text=_HOSTILE_TEXT, issuer=HOSTILE,
)  # fmt: skip
_LONG_TEXT = (
    "长通知\n第一条 "
    + "这是凑长度的话,\n\n" * 150
    + "关键的一句"
    + "后面还有话,\n" * 150
    + "完。\n"
)
LONG = Document(id="d3", source="long.txt", sha256="2" * 64, title="长通知", text=_LONG_TEXT)
PASSAGES = {
    "d1": (
        _passage("d1", _TEXT, 1, "1.在各", "一、养老服务", "江河市民政局", "一第1项"),
        _passage("d1", _TEXT, 2, "2.为独", "一、养老服务", "江河市消防救援支队", "一第2项"),
        _passage("d1", _TEXT, 3, "3.新开", "二、出行", "江河市交通运输局", "二第3项"),
    ),
    "d3": (
        Passage(
            id="d3-1",
            doc_id="d3",
            kind="clause",
            path=(),
            fields=(),
            text=_LONG_TEXT[4:-1],
            start=4,
            end=len(_LONG_TEXT) - 1,
            locator="第一条",
        ),
    ),
    "d/2 ?": (_passage("d/2 ?", _HOSTILE_TEXT, 1, "第一条", locator="第一条"),),
}  # fmt: skip


def nowhere() -> Store:
    """A memory whose file is never made unless something is kept."""
    return Store(Path(tempfile.mkdtemp()) / "memory.sqlite3")


def cite(marker: int, document: Document, passage: Passage, quote: str) -> Citation:
    start = document.text.index(quote, passage.start)
    return Citation(
        marker, document.source, document.title, passage.locator, quote,
        start, start + len(quote), passage.page, passage, document,
    )  # fmt: skip


class FakeAssistant:
    """Answers by a word in the question; everything else is abstained from."""

    streams = False

    def __init__(self, documents: Sequence[Document] = (LIST, ODD, LONG)) -> None:
        self._documents = tuple(documents)
        self.seen: list[tuple[str, tuple[str, ...]]] = []

    @property
    def documents(self) -> Sequence[Document]:
        return self._documents

    def document(self, doc_id: str) -> Document | None:
        return next((d for d in self._documents if d.id == doc_id), None)

    def passages(self, doc_id: str) -> Sequence[Passage]:
        return PASSAGES[doc_id] if self.document(doc_id) else ()

    def examples(self) -> Sequence[str]:
        return ("长者食堂由哪个单位牵头?", "各事项的牵头单位有哪些?", "公交线路新开几条?")

    def search(self, words: str, *, k: int = 10, scope: Limits | None = None) -> Sequence[Hit]:
        limits = scope or Limits()
        limits.check(self.documents, (), ("item",), ())
        admitted = (p for p in PASSAGES["d1"] if limits.admit(p, LIST))
        found = [p for p in admitted if words in p.text][:k]
        return [Hit(p, LIST, rank, 1.0 / rank) for rank, p in enumerate(found, 1)]

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        scope: Limits | None = None,
        drop: Collection[str] = (),
    ) -> Answer:
        *_, answer = self.stream(question, history=history, scope=scope, drop=drop)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        scope: Limits | None = None,
        drop: Collection[str] = (),
    ) -> Iterator[str | Answer]:
        limits = scope or Limits()
        limits.check(self.documents, ())
        self.seen.append((question, tuple(history)))
        if not question.strip():
            raise MinshengError("问题是空的。", hint="请输入问题。")
        if len(question) > 5000:
            raise MinshengError(f"问题太长:{len(question)}字。", hint="请缩短到5000字以内。")
        if "boom" in question:
            raise ZeroDivisionError("secret detail")
        answer = self._answer(question, history, drop)
        if not all(limits.admit(c.passage, c.document) for c in answer.citations):
            reason = "所选范围内没有相关的文件"
            answer = Answer(question, reason, True, reason, "extractive")
        for at in range(0, len(answer.text), 6):
            yield answer.text[at : at + 6]
        yield answer

    def _answer(self, question: str, history: Sequence[str], drop: Collection[str]) -> Answer:
        meals, alarms, buses = PASSAGES["d1"]
        if "食堂" in question or "elder" in question:
            lead = cite(1, LIST, meals, "江河市民政局")
            matter = cite(2, LIST, meals, "开设长者食堂40家")
            text = "长者食堂由江河市民政局牵头[1],计划开设40家[2]。"
            return Answer(
                question, text, False, None, "structured", (lead, matter), 12.0, ("quotes",),
                follow_ups=("公交线路新开几条?",),
            )  # fmt: skip
        if "各事项" in question:
            units = [p.fields[1].text for p in PASSAGES["d1"]]
            cited = tuple(
                cite(n, LIST, p, unit)
                for n, (p, unit) in enumerate(zip(PASSAGES["d1"], units, strict=True), 1)
            )
            rows = tuple(
                (p.fields[0].text, f"{unit}[{n}]", str(n * 1000))
                for n, (p, unit) in enumerate(zip(PASSAGES["d1"], units, strict=True), 1)
            )
            table = Table(("事项", "牵头单位", "数值"), rows)
            return Answer(
                question, "清单共有三项:", False, None, "structured", cited, 8.0, ("quotes",),
                table=table,
            )  # fmt: skip
        if "公交" in question:
            return Answer(
                question, "新开12条[1]。", False, None, "extractive",
                (cite(1, LIST, buses, "新开通勤公交线路12条"),), 5.0, ("quotes", "withheld:1"),
                carried=(("place", "江河市"),) if history and "place" not in drop else (),
                mended=(("公胶", "公交"),),
            )  # fmt: skip
        for word, aside in (("你好", "chat"), ("忽略", "override")):
            if word in question:
                return Answer(question, "您好。", True, "您好。", "extractive", aside=aside)
        if "长通知" in question:
            long = cite(1, LONG, PASSAGES["d3"][0], "关键的一句")
            return Answer(question, "在中间[1]。", False, None, "extractive", (long,), 5.0)
        if "hostile" in question:
            odd = PASSAGES["d/2 ?"][0]
            quote = f"{HOSTILE} 应当作为文字显示"
            return Answer(
                question, f"{HOSTILE} {question}[1] ${{1+1}} {{{{value}}}} [9]", False, None,
                "extractive", (cite(1, ODD, odd, quote),), 5.0, ("quotes",),
                table=Table((HOSTILE,), ((HOSTILE,),)), carried=((HOSTILE, HOSTILE),),
                mended=((HOSTILE, HOSTILE),), follow_ups=(f"hostile {HOSTILE}",),
            )  # fmt: skip
        return Answer(
            question, "资料库里没有这件事:没有足够接近的段落。", True, "没有足够接近的段落",
            "extractive", (), 3.0, nearest=(cite(1, LIST, alarms, "加装烟雾报警器6000个"),),
        )  # fmt: skip

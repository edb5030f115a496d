"""`minsheng golden add|list|approve|retire|export|import`: answers that an office fixes itself."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from assistant.golden.check import checked, status
from assistant.golden.records import GoldenAnswer, GoldenError
from assistant.pipeline import Assistant
from assistant.settings import Settings, load_settings
from assistant.store.store import Store
from assistant.wiring import open_assistant
from corpus.errors import MinshengError
from corpus.records import Document
from corpus.units import Units

_LISTS = {"quotes", "paraphrases", "negatives"}
_WORDS = {"question", "answer", "note", "expires"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's verbs and their arguments."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--index", metavar="DIR", help="索引文件夹 index folder")
    common.add_argument("--memory", metavar="DB", help="数据库文件或地址 database")
    verbs = parser.add_subparsers(dest="what", metavar="verb", required=True)

    def verb(name: str, text: str) -> argparse.ArgumentParser:
        return verbs.add_parser(name, help=text, description=text, parents=[common])

    add = verb("add", "新增草稿 add a draft")
    add.add_argument("question", help="问题 the question")
    add.add_argument("answer", help="答案,[1] 指第一条引文 the answer; [1] names the first quote")
    add.add_argument("--author", required=True, metavar="NAME", help="作者 who writes it")
    for name, text in (("quote", "原文引文 words of a document, or FILE|words"),
                       ("paraphrase", "同义问法 another wording"),
                       ("negative", "不得匹配的问题 a question not to be met")):  # fmt: skip
        add.add_argument(f"--{name}", action="append", default=[], help=text)
    add.add_argument("--note", default="", help="来源说明 source beside the documents")
    add.add_argument("--expires", default="", metavar="DATE", help="最后有效日 last day, ISO")
    listing = verb("list", "列表 list them with their state")
    listing.add_argument("--json", action="store_true", help="JSON lines")
    for name, text in (("approve", "审定(须另一人) approve; not the author"),
                       ("retire", "停用 take out of use")):  # fmt: skip
        one = verb(name, text)
        one.add_argument("id", help="编号或其开头 its id or the start of it")
        one.add_argument("--by", required=True, metavar="NAME", help="经手人 who does it")
    verb("export", "输出 print as JSON lines")
    taking = verb("import", "读入 JSON 行为草稿 read JSON lines as drafts")
    taking.add_argument("file", type=Path, help="JSON lines")
    taking.add_argument("--author", required=True, metavar="NAME", help="作者 who writes them")


def run(args: argparse.Namespace) -> int:
    """Do what the verb says."""
    settings = load_settings(index=args.index, memory=args.memory)
    _VERBS[args.what](args, Store(settings.memory), settings)
    return 0


def _add(args: argparse.Namespace, store: Store, settings: Settings) -> None:
    given = GoldenAnswer(
        args.question, args.answer, args.author, note=args.note, expires=args.expires,
        paraphrases=tuple(args.paraphrase), negatives=tuple(args.negative),
    )  # fmt: skip
    ready = _checker(settings)(given, args.quote)
    _say(store.golden.save(ready, by=args.author), "已存为草稿 saved as a draft")


def _list(args: argparse.Namespace, store: Store, settings: Settings) -> None:
    documents = _documents(settings)
    for answer in store.golden.all() if store.database.exists else ():
        state = status(answer, documents, date.today()) if documents else answer.state
        if args.json:
            print(json.dumps(line_of(answer) | {"status": state}, ensure_ascii=False))
        else:
            until = f" 至 until {answer.expires}" if answer.expires else ""
            people = " / ".join(filter(None, (answer.author, answer.approver)))
            print(f"{answer.id[:8]} [{state}]{until} {people}  {answer.question}")


def _approve(args: argparse.Namespace, store: Store, _: Settings) -> None:
    found = store.golden.get(args.id)
    _say(store.golden.approve(found.id, found.version, by=args.by), "已审定 approved")


def _retire(args: argparse.Namespace, store: Store, _: Settings) -> None:
    found = store.golden.get(args.id)
    _say(store.golden.retire(found.id, found.version, by=args.by), "已停用 retired")


def _export(_: argparse.Namespace, store: Store, __: Settings) -> None:
    for answer in store.golden.all() if store.database.exists else ():
        print(json.dumps(line_of(answer), ensure_ascii=False))


def _import(args: argparse.Namespace, store: Store, settings: Settings) -> None:
    """All lines or none: every one is checked before the first is kept."""
    check = _checker(settings)
    ready = []
    for number, line in enumerate(_lines(args.file), 1):
        if line.strip():
            try:
                ready.append(check(*given_of(line, args.author)))
            except MinshengError as error:
                raise GoldenError(
                    f"{args.file.name}:{number}: {error.message}", hint=error.hint
                ) from error
    for answer in ready:
        store.golden.save(answer, by=args.author)
    print(f"读入 {len(ready)} 条草稿 drafts imported")


_VERBS: dict[str, Callable[[argparse.Namespace, Store, Settings], None]] = {
    "add": _add, "list": _list, "approve": _approve, "retire": _retire, "export": _export,
    "import": _import,
}  # fmt: skip


def line_of(answer: GoldenAnswer) -> dict[str, Any]:
    """One golden answer as `export` prints it and `import` reads it (docs/golden.md)."""
    names = ("question", "answer", "note", "expires", "author", "approver", "state", "id")
    return {
        **{name: getattr(answer, name) for name in names},
        "quotes": [f"{q.source}|{q.text}" for q in answer.quotes],
        "paraphrases": list(answer.paraphrases), "negatives": list(answer.negatives),
    }  # fmt: skip


def given_of(line: str, author: str) -> tuple[GoldenAnswer, Sequence[str]]:
    """A new golden answer and its quotes from a line of JSON; GoldenError where it is none."""
    try:
        raw = json.loads(line)
    except ValueError as error:
        raise GoldenError("不是 JSON no JSON.", hint="每行一个对象 one object a line。") from error
    words = {n: raw[n] for n in _WORDS if n in raw} if isinstance(raw, dict) else {}
    lists = {n: raw[n] for n in _LISTS if n in raw} if words else {}
    sound = all(isinstance(w, str) for w in words.values()) and all(
        isinstance(v, list) and all(isinstance(w, str) for w in v) for v in lists.values()
    )
    if not sound or not {"question", "answer"} <= words.keys():
        raise GoldenError(
            "缺 question 或 answer,或类型不对 fields are missing or of the wrong kind.",
            hint="格式见 docs/golden.md (see there)。",
        )
    quotes = lists.pop("quotes", [])
    forms: dict[str, Any] = {name: tuple(values) for name, values in lists.items()}
    return GoldenAnswer(author=author, **words, **forms), quotes


def _checker(settings: Settings) -> Callable[[GoldenAnswer, Sequence[str]], GoldenAnswer]:
    assistant = open_assistant(settings)
    units = Units.default(settings.extra)
    return lambda given, quotes: checked(
        given, quotes, assistant.documents, assistant.passages, units
    )


def _documents(settings: Settings) -> Sequence[Document]:
    """The index's documents; none where there is no index, so that the list still shows."""
    try:
        assistant: Assistant = open_assistant(settings)
    except MinshengError:
        return ()
    return assistant.documents


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldenError(
            f"读不了 cannot read {str(file)!r}: {error}.", hint="应为 UTF-8 的 JSON 行文件。"
        ) from error


def _say(answer: GoldenAnswer, what: str) -> None:
    print(f"{answer.id[:8]} {what}: {answer.question}")

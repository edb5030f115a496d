"""`python -m tests.fuzz_ask`: random questions over documents with moved, doubled and lost lines.

Questions are cut from the documents at any place and end in any question word. An answer must come
(no exception), its quotes stand in their documents at the offsets that it names, and an abstention
cites nothing. What is wrong is printed with the seed and the question, so that it can be asked
again.
"""

import argparse
import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tqdm import tqdm

from assistant.errors import QuestionError
from assistant.settings import Settings
from assistant.wiring import SAMPLE, open_assistant
from index.build import build_index
from index.embedder import load_embedder
from tests.fuzz import CSV, TEXT

QUESTIONS = 20  # over one set of documents
DOCUMENTS = 6
LAW = """滨江县电梯管理办法
第一章 总则
第一条 使用单位应当每十五日维护保养一次。
第二条 电梯限载人数由制造单位标明，不得超过核定的13人。
第三条 违反本办法第一条规定的，处一千元以上五千元以下罚款；逾期不改的，处一万元罚款。
第四条 本办法自2023年7月1日起施行，2016年的规定同时废止。
"""
COLUMNS = """公共场所开放时间表
场所          地址            开放时间        电话
图书馆        学府路8号       9:00-21:00      0719-1234567
体育馆        滨河路12号      6:00-22:00      0719-7654321
合计          2处
"""
ENDS = [
    *("是什么?", "有哪些?", "多少钱?", "什么时候?", "由谁负责?", "在哪里?", "怎么办理?"),
    *("合计多少?", "最多的是哪个?", "罚多少?", "为什么?", "排第几?", "比去年多多少?"),
    *("各是多少?", "和", "呢?", "", "是不是取消了?", "至少几个?", "占比多少?"),
    *(" how many?", " who leads?"),
]


def documents(rng: random.Random) -> list[str]:
    """Texts whose lines are moved, doubled, glued or lost."""
    originals = [TEXT, CSV.replace(",", "\t"), LAW, COLUMNS]
    originals += [p.read_text("utf-8") for p in sorted(SAMPLE.glob("*.md"))]
    return [shaken(rng.choice(originals), rng) for _ in range(DOCUMENTS)]


def shaken(text: str, rng: random.Random) -> str:
    """A stretch of a text, with some lines in another place, twice, glued to the next or gone."""
    lines = text.splitlines()
    begin = rng.randrange(len(lines))
    lines = lines[begin : begin + 80] if rng.random() < 0.5 else lines[:120]
    for _ in range(rng.choice((0, 1, 4, 12))):
        at, to = rng.randrange(len(lines)), rng.randrange(len(lines))
        kind = rng.randrange(4)
        if kind == 0:
            lines[at], lines[to] = lines[to], lines[at]
        elif kind == 1:
            lines.insert(to, lines[at])
        elif kind == 2:
            lines[at] += lines[to]
        else:
            lines[at] = lines[at][: rng.randrange(len(lines[at]) + 1)]
    return "\n".join(lines) + "\n"


def questions(texts: list[str], rng: random.Random) -> list[str]:
    """Stretches of the texts with the end of a question."""
    found = []
    for _ in range(QUESTIONS):
        text = rng.choice(texts)
        at = rng.randrange(len(text))
        found.append(text[at : at + rng.randrange(1, 24)].strip() + rng.choice(ENDS))
    return [question for question in found if question]


def faults(seed: int) -> list[str]:
    """What went wrong with the questions of one seed, each as the question and the fault."""
    rng = random.Random(seed)
    texts = documents(rng)
    with TemporaryDirectory() as folder:
        for n, text in enumerate(texts):
            Path(folder, f"{n}.txt").write_text(text, encoding="utf-8")
        build_index([Path(folder)], Path(folder, "index"), load_embedder(None))
        assistant = open_assistant(Settings(index=str(Path(folder, "index"))))
        asked, found = "", []
        for question in questions(texts, rng):
            try:
                wrong = _wrong(assistant.ask(question, history=(asked,) if asked else ()))
            except QuestionError:  # refused with a message
                wrong = ""
            except Exception as error:
                wrong = f"{type(error).__name__}: {error}"
            if wrong:
                found.append(f"{seed} {question!r} after {asked!r}: {wrong}")
            asked = question if rng.random() < 0.3 else ""
    return found


def _wrong(answer) -> str:
    """What of an answer does not hold; "" for nothing."""
    for cited in (*answer.citations, *answer.nearest):
        if cited.document.text[cited.start : cited.end] != cited.quote:
            return f"quote {cited.quote!r} does not stand at {cited.start}"
    if answer.abstained and answer.citations:
        return "abstains and cites"
    if not answer.abstained and not answer.citations:
        return f"cites nothing: {answer.text!r}"
    return "" if answer.text.strip() else "says nothing"


def main() -> int:
    """Ask over the documents of many seeds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="sets of documents")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    args = parser.parse_args()
    failures = 0
    for seed in tqdm(range(args.first, args.first + args.count), file=sys.stderr):
        for fault in faults(seed):
            failures += 1
            print(fault)
    print(f"{args.count * QUESTIONS} questions, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m tests.fuzz`: mutated files through every reader, in search of crashes and hangs.

An input is made from (seed, reader, number) alone, so a number is enough to make it again. Each is
read in a process of its own kind that a watchdog ends when one input takes too long; a file that
is refused with a DocumentError is well read, every other exception, a lost character, a hang and
a dead process are failures: they are printed, and the input is kept under --out.
"""

import argparse
import faulthandler
import io
import multiprocessing
import os
import random
import resource
import sys
import zipfile
from pathlib import Path

from tqdm import tqdm

from corpus.errors import DocumentError
from corpus.formats.archive import Member, members
from corpus.reader import read_member
from tests import format_files as files
from tests.whole import assert_whole

MEMORY = 3 << 30
TEXT = f"""{files.TITLE}
东政办发〔2024〕3号
各区人民政府,市直各部门:
为了办好便民工程，现提出如下方案。有关情况说明如下，请结合实际认真抓好贯彻落实。
目　录
一、主要任务.......1
二、保障措施.......2
一、主要任务
(一)改善居住条件。改造院落30个。(牵头单位:市住建局;责任单位:市财政局,各区人民政府)
1.新建口袋公园12个，完成时限:2024年12月底前。
2.开办老年课堂60个@@@
第一章 总则
第一条 本办法自2024年5月1日起施行，有效期5年。
① 甲；② 乙。
——抓落实
附件:1.任务清单
附件1
任务清单
序号\t事项\t牵头单位\t完成时限
一、交通\t\t\t
1\t修路5公里\t县交通局、县财政局\t2024.12并长期推进
| 序号 | 事项 |
| --- | --- |
| 2 | 种树 |
- 3 -
东山市人民政府办公室
2024年4月2日
"""
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>通知_东山市</title></head><body>
<nav><a href="/">首页</a></nav><h1>关于做好便民服务的通知</h1><p>东政发〔2024〕9号</p>
<ol type="a" start="3"><li>改造院落<br>30个</li><li>种树</li></ol><div style="display:none">x</div>
<table><thead><tr><th rowspan="2">序号</th><th colspan="2">任务</th></tr><tr><th>事项</th>
<th>责任单位</th></tr></thead><tr><td>1</td><td>修路&nbsp;5公里</td><td>县交通局</td></tr></table>
<pre>一、要求
二、保障</pre><p>东山市人民政府</p><p>2024年4月2日</p><a href="a.docx">附件.docx</a></body></html>
"""
CSV = "\n".join(",".join(f'"{v}"' for v in row) for row in [files.HEADER, *files.ROWS])
TOKENS = [
    *b"\x00 \xff\xfe \x0c | -1 0 99999999999 1e309 ( < > </p> <table> ]]> <!--".split(b" "),
    b"\r\n", b"\t", b"<td rowspan=\"99999\" colspan=\"99999\">", b"&#x110000;",
    b"<!ENTITY a \"b\">", b"<?xml",
    *b"endobj endstream obj << >> /Type /Kids /Length stream xref trailer startxref".split(b" "),
    b" 0 R", b" Tj", b" Tm", b" re", b"PK\x01\x02", b"PK\x05\x06", b"w:val=\"4294967296\"",
    *"第一条　 一、 (一) 附件1 目录 责任单位: 。 2024年13月45日 \U0001f600".encode().split(b" "),
    "\ud800".encode("utf-8", "surrogatepass"),
]  # fmt: skip


def seeds():
    """The files that are mutated, by reader: (file name, bytes)."""
    head = [(80, 60, 18, files.TITLE), (60, 100, 12, "一、主要任务"), (290, 820, 9, "- 1 -")]
    table = files.ruled([files.HEADER, *files.ROWS, ["4", None, "b", "c", "d"]], 60, 140, [60] * 5)
    inner = {"通知.txt": TEXT.encode(), "网页/a.html": PAGE.encode(), "表.csv": CSV.encode()}
    return {
        "text": [("a.txt", TEXT.encode()), ("a.md", TEXT.encode("gb18030")),
                 ("b.txt", TEXT.encode("utf-16")), ("c.txt", TEXT.encode("utf-8-sig"))],
        "html": [("a.html", PAGE.encode()), ("b.htm", PAGE.replace("utf-8", "gbk").encode("gbk"))],
        "csv": [("a.csv", CSV.encode()), ("b.tsv", CSV.replace(",", "\t").encode("gb18030"))],
        "zip": [("a.zip", files.zipped(inner)), ("b.zip", files.zipped(inner, gbk=True)),
                ("c.zip", files.zipped({"d.zip": files.zipped(inner)}))],
        "xlsx": [("a.xlsx", files.task_xlsx())],
        "docx": [("a.docx", files.task_docx())],
        "pdf": [("a.pdf", files.pdf([head])), ("b.pdf", files.pdf([[*head, *table], head])),
                ("c.pdf", files.pdf([head], compress=False)),
                ("d.pdf", files.pdf([[*head[:2], *table]], compress=False))],
    }  # fmt: skip


def mutate(data: bytes, rng: random.Random) -> bytes:
    """Bytes with one to eight places flipped, cut, doubled, swapped, overwritten or cut off."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 8))):
        at = rng.randrange(len(out) + 1)
        size = rng.choice((1, 2, 8, 64, 512))
        kind = rng.randrange(7)
        if kind == 0 and at < len(out):
            out[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            out[at : at + size] = b""
        elif kind == 2:
            out[at:at] = out[at : at + size] * rng.choice((1, 2, 20))
        elif kind == 3:
            out[at:at] = rng.choice(TOKENS)
        elif kind == 4:
            out[at : at + size] = rng.randbytes(min(size, 8))
        elif kind == 5 and rng.random() < 0.2:
            del out[at:]
        else:
            other = rng.randrange(len(out) + 1)
            out[at : at + size] = out[other : other + size]
    return bytes(out)


def mutate_archive(data: bytes, rng: random.Random) -> bytes:
    """An archive some of whose members are mutated; the archive itself once in four times."""
    if rng.random() < 0.25:
        return mutate(data, rng)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    big = sorted(parts, key=lambda name: -len(parts[name]))[:4]
    main = [n for n in parts if n.endswith(("document.xml", "sheet1.xml", "numbering.xml"))]
    for name in rng.sample([*parts, *big, *main * 4], rng.choice((1, 1, 2))):
        parts[name] = mutate(parts[name], rng)
    if rng.random() < 0.05:
        del parts[rng.choice(list(parts))]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def made(reader: str, number: int, seed: int, originals) -> tuple[str, bytes]:
    """The file name and bytes of one mutated input."""
    rng = random.Random(f"{seed}/{reader}/{number}")
    name, data = rng.choice(originals)
    return name, (mutate_archive if data[:2] == b"PK" else mutate)(data, rng)


def read(name: str, data: bytes) -> None:
    """Read the documents of a file and look whether they are whole; refusals are well."""
    found = members(data, name) if name.endswith(".zip") else [Member(name, data)]
    for member in found:
        if isinstance(member, DocumentError):
            continue
        try:
            result = read_member(member)
        except DocumentError:
            continue
        assert_whole(*result)


def work(reader, first, args, current):
    """Read the inputs first … in this process; the watchdog ends it where one hangs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    originals, parent = seeds()[reader], os.getppid()
    out = args.out / f"{reader}.log"
    with out.open("a") as log:
        for number in range(first, args.first + args.count):
            if os.getppid() != parent:
                return  # the run was ended
            current.value = number
            name, data = made(reader, number, args.seed, originals)
            faulthandler.dump_traceback_later(args.limit, exit=True, file=log)
            try:
                read(name, data)
            except Exception as fault:
                keep(args, reader, number, name, data, f"{type(fault).__name__}: {fault}")
    faulthandler.cancel_dump_traceback_later()
    current.value = args.first + args.count


def keep(args, reader, number, name, data, what):
    """Print a failure and keep its input."""
    path = args.out / f"{reader}-{args.seed}-{number}-{name}"
    path.write_bytes(data)
    print(f"\n{reader} {number}: {' '.join(what.split())[:200]} -> {path}", file=sys.stderr)


def fuzz(reader: str, args) -> int:
    """Fuzz one reader; the number of failures."""
    current = multiprocessing.Value("q", args.first)
    end = args.first + args.count
    bar = tqdm(total=args.count, desc=reader, file=sys.stderr, mininterval=1)
    while current.value < end:
        process = multiprocessing.Process(target=work, args=(reader, current.value, args, current))
        process.start()
        while process.is_alive():
            process.join(0.5)
            bar.update(current.value - args.first - bar.n)
        if current.value < end:
            name, data = made(reader, current.value, args.seed, seeds()[reader])
            keep(args, reader, current.value, name, data, f"process ended: {process.exitcode}")
            current.value += 1
    bar.close()
    return len(list(args.out.glob(f"{reader}-{args.seed}-*")))


def main() -> int:
    """Fuzz the readers named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", nargs="*", help=" ".join(seeds()))
    parser.add_argument("--count", type=int, default=100_000, help="inputs a reader")
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=20.0, help="seconds an input may take")
    parser.add_argument("--out", type=Path, default=Path("var/fuzz"))
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    failures = 0
    for reader in args.readers or seeds():
        found = fuzz(reader, args)
        failures += found
        print(f"{reader}: {args.count} inputs, {found} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

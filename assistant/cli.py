"""The command `minsheng`: finds the subcommand, runs it, turns errors into one line and exit 2.

Each subcommand is a module with `add_arguments(parser)` and `run(args) -> int`, imported only when
it is called, so that `minsheng ask` never pays for the web chat. The table below is the one place
that knows them all, `eval` included, which stands to the right of this package.
"""

from __future__ import annotations

import argparse
import importlib
import sys

from corpus.errors import MinshengError

COMMANDS = {
    "index": ("assistant.commands.index", "建立索引 documents or folders -> index"),
    "corpus": ("assistant.commands.corpus", "查看读出的段落 show or check what is read"),
    "search": ("assistant.commands.search", "检索段落 search passages"),
    "ask": ("assistant.commands.ask", "提问 ask a question"),
    "eval": ("eval.command", "评测 run question files and measure"),
    "feedback": ("assistant.commands.feedback", "读者反馈 what readers said of answers"),
    "golden": ("assistant.commands.golden", "官方答案 answers that the office fixes itself"),
    "people": ("assistant.commands.people", "工作人员 staff who may sign in"),
    "records": ("assistant.commands.records", "问答记录 questions and answers that are kept"),
    "audit": ("assistant.commands.audit", "审计日志 the log of what staff did"),
    "serve": ("assistant.commands.serve", "网页问答 web chat and HTTP API"),
    "train-ranker": ("eval.train_ranker", "训练句子排序 train the trees that order sentences"),
    "train-embedding": ("index.training", "训练向量 train the embedding that ships"),
}


def main(argv: list[str] | None = None) -> int:
    """Run a command line; the exit status is 0 on success, 2 on bad input."""
    arguments = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(
        prog="minsheng",
        description="民生问答:有出处的政策问答 (cited answers from policy documents)",
    )
    commands = parser.add_subparsers(dest="command", metavar="command", required=True)
    named = arguments[0] if arguments else ""
    for name, (module, text) in COMMANDS.items():
        sub = commands.add_parser(name, help=text, description=text)
        if name == named:
            importlib.import_module(module).add_arguments(sub)
    args = parser.parse_args(arguments)
    try:
        status: int = importlib.import_module(COMMANDS[args.command][0]).run(args)
    except MinshengError as error:
        print(f"minsheng: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("minsheng: 已中断 interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0
    return status

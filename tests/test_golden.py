"""Golden answers: matched with care, held against the documents, approved by another person."""

import json
import re
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import date, timedelta

import pytest

from assistant.asking.understand import understand
from assistant.cli import main
from assistant.finding.limits import Limits
from assistant.golden.check import checked, quote_of, status
from assistant.golden.giving import OfficialAnswers, loader
from assistant.golden.match import Matcher, plain
from assistant.golden.records import GoldenAnswer, GoldenError, Quote
from assistant.pipeline import Assistant
from assistant.store.errors import ConflictError
from assistant.store.store import Store
from corpus.fold import to_traditional
from corpus.units import Units
from tests.conftest import NOTICE, ROOT
from tests.databases import postgres

MEALS = GoldenAnswer(
    "东山市社区食堂由哪个单位牵头?", "由市民政局养老科牵头[1]。", "王一",
    note="民政局来函", paraphrases=("社区食堂归谁办",), negatives=("东山市社区食堂由谁牵头检查?",),
)  # fmt: skip
QUOTE = "牵头单位:市民政局"
ADD = ("golden", "add", "社区食堂归谁管?", "市民政局[1]。", "--quote", QUOTE)


def ready(invented, given=MEALS, quotes=(QUOTE,)):
    return checked(given, quotes, invented.documents, invented.passages, Units.default())


@pytest.fixture(params=["sqlite", "postgresql"])
def book(request, tmp_path):
    if request.param == "sqlite":
        yield Store(tmp_path / "memory.sqlite3").golden
        return
    with postgres() as url:
        yield Store(url).golden


def approved(book, answer):
    draft = book.save(answer, by="王一")
    return book.approve(draft.id, draft.version, by="李二")


def speaking(invented, load):
    official = OfficialAnswers(load, invented._know, fresh_s=0)
    return Assistant(invented._retriever, invented._know, threshold=0.35, official=official)


@pytest.fixture
def office(invented, tmp_path):
    """An assistant with one approved golden answer."""
    book = Store(tmp_path / "memory.sqlite3").golden
    approved(book, ready(invented))
    return speaking(invented, book.approved)


@pytest.mark.parametrize(
    ("question", "match"),
    [
        ("东山市社区食堂由哪个单位牵头?", "exact"),
        ("东山市社區食堂由哪個單位牽頭", "exact"),
        ("东山市 社区食堂 由哪个单位牵头 ？", "exact"),
        ("社区食堂归谁办?", "exact"),
        ("请问东山市的社区食堂是哪个部门牵头的呢?", "near"),
        ("东山市社区食堂谁牵头?", "near"),
    ],
)
def test_the_fixed_question_and_its_like_get_the_official_answer(office, question, match):
    answer = office.ask(question)
    assert answer.official is not None and answer.official.match == match
    assert (answer.official.author, answer.official.approver) == ("王一", "李二")
    assert (answer.mode, answer.abstained) == ("structured", False)
    assert "official" in answer.checks
    (cited,) = answer.citations
    assert cited.document.text[cited.start : cited.end] == cited.quote == QUOTE
    assert answer.to_json()["official"]["note"] == "民政局来函"


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("西山市社区食堂由哪个单位牵头?", id="another place"),
        pytest.param("东山市2023年社区食堂由哪个单位牵头?", id="a year"),
        pytest.param("东山市社区食堂的责任单位有哪些?", id="another kind"),
        pytest.param("东山市社区食堂要建多少家?", id="a figure"),
        pytest.param("东山市社区食堂不由哪个单位牵头?", id="denied"),
        pytest.param("东山市社区食堂扩建由哪个单位牵头?", id="more words"),
        pytest.param("东山市12家社区食堂由哪个单位牵头?", id="a figure more"),
        pytest.param("东山市社区食堂由谁牵头检查?", id="negative"),
        pytest.param("请问东山市社区食堂是哪个单位牵头检查的?", id="near a negative"),
        pytest.param("东山市老旧小区改造由哪个单位牵头?", id="another matter"),
        pytest.param("Which bureau leads community canteens in Dongshan?", id="English"),
    ],
)
def test_a_question_that_is_not_the_fixed_one_gets_no_official_answer(office, question):
    assert office.ask(question).official is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("今年补贴多少元?", "去年补贴多少元?"),
        ("补贴1.5万元还是15万元?", "补贴15万元还是15万元?"),
        ("可以申请补贴吗?", "不可以申请补贴吗?"),
        ("低保家庭补贴标准", "低收入家庭补贴标准"),
        ("甲社区给乙社区多少补贴?", "乙社区给甲社区多少补贴?"),
        ("补贴以上多少元?", "补贴以下多少元?"),
    ],
)
def test_small_words_that_change_the_question_keep_it_apart(invented, one, other):
    matcher = Matcher([replace(MEALS, question=one, paraphrases=(), negatives=())],
                      lambda text: understand(text, invented._know))  # fmt: skip
    assert matcher.find(understand(one, invented._know)) is not None
    assert matcher.find(understand(other, invented._know)) is None


QUESTIONS = [
    json.loads(line)["question"]
    for line in (ROOT / "eval" / "sets" / "sample.jsonl").read_text("utf8").splitlines()[::6]
]


def test_courtesy_is_met_and_no_altered_question_is(sample):
    def alone(question):
        golden = replace(MEALS, question=question, paraphrases=(), negatives=())
        return Matcher([golden], read)

    def read(text):
        return understand(text, sample._know)

    chinese = [q for q in QUESTIONS if not re.search("[A-Za-z]", q)]
    assert len(chinese) > 20
    for question in chinese:
        matcher, bare = alone(question), re.sub("[?？。]+$", "", question)
        for met in (f"请问{question}", f"您好,{bare}呢?谢谢", to_traditional(question)):
            assert matcher.find(read(met)) is not None, met
        numbered = re.sub(r"\d", lambda m: str((int(m.group()) + 1) % 10), bare, count=1)
        denied = re.sub("(由|可以|要|有)", r"不\1", bare, count=1)
        added = {f"襄阳市{bare}", f"{bare}和罚款", f"2019年的{bare}", f"{bare}3个"}
        altered = {*added, bare[2:], denied, numbered} - {bare}
        for other in altered:
            assert matcher.find(read(other)) is None, other


def test_marks_belong_to_figures_only():
    assert plain("武漢2024年,增 1.5%?(含税)") == "武汉2024年增1.5%含税"
    assert plain("1.5万") != plain("15万")


def test_a_follow_up_that_leans_on_the_conversation_is_not_matched(office):
    answer = office.ask("谁牵头?", history=["社区食堂要建多少家?"])
    assert answer.official is None


def test_filters_hold_for_official_answers_too(office, invented):
    rules = next(d for d in invented.documents if d.source == "rules.txt")
    notice = next(d for d in invented.documents if d.source == "notice.md")
    asked = MEALS.question
    assert office.ask(asked, scope=Limits(doc_ids=(rules.id,))).official is None
    assert office.ask(asked, scope=Limits(doc_ids=(notice.id,))).official is not None


def test_an_answer_without_marks_gets_them_and_a_traditional_question_its_script(invented):
    given = ready(invented, replace(MEALS, answer="由市民政局牵头。", note=""))
    office = speaking(invented, lambda: [replace(given, state="approved")])
    assert office.ask("东山市社區食堂由哪個單位牽頭?").text == "由市民政局牽頭。[1]"


def test_a_draft_an_expired_and_a_stale_answer_are_not_given(invented):
    good = replace(ready(invented), state="approved", id="a")
    yesterday = (date.today() - timedelta(days=1)).isoformat()
    (quote,) = good.quotes
    moved = replace(quote, start=quote.start + 1, end=quote.end + 1)
    cases = {
        "approved": good,
        "expired": replace(good, expires=yesterday),
        "stale": replace(good, quotes=(replace(quote, doc_id="gone"),)),
        "draft": replace(good, state="draft"),
    }
    for state, answer in cases.items():
        assert status(answer, invented.documents, date.today()) == state
        given = speaking(invented, lambda answer=answer: [answer]).ask(MEALS.question)
        assert (given.official is not None) is (state == "approved")
    assert status(replace(good, quotes=(moved,)), invented.documents, date.today()) == "stale"
    today = replace(good, expires=date.today().isoformat())
    assert status(today, invented.documents, date.today()) == "approved"


def test_a_database_that_fails_leaves_what_was_read_before(invented):
    known = [replace(ready(invented), state="approved")]

    def load():
        if not known:
            raise GoldenError("gone")
        return [known.pop()]

    office = speaking(invented, load)
    assert office.ask(MEALS.question).official is not None
    assert office.ask(MEALS.question).official is not None


def test_a_quote_is_found_by_its_words_and_kept_as_printed(invented):
    quote = quote_of("无牵头单位的, 責任單位即為牽頭單位", invented.documents)
    assert quote.text == "无牵头单位的,责任单位即为牵头单位"
    document = next(d for d in invented.documents if d.id == quote.doc_id)
    assert document.text[quote.start : quote.end] == quote.text


@pytest.mark.parametrize(
    ("change", "quotes", "part"),
    [
        ({}, ("牵头单位:市教育局",), "引文不在资料中"),
        ({}, ("东山市",), "多份文件"),
        ({"note": ""}, (), "没有出处"),
        ({"note": "", "answer": "由市教育局牵头。"}, (QUOTE,), "没有的数字或单位"),
        ({"note": "", "answer": "共13家。"}, (QUOTE,), "没有的数字或单位"),
        ({"answer": "见[2]。"}, (QUOTE,), r"没有第 2 条引文"),
        ({"answer": " "}, (QUOTE,), "answer"),
        ({"question": "?"}, (QUOTE,), "question"),
        ({"answer": "长" * 10_001}, (QUOTE,), "too long"),
        ({"expires": "明年"}, (QUOTE,), "不是日期"),
    ],
)
def test_what_cannot_stand_is_refused_with_the_remedy(invented, change, quotes, part):
    with pytest.raises(GoldenError, match=part) as caught:
        ready(invented, replace(MEALS, **change), quotes)
    assert caught.value.hint and "\n" not in str(caught.value)


def test_a_quote_in_several_documents_is_told_apart_by_the_file_name(invented):
    assert quote_of("rules.txt|东山市", invented.documents).source == "rules.txt"


def test_an_answer_is_a_draft_until_another_person_approves_it(book, invented):
    draft = book.save(ready(invented), by="王一")
    assert (draft.state, draft.version, draft.author) == ("draft", 1, "王一")
    assert book.approved() == []
    with pytest.raises(GoldenError, match="另一人"):
        book.approve(draft.id, 1, by=" 王一")
    done = book.approve(draft.id, 1, by="李二")
    assert book.approved() == [done] == [book.get(draft.id[:8])]
    assert done.quotes == (Quote(done.quotes[0].doc_id, "notice.md", NOTICE.index(QUOTE),
                                 NOTICE.index(QUOTE) + len(QUOTE), QUOTE),)  # fmt: skip
    changed = book.save(replace(done, answer="改了[1]。"), by="王一")
    assert (changed.state, changed.approver, book.approved()) == ("draft", "", [])
    with pytest.raises(GoldenError, match="不是草稿"):
        book.approve(book.retire(changed.id, changed.version, by="李二").id, 4, by="李二")


def test_two_editors_at_once_lose_nothing(book, invented):
    draft = book.save(ready(invented), by="王一")
    first = book.save(replace(draft, answer="第一稿[1]"), by="王一")
    with pytest.raises(ConflictError, match="王一") as caught:
        book.save(replace(draft, answer="第二稿[1]"), by="赵三")
    assert "对照" in caught.value.hint
    assert book.get(draft.id) == first
    with pytest.raises(ConflictError):
        book.approve(draft.id, draft.version, by="李二")


def test_an_unknown_or_ambiguous_id_is_an_error(book, invented):
    book.save(ready(invented), by="王一")
    for known in ("", "zz", "%"):
        with pytest.raises(GoldenError, match="没有这条"):
            book.get(known)


@pytest.fixture
def files(tmp_path, capsys):
    """The arguments that name an index of the notice and a database."""
    (tmp_path / "notice.md").write_text(NOTICE, encoding="utf8")
    index, memory = str(tmp_path / "index"), str(tmp_path / "memory.sqlite3")
    assert main(["index", str(tmp_path / "notice.md"), "--index", index]) == 0
    capsys.readouterr()
    return ["--index", index, "--memory", memory]


def run(capsys, *arguments):
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


ADD = ["golden", "add", "社区食堂归谁管?", "市民政局[1]。", "--quote", QUOTE, "--author", "王一"]


def test_the_command_adds_approves_asks_exports_imports_and_retires(
    files, capsys, monkeypatch, tmp_path
):
    monkeypatch.setenv("MINSHENG_MEMORY", files[3])
    code, out, _ = run(capsys, *ADD, "--paraphrase", "食堂谁管", "--negative", "食堂谁吃", *files)
    assert code == 0
    known = out.split()[0]
    assert run(capsys, "golden", "approve", known, "--by", "王一", *files)[0] == 2
    assert run(capsys, "golden", "approve", known, "--by", "李二", *files)[0] == 0
    asked = ["ask", "社区食堂归谁管", *files[:2]]
    assert json.loads(run(capsys, *asked, "--json")[1])["official"]["approver"] == "李二"
    assert run(capsys, *asked)[1].startswith("【官方答复 official】李二 ")
    _, exported, _ = run(capsys, "golden", "export", *files)
    line = json.loads(exported)
    assert (line["quotes"], line["state"]) == ([f"notice.md|{QUOTE}"], "approved")
    (tmp_path / "lines.jsonl").write_text(exported, encoding="utf8")
    other = [*files[:3], str(tmp_path / "other.sqlite3")]
    code, out, _ = run(capsys, "golden", "import", str(tmp_path / "lines.jsonl"),
                       "--author", "赵三", *other)  # fmt: skip
    assert (code, out) == (0, "读入 1 条草稿 drafts imported\n")
    _, out, _ = run(capsys, "golden", "list", "--json", *other)
    got = json.loads(out)
    assert (got["status"], got["author"], got["paraphrases"]) == ("draft", "赵三", ["食堂谁管"])
    assert run(capsys, "golden", "retire", known, "--by", "李二", *files)[0] == 0
    assert json.loads(run(capsys, *asked, "--json")[1])["official"] is None


def test_a_changed_source_makes_the_answer_stale_and_lists_it(files, capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("MINSHENG_MEMORY", files[3])
    known = run(capsys, *ADD, *files)[1].split()[0]
    run(capsys, "golden", "approve", known, "--by", "李二", *files)
    (tmp_path / "notice.md").write_text(NOTICE.replace("12家", "13家"), encoding="utf8")
    assert main(["index", str(tmp_path / "notice.md"), *files[:2]]) == 0
    capsys.readouterr()
    assert "[stale]" in run(capsys, "golden", "list", *files)[1]
    answer = json.loads(run(capsys, "ask", "社区食堂归谁管?", *files[:2], "--json")[1])
    assert answer["official"] is None


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("{", "不是 JSON"),
        ('["a"]', "缺 question"),
        ('{"question": "谁?"}', "缺 question"),
        ('{"question": "谁?", "answer": 3}', "类型不对"),
        ('{"question": "谁?", "answer": "市[1]", "quotes": "x"}', "类型不对"),
        ('{"question": "谁?", "answer": "市[1]", "quotes": ["没有的话"]}', "引文不在"),
    ],
)
def test_a_bad_line_keeps_the_whole_import_out_and_is_named(files, capsys, tmp_path, line, part):
    good = json.dumps({"question": "谁?", "answer": "市民政局[1]", "quotes": [QUOTE]})
    (tmp_path / "bad.jsonl").write_text(f"{good}\n{line}\n", encoding="utf8")
    bad = str(tmp_path / "bad.jsonl")
    code, out, err = run(capsys, "golden", "import", bad, "--author", "王一", *files)
    assert (code, out) == (2, "") and part in err and "bad.jsonl:2" in err
    assert run(capsys, "golden", "list", *files)[1] == ""


def test_a_cold_ask_imports_no_database_library_while_there_is_no_golden_answer(files):
    Store(files[3]).feedback.all()  # a file with other records
    code = (
        "import sys; from assistant.cli import main;"
        f"main(['ask', '社区食堂谁牵头?', '--index', {files[1]!r}]);"
        "print([m for m in ('sqlalchemy', 'alembic', 'fastapi') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={"MINSHENG_MEMORY": files[3], "PYTHONIOENCODING": "utf8"},
    )  # fmt: skip
    assert done.stdout.strip().endswith("[]")


def test_a_file_that_is_no_database_does_not_stop_an_answer(invented, tmp_path):
    (tmp_path / "memory.sqlite3").write_bytes(b"no database" * 100)
    office = speaking(invented, loader(str(tmp_path / "memory.sqlite3")))
    assert "市民政局" in office.ask("社区食堂谁牵头?").text
    sqlite3.connect(tmp_path / "empty.sqlite3").close()
    assert loader(str(tmp_path / "empty.sqlite3"))() == ()
    assert loader(str(tmp_path / "none.sqlite3"))() == ()


def test_a_database_that_does_not_answer_keeps_no_asker(invented, tmp_path):
    book = Store(tmp_path / "memory.sqlite3").golden
    golden = approved(book, ready(invented))
    stuck, free = threading.Event(), threading.Event()

    def load():
        if stuck.is_set():
            free.wait(20)
        return book.approved()

    office = speaking(invented, load)
    assert office.ask(golden.question).official
    stuck.set()
    began = time.monotonic()
    assert office.ask(golden.question).official
    assert time.monotonic() - began < 5
    free.set()

"""Running text: two sentences where one is not certain, and what trees know better than forms."""

from dataclasses import replace

import pytest

from assistant import searching
from assistant.answering.elsewhere import only_mentioned
from assistant.answering.extract import answer
from assistant.answering.second import ROOM, with_second
from assistant.asking.asked import patterns
from assistant.asking.parts import parts_of
from assistant.asking.question import NUMBER
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder
from index.fusion import DENSE

STORY = (
    "沈溪是江南的作家。沈溪早年在书局工作,与多位作家往来。1932年,其第一部小说《河灯》由青石书局出版。"
    "沈溪因不满书局删改书稿而离开。后来他迁居北方,在中学教书。"
)
TOWN = (
    "宜昌市青石巷位于江边。全长三百余米,有船通往十堰市。巷中有茶馆七家,建于清代。"
    "康熙年间始有店铺,后来逐渐成市。"
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    folder = tmp_path_factory.mktemp("story")
    (folder / "story.txt").write_text(STORY + "\n", encoding="utf8")
    (folder / "town.txt").write_text(TOWN + "\n", encoding="utf8")
    build_index([folder / "story.txt", folder / "town.txt"], folder / "index", load_embedder(None))
    return open_assistant(Settings(index=str(folder / "index")))


@pytest.fixture
def pair(reader):
    """The best sentence and the next of its passage, the first only half sure."""
    found = reader.bench("沈溪为什么离开书局?").candidates
    best = replace(found[0], sure=0.5)
    rest = [c for c in found[1:] if c.passage.id == best.passage.id]
    return best, rest


def test_a_doubtful_sentence_stands_with_the_next_best_in_the_order_of_the_text(pair):
    best, rest = pair
    second = replace(rest[0], sure=0.2)
    both = with_second([best], [best, second])
    assert len(both) == 2
    assert {c.start for c in both} == {best.start, second.start}
    assert both[0].start < both[1].start


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (0.9, 0.8),  # certain of the first
        (0.5, 0.05),  # the next is far less likely
        (0.0, 0.0),  # the trees have not looked at them
    ],
)
def test_a_sentence_stands_alone_where_one_is_enough(pair, first, second):
    best, rest = replace(pair[0], sure=first), replace(pair[1][0], sure=second)
    assert with_second([best], [best, rest]) == [best]


def test_no_second_sentence_of_another_passage_or_without_room(pair):
    best, rest = pair
    second = replace(rest[0], sure=0.4)
    elsewhere = replace(second, passage=replace(second.passage, id="other"))
    assert with_second([best], [best, elsewhere]) == [best]
    long = replace(second, document=replace(second.document, text=STORY[:1] * 2000), start=1000,
                   end=1000 + ROOM)  # fmt: skip
    assert with_second([best], [best, long]) == [best]
    assert with_second([best, second], [best, second]) == [best, second]


def test_where_the_trees_are_certain_the_form_of_a_date_matters_not(reader):
    bench = reader.bench("青石巷什么时候始有店铺?")
    told = next(c for c in bench.candidates if "康熙" in c.text)
    assert told.running
    others = [replace(c, sure=0.1) for c in bench.candidates if c.start != told.start]
    bench.__dict__["candidates"] = [replace(told, sure=0.9, score=9.0), *others]
    draft = answer(bench)
    assert draft.statements[0].text.startswith("康熙年间")
    assert draft.doubt == ""


def test_a_passage_that_opens_with_a_place_speaks_of_it(reader):
    bench = reader.bench("宜昌市青石巷有茶馆几家?")
    object.__setattr__(bench.scope, "mention", ("宜昌市",))
    told = next(c for c in bench.candidates if "茶馆" in c.text)
    assert only_mentioned([told], bench) == ""
    other = reader.bench("沈溪早年在哪里工作?").candidates[0]
    assert only_mentioned([other], bench).startswith("资料提到宜昌市")


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("学校有几千名学生?", True),
        ("几千年来人们怎样用水?", False),
        ("许多高校迁到哪里?", False),
        ("塔有多高?", True),
        ("大桥建于公元几年?", False),
    ],
)
def test_words_that_only_look_like_asking_for_a_number(question, asks):
    assert (NUMBER in {a.kind for a in patterns("zh").find(question)}) is asks


def test_of_a_letter_all_words_are_searched_and_its_vector_weighs_more(reader):
    letter = "我住在青石巷,家门口的茶馆每天营业到半夜,吵得老人孩子都睡不好。" * 2
    letter += "请问沈溪为什么离开书局?"
    retriever = reader.retriever
    asked = searching._query(reader.bench(letter).question, letter, retriever)
    weights = dict(asked.terms)
    assert (asked.text, asked.dense) == (letter, searching.MEANING)
    assert weights["茶馆"] == 1.0
    assert weights["书局"] >= 1.0
    short = "沈溪为什么离开书局?"
    assert searching._query(reader.bench(short).question, short, retriever).dense == DENSE


def test_geometry_asks_nothing(reader):
    question = "透过什么概念,可以对几何光学做进一步简化?"
    assert len(parts_of(reader.bench(question).question, reader._know)) == 1

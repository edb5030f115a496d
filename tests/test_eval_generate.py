"""Questions made from records: right by construction, unanswerable where nothing is stated."""

from pathlib import Path

from corpus.records import DEADLINE, LEAD, MATTER, Document, Field, Passage
from eval.cases import Evidence
from eval.generate import generate, write_cases
from eval.readers import read_cases

ROWS = [
    ("修建社区食堂", "市民政局、市财政局", "2024年6月底前"),
    ("改造老旧小区", "市住建局", ""),
    ("修建乡村道路", "市交通局", ""),
    ("修建乡村道路", "县交通局", ""),
]
TEXT = "\n".join(f"{matter} {lead} {due}" for matter, lead, due in ROWS)
DOCUMENT = Document(id="d", source="900_plan.txt", sha256="", title="2024年计划", text=TEXT,
                    region="甲市")  # fmt: skip


def row(number: int) -> Passage:
    matter, lead, due = ROWS[number]
    text = f"{matter} {lead} {due}"
    start = TEXT.index(text)
    at, by = start + len(matter) + 1, start + len(matter) + len(lead) + 2
    fields = [
        Field(MATTER, "事项", (matter,), start, start + len(matter)),
        Field(LEAD, "牵头", tuple(lead.split("、")), at, at + len(lead)),
    ]
    if due:
        fields.append(Field(DEADLINE, "时限", (due,), by, by + len(due)))
    return Passage(f"p{number}", "d", "row", (), tuple(fields), text, start, start + len(text))


PAIRS = [(DOCUMENT, row(i)) for i in range(len(ROWS))]


def test_records_are_asked_for_what_they_state_with_evidence() -> None:
    made = {case.id: case for case in generate(PAIRS, most=100)}
    lead = made["lead-p0"]
    assert lead.question == "甲市2024年“修建社区食堂”由哪个单位牵头?"
    assert lead.gold == (("市民政局",), ("市财政局",))
    assert lead.evidence == (Evidence("900_plan.txt", "市民政局、市财政局"),)
    assert made["deadline-p0"].gold == (("2024年6月底前",),)


def test_a_matter_of_two_records_is_not_asked() -> None:
    assert not [case for case in generate(PAIRS, most=100) if "乡村道路" in case.question]


def test_near_misses_ask_what_is_not_stated() -> None:
    made = {c.id: c.question for c in generate(PAIRS, most=100) if c.answerable is False}
    assert made == {
        "undated-p1": "甲市2024年“改造老旧小区”要在什么时候前完成?",
        "year-p0": "甲市2029年“修建社区食堂”由哪个单位牵头?",
        "year-p1": "甲市2029年“改造老旧小区”由哪个单位牵头?",
    }


def test_a_matter_that_another_passage_dates_is_no_near_miss() -> None:
    text = "改造老旧小区工程8月20日前竣工。"
    other = Document(id="o", source="o.txt", sha256="", title="通知", text=text)
    dated = (other, Passage("o1", "o", "paragraph", (), (), text, 0, len(text)))
    made = {c.id for c in generate([*PAIRS, dated], most=100) if c.answerable is False}
    assert made == {"year-p0", "year-p1"}


def test_the_same_seed_makes_the_same_file_that_reads_back(tmp_path: Path) -> None:
    made = generate(PAIRS, most=5, seed=3)
    assert made == generate(PAIRS, most=5, seed=3)
    assert sum(case.answerable is False for case in made) == 1
    write_cases(tmp_path / "q.jsonl", made)
    cases, problems = read_cases([tmp_path / "q.jsonl"])
    assert [c.question for c in cases] == [c.question for c in made] and problems == []
    assert cases[0].gold == made[0].gold


RULES = """示例养犬办法
甲政令〔2024〕3号
第一条 为了规范养犬行为,制定本办法。
第十条 犬只伤人的,养犬人应当送医。
"""
GUIDE = "示例办事指南\n文号:乙办〔2024〕1号\n咨询电话:0000-1234\n"


def headed(name: str, title: str, text: str, **heads: str) -> Document:
    meta = [
        Field(field, field, (value,), text.index(value), text.index(value) + len(value))
        for field, value in heads.items()
    ]
    return Document(id=name, source=f"{name}.txt", sha256="", title=title, text=text,
                    meta=tuple(meta))  # fmt: skip


def article(document: Document, number: str) -> tuple[Document, Passage]:
    start = document.text.index(f"第{number}条")
    end = document.text.index("\n", start)
    passage = Passage(f"{document.id}-{number}", document.id, "clause", (), (),
                      document.text[start:end], start, end, locator=f"第{number}条")  # fmt: skip
    return document, passage


def test_documents_are_asked_for_heads_and_articles_that_they_have_and_have_not() -> None:
    rules = headed("r", "示例养犬办法", RULES, 文号="甲政令〔2024〕3号")
    guide = headed("g", "示例办事指南", GUIDE, 文号="乙办〔2024〕1号", 咨询电话="0000-1234")
    other = headed("o", "另一指南", "另一指南\n咨询电话:0000-9\n", 咨询电话="0000-9")
    whole = Passage("w", "g", "paragraph", (), (), GUIDE, 0, len(GUIDE))
    pairs = [article(rules, "一"), article(rules, "十"), (guide, whole), (other, whole)]
    made = {case.question: case for case in generate(pairs, most=100)}
    stated = {q: c.gold for q, c in made.items() if c.answerable}
    assert stated == {
        "《示例养犬办法》的文号是什么?": (("甲政令〔2024〕3号",),),
        "《示例养犬办法》第一条是怎么规定的?": (("为了规范养犬行为",),),
        "《示例办事指南》的文号是什么?": (("乙办〔2024〕1号",),),
        "《示例办事指南》的咨询电话是什么?": (("0000-1234",),),
        "《另一指南》的咨询电话是什么?": (("0000-9",),),
    }  # the first words of article 10 are too few to tell it by
    assert {q for q, c in made.items() if c.answerable is False} == {
        "《示例养犬办法》的咨询电话是什么?", "《另一指南》的文号是什么?",
        "《示例养犬办法》第十五条是怎么规定的?",
    }  # fmt: skip

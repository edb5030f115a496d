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


def test_the_same_seed_makes_the_same_file_that_reads_back(tmp_path: Path) -> None:
    made = generate(PAIRS, most=5, seed=3)
    assert made == generate(PAIRS, most=5, seed=3)
    assert sum(case.answerable is False for case in made) == 1
    write_cases(tmp_path / "q.jsonl", made)
    cases, problems = read_cases([tmp_path / "q.jsonl"])
    assert [c.question for c in cases] == [c.question for c in made] and problems == []
    assert cases[0].gold == made[0].gold

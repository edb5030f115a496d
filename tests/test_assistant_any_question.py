"""Any question over any text gets an answer whose quotes stand, or an abstention."""

from dataclasses import replace

import pytest

from assistant.answering.quoting import statement_of
from assistant.asking.understand import understand
from assistant.finding.evidence import Candidate
from corpus.records import NUMBER, Field, Passage
from tests.fuzz_ask import faults


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_questions_cut_from_shaken_documents_are_answered_or_declined(seed):
    assert faults(seed) == []


def test_a_row_that_kept_its_number_alone_is_told_as_it_stands(sample):
    document = sample.documents[0]
    text = "4\n\nM\n\n代码见表1"
    row = Passage(
        "p", document.id, "row", (), (Field(NUMBER, "序号", ("4",), 0, 1),), text, 0, len(text)
    )
    document = replace(document, text=text)
    candidate = Candidate(row, document, 0, len(text), "", 1.0, 1.0, 1.0, 1)
    statement = statement_of(candidate, understand("代码见哪个表?", sample._know))
    assert "代码见表1" in statement.text

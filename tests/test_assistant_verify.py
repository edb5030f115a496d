"""The checks of long answers: their work grows with the answer, not with its square."""

from __future__ import annotations

from assistant.answering.draft import Statement, passage_support
from assistant.verify import verified
from corpus.gazetteer import Gazetteer
from corpus.units import Units
from tests.web_fakes import LIST, PASSAGES


class Counting(Units):
    """Units that count the characters in which bodies were sought."""

    sought = 0

    def find(self, text):
        self.sought += len(text)
        return super().find(text)


def units():
    return Counting(Units.default(), gazetteer=Gazetteer.default())


def listing(documents):
    """What a list over so many documents says: a lead for each, and what it leads in."""
    support = passage_support(PASSAGES["d1"][0], LIST)
    one = (Statement("市民政局牵头1项:", ()), Statement("市民政局牵头,市财政局负责。", (support,)))
    return one * documents


def test_a_list_over_many_documents_is_checked_in_proportion_to_its_length():
    few, many = units(), units()
    assert verified(listing(10), few) == (list(listing(10)), 0)
    assert verified(listing(200), many) == (list(listing(200)), 0)
    assert many.sought <= 21 * few.sought


def test_a_lead_may_name_only_bodies_that_what_it_leads_in_cites():
    wrong = Statement("市公安局牵头1项:", ())
    kept, withheld = verified((wrong, *listing(1)), units())
    assert (kept, withheld) == (list(listing(1)), 1)

"""The LangChain retriever, in a real chain."""

import pytest
from langchain_core.language_models import FakeListChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnablePassthrough

from assistant.finding.limits import Limits, LimitsError
from index.langchain_retriever import MinshengRetriever

QUESTION = "老年人助餐服务由哪个单位牵头?"


def test_a_chain_reads_our_passages_in_our_order(invented):
    seen = []

    def joined(documents):
        seen.extend(documents)
        return "\n".join(d.page_content for d in documents)

    prompt = ChatPromptTemplate.from_template("资料:{context}\n问题:{question}")
    retriever = MinshengRetriever(search=invented.search, k=3)
    prompts = []
    chain = (
        {"context": retriever | joined, "question": RunnablePassthrough()}
        | prompt
        | (lambda value: prompts.append(value.to_string()) or value)
        | FakeListChatModel(responses=["市民政局"])
        | StrOutputParser()
    )
    assert chain.invoke(QUESTION) == "市民政局"
    hits = invented.search(QUESTION, k=3)
    assert [d.id for d in seen] == [h.passage.id for h in hits]
    first = seen[0]
    assert first.page_content == hits[0].passage.text
    assert first.metadata["fields"]["牵头单位"] == ["市民政局"]
    assert (first.metadata["source"], first.metadata["rank"]) == ("notice.md", 1)
    assert first.metadata["score"] == pytest.approx(hits[0].score)
    assert "(牵头单位:市民政局;责任单位:市财政局、市住建局)" in prompts[0]


def test_its_options_are_given_to_the_search(invented):
    rules = next(d for d in invented.documents if "办法" in d.title)
    only = MinshengRetriever(
        search=invented.search, k=10, options={"scope": Limits(doc_ids=(rules.id,))}
    )
    assert {d.metadata["source"] for d in only.invoke("停车收费")} == {"rules.txt"}
    wrong = MinshengRetriever(search=invented.search, options={"scope": Limits(years=("1999",))})
    with pytest.raises(LimitsError):
        wrong.invoke("停车收费")


def test_it_takes_the_plain_search_of_an_index_as_well(invented):
    found = MinshengRetriever(search=invented.retriever.search, k=2).invoke("首小时收费")
    assert len(found) == 2
    assert "首小时收费不超过5元" in found[0].page_content

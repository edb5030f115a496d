"""What the chat's callbacks do, without gradio and without a browser."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import docx

from assistant.finding.limits import Limits
from assistant.web.filters import limits_of
from assistant.web.markup import Place
from assistant.web.state import Chat, place_of
from assistant.web.talk import Conversation, Turn
from tests.web_fakes import HOSTILE, LIST, FakeAssistant


def _ask(chat: Chat, question: str, talk: Conversation = Conversation()):  # noqa: B008
    return list(chat.ask(question, talk, "zh"))


def test_an_answer_streams_in_and_opens_its_first_source_beside_it():
    *pieces, last = _ask(Chat(FakeAssistant()), " 长者食堂谁牵头? ")
    assert "长者食堂由江" in pieces[0].live and "河市民政局牵" in pieces[1].live
    assert all(view.conversation is view.past is None for view in pieces)
    assert last.conversation.questions == ("长者食堂谁牵头?",)
    assert "<mark>江河市民政局</mark>" in last.panel and "unasked" in last.panel
    assert last.place.marker == 1


def test_earlier_questions_go_along_as_history():
    fake = FakeAssistant()
    talk = _ask(Chat(fake), "长者食堂谁牵头?")[-1].conversation
    last = _ask(Chat(fake), "公交呢?", talk)[-1]
    assert fake.seen[-1] == ("公交呢?", ("长者食堂谁牵头?",))
    assert "沿用上文" in last.live
    assert last.conversation.questions == ("长者食堂谁牵头?", "公交呢?")


def test_filters_go_along_and_an_unknown_one_is_told_and_loses_nothing():
    chat = Chat(FakeAssistant())
    *_, last = chat.ask("长者食堂谁牵头?", Conversation(), "zh", Limits(doc_ids=("d3",)))
    assert "所选范围内没有相关的文件" in last.live
    *_, last = chat.ask("长者食堂谁牵头?", Conversation(), "zh", Limits(regions=("无名县",)))
    assert "可选 known: 江河市" in last.live and last.conversation is None


def test_the_filters_hold_what_the_corpus_has_the_newest_year_first():
    filters = Chat(FakeAssistant()).filters("en")
    assert filters.regions == [("All regions", ""), ("江河市", "江河市")]
    assert filters.levels == [("All levels", ""), ("City", "市")]
    assert filters.years == [("All years", ""), ("2031", "2031")]
    assert {value for _, value in filters.documents} == {"", "d1", "d/2 ?", "d3"}
    assert limits_of("江河市", "市", "", "d1") == Limits(("江河市",), (), ("d1",), ("市",))
    assert not limits_of(None, {"x": 1}, 3, [])


def test_a_conversation_is_exported_as_markdown_with_its_sources_and_without_html():
    chat = Chat(FakeAssistant())
    talk = Conversation()
    for question in ("长者食堂谁牵头?", "各事项?", "星际旅行?", f"hostile {HOSTILE}"):
        talk = _ask(chat, question, talk)[-1].conversation
    written, name = chat.export(talk, "zh")
    text = written.decode()
    assert name == "民生问答对话.md"
    blocks = text.split("\n\n")
    assert blocks[0] == "# 民生问答" and blocks[2] == "## 长者食堂谁牵头?"
    assert blocks[3] == "长者食堂由江河市民政局牵头[1],计划开设40家[2]。"
    assert blocks[4].startswith("出处：\n- [1] “江河市民政局”（《江河市2031年为民办事清单》一第1项")
    assert "| 新开通勤公交线路12条 | 江河市交通运输局[3] | 3000 |" in text
    assert "最接近的原文\n- [1] “加装烟雾报警器6000个”" in text
    assert not re.search(r"(?<!\\)<", text)


def test_a_conversation_is_exported_as_a_word_document():
    chat = Chat(FakeAssistant())
    talk = Conversation()
    for question in ("长者食堂谁牵头?", "各事项?", "星际旅行?", f"hostile {HOSTILE}\x00"):
        talk = _ask(chat, question, talk)[-1].conversation
    written, name = chat.export_word(talk, "zh")
    assert name == "民生问答对话.docx"
    word = docx.Document(io.BytesIO(written))
    heads = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert heads == ["长者食堂谁牵头?", "各事项?", "星际旅行?", f"hostile {HOSTILE}"]
    lines = [p.text for p in word.paragraphs]
    assert "长者食堂由江河市民政局牵头[1],计划开设40家[2]。" in lines
    source = "《江河市2031年为民办事清单》一第1项，江政办发〔2031〕7号，2031年2月5日"
    assert f"[1] “江河市民政局”（{source}）" in lines
    assert [c.text for c in word.tables[0].rows[3].cells] == [
        "新开通勤公交线路12条", "江河市交通运输局[3]", "3000",
    ]  # fmt: skip


def _sent(talk: Conversation) -> dict[str, object]:
    """A conversation as the browser keeps it and sends it back."""
    return {"id": talk.id, "turns": json.loads(json.dumps([t.to_json() for t in talk.turns]))}


def test_what_was_carried_over_can_be_taken_back_and_stays_so():
    fake = FakeAssistant()
    chat = Chat(fake)
    talk = _ask(chat, "长者食堂谁牵头?")[-1].conversation
    talk = _ask(chat, "公交呢?", talk)[-1].conversation
    carried = replace(talk.turns[1].answer, carried=(("place", "江河市"), ("year", "2031")))
    talk = Conversation((talk.turns[0], replace(talk.turns[1], answer=carried)))
    again = talk.without(talk.turns[1].id, "place")
    *_, last = chat.ask("公交呢?", talk, "zh", again=again)
    assert fake.seen[-1] == ("公交呢?", ("长者食堂谁牵头?",))
    assert last.conversation.turns[-1].answer.carried == ()
    assert last.conversation.turns[-1].dropped == ("place",)
    assert last.conversation.questions == ("2031", "公交呢?")
    _ask(chat, "多少条?", last.conversation)
    assert fake.seen[-1] == ("多少条?", ("2031", "公交呢?"))
    assert talk.without("no such turn", "place") is None
    assert talk.without(talk.turns[1].id, "topic") is None
    assert talk.without(talk.turns[1].id, ["place"]) is None


def test_a_conversation_that_the_browser_kept_comes_back_whole():
    chat = Chat(FakeAssistant())
    talk = Conversation()
    for question in ("长者食堂谁牵头?", "各事项?", "星际旅行?"):
        talk = _ask(chat, question, talk)[-1].conversation
    view = chat.reopen(_sent(talk), "zh")
    assert view.conversation == talk
    assert view.live == chat.page(talk, None, "zh").live and "长者食堂由江河市民政局" in view.past


def test_a_source_that_has_changed_meanwhile_is_told_and_not_cited():
    talk = _ask(Chat(FakeAssistant()), "长者食堂谁牵头?")[-1].conversation
    sent = _sent(talk)
    sent["turns"][0]["answer"]["citations"][0]["start"] += 1
    view = Chat(FakeAssistant()).reopen(sent, "zh")
    (answer,) = (t.answer for t in view.conversation.turns)
    assert [c.marker for c in answer.citations] == [2]
    assert "有 1 处出处在现在的资料库里已找不到" in view.live
    assert "引文与原文逐字一致" not in view.live
    bare = Chat(FakeAssistant(documents=())).reopen(sent, "en")
    assert "2 source(s) are no longer in the library" in bare.live


def test_what_is_no_turn_is_left_out():
    talk = _ask(Chat(FakeAssistant()), "长者食堂谁牵头?")[-1].conversation
    good = _sent(talk)["turns"][0]
    bad = [None, 3, {}, {**good, "id": "x"}, {**good, "answer": {}}, {**good, "question": ""}]
    for sent in (None, "x", {}, bad, {"id": "<x>", "turns": bad}, {"id": 3, "turns": "x"}):
        assert Chat(FakeAssistant()).reopen(sent, "zh").conversation == Conversation()
    sent = {"id": talk.id, "turns": [*bad, good]}
    assert Chat(FakeAssistant()).reopen(sent, "zh").conversation == talk


def test_a_question_that_cannot_be_read_is_told_and_starts_nothing():
    long = "长" * 100_000
    last = _ask(Chat(FakeAssistant()), long)[-1]
    assert "问题太长:100000字。" in last.live and "请缩短到5000字以内。" in last.live
    assert last.conversation is last.panel is None
    assert len(last.live) < 2000


def test_a_failure_inside_tells_no_detail_and_loses_nothing(caplog):
    last = _ask(Chat(FakeAssistant()), "boom")[-1]
    assert "程序内部出错" in last.live and "secret" not in last.live
    assert last.conversation is None and "ZeroDivisionError" in caplog.text


def test_a_stream_without_an_answer_is_a_failure():
    class Silent(FakeAssistant):
        def stream(self, question, *, history=(), scope=None, drop=()):
            yield "一半"

    assert "程序内部出错" in _ask(Chat(Silent()), "问")[-1].live


def test_a_place_opens_again_and_one_that_is_gone_says_so():
    chat = Chat(FakeAssistant())
    shown = chat.open(Place("d1", "d1-1", 0, 4, 2), "zh")
    assert f"<mark>{LIST.text[:4]}</mark>" in shown and 'data-marker="2"' in shown
    for bad in (Place("d9", "x", 0, 1, 1), Place("d1", "d1-1", 5, 4, 1),
                Place("d1", "d1-1", -1, 4, 1), Place("d1", "d1-1", 0, 10**9, 1)):  # fmt: skip
        assert "找不到这处原文" in chat.open(bad, "zh")
    assert "<mark>" in chat.open(Place("d1", "no such passage", 0, 4, 1), "en")


def test_what_a_browser_sends_is_not_trusted():
    good = {"doc": "d1", "passage": "p", "start": 1, "end": 2, "marker": 3}
    assert place_of(good) == Place("d1", "p", 1, 2, 3)
    for bad in (None, "x", {}, {**good, "start": "1"}, {**good, "end": True}, {**good, "doc": 5},
                {**good, "marker": 1.5}):  # fmt: skip
        assert place_of(bad) is None


def test_switching_the_language_keeps_the_conversation():
    chat = Chat(FakeAssistant())
    last = _ask(chat, "长者食堂谁牵头?")[-1]
    view = chat.page(last.conversation, last.place, "en")
    assert view.past == "" and "<h3>Sources</h3>" in view.live
    assert "Copy with citation" in view.panel and "unasked" in view.panel


def test_the_first_screen_greets_with_examples_or_says_how_to_index():
    view = Chat(FakeAssistant()).page(Conversation(), None, "zh")
    assert "想了解哪项政策" in view.past and 'data-ask="公交线路新开几条?"' in view.past
    assert "江河市2031年为民办事清单" in view.panel
    bare = Chat(FakeAssistant(documents=())).page(Conversation(), None, "zh")
    assert "资料库还是空的" in bare.past


def test_a_long_conversation_drops_its_oldest_turns():
    answer = FakeAssistant().ask("公交")
    turns = [Turn(str(n), answer, str(n)) for n in range(51)]
    talk = Conversation(tuple(turns[:50])).add(turns[50])
    assert (talk.questions[0], talk.questions[-1], len(talk.turns)) == ("1", "50", 50)

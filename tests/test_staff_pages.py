"""Documents, golden answers and questions on the staff's pages, over a real index."""

from __future__ import annotations

import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.golden.records import GoldenAnswer
from assistant.settings import Settings
from assistant.store.feedback import Feedback
from assistant.store.store import Store
from assistant.web.app import create_app
from assistant.web.guard import BODY_MAX
from assistant.web.live import Live, generation
from assistant.web.office import office_of
from assistant.web.staff.library import Library, UploadError, checked_name
from assistant.web.staff.rebuilding import SourcesError, sources, work
from assistant.wiring import build, index_folder, open_assistant
from index.build import build_index
from index.embedder import load_embedder
from tests.conftest import NOTICE, RULES
from tests.databases import KINDS, database
from tests.test_staff import PASSWORD, csrf, sign_in
from tests.web_fakes import HOSTILE

_PATIENCE_S = 90


@contextmanager
def serving(folder: Path, memory: str):
    """A client and the store of a server over an index of the notice, with a managed folder."""
    papers = folder / "papers"
    papers.mkdir()
    (papers / "notice.md").write_text(NOTICE, encoding="utf8")
    settings = Settings(index=str(folder / "index"), memory=memory,
                        documents=str(folder / "managed"), rate=0)  # fmt: skip
    build_index([papers], folder / "index", load_embedder(None))
    store = Store(settings.memory)
    store.people.redeem(store.people.first_link(), "王一", PASSWORD)
    for name, role in (("李二", "editor"), ("赵三", "reader")):
        store.people.redeem(store.people.add(name, role, by="王一"), "", PASSWORD)
    live = Live(
        lambda: open_assistant(settings, official=True), lambda: generation(Path(settings.index))
    )
    with (
        live.following(0.05),
        TestClient(create_app(live, store, office=office_of(settings))) as client,
    ):
        client.live, client.managed = live, Path(settings.documents)
        yield client, store


@pytest.fixture(scope="module", params=KINDS)
def server(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    with database(request.param, folder) as memory, serving(folder, memory) as pair:
        yield pair


@pytest.fixture
def client(server):
    client, _ = server
    client.cookies.clear()
    sign_in(client, "李二")
    return client


def upload(client, name, data, **more):
    query = {"name": name, **more}
    return client.post("/staff/documents/upload", params=query, content=data,
                       headers={"x-minsheng": "staff"})  # fmt: skip


def settled(client, documents):
    """Wait until the build has ended and the server answers from that many documents."""
    end = time.monotonic() + _PATIENCE_S
    while True:
        job = client.get("/staff/documents/job").json()
        if job["state"] != "running" and len(client.live.documents) == documents:
            return job
        assert time.monotonic() < end, job
        time.sleep(0.05)


def test_a_file_is_uploaded_read_replaced_and_removed_and_answers_follow(client, server, tmp_path):
    _, store = server
    question = {"question": "停车场首小时收费最多多少钱?"}
    assert client.post("/api/ask", json=question).json()["abstained"]
    assert upload(client, "rules.txt", RULES.encode()).json() == {"name": "rules.txt"}
    job = settled(client, 2)
    assert (job["state"], job["documents"], job["skipped"]) == ("done", 2, [])
    assert "5元" in client.post("/api/ask", json=question).json()["answer"]
    page = unescape(client.get("/staff/documents").text)
    row = page[page.index('<th scope="row">rules.txt') :]
    assert "东山市停车管理办法" in row and "覆盖 100.0 %" in row
    assert "另有 1 份文件" in page

    again = upload(client, "other.txt", RULES.encode())
    assert again.status_code == 409 and "rules.txt 相同" in again.json()["error"]
    again = upload(client, "copy.md", NOTICE.encode())
    assert again.status_code == 409 and "notice.md" in again.json()["error"]
    changed = RULES.replace("5元", "6元").encode()
    refused = upload(client, "rules.txt", changed)
    assert refused.status_code == 409 and "勾选" in refused.json()["error"]
    assert upload(client, "rules.txt", changed, replace=True).status_code == 200
    end = time.monotonic() + _PATIENCE_S
    while "6元" not in client.post("/api/ask", json=question).json()["answer"]:
        assert time.monotonic() < end
        time.sleep(0.05)
    settled(client, 2)

    form = {"name": "rules.txt", "csrf": csrf(client, "/staff/documents")}
    assert client.post("/staff/documents/remove", data=form).status_code == 200
    settled(client, 1)
    assert client.post("/api/ask", json=question).json()["abstained"]
    kept = sorted(p.read_bytes() for p in (client.managed / ".removed").iterdir())
    assert kept == sorted([RULES.encode(), changed])
    form["csrf"] = csrf(client, "/staff/documents")
    assert client.post("/staff/documents/remove", data=form).status_code == 400
    done = [(e.who, e.what, e.about) for e in reversed(store.audit.entries())]
    assert ("李二", "document.upload", "rules.txt") in done
    assert ("李二", "document.remove", "rules.txt") in done


def test_a_file_that_cannot_be_read_is_told_with_the_reason_and_can_be_removed(client):
    assert upload(client, "broken.pdf", b"%PDF-1.4 nothing").status_code == 200
    job = settled(client, 1)
    assert job["state"] == "done" and "broken.pdf" in job["skipped"][0]
    page = unescape(client.get("/staff/documents").text)
    assert "未读成" in page and "broken.pdf" in page
    form = {"name": "broken.pdf", "csrf": csrf(client, "/staff/documents")}
    client.post("/staff/documents/remove", data=form)
    assert settled(client, 1)["skipped"] == []


@pytest.mark.parametrize(
    ("name", "data", "status", "part"),
    [
        ("run.exe", b"MZ", 415, "不读取此类文件"),
        ("old.doc", b"x", 415, "docx"),
        ("empty.txt", b"  \n", 400, "空文件"),
        ("../up.txt", b"x", 400, "文件名不可用"),
        (".hidden.txt", b"x", 400, "文件名不可用"),
        ("a\x00b.txt", b"x", 400, "文件名不可用"),
        ("长" * 90 + ".txt", b"x", 400, "文件名不可用"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_leaves_nothing_behind(
    client, name, data, status, part
):
    reply = upload(client, name, data)
    assert reply.status_code == status and part in reply.json()["error"]
    page = client.get("/staff/documents").text
    assert "还没有上传文件" in page


def test_an_upload_may_be_larger_than_other_bodies_but_not_than_the_limit(client, monkeypatch):
    monkeypatch.setattr("assistant.web.staff.library.MAX_BYTES", 2 * BODY_MAX)
    reply = upload(client, "large.txt", b"x" * (2 * BODY_MAX + 1))
    assert reply.status_code == 413 and "太大" in reply.json()["error"]
    reply = upload(client, "large.exe", b"x" * (BODY_MAX + 1))
    assert reply.status_code == 415
    assert "还没有上传文件" in client.get("/staff/documents").text


@pytest.mark.parametrize("who", ["", "赵三", "no header", "another site"])
def test_only_an_editor_on_our_page_uploads(client, who):
    headers = {"x-minsheng": "staff"}
    if who in ("", "赵三"):
        client.cookies.clear()
    if who == "赵三":
        sign_in(client, who)
    if who == "no header":
        headers = {}
    if who == "another site":
        headers["origin"] = "https://evil.example"
    reply = client.post("/staff/documents/upload?name=a.txt", content=b"x", headers=headers)
    assert reply.status_code == (403 if who == "another site" else 401)
    if who != "another site":
        assert "选好的文件还在" in reply.json()["error"]


def test_a_hostile_name_is_text_in_the_page(client):
    name = HOSTILE.replace("/", "") + ".txt"
    assert upload(client, name, RULES.replace("停车", "泊车").encode()).status_code == 200
    settled(client, 2)
    page = client.get("/staff/documents").text
    assert "<img" not in page and "&lt;img" in page
    form = {"name": name, "csrf": csrf(client, "/staff/documents")}
    client.post("/staff/documents/remove", data=form)
    settled(client, 1)


def test_names_are_checked_and_written_alike():
    assert checked_name(" 通知.txt ") == "通知.txt"
    assert checked_name("e\u0301.txt") == "é.txt"
    with pytest.raises(UploadError):
        checked_name("...")


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UploadError, match="不能写入") as caught:
        Library(tmp_path / "file" / "folder")._inside(".removed")
    assert caught.value.status == 503


def test_sources_that_are_gone_or_unknown_stop_a_build_before_anything_is_lost(tmp_path):
    papers, index, managed = tmp_path / "papers", tmp_path / "index", tmp_path / "managed"
    assert sources(index, managed) == [managed]
    papers.mkdir()
    (papers / "notice.md").write_text(NOTICE, encoding="utf8")
    build_index([papers], index, load_embedder(None))
    assert sources(index, managed) == [papers, managed]
    manifest = json.loads((index / "manifest.json").read_text("utf8"))
    papers.rename(tmp_path / "elsewhere")
    with pytest.raises(SourcesError, match="papers"):
        sources(index, managed)
    del manifest["paths"]
    (index / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(SourcesError, match="does not say its sources"):
        sources(index, managed)


GOLDEN = {
    "question": "社区食堂归谁管?", "answer": "由市民政局牵头[1]。", "quotes": "牵头单位:市民政局",
    "paraphrases": "食堂谁管\n", "negatives": "", "note": "", "expires": "",
    "id": "", "version": "0", "origin": "",
}  # fmt: skip


def save(client, **fields):
    form = GOLDEN | fields | {"csrf": csrf(client, "/staff/golden/new")}
    return client.post("/staff/golden/save", data=form, follow_redirects=False)


def official(client, question):
    """The official answer once the server has noticed that there is (or was) one."""
    return client.post("/api/ask", json={"question": question}).json()["official"]


def wait_official(client, question, wanted):
    end = time.monotonic() + _PATIENCE_S
    while (official(client, question) is not None) is not wanted:
        assert time.monotonic() < end
        time.sleep(0.1)


def act(client, what, answer):
    form = {"id": answer.id, "version": answer.version, "csrf": csrf(client, "/staff/golden")}
    return client.post(f"/staff/golden/{what}", data=form)


def test_an_answer_is_drafted_by_one_approved_by_another_given_and_retired(client, server):
    _, store = server
    assert save(client).status_code == 303
    (draft,) = (a for a in store.golden.all() if a.question == GOLDEN["question"])
    assert (draft.author, draft.paraphrases) == ("李二", ("食堂谁管",))
    assert "golden/approve" not in client.get("/staff/golden").text
    assert "须由另一人审核" in act(client, "approve", draft).text
    sign_in(client, "王一")
    assert "golden/approve" in client.get("/staff/golden").text
    assert act(client, "approve", draft).status_code == 200
    wait_official(client, "食堂谁管", True)
    assert act(client, "retire", draft).status_code == 409  # the version of before
    act(client, "retire", store.golden.get(draft.id))
    wait_official(client, "食堂谁管", False)


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"quotes": "没有这句话"}, "引文不在资料中"),
        ({"answer": "共99家[1]。"}, "没有的数字"),
        ({"quotes": ""}, "没有出处"),
        ({"expires": "soon"}, "不是日期"),
    ],
)
def test_what_cannot_be_saved_comes_back_with_all_that_was_typed(client, fields, part):
    reply = save(client, negatives=f"别的 {HOSTILE}", **fields)
    assert reply.status_code == 400
    page = unescape(reply.text)
    assert part in page and "食堂谁管" in page and f"别的 {HOSTILE}" in page
    assert HOSTILE not in reply.text


def test_two_editors_at_once_see_each_other_and_lose_nothing(client, server):
    _, store = server
    save(client, question="电梯归谁管?", answer="归市住建局[1]", quotes="牵头单位:市住建局")
    first = next(a for a in store.golden.all() if a.question == "电梯归谁管?")
    mine = {"id": first.id, "version": str(first.version), "question": first.question,
            "quotes": "牵头单位:市住建局"}  # fmt: skip
    sign_in(client, "王一")
    assert save(client, answer="王一的话[1]", **mine).status_code == 303
    sign_in(client, "李二")
    reply = save(client, answer="李二的话[1]", **mine)
    assert reply.status_code == 409
    assert "王一 已于" in reply.text and "李二的话[1]</textarea>" in reply.text
    assert "<pre>王一的话[1]</pre>" in reply.text
    assert store.golden.get(first.id).answer == "王一的话[1]"
    renewed = re.search(r'name="version" value="(\d+)"', reply.text).group(1)
    assert save(client, answer="李二的话[1]", **mine | {"version": renewed}).status_code == 303
    assert store.golden.get(first.id).answer == "李二的话[1]"


def test_of_two_editors_in_the_same_moment_one_is_told(client, server):
    _, store = server
    save(client, question="谁汇总进展?", answer="市发改委[1]", quotes="报市发改委汇总")
    first = next(a for a in store.golden.all() if a.question == "谁汇总进展?")
    mine = {"id": first.id, "version": str(first.version), "question": first.question,
            "quotes": "报市发改委汇总"}  # fmt: skip
    texts = [f"{name}的话[1]" for name in "甲乙丙丁"]
    with ThreadPoolExecutor(4) as pool:
        saved = list(pool.map(lambda text: save(client, answer=text, **mine), texts))
    statuses = [reply.status_code for reply in saved]
    assert sorted(statuses) == [303, 409, 409, 409]
    assert store.golden.get(first.id).answer == texts[statuses.index(303)]
    for text, reply in zip(texts, saved, strict=True):
        assert reply.status_code == 303 or f"{text}</textarea>" in reply.text
    assert store.audit.verify().broken is None


def test_feedback_becomes_a_golden_answer_with_what_is_answered_today(client, server):
    _, store = server
    known = store.feedback.keep(
        Feedback("老旧小区改造谁牵头?", "不知道", "down", f"不对 {HOSTILE}")
    )
    page = client.get("/staff/questions")
    assert HOSTILE not in page.text and f"feedback%3A{known}" in page.text
    form = client.get(f"/staff/golden/new?origin=feedback:{known}").text
    fields = {
        name: unescape(value)
        for name, value in re.findall(r'<textarea name="(\w+)"[^>]*>\n(.*?)</textarea>', form, re.S)
    }
    assert fields["question"] == "老旧小区改造谁牵头?"
    assert "市住建局" in fields["answer"] and "notice.md|" in fields["quotes"]
    reply = save(client, origin=f"feedback:{known}", **fields)
    assert reply.status_code == 303, reply.text
    assert f"feedback%3A{known}" not in client.get("/staff/questions").text
    assert {f.id: f.state for f in store.feedback.all()}[known] == "done"


def test_a_question_without_answer_is_listed_counted_and_settled(client, server):
    _, store = server
    for _ in range(2):
        client.post("/api/ask", json={"question": "星际旅行谁牵头?"})
    end = time.monotonic() + _PATIENCE_S
    while not (found := [u for u in store.questions.unanswered() if "星际" in u.question
                         and u.count == 2]):  # fmt: skip
        assert time.monotonic() < end
        time.sleep(0.05)
    page = client.get("/staff/questions").text
    assert "星际旅行谁牵头?" in page
    origin = f"unanswered:{found[0].key}"
    form = client.get(f"/staff/golden/new?origin={origin}").text
    assert "星际旅行谁牵头?</textarea>" in form
    client.post("/staff/questions/settle", data={"origin": origin, "csrf": csrf(client)})
    assert "星际旅行谁牵头?" not in client.get("/staff/questions").text


def test_a_question_asked_again_is_off_the_list_while_its_draft_waits(client, server):
    _, store = server
    store.questions.missed("月球户口谁办理?", "")
    given = GoldenAnswer("月球户口, 谁办理", "不办理。", "", note="来函")
    draft = store.golden.save(given, by="陈编")
    assert "月球户口谁办理?" not in client.get("/staff/questions").text
    store.golden.retire(draft.id, draft.version, by="陈编")
    assert "月球户口谁办理?" in client.get("/staff/questions").text


def test_feedback_is_exported_for_staff_only_and_that_is_logged(client, server):
    _, store = server
    store.feedback.keep(Feedback("导出?", "答", "up"))
    lines = [json.loads(x) for x in client.get("/staff/questions/feedback.jsonl").text.splitlines()]
    assert "导出?" in [line["question"] for line in lines]
    assert store.audit.entries(1)[0].what == "feedback.export"
    client.cookies.clear()
    path = "/staff/questions/feedback.jsonl"
    assert client.get(path, follow_redirects=False).status_code == 303


def test_readers_see_the_pages_and_change_nothing(client):
    sign_in(client, "赵三")
    for path in ("documents", "questions", "golden"):
        page = client.get(f"/staff/{path}")
        assert page.status_code == 200 and "quiet" in page.text
        assert "/remove" not in page.text and "settle" not in page.text
    assert client.get("/staff/golden/new").status_code == 403
    assert save_status(client) == 403


def save_status(client):
    return client.post("/staff/golden/save", data=GOLDEN | {"csrf": csrf(client)}).status_code


def test_a_server_without_a_folder_says_so(tmp_path):
    from tests.web_fakes import FakeAssistant

    store = Store(tmp_path / "memory.sqlite3")
    store.people.redeem(store.people.first_link(), "王一", PASSWORD)
    with TestClient(create_app(FakeAssistant(), store)) as client:
        sign_in(client)
        assert "没有设置文件夹" in client.get("/staff/documents").text


def test_an_upload_is_built_into_an_index_that_milvus_serves(tmp_path):
    pytest.importorskip("pymilvus", reason="the extra milvus is not installed")
    pytest.importorskip("milvus_lite", reason="milvus-lite is not installed")
    (tmp_path / "notice.md").write_text(NOTICE, encoding="utf8")
    managed = tmp_path / "managed"
    managed.mkdir()
    (managed / "rules.txt").write_text(RULES, encoding="utf8")
    settings = Settings(index=f"milvus://{tmp_path}/policies.db", cache=str(tmp_path / "cache"),
                        documents=str(managed))  # fmt: skip
    build(settings, [tmp_path / "notice.md"], lambda *_: None)
    told = _Told()
    work(told, sources(index_folder(settings), managed), settings)
    assert (told.jobs[-1].state, told.jobs[-1].documents) == ("done", 2), told.jobs[-1]
    assert "5元" in open_assistant(settings).ask("停车场首小时收费最多多少钱?").text


class _Told:
    """The end of a pipe that keeps what is sent."""

    def __init__(self):
        self.jobs = []

    def send(self, job):
        self.jobs.append(job)

    def close(self):
        pass

"""The report: complete, self-contained, harmless, and its filters work in a browser."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from playwright.sync_api import sync_playwright

from assistant.web.screenshots import LAUNCH_ARGUMENTS, chromium
from eval.charts import difference_chart, histogram, line_chart
from eval.labels import MEASURE_LABELS, WHYS
from eval.measures.right import judge
from eval.observe import observer
from eval.predictions import Prediction
from eval.report_cases import wrong_case
from eval.run import How, evaluate
from eval.scores import NAMES, read_scores, score
from tests.browser import need_chromium
from tests.eval_fakes import CASES, LEAD, fake

ABOUT = {"measured": "假 & fake"}
REGIONS = {"900_notice.txt": "甲市", "901_other.txt": "乙市"}


def report(out: Path) -> str:
    evaluate(observer(fake()), CASES, out, How(progress=False))
    before = read_scores(out / "scores.jsonl")
    other = fake()
    del other.answers["几家"]
    evaluate(
        observer(other),
        CASES,
        out,
        How(before=before, about=ABOUT, regions=REGIONS, progress=False),
    )
    return (out / "report.html").read_text(encoding="utf-8")


class Tags(HTMLParser):
    """Checks that tags close in order."""

    VOID = ("meta", "input", "br", "circle", "rect", "line", "path", "polyline")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


def test_the_report_is_well_formed_and_fetches_nothing(tmp_path: Path) -> None:
    text = report(tmp_path)
    tags = Tags()
    tags.feed(text)
    assert tags.open == []
    assert not re.search(r"(?:src|href)=|url\(|https?://|@import", text)


def test_the_report_shows_wrong_answers_and_flips_in_both_languages(tmp_path: Path) -> None:
    text = report(tmp_path)
    assert re.findall(r'data-why="(\w+)"', text) == ["abstained", "missing", "error"]
    assert "修路1500公里" in text and "老年食堂由市民政局牵头。" in text
    assert "1 became wrong (exact McNemar p = 1.000)" in text and "转错 1 题" in text
    assert text.count("<svg") == 4  # recall, latency, the comparison in each language
    assert ">Right</text>" in text and ">正确率</text>" in text
    assert '<span class="zh">所测</span><span class="en">Measured</span>: 假 &amp; fake' in text
    assert "<td>甲市</td>" in text and "<td>乙市</td>" not in text


def test_what_an_answer_says_cannot_run_in_the_report() -> None:
    evil = "<script>alert(1)</script>"
    case = replace(CASES[0], question=evil, id='"><b>')
    prediction = Prediction(case.id, evil)
    block = wrong_case(case, prediction, score(case, prediction))
    assert "<script" not in block and '"><b>' not in block
    assert "&lt;script&gt;alert(1)" in block


def test_every_measure_and_every_reason_has_a_name() -> None:
    assert list(MEASURE_LABELS) == list(NAMES)
    assert judge(CASES[0], Prediction("x")).why in WHYS


def test_filters_and_language_switch_work_in_a_browser(tmp_path: Path) -> None:
    need_chromium()
    report(tmp_path)
    faults: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=list(LAUNCH_ARGUMENTS))
        page = browser.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: faults.append(request.url))
        page.goto((tmp_path / "report.html").as_uri())
        faults = [fault for fault in faults if not fault.startswith("file:")]
        shown = page.locator("details.case:visible")
        assert page.inner_text("#shown") == "3 / 3" and shown.count() == 3
        page.select_option("select[name=why]", "missing")
        assert page.inner_text("#shown") == "1 / 3"
        assert "多长" in shown.first.inner_text()
        page.select_option("select[name=why]", "")
        page.select_option("select[name=document]", "900")
        page.select_option("select[name=region]", "甲市")
        page.select_option("select[name=why]", "error")
        assert page.inner_text("#shown") == "1 / 3"
        shown.first.click()
        inside = shown.first.inner_text()
        assert all(text in inside for text in ("好", f"[900] {LEAD}", "坏了 broken"))
        for name in ("document", "region", "why"):
            page.select_option(f"select[name={name}]", "")
        assert page.inner_text("#shown") == "3 / 3"
        page.fill("#words", "几家")
        assert page.inner_text("#shown") == "1 / 3"
        assert page.inner_text("h1") == "民生问答评测报告"
        page.click("#language")
        assert page.inner_text("h1") == "Minsheng evaluation report"
        browser.close()
    assert faults == []


def test_plots_place_their_points() -> None:
    line = line_chart([(1, 0.5), (10, 1.0)], x_label="k", y_label="r", title="t")
    assert 'points="82.4,118.0 410.0,24.0"' in line
    assert histogram([0.0, 1.0, 1.0], x_label="ms", y_label="n", title="t").count("<rect") == 20
    chart = difference_chart([("a<b", 0.1, -0.1, 0.2)], title="t")
    assert "a&lt;b" in chart and 'cx="350.0"' in chart and 'x1="230.0"' in chart
    assert "<svg" in line_chart([], x_label="", y_label="", title="") and histogram(
        [], x_label="", y_label="", title=""
    )
    assert "<svg" in difference_chart([], title="")

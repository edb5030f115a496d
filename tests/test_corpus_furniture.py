"""What surrounds a document's words is set aside, with its reason, and nothing else is."""

from corpus.reader import read_text

BODY = "各单位要加强组织领导，细化工作措施，明确责任分工，确保各项任务按期完成并取得实际效果。"


def excluded(text):
    document, _ = read_text(text, source="a.txt")
    return [(e.reason, document.text[e.start : e.end]) for e in document.exclusions]


def test_web_chrome_at_head_and_tail_goes():
    text = (
        "登录 注册\n栏目:通知公告 发布时间:2025-01-02 加入收藏\n\n"
        f"{BODY}\n\nhttps://example.org/a.png\n扫描二维码查看\n某站收集整理,权利归属原作者\n"
    )
    assert [reason for reason, _ in excluded(text)] == [
        "web page: navigation",
        "web page: breadcrumb and publishing line",
        "web page: a bare link",
        "web page: QR code hint",
        "web page: collector's notice",
    ]
    assert read_text(text, source="a.txt")[0].published == "2025-01-02"


def test_the_same_words_inside_the_body_stay():
    text = f"{BODY}\n扫描二维码查看\n{BODY}\n"
    assert excluded(text) == []


def test_a_squashed_copy_of_the_text_at_its_head_goes():
    body = (
        "为做好二〇二五年便民工作，制定本方案。\n\n一、工作目标\n\n"
        "新建便民站点三十处，改造站点五十处，培训服务人员两百人次。"
    )
    squashed = body.replace("\n", "").replace("、", "")
    assert [r for r, _ in excluded(f"{squashed}\n\n{body}\n")] == [
        "web page: squashed duplicate of the text below"
    ]


def test_a_page_header_between_rows_goes_and_the_table_goes_on():
    header = "某县公报简讯\n"
    text = f"序号\t事项\t目标\n1\t甲\t5处\n{header}2\t乙\t6处\n{header}3\t丙\t7处\n{header}"
    _, passages = read_text(text, source="a.txt")
    assert [p.field("序号").text for p in passages if p.kind == "row"] == ["1", "2", "3"]
    assert [r for r, _ in excluded(text)].count("page header or footer, repeated") == 3


def test_a_table_of_contents_with_leaders_goes():
    text = f"目 录\n一、总则 ........ 1\n二、任务 ........ 3\n\n一、总则\n\n{BODY}\n"
    assert [r for r, _ in excluded(text)] == ["table of contents"] * 3


def test_page_numbers_go():
    text = f"{BODY}\n— 1 —\n{BODY}\n第 2 页\n{BODY}\n3 / 10\n"
    assert [t for r, t in excluded(text) if r == "page number"] == ["— 1 —", "第 2 页", "3 / 10"]


def test_serial_numbers_of_a_flattened_table_stay():
    assert excluded("1\n修路\n2\n建桥\n3\n装灯\n4\n种树\n") == []

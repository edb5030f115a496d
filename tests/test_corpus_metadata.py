"""What a document's head and foot say: title, issuer, number, dates, recipients, region, level."""

import pytest

from corpus.dates import iso_date
from corpus.places import level_of_recipients
from corpus.reader import read_text


def read(text, source="x.txt"):
    return read_text(text, source=source)[0]


def test_a_notice_states_its_head_and_each_value_knows_its_place():
    document = read(
        "宜昌市人民政府办公室关于印发\n便民服务工作方案的通知\n宜府办函〔2031〕5号\n\n"
        "各县市区人民政府：\n  现印发给你们。本方案自2031年5月1日起施行，有效期至2033年4月30日。\n"
        "  宜昌市人民政府办公室\n  2031年4月2日\n\n便民服务工作方案\n一、目标\n新建站点30处。\n"
        "宜昌市人民政府办公室 2031年4月3日印发\n"
    )
    assert document.title == "宜昌市人民政府办公室关于印发便民服务工作方案的通知"
    assert (document.issuer, document.region, document.level) == (
        "宜昌市人民政府办公室",
        "宜昌市",
        "市",
    )
    assert (document.number, document.recipients) == ("宜府办函〔2031〕5号", "各县市区人民政府")
    assert (document.date, document.published) == ("2031-04-02", "2031-04-03")
    assert (document.effective, document.expires) == ("2031-05-01", "2033-04-30")
    assert document.year == "2031"
    spans = {f.name: document.text[f.start : f.end] for f in document.meta}
    assert spans["成文日期"] == "2031年4月2日"
    assert spans["施行日期"] == "自2031年5月1日起施行"
    assert spans["文号"] == "宜府办函〔2031〕5号"


@pytest.mark.parametrize(
    ("signature", "issuer"),
    [
        ("东 山 市 人 民 政 府", "东山市人民政府"),
        ("东山市人民政府　　东山市财政局", "东山市人民政府 东山市财政局"),
    ],
)
def test_a_name_set_wide_is_one_and_two_names_stay_two(signature, issuer):
    text = f"关于做好便民服务的通知\n各单位要做好服务。\n{signature}\n2024年4月2日\n"
    assert read(text).issuer == issuer


def test_who_forwards_a_document_issues_it():
    text = "东山市人民政府办公室转发市民政局关于办好食堂意见的通知\n一、要求\n新建食堂五处。\n"
    assert read(text).issuer == "东山市人民政府办公室"


def test_a_title_broken_over_three_lines_is_one():
    document = read(
        "国务院办公厅\n关于进一步做好便民服务\n工作的指导意见\n\n各省、自治区、直辖市人民政府：\n好。\n"
    )
    assert document.title == "国务院办公厅关于进一步做好便民服务工作的指导意见"
    assert (document.issuer, document.level) == ("国务院办公厅", "国家")


def test_without_an_issuer_the_recipients_tell_the_level_and_the_body_the_region():
    document = read(
        "各市、州、县人民政府，省政府各部门：\n现将措施印发给你们，请贯彻落实。\n"
        "关于做好便民服务的若干措施\n一、在武汉、宜昌试点。\n二、人行湖北省分行给予支持。\n"
    )
    assert (document.issuer, document.region, document.level) == ("", "湖北省", "省")


@pytest.mark.parametrize(
    ("sentence", "effective", "expires"),
    [
        ("本办法自2024年5月1日起施行，有效期至2029年4月30日。", "2024-05-01", "2029-04-30"),
        ("本办法自2024年5月1日起施行，有效期5年。", "2024-05-01", ""),
        ("本办法有效期自2024年5月1日至2029年4月30日。", "2024-05-01", "2029-04-30"),
        ("本通知自2024年5月1日起执行，至2026年12月31日止。", "2024-05-01", "2026-12-31"),
        ("本通知自2024年5月1日起至2026年12月31日止执行。", "2024-05-01", "2026-12-31"),
        ("本通知有效期限为2024年5月1日到2026年12月31日。", "", ""),
        ("原办法自2020年1月1日起施行以来成效明显，本办法自2024年5月1日起施行。", "2024-05-01", ""),
    ],
)
def test_since_when_and_until_when_a_document_is_in_force(sentence, effective, expires):
    document = read(f"关于便民服务的办法\n第一条 为了便民，制定本办法。\n第二条 {sentence}\n")
    assert (document.effective, document.expires) == (effective, expires)


@pytest.mark.parametrize(
    ("sentence", "terms"),
    [
        ("本办法自2024年5月1日起施行，有效期五年。", ["有效期五年"]),
        ("《便民办法》有效期为3年。", ["有效期为3年"]),
        ("经营许可证有效期为五年。", []),
        ("《经营许可证》有效期5年。", []),
        ("申请人应当提交有效期一年内的体检表。", []),
    ],
)
def test_the_term_of_a_licence_is_not_that_of_the_document(sentence, terms):
    document = read(f"关于便民服务的办法\n第一条 为了便民，制定本办法。\n第二条 {sentence}\n")
    assert [f.text for f in document.meta if f.name == "有效期"] == terms


def test_a_decree_number_over_two_lines_is_joined():
    document = read("某省人民政府令\n第88号\n《某省便民办法》已经通过，现予公布。\n")
    assert document.number == "某省人民政府令第88号"


def test_the_date_of_a_law_is_that_of_its_last_version():
    document = read(
        "（2001年5月1日某省人大常委会第三次会议通过 2019年7月26日某省人大常委会第十次会议修正）\n"
        "第一条 为了便民，制定本条例。\n"
    )
    assert document.date == "2019-07-26"


def test_the_head_of_a_law_states_who_made_it_and_since_when_it_is_in_force():
    document = read(
        "# 便民服务条例\n2004年6月4日 国务院第53次常务会议通过 2004年6月23日 "
        "中华人民共和国国务院令第410号公布 2019年7月26日 《国务院关于修改部分行政法规的决定》修订 "
        "2020年1月1日 施行\n第一条 在中华人民共和国境内提供便民服务，适用本条例。\n"
        "第二条 本条例自2004年7月1日起施行。\n",
        "a.md",
    )
    assert (document.title, document.date) == ("便民服务条例", "2019-07-26")
    assert (document.issuer, document.number) == (
        "中华人民共和国国务院",
        "中华人民共和国国务院令第410号",
    )
    assert (document.effective, document.region) == ("2020-01-01", "中国")
    assert document.recipients == ""
    amended = next(f for f in document.meta if f.name == "修改依据")
    assert amended.values == ("《国务院关于修改部分行政法规的决定》",)


def test_a_city_s_law_is_issued_by_its_congress_and_of_its_region():
    document = read(
        "青石山苗族自治县养犬条例\n（2017年9月1日青石山苗族自治县第七届人民代表大会第四次会议通过"
        "　2017年9月29日某省人民代表大会常务委员会批准）\n第一条 为了规范养犬，制定本条例。\n"
        "第二条 本条例自公布之日起施行。\n"
    )
    assert document.issuer == "青石山苗族自治县第七届人民代表大会"
    assert (document.region, document.level) == ("青石山苗族自治县", "区县")
    assert (document.date, document.effective) == ("2017-09-29", "2017-09-29")


@pytest.mark.parametrize(
    "line",
    [
        "为做好便民服务工作，现将有关事项通知各单位如下：",
        "根据《某市条例》，各部门应当做好下列工作：",
        "2021年6月1日某市人民政府常务会议决定：",
        "受理标准：单位应当具备下列条件：",
    ],
)
def test_a_sentence_that_ends_with_a_colon_is_no_list_of_recipients(line):
    assert read(f"关于做好便民服务的通知\n{line}\n一、任务\n种树五棵。\n").recipients == ""


def test_a_guide_is_named_by_its_matter_and_a_level_is_no_place():
    document = read(
        "事项名称：往来香港通行证签发\n实施主体：广东省公安厅\n行政区划：省级\n服务对象：台湾居民\n"
    )
    assert document.title == "往来香港通行证签发"
    assert (document.issuer, document.region) == ("广东省公安厅", "广东省")
    assert {f.name: f.text for f in document.meta}["行政区划"] == "省级"


def test_the_table_above_a_web_page_s_document_is_its_head():
    document, passages = read_text(
        "| 索 引 号： | 0001/2024-3 | 主题分类： | 民政 |\n"
        "| 发文机关： | 东山市人民政府 | 成文日期： | 2024年3月5日 |\n"
        "| 发文字号： | 东政发〔2024〕3号 | 发布日期： | 2024年3月9日 |\n\n"
        "办好食堂的若干措施\n一、建食堂\n新建食堂五处。\n",
        source="a.html",
    )
    assert (document.issuer, document.number) == ("东山市人民政府", "东政发〔2024〕3号")
    assert (document.date, document.published) == ("2024-03-05", "2024-03-09")
    assert {f.name: f.text for f in passages[0].fields} == {
        "索引号": "0001/2024-3",
        "主题分类": "民政",
    }


def test_a_document_without_a_head_takes_its_file_name():
    document = read("第一条 为了便民，制定本条例。\n", "湖北省便民条例.md")
    assert (document.title, document.region, document.level) == ("湖北省便民条例", "湖北省", "省")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024年1月26日", "2024-01-26"),
        ("二〇二四年十二月三十一日", "2024-12-31"),
        ("二○○六年五月二十三日", "2006-05-23"),
        ("2024-4-3", "2024-04-03"),
        ("2024年13月1日", ""),
        ("2024年度", ""),
    ],
)
def test_dates_become_iso_dates(text, date):
    assert iso_date(text) == date


@pytest.mark.parametrize(
    ("recipients", "level"),
    [
        ("各省、自治区、直辖市人民政府", "国家"),
        ("各市、州、县人民政府,省政府各部门", "省"),
        ("各區人民政府,市人民政府各部門", "市"),
        ("各乡镇人民政府", "区县"),
        ("各有关单位", ""),
    ],
)
def test_whom_a_document_is_sent_to_tells_its_level(recipients, level):
    assert level_of_recipients(recipients) == level


@pytest.mark.parametrize(
    ("text", "region", "level"),
    [
        pytest.param(
            "一、总体要求\n宜昌要补齐短板，宜昌市各区和夷陵区共同推进。\n二、任务\n宜昌市新建公园30座。\n",
            "宜昌市", "市", id="the place it names most, with what lies in it",
        ),
        pytest.param(
            "一、总体要求\n借鉴宜昌、武汉、襄阳的做法。\n二、任务\n新建公园30座。\n", "", "",
            id="several places and none of them most",
        ),
        pytest.param("一、任务\n宜昌新建公园30座。\n", "", "", id="a single mention"),
    ],
)  # fmt: skip
def test_a_text_that_does_not_say_whose_it_is_speaks_of_a_place(text, region, level):
    document = read(text)
    assert (document.region, document.level) == (region, level)


def test_a_gazette_states_which_issue_it_is_and_works_in_stages_are_none():
    document = read(
        "东山市人民政府公报\n第2期(总第694期)\n2022年第2期\n(总第694期)\n2022年2月\n\n"
        "东山市人民政府关于第3期工程的通知\n各区人民政府:\n现印发给你们。\n"
    )
    spans = {f.name: document.text[f.start : f.end] for f in document.meta}
    assert "".join(spans["期号"].split()) == "2022年第2期(总第694期)"
    assert all(f.name != "期号" for f in read("东山市第3期工程方案\n一、目标\n建成站点。\n").meta)


def test_headings_tell_the_place_of_a_text_that_hardly_names_any():
    document = read(
        "十四、改善民生\n14.1 办好教育\n到2025年新增学位2万个。\n14.2 推进健康上海建设\n"
        "学习杭州的经验,新增床位3万张。\n"
    )
    assert (document.region, document.level) == ("上海市", "省")


def test_a_rule_that_a_ministry_carries_out_in_the_whole_country_is_national():
    document = read(
        "便民服务条例\n第一条 为了便民，制定本条例。\n第二条 国务院民政部门主管全国便民服务工作。\n"
    )
    assert (document.region, document.level) == ("中国", "国家")


def test_the_names_of_columns_are_no_title():
    _, passages = read_text(
        "| 名称 | 地址 | 服务标准 |\n| 东山食堂 | 滨海路6号 | 每餐8元 |\n", source="食堂.md"
    )
    document = read("| 名称 | 地址 | 服务标准 |\n| 东山食堂 | 滨海路6号 | 每餐8元 |\n")
    assert document.title == "" or "|" not in document.title
    assert [f.text for f in passages[0].fields] == ["东山食堂", "滨海路6号", "每餐8元"]

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


def test_a_decree_number_over_two_lines_is_joined():
    document = read("某省人民政府令\n第88号\n《某省便民办法》已经通过，现予公布。\n")
    assert document.number == "某省人民政府令第88号"


def test_the_date_of_a_law_is_that_of_its_last_version():
    document = read(
        "（2001年5月1日某省人大常委会第三次会议通过 2019年7月26日某省人大常委会第十次会议修正）\n"
        "第一条 为了便民，制定本条例。\n"
    )
    assert document.date == "2019-07-26"


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

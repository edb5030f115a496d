"""Questions over a regulation: duties, sanctions that refer to them, who decides, and when."""

import pytest

from assistant.asking.question import DEADLINE, LEAD
from assistant.asking.understand import understand
from assistant.finding.fit import fit
from assistant.finding.references import referred
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

RULES = """北湖市电梯管理条例

第一条 为了规范电梯管理,制定本条例。

第二条 市场监管部门负责电梯的登记和监督检查。

第三条 每台电梯限载人数由制造单位标明。使用单位不得超过限载人数。
使用单位应当每十五日维护保养一次。

第四条 电梯安全积分的具体办法由市市场监管部门制定,报市人民政府批准后实施。

第五条 使用单位停用电梯的,应当于停用三十日前告知业主。

第六条 违反本条例第三条第一款规定的,处五百元以上二千元以下罚款。

第七条 违反本条例第三条第二款规定的,处一千元以上三千元以下罚款。

第九条 乘客不得有下列行为:
(一)在轿厢内吸烟;
(二)超载;
(三)扒门。

第八条 违反本条例第二条规定,电梯未登记的,由市场监管部门责令限期登记,处三千元以下罚款。
"""

STANDARD = """8.1  电梯安全员职责
电梯安全员职责包括:
a)  每日巡查并做好记录;
b)  妥善保管电梯钥匙;
c)  接受乘客投诉。
8.2  值班员职责
值班员职责包括:
a)  接听电话。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules")
    (folder / "rules.txt").write_text(RULES, encoding="utf8")
    (folder / "standard.txt").write_text(STANDARD, encoding="utf8")
    index = tmp_path_factory.mktemp("index")
    build_index([folder], index, load_embedder(None))
    return open_assistant(Settings(index=str(index)))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param("电梯超过限载人数怎么罚?", ["五百元", "二千元"], id="by the article"),
        pytest.param("电梯没有每十五日维护保养,罚多少钱?", ["一千元", "三千元"], id="by paragraph"),
        pytest.param("电梯登记归哪个部门办理?", ["市场监管部门负责"], id="a duty, no sanction"),
        pytest.param("电梯安全积分的办法由哪个部门制定?", ["市市场监管部门制定"], id="no issuer"),
        pytest.param("停用电梯提前多久告知业主?", ["三十日"], id="how long before"),
        pytest.param(
            "电梯安全员有哪些职责?", ["巡查", "钥匙", "投诉"], id="items below their head"
        ),
    ],
)
def test_a_regulation_is_read_as_a_whole(assistant, question, said):
    answer = assistant.ask(question)
    assert not answer.abstained, answer.reason
    for part in said:
        assert part in answer.text


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("违反本条例第三条第一款规定的,处罚款。", "每台电梯限载人数由制造单位标明"),
        ("违反本条例第三条第二款规定的,处罚款。", "使用单位应当每十五日维护保养一次"),
        ("违反本条例第九条第一、三项规定的,处罚款。", "(一)在轿厢内吸烟;(三)扒门。"),
        ("按照本条例第三条办理。", ""),
    ],
)
def test_a_sanction_refers_to_its_article(sentence, says):
    found = referred(sentence, RULES)
    assert says in found
    assert bool(found) is bool(says)


def test_a_text_without_articles_refers_to_none():
    assert referred("违反本办法第三条规定的,处罚款。", "违反本办法第三条规定的,处罚款。") == ""


def test_a_sum_below_a_bound_announces_nothing(assistant):
    question = understand("电梯未登记罚多少钱?", assistant._know)
    document = assistant.documents[0]
    ends = fit(question, "处二千元以下罚款。", "", document)
    assert ends == fit(question, "处二千元以下罚款,并警告。", "", document)


@pytest.mark.parametrize(
    ("question", "kind", "asked"),
    [
        ("What is the fine for no upkeep, when the case is serious?", DEADLINE, False),
        ("When must lifts be registered?", DEADLINE, True),
        ("Who decides, and when?", DEADLINE, True),
        ("Which authority registers lifts?", LEAD, True),
        ("电梯登记归哪个部门?", LEAD, True),
        ("电梯登记报谁批准?", LEAD, True),
    ],
)
def test_what_is_asked_for(assistant, question, kind, asked):
    assert understand(question, assistant._know).asks(kind) is asked


def test_a_character_of_a_word_is_not_mended(assistant):
    assert understand("应急专用电梯由谁登记?", assistant._know).mended == ()


NOTICE = """# 国务院办公厅关于电梯更新工作的通知

发布日期:2024年3月5日

一、推进更新
加快老旧电梯更新,到2025年更新率达到60%以上。(市场监管总局、住房城乡建设部指导)支持加装电梯。

国务院办公厅
2024年2月20日
"""

GUIDE = """电梯使用登记(北湖市市场监管局)
事项名称:电梯使用登记
申请材料:登记表
办理地点:北湖市朝阳路8号二楼
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notice")
    (folder / "notice.md").write_text(NOTICE, encoding="utf8")
    (folder / "guide.txt").write_text(GUIDE, encoding="utf8")
    index = tmp_path_factory.mktemp("index")
    build_index([folder], index, load_embedder(None))
    return open_assistant(Settings(index=str(index))).ask


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param(
            "老旧电梯更新由哪两个部门指导?", ["市场监管总局", "住房城乡建设部"], id="bracket"
        ),
        pytest.param("电梯更新工作的通知,发布日期是哪天?", ["2024年3月5日"], id="published"),
        pytest.param("电梯更新工作的通知是哪天印发的?", ["2024年2月20日"], id="dated"),
        pytest.param("Where do I go to register a lift (电梯使用登记)?", ["朝阳路8号"], id="where"),
    ],
)
def test_what_stands_beside_a_measure_or_in_a_guide(ask, question, said):
    answer = ask(question)
    assert not answer.abstained, answer.reason
    for part in said:
        assert part in answer.text

"""Regulations asked as citizens ask: since when, who decides, what follows, how long, how many."""

import pytest

from assistant.asking.asked import patterns
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

STALLS = """西河市夜市摊位管理办法

第一条 为规范夜市摊位管理,方便群众生活,制定本办法。
第二条 每名摊主只能登记一个摊位,摊位证受法律保护。
第三条 摊位证的工本费由市发展改革部门会同财政部门规定。
第四条 摊主申请续期的,应当在期限届满前七日内提出。
第五条 摊位转让的比例和次数由街道办事处确定。
第六条 摊主对处理不服的,异议期间自收到决定之日起计算。
第七条 摊主应当在街道办事处作出收回决定前提出申辩。
第八条 摊主有下列行为之一的,由城管部门责令限期改正,三年内不得再次申请;造成损失的,依法承担赔偿责任:
(一)占用盲道的;
(二)使用明火的。
第九条 摊主逾期未换证的,列入经营异常名录;换证后移出。
第十条 因道路施工等原因,经营年限不计算在承诺时限内。续期延长不得超过二十日。
第十一条 本办法所称经营权,是指使用摊位并取得收益的权利。经营权不得出租。
第十二条 申请摊位证,应当出具下列材料:身份证和健康证明。
第十三条 登记摊位应当符合下列条件:(一)年满十八周岁;(二)具有本市户籍。
第十四条 摊主五人以上联名的,可以提出意见;摊主自治章程由全体摊主的过半数通过。
第十五条 本办法自2021年3月1日起施行。
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stalls")
    (folder / "stalls.txt").write_text(STALLS, encoding="utf8")
    build_index([folder], folder / "index", load_embedder(None), progress=lambda *_: None)
    return open_assistant(Settings(index=str(folder / "index"))).ask


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param("夜市摊位管理办法哪年哪月开始实行", "2021年3月1日", id="year and month"),
        pytest.param("西河市夜市摊位管理办法从哪天起生效", "2021年3月1日", id="no misspelling"),
        pytest.param("异议期间从哪天算起?", "自收到决定之日起", id="when a period begins"),
        pytest.param("摊位证的工本费谁定?", "市发展改革部门会同财政部门", id="who decides"),
        pytest.param("摊位转让的比例由谁来定", "街道办事处", id="a share, but not how much"),
        pytest.param("摊主占用盲道会有什么处罚?", "三年内不得再次申请", id="all of the sanction"),
        pytest.param("摊主逾期没换证会怎么样?", "列入经营异常名录", id="what follows"),
        pytest.param("一名摊主可以登记两个摊位吗?", "只能登记一个摊位", id="two: only one"),
        pytest.param("摊主什么时候提出申辩?", "作出收回决定前", id="before an event"),
        pytest.param(
            "经营年限算在承诺时限里吗?", "不计算在承诺时限内", id="a time limit only named"
        ),
        pytest.param("续期延期最长多少天?", "二十日", id="what holds if, not that it was"),
        pytest.param("办摊位证要带什么?", "身份证和健康证明", id="what to bring"),
        pytest.param("登记摊位需要哪些条件?", "年满十八周岁", id="the list of the very things"),
        pytest.param("经营权是什么?", "使用摊位并取得收益的权利", id="X是什么"),
        pytest.param("自治章程要多少摊主同意才通过?", "过半数", id="a part in words"),
        pytest.param("摊主续期要提前几天提出来", "七日内", id="days before"),
    ],
)
def test_regulations_are_answered(ask, question: str, said: str) -> None:
    answer = ask(question)
    assert not answer.abstained, answer.reason
    assert said in answer.text


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("为什么不延长补助年限", "number"),
        ("超过期限怎么处罚", "deadline"),
        ("公示的时间算在时限里吗", "deadline"),
    ],
)
def test_what_is_only_spoken_of(question: str, kind: str) -> None:
    assert kind not in {a.kind for a in patterns("zh").find(question)}


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("期限从什么时候起算", "start"),
        ("工本费谁定", "lead"),
        ("基金的钱从哪里来", "list"),
        ("物价涨幅的目标", "number"),
        ("自查安排在哪几个月", "deadline"),
        ("国办发(2023)2号是哪个文件", "metadata:标题"),
    ],
)
def test_what_is_asked_for(question: str, kind: str) -> None:
    assert kind in {a.kind for a in patterns("zh").find(question)}


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("摊位证遗失由哪个部门处罚?", id="who punishes, without a sanction"),
        pytest.param("占道经营由谁处罚?", id="who punishes what is not spoken of"),
        pytest.param("什么叫摊位?", id="a word that is not defined"),
    ],
)
def test_what_has_not_the_words_for_it_is_declined(ask, question: str) -> None:
    answer = ask(question)
    assert answer.abstained, answer.text


def test_a_platform_names_no_office(tmp_path) -> None:
    (tmp_path / "a.txt").write_text(STALLS, encoding="utf8")
    build_index([tmp_path], tmp_path / "index", load_embedder(None), progress=lambda *_: None)
    assistant = open_assistant(Settings(index=str(tmp_path / "index")))
    assert assistant.bench("摊位在哪个平台办?").question.units == ()
    assert assistant.bench("摊位归台办管吗?").question.units == ("台办",)

"""What a document says of others: repealed, amended, by what it was amended itself."""

import pytest

from corpus.fold import fold
from corpus.links import read_links


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (
            "本办法自2024年5月1日起施行。1998年6月1日市政府发布的《东山市公园办法》和《东山市绿化〈暂行〉办法》（东政发〔2001〕3号）同时废止。",
            {"废止文件": ("《东山市公园办法》", "《东山市绿化〈暂行〉办法》（东政发〔2001〕3号）")},
        ),
        ("根据《中华人民共和国立法法》，决定废止《东山市公园管理条例》。",
         {"废止文件": ("《东山市公园管理条例》",)}),
        ("对《东山市公园管理条例》（以下简称《条例》）作如下修改：",
         {"修改文件": ("《东山市公园管理条例》",)}),
        ("2018年5月2日 《东山市人民代表大会关于修改部分法规的决定》第一次修正",
         {"修改依据": ("《东山市人民代表大会关于修改部分法规的决定》",)}),
        ("根据1997年《关于修改〈东山市统计条例〉的决定》第一次修正的《东山市统计条例》同时废止。",
         {"废止文件": ("《东山市统计条例》",)}),
        ("任何单位不得废止《东山市公园管理条例》。", {}),
        ("法规的立改废释依照《中华人民共和国立法法》执行。", {}),
        ("《关于废止部分文件的通知》已经印发。", {}),
    ],
)  # fmt: skip
def test_links_are_read_from_the_sentences_that_state_them(text, links):
    found = list(read_links(text, fold(text)))
    assert {f.name: f.values for f in found} == links
    for field in found:
        assert text[field.start : field.end].startswith(field.values[0])
        assert text[field.start : field.end].endswith(field.values[-1])
